"""What agents keep: canned replies, and where the assistant was wrong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversations.canned import CannedReply
from bot.conversations.events import Person
from bot.errors import Conflict
from bot.store.audit import audit_line
from bot.store.engine import Database, upsert
from bot.store.tables import accounts
from bot.store.tables_live import candidates, canned_replies

LIST_LIMIT = 500


@dataclass(frozen=True)
class Candidate:
    """A question that may become a golden one. anchor: None where nothing covers it."""

    id: int
    conversation_id: str
    seq: int
    at: datetime
    by: str
    question: str
    language: str
    document: str | None
    anchor: str | None
    note: str


class DeskTables(Database):
    """What the database keeps for agents."""

    async def canned_replies(self) -> list[CannedReply]:
        """All of them, by shortcut."""
        statement = select(canned_replies).order_by(canned_replies.c.shortcut).limit(LIST_LIMIT)
        async with self.read() as connection:
            return [_reply(row) for row in await connection.execute(statement)]

    async def canned_reply(self, reply_id: int) -> CannedReply | None:
        """One of them."""
        async with self.read() as connection:
            found = await connection.execute(
                select(canned_replies).where(canned_replies.c.id == reply_id)
            )
            row = found.one_or_none()
        return _reply(row) if row else None

    async def add_canned_reply(
        self, agent: Person, shortcut: str, language: str | None, text: str, now: datetime
    ) -> CannedReply | None:
        """Keep a reply; None if the shortcut is taken."""
        values = {"shortcut": shortcut, "language": language, "text": text}
        try:
            async with self.write() as connection:
                stored = await connection.execute(
                    insert(canned_replies)
                    .values(**values, account_id=agent.id, updated_at=now)
                    .returning(*canned_replies.c)
                )
                reply = _reply(stored.one())
                line = audit_line(agent, "add_canned_reply", f"canned reply {shortcut}", now)
                await connection.execute(line)
                return reply
        except IntegrityError:
            return None

    async def change_canned_reply(
        self,
        agent: Person,
        reply_id: int,
        shortcut: str,
        language: str | None,
        text: str,
        now: datetime,
    ) -> CannedReply | None:
        """Change a reply; None if there is none.

        Raises Conflict if another reply has the shortcut.
        """
        taken = select(canned_replies.c.id).where(
            canned_replies.c.shortcut == shortcut, canned_replies.c.id != reply_id
        )
        async with self.write() as connection:
            if (await connection.execute(taken)).first():
                raise Conflict(
                    f"There is a canned reply “{shortcut}” already. Choose another name."
                )
            stored = await connection.execute(
                update(canned_replies)
                .where(canned_replies.c.id == reply_id)
                .values(
                    shortcut=shortcut,
                    language=language,
                    text=text,
                    account_id=agent.id,
                    updated_at=now,
                )
                .returning(*canned_replies.c)
            )
            row = stored.one_or_none()
            if row is None:
                return None
            line = audit_line(agent, "change_canned_reply", f"canned reply {shortcut}", now)
            await connection.execute(line)
            return _reply(row)

    async def remove_canned_reply(self, agent: Person, reply_id: int, now: datetime) -> bool:
        """Forget a reply; False if there is none."""
        async with self.write() as connection:
            gone = await connection.execute(
                delete(canned_replies)
                .where(canned_replies.c.id == reply_id)
                .returning(canned_replies.c.shortcut)
            )
            shortcut = gone.scalar_one_or_none()
            if shortcut is None:
                return False
            line = audit_line(agent, "remove_canned_reply", f"canned reply {shortcut}", now)
            await connection.execute(line)
            return True

    async def keep_candidate(
        self,
        agent: Person,
        *,
        conversation_id: str,
        seq: int,
        question: str,
        language: str,
        document: str | None,
        anchor: str | None,
        note: str,
        now: datetime,
    ) -> Candidate:
        """Keep that the assistant was wrong in message `seq`; marked again, the newer counts."""
        key = {"conversation_id": conversation_id, "seq": seq}
        values = {
            "at": now,
            "account_id": agent.id,
            "question": question,
            "language": language,
            "document": document,
            "anchor": anchor,
            "note": note,
        }
        async with self.write() as connection:
            await upsert(connection, candidates, key, values)
            target = f"conversation {conversation_id}"
            line = audit_line(
                agent,
                "mark_wrong",
                target,
                now,
                {"seq": seq, "document": document, "anchor": anchor},
            )
            await connection.execute(line)
            found = await connection.execute(
                _candidates().where(*(candidates.c[name] == value for name, value in key.items()))
            )
            return Candidate(**found.one()._mapping)

    async def candidates(self) -> list[Candidate]:
        """All of them, the newest first."""
        statement = (
            _candidates().order_by(candidates.c.at.desc(), candidates.c.id).limit(LIST_LIMIT)
        )
        async with self.read() as connection:
            return [Candidate(**row._mapping) for row in await connection.execute(statement)]


def _candidates() -> Any:
    columns = [column for column in candidates.c if column.name != "account_id"]
    return select(*columns, accounts.c.name.label("by")).join(
        accounts, accounts.c.id == candidates.c.account_id
    )


def _reply(row: Row[Any]) -> CannedReply:
    return CannedReply(row.id, row.shortcut, row.language, row.text)
