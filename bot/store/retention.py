"""For how long things are kept and since when: whoever makes it shorter gets time to think."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Person
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.tables_privacy import retention


@dataclass(frozen=True)
class Kept:
    """For how many days each is kept."""

    answered_days: int
    handed_off_days: int
    requests_days: int
    audit_days: int

    def shorter_than(self, other: "Kept") -> bool:
        """Whether anything is kept for less long than with the other."""
        mine, theirs = asdict(self), asdict(other)
        return any(mine[name] < theirs[name] for name in mine)


class RetentionTables(Database):
    """What the database knows of how long things are kept."""

    async def retention_begins(self, kept: Kept, now: datetime, grace: timedelta) -> datetime:
        """When things begin to end by these times; before, nothing may be deleted by itself.

        That is `grace` after they were first seen here, or after any of them became shorter. Longer
        times hold at once: they end nothing.
        """
        async with self.write() as connection:
            return await _begins(connection, kept, now, grace)

    async def choose_retention(
        self, kept: Kept, now: datetime, grace: timedelta, who: Person
    ) -> datetime:
        """Keep things for so long from now on; as `retention_begins`, with a line in the audit log."""
        async with self.write() as connection:
            begins = await _begins(connection, kept, now, grace)
            line = audit_line(who, "choose_retention", "retention", now, asdict(kept))
            await connection.execute(line)
        return begins

    async def retention_kept(self) -> Kept | None:
        """The times that hold by now; None before the service was started with retention."""
        async with self.read() as connection:
            row = (await connection.execute(select(retention))).one_or_none()
        return _kept(row) if row else None

    async def retention_announced(self) -> datetime | None:
        """When things begin, or began, to end; None before the service was started with retention."""
        async with self.read() as connection:
            begins: datetime | None = await connection.scalar(select(retention.c.begins_at))
        return begins


def _kept(row: Row[Any]) -> Kept:
    return Kept(**{field.name: row._mapping[field.name] for field in fields(Kept)})


async def _begins(
    connection: AsyncConnection, kept: Kept, now: datetime, grace: timedelta
) -> datetime:
    row = (await connection.execute(select(retention))).one_or_none()
    if row is None:
        await connection.execute(
            insert(retention).values(id=1, begins_at=now + grace, **asdict(kept))
        )
        return now + grace
    before = _kept(row)
    begins: datetime = now + grace if kept.shorter_than(before) else row.begins_at
    if kept != before:
        await connection.execute(update(retention).values(begins_at=begins, **asdict(kept)))
    return begins
