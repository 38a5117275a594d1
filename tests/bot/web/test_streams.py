"""Streams over a real server: resume, live, shut down, and nothing left behind."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from bot.conversations import streams
from bot.conversations.events import Event
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.store import Store
from bot.web import event_stream

Eventually = Callable[..., Awaitable[Any]]
SignedIn = Callable[..., Awaitable[Any]]


class Stream:
    """A stream as a browser reads it: (id, event, data) one by one, and comments apart."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.comments: list[str] = []
        self._lines = response.aiter_lines()

    async def next(self, seconds: float = 5) -> tuple[str | None, str, Any] | None:
        """The next event; None at the end of the stream."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(seconds):
            async for line in self._lines:
                if line.startswith(":"):
                    self.comments.append(line)
                elif line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif fields:
                    return fields.get("id"), fields["event"], json.loads(fields["data"])
        return None

    async def take(self, count: int) -> list[Any]:
        """The data of so many events; what is so just now is passed over."""
        found: list[Any] = []
        while len(found) < count:
            event = await self.next()
            assert event is not None, "the stream ended early"
            if event[1] not in ("read", "typing", "queue"):
                found.append(event[2])
        return found


@contextlib.asynccontextmanager
async def reading(
    client: httpx.AsyncClient, address: str, headers: dict[str, str]
) -> AsyncIterator[Stream]:
    async with client.stream("GET", address, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-cache"
        yield Stream(response)


async def start(client: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    made = (await client.post("/api/conversations", json={"language": "en"})).json()
    return f"/api/conversations/{made['id']}", {"Authorization": f"Bearer {made['token']}"}


async def say(client: httpx.AsyncClient, address: str, headers: dict[str, str], text: str) -> Any:
    message = {"client_id": text.replace(" ", "-"), "text": text}
    response = await client.post(f"{address}/messages", json=message, headers=headers)
    assert response.status_code == 201
    return response.json()


async def test_question_answer_and_person_arrive_live(
    server: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    address, headers = await start(server)
    id = address.rpartition("/")[2]
    amelie = await signed_in("Amélie")
    async with reading(server, f"{address}/events", headers) as stream:
        question = await say(server, address, headers, "how long")
        assert await stream.next() == ("1", "message", question)
        answer_id, kind, answer = await stream.next() or ("", "", {})
        assert (answer_id, kind, answer["message"]["reply_to"]) == ("2", "message", 1)
        assert answer["message"]["answer"]["verdict"] == "answered"
        await say(server, address, headers, "a person please")
        events = await stream.take(3)
        assert events[2]["state"] == {
            "state": "waiting",
            "action": "ask_person",
            "agent": None,
            "owner": None,
            "previous": None,
        }
        await server.post(f"/api/console/conversations/{id}/claim", headers=amelie.acting)
        [claimed] = await stream.take(1)
        assert claimed["state"]["agent"] == {"name": "Amélie"}
        began = time.monotonic()
        await server.post(
            f"/api/console/conversations/{id}/messages",
            headers=amelie.acting,
            json={"client_id": "1", "text": "Hello"},
        )
        [reply] = await stream.take(1)
        assert time.monotonic() - began < 1, "the visitor sees it within a second"
        assert reply["message"]["author_name"] == "Amélie"


@pytest.mark.parametrize("how", ["header", "query", "both"])
async def test_a_stream_goes_on_where_it_broke(server: httpx.AsyncClient, how: str) -> None:
    address, headers = await start(server)
    async with reading(server, f"{address}/events", headers) as stream:
        await say(server, address, headers, "first")
        await stream.take(2)
    await say(server, address, headers, "second")
    path = f"{address}/events"
    if how == "header":
        headers = headers | {"Last-Event-ID": "2"}
    elif how == "query":
        path += "?after=2"
    else:  # EventSource keeps the address and sends the newer number in the header
        path, headers = path + "?after=1", headers | {"Last-Event-ID": "2"}
    async with reading(server, path, headers) as stream:
        assert [event["seq"] for event in await stream.take(2)] == [3, 4]


async def test_whoever_breaks_off_at_any_event_misses_and_repeats_nothing(
    server: httpx.AsyncClient,
) -> None:
    address, headers = await start(server)
    seen: list[int] = []

    async def follow() -> None:
        while len(seen) < 20:
            last = str(seen[-1]) if seen else "0"
            resumed = headers | {"Last-Event-ID": last}
            async with reading(server, f"{address}/events", resumed) as stream:
                for _ in range(3):
                    event = await stream.next()
                    assert event is not None
                    seen.append(event[2]["seq"])
                    if len(seen) == 20:
                        return

    following = asyncio.create_task(follow())
    for number in range(10):
        await say(server, address, headers, f"question {number}")
    await asyncio.wait_for(following, 10)
    assert seen == list(range(1, 21))


async def test_staff_follow_the_same_events_and_the_list(
    server: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    address, headers = await start(server)
    id = address.rpartition("/")[2]
    async with (
        reading(server, "/api/console/events", amelie.reading) as lists,
        reading(server, f"/api/console/conversations/{id}/events", amelie.reading) as stream,
    ):
        assert await lists.next() == (None, "conversations", {"conversations": []})
        question = await say(server, address, headers, "how long")
        assert (await stream.take(2))[0] == question
        began = time.monotonic()
        await server.post(f"{address}/handoff", headers=headers)
        while True:
            [shown] = await lists.take(1)
            if shown["conversations"] and shown["conversations"][0]["state"] == "waiting":
                break
        assert time.monotonic() - began < 1
        [summary] = shown["conversations"]
        assert (summary["id"], summary["preview"]) == (id, "About: how long")


async def test_a_silent_stream_is_kept_alive(
    server: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert event_stream.PING_SECONDS == 15
    monkeypatch.setattr(event_stream, "PING_SECONDS", 0.1)
    address, headers = await start(server)
    async with reading(server, f"{address}/events", headers) as stream:
        await asyncio.sleep(0.3)
        await say(server, address, headers, "hello")
        await stream.take(2)
        assert stream.comments


async def test_a_stream_tells_its_place_even_if_nothing_happened_yet(
    server: httpx.AsyncClient,
) -> None:
    address, headers = await start(server)
    began = time.monotonic()
    async with reading(server, f"{address}/events", headers):
        assert time.monotonic() - began < 1, "headers come at once"


async def test_clients_that_leave_are_forgotten(
    server: httpx.AsyncClient, hub: Hub, store: Store, eventually: Eventually, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    address, headers = await start(server)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(20):
            await stack.enter_async_context(reading(server, f"{address}/events", headers))
            await stack.enter_async_context(reading(server, "/api/console/events", amelie.reading))

        async def all_wait() -> bool:
            return hub.watched() == 40

        await eventually(all_wait)

    async def all_left() -> bool:
        return hub.watched() == 0

    await eventually(all_left)
    assert store.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


async def test_a_client_that_does_not_read_is_forgotten_too(
    server: httpx.AsyncClient,
    conversations: Conversations,
    hub: Hub,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    started = await conversations.start("en")
    id = started.conversation.id
    event, _ = await conversations.say(id, "1", "hello")
    large = event.model_copy(
        update={"message": event.message.model_copy(update={"text": "x" * 500_000})}
    )
    sent = 0

    async def never_ending(*_: object) -> AsyncGenerator[Event]:
        nonlocal sent
        with hub.watch(id):
            while True:
                sent += 1
                yield large

    monkeypatch.setattr(conversations, "follow_live", never_ending)
    with capture_logs() as logged, socket.socket() as slow:
        slow.connect((server.base_url.host, server.base_url.port))
        slow.sendall(
            f"GET /api/conversations/{id}/events HTTP/1.1\r\nHost: clause\r\n"
            f"Authorization: Bearer {started.token}\r\n\r\n".encode()
        )

        async def is_blocked() -> bool:
            before = sent
            await asyncio.sleep(0.2)
            return before > 0 and sent == before

        await eventually(is_blocked)
        assert hub.watched() == 1

        async def is_forgotten() -> bool:
            return hub.watched() == 0

        slow.close()
        await eventually(is_forgotten)
        await asyncio.sleep(0.1)
    assert logged == [], "leaving is no error"
    assert caplog.records == []


async def test_streams_end_promptly_when_the_server_stops(
    server: httpx.AsyncClient, hub: Hub, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    address, headers = await start(server)
    async with (
        reading(server, f"{address}/events", headers) as stream,
        reading(server, "/api/console/events", amelie.reading) as lists,
    ):
        await lists.next()
        hub.close()
        began = time.monotonic()
        assert await stream.next() is None
        assert await lists.next() is None
        assert time.monotonic() - began < 1


async def test_a_stream_ends_after_signing_out(
    server: httpx.AsyncClient,
    app: FastAPI,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(streams, "LIST_RECHECK_SECONDS", 0.05)
    monkeypatch.setattr(streams, "PERMISSION_SECONDS", 0.1)
    amelie = await signed_in("Amélie")
    async with reading(server, "/api/console/events", amelie.reading) as lists:
        await lists.next()
        await app.state.parts.accounts.sign_out(amelie.token)
        assert await lists.next() is None


async def test_hundreds_follow_and_all_are_told(
    server: httpx.AsyncClient, eventually: Eventually
) -> None:
    address, headers = await start(server)
    limits = httpx.Limits(max_connections=None)
    async with (
        httpx.AsyncClient(base_url=server.base_url, limits=limits) as many,
        contextlib.AsyncExitStack() as stack,
    ):
        streams = [
            await stack.enter_async_context(reading(many, f"{address}/events", headers))
            for _ in range(150)
        ]
        await say(server, address, headers, "hello")
        for told in await asyncio.gather(*(stream.take(2) for stream in streams)):
            assert [event["seq"] for event in told] == [1, 2]
