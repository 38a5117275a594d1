"""What differs between two texts, word by word.

Sentences are compared first and then the words of those that differ, so that a long section costs little.
Joining what is kept and deleted gives the old text to the letter, what is kept and inserted the new one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 4000  # of two stretches compared word by word; longer ones are replaced as a whole

_WORD = re.compile(r"\w+(?:['’.,@-]\w+)*|\s+|[^\w\s]")
_SENTENCE = re.compile(r"\s+|[^\s.!?…][^.!?…\n]*[.!?…]*|[.!?…]+")


class Edit(StrEnum):
    """What happened to a stretch of text."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text of the old version (deleted), of the new one (inserted), or of both (kept)."""

    edit: Edit
    text: str


def compare_texts(old: str, new: str) -> tuple[Stretch, ...]:
    """Stretches kept, deleted and inserted, in reading order; neighbours of a kind are one."""
    made: list[Stretch] = []
    for tag, before, after in _opcodes(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if tag == "equal":
            made.append(Stretch(Edit.KEPT, "".join(before)))
        elif len(before) == len(after):
            # as many sentences as before: each is the other's, which is also soon compared
            for one, other in zip(before, after, strict=True):
                made.extend(_compare_words(one, other))
        else:
            made.extend(_compare_words("".join(before), "".join(after)))
    return tuple(_joined(made))


def _compare_words(old: str, new: str) -> Iterator[Stretch]:
    words = (_WORD.findall(old), _WORD.findall(new))
    if len(words[0]) + len(words[1]) > MOST_WORDS or not (old and new):
        yield from (Stretch(Edit.DELETED, old), Stretch(Edit.INSERTED, new))
        return
    steps = [(tag, "".join(one), "".join(other)) for tag, one, other in _opcodes(*words)]
    kept = sum(len(before) for tag, before, _ in steps if tag == "equal")
    if kept < 0.3 * max(len(old), len(new)):
        # two sentences with little in common read better one after the other
        yield from (Stretch(Edit.DELETED, old), Stretch(Edit.INSERTED, new))
        return
    for tag, before, after in _bridged(steps):
        if tag == "equal":
            yield Stretch(Edit.KEPT, before)
        else:
            yield from (Stretch(Edit.DELETED, before), Stretch(Edit.INSERTED, after))


def _bridged(steps: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """A space or a comma that is kept between two changes belongs to the change."""
    old = new = ""
    for number, (tag, before, after) in enumerate(steps):
        between = 0 < number < len(steps) - 1
        changing = bool(old or new)
        if tag != "equal" or (between and changing and not re.search(r"\w", before)):
            old += before
            new += after
            continue
        if changing:
            yield "replace", old, new
            old = new = ""
        yield tag, before, after
    if old or new:
        yield "replace", old, new


def _opcodes(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """What is equal and what is not. Spaces are everywhere: they don't say what belongs together."""
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag, old[a:b], new[c:d]


def _joined(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Without empty ones; of neighbouring changes what was deleted comes first, as one."""
    deleted = inserted = kept = ""
    for stretch in stretches:
        if stretch.edit is Edit.KEPT and stretch.text:
            if deleted or inserted:
                yield from _changed(deleted, inserted)
                deleted = inserted = ""
            kept += stretch.text
        elif stretch.text:
            if kept:
                yield Stretch(Edit.KEPT, kept)
                kept = ""
            deleted += stretch.text if stretch.edit is Edit.DELETED else ""
            inserted += stretch.text if stretch.edit is Edit.INSERTED else ""
    if kept:
        yield Stretch(Edit.KEPT, kept)
    yield from _changed(deleted, inserted)


def _changed(deleted: str, inserted: str) -> Iterator[Stretch]:
    if deleted:
        yield Stretch(Edit.DELETED, deleted)
    if inserted:
        yield Stretch(Edit.INSERTED, inserted)
