"""What a visitor wants of the assistant before anything is searched.

Rules over the codes of `bot.answering.lexicon`, no model: they can be read, they cost microseconds,
and what they take for small talk or for a wish is never a guess from likeness. In doubt it is a
QUESTION: a question taken for small talk is lost, small talk taken for a question finds nothing
and a person is offered.
"""

import re
from enum import StrEnum

from bot.answering.coded import coded, codes_of
from bot.answering.lexicon import CODES, UNKNOWN, lexicon


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


# Every repetition below is bounded and over single codes, so that the time grows with the length of
# the question and no faster.
_END = "(?= $ | <, polite time> | <small>? <number>)"
_POLITELY = "^ <greeting polite thanks remark small ,>*"

_WISHES = [
    coded(pattern)
    for pattern in (
        # Put me through to someone.
        "<connect> <little to for polite with time thanks unknown ,>{0,4} <people real>",
        # I want to, can I, how do I talk to someone; let me talk about my data with someone.
        """<want can how connect no> <little to polite with unknown ,>{0,4} <talk>
           <near>{0,5} <unknown>? <near>{0,2} <people>""",
        "<can_one> <little to polite with ,>{0,4} <talk> <near>{0,5} <staff team>",
        """<want can> <little to polite with ,>{0,3} <talk> <not no if data_protection>{0,6} <small>
           <near>{0,3} <people>""",
        f"{_POLITELY} <talk> <near>{{0,5}} <people>",
        # Kann ich mit jemandem sprechen.
        """<want can how> <little real polite with unknown ,>{0,4} <with> <little real polite>{0,4} <people>
           <little real polite with to unknown team time ,>{0,4} <talk write>""",
        f"""{_POLITELY} <with> <little real polite>{{0,4}} <people>
            <little real polite with time ,>{{0,3}} <talk>""",
        "<want> <little real polite with time ,>{0,4} <person> <little real polite with time>{0,3} <talk>",
        # Someone to talk to; is there a person I can speak to.
        """(?: <want can how> | ^) <little real polite greeting thanks filler ,>{0,5} <people>
           <little real polite someone team ,>{0,4}
           (?: <to for with> <little real to someone can ,>{0,3} | <can>) <talk>""",
        # I want a human being (but not: a human being to review the decision).
        """<want> <little real to for polite help thanks time ,>{0,5} <person>
           (?= $ | <little polite real no thanks time greeting person help ,>
             | <to for> <little>{0,2} <talk help>)""",
        "<want> <little to for polite ,>{0,4} <reach> <little real to polite>{0,4} <people>",
        # Can someone help me; can a person take over.
        f"""<can> <little real polite with>{{0,3}} <people> <little real polite with time can>{{0,5}}
            <help> <little>? {_END}""",
        f"""<can want> <little real polite with>{{0,3}} <help> <little real polite with>{{0,3}}
            <person> (?: <small> <team>)? {_END}""",
        # I won't talk to a machine; I have had enough of this bot.
        """<no> <little to for talk write want polite with ,>{0,4} <talk write>
           <little to real with>{0,4} <bot>""",
        "<no> <little polite to want>{0,4} <with>? <little>{0,3} <bot> <little>{0,2} <talk write>",
        "<fed_up> <little real unknown polite>{0,4} <bot>",
        # Call me back; can someone ring me tomorrow.
        f"{_POLITELY} <to>? <small>? <call_back> <little>{{0,2}} <people>{{0,2}} {_END}",
        f"""{_POLITELY} <to>? <little>{{0,3}} <people> <little>{{0,3}} <people>? <little>{{0,2}}
            <call_back> {_END}""",
        f"<person> <little real filler unknown to team ,>{{0,5}} <call_back> <can>? {_END}",
        f"""<can can_one want> <little real polite people with for to ,>{{0,6}} <call_back>
            <little>{{0,2}} <people>{{0,2}} {_END}""",
    )
]
_REFUSED = coded(
    """<no> <little to polite>{0,3} (?: <talk write> <little real to polite with>{0,4})? <person>"""
)
_BARE = coded(
    """<people real little with polite greeting thanks remark no bot fed_up to for talk help want can
        can_one time anyone_there , . ?>{1,16}"""
)
_BARE_REJECTION = coded("<little polite greeting thanks remark no bot real want , . ?>{1,12}")
_NO_BOT = coded("<no> <little polite want>{0,3} <bot>")
_CERTAIN = frozenset(codes_of("staff team connect anyone_there fed_up bot call_back"))
_SURELY_PEOPLE = frozenset(codes_of("staff anyone_there"))
_SUPPOSED_OR_ASKED = frozenset(codes_of("if what you_are"))


