"""Where in a conversation the words of a search stand: an excerpt with them marked. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.text import fold

EXCERPT_LIMIT = 140
BEFORE = 40  # characters kept before the first word that was found


@dataclass(frozen=True)
class Excerpt:
    """A stretch of one message on one line.

    marks: `text[start:end]` of what was found, in order, not overlapping.
    """

    text: str
    marks: list[tuple[int, int]]


@dataclass(frozen=True)
class FoundIn:
    """The message or note that fits a search best. seq: of the message; None for a note."""

    seq: int | None
    author: str
    excerpt: Excerpt


def words_of(search: str) -> list[str]:
    """The words to look for, as they stand in the column that is searched; at most 10."""
    return fold(search).split()[:10]


def excerpt_of(text: str, words: Sequence[str]) -> Excerpt:
    """The part of a text where the first of the words stands, with all of them marked.

    words: as `words_of` gives them.
    """
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    found = _places(line, words)
    start = max(0, found[0][0] - BEFORE) if found and len(line) > EXCERPT_LIMIT else 0
    if start:
        start = line.find(" ", start, found[0][0]) + 1 or start
    end = len(line) if len(line) - start <= EXCERPT_LIMIT else start + EXCERPT_LIMIT - 2
    before, after = "…" if start else "", "…" if end < len(line) else ""
    shift = len(before) - start
    return Excerpt(
        f"{before}{line[start:end]}{after}",
        [(first + shift, min(last, end) + shift) for first, last in found if first < end],
    )


def _places(line: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Spans of `line` in which a word stands, in order, those that touch or overlap made one."""
    folded, origin = "", []
    for position, char in enumerate(line):
        for part in fold(char):
            folded += part
            origin.append(position)
    spans = sorted(
        (origin[at], origin[at + len(word) - 1] + 1)
        for word in set(words)
        for at in _occurrences(folded, word)
    )
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word) if word else -1
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))
