"""The heading tree of a statement: what readers find, put in order, with stable anchors.

A reader turns a file into a flat list of `Piece`s; `build_outline` makes the `Section`s of it. A
section's text is joined from its pieces once, here, and never changed afterwards: every later offset
(block, passage, sentence, citation) counts characters of that text.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum


class PieceKind(StrEnum):
    """What a piece of the source is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, paragraph, list item or table row, as a reader found it.

    level: of a heading, 1 for the title; of an item, its depth from 0.
    marker: what stands before an item's text in the source ('• '), kept so that quotes stay verbatim.
    line: 1-based line of the source, 0 where the format has none.
    """

    kind: PieceKind
    text: str
    level: int = 0
    marker: str = ""
    line: int = 0


class DoubtKind(StrEnum):
    """Why a person should look at a place of the source."""

    MENU_LEFTOVER = "menu_leftover"
    CUT_SENTENCE = "cut_sentence"
    EMPTY_HEADING = "empty_heading"
    LIKE_A_MENU = "like_a_menu"
    MISSING_DOCUMENT = "missing_document"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the reader is not sure, for the content owner to accept or correct."""

    kind: DoubtKind
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a reader finds in a file, before anybody corrects it.

    left_out: lines that the reader took for the rest of a menu, with their places in the source.
    shown: the source's lines as a person sees them; empty where the pieces are all there is to see.
    """

    pieces: tuple[Piece, ...]
    left_out: tuple[Piece, ...] = ()
    title: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item or table row of a section: `section.text[start:end]` is its text.

    kind: 'paragraph', 'item' or 'row'; an item's bullet, where the source has one, stands before start.
    """

    kind: PieceKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree.

    anchor: unique in the document and stable while the heading stays.
    level: 1 for the title; heading_path: from the title down to this heading.
    text: all that stands under the heading itself, may be empty.
    """

    anchor: str
    heading: str
    level: int
    heading_path: tuple[str, ...]
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file holds: its title, its sections in order, and where the reader was not sure."""

    title: str
    sections: tuple[Section, ...]
    doubts: tuple[Doubt, ...] = ()


_NUMBERING = re.compile(
    r"^(?:(?:article|section|art\.)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-z])[.)]?[\s –-]+(?=\w)",
    re.I,
)
# a soft hyphen or a zero-width space would break words that look whole
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_DASHES = re.compile(r"[^a-z0-9]+")
# letters that Unicode does not take apart into a base and a mark
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def fold(text: str) -> str:
    """Lower case without accents, straight apostrophes: for comparing, never for showing."""
    if text.isascii():
        return text.lower()
    text = text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slugify(heading: str) -> str:
    """The anchor of a heading: its words without accents and numbering, at most 80 characters.

    Numbering is left out so that a chapter put in before does not break every link behind it.
    """
    text = _NUMBERING.sub("", heading.strip()) or heading
    slug = _DASHES.sub("-", fold(text)).strip("-")
    if not slug:  # a script without Latin letters: keep its own letters, URLs carry them
        slug = re.sub(r"\W+", "-", unicodedata.normalize("NFC", heading.lower())).strip("-")
    return slug[:80].strip("-") or "section"


@dataclass(slots=True)
class _Open:
    """A section while its pieces come in."""

    piece: Piece
    path: tuple[str, ...]
    anchor: str
    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0

    def add(self, piece: Piece) -> None:
        if self.blocks:
            tight = piece.kind != PieceKind.PARAGRAPH
            self._append("\n" if tight else "\n\n")
        self._append(piece.marker)
        start = self.length
        self._append(piece.text)
        self.blocks.append(Block(piece.kind, start, self.length))

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def close(self) -> Section:
        return Section(
            anchor=self.anchor,
            heading=self.piece.text,
            level=self.piece.level,
            heading_path=self.path,
            text="".join(self.parts),
            blocks=tuple(self.blocks),
        )


def build_outline(
    pieces: Sequence[Piece], doubts: Sequence[Doubt] = (), title: str = ""
) -> Outline:
    """Sections in document order from a reader's pieces.

    title: used where text comes before any heading, and as the document's name if there is none.
    """
    opened: list[_Open] = []
    trail: list[_Open] = []
    anchors: set[str] = set()

    def begin(piece: Piece) -> None:
        while trail and trail[-1].piece.level >= piece.level:
            trail.pop()
        path = (*(trail[-1].path if trail else ()), piece.text)
        section = _Open(piece, path, _unique_anchor(path, anchors))
        opened.append(section)
        trail.append(section)

    for found in pieces:
        piece = replace(found, text=found.text.translate(_INVISIBLE))
        if piece.kind == PieceKind.HEADING:
            begin(piece)
            continue
        if not opened:
            begin(Piece(PieceKind.HEADING, title or "Document", level=1, line=piece.line))
        opened[-1].add(piece)

    sections = tuple(section.close() for section in opened)
    name = next((s.heading for s in sections if s.level == 1), "") or title
    in_order = sorted(doubts, key=lambda doubt: doubt.line)
    return Outline(name or (sections[0].heading if sections else ""), sections, tuple(in_order))


def _unique_anchor(path: tuple[str, ...], taken: set[str]) -> str:
    """The heading's slug; with its parent's before it where two headings are alike, then a number."""
    anchor = slugify(path[-1])
    if anchor in taken and len(path) > 1:
        anchor = f"{slugify(path[-2])}--{anchor}"
    candidate, number = anchor, 2
    while candidate in taken:
        candidate, number = f"{anchor}-{number}", number + 1
    taken.add(candidate)
    return candidate
