"""What has been kept for long enough, and its end: in the tables, and in SQLite's file."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Unavailable
from bot.masking import masked
from bot.store.engine import BUSY_SECONDS, Database
from bot.store.lost import Stage, unavailable_if_lost
from bot.store.tables import PURGED, conversations, events, open_questions
from bot.store.tables_identity import identities
from bot.store.tables_live import (
    audit,
    candidates,
    handoffs,
    left_messages,
    notes,
    notices,
    ratings,
    reads,
    rights_requests,
)
from bot.store.tables_outbox import outbox
from bot.store.tables_votes import votes

BATCH = 200
_OF_A_CONVERSATION = (
    events, notes, reads, notices, ratings, votes, left_messages, open_questions, outbox, handoffs,
    identities,
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Conversations that nobody touched since, requests closed and log lines written before, end."""

    answered: datetime
    handed_off: datetime
    requests: datetime
    audit: datetime


@dataclass(frozen=True)
class Purged:
    """How many of each ended, or would."""

    answered: int = 0
    handed_off: int = 0
    to_proof: int = 0
    requests: int = 0
    audit: int = 0

    @property
    def total(self) -> int:
        """All together."""
        return sum(getattr(self, one.name) for one in fields(self))


class PurgeTables(Database):
    """The end of what has been kept for long enough."""

    async def to_purge(self, limits: Limits) -> Purged:
        """What `purge` would end now. Changes nothing."""
        counts = {}
        async with self.read() as connection:
            for name, which in _due(limits).items():
                counted = select(func.count()).select_from(conversations).where(which)
                counts[name] = (await connection.execute(counted)).scalar_one()
            lines = select(func.count()).select_from(audit).where(audit.c.at < limits.audit)
            counts["audit"] = (await connection.execute(lines)).scalar_one()
        return Purged(**counts)

    async def purge(self, limits: Limits, batch: int = BATCH) -> Purged:
        """End it, `batch` at a time: visitors who write meanwhile wait for one batch at most.

        On SQLite no byte of it is in the file afterwards. Raises Unavailable where the database can't
        be written for long; what ended stays ended.
        """
        done = Purged()
        for name, which in _due(limits).items():
            some = select(conversations.c.id).where(which).limit(batch)
            while count := await self._purge_some(some, strip=name == "to_proof"):
                done = replace(done, **{name: getattr(done, name) + count})
        lines = select(audit.c.id).where(audit.c.at < limits.audit).limit(batch)
        while count := await self._purge_lines(lines):
            done = replace(done, audit=done.audit + count)
        if done.total:
            await self.forget_bytes()
        return done

    async def forget_bytes(self) -> None:
        """On SQLite: write the file anew without what was deleted, and empty the log beside it.

        PostgreSQL clears deleted rows by itself, in its own time. Raises Unavailable.
        """
        if not self.is_sqlite:
            return
        with unavailable_if_lost(Stage()):
            async with self._turn_to_write():
                await asyncio.to_thread(_write_anew, str(self.engine.url.database))

    async def _purge_some(self, some: Select[Any], *, strip: bool) -> int:
        async with self.write() as connection:
            # on PostgreSQL: nobody may write into one between our look and its end
            rows = await connection.execute(some.with_for_update(skip_locked=True))
            ids = [row.id for row in rows]
            if not ids:
                return 0
            if strip:
                await strip_to_proof(connection, ids)
            else:
                await erase(connection, ids)
            return len(ids)

    async def _purge_lines(self, lines: Select[Any]) -> int:
        async with self.write() as connection:
            gone = await connection.execute(delete(audit).where(audit.c.id.in_(lines)))
            return gone.rowcount


def _due(limits: Limits) -> dict[str, ColumnElement[bool]]:
    """Which conversations end, by the name of their kind in Purged."""
    table = conversations.c
    handed_off = or_(
        table.state.in_(("waiting", "agent")),
        table.last_owner_id.is_not(None),
        exists().where(handoffs.c.conversation_id == table.id),
        exists().where(left_messages.c.conversation_id == table.id),
    )
    request = exists().where(rights_requests.c.conversation_id == table.id)
    unanswered = exists().where(
        rights_requests.c.conversation_id == table.id, rights_requests.c.closed_at.is_(None)
    )
    young = exists().where(
        rights_requests.c.conversation_id == table.id,
        rights_requests.c.closed_at >= limits.requests,
    )
    stripped = table.token_hash == PURGED
    return {
        "answered": ~request & ~handed_off & (table.updated_at < limits.answered),
        "handed_off": ~request & handed_off & (table.updated_at < limits.handed_off),
        "requests": request & ~unanswered & ~young & (table.updated_at < limits.handed_off),
        "to_proof": request
        & ~unanswered
        & young
        & ~stripped
        & (table.updated_at < limits.handed_off),
    }


async def erase(connection: AsyncConnection, ids: list[str]) -> None:
    """Delete these conversations; all that hangs on them goes with them."""
    await _let_go(connection, ids)
    await connection.execute(delete(conversations).where(conversations.c.id.in_(ids)))


async def _let_go(connection: AsyncConnection, ids: list[str]) -> None:
    """What no foreign key takes away: what agents marked holds the visitor's words as well."""
    await connection.execute(delete(candidates).where(candidates.c.conversation_id.in_(ids)))
    await connection.execute(
        update(conversations).where(conversations.c.previous_id.in_(ids)).values(previous_id=None)
    )


async def strip_to_proof(connection: AsyncConnection, ids: list[str]) -> None:
    """Leave that a right was exercised, when, and what came of it, without a word of the visitor."""
    await _let_go(connection, ids)
    for table in _OF_A_CONVERSATION:
        await connection.execute(delete(table).where(table.c.conversation_id.in_(ids)))
    await connection.execute(
        update(conversations)
        .where(conversations.c.id.in_(ids))
        .values(
            token_hash=PURGED, state="closed", owner_id=None, waiting_since=None, page=None,
            preview="", visitor_preview="", previous_id=None, last_note=0,
        )
    )  # fmt: skip
    written = rights_requests.c.conversation_id.in_(ids) & rights_requests.c.note.is_not(None)
    for row in await connection.execute(
        select(rights_requests.c.id, rights_requests.c.note).where(written)
    ):
        await connection.execute(
            update(rights_requests)
            .where(rights_requests.c.id == row.id)
            .values(note=masked(row.note))
        )


def _write_anew(path: str) -> None:
    """VACUUM, and truncate the write-ahead log. Raises Unavailable while others don't let us."""
    try:
        with closing(
            sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, uri=path.startswith("file:")
            )
        ) as file:
            file.execute("PRAGMA secure_delete = ON")
            file.execute("VACUUM")
            (busy, *_) = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise Unavailable(
            f"What was deleted is still in the file of the database: {error}.", retry_after=60
        ) from error
    if busy:
        raise Unavailable(
            "What was deleted is still in the write-ahead log: somebody is reading.", retry_after=60
        )
