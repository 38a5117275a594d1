"""One way to read a visitor's spelling, for the language and the intent alike."""

import re
import unicodedata

from index.sections import fold as without_accents

# Longer text is cut in the middle: what a visitor wants stands at the beginning or at the end.
MOST_CHARACTERS = 4_000

_LETTERS_APART = re.compile(r"([^\W\d_])\1{2,}")
_TOKEN = re.compile(r"[^\W_]+")
_TOKEN_OR_MARK = re.compile(r"[^\W_]+|[.!?;:,…\n]")


def shorten(text: str) -> str:
    """The text, at most MOST_CHARACTERS long: its beginning and its end."""
    if len(text) <= MOST_CHARACTERS:
        return text
    half = MOST_CHARACTERS // 2
    return f"{text[:half]} {text[-half:]}"


def fold(text: str) -> str:
    """Lower case without accents or ligatures; a letter repeated three times or more stands once.

    `Müßte` → `musste`, `Œuvre` → `oeuvre`, `Merciiiii` → `merci`.
    """
    ascii_only = text.isascii()  # nothing to take off then
    folded = text.lower() if ascii_only else without_accents(unicodedata.normalize("NFKC", text))
    return _LETTERS_APART.sub(r"\1", folded)


def words(text: str) -> list[str]:
    """The folded words: runs of letters and digits. Apostrophes and hyphens part words."""
    return _TOKEN.findall(fold(text))


def words_and_marks(text: str) -> list[str]:
    """As `words`, with the marks that part sentences and clauses in between."""
    return _TOKEN_OR_MARK.findall(fold(text))
