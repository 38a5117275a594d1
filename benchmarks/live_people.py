"""Visitors and agents who write to each other through the service, and give up never."""

import asyncio
import contextlib
import os
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.live_ledger import Faults, Ledger
from benchmarks.live_wire import Gone, Line
from bot.accounts.accounts import Accounts, Role
from bot.store import Store

VISITOR, AGENT = "visitor", "agent"
PASSWORD = "correct horse battery staple"


@dataclass
class Patience:
    """The widget's pauses: half a second, doubled each time up to 20 s, cut by chance to half."""

    tries: int = 0

    async def pause(self) -> None:
        """Wait before the next try."""
        longest = min(20.0, 0.5 * 2**self.tries)
        self.tries += 1
        await asyncio.sleep(longest * random.uniform(0.5, 1))


async def signed_in_agents(database_url: str, count: int) -> list[dict[str, str]]:
    """Adds agents; the headers that each of them sends."""
    store = await Store.open(database_url)
    try:
        accounts = Accounts(store)
        headers = []
        for number in range(count):
            email = f"agent{number}@example.org"
            await accounts.add(email, f"Agent {number}", Role.AGENT, PASSWORD)
            session = await accounts.sign_in(email, PASSWORD)
            assert session is not None
            headers.append(
                {"Cookie": f"clause_session={session.token}", "X-CSRF-Token": session.csrf}
            )
        return headers
    finally:
        await store.close()


@dataclass
class Talk:
    """One conversation: a visitor and an agent, each with a line to send and one to follow."""

    port: int
    agent_headers: dict[str, str]
    id: str = ""
    token: str = ""
    ledger: Ledger = field(default_factory=lambda: Ledger((VISITOR, AGENT)))
    reconnected: int = 0
    following: int = 0  # of its two streams, those that are open
    _following: list[asyncio.Task[None]] = field(default_factory=list)
    _lines: dict[str, Line] = field(default_factory=dict)

    @property
    def visitor_headers(self) -> dict[str, str]:
        """What the visitor sends with every request."""
        return {"Authorization": f"Bearer {self.token}"}

    async def begin(self) -> None:
        """The visitor starts the conversation, and the agent claims it."""
        line = Line(self.port)
        made = (await line.ask("POST", "/api/conversations", {"language": "en"})).body
        line.close()
        self.id, self.token = made["id"], made["token"]
        self._lines = {
            VISITOR: Line(self.port, self.visitor_headers),
            AGENT: Line(self.port, self.agent_headers),
        }
        await self._lines[AGENT].ask("POST", f"/api/console/conversations/{self.id}/claim")

    def follow(self) -> None:
        """Both follow the conversation from here on, through every loss of the connection."""
        ways = {
            VISITOR: (f"/api/conversations/{self.id}/events", self.visitor_headers),
            AGENT: (f"/api/console/conversations/{self.id}/events", self.agent_headers),
        }
        self._following = [
            asyncio.create_task(self._follow(reader, *way)) for reader, way in ways.items()
        ]

    async def _follow(self, reader: str, path: str, headers: dict[str, str]) -> None:
        patience, last = Patience(), "0"

        def opened() -> None:
            self.following += 1
            streams.append(line)

        while True:
            line, streams = Line(self.port, headers), list[Line]()
            try:
                async for event in line.follow(path, last, opened):
                    at = time.monotonic()
                    patience.tries = 0
                    last = event.get("_id", last)
                    if event.get("type") == "message":
                        author = event["message"]["author"]
                        number = number_in(event)
                        self.ledger.got(reader, event["seq"], author, number, at)
                    elif "seq" in event:
                        self.ledger.got(reader, event["seq"])
            except Gone:
                self.reconnected += 1
                self.following -= len(streams)
                await patience.pause()

    async def send(self, sender: str, number: int) -> float:
        """Send a message until it is stored, always with the same client_id; seconds it took."""
        path = f"/api/conversations/{self.id}/messages"
        if sender == AGENT:
            path = f"/api/console/conversations/{self.id}/messages"
        message = {
            "client_id": f"{sender}-{number}",
            "text": f"{sender} {number} How long do you keep what I wrote here?",
        }
        began, patience = time.monotonic(), Patience()
        self.ledger.sent(sender, number, began)
        while True:
            try:
                await self._lines[sender].ask("POST", path, message)
                return time.monotonic() - began
            except Gone:
                await patience.pause()

    async def check_stored(self, found: Faults) -> None:
        """Hold what is stored against what was sent, as if it were one more reader."""
        read = await self._lines[VISITOR].ask("GET", f"/api/conversations/{self.id}")
        stored = Ledger(("the database",))
        for sender, number in self.ledger.messages():
            stored.sent(sender, number, 0)
        for event in read.body["events"]:
            if event["type"] == "message":
                number = number_in(event)
                stored.got("the database", event["seq"], event["message"]["author"], number)
            else:
                stored.got("the database", event["seq"])
        stored.faults(found)

    async def end(self) -> None:
        """Both leave."""
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        for line in self._lines.values():
            line.close()


def number_in(event: dict[str, Any]) -> int:
    """The number that the sender gave the message."""
    return int(event["message"]["text"].split()[1])


async def until_healthy(port: int, seconds: float) -> float:
    """Waits until the service answers; seconds it took. Raises TimeoutError."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while True:
            line = Line(port)
            with contextlib.suppress(Gone):
                await line.ask("GET", "/healthz")
                line.close()
                return time.monotonic() - began
            await asyncio.sleep(0.01)


def resident(pid: int) -> int:
    """Bytes of memory that the process holds (RSS)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ValueError(f"the process {pid} is gone")


def processor_seconds(pid: int) -> float:
    """Seconds for which the process has kept a core busy so far."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
