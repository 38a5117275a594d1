"""Rows of conversations and events, as the shapes that the rest of the service knows."""

from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering.answer import Answer
from bot.conversations.events import (
    Agent,
    Author,
    Conversation,
    Event,
    Message,
    MessageEvent,
    Offer,
    OfferEvent,
    Person,
    Rating,
    RatingEvent,
    RightsEvent,
    RightsMark,
    StateChange,
    StateEvent,
)
from bot.conversations.notes import Note, NoteText
from bot.conversations.states import Action, State
from bot.store.tables import accounts, conversations


def joined() -> Select[Any]:
    """Conversations with their owners' names."""
    return select(conversations, accounts.c.name.label("owner_name")).outerjoin(
        accounts, accounts.c.id == conversations.c.owner_id
    )


# made once: putting a statement together costs more than running it
ONE = joined().where(conversations.c.id == bindparam("conversation_id"))


async def one_conversation(connection: AsyncConnection, conversation_id: str) -> Row[Any] | None:
    """One conversation with its owner's name, and its token's hash."""
    found = await connection.execute(ONE, {"conversation_id": conversation_id})
    row: Row[Any] | None = found.one_or_none()
    return row


def conversation_of(row: Row[Any]) -> Conversation:
    """A row of conversations, joined with its owner's name."""
    return Conversation(
        id=row.id,
        state=State(row.state),
        language=row.language,
        owner=Person(row.owner_id, row.owner_name) if row.owner_id is not None else None,
        last_seq=row.last_seq,
        preview=row.preview,
        created_at=row.created_at,
        updated_at=row.updated_at,
        waiting_since=row.waiting_since,
        expires_at=row.expires_at,
        visitor_preview=row.visitor_preview,
        visitor_read=row.visitor_read,
        agent_read=row.agent_read,
        last_note=row.last_note,
        last_owner_id=row.last_owner_id,
        unanswered=row.unanswered,
        offered=row.offered,
        page=row.page,
        previous_id=row.previous_id,
    )


def event_of(row: Row[Any]) -> Event:
    """A row of events."""
    if row.type == "state":
        agent = Agent(name=row.agent_name) if row.agent_name else None
        people = row.data or {}
        change = StateChange(
            state=State(row.state),
            action=Action(row.action),
            agent=agent,
            owner=people.get("owner"),
            previous=people.get("previous"),
        )
        return StateEvent(seq=row.seq, at=row.at, state=change)
    if row.type == "offer":
        return OfferEvent(seq=row.seq, at=row.at, offer=Offer.model_validate(row.data))
    if row.type == "rights":
        return RightsEvent(seq=row.seq, at=row.at, rights=RightsMark.model_validate(row.data))
    if row.type == "rating":
        return RatingEvent(seq=row.seq, at=row.at, rating=Rating.model_validate(row.data))
    message = Message(
        author=Author(row.author),
        author_name=row.agent_name,
        text=row.text,
        client_id=row.client_id,
        reply_to=row.reply_to,
        answer=Answer.model_validate(row.answer) if row.answer else None,
        citations=(row.data or {}).get("citations", []),
    )
    return MessageEvent(seq=row.seq, at=row.at, message=message)


def note_of(row: Row[Any]) -> Note:
    """A row of notes."""
    said = NoteText(
        author_id=row.account_id,
        author_name=row.agent_name,
        text=row.text,
        client_id=row.client_id,
        after_seq=row.after_seq,
    )
    return Note(number=row.number, at=row.at, note=said)
