"""Opening a database, and what every transaction may rely on."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.exc import IntegrityError

from bot.errors import Unavailable
from bot.store import DatabaseUnusable, Store, engine
from bot.store.tables import conversations, documents, events


def sqlite(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def test_pragmas_hold_on_every_sqlite_connection(tmp_path: Path) -> None:
    store = await Store.open(sqlite(tmp_path / "clause.db"))
    together = asyncio.Barrier(6)

    async def pragmas() -> list[object]:
        async with store.read() as connection:
            await together.wait()  # six connections at once, none used twice
            return [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]

    for found in await asyncio.gather(*(pragmas() for _ in range(6))):
        assert found == ["wal", 2, 1, engine.BUSY_SECONDS * 1000]
    await store.close()


async def test_sqlite_takes_the_write_lock_when_a_write_begins(tmp_path: Path) -> None:
    store = await Store.open(sqlite(tmp_path / "clause.db"))
    other = sqlite3.connect(tmp_path / "clause.db", timeout=0, isolation_level=None)
    async with store.read():
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    async with store.write():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()
    await store.close()


async def test_a_read_sees_one_moment(tmp_path: Path) -> None:
    store = await Store.open(sqlite(tmp_path / "clause.db"))
    async with store.read() as connection:
        count = text("SELECT count(*) FROM documents")
        assert (await connection.execute(count)).scalar_one() == 0
        await store.add_version("privacy", "Privacy", "fr", "0" * 12, "a.txt", b"", b"", "e")
        assert (await connection.execute(count)).scalar_one() == 0
    assert len(await store.documents()) == 1
    await store.close()


async def test_foreign_keys_are_enforced(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(
                text(
                    "INSERT INTO open_questions (conversation_id, seq, asked_at, failures) "
                    "VALUES ('nobody', 1, '2026-01-01 00:00:00', 0)"
                )
            )


async def test_a_write_that_raises_is_undone(store: Store) -> None:
    async def write_and_fail() -> None:
        async with store.write() as connection:
            await connection.execute(
                insert(documents).values(slug="a", title="A", created_at=datetime.now(UTC))
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    assert await store.documents() == []


async def test_a_moment_needs_its_time_zone(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with store.write() as connection:
            await connection.execute(
                insert(documents).values(slug="a", title="A", created_at=datetime(2026, 1, 1))
            )


async def test_an_error_does_not_tell_what_was_written(store: Store) -> None:
    await store.add_version("p", "a private title", "fr", "a" * 12, "a.txt", b"", b"", "e")
    with pytest.raises(IntegrityError) as raised:
        async with store.write() as connection:
            await connection.execute(
                insert(documents).values(slug="p", title="a secret", created_at=datetime.now(UTC))
            )
    assert "a secret" not in str(raised.value)


async def test_no_connection_is_left_open_after_use(store: Store) -> None:
    await asyncio.gather(*(store.documents() for _ in range(20)))
    assert store.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


async def test_opening_again_keeps_everything(database_url: str) -> None:
    first = await Store.open(database_url)
    await first.add_version("privacy", "Privacy", "fr", "0" * 12, "a.txt", b"s", b"i", "e")
    await first.close()
    told: list[str] = []
    second = await Store.open(database_url, told.append)
    assert [document.slug for document in await second.documents()] == ["privacy"]
    assert len(told) == 1, "only 'Opening …': no table was touched"
    await second.close()


async def test_progress_is_told_without_the_password(tmp_path: Path) -> None:
    told: list[str] = []
    store = await Store.open(sqlite(tmp_path / "new" / "folder" / "clause.db"), told.append)
    assert told[0].startswith("Opening the database")
    assert told[1] == "Preparing the tables"
    await store.close()


@pytest.mark.parametrize(
    ("address", "helps"),
    [
        ("mysql://somewhere/db", "Currently, it begins with 'mysql'"),
        ("not an address", "must begin with sqlite"),
        ("sqlite+aiosqlite://", "needs a file"),
        ("sqlite+aiosqlite:///:memory:", "needs a file"),
    ],
)
async def test_an_address_that_names_no_database(address: str, helps: str) -> None:
    with pytest.raises(DatabaseUnusable, match=helps):
        await Store.open(address)


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "clause.db").write_bytes(b"this is a letter, not a database\n" * 100)
    with pytest.raises(
        DatabaseUnusable, match=r"clause\.db cannot be used: file is not a database"
    ):
        await Store.open(sqlite(tmp_path / "clause.db"))


async def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="cannot be used: unable to open"):
        await Store.open(sqlite(tmp_path))


async def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(
        DatabaseUnusable, match=r"The folder of the database, .*var, cannot be made"
    ):
        await Store.open(sqlite(tmp_path / "var" / "clause.db"))


async def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    await (await Store.open(sqlite(tmp_path / "clause.db"))).close()
    address = f"sqlite+aiosqlite:///file:{tmp_path}/clause.db?mode=ro&uri=true"
    with pytest.raises(DatabaseUnusable, match="readonly database"):
        await Store.open(address)


async def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "clause.db"
    await (await Store.open(sqlite(path))).close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match="malformed"):
        await Store.open(sqlite(path))


async def test_a_server_that_does_not_run() -> None:
    address = "postgresql+asyncpg://clause:a-secret@127.0.0.1:1/clause"
    with pytest.raises(DatabaseUnusable, match="See that it runs") as raised:
        await Store.open(address)
    assert "a-secret" not in raised.value.detail


@pytest.mark.postgres
async def test_a_server_without_that_database(postgres: Any) -> None:
    address = postgres.url("nobody_made_this")
    with pytest.raises(DatabaseUnusable, match='"nobody_made_this" does not exist'):
        await Store.open(address)


async def test_tables_of_a_newer_version(database_url: str) -> None:
    store = await Store.open(database_url)
    async with store.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await store.close()
    with pytest.raises(DatabaseUnusable, match=r"newer version of Clause \(9999\)"):
        await Store.open(database_url)


async def test_a_database_that_is_busy_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    store = await Store.open(sqlite(tmp_path / "clause.db"))
    other = sqlite3.connect(tmp_path / "clause.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="nothing was stored") as raised:
        await store.add_version("privacy", "P", "fr", "0" * 12, "a.txt", b"", b"", "e")
    assert raised.value.extra == {"retry_after": 2}
    other.execute("ROLLBACK")
    other.close()
    await store.add_version("privacy", "P", "fr", "0" * 12, "a.txt", b"", b"", "e")
    await store.close()


@pytest.mark.postgres
async def test_a_connection_that_broke_is_replaced(postgres: Any) -> None:
    address = await postgres.migrated_database()
    store = await Store.open(address)
    await store.documents()
    name = make_url(address).database
    await postgres.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    )
    assert await store.documents() == []
    await store.close()
    await postgres.drop(address)


@pytest.mark.postgres
async def test_a_server_that_went_away(postgres: Any) -> None:
    address = await postgres.migrated_database()
    store = await Store.open(address)
    await postgres.drop(address)
    with pytest.raises(Unavailable, match="does not respond"):
        await store.documents()
    await store.close()


async def test_no_two_published_versions_whatever_the_code_does(store: Store) -> None:
    ids = []
    for version in ("a" * 12, "b" * 12):
        added = await store.add_version("p", "P", "fr", version, "a.txt", b"", b"", "e")
        ids.append(added.id)
    await store.publish(ids[0])
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(
                text("UPDATE versions SET state = 'published' WHERE id = :id"), {"id": ids[1]}
            )


async def test_one_answer_a_question_whatever_the_code_does(store: Store) -> None:
    now = datetime.now(UTC)
    await store.add_conversation("c" * 32, "0" * 64, "en", now=now, expires_at=now)
    answer = {
        "conversation_id": "c" * 32,
        "type": "message",
        "at": now,
        "sender": "assistant",
        "author": "assistant",
        "text": "yes",
        "reply_to": 1,
    }
    async with store.write() as connection:
        await connection.execute(insert(events).values(answer | {"seq": 2}))
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(insert(events).values(answer | {"seq": 3}))
    async with store.read() as connection:
        assert len((await connection.execute(select(events))).all()) == 1
        assert (await connection.execute(select(conversations.c.state))).scalar_one() == "bot"
