"""What may be asked: the same limits for HTTP, the command line and the chat."""

from collections.abc import Sequence

from bot.answering.language import normalise_language
from bot.errors import Unprocessable
from bot.plain_text import plain_text

MAX_CHARACTERS = 2_000


def clean_question(question: str) -> str:
    """The question without control characters and outer white space.

    Raises Unprocessable if nothing is left of it, or more than MAX_CHARACTERS characters.
    """
    cleaned = plain_text(question)
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
