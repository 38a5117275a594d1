"""What may be asked: the same limits for HTTP, the command line and the chat."""

import re
from collections.abc import Sequence

from bot.answering.language import normalise_language
from bot.errors import Unprocessable

MAX_CHARACTERS = 2_000

# C0 and C1 control characters but for tab and line feed, and halves of surrogate pairs
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_question(question: str) -> str:
    """The question without control characters and outer white space.

    Raises Unprocessable if nothing is left of it, or more than MAX_CHARACTERS characters.
    """
    cleaned = _CONTROL.sub(" ", question).strip()
    if not cleaned:
        raise Unprocessable("The question is empty. Write what you want to know.")
    if len(cleaned) > MAX_CHARACTERS:
        raise Unprocessable(
            f"A question can have up to {MAX_CHARACTERS:,} characters. "
            f"Currently, it has {len(cleaned):,}: shorten it to what you want to know."
        )
    return cleaned


def known_language(tag: str | None, languages: Sequence[str]) -> str | None:
    """The language of a tag such as 'fr-CA'; None for none. Raises Unprocessable if it is unknown."""
    if tag is None or not tag.strip():
        return None
    language = normalise_language(tag)
    if language not in languages:
        raise Unprocessable(
            f"The language “{tag[:20]}” is not known. Known languages: {', '.join(languages)}. "
            "Leave it out to have it recognised."
        )
    return language
