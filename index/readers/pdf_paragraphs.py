"""Lines with places and sizes, as a PDF has them, made into headings, paragraphs and list items."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.sections import Parsed, Piece, PieceKind, fold

_BULLET = re.compile(r"^([•‣◦▪●○·*–—\uf0b7-])\s+(?=\S)")
_NUMBERED_ITEM = re.compile(r"^(?:\(?[a-z]\)|\(?\d{1,2}\))\s+\S")
_PAGE_NUMBER = re.compile(
    r"(?:page |seite |pagina |p\. ?)?[-–— ]*\d{1,4}[-–— ]*(?:(?:/|of|sur|de|von|\||out of)\s*\d{1,4})?"
)
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?…:;][\"'»”’)\]]*$")
LARGER = 1.08  # how much larger than most of the text a heading is set
MOST_HEADING = 160  # characters
INDENT = 18  # points; a list is set in by more
MARGIN = 0.12  # of a page's height
EDGE = 3  # lines at the top and at the foot of a page that may be said on every page


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. x, y: where it begins, in points from the page's lower left; size in points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in reading order; height in points."""

    lines: tuple[Line, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Numbered:
    line: Line
    number: int  # of all lines of the file, 1-based
    page: int


def pieces_of(pages: Sequence[Page]) -> Parsed:
    """The pieces of all pages, and the lines as they stand in the file."""
    shown: list[str] = []
    kept: list[_Numbered] = []
    said = _said_on_every_page(pages)
    for number, page in enumerate(pages):
        for place, line in enumerate(page.lines):
            shown.append(line.text)
            if not (place in _edges(page) and _is_furniture(line.text, said)):
                kept.append(_Numbered(line, len(shown), number))
    pieces = tuple(_pieces(kept))
    return Parsed(_with_hyphens_undone(pieces), shown=tuple(shown))


def _edges(page: Page) -> set[int]:
    """Which lines stand apart in the margins at the top and at the foot, first or last."""
    many = len(page.lines)
    return {
        place
        for place in (*range(min(EDGE, many)), *range(max(0, many - EDGE), many))
        if not MARGIN * page.height < page.lines[place].y < (1 - MARGIN) * page.height
        and _stands_apart(page, page.lines[place])
    }


def _stands_apart(page: Page, line: Line) -> bool:
    """Whether a line is set smaller than its page's text or far from it: else it is part of the text."""
    usual = statistics.median_low([other.size for other in page.lines])
    gaps = [abs(other.y - line.y) for other in page.lines if abs(other.y - line.y) > 1]
    return line.size < usual * 0.92 or min(gaps, default=1e9) > line.size * 1.8


def _key(text: str) -> str:
    return _DIGITS.sub("#", fold(text)).strip()


def _said_on_every_page(pages: Sequence[Page]) -> frozenset[str]:
    """What stands at the edge of most pages, whatever its numbers."""
    if len(pages) < 2:
        return frozenset()
    seen: Counter[str] = Counter()
    for page in pages:
        edges = (page.lines[place].text for place in _edges(page))
        seen.update({_key(text) for text in edges if len(text) <= MOST_HEADING})
    needed = max(2, round(0.6 * len(pages)))
    return frozenset(key for key, times in seen.items() if times >= needed)


def _is_furniture(text: str, said: frozenset[str]) -> bool:
    return _key(text) in said or bool(_PAGE_NUMBER.fullmatch(fold(text).strip()))


def _pieces(lines: Sequence[_Numbered]) -> Iterator[Piece]:
    if not lines:
        return
    letters: Counter[float] = Counter()
    for entry in lines:
        letters[entry.line.size] += len(entry.line.text)
    body = letters.most_common(1)[0][0]
    levels = _levels(lines, body)
    gaps = [
        before.line.y - after.line.y
        for before, after in pairwise(lines)
        if before.page == after.page and before.line.size == after.line.size == body
    ]
    usual_gap = statistics.median_low(gaps) if gaps else body * 1.2
    widest = max(len(entry.line.text) for entry in lines)
    lefts = Counter(round(entry.line.x) for entry in lines if entry.line.size == body)
    usual_x = lefts.most_common(1)[0][0]
    gathered: list[_Numbered] = []
    for entry in lines:
        if gathered and not _goes_on(gathered[-1], entry, body, usual_gap, widest):
            yield _piece(gathered, levels, body, usual_x)
            gathered = []
        gathered.append(entry)
    yield _piece(gathered, levels, body, usual_x)


def _is_heading(line: Line, body: float) -> bool:
    if len(line.text) > MOST_HEADING or not any(char.isalpha() for char in line.text):
        return False
    if _BULLET.match(line.text):
        return False
    return line.size >= body * LARGER or (
        line.bold and line.size >= body * 0.98 and not line.text.endswith((".", ",", ";"))
    )


def _levels(lines: Sequence[_Numbered], body: float) -> dict[tuple[float, bool], int]:
    """A heading's level by its size: the largest is the title's, bold text of the body's size last."""
    looks = {
        (entry.line.size, entry.line.size < body * LARGER)
        for entry in lines
        if _is_heading(entry.line, body)
    }
    ordered = sorted(looks, key=lambda look: (look[1], -look[0]))
    return {look: min(place + 1, 6) for place, look in enumerate(ordered)}


def _goes_on(
    before: _Numbered, after: _Numbered, body: float, usual_gap: float, widest: int
) -> bool:
    """Whether a line goes on with the paragraph, item or heading of the line before it."""
    first, second = before.line, after.line
    if _BULLET.match(second.text) or _NUMBERED_ITEM.match(second.text):
        return False
    headings = _is_heading(first, body), _is_heading(second, body)
    if headings[0] != headings[1] or abs(first.size - second.size) > 0.6:
        return False
    ended = bool(_ENDED.search(first.text))
    if before.page != after.page:
        full = len(first.text) >= widest * 0.6
        return not headings[0] and not ended and (full or second.text[:1].islower())
    gap = first.y - second.y
    if headings[0]:
        return 0 < gap <= first.size * 1.6 and first.bold == second.bold
    if gap <= 0 or gap > usual_gap * 1.25:
        # columns and tables jump; a gap parts paragraphs, unless a sentence is cut by it
        return gap > 0 and not ended and second.text[:1].islower() and gap <= usual_gap * 2
    return not (ended and len(first.text) < widest * 0.6)


def _piece(
    gathered: Sequence[_Numbered],
    levels: dict[tuple[float, bool], int],
    body: float,
    usual_x: float,
) -> Piece:
    first = gathered[0].line
    text = first.text
    for entry in gathered[1:]:
        text = _joined(text, entry.line.text)
    number = gathered[0].number
    bullet = _BULLET.match(text)
    if bullet:
        marker = bullet.group(1).replace("\uf0b7", "•")
        return Piece(PieceKind.ITEM, text[bullet.end() :], 0, f"{marker} ", number)
    if _is_heading(first, body) and len(text) <= MOST_HEADING * 2:
        level = levels[first.size, first.size < body * LARGER]
        return Piece(PieceKind.HEADING, text.rstrip(" :"), level, line=number)
    # a browser draws the dots of a list: nothing but its place tells an item
    indented = all(entry.line.x >= usual_x + INDENT for entry in gathered)
    kind = PieceKind.ITEM if indented else PieceKind.PARAGRAPH
    return Piece(kind, text, line=number)


# kept until all words are known: whether the hyphen stays is seen from the rest of the text
_PARTED = "\ue000"


def _joined(text: str, following: str) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + following
    if text.endswith(("-", "\u2010")) and text[-2:-1].isalpha() and following[:1].islower():
        return text[:-1] + _PARTED + following
    return f"{text} {following}"


def _with_hyphens_undone(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A word parted at a line's end is whole again; one that has its hyphen elsewhere keeps it."""
    everything = " ".join(piece.text for piece in pieces)
    words = set(re.findall(r"(?<!\w)\w+(?:-\w+)+", everything.lower()))

    def mend(match: re.Match[str]) -> str:
        before, after = match.groups()
        hyphened = f"{before}-{after}"
        return hyphened if hyphened.lower() in words else before + after

    parted = re.compile(rf"(\w+){_PARTED}(\w+)")
    return tuple(
        replace(piece, text=parted.sub(mend, piece.text).replace(_PARTED, "")) for piece in pieces
    )
