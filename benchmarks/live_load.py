"""Many idle streams, many conversations at once, and one reader who never reads."""

import asyncio
import os
import random
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.live_ledger import Faults
from benchmarks.live_people import (
    AGENT,
    VISITOR,
    Talk,
    processor_seconds,
    resident,
    signed_in_agents,
    until_healthy,
)
from benchmarks.live_wire import Gone, Line
from bot.conversations.events import Author
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.store import Store
from tests.faults.service import ROOT, free_port

START_SECONDS = 120.0
AT_ONCE = 50  # requests while everything is being set up
AGENTS = 20
SETTLE_SECONDS = 3.0
CATCH_UP_SECONDS = 20.0
CUT_OFF_SECONDS = 45.0
"""The reader who never reads must be gone by then."""
LONG_MESSAGES = 600
"""Of 5,000 characters: more than what the kernel takes for someone who does not read."""


@dataclass
class Load:
    """What was measured; times in seconds, memory in bytes."""

    faults: Faults = field(default_factory=Faults)
    messages: int = 0
    seconds: float = 0.0
    delays: list[float] = field(default_factory=list)
    stored_in: list[float] = field(default_factory=list)
    processor_seconds: float = 0.0  # the server's, while they talked
    bytes_per_stream: float = 0.0
    cut_off_after: float | None = None
    broken: int = 0  # streams that broke though nobody broke them


@contextmanager
def serving(folder: Path, database_url: str, port: int) -> Iterator[int]:
    """`clause serve` over that database; its process id."""
    statements = folder / "statements"
    statements.mkdir()
    (statements / "privacy.en.md").write_text("# Privacy\n\nWe keep your data for a year.\n")
    environment = os.environ | {
        "CLAUSE_DATABASE_URL": database_url,
        "CLAUSE_STATEMENTS": str(statements),
        "CLAUSE_PORT": str(port),
        "CLAUSE_RATE_LIMITS": "false",
    }
    command = [sys.executable, "-m", "bot.cli", "serve"]
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield server.pid
        finally:
            server.kill()
            server.wait(10)


async def measure(folder: Path, streams: int, talks: int, seconds: float) -> Load:
    """See `benchmarks.live`."""
    load = Load()
    database_url = f"sqlite+aiosqlite:///{folder}/load.db"
    headers = await signed_in_agents(database_url, min(AGENTS, talks))
    silent, long = await _prepared(database_url, streams)
    port = free_port()
    with serving(folder, database_url, port) as pid:
        await until_healthy(port, START_SECONDS)
        idle = await _idle(port, silent, pid, load)
        chats = [Talk(port, headers[number % len(headers)]) for number in range(talks)]
        await _some_at_once([chat.begin() for chat in chats])
        for chat in chats:
            chat.follow()
        slow = asyncio.create_task(_never_reading(port, *long))
        await asyncio.sleep(SETTLE_SECONDS)
        began, busy = time.monotonic(), processor_seconds(pid)
        await asyncio.gather(
            *(_chat(chat, sender, seconds, load) for chat in chats for sender in (VISITOR, AGENT))
        )
        load.seconds = time.monotonic() - began
        with suppress(TimeoutError):
            async with asyncio.timeout(CATCH_UP_SECONDS):
                while not all(chat.ledger.is_complete() for chat in chats):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        load.processor_seconds = processor_seconds(pid) - busy
        load.cut_off_after = await slow
        for chat in chats:
            chat.ledger.faults(load.faults)
            load.delays += chat.ledger.delays
            load.messages += len(chat.ledger.messages())
            load.broken += chat.reconnected
        load.broken += sum(task.done() for task in idle)
        await _some_at_once([chat.check_stored(load.faults) for chat in chats])
        for task in idle:
            task.cancel()
        await asyncio.gather(*idle, *(chat.end() for chat in chats), return_exceptions=True)
    return load


async def _idle(
    port: int, silent: list[tuple[str, str]], pid: int, load: Load
) -> list[asyncio.Task[None]]:
    """Streams in which nothing happens, and what they cost the server."""
    slots = asyncio.Semaphore(AT_ONCE)
    before = resident(pid)
    tasks, opened = [], []
    for id, token in silent:
        await slots.acquire()
        open = asyncio.Event()
        opened.append(open)
        tasks.append(asyncio.create_task(_listen(port, id, token, open)))
        tasks[-1].add_done_callback(lambda _, open=open: open.set())
        asyncio.create_task(open.wait()).add_done_callback(lambda _: slots.release())
    await asyncio.gather(*(open.wait() for open in opened))
    await asyncio.sleep(SETTLE_SECONDS)
    load.bytes_per_stream = (resident(pid) - before) / max(1, len(silent))
    return tasks


async def _listen(port: int, id: str, token: str, open: asyncio.Event) -> None:
    line = Line(port, {"Authorization": f"Bearer {token}"})
    with suppress(Gone):
        async for _ in line.follow(f"/api/conversations/{id}/events", "0", on_open=open.set):
            pass


async def _chat(chat: Talk, sender: str, seconds: float, load: Load) -> None:
    """A message a second, beginning at any moment of the first; fewer if they take longer."""
    begin = time.monotonic() + random.random()
    for number in range(1, round(seconds) + 1):
        await asyncio.sleep(max(0.0, begin + number - 1 - time.monotonic()))
        if time.monotonic() > begin + seconds:
            return
        load.stored_in.append(await chat.send(sender, number))


async def _prepared(database_url: str, count: int) -> tuple[list[tuple[str, str]], tuple[str, str]]:
    """Ids and tokens: empty conversations, and one with more in it than a connection holds."""
    store = await Store.open(database_url)
    try:
        starting = Conversations(store, Hub())
        made = [await starting.start("en") for _ in range(count + 1)]
        async with store.change(made[-1].conversation.id) as change:
            assert change is not None
            for _ in range(LONG_MESSAGES):
                await change.add_message(Author.SYSTEM, "system", "prose " * 833)
        *silent, long = [(one.conversation.id, one.token) for one in made]
        return silent, long
    finally:
        await store.close()


async def _never_reading(port: int, id: str, token: str) -> float | None:
    """Asks for the long conversation and reads nothing: seconds until the server cut it off."""
    began = time.monotonic()
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        line.sendall(
            f"GET /api/conversations/{id}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\n\r\n".encode()
        )
        poll = select.poll()
        poll.register(line, select.POLLHUP | select.POLLERR)
        while time.monotonic() - began < CUT_OFF_SECONDS:
            if poll.poll(0):
                return time.monotonic() - began
            await asyncio.sleep(0.1)
    return None


async def _some_at_once(doing: list) -> None:  # type: ignore[type-arg]
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(job: object) -> None:
        async with slots:
            await job  # type: ignore[misc]

    await asyncio.gather(*(one(job) for job in doing))
