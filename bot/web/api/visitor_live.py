"""What the visitor's widget calls for live support: typing, read marks, leaving, rating, votes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from bot.conversations.events import Conversation, RatingEvent
from bot.conversations.shared import VISITOR
from bot.conversations.signals import Queue
from bot.conversations.votes import Vote
from bot.web.api.schemas import ConversationOut, problems
from bot.web.api.schemas_live import (
    IsTyping,
    LeaveAddress,
    ReadUpTo,
    SendIdentity,
    SendRating,
    SendVote,
)
from bot.web.deps import TheConversations, conversation_for_visitor
from bot.web.rates import by_conversation

router = APIRouter(prefix="/api", tags=["visitor"])

Mine = Annotated[Conversation, Depends(conversation_for_visitor)]


@router.get(
    "/availability",
    summary="Is a person there?",
    response_description="Office hours, whether an agent is online, and the usual wait",
    responses=problems(),
)
async def availability(conversations: TheConversations) -> Queue:
    """For everyone, without a token. `place` is always null here."""
    return await conversations.queues.now()


@router.get(
    "/conversations/{id}/queue",
    summary="Where do I stand?",
    response_description="The place in the queue, the usual wait, and whether anyone is there",
    responses=problems(401),
)
async def queue(mine: Mine, conversations: TheConversations) -> Queue:
    """The same as the `queue` event of the stream."""
    return await conversations.queues.of(mine)


@router.post(
    "/conversations/{id}/typing",
    status_code=204,
    summary="Say that the visitor types",
    responses=problems(401),
)
async def typing(mine: Mine, said: IsTyping, conversations: TheConversations) -> None:
    """Shown to agents for 6 seconds, stored nowhere. Sending a message ends it."""
    conversations.tell_typing(mine.id, VISITOR, "", said.typing)


@router.post(
    "/conversations/{id}/read",
    status_code=204,
    summary="Say how far the visitor has read",
    responses=problems(401),
)
async def read(mine: Mine, said: ReadUpTo, conversations: TheConversations) -> None:
    """A mark never goes back. Agents are told by a `read` event."""
    await conversations.visitor_read(mine.id, said.seq)


@router.post(
    "/conversations/{id}/leave",
    summary="Leave an e-mail address",
    response_description="The conversation, waiting for a person",
    responses=problems(401, 429),
    dependencies=[Depends(by_conversation("person"))],
)
async def leave(mine: Mine, said: LeaveAddress, conversations: TheConversations) -> ConversationOut:
    """For when nobody is there: what an agent writes later also goes out by e-mail.

    The conversation waits for a person from then on. Sent again, the newer address counts.
    """
    return ConversationOut.of(await conversations.leave(mine.id, said.email, said.text))


@router.post(
    "/conversations/{id}/identity",
    summary="Say who the visitor is",
    response_description="The visitor's e-mail address, for a form that asks for one",
    responses=problems(401, 429),
    dependencies=[Depends(by_conversation("identity"))],
)
async def identify(
    mine: Mine,
    said: SendIdentity,
    conversations: TheConversations,
    origin: Annotated[str, Header(description="Set by the browser: the site's origin")] = "",
) -> str:
    """What the server of the site has signed; refused with the reason where it does not hold.

    Agents see name and address from then on.

    401 also where the conversation is of another visitor of the site: begin a new one.
    """
    return (await conversations.identify(mine.id, said.token, origin)).email


@router.post(
    "/conversations/{id}/rating",
    status_code=201,
    summary="Rate the help",
    response_description="The rating as it was stored",
    responses={
        200: {"model": RatingEvent, "description": "The same rating was stored before"},
        **problems(401, 409),
    },
)
async def rate(
    mine: Mine, rating: SendRating, conversations: TheConversations, response: Response
) -> RatingEvent:
    """Once each time the conversation was closed; refused while it is open."""
    event, is_new = await conversations.rate(mine.id, rating.stars, rating.word)
    response.status_code = 201 if is_new else 200
    return event


@router.post(
    "/conversations/{id}/votes",
    summary="Say whether an answer helped",
    response_description="The vote as it is kept now",
    responses=problems(401, 429),
    dependencies=[Depends(by_conversation("vote"))],
)
async def vote(mine: Mine, given: SendVote, conversations: TheConversations) -> Vote:
    """One vote for each of the assistant's answers; the last one counts, with its comment."""
    return await conversations.vote(mine.id, given.seq, given.helpful, given.comment)


@router.get(
    "/conversations/{id}/votes",
    summary="Which answers helped?",
    response_description="The votes given in this conversation, by number",
    responses=problems(401),
)
async def votes(mine: Mine, conversations: TheConversations) -> list[Vote]:
    """For showing again what was voted, after the page was loaded anew."""
    return await conversations.votes(mine.id)
