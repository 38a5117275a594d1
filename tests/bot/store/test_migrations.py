"""The migrations make the tables that the code expects."""

import asyncio
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.store import DatabaseUnusable, Store, engine, tables, tables_live
from bot.store.migrate import migration_config
from bot.store.tables import metadata


async def test_migrations_and_tables_agree(empty_database_url: str) -> None:
    store = await Store.open(empty_database_url)

    def differences(connection: Connection) -> Any:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return compare_metadata(context, metadata)

    async with store.read() as connection:
        assert await connection.run_sync(differences) == []
    await store.close()


async def test_replicas_started_at_once_migrate_in_turn(empty_database_url: str) -> None:
    stores = await asyncio.gather(*(Store.open(empty_database_url) for _ in range(12)))
    for store in stores:
        assert await store.documents() == []
        await store.close()


async def test_a_failed_migration_leaves_nothing_behind(empty_database_url: str) -> None:
    def fails(connection: Connection, on_progress: Any) -> None:
        real(connection, on_progress)
        raise OSError("the power went off")

    real = engine.upgrade
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "upgrade", fails)
        with pytest.raises(DatabaseUnusable, match="the power went off"):
            await Store.open(empty_database_url)
    store = await Store.open(empty_database_url)
    assert await store.documents() == []
    await store.close()


async def test_going_down_takes_every_table_away(empty_database_url: str) -> None:
    store = await Store.open(empty_database_url)

    def down(connection: Connection) -> list[str]:
        config = migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        return inspect(connection).get_table_names()

    async with store.write() as connection:
        assert await connection.run_sync(down) == ["alembic_version"]
    await store.close()


async def test_conversations_of_the_first_release_come_along(empty_database_url: str) -> None:
    """What the first release stored is there after the update, with what the new columns need."""
    await first_release(empty_database_url)
    store = await Store.open(empty_database_url)
    conversation = await store.conversation("a" * 32)
    assert conversation is not None
    assert conversation.visitor_preview == "Où sont mes DONNÉES ?"
    events = await store.events_after("a" * 32, 0)
    assert [event.seq for event in events] == [1, 2, 3]
    async with store.read() as connection:
        folded = await connection.execute(select(tables.events.c.folded).order_by("seq"))
        assert list(folded.scalars()) == ["ou sont mes donnees ?", "la", None]
        present = await connection.execute(select(tables_live.presence.c.account_id))
        assert list(present.scalars()) == [1], "whoever has a conversation is not thrown out"
        waits = await connection.execute(select(tables_live.handoffs.c.conversation_id))
        assert list(waits.scalars()) == ["b" * 32]
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        async with store.write() as connection:
            await connection.execute(update(tables.events).values(type="other"))
    for again in ("client_id", "reply_to"):  # what the copied table must still refuse
        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            async with store.write() as connection:
                await connection.execute(
                    text(
                        "INSERT INTO events (conversation_id, seq, type, at, sender, author, "
                        "client_id, reply_to) SELECT conversation_id, 9, type, at, sender, author, "
                        f"{'client_id, NULL' if again == 'client_id' else 'NULL, reply_to'} "
                        f"FROM events WHERE {again} IS NOT NULL"
                    )
                )
    async with store.write() as connection:
        await connection.execute(delete(tables.conversations))
        left = await connection.execute(select(tables.events.c.seq))
        assert left.all() == [], "events still go with their conversation"
    await store.close()


async def first_release(url: str) -> None:
    """A database as the first release left it: one conversation an agent has, one that waits."""
    store = await Store.open(url)

    def back(connection: Connection) -> None:
        config = migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")

    async with store.write() as connection:
        await connection.run_sync(back)
        await connection.execute(
            text(
                "INSERT INTO accounts (id, email, name, role, password_hash, must_change_password,"
                " created_at) VALUES (1, 'a@b', 'Amélie', 'agent', 'x', false,"
                " '2026-01-01 00:00:00.000000')"
            )
        )
        for id, state, owner, waiting in (
            ("a" * 32, "agent", "1", "NULL"),
            ("b" * 32, "waiting", "NULL", "'2026-01-01 00:00:00.000000'"),
        ):
            await connection.execute(
                text(
                    "INSERT INTO conversations (id, token_hash, language, state, owner_id, last_seq,"
                    " preview, created_at, updated_at, waiting_since, expires_at) VALUES"
                    f" ('{id}', 'x', 'fr', '{state}', {owner}, 3, 'x', '2026-01-01 00:00:00.000000',"
                    f" '2026-01-01 00:00:00.000000', {waiting}, '2026-01-01 00:00:00.000000')"
                )
            )
        await connection.execute(
            text(
                "INSERT INTO events (conversation_id, seq, type, at, sender, author, text, client_id,"
                " reply_to, state, action) VALUES"
                f" ('{'a' * 32}', 1, 'message', '2026-01-01 00:00:00.000000', 'visitor', 'visitor',"
                "  'Où sont mes DONNÉES ?', '1', NULL, NULL, NULL),"
                f" ('{'a' * 32}', 2, 'message', '2026-01-01 00:00:00.000000', 'assistant', 'assistant',"
                "  'Là', NULL, 1, NULL, NULL),"
                f" ('{'a' * 32}', 3, 'state', '2026-01-01 00:00:00.000000', 'agent:1', NULL,"
                "  NULL, NULL, NULL, 'agent', 'claim')"
            )
        )
    await store.close()
