"""Another process holds the SQLite file for longer than a write waits."""

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.promises import check, check_refusal
from tests.faults.scale import everything
from tests.faults.service import QuickService, visiting

BUSY = 10.0 if everything() else 0.5
"""Seconds that a write waits: the product's own in full."""
WRITERS = 60
TURNS = 25.0 if everything() else 15.0
"""Seconds within which all of them are refused: half of what it took if each waited for the one before."""

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


@pytest.fixture
def path(tmp_path: Path, sqlite_template: Path) -> Path:
    """A database with tables."""
    path = tmp_path / "clause.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


@pytest.fixture
def service(path: Path) -> Iterator[QuickService]:
    """The real app on it, that waits BUSY seconds for others' writes."""
    service = QuickService(f"sqlite+aiosqlite:///{path}", busy=BUSY)
    service.start()
    yield service
    service.stop()


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Another process is in the midst of writing."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.communicate("\n", timeout=10)


async def test_what_is_refused_meanwhile_is_stored_once_when_it_is_sent_again(
    path: Path, service: QuickService
) -> None:
    async with visiting(service, seconds=60) as visitor, httpx.AsyncClient(timeout=60) as other:
        await visitor.say("before")
        await visitor.answered("before")
        stored = await visitor.events()
        messages = f"{service.address}{visitor.address}/messages"

        async def send(number: int) -> httpx.Response:
            message = {"client_id": f"held-{number}", "text": f"held {number}"}
            return await other.post(messages, json=message, headers=visitor.headers)

        with held(path):
            async with asyncio.timeout(TURNS):
                for refusal in await asyncio.gather(*map(send, range(WRITERS))):
                    check_refusal(refusal)
            check_refusal(await other.post(f"{service.address}/api/conversations", json={}))
            assert (await other.get(f"{service.address}/healthz")).status_code == 200
            assert await visitor.events() == stored, "it is read meanwhile, and nothing was stored"

        for number in range(3):
            visitor.acknowledged[f"held {number}"] = (first := await send(number)).json()
            assert first.status_code == 201
            again = await send(number)
            assert (again.status_code, again.json()) == (200, first.json())
        for number in range(3):
            await visitor.answered(f"held {number}")
        await check(visitor)


async def test_a_question_that_could_not_be_answered_meanwhile_is_answered(
    path: Path, service: QuickService
) -> None:
    async with visiting(service, seconds=60) as visitor:
        await visitor.say("asked")
        with held(path):  # before the answer is stored, or it is stored already: both may be
            await asyncio.sleep(2 * BUSY)
        await visitor.answered("asked")
        await check(visitor)
