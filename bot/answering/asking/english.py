"""Where a clause begins to ask in English: see `bot.answering.asking`."""

from collections.abc import Sequence

from bot.answering.asking.reading import MARKS, Opening, Token, word_at, word_set

BEFORE = word_set(
    "to for in on under with at from by until till since after before of about through within into how"
)
_AUXILIARIES = word_set(
    """do does did is are was were can could may might will would shall should must has have had am
    dont doesnt didnt isnt arent wasnt cant couldnt wont wouldnt shouldnt hasnt havent don doesn didn
    isn aren wasn can couldn won wouldn shouldn hasn haven cud wud"""
)
_SUBJECTS = word_set("i you u we they it he she there anyone anybody someone somebody everyone")
_NOUN_BEGINS = word_set(
    """my your ur our their his her its the a an any some all this that these those every each other
    both"""
)
_HOW = word_set(
    "long many much often fast far soon quickly old do does did is are can could would will should to"
)


def opening(found: Sequence[Token], at: int) -> Opening:
    word, after = found[at].word, word_at(found, at + 1)
    if word in ("who", "whom", "whose", "which", "whos", "whats", "wheres", "hows"):
        return Opening.NONE if _depends(found, at) else Opening.SURE
    if word in ("what", "wat", "wut", "why", "y"):
        if _depends(found, at) or after in _NOUN_BEGINS or after in MARKS:
            return Opening.NONE
        return Opening.SURE if (after and word != "y") or after in _AUXILIARIES else Opening.NONE
    if word in ("when", "where", "wen"):
        place = after in ("in", "on", "exactly") and _auxiliary_follows(found, at)
        return Opening.SURE if place or after in _AUXILIARIES else Opening.NONE
    if word == "how":
        return Opening.SURE if after in _HOW and not _depends(found, at) else Opening.NONE
    if word in BEFORE:
        return _after_preposition(found, at)
    if word in _AUXILIARIES:
        subject = at + 1 + (after == "t")
        return _auxiliary(word, word_at(found, subject))
    return Opening.NONE


def _depends(found: Sequence[Token], at: int) -> bool:
    """Whether a subject comes before any auxiliary: `which pages I opened` depends on `remember`."""
    for token in found[at + 1 : at + 4]:
        if (
            token.word in MARKS
            or token.word in _AUXILIARIES
            or token.word in ("if", "once", "when")
        ):
            return False
        if token.word in _SUBJECTS - {"it", "u"}:
            return True
    return False


def _after_preposition(found: Sequence[Token], at: int) -> Opening:
    for place in range(at + 1, min(at + 3, len(found))):
        word = found[place].word
        if word in ("whom", "who", "what", "which", "whose"):
            return Opening.SURE if _auxiliary_follows(found, place) else Opening.NONE
        if word in ("how", "when"):
            return Opening.SURE
        if word not in BEFORE:
            break
    return Opening.NONE


def _auxiliary_follows(found: Sequence[Token], at: int) -> bool:
    """Whether a verb comes soon, or nothing at all: `in which country do`, `to whom?`."""
    rest = [token.word for token in found[at + 1 : at + 6]]
    return any(word in _AUXILIARIES for word in rest) or len(rest) <= 2


def _auxiliary(word: str, subject: str) -> Opening:
    if subject in _SUBJECTS:
        # `have it deleted`, `do it`: an order or an infinitive.
        return Opening.NONE if subject == "it" and word in ("have", "do", "had") else Opening.SURE
    if word in ("have", "has", "had"):
        return Opening.NONE
    if subject in _NOUN_BEGINS:
        return Opening.LIKELY if word in ("do", "can") else Opening.SURE
    # `are kept` goes on with the subject that is there already.
    goes_on = subject in MARKS or subject.endswith(("ed", "en")) or subject in _NOT_SUBJECTS
    return Opening.NONE if not subject or goes_on else Opening.LIKELY


_NOT_SUBJECTS = word_set(
    "not never also then only still always kept sent held stored be so if as in on for to with by what"
)
