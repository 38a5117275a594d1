"""A golden question: what a new version is tried on before it is published."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from bot.errors import Unprocessable
from bot.plain_text import plain_text

Origin = Literal["owner", "agent", "file"]
"""Written by an owner, marked by an agent in the console, or read from a file."""

LANGUAGES = ("fr", "en", "es", "de")
LONGEST_QUESTION = 500  # characters
LONGEST_QUOTE = 2000
MOST_TAGS = 10
LONGEST_TAG = 40


@dataclass(frozen=True)
class Golden:
    """A question with what should answer it.

    language: the question's. anchor: of the section that answers, None if the text must be silent.
    quote: the sentence that must be cited; empty if any of the section will do.
    """

    question: str
    language: str
    anchor: str | None = None
    quote: str = ""
    tags: tuple[str, ...] = ()

    def checked(self) -> "Golden":
        """The same, cleaned. Raises Unprocessable with a sentence that says what to do."""
        question = " ".join(plain_text(self.question).split())
        if not question or len(question) > LONGEST_QUESTION:
            raise Unprocessable(
                f"A question has 1 to {LONGEST_QUESTION} characters. Currently, it has {len(question)}."
            )
        if self.language not in LANGUAGES:
            raise Unprocessable(
                f"The language “{self.language[:20]}” is not known. "
                f"Known languages: {', '.join(LANGUAGES)}."
            )
        quote = plain_text(self.quote)
        if len(quote) > LONGEST_QUOTE:
            raise Unprocessable(
                f"A quote has up to {LONGEST_QUOTE} characters. Currently, it has {len(quote)}."
            )
        anchor = (self.anchor or "").strip().removeprefix("#") or None
        if anchor is None and quote:
            raise Unprocessable("A quote needs the section that it stands in. Name its anchor.")
        if anchor is not None and len(anchor) > 300:
            raise Unprocessable("An anchor has up to 300 characters. Copy it from the text.")
        tags = tuple(dict.fromkeys(tag.strip() for tag in self.tags if tag.strip()))
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            raise Unprocessable(
                f"A question has up to {MOST_TAGS} tags of up to {LONGEST_TAG} characters each."
            )
        return Golden(question, self.language, anchor, quote, tags)

    def as_entry(self) -> dict[str, object]:
        """As it stands in a file."""
        return {**asdict(self), "tags": list(self.tags)}


@dataclass(frozen=True)
class GoldenQuestion(Golden):
    """One that is kept. document, text_language: which text it is asked of."""

    id: int = 0
    document: str = ""
    text_language: str = ""
    origin: Origin = "owner"
    author: str = ""
    created_at: datetime = field(default_factory=lambda: datetime.min)
    updated_at: datetime = field(default_factory=lambda: datetime.min)

    @property
    def plain(self) -> Golden:
        """What can be written into a file."""
        return Golden(self.question, self.language, self.anchor, self.quote, self.tags)
