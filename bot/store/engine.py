"""The connection to the database: how it is opened, read from and written to.

SQLite runs in WAL with `synchronous=FULL`, so that a commit that was acknowledged is on the disk,
and takes its write lock when a write begins (`BEGIN IMMEDIATE`), so that what a transaction has
read cannot change before it writes. PostgreSQL gives the same by locking the row it decides on.
"""

import asyncio
import contextlib
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Table, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from bot.errors import ClauseError
from bot.store import one_trip
from bot.store.lost import Stage, unavailable_if_lost
from bot.store.migrate import DatabaseTooNew, upgrade

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
BUSY_SECONDS = 10
"""How long a write waits for another process's write before the caller is told to try again."""


class DatabaseUnusable(ClauseError):
    """The database cannot be used at all; the message says what to look at."""

    status, code, title = 503, "database-unusable", "The database cannot be used"


class Database:
    """An open database, migrated to this version's tables."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        # SQLite has one writer at a time. Waiting here, in order, is fair and costs nothing;
        # waiting inside SQLite is polling, and is left for writers of other processes.
        self._writers = asyncio.Lock() if self.is_sqlite else None

    @classmethod
    async def open(
        cls, database_url: str, on_progress: Callable[[str], None] | None = None
    ) -> Self:
        """Connect, and bring the tables up to date.

        on_progress: told a sentence before anything that may take a while.
        Raises DatabaseUnusable if the file cannot be written, the server cannot be reached, or the
        tables were made by a newer version.
        """
        url = _with_driver(database_url)
        shown = url.render_as_string(hide_password=True)
        if url.get_backend_name() == "sqlite":
            _make_folder(url)
            engine = _sqlite_engine(url)
        else:
            engine = create_async_engine(
                url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True
            )
        database = cls(engine)
        try:
            if on_progress:
                on_progress(f"Opening the database {shown}")
            async with database._begin(writing=True) as connection:
                await _check_journal(connection)
                await connection.run_sync(upgrade, on_progress)
                # A database that may only be read lets every transaction begin: write, to know.
                await connection.execute(
                    text("UPDATE alembic_version SET version_num = version_num")
                )
        except DatabaseTooNew as error:
            await engine.dispose()
            raise DatabaseUnusable(
                f"The database {shown} was made by a newer version of Clause ({error}). "
                "Start that version, or choose another database with CLAUSE_DATABASE_URL."
            ) from None
        except (SQLAlchemyError, OSError) as error:
            await engine.dispose()
            raise DatabaseUnusable(_why_unusable(url, shown, error)) from error
        except BaseException:
            await engine.dispose()
            raise
        return database

    async def close(self) -> None:
        """Close every connection; the object is of no use afterwards."""
        await self.engine.dispose()

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads: one consistent view on SQLite.

        Raises Unavailable if the database cannot be reached just now.
        """
        with unavailable_if_lost(Stage()):
            async with self._begin(writing=False) as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes: committed when the block ends, undone if it raises.

        Raises Unavailable if the database cannot be reached or is busy for too long.
        """
        stage = Stage()
        with unavailable_if_lost(stage):
            async with self._turn_to_write(), self._begin(writing=True) as connection:
                yield connection
                stage.committing = not self.is_sqlite  # SQLite says whether it was stored

    @contextlib.asynccontextmanager
    async def _turn_to_write(self) -> AsyncIterator[None]:
        """One writer after the other, on SQLite. Raises TimeoutError if others take too long.

        Where another process holds the file, the one whose turn it is waits for that in SQLite; those
        behind it must not each wait as long again.
        """
        if self._writers is None:
            yield
            return
        async with asyncio.timeout(BUSY_SECONDS):
            await self._writers.acquire()
        try:
            yield
        finally:
            self._writers.release()

    @contextlib.asynccontextmanager
    async def _begin(self, *, writing: bool) -> AsyncIterator[AsyncConnection]:
        async with self.engine.connect() as connection:
            await connection.execution_options(clause_writing=writing)
            async with connection.begin():
                yield connection


@contextlib.asynccontextmanager
async def connect(database_url: str) -> AsyncIterator[AsyncConnection]:
    """A connection to read with, to a database that is there; nothing is made or brought up to date.

    Raises DatabaseUnusable.
    """
    url = _with_driver(database_url)
    shown = url.render_as_string(hide_password=True)
    engine = create_async_engine(url, hide_parameters=True)
    try:
        _refuse_missing(url)
        async with engine.connect() as connection:
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseUnusable(_why_unusable(url, shown, error)) from error
    finally:
        await engine.dispose()


def _refuse_missing(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise DatabaseUnusable(
            f"There is no database {url.database} yet: the first start makes it."
        )


def _with_driver(database_url: str) -> URL:
    try:
        url = make_url(database_url)
        driver = DRIVERS[url.drivername]
    except (ArgumentError, KeyError):
        kind = database_url.partition(":")[0]
        raise DatabaseUnusable(
            "CLAUSE_DATABASE_URL must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://. "
            f"Currently, it begins with {kind!r}."
        ) from None
    if driver.startswith("sqlite") and url.database in (None, "", ":memory:"):
        raise DatabaseUnusable(
            "An SQLite database needs a file: sqlite+aiosqlite:///folder/clause.db"
        )
    return url.set(drivername=driver)


def _make_folder(url: URL) -> None:
    name = url.database or ""
    if name.startswith("file:"):
        return
    folder = Path(name).resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusable(
            f"The folder of the database, {folder}, cannot be made: {error.strerror}. "
            "Choose another with CLAUSE_DATABASE_URL."
        ) from None


def _sqlite_engine(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        # none beyond these: one that is opened for a moment costs more than waiting for another
        pool_size=16,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS, "async_creator_fn": one_trip.connect},
        hide_parameters=True,  # errors are logged, what visitors write is not
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        _log_ahead(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("clause_writing", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _log_ahead(cursor: Any) -> None:
    """Switch to write-ahead logging.

    Processes that open a new file at the same moment get in each other's way here, and SQLite does
    not wait as it does elsewhere: two that both want to switch would wait for ever. So we try again.
    """
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            await_only(asyncio.sleep(random.uniform(0.005, 0.05)))


async def _check_journal(connection: AsyncConnection) -> None:
    if connection.dialect.name != "sqlite":
        return
    mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
    if mode != "wal":
        raise DatabaseUnusable(
            f"SQLite could not switch to write-ahead logging (it stays in {mode!r}). "
            "Put the database on a local disk; network folders cannot do it."
        )


def _why_unusable(url: URL, shown: str, error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if url.get_backend_name() == "sqlite":
        return (
            f"The database file {url.database} cannot be used: {cause}. See that it is an SQLite "
            "database and that this user may write it and its folder, or choose another with "
            "CLAUSE_DATABASE_URL."
        )
    return (
        f"The PostgreSQL server at {shown} cannot be used: {cause}. See that it runs and that "
        "name, password and database are right in CLAUSE_DATABASE_URL."
    )


async def upsert(
    connection: AsyncConnection, table: Table, key: dict[str, Any], values: dict[str, Any]
) -> None:
    """Insert the row, or change `values` in the one that has that key already."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**key, **values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_=dict(values))
    )
