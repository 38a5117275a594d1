"""HTML, read with selectolax (lexbor): the page's main text, without its navigation and scripts."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.readers.runin import bold_run_in
from index.sections import Parsed, Piece, PieceKind

_SPACES = re.compile(r"[ \t\n\r\f]+")
_LEFT_OUT = frozenset(
    "script style noscript template nav aside form button select textarea iframe object svg "
    "canvas video audio dialog head link meta".split()
)
_BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt fieldset figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td "
    "tfoot th thead tr ul".split()
)
MAX_DEPTH = 200  # elements inside elements; a page made to overflow the stack stops here


def read_html(text: str) -> Parsed:
    """The pieces of a statement's page. Nothing of it is run or fetched."""
    tree = LexborHTMLParser(text)
    title_node = tree.css_first("title")
    articles = tree.css("article")
    root = tree.css_first("main") or (articles[0] if len(articles) == 1 else tree.body)
    pieces = list(_Walk().run(root)) if root is not None else []
    pieces = _with_levels(pieces)
    title = _SPACES.sub(" ", title_node.text()).strip() if title_node is not None else ""
    return Parsed(tuple(pieces), title=title)


def html_pieces(fragment: str) -> list[Piece]:
    """The pieces of a fragment of HTML, headings with the levels of their tags."""
    body = LexborHTMLParser(fragment).body
    return list(_Walk().run(body)) if body is not None else []


class _Walk:
    """Collects text into pieces; inline text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.inline: list[str] = []
        self.kind = PieceKind.PARAGRAPH
        self.level = 0
        self.bold = ""

    def run(self, root: LexborNode) -> Iterator[Piece]:
        yield from self.walk(root, depth=0, list_depth=-1)
        yield from self.flush()

    def flush(self) -> Iterator[Piece]:
        text = _SPACES.sub(" ", "".join(self.inline)).strip()
        bold = _SPACES.sub(" ", self.bold).strip()
        self.inline, self.bold = [], ""
        if not text:
            return
        if self.kind != PieceKind.PARAGRAPH:
            yield Piece(self.kind, text, self.level)
            return
        if bold and text.startswith(bold):
            yield from bold_run_in(bold, text)
        else:
            yield Piece(PieceKind.PARAGRAPH, text)

    def walk(self, node: LexborNode, depth: int, list_depth: int) -> Iterator[Piece]:
        child = node.child
        while child is not None:
            yield from self.visit(child, depth, list_depth)
            child = child.next

    def visit(self, node: LexborNode, depth: int, list_depth: int) -> Iterator[Piece]:
        tag = node.tag or ""
        if tag == "-text":
            self.inline.append(node.text(deep=False) or "")
        elif tag in _LEFT_OUT or depth > MAX_DEPTH or _hidden(node) or tag.startswith("-"):
            return
        elif tag == "br":
            self.inline.append("\n")
        elif tag == "tr":
            yield from self.flush()
            row = " ".join(filter(None, (_text_of(cell) for cell in _cells(node))))
            if row:
                yield Piece(PieceKind.ROW, row)
        elif tag in _BLOCKS:
            yield from self.block(node, tag, depth, list_depth)
        else:
            if tag in ("strong", "b") and not "".join(self.inline).strip():
                self.bold = node.text() or ""
            yield from self.walk(node, depth + 1, list_depth)

    def block(self, node: LexborNode, tag: str, depth: int, list_depth: int) -> Iterator[Piece]:
        yield from self.flush()
        if tag in ("ul", "ol"):
            yield from self.walk(node, depth + 1, list_depth + 1)
            yield from self.flush()
            return
        outer = (self.kind, self.level)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.kind, self.level = PieceKind.HEADING, int(tag[1])
        elif tag in ("summary", "dt"):
            self.kind, self.level = PieceKind.HEADING, 7
        elif tag == "li":
            self.kind, self.level = PieceKind.ITEM, max(list_depth, 0)
        yield from self.walk(node, depth + 1, list_depth)
        yield from self.flush()
        self.kind, self.level = outer


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    child = row.child
    while child is not None:
        if child.tag in ("td", "th"):
            yield child
        child = child.next


def _text_of(node: LexborNode) -> str:
    return _SPACES.sub(" ", "".join(_texts(node, 0))).strip()


def _texts(node: LexborNode, depth: int) -> Iterator[str]:
    """The texts inside a table cell, without scripts and what is hidden."""
    child = node.child
    while child is not None:
        if child.tag == "-text":
            yield child.text(deep=False) or ""
        elif child.tag not in _LEFT_OUT and not _hidden(child) and depth < MAX_DEPTH:
            inner = "".join(_texts(child, depth + 1))
            yield f" {inner} " if child.tag in _BLOCKS or child.tag == "br" else inner
        child = child.next


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or attributes.get("aria-hidden") == "true"


def _with_levels(pieces: Sequence[Piece]) -> list[Piece]:
    """The first heading becomes the title; later h1 go below it."""
    first = next((piece for piece in pieces if piece.kind == PieceKind.HEADING), None)
    levelled = []
    for piece in pieces:
        if piece is first:
            piece = Piece(piece.kind, piece.text, 1, piece.marker, piece.line)
        elif piece.kind == PieceKind.HEADING and piece.level == 1:
            piece = Piece(piece.kind, piece.text, 2, piece.marker, piece.line)
        levelled.append(piece)
    return levelled
