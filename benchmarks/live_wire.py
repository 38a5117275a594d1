"""As little HTTP as a client of the service needs, so that 2,000 clients fit beside the server.

A `Line` is one connection: requests one after the other, or one stream of events.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

ANSWER_SECONDS = 30.0
"""Without an answer for so long a request counts as failed."""
SILENCE_SECONDS = 40.0
"""Without a byte for so long a stream counts as dead, as for the widget: a ping comes every 15 s."""


class Gone(Exception):
    """The connection broke, or could not be made."""


class Refused(Exception):
    """The service answered, and not with what was asked for."""


@dataclass(frozen=True)
class Reply:
    """An answer: its status and its JSON."""

    status: int
    body: Any


class Line:
    """One connection to the service, made when it is first used and again after it broke."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.port = port
        self.headers = headers or {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: Any = None) -> Reply:
        """The answer to one request. Raises Gone, and Refused for a status above 299."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reader = await self._send(method, path, body)
                status, headers = await _head(reader)
                length = int(headers.get("content-length", 0))
                data = await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.close()
            raise Gone(str(error)) from error
        if status == 503:
            raise Gone(f"{method} {path}: busy")  # to be tried again, as clients do
        if status > 299:
            raise Refused(f"{method} {path}: {status} {data[:300]!r}")
        return Reply(status, json.loads(data) if data else None)

    async def follow(
        self, path: str, after: str, on_open: Callable[[], None] = lambda: None
    ) -> AsyncIterator[dict[str, Any]]:
        """The events of a stream, after the id `after`; whole ones only, as browsers have it.

        Each carries its id as `_id` where it has one. on_open: called once the service follows.
        Raises Gone when the stream breaks or ends.
        """
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reader = await self._send("GET", path, None, {"Last-Event-ID": after})
                status, _ = await _head(reader)
            if status != 200:
                raise Refused(f"GET {path}: {status}")
            on_open()
            rest = b""
            while True:
                async with asyncio.timeout(SILENCE_SECONDS):
                    size = int(await reader.readuntil(b"\r\n"), 16)
                    rest += (await reader.readexactly(size + 2))[:-2]
                if size == 0:
                    raise Gone("the stream ended")
                *blocks, rest = rest.split(b"\n\n")
                for block in blocks:
                    if (event := _event(block)) is not None:
                        yield event
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            raise Gone(str(error)) from error
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection up."""
        if self._writer is not None:
            self._writer.transport.abort()
        self._reader = self._writer = None

    async def _send(
        self, method: str, path: str, body: Any, more: dict[str, str] | None = None
    ) -> asyncio.StreamReader:
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self.port, limit=2**20
            )
        data = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(data)}"]
        if data:
            lines.append("Content-Type: application/json")
        lines += [f"{name}: {value}" for name, value in (self.headers | (more or {})).items()]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + data)
        return self._reader


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return int(first.split()[1]), headers


def _event(block: bytes) -> dict[str, Any] | None:
    id, data = "", ""
    for line in block.decode().split("\n"):
        name, _, value = line.partition(": ")
        if name == "data":
            data = value
        elif name == "id":
            id = value
    if not data:
        return None  # a comment: a ping
    event: dict[str, Any] = json.loads(data)
    return event | {"_id": id} if id else event
