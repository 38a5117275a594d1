"""A curated answer: what the owner says in words of their own, resting on sections of a text."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.errors import Unprocessable
from bot.plain_text import plain_text
from bot.publishing.golden import LANGUAGES, LONGEST_QUESTION

if TYPE_CHECKING:
    from index.encoder import Vectors

LONGEST_TEXT = 400  # characters: an answer in a sentence or two; the clause below says the rest
MOST_QUESTIONS = 30
MOST_SECTIONS = 10


def content_hash(text: str) -> str:
    """Names what a section says, whatever it is called and wherever it stands."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Curated:
    """What an owner writes.

    language: of the answer; only who asks in it sees it. questions: examples of what it answers.
    rests_on: by the anchor of a section, the hash of what it said when the owner last confirmed.
    """

    text: str
    language: str
    questions: tuple[str, ...] = ()
    rests_on: dict[str, str] = field(default_factory=dict)

    def checked(self) -> "Curated":
        """The same, cleaned. Raises Unprocessable with a sentence that says what to do."""
        text = " ".join(plain_text(self.text).split())
        if not text or len(text) > LONGEST_TEXT:
            raise Unprocessable(
                f"An answer has 1 to {LONGEST_TEXT} characters. Currently, it has {len(text)}."
            )
        if self.language not in LANGUAGES:
            raise Unprocessable(
                f"The language “{self.language[:20]}” is not known. "
                f"Known languages: {', '.join(LANGUAGES)}."
            )
        lines = (" ".join(plain_text(one).split()) for one in self.questions)
        questions = tuple(dict.fromkeys(one for one in lines if one))
        if not 1 <= len(questions) <= MOST_QUESTIONS:
            raise Unprocessable(
                f"Give 1 to {MOST_QUESTIONS} questions, one a line. "
                f"Currently, there are {len(questions)}."
            )
        for one in questions:
            if len(one) > LONGEST_QUESTION:
                raise Unprocessable(
                    f"A question has up to {LONGEST_QUESTION} characters. “{one[:40]}…” is longer."
                )
        if not 1 <= len(self.rests_on) <= MOST_SECTIONS:
            raise Unprocessable(
                f"Choose 1 to {MOST_SECTIONS} sections that the answer rests on. "
                f"Currently, there are {len(self.rests_on)}."
            )
        return Curated(text, self.language, questions, dict(self.rests_on))

    def changed(self, sections: Iterable[tuple[str, str]]) -> list[str]:
        """The anchors whose section says something else now, or is gone.

        sections: (anchor, text) of the live version. The answer is stale if there is any.
        """
        now = {anchor: content_hash(text) for anchor, text in sections if anchor in self.rests_on}
        return [anchor for anchor, before in self.rests_on.items() if now.get(anchor) != before]


@dataclass(frozen=True)
class CuratedAnswer(Curated):
    """One that is kept. document, text_language: the text that it rests on."""

    id: int = 0
    document: str = ""
    text_language: str = ""
    author: str = ""
    created_at: datetime = field(default_factory=lambda: datetime.min)
    updated_at: datetime = field(default_factory=lambda: datetime.min)


@dataclass(frozen=True, slots=True)
class Example:
    """A curated answer with its example questions' vectors: float32[n, d], unit length."""

    answer: CuratedAnswer
    vectors: "Vectors"
