"""What comes too often is refused with the moment to come again, and nobody else is."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.conversations.events import Author
from bot.errors import TooMany
from bot.store import Store
from bot.web.rates import LIMITS, STREAMS, Rates, network_of


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A caller from one network; the app counts."""
    app.state.rates = Rates()
    transport = httpx.ASGITransport(app, client=("192.0.2.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as made:
        yield made


def elsewhere(app: FastAPI, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://clause")


async def test_conversations_of_a_network(app: FastAPI, client: httpx.AsyncClient) -> None:
    for _ in range(LIMITS["start"]):
        assert (await client.post("/api/conversations", json={})).status_code == 201
    refused = await client.post("/api/conversations", json={})
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    seconds = int(refused.headers["Retry-After"])
    assert 0 < seconds <= 60
    assert f"in {seconds} seconds" in refused.json()["detail"]
    async with elsewhere(app, "192.0.2.8") as other:
        assert (await other.post("/api/conversations", json={})).status_code == 201


async def test_messages_of_a_conversation(client: httpx.AsyncClient, store: Store) -> None:
    made = [(await client.post("/api/conversations", json={})).json() for _ in range(2)]
    headers = [{"Authorization": f"Bearer {one['token']}"} for one in made]

    async def say(which: int, number: int) -> httpx.Response:
        body = {"client_id": str(number), "text": f"Question {number}"}
        address = f"/api/conversations/{made[which]['id']}/messages"
        return await client.post(address, json=body, headers=headers[which])

    for number in range(LIMITS["message"]):
        assert (await say(0, number)).status_code == 201
    refused = await say(0, 1000)
    assert refused.status_code == 429
    assert (await say(1, 0)).status_code == 201, "another conversation is not held up"
    events = await store.events_after(made[0]["id"], 0)
    mine = [e for e in events if e.type == "message" and e.message.author is Author.VISITOR]
    assert len(mine) == LIMITS["message"], "what was refused is not stored"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_is_one_network(address: str, network: str) -> None:
    class Request:
        class client:
            host = address

    assert network_of(Request()) == network  # type: ignore[arg-type]


def test_it_can_be_left_to_a_gateway() -> None:
    rates = Rates(on=False)
    for _ in range(1000):
        rates.check("sign-in", "anna@example.org")


async def test_streams_of_a_conversation_of_a_network_and_of_an_account() -> None:
    rates = Rates()
    with contextlib.ExitStack() as stack:
        for _ in range(STREAMS["conversation"]):
            stack.enter_context(rates.stream(conversation="a", network="n"))
        with pytest.raises(TooMany) as refused:
            stack.enter_context(rates.stream(conversation="a", network="n"))
        assert refused.value.extra["retry_after"] > 0
        stack.enter_context(rates.stream(conversation="b", network="n"))
        for number in range(STREAMS["network"] - STREAMS["conversation"] - 1):
            stack.enter_context(rates.stream(conversation=f"c{number}", network="n"))
        with pytest.raises(TooMany):
            stack.enter_context(rates.stream(conversation="d", network="n"))
        stack.enter_context(rates.stream(conversation="d", network="m"))
    assert not rates._open, "whoever left is counted no more"
    off = Rates(on=False)
    with contextlib.ExitStack() as stack:
        for _ in range(1000):
            stack.enter_context(off.stream(account="1"))


async def test_a_flood_of_streams_is_refused_and_who_leaves_makes_room(
    app: FastAPI, server: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    """Over a real server, as only there a client can leave."""
    app.state.rates = rates = Rates()
    monkeypatch.setitem(STREAMS, "conversation", 2)
    made = (await server.post("/api/conversations", json={})).json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    path = f"/api/conversations/{made['id']}/events"
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            stream = await stack.enter_async_context(server.stream("GET", path, headers=headers))
            assert stream.status_code == 200
        refused = await server.get(path, headers=headers)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 0
        wrong = await server.get(path, headers={"Authorization": "Bearer x"})
        assert wrong.status_code == 401, "who may not come in takes no place"

    async def nobody() -> bool:
        return not rates._open

    await eventually(nobody)
    async with server.stream("GET", path, headers=headers) as stream:
        assert stream.status_code == 200


async def test_streams_of_the_console(
    app: FastAPI, client: httpx.AsyncClient, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await signed_in("Anna")
    monkeypatch.setitem(STREAMS, "account", 0)
    for path in ("/api/console/events",):
        refused = await client.get(path, headers=anna.reading)
        assert refused.status_code == 429, path
