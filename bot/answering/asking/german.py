"""Where a clause begins to ask in German: see `bot.answering.asking`."""

from collections.abc import Sequence

from bot.answering.asking.reading import MARKS, Opening, Token, word_at, word_set

_ASKING = word_set(
    """wer wem wen wann warum wieso weshalb woher wohin wieviel worauf wofur womit wozu wovon woran
    wodurch welche welcher welches welchen welchem wessen"""
)
BEFORE = word_set(
    """an auf aus bei bis fur gegen in im mit nach seit uber um unter von vor zu zum ab durch innerhalb
    wegen aufgrund"""
)
_SUBJECTS = word_set("ich ihr du wir er man es sie")
_NOUN_BEGINS = word_set(
    """mein meine meinen meiner meinem euer eure euren eurer ihre ihren ihrer dein deine der die das den
    dem ein eine einen einem einer kein keine alle dieser diese dieses mich mir uns"""
)
_AUXILIARIES = word_set(
    """ist sind wird werden war kann konnen darf durfen muss mussen soll sollen hat haben habt konnt
    durft musst wollt darfst kannst gibt gilt gelten"""
)
_NO_VERB = word_set(
    """nicht mit seit bereits jetzt zuletzt damit somit dort fast erst selbst meist sonst statt samt
    und oder aber auch zwar dann wenn weil dass ob falls als da so bevor nachdem obwohl sobald was wie
    wo warum wann wer"""
)


def opening(found: Sequence[Token], at: int) -> Opening:
    word, after = found[at].word, word_at(found, at + 1)
    if word in _ASKING:
        return Opening.SURE
    if word in ("was", "wo", "wie"):
        # With the subject right after it, it is a clause that depends on another.
        subordinate = after in _SUBJECTS or after in _NOUN_BEGINS - word_set("mich mir uns")
        return Opening.NONE if subordinate or after in MARKS or not after else Opening.SURE
    if word in BEFORE and (after in _ASKING or after in ("was", "wo", "wie")):
        return Opening.SURE
    if after in _SUBJECTS:
        # `gebt sie weiter` has an object there; `Sie` and the others are subjects.
        object_there = after in ("sie", "es", "er") and word not in _AUXILIARIES
        polite = found[at + 1].raw == "sie" and word.endswith("en")
        if object_there and not polite:
            return Opening.LIKELY if _verb_like(word) else Opening.NONE
        if after == "ich" and len(word) > 3 and word not in _NO_VERB:
            return Opening.LIKELY if not _verb_like(word) else Opening.SURE  # `krieg ich`
        return Opening.SURE if _verb_like(word) else Opening.NONE
    if word in _AUXILIARIES and after in _NOUN_BEGINS | word_set("dort da hier das"):
        return Opening.SURE
    if _verb_like(word) and after in _NOUN_BEGINS:
        return Opening.LIKELY
    return Opening.NONE


def _verb_like(word: str) -> bool:
    no_verb = word in _NO_VERB or word in _NOUN_BEGINS or word in _SUBJECTS
    return (
        len(word) > 2 and word.endswith(("t", "e", "en", "st")) and not no_verb
    ) or word in _AUXILIARIES
