"""From a file's bytes to its outline: one module a format."""

from collections.abc import Callable, Sequence
from pathlib import PurePath

from index.corrections import Correction, correct
from index.errors import (
    StatementEmpty,
    StatementFormatUnknown,
    StatementNotText,
    StatementTooLarge,
    StatementUnreadable,
)
from index.readers.doubts import doubts_of
from index.readers.html import read_html
from index.readers.markdown import read_markdown
from index.readers.text import read_text
from index.sections import Doubt, DoubtKind, Outline, Parsed, build_outline

MAX_BYTES = 2_000_000  # a long statement is 0.2 MB; above this it is the wrong file
MAX_PIECES = 20_000  # headings, paragraphs and items; a long statement has 600


def _read_docx(source: bytes, name: str) -> Parsed:
    from index.readers.docx import read_docx  # its library is loaded where there is such a file

    return read_docx(source, name)


def _read_pdf(source: bytes, name: str) -> Parsed:
    from index.readers.pdf import read_pdf

    return read_pdf(source, name)


def _decoded(read: Callable[[str], Parsed]) -> Callable[[bytes, str], Parsed]:
    return lambda source, name: read(decode(source, name))


READERS: dict[str, Callable[[bytes, str], Parsed]] = {
    ".txt": _decoded(read_text),
    ".text": _decoded(read_text),
    ".md": _decoded(read_markdown),
    ".markdown": _decoded(read_markdown),
    ".html": _decoded(read_html),
    ".htm": _decoded(read_html),
    ".docx": _read_docx,
    ".pdf": _read_pdf,
}
# how files begin that are often given another's ending
_BEGINNINGS = (
    (b"%PDF-", ".pdf", "a PDF"),
    (b"PK\x03\x04", ".docx", "a zip archive, as Word documents are"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "an old or a protected Office document"),
    (b"{\\rtf", "", "a rich text document (RTF)"),
    (b"\x89PNG", "", "a picture"),
    (b"\xff\xd8\xff", "", "a picture"),
    (b"GIF8", "", "a picture"),
)


def read_statement(source: bytes, name: str, corrections: Sequence[Correction] = ()) -> Outline:
    """The outline of a statement file; `name` says by its ending how to read it.

    Raises StatementError with a sentence that says what to do.
    """
    return outline_of(parse_statement(source, name), corrections, name)


def parse_statement(source: bytes, name: str) -> Parsed:
    """The pieces of a statement file, as its reader finds them. Raises StatementError."""
    ending = PurePath(name).suffix.lower()
    reader = READERS.get(ending)
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise StatementFormatUnknown(
            f"“{name}” is of a kind that can't be read. Known endings: {known}."
        )
    check_kind(source, name)
    parsed = reader(source, name)
    if len(parsed.pieces) > MAX_PIECES or sum(len(p.text) for p in parsed.pieces) > MAX_BYTES:
        raise StatementTooLarge(
            f"“{name}” holds {len(parsed.pieces):,} paragraphs; a statement may have {MAX_PIECES:,}, "
            f"and {MAX_BYTES:,} characters. Is it the right file?"
        )
    return parsed


def outline_of(parsed: Parsed, corrections: Sequence[Correction], name: str) -> Outline:
    """The outline of what was read, with the owner's corrections. Raises StatementEmpty."""
    corrected = correct(parsed, corrections)
    doubts = [doubt for _, doubt in doubts_of(corrected.pieces)]
    doubts += [Doubt(DoubtKind.MENU_LEFTOVER, p.line, p.text) for p in corrected.left_out]
    open_doubts = [d for d in doubts if not corrected.is_accepted(d.kind, d.text)]
    outline = build_outline(corrected.pieces, open_doubts, parsed.title)
    if not any(section.text for section in outline.sections):
        raise StatementEmpty(
            f"“{name}” holds no text. Save the statement's text in it and try again."
        )
    return outline


def check_kind(source: bytes, name: str) -> None:
    """Raises StatementUnreadable where the file is plainly not what its name says."""
    ending = PurePath(name).suffix.lower()
    for beginning, right, what in _BEGINNINGS:
        if source.startswith(beginning) and right != ending:
            advice = (
                f"Rename it so that it ends with {right}, if it is one"
                if right
                else "Save it as docx without a password, as PDF or as text"
            )
            raise StatementUnreadable(f"“{name}” is {what}. {advice}, and try again.")


def decode(source: bytes, name: str) -> str:
    """The text of a file: UTF-8, with or without a byte order mark, line ends made '\\n'.

    Raises StatementTooLarge, StatementEmpty or StatementNotText.
    """
    if len(source) > MAX_BYTES:
        raise StatementTooLarge(
            f"“{name}” has {len(source):,} bytes; a statement may have {MAX_BYTES:,}. "
            "Is it the right file? Split it into several documents if it is."
        )
    if not source.strip(b"\x00\t\n\r\f "):
        raise StatementEmpty(f"“{name}” is empty. Save the statement's text in it and try again.")
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise StatementNotText(f"“{name}” is UTF-16. Save it as UTF-8 and try again.")
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in source:
            raise StatementNotText(
                f"“{name}” is not a text file. Save the statement as text (UTF-8) and try again."
            ) from error
        raise StatementNotText(
            f"“{name}” is not UTF-8: byte {error.start:,} can't be read. "
            "Save it as UTF-8 (in the editor: 'save with encoding') and try again."
        ) from error
    if "\x00" in text:
        raise StatementNotText(
            f"“{name}” is not a text file. Save the statement as text (UTF-8) and try again."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
