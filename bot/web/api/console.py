"""What the console calls: the list of conversations, and what an agent does in one."""

from collections.abc import AsyncGenerator, AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from bot.accounts.accounts import Session
from bot.answering.answer import Citation
from bot.answering.citing import Span
from bot.conversations.events import Event, MessageEvent, Person
from bot.conversations.notes import Note
from bot.conversations.service import Conversations
from bot.conversations.signals import Reload, Signal
from bot.conversations.streams import Permission, Reader
from bot.store.lists import Filter, Listed, Notice
from bot.web.api.conversations import NUMBERED, After, LastEventId, last_seen
from bot.web.api.schemas import (
    EXAMPLE_AT,
    EXAMPLE_ID,
    EXAMPLE_MESSAGE,
    EXAMPLE_NOTE,
    EXAMPLE_OFFER,
    EXAMPLE_RATING,
    EXAMPLE_RIGHTS,
    EXAMPLE_SIGNALS,
    EXAMPLE_STATE,
    MAX_SEQ,
    SendReply,
    event_stream,
    problems,
)
from bot.web.api.schemas_live import (
    History,
    Lines,
    NoticeOut,
    Reassign,
    StaffConversation,
    TakeOver,
)
from bot.web.deps import (
    TheClauses,
    TheConversations,
    agent,
    agent_csrf,
    conversation_id,
    staff,
    still_signed_in,
    streaming,
)
from bot.web.event_stream import EventStream, wire
from bot.web.rates import staffs_stream

router = APIRouter(prefix="/api/console", tags=["console"])

Reading = Annotated[Person, Depends(agent)]
Acting = Annotated[Person, Depends(agent_csrf)]
ConversationId = Annotated[str, Depends(conversation_id)]

EXAMPLE_LIST = {
    "conversations": [
        {
            "id": EXAMPLE_ID,
            "state": "waiting",
            "language": "fr",
            "owner": None,
            "preview": "Je voudrais parler à quelqu'un",
            "waiting_since": EXAMPLE_AT,
            "updated_at": EXAMPLE_AT,
            "last_seq": 4,
            "visitor_preview": "Je voudrais parler à quelqu'un",
            "unread": 2,
            "right": None,
            "due_on": None,
            "left": False,
            "found": None,
        }
    ]
}


EXAMPLE_NOTICE = {
    "id": 7,
    "kind": "taken_over",
    "conversation_id": EXAMPLE_ID,
    "by": "Boris",
    "at": EXAMPLE_AT,
}


@router.get(
    "/conversations",
    summary="List conversations",
    response_description="Who waits longest first, then the newest activity",
    responses=problems(401, 403),
)
async def listed(
    reader: Reading,
    conversations: TheConversations,
    filter: Annotated[
        Filter,
        Query(
            description="`all`: every open one, and those closed within the last day; with "
            "`search` all there are. `rights`: those with an open rights request, the most urgent "
            "first"
        ),
    ] = "all",
    search: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=200,
            description="Words that must stand in the messages or notes, in any order, whatever "
            "their capitals and accents",
        ),
    ] = None,
) -> Lines:
    """At most 200 conversations. One in which nothing was said yet is not shown."""
    return Lines.of(await conversations.listed(filter, reader, search))


@router.get(
    "/conversations/{id}",
    summary="Read a conversation",
    response_description="The conversation with all its events",
    responses=problems(401, 403, 404),
)
async def read(
    id: ConversationId,
    reader: Reading,
    conversations: TheConversations,
    latest: Annotated[
        int | None, Query(ge=1, le=500, description="Only so many of the newest events")
    ] = None,
) -> StaffConversation:
    """The conversation so far, with what the assistant cited."""
    return await _whole(conversations, id, reader, latest)


@router.get(
    "/conversations/{id}/history",
    summary="Read what was before",
    response_description="The events just before the one that is named, in order",
    responses=problems(401, 403, 404),
)
async def history(
    id: ConversationId,
    reader: Reading,
    conversations: TheConversations,
    before: Annotated[int, Query(ge=1, le=MAX_SEQ, description="Older than this number")],
    limit: Annotated[int, Query(ge=1, le=500)] = 60,
) -> History:
    """For a long conversation, which is read from its end. No event left: an empty list."""
    await conversations.read(id)
    return History(events=await conversations.store.events_before(id, before, limit))


