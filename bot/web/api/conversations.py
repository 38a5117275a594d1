"""What the visitor's widget calls: conversations, messages, events, and asking for a person."""

import re
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Header, Query, Response

from bot.conversations.events import (
    Conversation,
    Event,
    MessageEvent,
    OfferEvent,
    RatingEvent,
    RightsEvent,
    StateEvent,
)
from bot.conversations.notes import Note
from bot.conversations.shared import VISITOR
from bot.conversations.signals import Reload, Signal
from bot.conversations.streams import Reader
from bot.web.api.schemas import (
    EXAMPLE_MESSAGE,
    EXAMPLE_OFFER,
    EXAMPLE_RATING,
    EXAMPLE_RIGHTS,
    EXAMPLE_SIGNALS,
    EXAMPLE_STATE,
    MAX_SEQ,
    ConversationOut,
    ConversationWithEvents,
    Language,
    SendMessage,
    StartConversation,
    StartedConversation,
    event_stream,
    problems,
)
from bot.web.deps import TheConversations, conversation_for_visitor, still_valid, streaming
from bot.web.event_stream import EventStream, wire
from bot.web.rates import by_conversation, by_network, visitors_stream

router = APIRouter(prefix="/api/conversations", tags=["visitor"])

NUMBERED = (MessageEvent, StateEvent, OfferEvent, RightsEvent, RatingEvent)
_SEEN = re.compile(r"(\d{1,12})(?:\.(\d{1,12}))?")

Mine = Annotated[Conversation, Depends(conversation_for_visitor)]

LANGUAGES: tuple[Language, ...] = get_args(Language)

LastEventId = Annotated[
    str | None,
    Header(
        description="Number of the last event seen, when reconnecting. One that cannot be used "
        "gets a `reload` event."
    ),
]
After = Annotated[
    int, Query(ge=0, le=MAX_SEQ, description="Begin after this event; 0 gives all of them")
]


@router.post(
    "",
    status_code=201,
    summary="Start a conversation",
    response_description="The conversation, and the token that opens it",
    responses=problems(429),
    dependencies=[Depends(by_network("start"))],
)
async def start(
    conversations: TheConversations,
    wanted: StartConversation | None = None,
    accept_language: Annotated[str | None, Header()] = None,
) -> StartedConversation:
    """Makes an empty conversation. Keep the token: it is the only key, and is shown this once."""
    language = (wanted and wanted.language) or preferred_language(accept_language or "")
    previous = wanted.previous if wanted else None
    started = await conversations.start(
        language, (previous.id, previous.token) if previous else None
    )
    conversation = started.conversation
    return StartedConversation(
        id=conversation.id,
        token=started.token,
        expires_at=conversation.expires_at,
        state=conversation.state,
        language=conversation.language,
        last_seq=conversation.last_seq,
    )


@router.get(
    "/{id}",
    summary="Read a conversation",
    response_description="The conversation with all its events",
    responses=problems(401),
)
async def read(mine: Mine, conversations: TheConversations) -> ConversationWithEvents:
    """The whole conversation so far. To be told what comes next, follow its events."""
    conversation, events = await conversations.read_with_events(mine.id)
    return ConversationWithEvents.with_events(conversation, events)


@router.post(
    "/{id}/messages",
    status_code=201,
    summary="Send a message",
    response_description="The message as it was stored: it is safe now",
    responses={
        200: {"model": MessageEvent, "description": "The message was stored before: here it is"},
        **problems(401, 429),
    },
    dependencies=[Depends(by_network("messages")), Depends(by_conversation("message"))],
)
async def say(
    mine: Mine, message: SendMessage, conversations: TheConversations, response: Response
) -> MessageEvent:
    """Stores the message, once for each `client_id`. The answer comes as an event.

    A closed conversation opens again.
    """
    event, is_new = await conversations.say(
        mine.id,
        message.client_id,
        message.text,
        message.page,
        message.language or mine.language,
    )
    response.status_code = 201 if is_new else 200
    return event


