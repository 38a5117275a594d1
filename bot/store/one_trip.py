"""SQLite by way of aiosqlite, with a trip to its thread only for what may take a while.

aiosqlite makes a cursor, executes, fetches and closes in the connection's thread, and waits for each:
some forty trips for a message. On a busy machine each of them waits for a processor, and every write
waits for the trips of the writes before it, so that the trips, not the disk, said how many messages
a second are stored. Here a read makes one trip. A write makes two: to get SQLite's lock, and to have
the commit on the disk. Its statements in between find their rows by key and take microseconds.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, cast

from aiosqlite import Connection as ThreadConnection

LARGE = 64 * 1024
"""Parameters from so many bytes on are written in the thread: a snapshot takes its time."""

Work = Callable[[sqlite3.Connection], None]


class Cursor:
    """What one statement gave. All of it is fetched at once, as SQLAlchemy does anyway."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Run it, and fetch what it gives."""
        large = any(isinstance(one, bytes | str) and len(one) >= LARGE for one in parameters)
        await self._connection.run(
            lambda raw: self._take(raw.execute(statement, parameters)), statement, large=large
        )
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> "Cursor":
        """Run it once for each."""
        await self._connection.run(
            lambda raw: self._take(raw.executemany(statement, parameters)), statement, large=True
        )
        return self

    async def fetchall(self) -> list[Any]:
        """Every row, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""

    def _take(self, cursor: sqlite3.Cursor) -> None:
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        # only now: with RETURNING the rows are counted as they are fetched
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()


class Connection(ThreadConnection):
    """A connection that knows what its thread is needed for."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # must not hold up the end of the process
        self._writing = False
        self._settled = True
        """Nothing is going on in the thread. A caller that was cancelled leaves it unknown."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy needs no more of it
        """A new one, without a trip."""
        return Cursor(self)

    async def run(self, work: Work, statement: str, *, large: bool = False) -> None:
        """Do it here if it is quick, else in the thread. Raises what it raises."""
        if statement == "BEGIN IMMEDIATE":
            await self._in_thread(work)
            self._writing = True
        elif self._settled and not large and (self._writing or statement == "BEGIN"):
            work(self._conn)
        else:
            await self._in_thread(work)

    async def commit(self) -> None:
        """Commit; what was written is on the disk when this returns."""
        if self._settled and not self._writing:
            self._conn.commit()  # of what was only read: it frees the view, no more
            return
        await self._in_thread(lambda raw: raw.commit())
        self._writing = False

    async def rollback(self) -> None:
        """Undo what is not committed, if there is anything."""
        if not self._settled or self._conn.in_transaction:
            await self._in_thread(lambda raw: raw.rollback())
        self._writing = False

    async def _in_thread(self, work: Work) -> None:
        # What is in the thread already comes first: once this is through, all of it is.
        self._settled = False
        run = cast(Any, self._execute)
        try:
            await run(lambda: work(self._conn))
        except sqlite3.Error:
            self._settled = True
            raise
        self._settled = True


def connect(database: str, **options: Any) -> Connection:
    """A connection to await. options: as `sqlite3.connect` takes them."""
    # used by one task at a time, in the thread or outside: never by both at once
    return Connection(lambda: sqlite3.connect(database, **options | {"check_same_thread": False}))
