"""Markdown (CommonMark and tables), read with markdown-it-py."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.readers.html import html_pieces
from index.readers.runin import bold_run_in
from index.sections import Parsed, Piece, PieceKind

_FRONT_MATTER = re.compile(r"\A---\n(?:[\w-]+:[^\n]*\n|[ \t#-][^\n]*\n){1,100}---\n")
_SPACES = re.compile(r"[ \t\n]+")
# `{: #cookies .wide }` at a line's end: attributes for the page (kramdown, attr_list), no words
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:[^{}\n]{0,300}\}[ \t]*$", re.M)


def read_markdown(text: str) -> Parsed:
    """The pieces of a Markdown statement. Blocks of HTML in it are read as HTML is."""
    tokens = MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", text))
    pieces = _one_title(list(_pieces(tokens)))
    return Parsed(tuple(pieces), shown=tuple(text.split("\n")))


def _pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    depth = -1
    in_item: list[bool] = []
    heading = 0
    cells: list[str] | None = None
    for token in tokens:
        line = (token.map[0] + 1) if token.map else 0
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "list_item_open":
                in_item.append(True)
            case "list_item_close":
                in_item.pop()
            case "heading_open":
                heading = int(token.tag[1])
            case "heading_close":
                heading = 0
            case "tr_open":
                cells = []
            case "tr_close":
                row = " | ".join(cells or [])  # as the cells stand in the source
                cells = None
                if row.strip(" |"):
                    yield Piece(PieceKind.ROW, row, line=line)
            case "html_block":
                yield from html_pieces(token.content)
            case "fence" | "code_block":
                content = _SPACES.sub(" ", token.content).strip()
                if content:
                    yield Piece(PieceKind.PARAGRAPH, content, line=line)
            case "inline":
                content = _plain(token)
                if cells is not None:
                    cells.append(content)
                elif not content:
                    continue
                elif heading:
                    yield Piece(PieceKind.HEADING, content, level=heading, line=line)
                elif in_item:
                    # a second paragraph of an item is part of the list, not a new item
                    kind = PieceKind.ITEM if in_item[-1] else PieceKind.PARAGRAPH
                    in_item[-1] = False
                    yield Piece(kind, content, level=max(depth, 0), line=line)
                else:
                    yield from _paragraph(token, content, line)
            case _:
                pass


def _paragraph(token: Token, content: str, line: int) -> Iterator[Piece]:
    """A paragraph, or a run-in heading with its text where it begins in bold (`**Cookies.** We use …`)."""
    children = [child for child in token.children or [] if child.type != "text" or child.content]
    bold = ""
    if children and children[0].type == "strong_open":
        closing = next(i for i, child in enumerate(children) if child.type == "strong_close")
        bold = _joined(children[1:closing])
    if not bold or not content.startswith(bold):
        yield Piece(PieceKind.PARAGRAPH, content, line=line)
        return
    yield from bold_run_in(bold, content, line)


def _plain(token: Token) -> str:
    return _SPACES.sub(" ", _ATTRIBUTES.sub("", _joined(token.children or []))).strip()


def _joined(children: Sequence[Token]) -> str:
    parts: list[str] = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts)


def _one_title(pieces: list[Piece]) -> list[Piece]:
    """One title at level 1: files that use '#' for every chapter get their later ones moved down."""
    first = next((piece for piece in pieces if piece.kind == PieceKind.HEADING), None)
    again = [p for p in pieces if p.kind == PieceKind.HEADING and p.level == 1 and p is not first]
    if first is None or not again or first.level != 1:
        return pieces
    return [
        Piece(p.kind, p.text, p.level + 1, p.marker, p.line)
        if p.kind == PieceKind.HEADING and p is not first
        else p
        for p in pieces
    ]
