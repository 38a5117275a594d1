"""The migrations make the tables that the code expects."""

import asyncio
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.store import DatabaseUnusable, Store, engine
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
    stores = await asyncio.gather(*(Store.open(empty_database_url) for _ in range(4)))
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
