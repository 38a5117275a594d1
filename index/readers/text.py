"""Plain text, as pasted from a web page: nothing marks a heading but its looks.

A line is taken for a heading when it is short, ends without a full stop, and stands alone or right
above text. A paragraph that begins `Short label : Sentence …` is a run-in heading with its text. What
looks like a rest of the page's menu is left out and reported as a doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.readers.runin import is_label, split_run_in
from index.sections import Parsed, Piece, PieceKind, fold

_BULLET = re.compile(r"^([ \t]*)([•‣◦▪·*–—-][ \t]+)(\S.*)$")
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+\S")
_PROSE_END = (".", ";", ",", ":", "…")
_FINISHED = re.compile(r"[.!?…;:][\"'»”’)\]]*$")
_DATE_LINE = re.compile(
    r"\b(?:versions?|fassung|stand|updated|effective|vigueur|vigor|actualizaci\w+|actualizad\w|"
    r"mise a jour|edition|date)\b[^\n]{0,60}\b\d{4}\b"
)
_TITLE_WORDS = re.compile(
    r"confidential|privacy|datenschutz|privacidad|donnees|personal data|datos|cookie|rgpd|gdpr|dsgvo|"
    r"mentions legales|terms|conditions"
)
_BREADCRUMB = re.compile(r"\S [>›»/] \S.* [>›»/] \S")
MAX_HEADING = 120  # characters
MAX_HEADING_WORDS = 16


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    bullet: str = ""
    depth: int = 0

    @property
    def prose(self) -> bool:
        """Running text or a list item: something that can stand under a heading."""
        return (
            bool(self.bullet) or len(self.text) > MAX_HEADING or bool(_FINISHED.search(self.text))
        )

    @property
    def short(self) -> bool:
        """Could be a heading by its own looks, whatever stands around it."""
        text = self.text
        return (
            not self.bullet
            and len(text) <= MAX_HEADING
            and len(text.split()) <= MAX_HEADING_WORDS
            and not text.endswith(_PROSE_END)
            and (text[0].isupper() or text[0].isdigit() or text[0] in "«“\"'¿¡")
            and any(char.isalpha() for char in text)
            and "@" not in text
            and not _DATE_LINE.search(fold(text))
        )


def read_text(text: str) -> Parsed:
    """The pieces of a plain-text statement."""
    groups = [_unwrap(group) for group in _groups(text)]
    left_out: list[Piece] = []
    groups = _without_menus(groups, left_out)
    pieces = _levelled(list(_pieces(groups)))
    return Parsed(tuple(pieces), tuple(left_out), shown=tuple(text.split("\n")))


def _groups(text: str) -> list[list[_Line]]:
    """Lines between blank lines; a bullet's marker is taken off its text and kept beside it."""
    groups: list[list[_Line]] = [[]]
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            groups.append([])
            continue
        bullet = _BULLET.match(raw)
        if bullet:
            indent, marker, rest = bullet.groups()
            line = _Line(number, rest.strip(), marker.strip() + " ", len(indent.expandtabs()) // 4)
        else:
            line = _Line(number, raw.strip())
        groups[-1].append(line)
    return [group for group in groups if group]


def _unwrap(group: list[_Line]) -> list[_Line]:
    """Lines that an editor broke at a column are joined again."""
    joined: list[_Line] = []
    for line in group:
        previous = joined[-1] if joined else None
        if (
            previous is not None
            and not line.bullet
            and len(previous.text) >= 50
            and len(group) > 1
            and not _FINISHED.search(previous.text)
            and (line.text[0].islower() or previous.text.endswith(",") or len(previous.text) >= 64)
            and len(previous.text.rsplit("\n", 1)[-1]) <= MAX_HEADING * 8
            and not (previous.short and line.text[0].isupper())
        ):
            joined[-1] = _Line(
                previous.number, f"{previous.text} {line.text}", previous.bullet, previous.depth
            )
        else:
            joined.append(line)
    return joined


def _without_menus(groups: list[list[_Line]], left_out: list[Piece]) -> list[list[_Line]]:
    """Leaves out what the page's menu left behind: above the title, copied contents, a last word."""

    def leave_out(lines: Sequence[_Line]) -> None:
        left_out.extend(Piece(PieceKind.PARAGRAPH, line.text, line=line.number) for line in lines)

    headings = {fold(g[0].text) for g in groups if g[0].short and (len(g) == 1 or not g[1].short)}
    kept: list[list[_Line]] = []
    title_at = _title_group(groups)
    for position, group in enumerate(groups):
        if position < title_at:
            leave_out(group)
            continue
        listed = group[1:] if position != title_at else []
        repeated = sum(fold(line.text) in headings for line in listed)
        if len(listed) >= 3 and repeated * 2 >= len(listed) and all(x.short for x in group):
            leave_out(group)  # 'On this page', then the headings once more
            continue
        kept.append(group)
    last = kept[-1] if kept else []
    if len(kept) > 1 and len(last) == 1 and last[0].short and len(last[0].text.split()) <= 4:
        leave_out(kept.pop())  # 'Sign up' under the last paragraph: a heading of nothing
    return kept


def _title_group(groups: Sequence[Sequence[_Line]]) -> int:
    """Which group holds the title: the first that is about privacy, if only menu words stand before."""
    for position, group in enumerate(groups[:12]):
        first = group[0]
        if not all(line.short or _DATE_LINE.search(fold(line.text)) for line in group[:1]):
            break  # running text: the page begins here
        if _BREADCRUMB.search(first.text):
            continue
        if first.short and _TITLE_WORDS.search(fold(first.text)):
            return position
        if any(len(line.text) > MAX_HEADING for line in group):
            break
    first_text = groups[0][0].text if groups else ""
    return 1 if len(groups) > 1 and _BREADCRUMB.search(first_text) else 0


def _pieces(groups: Sequence[Sequence[_Line]]) -> Iterator[Piece]:
    for position, group in enumerate(groups):
        first, rest = group[0], group[1:]
        if position == 0 and first.short:
            yield Piece(PieceKind.HEADING, first.text, level=1, line=first.number)
            yield from _body(rest)
        elif _heads(first, rest):
            heading = first.text.rstrip(" :\u00a0\u202f")
            yield Piece(PieceKind.HEADING, heading, level=2, line=first.number)
            yield from _body(rest)
        elif rest and first.text.endswith(":") and not any(line.bullet for line in group):
            # a label with its value under it, as in a contact block: one piece
            yield Piece(PieceKind.PARAGRAPH, "\n".join(x.text for x in group), line=first.number)
        else:
            yield from _body(group)


def _heads(first: _Line, rest: Sequence[_Line]) -> bool:
    """Whether the first line of a group is the heading of the rest, or of the groups that follow."""
    values_follow = len(rest) >= 2 or (len(rest) == 1 and bool(rest[0].bullet))
    if values_follow and is_label(first.text, bullets_follow=bool(rest[0].bullet)):
        return True
    if not first.short or split_run_in(first.text) is not None:
        return False
    if not rest or rest[0].prose:
        return True
    # an address or a row of cells under it; lines without any prose are no section
    plain = len(first.text.split()) <= 6 and not any(char.isdigit() for char in first.text)
    return plain and any(line.prose for line in rest)


def _body(lines: Sequence[_Line]) -> Iterator[Piece]:
    for line in lines:
        if line.bullet:
            yield Piece(PieceKind.ITEM, line.text, line.depth, line.bullet, line.number)
            continue
        run_in = split_run_in(line.text)
        if run_in:
            heading, text = run_in
            yield Piece(PieceKind.HEADING, heading, level=3, line=line.number)
            yield Piece(PieceKind.PARAGRAPH, text, line=line.number)
        else:
            yield Piece(PieceKind.PARAGRAPH, line.text, line=line.number)


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """Levels from numbering ('3.1' is below '3'); a run-in heading is below the last own-line one.

    A contents list (items that repeat headings) closes its heading, so that nothing hangs below it.
    """
    headings = {fold(p.text) for p in pieces if p.kind == PieceKind.HEADING}
    levelled: list[Piece] = []
    parent = 1
    items_under_parent: list[bool] = []
    for piece in pieces:
        level = piece.level
        if piece.kind == PieceKind.HEADING:
            if level == 2:
                numbered = _NUMBERED.match(piece.text)
                level = 2 + numbered.group(1).count(".") if numbered else 2
                parent, items_under_parent = level, []
            elif level == 3:
                contents = items_under_parent and all(items_under_parent)
                level = 2 if contents else parent + 1
                parent = 1 if contents else parent
                items_under_parent = []
        elif parent > 1:
            items_under_parent.append(piece.kind == PieceKind.ITEM and fold(piece.text) in headings)
        levelled.append(Piece(piece.kind, piece.text, level, piece.marker, piece.line))
    return levelled
