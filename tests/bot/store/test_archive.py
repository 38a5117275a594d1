"""A backup taken while people write is one moment of it, and becomes a working service again."""

import asyncio
import json
import os
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from bot.accounts.accounts import Role
from bot.app import create_app
from bot.conversations.events import Conversation
from bot.errors import Conflict, Unprocessable
from bot.store import Store
from bot.store.archive import MANIFEST, read_manifest
from bot.store.tables import conversations as table
from bot.store.tables import metadata
from tests.bot.web.whole_app import whole
from tests.conftest import BOTH, Postgres

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WRITERS = 4
PASSWORD = "correct horse battery"
NewUrl = Callable[[str], Awaitable[str]]


@pytest.fixture
async def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[NewUrl]:
    """Makes the address of an empty database of either kind."""
    made = []

    async def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite+aiosqlite:///{tmp_path}/restored.db"
        made.append(await request.getfixturevalue("postgres").empty_database())
        return str(made[-1])

    yield make
    for url in made:
        server: Postgres = request.getfixturevalue("postgres")
        await server.drop(url)


async def contents(store: Store) -> dict[str, list[Any]]:
    """Every row of every table, as the service reads it."""
    async with store.read() as connection:
        return {
            one.name: [tuple(row) for row in await connection.execute(
                select(one).order_by(*one.primary_key.columns)
            )]
            for one in metadata.sorted_tables
        }  # fmt: skip


@pytest.mark.parametrize("target", BOTH)
async def test_taken_under_load_it_becomes_a_working_service(
    database_url: str, target: str, new_url: NewUrl, tmp_path: Path
) -> None:
    file = tmp_path / "a.zip"
    tokens: dict[str, tuple[str, list[str]]] = {}
    writing, enough = True, asyncio.Event()

    async with whole(database_url, tmp_path / "texts") as parts:
        await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN, PASSWORD)

        async def writer() -> None:
            while writing:
                begun = await parts.conversations.start("en")
                id = begun.conversation.id
                tokens[id] = (begun.token, [])
                for number in range(3):
                    await parts.conversations.say(
                        id, str(number), f"Where is № {number}? “é” \U0001f600"
                    )
                    tokens[id][1].append(str(number))
                if len(tokens) > 2 * WRITERS:
                    enough.set()

        writers = [asyncio.create_task(writer()) for _ in range(WRITERS)]
        await enough.wait()
        stored_before = {id: list(said) for id, (_, said) in tokens.items()}
        manifest = await parts.store.back_up(file, NOW)
        writing = False
        await asyncio.gather(*writers)
        assert len(tokens) > len(stored_before), "people wrote meanwhile"

    assert manifest == read_manifest(file)
    assert file.stat().st_mode & 0o077 == 0, "nobody else may read it"
    assert [one for one in os.listdir(tmp_path) if one.endswith(".part")] == []
    url = await new_url(target)
    empty = await Store.open(url)
    assert (await empty.restore(file, overwrite=False)).rows == manifest.rows
    await empty.close()
    async with whole(url, tmp_path / "texts") as parts:
        assert [one.document for one in parts.library.snapshots] == ["privacy"]
        assert await parts.accounts.sign_in("anna@example.org", PASSWORD)
        transport = httpx.ASGITransport(create_app(parts))
        async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
            seen = 0
            for id, (token, _) in tokens.items():
                headers = {"Authorization": f"Bearer {token}"}
                read = await client.get(f"/api/conversations/{id}", headers=headers)
                if read.status_code == 401:
                    assert id not in stored_before, "what was acknowledged before is in it"
                    continue
                seen += 1
                said = [e["message"] for e in read.json()["events"] if e["type"] == "message"]
                ids = [one["client_id"] for one in said]
                assert ids == [str(n) for n in range(len(ids))]
                assert ids[: len(stored_before.get(id, ()))] == stored_before.get(id, [])
                assert all(one["text"].endswith("“é” \U0001f600") for one in said)
        assert seen >= len(stored_before)
        # numbers go on where they were: nothing new collides with what was put in
        await parts.accounts.add("bo@example.org", "Bo", Role.AGENT, PASSWORD)
        again = await parts.conversations.start("en")
        await parts.conversations.say(again.conversation.id, "1", "How long?")


async def test_every_value_comes_back(
    store: Store, new_url: NewUrl, tmp_path: Path, conversations: Any, new_agent: Any
) -> None:
    kind = "sqlite" if store.is_sqlite else "postgresql"
    agent = await new_agent("Anna")
    id = (await conversations.start("fr")).conversation.id
    await conversations.say(id, "1", "Supprimez toutes mes données personnelles")
    await conversations.claim(id, agent)
    await conversations.reply(id, agent, "2", "D’accord.")
    await store.back_up(tmp_path / "a.zip", NOW)
    restored = await Store.open(await new_url(kind))
    await restored.restore(tmp_path / "a.zip", overwrite=False)
    assert await contents(restored) == await contents(store)
    await restored.close()


async def test_nothing_is_overwritten_unasked(
    store: Store, tmp_path: Path, conversations: Any
) -> None:
    await conversations.start("en")
    await store.back_up(tmp_path / "a.zip", NOW)
    with pytest.raises(Conflict, match="already"):
        await store.back_up(tmp_path / "a.zip", NOW)
    await conversations.start("en")

    async def count() -> int:
        async with store.read() as connection:
            found = await connection.execute(select(func.count()).select_from(table))
            return found.scalar_one()

    with pytest.raises(Conflict, match="--overwrite"):
        await store.restore(tmp_path / "a.zip", overwrite=False)
    assert await count() == 2
    await store.restore(tmp_path / "a.zip", overwrite=True)
    assert await count() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_damaged_file_changes_nothing(
    store: Store, tmp_path: Path, conversations: Any
) -> None:
    kept: Conversation = (await conversations.start("en")).conversation
    good = tmp_path / "a.zip"
    await store.back_up(good, NOW)
    whole_file = good.read_bytes()
    bad = tmp_path / "bad.zip"
    for place in range(0, len(whole_file), max(1, len(whole_file) // 60)):
        damaged = bytearray(whole_file)
        damaged[place] ^= 0xFF
        bad.write_bytes(damaged)
        try:
            await store.restore(bad, overwrite=True)
        except Unprocessable:
            continue
        # a byte that nothing hangs on, such as the date of a member
        assert await store.conversation(kept.id) is not None, place
    bad.write_bytes(whole_file[: len(whole_file) // 2])
    with pytest.raises(Unprocessable):
        await store.restore(bad, overwrite=True)
    assert await store.conversation(kept.id) is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_of_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    await store.back_up(tmp_path / "a.zip", NOW)
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(tmp_path / "a.zip") as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == MANIFEST:
                body = json.dumps(json.loads(body) | {"revision": "9999"}).encode()
            new.writestr(name, body)
    assert read_manifest(newer) == replace(read_manifest(tmp_path / "a.zip"), revision="9999")
    with pytest.raises(Unprocessable, match="newer"):
        await store.restore(newer, overwrite=True)
    assert await store.documents() == []
