"""`clause doctor` finds what is wrong, says how to mend it, and changes nothing."""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import text

from bot import doctor
from bot.accounts.accounts import Role
from bot.doctor import Finding, State, examine
from bot.settings import ROOT, Settings
from bot.store import Store
from bot.store.migrate import migration_config
from tests.bot.web.whole_app import whole
from tests.faults.service import free_port


def about(found: list[Finding], what: str) -> Finding:
    """The worst of what was found about something."""
    return max(
        (one for one in found if one.about == what), key=lambda one: list(State).index(one.state)
    )


async def looked(look: doctor.Look, **settings: Any) -> list[Finding]:
    found = await examine(Settings(**settings), (look,))
    for one in found:
        assert one.says, one
        assert bool(one.mend) == (one.state is not State.GOOD), one
    return found


async def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/none.db"
    assert about(await looked(doctor.database, database_url=url), "database").state is State.BAD
    assert os.listdir(tmp_path) == [], "it changes nothing"
    url = "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    assert about(await looked(doctor.database, database_url=url), "database").state is State.BAD


async def test_a_database_with_everything_in_it(database_url: str, tmp_path: Path) -> None:
    found = await looked(doctor.database, database_url=database_url)
    assert about(found, "database").state is State.GOOD
    assert about(found, "texts").state is State.BAD, "nothing is published"
    async with whole(database_url, tmp_path / "texts") as parts:
        await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN)
        started = await parts.conversations.start("en")
        await parts.conversations.say(started.conversation.id, "1", "How long?")
        found = await looked(doctor.database, database_url=database_url)
        assert about(found, "texts") == Finding("texts", State.GOOD, "1 texts are live.")
        assert "anna@example.org" in about(found, "accounts").says
        assert about(found, "clock").state is State.GOOD
        async with parts.store.write() as connection:
            await connection.execute(
                text("UPDATE events SET at = :later"),
                {"later": _stored(datetime.now(UTC) + timedelta(hours=1), parts.store)},
            )
            await connection.execute(text("UPDATE versions SET state = 'draft'"))
        found = await looked(doctor.database, database_url=database_url)
        assert "went back" in about(found, "clock").says
        assert about(found, "texts").state is State.BAD


def _stored(at: datetime, store: Store) -> Any:
    return at.replace(tzinfo=None).isoformat(" ") if store.is_sqlite else at


