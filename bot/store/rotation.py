"""Seals anew what is stored, with the key that seals now, whatever it was sealed with before."""

from sqlalchemy import Column, Table, Text, cast, select, tuple_, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import sealing
from bot.store.purge import PurgeTables
from bot.store.sealing import MARK, Sealed, SealedJson
from bot.store.tables import events, metadata
from bot.store.tables_live import notes

BATCH = 500
FOLDED = {events.name: None, notes.name: ""}
"""What is searched in lies open: sealed, there is none."""


def sealed_columns(table: Table) -> list[Column[object]]:
    """Those of a table that are sealed."""
    return [one for one in table.columns if isinstance(one.type, Sealed | SealedJson)]


class RotationTables(PurgeTables):
    """Another key for what is stored."""

    async def seal_all(self) -> int:
        """Seal it with the newest key, a batch at a time, while the service may run. How many rows changed.

        Begun again after it was stopped, it goes on. On SQLite nothing of before is in the file afterwards.
        """
        changed = 0
        for table in metadata.sorted_tables:
            if sealed_columns(table):
                changed += await self._seal_table(table)
        # also if nothing changed: the last time somebody may have been reading for long
        await self.forget_bytes()
        return changed

    async def unknown_keys(self) -> set[str]:
        """Names of keys that a sample of what is stored needs and the process does not have."""
        known = {key.name for key in sealing.ring().keys}
        raw = type_coerce(events.c.text, Text)
        newest = (
            select(raw).where(events.c.text.is_not(None)).order_by(events.c.at.desc()).limit(20)
        )
        oldest = select(raw).where(events.c.text.is_not(None)).order_by(events.c.at).limit(20)
        async with self.read() as connection:
            found = [
                *(await connection.execute(newest)).scalars(),
                *(await connection.execute(oldest)).scalars(),
            ]
        names = {one[1:].partition(":")[0] for one in found if one.startswith(MARK)}
        return names - known

    async def _seal_table(self, table: Table) -> int:
        key = list(table.primary_key.columns)
        columns = sealed_columns(table)
        raw = [
            cast(one, Text) if isinstance(one.type, SealedJson) else type_coerce(one, Text)
            for one in columns
        ]
        page = select(*key, *(value.label(f"raw_{n}") for n, value in enumerate(raw)), *columns)
        page = page.order_by(*key).limit(BATCH).with_for_update()
        wanted, changed = page, 0
        while True:
            async with self.write() as connection:
                rows = (await connection.execute(wanted)).all()
                for row in rows:
                    changed += await _seal_row(connection, table, key, columns, tuple(row))
            if len(rows) < BATCH:
                return changed
            wanted = page.where(tuple_(*key) > tuple_(*rows[-1][: len(key)]))


async def _seal_row(
    connection: AsyncConnection,
    table: Table,
    key: list[Column[object]],
    columns: list[Column[object]],
    row: tuple[object, ...],
) -> bool:
    count = len(key)
    raws, values = row[count : count + len(columns)], row[count + len(columns) :]
    old = {
        column.name: value
        for column, raw, value in zip(columns, raws, values, strict=True)
        if raw is not None and not _is_newest(str(raw))
    }
    if not old:
        return False
    more = {"folded": FOLDED[table.name]} if table.name in FOLDED else {}
    where = [column == value for column, value in zip(key, row, strict=False)]
    await connection.execute(update(table).where(*where).values(**old, **more))
    return True


def _is_newest(raw: str) -> bool:
    """A string of JSON has quotes, and the mark written out."""
    plain = raw.strip('"').replace("\\u001d", MARK)
    return sealing.ring().is_newest(plain)
