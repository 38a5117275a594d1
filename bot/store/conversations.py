"""Conversations and their events, in the database.

Every write goes through `change`, which holds the conversation's row until it commits: nobody else
can change its state or number an event in between. The change of state itself is one conditional
UPDATE on state and owner, whatever was read before.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Integer, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Conversation, Event, Question
from bot.conversations.notes import Note
from bot.conversations.states import State
from bot.store.changes import Change
from bot.store.identities import IdentityTables
from bot.store.lists import LIST_LIMIT, Filter, ListTables
from bot.store.people import PeopleTables
from bot.store.purge import erase
from bot.store.rows import conversation_of, event_of, note_of, one_conversation
from bot.store.tables import conversations, events, open_questions
from bot.store.tables_live import notes
from bot.store.votes import VoteTables

PAST_LIMIT = 10

__all__ = ["ConversationTables", "Filter"]


# made once: putting a statement together costs more than running it
_HOLD = (
    select(conversations.c.id)
    .where(conversations.c.id == bindparam("conversation_id"))
    .with_for_update()
)
_AFTER = (
    select(events)
    .where(events.c.conversation_id == bindparam("of"), events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
)
_SOME_AFTER = _AFTER.limit(bindparam("most", type_=Integer))
_NOTES_AFTER = (
    select(notes)
    .where(notes.c.conversation_id == bindparam("of"), notes.c.number > bindparam("after"))
    .order_by(notes.c.number)
)


@dataclass(frozen=True)
class News:
    """A conversation as it is, and what was added to it."""

    conversation: Conversation
    events: list[Event]
    notes: list[Note]


class ConversationTables(ListTables, PeopleTables, VoteTables, IdentityTables):
    """What the database keeps about conversations."""

    async def add_conversation(
        self,
        conversation_id: str,
        token_hash: str,
        language: str,
        *,
        now: datetime,
        expires_at: datetime,
        previous_id: str | None = None,
    ) -> Conversation:
        """Store a conversation without events."""
        async with self.write() as connection:
            await connection.execute(
                insert(conversations).values(
                    id=conversation_id,
                    token_hash=token_hash,
                    language=language,
                    state=State.BOT.value,
                    last_seq=0,
                    preview="",
                    created_at=now,
                    updated_at=now,
                    expires_at=expires_at,
                    previous_id=previous_id,
                )
            )
            row = await one_conversation(connection, conversation_id)
            assert row is not None
            return conversation_of(row)

    async def erase_conversation(self, conversation_id: str) -> None:
        """Delete it; events, notes, marks, addresses and what waits to be sent go with it."""
        async with self.write() as connection:
            await erase(connection, [conversation_id])

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """One conversation, without its events."""
        async with self.read() as connection:
            row = await one_conversation(connection, conversation_id)
        return conversation_of(row) if row else None

    async def conversation_and_token(self, conversation_id: str) -> tuple[Conversation, str] | None:
        """One conversation with the hash of its token."""
        async with self.read() as connection:
            row = await one_conversation(connection, conversation_id)
        return (conversation_of(row), row.token_hash) if row else None

    async def past_conversations(self, conversation: Conversation) -> list[Conversation]:
        """What the same visitor had before, the newest first, at most PAST_LIMIT."""
        past: list[Conversation] = []
        previous = conversation.previous_id
        async with self.read() as connection:
            while previous is not None and len(past) < PAST_LIMIT:
                row = await one_conversation(connection, previous)
                if row is None:
                    break
                past.append(conversation_of(row))
                previous = row.previous_id
        return past

    async def events_after(
        self, conversation_id: str, seq: int, limit: int | None = None
    ) -> list[Event]:
        """Events with a number above `seq`, in order, at most `limit`."""
        async with self.read() as connection:
            return await _events_after(connection, conversation_id, seq, limit)

    async def news(
        self, conversation_id: str, seq: int, note: int | None, limit: int
    ) -> News | None:
        """What there is to tell after event `seq` and note `note`, at most `limit` events.

        note: None for who sees no notes. None if there is no such conversation.
        """
        async with self.read() as connection:
            # the conversation first: what happens meanwhile is then told as an event, at the latest
            row = await one_conversation(connection, conversation_id)
            if row is None:
                return None
            told = await _events_after(connection, conversation_id, seq, limit)
            noted: list[Note] = []
            if note is not None and row.last_note > note:
                noted = await _notes_after(connection, conversation_id, note)
            return News(conversation_of(row), told, noted)

    async def events_before(self, conversation_id: str, seq: int, limit: int) -> list[Event]:
        """The last `limit` events with a number below `seq`, in order."""
        statement = (
            select(events)
            .where(events.c.conversation_id == conversation_id, events.c.seq < seq)
            .order_by(events.c.seq.desc())
            .limit(limit)
        )
        async with self.read() as connection:
            return [event_of(row) for row in await connection.execute(statement)][::-1]

    @contextlib.asynccontextmanager
    async def change(self, conversation_id: str) -> AsyncIterator[Change | None]:
        """A write transaction that holds the conversation; None if there is none such."""
        async with self.write() as connection:
            if not self.is_sqlite:  # SQLite holds the whole database already
                await connection.execute(_HOLD, {"conversation_id": conversation_id})
            row = await one_conversation(connection, conversation_id)
            if row is None:
                yield None
                return
            yield Change(connection, conversation_of(row), datetime.now(UTC))

    async def open_questions(
        self, *, conversation_id: str | None = None, asked_before: datetime | None = None
    ) -> list[Question]:
        """What the assistant still owes an answer to, the oldest first, at most LIST_LIMIT."""
        asked = open_questions.c
        statement = (
            select(asked.conversation_id, asked.seq, asked.failures, events.c.text)
            .add_columns(conversations.c.language)
            .join(
                events,
                (events.c.conversation_id == asked.conversation_id) & (events.c.seq == asked.seq),
            )
            .join(conversations, conversations.c.id == asked.conversation_id)
            .order_by(asked.asked_at, asked.seq)
            .limit(LIST_LIMIT)
        )
        if conversation_id is not None:
            statement = statement.where(asked.conversation_id == conversation_id)
        if asked_before is not None:
            statement = statement.where(asked.asked_at < asked_before)
        async with self.read() as connection:
            return [Question(**row._mapping) for row in await connection.execute(statement)]

    async def count_failure(self, question: Question) -> None:
        """Note that answering failed once more."""
        async with self.write() as connection:
            await connection.execute(
                update(open_questions)
                .where(
                    open_questions.c.conversation_id == question.conversation_id,
                    open_questions.c.seq == question.seq,
                )
                .values(failures=open_questions.c.failures + 1)
            )

    async def last_seqs(self, conversation_ids: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """How far each conversation is: its newest event, note, and what both sides have read."""
        table = conversations.c
        async with self.read() as connection:
            found = await connection.execute(
                select(
                    table.id, table.last_seq, table.last_note, table.visitor_read, table.agent_read
                ).where(table.id.in_(conversation_ids))
            )
            return {row.id: tuple(row[1:]) for row in found}

    async def notes_after(self, conversation_id: str, number: int) -> list[Note]:
        """Notes with a number above `number`, in order."""
        async with self.read() as connection:
            return await _notes_after(connection, conversation_id, number)


async def _events_after(
    connection: AsyncConnection, conversation_id: str, seq: int, limit: int | None
) -> list[Event]:
    values = {"of": conversation_id, "after": seq}
    rows = await connection.execute(
        *((_AFTER, values) if limit is None else (_SOME_AFTER, values | {"most": limit}))
    )
    return [event_of(row) for row in rows]


async def _notes_after(
    connection: AsyncConnection, conversation_id: str, number: int
) -> list[Note]:
    rows = await connection.execute(_NOTES_AFTER, {"of": conversation_id, "after": number})
    return [note_of(row) for row in rows]
