"""Word documents: mammoth makes HTML of them, and that is read as a page is.

A docx is a zip of XML. It is looked at before it is unpacked: what is protected, damaged or grows to
hundreds of megabytes is refused.
"""

import io
import zipfile

import mammoth

from index.errors import StatementEmpty, StatementTooLarge, StatementUnreadable
from index.readers.html import read_html
from index.sections import Parsed

MAX_UNPACKED = 60_000_000  # bytes, of all parts; pictures are most of it
MAX_TEXT_PART = (
    12_000_000  # bytes of the part that holds the text; its tree takes fifty times as much
)
MAX_PARTS = 3_000
_TEXT_PART = "word/document.xml"
# 'heading 1' is what Word calls it in every language. Below the title, where there is one; where there is
# none, the reader of pages makes a title of the first heading.
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        *(f"p[style-name='Heading {n}'] => h{n + 1}:fresh" for n in range(1, 6)),
        *(f"p.Heading{n} => h{n + 1}:fresh" for n in range(1, 6)),
    )
)


def read_docx(source: bytes, name: str) -> Parsed:
    """The pieces of a Word document.

    Raises StatementError with a sentence that says what to do. Pictures, comments, and what links
    outside the file are left out.
    """
    _check(source, name)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(source),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            include_embedded_style_map=False,
        )
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken document brings the library to
        raise StatementUnreadable(
            f"“{name}” is damaged: its text can't be read. Open it in Word, save it again as docx, "
            "and try again."
        ) from error
    return read_html(made.value)


def _check(source: bytes, name: str) -> None:
    if not source:
        raise StatementEmpty(f"“{name}” is empty. Save the statement's text in it and try again.")
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            text_part = next((p for p in parts if p.filename == _TEXT_PART), None)
            if any(part.flag_bits & 1 for part in parts):
                raise StatementUnreadable(
                    f"“{name}” is protected by a password. Save it without one and try again."
                )
            if (
                len(parts) > MAX_PARTS
                or sum(part.file_size for part in parts) > MAX_UNPACKED
                or (text_part is not None and text_part.file_size > MAX_TEXT_PART)
            ):
                raise StatementTooLarge(
                    f"“{name}” unpacks to far more than a statement needs. Take large pictures and "
                    "attachments out of it, or save it as text, and try again."
                )
            if text_part is None or "[Content_Types].xml" not in names:
                raise StatementUnreadable(
                    f"“{name}” is a zip archive, but no Word document. Save the statement as docx, "
                    "md or txt and try again."
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, part, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise StatementUnreadable(
            f"“{name}” is no Word document, or was cut off on its way. Save it again as docx "
            "and try again."
        ) from error
    except RuntimeError as error:  # what zipfile says of a password
        raise StatementUnreadable(
            f"“{name}” is protected by a password. Save it without one and try again."
        ) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise StatementUnreadable(
            f"“{name}” is damaged. Open it in Word, save it again as docx, and try again."
        ) from error


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Word writes no document type; one is there to blow up what reads it."""
    with archive.open(part) as opened:
        if b"<!DOCTYPE" in opened.read(4096).upper():
            raise StatementUnreadable(
                f"“{name}” holds XML that Word does not write. Open it in Word, save it again as "
                "docx, and try again."
            )