def _wishes_for_person(codes: str) -> bool:
    """Whether a person is wished for, in whatever sentence of the codes."""
    sentences = re.findall(r"[^.?]+[.?]?", codes)
    wishing = [sentence for sentence in sentences if _wish_in(sentence)]
    if wishing:
        # `I need to talk to someone about it. Can my father see that?` is a question.
        asking = [s for s in sentences if s.endswith("?") and UNKNOWN in s and s not in wishing]
        return not asking or any(set(_CERTAIN) & set(sentence) for sentence in wishing)
    if _BARE.fullmatch(codes):
        alone = CODES["someone"] in codes and len(codes.strip(".?")) <= 4
        people = set(codes) & _SURELY_PEOPLE or alone
        if people and not _REFUSED.search(codes):
            return True
    return bool(_BARE_REJECTION.fullmatch(codes) and _NO_BOT.search(codes))


def _wish_in(sentence: str) -> bool:
    sentence = sentence.rstrip(".?")
    for wish in _WISHES:
        for found in wish.finditer(sentence):
            clause = sentence[sentence.rfind(",", 0, found.start()) + 1 : found.end()]
            after = sentence[found.end() : found.end() + 5]
            if (
                _SUPPOSED_OR_ASKED & set(clause)
                or CODES["data_protection"] in found.group() + after
            ):
                continue
            if _REFUSED.search(clause) and CODES["bot"] not in clause:
                continue
            return True
    return False


# A greeting is followed by a question more often than not: nothing but pleasantries may stand there.
_PLEASANT = """greeting how_are_you nice_day goodbye remark polite thanks little bot people real with
    filler no fed_up help to for talk write time if you_are want who_are_you all_of_you , . ?"""
_GREETING_ONLY = coded(
    """<greeting how_are_you nice_day goodbye remark polite little bot time all_of_you team real , . ?>+"""
)
_PLEASANTRIES = coded(f"<{_PLEASANT}>+")
_THANKS_ONLY = coded(f"<{_PLEASANT} given>+")
_REMARK_ASKED = coded(
    "<how_are_you remark polite all_of_you little greeting no you_are time , ?>{1,8}"
)
_CRY_FOR_HELP = coded("<help polite little all_of_you can want greeting remark , . ?>{1,8}")
_ABOUT_BOT = coded(
    """<who_are_you>
     | <you_are> <little real remark polite all_of_you filler no to for with time ,>{0,6} <talk>?
       <little real remark polite all_of_you filler no with>{0,4} <bot person real>"""
)
_LEFT_OUT_ABOUT_BOT = str.maketrans("", "", codes_of("what how can"))
# `Merci de supprimer mes données` is a request; `merci pour cette aide inespérée` is not.
_THANKS_TO_ASK = coded(
    """<thanks> <filler polite all_of_you>{0,3} <small to>{1,2} <little filler>{0,2} <unknown>
     | <thanks> <filler polite all_of_you>{0,3} <unknown>"""
)
_GREETED_BY_NAME = coded(
    "(?<= ^ <greeting>) <unknown> (?= <,> <little all_of_you filler>{0,5} <how_are_you nice_day thanks>)"
)
_KINDS = {code: kind for kind, code in CODES.items()}
_MOST_CODES = 30


def _small_talk(codes: str) -> Intent | None:
    """What kind of small talk it is; None where a word might be a question's."""
    if len(codes) > _MOST_CODES:
        return None
    codes = _GREETED_BY_NAME.sub(CODES["all_of_you"], codes)
    kinds = {_KINDS[code] for code in codes if code in _KINDS}
    asked = "?" in codes
    if "thanks" in kinds:
        return _thanks(codes)
    if _ABOUT_BOT.search(codes):
        rest = codes.translate(_LEFT_OUT_ABOUT_BOT)
        return Intent.ABOUT_BOT if _PLEASANTRIES.fullmatch(rest) else None
    if _CRY_FOR_HELP.fullmatch(codes) and "help" in kinds:
        return Intent.SMALL_TALK
    if not _PLEASANTRIES.fullmatch(codes):
        return None
    if "goodbye" in kinds:
        return Intent.GOODBYE
    if "greeting" in kinds:
        return Intent.GREETING if not asked or _GREETING_ONLY.fullmatch(codes) else None
    if "nice_day" in kinds:
        return Intent.GOODBYE
    if asked and not _REMARK_ASKED.fullmatch(codes):
        return None
    only_no = kinds <= {"no"} and not asked
    return Intent.SMALL_TALK if kinds & {"how_are_you", "remark"} or only_no else None


def _thanks(codes: str) -> Intent | None:
    # One word that no lexicon can know is let pass where nothing is asked.
    if codes.count(UNKNOWN) == 1 and "?" not in codes and not _THANKS_TO_ASK.search(codes):
        codes = codes.replace(UNKNOWN, CODES["filler"])
    return Intent.THANKS if _THANKS_ONLY.fullmatch(codes) else None
