"""Since when the times hold that things are kept for: whoever makes them shorter gets time to think."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

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
            row = (await connection.execute(select(retention))).one_or_none()
            if row is None:
                await connection.execute(
                    insert(retention).values(id=1, begins_at=now + grace, **asdict(kept))
                )
                return now + grace
            before = Kept(**{name: row._mapping[name] for name in asdict(kept)})
            begins: datetime = now + grace if kept.shorter_than(before) else row.begins_at
            if kept != before:
                await connection.execute(update(retention).values(begins_at=begins, **asdict(kept)))
            return begins

    async def retention_announced(self) -> datetime | None:
        """When things begin, or began, to end; None before the service was started with retention."""
        async with self.read() as connection:
            begins: datetime | None = await connection.scalar(select(retention.c.begins_at))
        return begins
