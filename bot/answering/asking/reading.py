"""The words and marks of a question with their places, its sentences, and the items of a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.answering.text import fold

MARKS = frozenset(".!?¿;:,…\n()–—")
ENDS = frozenset(".!?…\n")
# What may stand between two clauses of one sentence.
BREAKS = frozenset(";:,()–—¿")
MOST_LOOKED_AT = 40  # words read ahead, so that the time grows with the length and no faster

_TOKEN = re.compile(r"[^\W_]+|[.!?¿;:,…\n()–—]")
_HYPHENS = ("-", "‐", "‑")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of a text: `text[start:end]`.

    word: folded; raw: in lower case with its accents, which tell `où` from `ou`; joined: whether a
    hyphen binds it to the word before, as in `gardez-vous`.
    """

    word: str
    raw: str
    start: int
    end: int
    joined: bool


class Opening(IntEnum):
    """How sure it is that a clause begins to ask."""

    NONE = 0
    LIKELY = 1  # only where a mark before it parts it from the rest
    SURE = 2


def word_set(listed: str) -> frozenset[str]:
    """The words of a list parted by white space."""
    return frozenset(listed.split())


def word_at(found: Sequence[Token], at: int) -> str:
    """The folded word or the mark at a place, empty behind the end."""
    return found[at].word if at < len(found) else ""


def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of a text, with their places."""
    found = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        joined = start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum()
        raw = match.group().lower()
        found.append(Token(fold(raw), raw, start, match.end(), joined))
    return tuple(found)


def sentences(found: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The sentences and the items of a list, each with the marks at its end."""
    listed = sum(numbers_item(found, at) for at in range(len(found))) >= 2
    begin = 0
    for at, token in enumerate(found):
        last = at + 1 == len(found)
        if listed and at > begin and numbers_item(found, at):
            yield found[begin:at]
            begin = at
        elif token.word in ENDS and (last or found[at + 1].word not in ENDS):
            inside = not last and token.word == "." and found[at + 1].start == token.end
            if not inside and not (token.word == "." and at and numbers_item(found, at - 1)):
                yield found[begin : at + 1]
                begin = at + 1
    if begin < len(found):
        yield found[begin:]


def numbers_item(found: Sequence[Token], at: int) -> bool:
    """Whether a token numbers what follows: `2)`, `b.`"""
    token = found[at]
    if at + 1 >= len(found) or len(token.word) != 1 or token.word not in "12345abcde":
        return False
    mark = found[at + 1]
    return mark.word in (")", ".") and mark.start == token.end


def ends_with_question_mark(sentence: Sequence[Token]) -> bool:
    """Whether one of the marks at the end of a sentence asks."""
    return any(token.word == "?" for token in sentence[-4:])
