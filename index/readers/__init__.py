"""From a file's bytes to its outline: one module a format."""

from collections.abc import Callable
from pathlib import PurePath

from index.errors import (
    StatementEmpty,
    StatementFormatUnknown,
    StatementNotText,
    StatementTooLarge,
)
from index.readers.html import read_html
from index.readers.markdown import read_markdown
from index.readers.text import read_text
from index.sections import Outline

MAX_BYTES = 2_000_000  # a long statement is 0.2 MB; above this it is the wrong file

READERS: dict[str, Callable[[str], Outline]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}


def read_statement(source: bytes, name: str) -> Outline:
    """The outline of a statement file; `name` says by its ending how to read it.

    Raises StatementError with a sentence that says what to do.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise StatementFormatUnknown(
            f"“{name}” is of a kind that can't be read. Known endings: {known}."
        )
    outline = reader(decode(source, name))
    if not any(section.text for section in outline.sections):
        raise StatementEmpty(
            f"“{name}” holds no text. Save the statement's text in it and try again."
        )
    return outline


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