async def test_tables_of_another_version_are_told_and_left(empty_database_url: str) -> None:
    from alembic import command

    store = await Store.open(empty_database_url)

    def back(connection: Any) -> None:
        config = migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0008")

    async with store.write() as connection:
        await connection.run_sync(back)
    for _ in range(2):
        found = await looked(doctor.database, database_url=empty_database_url)
        assert about(found, "database").state is State.NOTE
    await store.close()


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the public address answers, instead of a network."""
    answer: dict[str, Any] = {"status_code": 200, "headers": {}}

    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(answer.get("error"), Exception):
            raise answer["error"]
        return httpx.Response(answer["status_code"], headers=answer["headers"])

    class Client(httpx.AsyncClient):
        def __init__(self, **more: Any) -> None:
            super().__init__(transport=httpx.MockTransport(handle), **more)

    monkeypatch.setattr(doctor.httpx, "AsyncClient", Client)
    return answer


async def test_the_public_address(reached: dict[str, Any]) -> None:
    https = {"public_url": "https://clause.example"}
    look = doctor.public_url
    assert about(await looked(look), "public address").state is State.NOTE
    plain = await looked(look, public_url="http://clause.example")
    assert about(plain, "public address").state is State.BAD
    assert about(await looked(look, **https), "proxy").state is State.BAD, "no word of https"
    reached["headers"] = {"strict-transport-security": "max-age=1"}
    found = await looked(look, **https)
    assert {one.state for one in found} == {State.GOOD}
    reached["headers"]["date"] = "Mon, 02 Mar 2020 09:30:00 GMT"
    assert about(await looked(look, **https), "clock").state is State.BAD
    reached["status_code"] = 502
    assert about(await looked(look, **https), "public address").state is State.BAD
    reached["error"] = httpx.ConnectError("no")
    assert about(await looked(look, **https), "public address").state is State.NOTE


async def test_settings_that_are_not_safe() -> None:
    weak = {
        "public_url": "https://clause.example",
        "database_url": "postgresql+asyncpg://clause:postgres@db/clause",
    }
    assert about(await looked(doctor.secrets, **weak), "secrets").state is State.BAD
    assert about(await looked(doctor.secrets), "secrets").state is State.GOOD
    assert about(await looked(doctor.proxies, trusted_proxies="*"), "proxy").state is State.BAD
    assert about(await looked(doctor.proxies), "proxy").state is State.GOOD
    assert about(await looked(doctor.sites), "sites").state is State.NOTE
    mine = await looked(doctor.sites, allowed_origins=["https://a.example"])
    assert about(mine, "sites").state is State.GOOD
    oidc = await looked(doctor.provider, oidc_issuer="https://login.example")
    assert about(oidc, "sign-in").state is State.BAD


async def test_models_that_do_not_load(tmp_path: Path) -> None:
    found = await looked(doctor.models, encoder=str(tmp_path / "nothing"))
    assert about(found, "models").state is State.BAD


async def test_backups(database_url: str, tmp_path: Path) -> None:
    assert about(await looked(doctor.backups), "backup").state is State.NOTE
    folder = tmp_path / "backups"
    folder.mkdir()
    assert about(await looked(doctor.backups, backups=folder), "backup").state is State.BAD
    store, now = await Store.open(database_url), datetime.now(UTC)
    await store.back_up(folder / "clause-1.backup", now - timedelta(days=3))
    assert about(await looked(doctor.backups, backups=folder), "backup").state is State.BAD
    await store.back_up(folder / "clause-2.backup", now)
    (folder / "clause-3.backup").write_bytes(b"half a file")
    assert about(await looked(doctor.backups, backups=folder), "backup").state is State.GOOD
    await store.close()


async def test_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/clause.db"
    usage = doctor.shutil._ntuple_diskusage  # type: ignore[attr-defined]
    for free, state in ((500_000_000, State.BAD), (5_000_000_000, State.GOOD)):
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _, free=free: usage(1, 1, free))
        assert about(await looked(doctor.disk, database_url=url), "disk").state is state


class Mailbox:
    """Takes everything."""


async def test_mail() -> None:
    assert about(await looked(doctor.mail), "mail").state is State.NOTE
    half = await looked(doctor.mail, smtp_host="127.0.0.1")
    assert about(half, "mail").state is State.BAD, "nobody whom e-mails come from"
    port = free_port()
    server = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    server.start()
    mail = {"smtp_host": "127.0.0.1", "smtp_sender": "a@b.example", "smtp_tls": "none"}
    assert about(await looked(doctor.mail, **mail, smtp_port=port), "mail").state is State.GOOD
    await asyncio.to_thread(server.stop)
    assert about(await looked(doctor.mail, **mail, smtp_port=port), "mail").state is State.BAD


async def test_a_look_that_fails_keeps_no_other_from_looking() -> None:
    async def broken(_: Settings) -> list[Finding]:
        raise RuntimeError("no")

    found = await examine(Settings(), (broken, doctor.sites))
    assert [one.about for one in found] == ["broken", "sites"]
    assert found[0].state is State.BAD


def clause(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSE_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=ROOT,
        env=own | settings | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )


async def test_on_the_command_line(tmp_path: Path) -> None:
    database, folder = tmp_path / "clause.db", tmp_path / "backups"
    environment = {
        "CLAUSE_DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        "CLAUSE_BACKUPS": str(folder),
        "CLAUSE_ENCODER": str(tmp_path / "no-model"),
    }
    async with whole(environment["CLAUSE_DATABASE_URL"], tmp_path / "texts") as parts:
        await parts.accounts.add("anna@example.org", "Anna", Role.ADMIN)
    made = await asyncio.to_thread(clause, "backup", "--keep", "1", **environment)
    assert made.returncode == 0, made.stderr
    [file] = folder.glob("clause-*.backup")
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    said = await asyncio.to_thread(clause, "doctor", "--json", **environment)
    assert said.returncode == 1, said.stderr
    told = json.loads(said.stdout)
    assert told["state"] == "bad"
    states = {one["about"]: one["state"] for one in told["findings"]}
    assert states["models"] == "bad"
    assert states["backup"] == "good"
    assert states["database"] == "good"
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    refused = await asyncio.to_thread(clause, "restore", str(file), **environment)
    assert refused.returncode == 2
    assert "--overwrite" in refused.stderr
    environment["CLAUSE_DATABASE_URL"] += ".new"
    restored = await asyncio.to_thread(clause, "restore", str(file), **environment)
    assert restored.returncode == 0, restored.stderr
    async with whole(environment["CLAUSE_DATABASE_URL"], tmp_path / "texts") as parts:
        assert [one.email for one in await parts.accounts.all()] == ["anna@example.org"]
