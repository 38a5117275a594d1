"""Where a clause begins to ask in Spanish: see `bot.answering.asking`."""

from collections.abc import Sequence

from bot.answering.asking.reading import MARKS, MOST_LOOKED_AT, Opening, Token, word_at, word_set

_ACCENTED = word_set(
    "qué quién quiénes cuánto cuánta cuántos cuántas cuándo cómo dónde adónde cuál cuáles"
)
_PLAIN = word_set("cuanto cuanta cuantos cuantas cual cuales kien")
BEFORE = word_set(
    "a al de del en con por para sobre desde hasta segun contra ante bajo cada tras entre durante xq"
)
_LOOSE = word_set("que quien quienes cuando como donde adonde")
_YES_NO = word_set("puedo podria puede pueden hay existe")
_TRUE = word_set("cierto verdad posible")


def opening(found: Sequence[Token], at: int) -> Opening:
    token, after = found[at], word_at(found, at + 1)
    if token.word == "¿":
        return Opening.SURE
    if token.raw in _ACCENTED or token.word in _PLAIN or token.word in ("xq", "pq"):
        return Opening.SURE
    if token.word in BEFORE:
        following = found[at + 1] if at + 1 < len(found) else token
        if following.raw in _ACCENTED or following.word in _PLAIN:
            return Opening.SURE
        if token.word != "por" and following.word in ("que", "quien", "donde", "cuando"):
            return Opening.LIKELY
    if token.word in ("quien", "quienes") and _without_accents(found):
        return Opening.SURE
    if token.word in _LOOSE and _without_accents(found):
        return Opening.LIKELY
    if token.word in _YES_NO or (token.word == "es" and after in _TRUE):
        return Opening.LIKELY
    return Opening.NONE


def _without_accents(found: Sequence[Token]) -> bool:
    """Whether the writer leaves accents out, so that none can tell `qué` from `que`."""
    words = [token for token in found[:MOST_LOOKED_AT] if token.word not in MARKS]
    return all(token.raw.isascii() for token in words)
