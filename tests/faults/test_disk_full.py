"""There is no room to write: nothing acknowledged is lost, it is said so, and goes on when there is room.

In short the process may not write another byte to any file, as under a quota; in full it also gets a disk
of its own that is filled, for which the tests must run as root.
"""

import contextlib
import random
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.errors import Unprocessable
from bot.store import Store
from tests.faults.promises import check, check_refusal
from tests.faults.scale import everything
from tests.faults.service import QuickService, visiting

DISK = 8_000_000  # bytes
MOST = 2_000
"""Messages after which the disk must be full, of 2,000 characters each."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(params=["quota", "disk"] if everything() else ["quota"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the database is."""
    if request.param == "disk":
        disk: Path = request.getfixturevalue("disk")
        return disk
    return tmp_path


@contextlib.contextmanager
def no_room(service: QuickService, folder: Path) -> Iterator[None]:
    """For as long as the block runs."""
    if not folder.is_mount():
        unlimited = resource.RLIM_INFINITY
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (0, unlimited))
        yield
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
        return
    filling = folder / "filling"
    with filling.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    yield
    filling.unlink()


async def test_nothing_acknowledged_is_lost_and_all_goes_on_when_there_is_room(
    folder: Path, sqlite_template: Path
) -> None:
    path, is_disk = folder / "clause.db", folder.is_mount()  # noqa: ASYNC240
    shutil.copy(sqlite_template, path)
    service = QuickService(f"sqlite+aiosqlite:///{path}")
    service.start()
    try:
        async with visiting(service, seconds=60) as visitor, httpx.AsyncClient(timeout=60) as other:
            await visitor.say("before")
            await visitor.answered("before")
            messages = f"{service.address}{visitor.address}/messages"

            async def send(text: str) -> httpx.Response:
                message = {"client_id": text[:20].replace(" ", "-"), "text": text}
                response = await other.post(messages, json=message, headers=visitor.headers)
                if response.is_success:
                    visitor.acknowledged[text] = response.json()
                return response

            with no_room(service, folder):
                for count in range(MOST):
                    text = f"message {count} ".ljust(2_000, "x")
                    refusal = await send(text)
                    if not refusal.is_success:
                        break
                check_refusal(refusal)
                if is_disk:
                    assert "no room" in refusal.json()["detail"]
                check_refusal(await other.post(f"{service.address}/api/conversations", json={}))
                assert (await other.get(f"{service.address}/healthz")).status_code == 200
                said = [
                    event["message"]["text"]
                    for event in await visitor.events()
                    if event["message"]["author"] == "visitor"
                ]
                assert said == list(visitor.acknowledged), "what is read is what was acknowledged"
            assert (await send(text)).status_code == 201
            for sent in list(visitor.acknowledged):
                await visitor.answered(sent)
            await check(visitor)
    finally:
        service.stop()
    with contextlib.closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/clause.db")
    statement = random.Random(1).randbytes(500_000)
    await store.add_version("privacy", "P", "fr", "0" * 12, "a.txt", statement, b"", "e")
    backups = tmp_path / "backups"
    backups.mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(Unprocessable, match="Make room there") as raised:
            await store.back_up(backups / "one.zip", datetime.now(UTC))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(backups) in raised.value.detail
    assert list(backups.iterdir()) == []
    await store.back_up(backups / "one.zip", datetime.now(UTC))
    await store.close()
