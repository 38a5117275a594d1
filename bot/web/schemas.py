"""The shapes of requests and responses, as the OpenAPI document shows them."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field

from bot.conversations.events import (
    AGENT_TEXT_LIMIT,
    CLIENT_ID_PATTERN,
    VISITOR_TEXT_LIMIT,
    Agent,
    Conversation,
    Event,
)
from bot.conversations.states import State

Language = Literal["fr", "en", "es", "de"]

EXAMPLE_ID = "5b0c1e0c9d0f4d8aa7c31c51f1f0a9e2"
EXAMPLE_AT = "2026-03-02T09:30:00Z"

ClientId = Annotated[
    str,
    Field(
        pattern=CLIENT_ID_PATTERN,
        description="Chosen by the sender, new for every message. Sent again, it gives the message "
        "that was stored first: so a request that got no response can be repeated.",
        examples=["7f1c2f0e-1"],
    ),
]


class Problem(BaseModel):
    """An error (RFC 9457): what happened, and what helps."""

    type: str = Field(examples=["urn:clause:problem:not-signed-in"])
    title: str
    status: int
    detail: str = Field(description="A sentence for whoever can mend it")


class StartConversation(BaseModel):
    """What a conversation begins with."""

    language: Language | None = Field(
        None,
        description="The visitor's language; left out: the first known one of Accept-Language, "
        "else English",
        examples=["fr"],
    )


class StartedConversation(BaseModel):
    """A conversation just made, with the token that opens it."""

    id: str = Field(examples=[EXAMPLE_ID])
    token: str = Field(
        description="Opens this conversation, as `Authorization: Bearer`. It is shown this once.",
        examples=["qZ8vJ3kT0m1xWc7n5bYh2dLr9sPf4gAe6uVo-iNtR_Q"],
    )
    expires_at: datetime = Field(
        description="The token opens nothing from then on", examples=[EXAMPLE_AT]
    )
    state: State
    language: str = Field(examples=["fr"])
    last_seq: int = Field(examples=[0])


class SendMessage(BaseModel):
    """A visitor's message."""

    client_id: ClientId
    text: str = Field(
        min_length=1,
        max_length=VISITOR_TEXT_LIMIT,
        examples=["Combien de temps gardez-vous mes données ?"],
    )


class SendReply(BaseModel):
    """An agent's message."""

    client_id: ClientId
    text: str = Field(min_length=1, max_length=AGENT_TEXT_LIMIT, examples=["Bonjour, je regarde."])


class ConversationOut(BaseModel):
    """A conversation, as its visitor sees it."""

    id: str = Field(examples=[EXAMPLE_ID])
    state: State = Field(description="Who answers: the assistant, nobody yet, a person, nobody")
    language: str = Field(examples=["fr"])
    agent: Agent | None = Field(description="The person who has it, in state `agent`")
    last_seq: int = Field(description="Number of the newest event", examples=[4])

    @classmethod
    def of(cls, conversation: Conversation) -> Self:
        """The conversation without its events."""
        return cls(**_members(conversation))


class ConversationWithEvents(ConversationOut):
    """A conversation and everything that happened in it."""

    events: list[Event]

    @classmethod
    def with_events(cls, conversation: Conversation, events: list[Event]) -> Self:
        """The conversation with all its events."""
        return cls(**_members(conversation), events=events)


class Owner(BaseModel):
    """The agent who has a conversation, as colleagues see them."""

    id: int = Field(examples=[3])
    name: str = Field(examples=["Amélie"])


class StaffConversation(ConversationOut):
    """A conversation and everything that happened in it, as staff see it."""

    owner: Owner | None = Field(description="The agent who has it")
    events: list[Event]

    @classmethod
    def with_events(cls, conversation: Conversation, events: list[Event]) -> Self:
        """The conversation with all its events."""
        return cls(**_members(conversation), owner=_owner(conversation), events=events)


class Summary(BaseModel):
    """A line in the console's list."""

    id: str = Field(examples=[EXAMPLE_ID])
    state: State
    language: str = Field(examples=["fr"])
    owner: Owner | None
    preview: str = Field(max_length=140, description="The newest message's beginning")
    waiting_since: datetime | None = Field(description="In state `waiting`", examples=[EXAMPLE_AT])
    updated_at: datetime = Field(examples=[EXAMPLE_AT])
    last_seq: int = Field(examples=[4])

    @classmethod
    def of(cls, conversation: Conversation) -> Self:
        """The line for one conversation."""
        return cls(
            id=conversation.id,
            state=conversation.state,
            language=conversation.language,
            owner=_owner(conversation),
            preview=conversation.preview,
            waiting_since=conversation.waiting_since,
            updated_at=conversation.updated_at,
            last_seq=conversation.last_seq,
        )


class Summaries(BaseModel):
    """The console's list: who waits longest first, then the newest activity."""

    conversations: list[Summary]

    @classmethod
    def of(cls, conversations: list[Conversation]) -> Self:
        """The list of these conversations, in this order."""
        return cls(conversations=[Summary.of(conversation) for conversation in conversations])


EXAMPLE_MESSAGE = {
    "seq": 1,
    "type": "message",
    "at": EXAMPLE_AT,
    "message": {
        "author": "visitor",
        "author_name": None,
        "text": "Combien de temps gardez-vous mes données ?",
        "client_id": "7f1c2f0e-1",
        "reply_to": None,
        "answer": None,
    },
}
EXAMPLE_STATE = {
    "seq": 2,
    "type": "state",
    "at": EXAMPLE_AT,
    "state": {"state": "agent", "action": "claim", "agent": {"name": "Amélie"}},
}


def event_stream(description: str, *events: tuple[str, dict[str, Any]]) -> dict[int | str, Any]:
    """OpenAPI's `responses` for a stream, with what it looks like on the wire."""
    wire = ""
    for name, data in events:
        wire += f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n"
        wire += f"id: {data['seq']}\n\n" if "seq" in data else "\n"
    content = {"schema": {"type": "string"}, "example": wire}
    return {200: {"description": description, "content": {"text/event-stream": content}}}


_PROBLEMS = {
    401: ("not-signed-in", "Sign in first", "The credential is missing, wrong or expired"),
    403: ("not-allowed", "Not allowed", "The CSRF token is missing, or the role may not do this"),
    404: ("not-found", "Not found", "There is no such conversation"),
    409: ("conflict", "Not possible now", "The conversation is in another state, or another's"),
    422: ("unprocessable", "Not acceptable", "A value is missing, too long or of the wrong kind"),
    503: ("unavailable", "Not available now", "The database does not respond; try again"),
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses` for errors: what each status means here. 422 and 503 go everywhere."""
    documented: dict[int | str, dict[str, Any]] = {}
    for status in sorted({*statuses, 422, 503}):
        code, title, description = _PROBLEMS[status]
        documented[status] = {
            "description": description,
            "content": {
                "application/problem+json": {
                    "schema": Problem.model_json_schema(),
                    "example": {
                        "type": f"urn:clause:problem:{code}",
                        "title": title,
                        "status": status,
                        "detail": description + ".",
                    },
                }
            },
        }
    return documented


def _members(conversation: Conversation) -> dict[str, Any]:
    owner = conversation.owner
    return {
        "id": conversation.id,
        "state": conversation.state,
        "language": conversation.language,
        "agent": Agent(name=owner.name) if owner else None,
        "last_seq": conversation.last_seq,
    }


def _owner(conversation: Conversation) -> Owner | None:
    owner = conversation.owner
    return Owner(id=owner.id, name=owner.name) if owner else None
