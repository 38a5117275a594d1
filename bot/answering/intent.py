"""What a visitor wants of the assistant before anything is searched.

Rules over the codes of `bot.answering.lexicon`, no model: they can be read, they cost microseconds,
and what they take for small talk or for a wish is never a guess from likeness. In doubt it is a
QUESTION: a question taken for small talk is lost, small talk taken for a question finds nothing
and a person is offered.
"""

import re
from enum import StrEnum

from bot.answering.lexicon import lexicon


class Intent(StrEnum):
    """What is wanted; QUESTION is whatever nothing else is certain of."""

    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    SMALL_TALK = "small_talk"
    ABOUT_BOT = "about_bot"
    WANTS_PERSON = "wants_person"
    EMPTY = "empty"


def detect_intent(question: str, language: str) -> Intent:
    """The intent of a question written in `language` (a code; only settles what words mean)."""
    codes = lexicon(language).encode(question)
    if not codes.strip(".,?"):
        return Intent.EMPTY
    if _wishes_for_person(codes):
        return Intent.WANTS_PERSON
    return _small_talk(codes) or Intent.QUESTION


# Every repetition below is bounded and over single characters, so that the time grows with the
# length of the question and no faster. `_NEAR` is what may stand between two words of a wish.
_NEAR = "[adRLFymz,]"
_PERSON = "[PpQ]"
_END = "(?=$|[,yz]|d?#)"

_WISHES = [
    re.compile(pattern)
    for pattern in (
        # Put me through to someone.
        r"M[adLFymzkx,]{0,4}[PpQR]",
        # I want to, can I, how do I talk to someone; let me talk about my data with someone.
        rf"[WCHMN][adLymx,]{{0,4}}T{_NEAR}{{0,5}}x?{_NEAR}{{0,2}}{_PERSON}",
        rf"J[adLym,]{{0,4}}T{_NEAR}{{0,5}}[PQ]",
        rf"[WC][adLym,]{{0,3}}T[^NSD]{{0,6}}d{_NEAR}{{0,3}}{_PERSON}",
        rf"^[gykcd,]*T{_NEAR}{{0,5}}{_PERSON}",
        # Kann ich mit jemandem sprechen.
        rf"[WCH][adRymx,]{{0,4}}m[adRy]{{0,4}}{_PERSON}[adRymz,]{{0,3}}T",
        rf"^[gykcd,]*m[adRy]{{0,4}}{_PERSON}[adRymz,]{{0,3}}T",
        r"W[adRymz,]{0,4}[Pp][adRymz]{0,3}T",
        # Someone to talk to; is there a person I can speak to.
        rf"(?:[WCH]|^)[adRygkv,]{{0,5}}{_PERSON}[adRyp,]{{0,2}}(?:[LFm][adLpC,]{{0,3}}|C)T",
        # I want a human being (but not: a human being to review the decision).
        r"W[adRLFyAkz,]{0,5}[Pp](?=$|[,yRNdakzgPpA]|[LF][ad]{0,2}[TA])",
        r"W[adLFy,]{0,4}r[adRLy]{0,4}[PpQ]",
        # Can someone help me; can a person take over.
        rf"C[adRym]{{0,3}}{_PERSON}[adRymzC]{{0,5}}A[ad]?{_END}",
        rf"[CW][adRym]{{0,3}}A[adRym]{{0,3}}[Pp]{_END}",
        # I won't talk to a machine; I have had enough of this bot.
        r"N[adLFTwWym,]{0,4}[Tw][adLRm]{0,4}B",
        r"N[adyLW]{0,4}m?[ad]{0,3}B[ad]{0,2}[Tw]",
        r"u[adRxy]{0,4}B",
        # Call me back; can someone ring me tomorrow.
        rf"^[gykcd,]*L?d?K[ad]{{0,2}}[PpQ]{{0,2}}{_END}",
        rf"^[gykcd,]*L?[ad]{{0,3}}{_PERSON}[ad]{{0,3}}{_PERSON}?[ad]{{0,2}}K{_END}",
        rf"[Pp][adRvxLQ,]{{0,5}}KC?{_END}",
        rf"[CJW][adRypPmQF,]{{0,6}}K[ad]{{0,2}}[PpQ]{{0,2}}{_END}",
    )
]
_REFUSED = re.compile(r"N[adLy]{0,3}(?:[Tw][adRLym]{0,4})?[Pp]")
_BARE = re.compile(r"[PpQRadmygkcNBuLFTAWCJzE,.?]{1,16}")
_BARE_REJECTION = re.compile(r"[adygkcNBRW,.?]{1,12}")


