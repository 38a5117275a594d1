"""Run-in headings: `Cookies : Nous utilisons …`, a heading on the line of its own text."""

import re
from collections.abc import Iterator

from index.sections import Piece, PieceKind, fold

_LABEL = re.compile(r"^([^:\n]{2,90})(?<!\s)[\s\u00a0\u202f]?:[ \u00a0\u202f]+(?=\S)")
# fields and remarks: what follows them is a value, not the text of a section
_NOT_A_HEADING = re.compile(
    r"(?:e-?mail|courriel|courrier|post|correo|mail|tel|telephone|telefono|telefon|phone|fax|adresse|address|direccion|"
    r"anschrift|postanschrift|nota?|nb|n\.b\.?|importante?|attention|achtung|hinweis|warning|exemple|"
    r"example|beispiel|ejemplo|version|stand|fassung|date|horaires|siret|rcs|siege|exception|remarque|"
    r"rappel)(?: (?:postale?|electronique|electronico|address|numero|number))?"
)
# with one of these a label is a clause of a sentence, unless a capital follows the colon
_CLAUSE_WORDS = frozenset(
    "nous vous je il elle ils elles on we you they it he she wir sie ich ihr nosotros usted "
    "ustedes ne n pas not nicht no sont est are is sind ist son es suivant suivante suivants "
    "suivantes following folgende folgenden siguientes siguiente".split()
)
MAX_WORDS = 12
MIN_TEXT_WORDS = 4


def split_run_in(paragraph: str) -> tuple[str, str] | None:
    """(heading, text) where a paragraph begins with a run-in heading, else None.

    The text is exactly the paragraph's end, so that quotes of it stay verbatim.
    """
    match = _LABEL.match(paragraph)
    if match is None:
        return None
    heading, text = match.group(1).strip(), paragraph[match.end() :]
    words = heading.split()
    folded = fold(heading)
    if (
        len(words) > MAX_WORDS
        or not (heading[0].isupper() or heading[0].isdigit())
        or any(char in heading for char in ".!?;•")
        or _NOT_A_HEADING.fullmatch(folded)
    ):
        return None
    first = text.lstrip("«“\"' \u00a0\u202f")[:1]
    if not first or first.isdigit() or len(text.split()) < MIN_TEXT_WORDS:
        return None
    if "@" in text.split()[0]:
        return None  # a line of a contact block
    finished = text.rstrip()[-1] in ".!?…:;" or len(text.split()) >= 12
    if first.isupper():
        return (heading, text) if finished else None
    clause = len(words) > 6 or _CLAUSE_WORDS & set(re.findall(r"\w+", folded))
    return None if clause or not finished else (heading, text)


def is_label(line: str, bullets_follow: bool) -> bool:
    """Whether a line that ends with a colon, above lines of its own, is a heading ('Definitions:').

    A field of a contact block ('Telephone:') is none, nor is a clause that leads in to a list.
    """
    label = fold(line).rstrip(" :")
    words = re.findall(r"\w+", label)
    if not line.endswith(":") or len(words) > 5 or _NOT_A_HEADING.fullmatch(label):
        return False
    return not (bullets_follow and _CLAUSE_WORDS & set(words))


def bold_run_in(bold: str, content: str, line: int = 0) -> Iterator[Piece]:
    """The pieces of a paragraph of marked-up text that begins in bold.

    Bold words that end with a point or a colon, or that the text follows after one, are a heading;
    other bold words are emphasis, and so is a whole sentence in bold.
    """
    rest = content[len(bold) :]
    marked = bold.rstrip()[-1:] in (".", ":") or rest.lstrip()[:1] == ":"
    text = rest.lstrip(" .:–—-\u00a0\u202f")
    sentence = not text and bold.rstrip()[-1:] in (".", "!")
    if len(bold.split()) > MAX_WORDS or sentence or (text and not marked):
        yield Piece(PieceKind.PARAGRAPH, content, line=line)
        return
    yield Piece(PieceKind.HEADING, bold.strip(" .:\u00a0\u202f"), level=7, line=line)
    if text:
        yield Piece(PieceKind.PARAGRAPH, text, line=line)
