"""What visitors asked, for those who look after the texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from bot.store.engine import Database
from bot.store.tables import conversations, events
from bot.store.tables_live import handoffs
from bot.store.tables_votes import votes

_reply = events.alias("reply")

CONVERSATIONS = 100  # the newest ones are looked at
MOST_ASKED = 20_000  # questions of a period; of more, the newest


@dataclass(frozen=True)
class AskedRow:
    """A question and what became of it. answer: as it was sent, JSON values.

    helpful, comment: the visitor's vote on the answer; None without one.
    """

    at: datetime
    language: str
    text: str
    answer: dict[str, Any]
    helpful: bool | None = None
    comment: str | None = None

    @property
    def spoken(self) -> str:
        """The language that the question was asked in, as far as it was told apart."""
        return str(self.answer.get("language") or self.language)

    @property
    def cited(self) -> tuple[str, str, str] | None:
        """(document, language, anchor) of the section that was shown first; None without one."""
        if self._first is None:
            return None
        document, language, anchor = map(self._first.get, ("document", "language", "anchor"))
        return str(document), str(language), str(anchor)

    @property
    def version(self) -> str | None:
        """The version that the first citation is of; None without one."""
        return None if self._first is None else str(self._first.get("version"))

    @property
    def _first(self) -> dict[str, Any] | None:
        citations = self.answer.get("citations")
        return citations[0] if citations else None


class AskedTables(Database):
    """What the database keeps of visitors' questions."""

    async def recent_questions(self) -> list[str]:
        """What the assistant looked up in the newest conversations, the newest first."""
        newest = (
            select(conversations.c.id)
            .order_by(conversations.c.updated_at.desc())
            .limit(CONVERSATIONS)
        ).subquery()
        statement = (
            _answered(events.c.text)
            .join(newest, newest.c.id == events.c.conversation_id)
            .order_by(events.c.at.desc())
            .limit(5 * CONVERSATIONS)
        )
        async with self.read() as connection:
            rows = await connection.execute(statement)
            looked_up = ("answered", "unsure", "not_covered")
            return [row.text for row in rows if (row.answer or {}).get("verdict") in looked_up]

    async def asked_between(self, begin: datetime, end: datetime) -> list[AskedRow]:
        """What the assistant answered in that time, the oldest first, at most MOST_ASKED."""
        asked = (events.c.at, conversations.c.language, events.c.text)
        statement = (
            _answered(*asked, votes.c.helpful, votes.c.comment)
            .join(conversations, conversations.c.id == events.c.conversation_id)
            .outerjoin(
                votes,
                (votes.c.conversation_id == _reply.c.conversation_id)
                & (votes.c.seq == _reply.c.seq),
            )
            .where(events.c.at >= begin, events.c.at < end)
            .order_by(events.c.at.desc())
            .limit(MOST_ASKED)
        )
        async with self.read() as connection:
            rows = [AskedRow(**row._mapping) for row in await connection.execute(statement)]
        return [row for row in rows[::-1] if row.answer]

    async def handed_off_between(self, begin: datetime, end: datetime) -> int:
        """How often a visitor began to wait for a person in that time."""
        statement = select(func.count()).where(
            handoffs.c.asked_at >= begin, handoffs.c.asked_at < end
        )
        async with self.read() as connection:
            return int(await connection.scalar(statement) or 0)


def _answered(*columns: ColumnElement[Any]) -> Select[Any]:
    """What visitors wrote and the assistant answered: these columns, and the answer."""
    return (
        select(*columns, _reply.c.answer)
        .select_from(events)
        .join(
            _reply,
            (_reply.c.conversation_id == events.c.conversation_id)
            & (_reply.c.reply_to == events.c.seq)
            & (_reply.c.author == "assistant"),
        )
        .where(events.c.author == "visitor")
    )