async def _events_of(
    request: Request,
    id: ConversationId,
    reader: Reading,
    permitted: Annotated[Permission, Depends(still_signed_in)],
    conversations: TheConversations,
    last_event_id: LastEventId = None,
    after: After = 0,
    after_note: Annotated[
        int, Query(ge=0, le=MAX_SEQ, description="Begin after this note; 0 gives all of them")
    ] = 0,
) -> AsyncGenerator[EventStream]:
    await conversations.read(id)
    await conversations.presence.seen(reader)
    seq, note, usable = last_seen(last_event_id)
    seq, note = max(after, seq), max(after_note, note)
    follower = Reader(reader.sender, sees_notes=True, after_note=note, unusable=not usable)
    live = conversations.follow_live(id, seq, follower, permitted)
    with staffs_stream(request, reader.id):
        async with streaming(live) as events:
            yield EventStream(events, _Numbered(seq, note).on_the_wire)


class _Numbered:
    """Events for staff: an `id` is `<seq>.<note>`, the last seen of either log."""

    def __init__(self, seq: int, note: int) -> None:
        self._seq = seq
        self._note = note

    def on_the_wire(self, event: Event | Note | Signal) -> bytes:
        """The next event, as it is sent."""
        if isinstance(event, NUMBERED):
            self._seq = event.seq
        elif isinstance(event, Note):
            self._note = event.number
        elif isinstance(event, Reload):
            self._seq = event.last_seq
        counts = isinstance(event, (*NUMBERED, Note, Reload))
        return wire(event.type, event, f"{self._seq}.{self._note}" if counts else None)


@router.get(
    "/conversations/{id}/events",
    response_class=EventStream,
    summary="Follow a conversation",
    responses=event_stream(
        "Server-Sent Events; `id` is `<seq>.<note>`, the last number of either log",
        ("message", EXAMPLE_MESSAGE),
        ("state", EXAMPLE_STATE),
        ("rights", EXAMPLE_RIGHTS),
        ("offer", EXAMPLE_OFFER),
        ("rating", EXAMPLE_RATING),
        ("note", EXAMPLE_NOTE),
        *(signal for signal in EXAMPLE_SIGNALS if signal[0] != "queue"),
    )
    | problems(401, 403, 404, 429),
)
async def follow(
    events: Annotated[EventStream, Depends(_events_of)],
) -> EventStream:
    """What the visitor gets, and private notes. Works with the browser's EventSource.

    Who follows is seen: two minutes after the last stream broke an agent is shown away.
    """
    return events


async def _lists(
    request: Request,
    reader: Reading,
    permitted: Annotated[Permission, Depends(still_signed_in)],
    conversations: TheConversations,
    filter: Annotated[Filter, Query(description="Which conversations")] = "all",
) -> AsyncGenerator[AsyncIterable[list[Listed] | Notice]]:
    await conversations.presence.seen(reader)
    with staffs_stream(request, reader.id):
        async with streaming(conversations.follow_list(filter, reader, permitted)) as lists:
            yield lists


@router.get(
    "/events",
    response_class=EventStream,
    summary="Follow the list of conversations",
    responses=event_stream(
        "Server-Sent Events: the whole list, each time, and notices to you",
        ("conversations", EXAMPLE_LIST),
        ("notice", EXAMPLE_NOTICE),
    )
    | problems(401, 403, 429),
)
async def follow_list(
    lists: Annotated[AsyncIterable[list[Listed] | Notice], Depends(_lists)],
) -> EventStream:
    """The list as `filter` gives it: at once, and again after every change.

    A `notice` tells that a conversation of yours was taken over, given away or put back into the
    queue (`away`), or that one was given to you.
    """
    return EventStream(lists, _list_on_the_wire)


def _list_on_the_wire(told: list[Listed] | Notice) -> bytes:
    if isinstance(told, Notice):
        return wire("notice", NoticeOut.of(told))
    return wire("conversations", Lines.of(told))


