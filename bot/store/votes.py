"""Visitors' votes on answers, in the database."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Conversation, Event
from bot.conversations.votes import Vote
from bot.store.engine import Database, upsert
from bot.store.rows import event_of
from bot.store.tables import events
from bot.store.tables_votes import votes


class VoteMarks:
    """The part of a `Change` that keeps votes."""

    connection: AsyncConnection
    conversation: Conversation
    now: datetime

    async def event(self, seq: int) -> Event | None:
        """One event of the conversation, by its number."""
        found = await self.connection.execute(
            select(events).where(
                events.c.conversation_id == self.conversation.id, events.c.seq == seq
            )
        )
        row = found.one_or_none()
        return event_of(row) if row is not None else None

    async def keep_vote(self, vote: Vote) -> None:
        """Keep a vote; it takes the place of the one that the message had."""
        key = {"conversation_id": self.conversation.id, "seq": vote.seq}
        await upsert(self.connection, votes, key, vote.model_dump(exclude={"seq"}))


class VoteTables(Database):
    """What the database keeps of votes."""

    async def votes(self, conversation_id: str) -> list[Vote]:
        """The votes of a conversation, by number."""
        statement = (
            select(*(column for column in votes.c if column.name != "conversation_id"))
            .where(votes.c.conversation_id == conversation_id)
            .order_by(votes.c.seq)
        )
        async with self.read() as connection:
            rows = await connection.execute(statement)
            return [Vote.model_validate(dict(row._mapping)) for row in rows]
