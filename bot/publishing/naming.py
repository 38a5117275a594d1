"""What a file that is uploaded is: which document, in which language. Its name tells."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from bot.errors import Unprocessable
from index.sections import slugify

LONGEST_SLUG = 60
LONGEST_NAME = 120  # characters of a file's name that are kept
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
# words that stand in a file's name beside the document's: dates, revisions, copies
_BESIDE = re.compile(
    r"(?:^|[-_ .])(?:v?\d[\d._-]*|final|def|draft|copy|copie|kopie|copia|new|neu|rev\w{0,6})(?=$|[-_ .])",
    re.I,
)


def clean_name(name: str) -> str:
    """A file's name without folders and signs that can't be shown, its ending kept."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(char for char in last if char.isprintable()).strip() or "statement"
    stem, ending = PurePath(shown).stem, PurePath(shown).suffix
    return stem[: LONGEST_NAME - len(ending[:20])] + ending[:20]


def named_by(name: str, slugs: Sequence[str], languages: Sequence[str]) -> tuple[str, str | None]:
    """(slug, language or None) that a file's name tells; the slug of a document that is there, if any."""
    stem = PurePath(name).stem
    language = None
    parts = re.split(r"[._ -]", stem)
    for part in (parts[-1], parts[0]):
        if len(parts) > 1 and part.lower() in languages:
            language = part.lower()
            parts.remove(part)
            break
    told = slugify(_BESIDE.sub("", "-".join(parts)))[:LONGEST_SLUG].strip("-")
    known = [slug for slug in slugs if slug == told or told.startswith(f"{slug}-")]
    return (max(known, key=len) if known else told or "statement"), language


def as_slug(name: str) -> str:
    """The slug of a new document from what its owner calls it. Raises Unprocessable."""
    slug = slugify(name)[:LONGEST_SLUG].strip("-")
    if not name.strip() or not _SLUG.fullmatch(slug):
        raise Unprocessable(
            "Give the new document a short name in Latin letters, such as privacy or cookies."
        )
    return slug
