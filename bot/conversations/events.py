"""The shapes of a conversation: what is stored, sent and streamed.

An event is a message, a change of state, an offer of a person, a rights request or a rating. Events
of one conversation are numbered from 1 without gaps; nothing is ever changed or taken away. What
only agents see (`bot.conversations.notes`) is numbered apart.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.answer import Answer, Citation
from bot.answering.rights import Right
from bot.conversations.states import Action, State
from bot.errors import Unprocessable
from bot.plain_text import plain_text

VISITOR_TEXT_LIMIT = 2000
AGENT_TEXT_LIMIT = 5000
PREVIEW_LIMIT = 140
MAX_CITED = 3
CLIENT_ID_PATTERN = r"^[A-Za-z0-9._:-]{1,64}$"


class Author(StrEnum):
    """Who wrote a message."""

    VISITOR = "visitor"
    ASSISTANT = "assistant"
    AGENT = "agent"
    SYSTEM = "system"


class Agent(BaseModel):
    """The person who has the conversation, as the visitor sees them."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(examples=["Amélie"])


class Message(BaseModel):
    """What someone wrote."""

    model_config = ConfigDict(frozen=True)

    author: Author
    author_name: str | None = Field(description="Name of the agent; null for all others")
    text: str = Field(examples=["Combien de temps gardez-vous mes données ?"])
    client_id: str | None = Field(description="The id that the sender chose, to send again safely")
    reply_to: int | None = Field(description="The seq of the question that this answers")
    answer: Answer | None = Field(description="Verdict and citations, where the assistant wrote it")
    citations: list[Citation] = Field(
        [], max_length=MAX_CITED, description="What an agent cites, checked like the assistant's"
    )


class StateChange(BaseModel):
    """Who answers from here on."""

    model_config = ConfigDict(frozen=True)

    state: State
    action: Action
    agent: Agent | None = Field(description="The agent who did it; null for visitor and assistant")
    owner: Agent | None = Field(None, description="Who has it from here on, in state `agent`")
    previous: Agent | None = Field(None, description="Who had it before, if a person had it")


class OfferReason(StrEnum):
    """Why a person is offered."""

    UNANSWERED = "unanswered"
    RIGHTS_REQUEST = "rights_request"


class Offer(BaseModel):
    """A person is offered: the visitor may take it (`POST …/handoff`) or go on."""

    model_config = ConfigDict(frozen=True)

    reason: OfferReason
    reply_to: int = Field(description="The seq of the question in whose turn it is offered")
    language: str = Field(examples=["fr"])
    text: str = Field(description="The assistant's words for it, in that language")


class RightsMark(BaseModel):
    """The visitor exercises a right; it is noted, with the day by which it must be answered."""

    model_config = ConfigDict(frozen=True)

    right: Right
    reply_to: int = Field(description="The seq of the message that exercises it")
    due_on: date = Field(description="One calendar month on (GDPR art. 12(3))")


class Rating(BaseModel):
    """What the visitor thinks of the help that they got."""

    model_config = ConfigDict(frozen=True)

    stars: int = Field(ge=1, le=5)
    word: str = Field(description="What they wrote with it; may be empty")


class MessageEvent(BaseModel):
    """A message, with its place in the conversation."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1, description="1, 2, 3 … without gaps within a conversation")
    type: Literal["message"] = "message"
    at: datetime = Field(description="UTC")
    message: Message


class StateEvent(BaseModel):
    """A change of state, with its place in the conversation."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1, description="1, 2, 3 … without gaps within a conversation")
    type: Literal["state"] = "state"
    at: datetime = Field(description="UTC")
    state: StateChange


class OfferEvent(BaseModel):
    """An offer of a person, with its place in the conversation."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1, description="1, 2, 3 … without gaps within a conversation")
    type: Literal["offer"] = "offer"
    at: datetime = Field(description="UTC")
    offer: Offer


class RightsEvent(BaseModel):
    """A rights request, with its place in the conversation."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1, description="1, 2, 3 … without gaps within a conversation")
    type: Literal["rights"] = "rights"
    at: datetime = Field(description="UTC")
    rights: RightsMark


class RatingEvent(BaseModel):
    """A rating, with its place in the conversation."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1, description="1, 2, 3 … without gaps within a conversation")
    type: Literal["rating"] = "rating"
    at: datetime = Field(description="UTC")
    rating: Rating


Event = Annotated[
    MessageEvent | StateEvent | OfferEvent | RightsEvent | RatingEvent, Field(discriminator="type")
]


@dataclass(frozen=True)
class Person:
    """An account, as far as a conversation needs to know it."""

    id: int
    name: str

    @property
    def sender(self) -> str:
        """How events name whose doing they are."""
        return f"agent:{self.id}"


@dataclass(frozen=True)
class Conversation:
    """A conversation without its events. All moments are UTC."""

    id: str
    state: State
    language: str
    owner: Person | None
    last_seq: int
    preview: str
    created_at: datetime
    updated_at: datetime
    waiting_since: datetime | None
    expires_at: datetime
    visitor_preview: str
    visitor_read: int
    agent_read: int
    last_note: int
    last_owner_id: int | None
    unanswered: int
    offered: bool
    page: str | None = None
    previous_id: str | None = None


@dataclass(frozen=True)
class Question:
    """A visitor's message that the assistant still owes an answer to."""

    conversation_id: str
    seq: int
    text: str
    language: str
    failures: int


def clean_text(text: str, limit: int) -> str:
    """The text as it is stored: control characters and the space around it taken away.

    Raises Unprocessable if nothing is left, or more than `limit` characters.
    """
    cleaned = plain_text(text)
    if not cleaned:
        raise Unprocessable("The message is empty. Write something and send it again.")
    if len(cleaned) > limit:
        raise Unprocessable(
            f"A message can have up to {limit} characters. Currently, it has {len(cleaned)}."
        )
    return cleaned


def preview_of(text: str) -> str:
    """The beginning of a message on one line, for lists."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_LIMIT else line[: PREVIEW_LIMIT - 1] + "…"
