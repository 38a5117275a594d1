"""The shapes of requests and responses, as the OpenAPI document shows them."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field

from bot.conversations.events import (
    AGENT_TEXT_LIMIT,
    CLIENT_ID_PATTERN,
    MAX_CITED,
    VISITOR_TEXT_LIMIT,
    Agent,
    Conversation,
    Event,
)
from bot.conversations.states import State

Language = Literal["fr", "en", "es", "de", "it", "nl", "pt", "pl", "uk", "ar"]

MAX_SEQ = 2**31 - 1
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


class Previous(BaseModel):
    """A conversation that the visitor had before, and the token that opened it."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$", examples=[EXAMPLE_ID])
    token: str = Field(max_length=100)


class StartConversation(BaseModel):
    """What a conversation begins with."""

    language: Language | None = Field(
        None,
        description="The visitor's language; left out: the first known one of Accept-Language, "
        "else English",
        examples=["fr"],
    )
    previous: Previous | None = Field(
        None,
        description="What the visitor had before: agents are shown it. The token may have expired",
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
    page: str | None = Field(
        None,
        max_length=2000,
        description="Where the visitor writes from, for the agent; stored without query and "
        "fragment, and left out unless the site wants it told",
        examples=["https://shop.example/checkout"],
    )
    language: Language | None = Field(
        None,
        description="What the visitor reads from now on, where they have changed it",
        examples=["fr"],
    )


class Cited(BaseModel):
    """A sentence to cite, as the search for clauses gave it. It is checked, word for word."""

    document: str = Field(max_length=100, examples=["privacy"])
    language: str = Field(max_length=10, examples=["fr"])
    version: str = Field(max_length=64, description="Must be the one that is live")
    anchor: str = Field(max_length=300, examples=["duree-de-conservation"])
    start: int = Field(ge=0, le=MAX_SEQ)
    end: int = Field(ge=1, le=MAX_SEQ)
    quote: str = Field(min_length=1, max_length=20_000)


class SendReply(BaseModel):
    """An agent's message."""

    client_id: ClientId
    text: str = Field(min_length=1, max_length=AGENT_TEXT_LIMIT, examples=["Bonjour, je regarde."])
    citations: list[Cited] = Field([], max_length=MAX_CITED)


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
        return cls(**members(conversation))


class ConversationWithEvents(ConversationOut):
    """A conversation and everything that happened in it."""

    events: list[Event]

    @classmethod
    def with_events(cls, conversation: Conversation, events: list[Event]) -> Self:
        """The conversation with all its events."""
        return cls(**members(conversation), events=events)


class Owner(BaseModel):
    """The agent who has a conversation, as colleagues see them."""

    id: int = Field(examples=[3])
    name: str = Field(examples=["Amélie"])


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
            owner=owner_of(conversation),
            preview=conversation.preview,
            waiting_since=conversation.waiting_since,
            updated_at=conversation.updated_at,
            last_seq=conversation.last_seq,
        )


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
        "citations": [],
    },
}
EXAMPLE_STATE = {
    "seq": 2,
    "type": "state",
    "at": EXAMPLE_AT,
    "state": {
        "state": "agent",
        "action": "claim",
        "agent": {"name": "Amélie"},
        "owner": {"name": "Amélie"},
        "previous": None,
    },
}
EXAMPLE_RIGHTS = {
    "seq": 3,
    "type": "rights",
    "at": EXAMPLE_AT,
    "rights": {"right": "erasure", "reply_to": 1, "due_on": "2026-04-02"},
}
EXAMPLE_OFFER = {
    "seq": 5,
    "type": "offer",
    "at": EXAMPLE_AT,
    "offer": {
        "reason": "rights_request",
        "reply_to": 1,
        "language": "fr",
        "text": "Votre demande est notée, avec son délai légal. …",
    },
}
EXAMPLE_RATING = {
    "seq": 9,
    "type": "rating",
    "at": EXAMPLE_AT,
    "rating": {"stars": 5, "word": "Merci."},
}
EXAMPLE_NOTE = {
    "number": 1,
    "type": "note",
    "at": EXAMPLE_AT,
    "note": {
        "author_id": 3,
        "author_name": "Amélie",
        "text": "Called on Monday as well.",
        "client_id": "7f1c2f0e-2",
        "after_seq": 4,
    },
}
EXAMPLE_SIGNALS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("read", {"type": "read", "visitor": 4, "agent": 3}),
    ("typing", {"type": "typing", "visitor": False, "agent": "Amélie"}),
    (
        "queue",
        {
            "type": "queue",
            "place": 2,
            "usual_wait_seconds": 180,
            "open": True,
            "agents_online": True,
            "opens_at": None,
        },
    ),
    ("reload", {"type": "reload", "reason": "beyond", "last_seq": 4}),
)


def event_stream(description: str, *events: tuple[str, dict[str, Any]]) -> dict[int | str, Any]:
    """OpenAPI's `responses` for a stream, with what it looks like on the wire."""
    wire = ""
    for name, data in events:
        wire += f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n"
        wire += f"id: {data['seq']}\n\n" if "seq" in data else "\n"
    content = {"schema": {"type": "string"}, "itemSchema": _EVENT, "example": wire}
    return {200: {"description": description, "content": {"text/event-stream": content}}}


_EVENT = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("data", "event", "id")},
}

_PROBLEMS = {
    400: ("bad-request", "The request cannot be read", "The body is not JSON"),
    401: ("not-signed-in", "Sign in first", "The credential is missing, wrong or expired"),
    403: ("not-allowed", "Not allowed", "The CSRF token is missing, or the role may not do this"),
    404: ("not-found", "Not found", "There is no such conversation"),
    409: ("conflict", "Not possible now", "The conversation is in another state, or another's"),
    413: ("too-large", "Too large", "A request's body may have 64 KB"),
    422: ("unprocessable", "Not acceptable", "A value is missing, too long or of the wrong kind"),
    429: ("too-many", "Too many at once", "Too often within a minute; see Retry-After"),
    503: ("unavailable", "Not available now", "The database does not respond; try again"),
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses` for errors: what each status means here. 422 and 503 go everywhere."""
    return {status: _described(status) for status in sorted({*statuses, 422, 503})}


def problems_of_bodies() -> dict[str, dict[str, Any]]:
    """OpenAPI's `responses` for what any request with a body may be refused for."""
    return {str(status): _described(status) for status in (400, 413)}


def _described(status: int) -> dict[str, Any]:
    code, title, description = _PROBLEMS[status]
    return {
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


def members(conversation: Conversation) -> dict[str, Any]:
    """What every shape of a conversation has."""
    owner = conversation.owner
    return {
        "id": conversation.id,
        "state": conversation.state,
        "language": conversation.language,
        "agent": Agent(name=owner.name) if owner else None,
        "last_seq": conversation.last_seq,
    }


def owner_of(conversation: Conversation) -> Owner | None:
    """The agent who has it, as colleagues see them."""
    owner = conversation.owner
    return Owner(id=owner.id, name=owner.name) if owner else None
