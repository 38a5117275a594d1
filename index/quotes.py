"""When a quoted sentence is the expected one: the one rule for training and for measuring."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# The longest quote that data/questions/ allows: whoever quotes more around the right sentence has
# pointed at a page, not at a sentence.
LONGEST_QUOTE = 600
# A part shorter than this share of the expected sentence, such as a name in it, says something else.
LEAST_SHARE = 0.5


@lru_cache(maxsize=65_536)  # a statement's sentences are compared with every question's
def normalised(text: str) -> str:
    """For comparing quotes: one kind of apostrophe and of space, no table rules."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("|", " ")
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def answers(quote: str, golds: Iterable[str]) -> bool:
    """Whether a quoted sentence is, holds, or is most of one of the expected quotes."""
    mine = normalised(quote)
    return any(_alike(mine, normalised(gold)) for gold in golds)


def _alike(mine: str, gold: str) -> bool:
    if gold in mine:
        return bool(gold) and len(mine) <= max(LONGEST_QUOTE, 2 * len(gold))
    return mine in gold and len(mine) >= LEAST_SHARE * len(gold)


def same_heading(heading: str, other: str) -> bool:
    """Whether two headings are one, however they are set: case, colon, spaces and apostrophes aside."""
    return _heading(heading) == _heading(other)


def _heading(heading: str) -> str:
    return normalised(heading).rstrip(" :").casefold()
