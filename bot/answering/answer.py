"""What the bot answers: one shape for HTTP, the command line, the store and the widget."""

from datetime import date
from enum import StrEnum
from typing import Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Verdict(StrEnum):
    """What kind of answer it is (see DESIGN, 'Words')."""

    ANSWERED = "answered"
    UNSURE = "unsure"
    NOT_COVERED = "not_covered"
    SMALL_TALK = "small_talk"
    HUMAN = "human"


class Citation(BaseModel):
    """One verbatim sentence of a published statement: `section.text[start:end] == quote`."""

    model_config = ConfigDict(frozen=True)

    document: str = Field(description="Slug of the document", examples=["privacy"])
    version: str = Field(description="The immutable version quoted", examples=["3f9c02ab71de"])
    language: str = Field(description="Language of the quote", examples=["fr"])
    anchor: str = Field(
        description="Stable anchor of the section", examples=["suppression-de-compte"]
    )
    heading_path: list[str] = Field(description="From the document's title down to the section")
    quote: str = Field(description="The sentence, exactly as published")
    start: int = Field(ge=0, description="Offset of the quote in the section's text, in characters")
    end: int = Field(ge=0, description="End of the quote in the section's text, exclusive")
    passage: str = Field(description="The paragraph or list that the quote stands in, verbatim")
    passage_start: int = Field(ge=0, description="Offset of the passage in the section's text")
    url: str = Field(description="Opens the statement at the section with the sentence marked")
    in_force_since: date | None = Field(
        None, description="The day from which the statement says that it applies, if it does"
    )
    score: float = Field(description="Rank score, for comparing within one answer only")

    @model_validator(mode="after")
    def _is_verbatim(self) -> Self:
        """An answer whose quote is not where it says is never sent."""
        inner = self.start - self.passage_start
        if (
            not self.quote
            or self.end - self.start != len(self.quote)
            or inner < 0
            or self.passage[inner : inner + len(self.quote)] != self.quote
        ):
            raise ValueError("the quote is not the passage's text at its offsets")
        return self


class InOwnersWords(BaseModel):
    """What the owner says to such a question; never written by a machine."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(description="In the answer's language", examples=["No, we never do."])
    label: str = Field(description="Says whose words these are", examples=["In our own words"])
    id: int = Field(description="Of the curated answer in the studio")


class Answer(BaseModel):
    """The answer to one question, made from one immutable snapshot."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    confidence: float = Field(
        ge=0,
        le=1,
        description="Calibrated probability that the first citation answers the question",
    )
    language: str = Field(description="Language of `text`: the visitor's", examples=["fr"])
    text: str = Field(description="The assistant's own words, never a claim about the statement")
    citations: list[Citation] = Field(max_length=3)
    curated: InOwnersWords | None = Field(
        None, description="To be shown above the first citation, which bears it out"
    )
    handoff_offered: bool

    @property
    def all_words(self) -> str:
        """What stands above the quotes, as plain text: the owner's words and the assistant's."""
        if self.curated is None:
            return self.text
        return f"{self.curated.label} {self.curated.text}\n{self.text}"


class Answers(Protocol):
    """Whatever answers questions. CPU-bound and pure; called in a thread, by several at once."""

    def answer(self, question: str, language: str | None = None) -> Answer:
        """The answer to one question. `language` is that of the conversation: a hint.

        Raises bot.errors.Unavailable if it cannot answer anything just now.
        """
        ...
