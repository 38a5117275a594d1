"""Uploads cut off or all at once, connections without end: others are served, and it passes."""

import asyncio
import contextlib
import resource
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest

from bot.publishing.uploads import MOST_WAITING
from tests.faults.owner import Owner, Texts, two_texts
from tests.faults.scale import number
from tests.faults.service import QuickService
from tests.letters import letters

CUT_OFF = number("CUT_OFF", 12, 200)
UPLOADS = number("UPLOADS", 24, 1_000)
CONNECTIONS = number("CONNECTIONS", 300, 10_000)
FEW = 100
"""Files that the service may have open where it is to run out of them."""
SECONDS = 60.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clause.db"


@pytest.fixture
async def owner(path: Path) -> AsyncIterator[tuple[QuickService, Owner, Texts]]:
    """A service with a text, and its owner."""
    url = f"sqlite+aiosqlite:///{path}"
    texts = await two_texts(url, letters())
    service = QuickService(url, texts=True)
    service.start()
    owner = Owner(service.address, texts)
    await owner.until_healthy()
    yield service, owner, texts
    await owner.close()
    service.stop()


def stored(path: Path) -> int:
    """How many versions there are."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        return int(file.execute("SELECT count(*) FROM versions").fetchone()[0])


def open_connections(service: QuickService) -> int:
    """How many the service has with clients."""
    return len(psutil.Process(service.pid).net_connections("tcp"))


async def until_let_go(service: QuickService) -> None:
    """Wait until the service has none but ours, and the one that it listens on."""
    async with asyncio.timeout(SECONDS):
        while open_connections(service) > 4:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_uploads_that_are_cut_off_leave_nothing(
    owner: tuple[QuickService, Owner, Texts], path: Path
) -> None:
    service, one, texts = owner
    before = stored(path)
    head = (
        f"POST /studio/upload HTTP/1.1\r\nHost: clause\r\nCookie: {texts.headers['Cookie']}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n"
        f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{texts.csrf}\r\n--x\r\n'
        'Content-Disposition: form-data; name="file"; filename="privacy.en.md"\r\n\r\n# Privacy\n'
    )
    for count in range(CUT_OFF):
        _, writer = await asyncio.open_connection("127.0.0.1", service.port)
        # anywhere: within the head, the form, the file
        sent = (head + "We keep it. " * 20_000).encode()
        writer.write(sent[: len(sent) * (count + 1) // (CUT_OFF + 1)])
        await writer.drain()
        if count % 2:
            writer.close()
        else:
            writer.transport.abort()
        await one.ask()
    await until_let_go(service)
    assert stored(path) == before
    upload = await one.client.post(
        "/studio/upload",
        data={"csrf": texts.csrf},
        files={"file": ("privacy.en.md", b"# Privacy\n\nWe keep nothing.\n")},
    )
    assert upload.status_code == 303, "those that were cut off hold no place"


async def test_of_uploads_that_come_at_once_some_are_taken_and_the_rest_told_to_come_again(
    owner: tuple[QuickService, Owner, Texts], path: Path
) -> None:
    service, _, texts = owner
    before = stored(path)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=service.address, headers=texts.headers, timeout=300, limits=limits
    ) as client:

        async def upload(count: int) -> httpx.Response:
            text = f"# Privacy\n\n## Number {count}\n\nWe keep number {count} for {count} years.\n"
            return await client.post(
                "/studio/upload",
                data={"csrf": texts.csrf},
                files={"file": ("privacy.en.md", text.encode())},
            )

        sending = [asyncio.create_task(upload(count)) for count in range(UPLOADS)]
        while not all(one.done() for one in sending):
            # on a connection of its own: an idle one is closed, and this process is busy
            async with httpx.AsyncClient(base_url=service.address, timeout=SECONDS) as other:
                assert (await other.get("/healthz")).status_code == 200
        answers = await asyncio.gather(*sending)
        told = Counter(answer.status_code for answer in answers)
        assert set(told) == {303, 429}, told
        for answer in answers:
            if answer.status_code == 429:
                assert int(answer.headers["retry-after"]) > 0
        taken = [answer.headers["location"] for answer in answers if answer.status_code == 303]
        async with asyncio.timeout(SECONDS):
            for place in taken:
                while (await client.get(f"{place}/state")).json()["state"] == "running":  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        assert stored(path) == before + len(taken), "each that was taken is there"


async def test_no_more_than_some_uploads_are_read_at_once(
    owner: tuple[QuickService, Owner, Texts],
) -> None:
    service, one, texts = owner
    head = (
        f"POST /studio/upload HTTP/1.1\r\nHost: clause\r\nCookie: {texts.headers['Cookie']}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n--x\r\n"
    )
    opened = [
        await asyncio.open_connection("127.0.0.1", service.port) for _ in range(2 * MOST_WAITING)
    ]
    for _, writer in opened:  # begun, and never ended
        writer.write(head.encode())
        await writer.drain()
    told = [asyncio.create_task(reader.readline()) for reader, _ in opened]
    async with asyncio.timeout(SECONDS):
        while sum(line.done() for line in told) < MOST_WAITING:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    refused = [line.result() for line in told if line.done()]
    assert [line.split()[1] for line in refused] == [b"429"] * MOST_WAITING
    another = await one.client.post("/studio/upload", data={"csrf": texts.csrf})
    assert another.status_code == 429, "and whoever comes while the others are held"
    for _, writer in opened:
        writer.transport.abort()
    await asyncio.gather(*told, return_exceptions=True)
    async with asyncio.timeout(SECONDS):
        while another.status_code == 429:
            another = await one.client.post("/studio/upload", data={"csrf": texts.csrf})
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def connected(service: QuickService, count: int) -> AsyncIterator[None]:
    """So many connections of which every other one has begun to ask for something."""
    writers = []
    for opened in range(count):
        _, writer = await asyncio.open_connection("127.0.0.1", service.port)
        if opened % 2:
            writer.write(b"GET /api/ask HTTP/1.1\r\nHost: cl")
        writers.append(writer)
    yield
    for writer in writers:
        writer.transport.abort()


def allow_files(pid: int, count: int) -> None:
    """Let a process have so many files open. Raises ValueError where this machine has a lower limit."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (count, hard))


async def test_others_are_served_while_connections_are_open_and_it_passes(
    owner: tuple[QuickService, Owner, Texts],
) -> None:
    service, one, _ = owner
    mine, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    allow_files(0, max(mine, CONNECTIONS + 500))
    allow_files(service.pid, CONNECTIONS + 500)
    async with connected(service, CONNECTIONS):
        async with httpx.AsyncClient(base_url=service.address, timeout=SECONDS) as other:
            assert (await other.get("/healthz")).status_code == 200
            assert (await other.post("/api/conversations", json={})).status_code == 201
        await one.ask()
        assert open_connections(service) >= CONNECTIONS, "they were really open"
    await until_let_go(service)
    await one.ask()
    allow_files(0, mine)


async def test_more_connections_than_files_may_be_open_pass_too(
    owner: tuple[QuickService, Owner, Texts],
) -> None:
    service, one, _ = owner
    files = psutil.Process(service.pid).num_fds()
    allow_files(service.pid, files + FEW)
    async with connected(service, 2 * FEW):
        await asyncio.sleep(1)  # in which it finds no more room
    await until_let_go(service)
    async with httpx.AsyncClient(base_url=service.address, timeout=SECONDS) as other:
        assert (await other.post("/api/conversations", json={})).status_code == 201
    await one.ask()