@router.post(
    "/conversations/{id}/claim",
    summary="Claim a conversation",
    response_description="The conversation, now yours",
    responses=problems(401, 403, 404, 409),
)
async def claim(
    id: ConversationId, actor: Acting, conversations: TheConversations
) -> StaffConversation:
    """Of two agents who claim at once exactly one gets it; the other is told the owner's name."""
    await conversations.claim(id, actor)
    return await _whole(conversations, id, actor)


@router.post(
    "/conversations/{id}/take-over",
    summary="Take over from a colleague",
    response_description="The conversation, now yours",
    responses=problems(401, 403, 404, 409),
)
async def take_over(
    id: ConversationId, actor: Acting, wanted: TakeOver, conversations: TheConversations
) -> StaffConversation:
    """Both are told: the colleague by a notice, the visitor by the event."""
    await conversations.take_over(id, actor, wanted.from_owner)
    return await _whole(conversations, id, actor)


@router.post(
    "/conversations/{id}/reassign",
    summary="Give a conversation to a colleague",
    response_description="The conversation, now the colleague's",
    responses=problems(401, 403, 404, 409),
)
async def reassign(
    id: ConversationId,
    actor: Acting,
    session: Annotated[Session, Depends(staff)],
    wanted: Reassign,
    conversations: TheConversations,
) -> StaffConversation:
    """One that waits, or that you have; an administrator may give away anyone's. Both are told."""
    await conversations.reassign(id, actor, wanted.to, role=session.account.role)
    return await _whole(conversations, id, actor)


@router.post(
    "/conversations/{id}/messages",
    status_code=201,
    summary="Reply to the visitor",
    response_description="The message as it was stored",
    responses={
        200: {"model": MessageEvent, "description": "The message was stored before: here it is"},
        **problems(401, 403, 404, 409),
    },
)
async def reply(
    id: ConversationId,
    actor: Acting,
    message: SendReply,
    conversations: TheConversations,
    clauses: TheClauses,
    response: Response,
) -> MessageEvent:
    """Stores the message, once a `client_id`. Only the agent who has the conversation may.

    What it cites must stand, word for word, in the version that is published now; the visitor gets
    it as the assistant's citations, with section and link.
    """

    def cite() -> list[Citation]:
        if not message.citations:
            return []
        return clauses.cite([Span(**cited.model_dump()) for cited in message.citations])

    event, is_new = await conversations.reply(id, actor, message.client_id, message.text, cite)
    response.status_code = 201 if is_new else 200
    return event


@router.post(
    "/conversations/{id}/release",
    summary="Put a conversation back into the queue",
    response_description="The conversation, waiting for another agent",
    responses=problems(401, 403, 404, 409),
)
async def release(
    id: ConversationId, actor: Acting, conversations: TheConversations
) -> StaffConversation:
    """For when another person should take over. Only the agent who has it may."""
    await conversations.release(id, actor)
    return await _whole(conversations, id, actor)


@router.post(
    "/conversations/{id}/hand-back",
    summary="Give a conversation back to the assistant",
    response_description="The conversation, with the assistant",
    responses=problems(401, 403, 404, 409),
)
async def hand_back(
    id: ConversationId, actor: Acting, conversations: TheConversations
) -> StaffConversation:
    """The assistant answers what the visitor asks from here on. Only the agent who has it may."""
    await conversations.hand_back(id, actor)
    return await _whole(conversations, id, actor)


@router.post(
    "/conversations/{id}/close",
    summary="Close a conversation",
    response_description="The conversation, closed",
    responses=problems(401, 403, 404, 409),
)
async def close(
    id: ConversationId, actor: Acting, conversations: TheConversations
) -> StaffConversation:
    """It opens again when the visitor writes. Refused while another agent has it."""
    await conversations.close(id, actor)
    return await _whole(conversations, id, actor)


async def _whole(
    conversations: Conversations, id: str, reader: Person, latest: int | None = None
) -> StaffConversation:
    conversation, events = await conversations.read_with_events(id, latest)
    return StaffConversation.whole(
        conversation,
        events,
        notes=(await conversations.store.notes_after(id, 0))[: conversation.last_note],
        requests=await conversations.store.rights_requests(conversation_id=id),
        left_email=await conversations.store.left_email(id),
        verified=await conversations.store.identity(id),
        my_read=await conversations.store.read_up_to(id, reader.id),
        past=await conversations.store.past_conversations(conversation),
    )
