"""What the console calls: the list of conversations, and what an agent does in one."""

from collections.abc import AsyncGenerator, AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from bot.accounts.accounts import Session
from bot.conversations.events import Conversation, Event, MessageEvent, Person
from bot.conversations.service import Conversations
from bot.store.conversations import Filter
from bot.web.conversations import After, LastEventId, as_sse
from bot.web.deps import (
    TheAccounts,
    TheConversations,
    agent,
    agent_csrf,
    conversation_id,
    staff,
    streaming,
)
from bot.web.schemas import (
    EXAMPLE_AT,
    EXAMPLE_ID,
    EXAMPLE_MESSAGE,
    EXAMPLE_STATE,
    SendReply,
    StaffConversation,
    Summaries,
    event_stream,
    problems,
)

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
        }
    ]
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
        Query(description="`all`: every open one, and those closed within the last day"),
    ] = "all",
) -> Summaries:
    """At most 200 conversations. One in which nothing was said yet is not shown."""
    return Summaries.of(await conversations.listed(filter, reader))


@router.get(
    "/conversations/{id}",
    summary="Read a conversation",
    response_description="The conversation with all its events",
    responses=problems(401, 403, 404),
)
async def read(
    id: ConversationId, reader: Reading, conversations: TheConversations
) -> StaffConversation:
    """The whole conversation so far, with what the assistant cited."""
    return await _whole(conversations, id)


async def _events_of(
    id: ConversationId,
    reader: Reading,
    session: Annotated[Session, Depends(staff)],
    accounts: TheAccounts,
    conversations: TheConversations,
    last_event_id: LastEventId = None,
    after: After = 0,
) -> AsyncGenerator[AsyncIterable[Event]]:
    async def permitted() -> bool:
        return await accounts.session(session.token) is not None

    await conversations.read(id)
    start = max(after, last_event_id or 0)
    async with streaming(conversations.follow(id, start, permitted)) as events:
        yield events


@router.get(
    "/conversations/{id}/events",
    response_class=EventSourceResponse,
    summary="Follow a conversation",
    responses=event_stream(
        "Server-Sent Events, each with its `seq` as `id`",
        ("message", EXAMPLE_MESSAGE),
        ("state", EXAMPLE_STATE),
    )
    | problems(401, 403, 404),
)
async def follow(
    events: Annotated[AsyncIterable[Event], Depends(_events_of)],
) -> AsyncIterable[ServerSentEvent]:
    """The same events as the visitor gets. Works with the browser's EventSource."""
    async for event in events:
        yield as_sse(event)


async def _lists(
    reader: Reading,
    session: Annotated[Session, Depends(staff)],
    accounts: TheAccounts,
    conversations: TheConversations,
) -> AsyncGenerator[AsyncIterable[list[Conversation]]]:
    async def permitted() -> bool:
        return await accounts.session(session.token) is not None

    async with streaming(conversations.follow_list("all", reader, permitted)) as lists:
        yield lists


@router.get(
    "/events",
    response_class=EventSourceResponse,
    summary="Follow the list of conversations",
    responses=event_stream(
        "Server-Sent Events: the whole list, each time", ("conversations", EXAMPLE_LIST)
    )
    | problems(401, 403),
)
async def follow_list(
    lists: Annotated[AsyncIterable[list[Conversation]], Depends(_lists)],
) -> AsyncIterable[ServerSentEvent]:
    """The list as `filter=all` gives it: at once, and again after every change."""
    async for conversations in lists:
        yield ServerSentEvent(event="conversations", data=Summaries.of(conversations))


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
    return await _whole(conversations, id)


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
    response: Response,
) -> MessageEvent:
    """Stores the message, once a `client_id`. Only the agent who has the conversation may."""
    event, is_new = await conversations.reply(id, actor, message.client_id, message.text)
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
    return await _whole(conversations, id)


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
    return await _whole(conversations, id)


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
    return await _whole(conversations, id)


async def _whole(conversations: Conversations, id: str) -> StaffConversation:
    conversation, events = await conversations.read_with_events(id)
    return StaffConversation.with_events(conversation, events)
