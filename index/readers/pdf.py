"""PDF with text in it, read with pypdf: lines with their places and sizes, made into paragraphs again.

A PDF knows neither headings nor paragraphs: what is set larger than most of the text is a heading, a
larger gap or a short line ends a paragraph. What stands at the top or the foot of most pages is left out,
and words parted at a line's end are made whole.
"""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import (
    DependencyError,
    FileNotDecryptedError,
    LimitReachedError,
    PyPdfError,
)

from index.errors import StatementEmpty, StatementTooLarge, StatementUnreadable
from index.readers.pdf_paragraphs import Line, Page, pieces_of
from index.sections import Parsed

MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
_SPACES = re.compile(r"[ \t\u00a0\u202f]+")


def read_pdf(source: bytes, name: str) -> Parsed:
    """The pieces of a PDF. Raises StatementError with a sentence that says what to do."""
    if not source.strip(b"\x00\t\n\r\f "):
        raise StatementEmpty(f"“{name}” is empty. Save the statement's text in it and try again.")
    if b"%PDF-" not in source[:1024]:
        raise StatementUnreadable(
            f"“{name}” is no PDF, whatever its name says. Give the statement as PDF, docx, md or txt."
        )
    try:
        pages = _pages(source, name)
    except (MemoryError, StatementEmpty, StatementTooLarge, StatementUnreadable):
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise _locked(name) from error
    except LimitReachedError as error:
        raise StatementTooLarge(
            f"“{name}” unpacks to far more than a statement needs. Is it the right file? Give the text as "
            "docx, md or txt if it is."
        ) from error
    except (PyPdfError, Exception) as error:  # a damaged file brings the library to anything
        raise StatementUnreadable(
            f"“{name}” is damaged or was cut off on its way. Make the PDF again, or give the text as "
            "docx, md or txt."
        ) from error
    if not any(page.lines for page in pages):
        raise StatementEmpty(
            f"“{name}” holds pictures of pages, and no text. Give the document that the PDF was made "
            "from (docx, md or txt), or a PDF with its text recognised."
        )
    return pieces_of(pages)


def _pages(source: bytes, name: str) -> list[Page]:
    reader = PdfReader(io.BytesIO(source), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked(name)
    many = len(reader.pages)
    if many > MAX_PAGES:
        raise StatementTooLarge(
            f"“{name}” has {many:,} pages; a statement may have {MAX_PAGES}. Is it the right file?"
        )
    if not many:
        raise StatementEmpty(f"“{name}” has no pages. Save the statement's text in it.")
    pages = []
    characters = 0
    for page in reader.pages:
        lines = _lines(page)
        characters += sum(len(line.text) for line in lines)
        if characters > MAX_CHARACTERS:
            raise StatementTooLarge(
                f"“{name}” holds more than {MAX_CHARACTERS:,} characters. Is it the right file?"
            )
        pages.append(Page(tuple(lines), float(page.mediabox.height)))
    return pages


def _locked(name: str) -> StatementUnreadable:
    return StatementUnreadable(
        f"“{name}” is protected by a password. Save it without one and try again."
    )


@dataclass(slots=True)
class _Run:
    """Text that was set at once."""

    x: float
    y: float
    size: float
    bold: bool
    text: str


def _lines(page: Any) -> list[Line]:
    """The lines of a page in the order in which the file sets them, which is how they are read."""
    runs: list[_Run] = []

    def seen(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if not text.strip("\n"):
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or abs(tm[1] * cm[2]) or 1.0
        name = str((font or {}).get("/BaseFont", "")).lower()
        bold = any(word in name for word in ("bold", "black", "heavy", "semibold"))
        runs.append(_Run(x, y, round(float(size) * scale, 1), bold, text))

    page.extract_text(visitor_text=seen)
    lines: list[list[_Run]] = []
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            part = _Run(run.x, run.y, run.size, run.bold, text)
            near = lines and abs(lines[-1][-1].y - part.y) <= max(part.size, 4) * 0.4
            if near and number == 0:
                lines[-1].append(part)
            elif text.strip():
                lines.append([part])
    return [_line(parts) for parts in lines if "".join(p.text for p in parts).strip()]


def _line(parts: Sequence[_Run]) -> Line:
    text = _SPACES.sub(" ", "".join(part.text for part in parts)).strip()
    sizes: Counter[float] = Counter()
    bold = 0
    for part in parts:
        letters = len(part.text.strip())
        sizes[part.size] += letters
        bold += letters * part.bold
    return Line(
        text=text,
        x=parts[0].x,
        y=parts[0].y,
        size=sizes.most_common(1)[0][0],
        bold=bold > 0.8 * sum(sizes.values()),
    )