def _wishes_for_person(codes: str) -> bool:
    """Whether a person is wished for, in whatever sentence of the codes."""
    sentences = re.findall(r"[^.?]+[.?]?", codes)
    wishing = [sentence for sentence in sentences if _wish_in(sentence)]
    if wishing:
        # `I need to talk to someone about it. Can my father see that?` is a question.
        asking = [s for s in sentences if s.endswith("?") and "x" in s and s not in wishing]
        return not asking or any(set("PQMEuBK") & set(sentence) for sentence in wishing)
    if _BARE.fullmatch(codes):
        people = set(codes) & {"P", "E"} or ("p" in codes and len(codes.strip(".?")) <= 4)
        if people and not _REFUSED.search(codes):
            return True
    return bool(_BARE_REJECTION.fullmatch(codes) and re.search(r"N[adyW]{0,3}B", codes))


def _wish_in(sentence: str) -> bool:
    sentence = sentence.rstrip(".?")
    for wish in _WISHES:
        for found in wish.finditer(sentence):
            clause = sentence[sentence.rfind(",", 0, found.start()) + 1 : found.end()]
            after = sentence[found.end() : found.end() + 5]
            if set("SOI") & set(clause) or "D" in after or "D" in found.group():
                continue
            if _REFUSED.search(clause) and "B" not in clause:
                continue
            return True
    return False


# A greeting is followed by a question more often than not: nothing but pleasantries may stand there.
_GREETING_ONLY = re.compile(r"[ghfecydaBztQR,.?]+")
_PLEASANTRIES = re.compile(r"[ghfecykadBPpQRmvNuALFTwzSIWit,.?]+")
_THANKS_ONLY = re.compile(r"[ghfecykadBPpQRmvNuALFTwzSIWitG,.?]+")
_REMARK_ASKED = re.compile(r"[hcydtagNIz,?]{1,8}")
_CRY_FOR_HELP = re.compile(r"[AyadtCWgc,.?]{1,8}")
_ABOUT_BOT = re.compile(r"i|I[adRcytvNLFmz,]{0,6}T?[adRcytvNm]{0,4}[BPpR]")
_LEFT_OUT_ABOUT_BOT = str.maketrans("", "", "OHC")
# `Merci de supprimer mes données` is a request; `merci pour cette aide inespérée` is not.
_THANKS_TO_ASK = re.compile(r"k[vyt]{0,3}[dL]{1,2}[dav]{0,2}x|k[vyt]{0,3}x")
_GREETED_BY_NAME = re.compile(r"(?<=^g)x(?=,[adtv]{0,5}[hfk])")
_MOST_CODES = 30


def _small_talk(codes: str) -> Intent | None:
    """What kind of small talk it is; None where a word might be a question's."""
    if len(codes) > _MOST_CODES:
        return None
    codes = _GREETED_BY_NAME.sub("t", codes)
    if "k" in codes:
        return _thanks(codes)
    if _ABOUT_BOT.search(codes):
        rest = codes.translate(_LEFT_OUT_ABOUT_BOT)
        return Intent.ABOUT_BOT if _PLEASANTRIES.fullmatch(rest) else None
    if _CRY_FOR_HELP.fullmatch(codes) and "A" in codes:
        return Intent.SMALL_TALK
    if not _PLEASANTRIES.fullmatch(codes):
        return None
    if "e" in codes:
        return Intent.GOODBYE
    if "g" in codes:
        return Intent.GREETING if "?" not in codes or _GREETING_ONLY.fullmatch(codes) else None
    if "f" in codes:
        return Intent.GOODBYE
    if "?" in codes and not _REMARK_ASKED.fullmatch(codes):
        return None
    return Intent.SMALL_TALK if set("hc") & set(codes) or set(codes) <= set("N,.") else None


def _thanks(codes: str) -> Intent | None:
    # One word that no lexicon can know is let pass where nothing is asked.
    if codes.count("x") == 1 and "?" not in codes and not _THANKS_TO_ASK.search(codes):
        codes = codes.replace("x", "v")
    return Intent.THANKS if _THANKS_ONLY.fullmatch(codes) else None
