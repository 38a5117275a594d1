"""A snapshot as a page shows it: groups of paragraphs, list items and rows, with one quote marked.

Pure: no HTTP, no HTML. Every piece of text is a slice of the section's own text, so that what is
marked is exactly what an answer quoted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from index.sections import Block, PieceKind, Section


@dataclass(frozen=True, slots=True)
class Quote:
    """Where the marked text stands: `section.text[start:end]` of the section named by `anchor`."""

    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is marked or not; `first` is the run where the quote begins."""

    text: str
    cited: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class PieceView:
    """One paragraph, list item or row; `marker` is an item's own number where it has one."""

    runs: tuple[Run, ...]
    marker: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """Neighbouring pieces of one kind: 'paragraph', 'item' or 'row'."""

    kind: str
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with the level that its heading has on the page: 1 for the title, at most 6."""

    anchor: str
    heading: str
    level: int
    groups: tuple[GroupView, ...]
    cited: bool


@dataclass(slots=True)
class TocEntry:
    """A line of the contents; `size` counts the characters that stand under the heading."""

    anchor: str
    heading: str
    size: int
    children: list["TocEntry"] = field(default_factory=list)


def find_quote(
    sections: Sequence[Section], anchor: str | None, start: str | None, end: str | None
) -> Quote | None:
    """The quote that a link names, or None where the link names no text of this version.

    The values come from an address that anybody may have typed, so nothing is refused here.
    """
    section = next((one for one in sections if one.anchor == anchor), None)
    if section is None:
        return None
    first, last = _offset(start), _offset(end)
    if first is None or last is None or not first < last <= len(section.text):
        return None
    if not any(block.start < last and first < block.end for block in section.blocks):
        return None
    return Quote(section.anchor, first, last)


def _offset(value: str | None) -> int | None:
    if value is None or not value.isascii() or not value.isdigit() or len(value) > 9:
        return None
    return int(value)


def view_sections(
    sections: Sequence[Section], title: str, quote: Quote | None
) -> tuple[SectionView, ...]:
    """The sections as the page shows them, under one heading of the first level.

    Levels follow the tree and not the source, so that no level is skipped.
    """
    below_title = 0 if titled(sections, title) else 1
    return tuple(
        SectionView(
            anchor=section.anchor,
            heading=section.heading,
            level=min(len(section.heading_path) + below_title, 6),
            groups=tuple(_groups(section, quote)),
            cited=quote is not None and quote.anchor == section.anchor,
        )
        for section in sections
    )


def titled(sections: Sequence[Section], title: str) -> bool:
    """Whether the first section is the document's title and the root of all the others."""
    return (
        bool(sections)
        and sections[0].heading == title
        and all(section.heading_path[:1] == (title,) for section in sections)
        and sum(len(section.heading_path) == 1 for section in sections) == 1
    )


def contents(sections: Sequence[Section], title: str) -> list[TocEntry]:
    """The heading tree without the document's title."""
    roots: list[TocEntry] = []
    trail: list[tuple[int, TocEntry]] = []
    for section in sections[1:] if titled(sections, title) else sections:
        depth = len(section.heading_path)
        entry = TocEntry(section.anchor, section.heading, len(section.text))
        while trail and trail[-1][0] >= depth:
            trail.pop()
        (trail[-1][1].children if trail else roots).append(entry)
        trail.append((depth, entry))
    return roots


def _groups(section: Section, quote: Quote | None) -> Iterator[GroupView]:
    here = quote if quote is not None and quote.anchor == section.anchor else None
    previous_end = 0
    views: list[tuple[PieceKind, PieceView]] = []
    begun = False
    for block in section.blocks:
        runs = tuple(_runs(section.text, block, here, begun))
        begun = begun or any(run.cited for run in runs)
        marker = section.text[previous_end : block.start].strip()
        numbered = block.kind == PieceKind.ITEM and any(char.isalnum() for char in marker)
        views.append((block.kind, PieceView(runs, marker if numbered else "")))
        previous_end = block.end
    for kind, same in groupby(views, key=lambda view: view[0]):
        yield GroupView(kind.value, tuple(piece for _, piece in same))


def _runs(text: str, block: Block, quote: Quote | None, begun: bool) -> Iterator[Run]:
    if quote is None or quote.end <= block.start or block.end <= quote.start:
        yield Run(text[block.start : block.end])
        return
    start, end = max(quote.start, block.start), min(quote.end, block.end)
    if block.start < start:
        yield Run(text[block.start : start])
    yield Run(text[start:end], cited=True, first=not begun)
    if end < block.end:
        yield Run(text[end : block.end])
