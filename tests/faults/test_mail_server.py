"""A mail server that is down, refuses or hangs up at any moment: the e-mail arrives, once if it can be."""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bot.accounts.accounts import Accounts, Role
from bot.notify.outbox import EntryState
from bot.store import Store
from tests.faults.owner import PASSWORD
from tests.faults.service import QuickService, free_port

SECONDS = 30.0
ADDRESS = "visitor@example.org"


@dataclass
class MailServer:
    """Speaks SMTP, and ends each connection as `ways` says, one after the other; the last one stays.

    hello: hangs up at once. later: refuses for now. cut: hangs up within the message. unsaid: takes it, and
    hangs up before it says so. taken: takes it, and hangs up before it is asked to.
    """

    ways: list[str]
    port: int = field(default_factory=free_port)
    connections: int = 0
    taken: list[str] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        async with server:
            yield

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        way = self.ways[min(self.connections, len(self.ways) - 1)]
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            if way != "hello":
                await self._take(way, reader, writer)
        writer.transport.abort()

    async def _take(
        self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"220 here\r\n")
        while word := (await reader.readline()).decode().strip().upper():
            if word != "DATA":
                writer.write(b"250 fine\r\n")
                continue
            writer.write(b"354 go on\r\n")
            if way == "cut":
                await reader.read(100)
                return
            message = (await reader.readuntil(b"\r\n.\r\n")).decode()
            if way == "later":
                writer.write(b"451 4.3.0 later\r\n")
                continue
            self.taken.append(message)
            if way == "taken":
                writer.write(b"250 taken\r\n")
                await writer.drain()
                await asyncio.sleep(0.05)
            return

    @property
    def ids(self) -> list[str]:
        """Of the messages that it took."""
        return [re.findall(r"^Message-ID: (\S+)", one, re.M)[0] for one in self.taken]


async def reply_to_who_left(service: QuickService, store: Store) -> None:
    """A visitor leaves an address and goes; an agent writes to them."""
    accounts = Accounts(store)
    await accounts.add("amelie@example.org", "Amélie", Role.AGENT, PASSWORD)
    session = await accounts.sign_in("amelie@example.org", PASSWORD)
    assert session is not None
    agent = {"Cookie": f"clause_session={session.token}", "X-CSRF-Token": session.csrf}
    async with httpx.AsyncClient(
        base_url=service.address,
        timeout=30,
        transport=httpx.AsyncHTTPTransport(retries=20),  # it is about to listen
    ) as client:
        made = (await client.post("/api/conversations", json={"language": "en"})).json()
        visitor = {"Authorization": f"Bearer {made['token']}"}
        left = {"email": ADDRESS, "text": "May I have my data?"}
        response = await client.post(
            f"/api/conversations/{made['id']}/leave", json=left, headers=visitor
        )
        assert response.status_code == 200, response.text
        console = f"/api/console/conversations/{made['id']}"
        assert (await client.post(f"{console}/claim", headers=agent)).status_code == 200
        said = {"client_id": "1", "text": "It is on its way."}
        response = await client.post(f"{console}/messages", json=said, headers=agent)
        assert response.status_code == 201, response.text


async def until_sent(store: Store) -> None:
    """Wait until the outbox says that it is."""
    until = time.monotonic() + SECONDS
    while (await store.count_entries()).get(EntryState.SENT) != 1:
        assert time.monotonic() < until, await store.entries()
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("ways", "times"),
    [
        # nobody listens at first: see below
        (["hello", "later", "cut", "taken"], 1),
        # it can't be known that it was taken: it comes twice, and a mailbox can tell
        (["unsaid", "taken"], 2),
    ],
)
async def test_it_arrives_whatever_the_mail_server_does(
    ways: list[str],
    times: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = MailServer(ways)
    monkeypatch.setenv("CLAUSE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("CLAUSE_SMTP_PORT", str(server.port))
    monkeypatch.setenv("CLAUSE_SMTP_TLS", "none")
    monkeypatch.setenv("CLAUSE_SMTP_SENDER", "Example <chat@example.org>")
    url = f"sqlite+aiosqlite:///{tmp_path}/clause.db"
    store = await Store.open(url)
    service = QuickService(url)
    service.start()
    try:
        await reply_to_who_left(service, store)
        async with asyncio.timeout(SECONDS):
            while not [one for one in await store.entries() if one.attempts]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert server.connections == 0, "it was tried while nobody listened"
        async with server.running():
            await until_sent(store)
            assert server.connections == len(ways), "each of them was met"
            assert len(server.taken) == times
            assert len(set(server.ids)) == 1, "doubles say that they are the same"
            assert all(f"To: {ADDRESS}" in one for one in server.taken)
    finally:
        service.stop()
        await store.close()