async def _events_of_mine(
    mine: Mine,
    conversations: TheConversations,
    counted: Annotated[None, Depends(visitors_stream)],
    last_event_id: LastEventId = None,
    after: After = 0,
) -> AsyncGenerator[AsyncIterable[Event | Note | Signal]]:
    async def permitted() -> bool:
        return still_valid(mine)

    seen, _, usable = last_seen(last_event_id)
    reader = Reader(VISITOR, sees_notes=False, unusable=not usable)
    live = conversations.follow_live(mine.id, max(after, seen), reader, permitted)
    async with streaming(live) as events:
        yield events


@router.get(
    "/{id}/events",
    response_class=EventStream,
    summary="Follow a conversation",
    responses=event_stream(
        "Server-Sent Events, each with its `seq` as `id`; those that tell what is so just now "
        "(`read`, `typing`, `queue`) have none",
        ("message", EXAMPLE_MESSAGE),
        ("state", EXAMPLE_STATE),
        ("rights", EXAMPLE_RIGHTS),
        ("offer", EXAMPLE_OFFER),
        ("rating", EXAMPLE_RATING),
        *EXAMPLE_SIGNALS,
    )
    | problems(401, 429),
)
async def follow(
    events: Annotated[AsyncIterable[Event | Note | Signal], Depends(_events_of_mine)],
) -> EventStream:
    """Every event after `Last-Event-ID` (or `?after=`), then those to come, in order, no gaps.

    The stream has no end of its own; connect again with the last `id` when it breaks. A comment
    line comes at least every 15 seconds. `reload` says that the number given is beyond what there
    is, or none: read the conversation again; the stream goes on after `last_seq`. `read`, `typing`
    and `queue` come when they change, and at the beginning unless there is nothing to tell.
    """
    return EventStream(events, _on_the_wire)


@router.post(
    "/{id}/handoff",
    summary="Ask for a person",
    response_description="The conversation, now waiting for a person",
    responses=problems(401, 429),
    dependencies=[Depends(by_conversation("person"))],
)
async def ask_person(mine: Mine, conversations: TheConversations) -> ConversationOut:
    """Puts the conversation into the queue. Asked twice, it stays where it is."""
    return ConversationOut.of(await conversations.ask_person(mine.id))


@router.delete(
    "/{id}/handoff",
    summary="Wait for a person no longer",
    response_description="The conversation, now with the assistant",
    responses=problems(401, 409),
)
async def cancel(mine: Mine, conversations: TheConversations) -> ConversationOut:
    """Takes the conversation out of the queue. Refused once a person has it."""
    return ConversationOut.of(await conversations.cancel(mine.id))


def _on_the_wire(event: Event | Note | Signal) -> bytes:
    """The event for a visitor."""
    id = str(event.seq) if isinstance(event, NUMBERED) else None
    if isinstance(event, Reload):
        id = str(event.last_seq)
    return wire(event.type, event, id)


def last_seen(last_event_id: str | None) -> tuple[int, int, bool]:
    """The numbers of the last event and the last note seen, and whether they could be read."""
    if last_event_id is None or not last_event_id.strip():
        return 0, 0, True
    found = _SEEN.fullmatch(last_event_id.strip())
    if found is None:
        return 0, 0, False
    seq, note = int(found.group(1)), int(found.group(2) or 0)
    return (seq, note, True) if max(seq, note) <= MAX_SEQ else (0, 0, False)


def preferred_language(accept_language: str) -> Language:
    """The known language that the header likes best; English if it knows none."""
    liked: list[tuple[float, Language]] = []
    for part in accept_language.split(","):
        name, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        for language in LANGUAGES:
            if name.strip().lower().split("-")[0] == language and quality > 0:
                liked.append((quality, language))
    return max(liked, key=lambda entry: entry[0])[1] if liked else "en"
