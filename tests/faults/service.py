"""A service that can be killed, and clients that do not give up."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx

from tests.faults.nursery import ROOT, Nursery, shared

PATIENCE = 60.0
"""Seconds after which a client does give up: the service did not come back."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """`clause serve`, one process after the other, all on the same database and port."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.kills = 0
        self._environment = os.environ | environment | {"CLAUSE_PORT": str(self.port)}
        self._running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start a process."""
        command = [sys.executable, "-m", "bot.cli", "serve"]
        self._running = subprocess.Popen(command, cwd=ROOT, env=self._environment, text=True)

    def kill(self) -> None:
        """SIGKILL: no handler runs, nothing is flushed. Gone when this returns."""
        assert self._running is not None
        assert self._running.poll() is None, "it died by itself"
        self._running.kill()
        self._running.wait(10)
        self.kills += 1

    def restart(self) -> None:
        """Kill it and start it again."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """End it, whatever it does."""
        if self._running is not None:
            self._running.kill()
            self._running.wait(10)


class QuickService(Service):
    """The real app with an answerer that needs no model, there again in a moment.

    `tests.faults.nursery` forks it.
    """

    def __init__(self, database_url: str, *, nursery: Nursery | None = None, **how: Any) -> None:
        """how: see `tests.faults.quick_server.serve`."""
        super().__init__({})
        self._pid = 0
        self._nursery = nursery or shared()
        self._how = {"database_url": database_url, "port": self.port, **how}

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._pid

    def start(self) -> None:
        """Fork a server."""
        self._pid = self._nursery.start(self._how)

    def kill(self) -> None:
        """SIGKILL the server. Gone when this returns."""
        os.kill(self._pid, signal.SIGKILL)
        assert self._ended() == signal.SIGKILL, "it died by itself"
        self.kills += 1

    def terminate(self) -> float:
        """Ask the server to stop, as an operator does. Seconds until it was gone."""
        began = time.monotonic()
        os.kill(self._pid, signal.SIGTERM)
        assert self._ended() == signal.SIGTERM
        return time.monotonic() - began

    def stop(self) -> None:
        """End the server, whatever it does."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            self._ended()

    def _ended(self) -> int:
        pid, self._pid = self._pid, 0
        return self._nursery.wait(pid)


class Visitor:
    """A visitor's widget: sends until it is acknowledged, follows and resumes."""

    def __init__(self, client: httpx.AsyncClient, *, patient: bool = False) -> None:
        """patient: is told 503 and tries again; otherwise that is a failure."""
        self._client = client
        self._patient = patient
        self.told: list[httpx.Response] = []  # every 503
        self.address = ""
        self.headers: dict[str, str] = {}
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.seen: list[dict[str, Any]] = []

    async def start(self) -> None:
        """Begin a conversation."""
        response = await self.request("POST", "/api/conversations", json={"language": "en"})
        made = response.json()
        self.address = f"/api/conversations/{made['id']}"
        self.headers = {"Authorization": f"Bearer {made['token']}"}

    async def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """The response, however often the service has to be asked."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                response = await self._client.request(method, path, **more)
            except httpx.TransportError:
                assert time.monotonic() < until, "the service did not come back"
                await asyncio.sleep(0.01)
                continue
            if self._patient and response.status_code == 503:
                self.told.append(response)
                assert time.monotonic() < until, f"it never went on: {response.text}"
                await asyncio.sleep(0.05)
                continue
            assert response.status_code < 500, response.text
            return response

    async def say(self, text: str) -> None:
        """Send a message, with the same client_id until it is acknowledged."""
        message = {"client_id": re.sub(r"\W+", "-", text), "text": text}
        response = await self.request(
            "POST", f"{self.address}/messages", json=message, headers=self.headers
        )
        assert response.status_code in (200, 201), response.text
        self.acknowledged[text] = response.json()

    async def events(self) -> list[dict[str, Any]]:
        """The conversation as it is stored."""
        response = await self.request("GET", self.address, headers=self.headers)
        events: list[dict[str, Any]] = response.json()["events"]
        return events

    async def caught_up(self, count: int) -> None:
        """Wait until the stream has brought so many events."""
        async with asyncio.timeout(PATIENCE):
            while len(self.seen) < count:  # noqa: ASYNC110 - a test may poll
                await asyncio.sleep(0.01)

    async def answered(self, text: str) -> None:
        """Wait until the assistant has answered this message."""
        seq = self.acknowledged[text]["seq"]
        until = time.monotonic() + PATIENCE
        while not [one for one in await self.events() if replies_to(one) == seq]:
            assert time.monotonic() < until, f"no answer to {text!r}"
            await asyncio.sleep(0.01)

    async def follow(self) -> None:
        """Follow the conversation for ever, going on after the last event seen."""
        while True:
            last = str(self.seen[-1]["seq"]) if self.seen else "0"
            with contextlib.suppress(httpx.TransportError):
                async with self._client.stream(
                    "GET",
                    f"{self.address}/events",
                    headers=self.headers | {"Last-Event-ID": last},
                    timeout=httpx.Timeout(5, read=None),
                ) as response:
                    # As browsers do: an event counts once its empty line has come.
                    data = ""
                    async for line in response.aiter_lines():
                        if line.startswith("data: "):
                            data = line.removeprefix("data: ")
                        elif not line and data:
                            event = json.loads(data)
                            if "seq" in event:  # what has no number is not kept, nor sent again
                                self.seen.append(event)
                            data = ""
            await asyncio.sleep(0.01)


def replies_to(event: dict[str, Any]) -> int | None:
    """The seq of the question that this event answers, if it is an answer."""
    seq: int | None = event.get("message", {}).get("reply_to")
    return seq


@contextlib.asynccontextmanager
async def visiting(
    service: Service, *, patient: bool = False, seconds: float = 5
) -> AsyncIterator[Visitor]:
    """A visitor with a conversation, who follows it all the while. seconds: for one request."""
    async with httpx.AsyncClient(base_url=service.address, timeout=seconds) as client:
        visitor = Visitor(client, patient=patient)
        await visitor.start()
        following = asyncio.create_task(visitor.follow())
        try:
            yield visitor
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following
