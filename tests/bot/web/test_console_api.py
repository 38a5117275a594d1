"""What the console calls, over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from bot.accounts.accounts import Accounts, Role
from bot.conversations.service import Conversations
from bot.store import Store

SignedIn = Callable[..., Awaitable[Any]]
LIST = "/api/console/conversations"
ACTIONS = ("claim", "messages", "release", "hand-back", "close")


async def test_a_conversation_from_the_console(
    client: httpx.AsyncClient, conversations: Conversations, started: str, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    await conversations.say(started, "1", "I want a person")
    await conversations.ask_person(started)
    [summary] = (await client.get(LIST, headers=amelie.reading)).json()["conversations"]
    assert summary["waiting_since"].endswith("Z")
    assert summary["updated_at"].endswith("Z")
    del summary["waiting_since"], summary["updated_at"]
    assert summary == {
        "id": started,
        "state": "waiting",
        "language": "en",
        "owner": None,
        "preview": "I want a person",
        "last_seq": 2,
        "visitor_preview": "I want a person",
        "unread": 1,
        "right": None,
        "due_on": None,
        "left": False,
        "verified": None,
        "found": None,
    }

    owner = {"id": amelie.person.id, "name": "Amélie"}
    for _ in range(2):
        claimed = await client.post(f"{LIST}/{started}/claim", headers=amelie.acting)
        assert claimed.status_code == 200
        assert claimed.json()["owner"] == owner
        assert claimed.json()["agent"] == {"name": "Amélie"}
        assert claimed.json()["state"] == "agent"
        assert claimed.json()["last_seq"] == len(claimed.json()["events"]) == 3

    message = {"client_id": "1", "text": "Hello, how can I help?"}
    first = await client.post(f"{LIST}/{started}/messages", json=message, headers=amelie.acting)
    assert first.status_code == 201
    assert first.json()["message"]["author_name"] == "Amélie"
    again = await client.post(f"{LIST}/{started}/messages", json=message, headers=amelie.acting)
    assert (again.status_code, again.json()) == (200, first.json())

    for action, state in (("release", "waiting"), ("claim", "agent"), ("hand-back", "bot")):
        moved = await client.post(f"{LIST}/{started}/{action}", headers=amelie.acting)
        assert (moved.status_code, moved.json()["state"]) == (200, state)
    closed = await client.post(f"{LIST}/{started}/close", headers=amelie.acting)
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    read = (await client.get(f"{LIST}/{started}", headers=amelie.reading)).json()
    assert read == closed.json()
    assert read["owner"] is None
    for which, count in (("all", 1), ("closed", 1), ("waiting", 0), ("mine", 0)):
        found = await client.get(LIST, params={"filter": which}, headers=amelie.reading)
        assert len(found.json()["conversations"]) == count, which


async def test_the_one_who_comes_second_is_told_who_was_first(
    client: httpx.AsyncClient, started: str, signed_in: SignedIn
) -> None:
    amelie, boris = await signed_in("Amélie"), await signed_in("Boris")
    await client.post(f"{LIST}/{started}/claim", headers=amelie.acting)
    for action in ACTIONS:
        refused = await client.post(
            f"{LIST}/{started}/{action}",
            headers=boris.acting,
            json={"client_id": "1", "text": "hello"} if action == "messages" else None,
        )
        problem = refused.json()
        assert refused.status_code == 409, action
        assert problem["type"] == "urn:clause:problem:already-claimed"
        assert problem["owner"] == "Amélie"
        assert "Amélie" in problem["detail"]


async def test_of_two_who_claim_at_once_one_wins(
    client: httpx.AsyncClient, conversations: Conversations, signed_in: SignedIn
) -> None:
    staff = [await signed_in("Amélie"), await signed_in("Boris")]
    for _ in range(10):
        id = (await conversations.start("en")).conversation.id
        claims = await asyncio.gather(
            *(client.post(f"{LIST}/{id}/claim", headers=one.acting) for one in staff)
        )
        won, lost = sorted(claims, key=lambda response: response.status_code)
        assert (won.status_code, lost.status_code) == (200, 409)
        assert lost.json()["owner"] == won.json()["owner"]["name"]


async def test_what_is_not_mine_i_cannot_write_in(
    client: httpx.AsyncClient, started: str, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    for action in ("messages", "release", "hand-back"):
        refused = await client.post(
            f"{LIST}/{started}/{action}",
            headers=amelie.acting,
            json={"client_id": "1", "text": "hello"} if action == "messages" else None,
        )
        assert refused.status_code == 409
        assert refused.json()["type"] == "urn:clause:problem:conflict"


@pytest.mark.parametrize("text", ["", " \x00", "x" * 5001])
async def test_a_reply_that_is_not_acceptable(
    client: httpx.AsyncClient, started: str, signed_in: SignedIn, text: str
) -> None:
    amelie = await signed_in("Amélie")
    await client.post(f"{LIST}/{started}/claim", headers=amelie.acting)
    refused = await client.post(
        f"{LIST}/{started}/messages", headers=amelie.acting, json={"client_id": "1", "text": text}
    )
    assert refused.status_code == 422


async def test_nobody_comes_in_without_signing_in(
    client: httpx.AsyncClient, started: str, signed_in: SignedIn, accounts: Accounts
) -> None:
    amelie = await signed_in("Amélie")
    password = (await accounts.add("new@example.org", "New", "agent"))[1]
    must_change = await accounts.sign_in("new@example.org", password)
    assert must_change is not None
    strangers: tuple[dict[str, str], ...] = (
        {},
        {"Cookie": "clause_session="},
        {"Cookie": "clause_session=token-0"},
        {"Authorization": f"Bearer {amelie.token}"},
        {"Cookie": f"clause_session={must_change.token}", "X-CSRF-Token": must_change.csrf},
    )
    for headers in strangers:
        for path in (LIST, f"{LIST}/{started}", f"{LIST}/{started}/events", "/api/console/events"):
            response = await client.get(path, headers=headers)
            assert response.status_code == 401, (path, headers)
            assert response.headers["content-type"] == "application/problem+json"
        for action in ACTIONS:
            response = await client.post(f"{LIST}/{started}/{action}", headers=headers)
            assert response.status_code in (401, 422), (action, headers)
            if action != "messages":
                assert response.status_code == 401


@pytest.mark.parametrize("token", [None, b"", b"another's", b"\xc3\xa9"])
async def test_nothing_is_done_for_another_sites_page(
    client: httpx.AsyncClient,
    conversations: Conversations,
    started: str,
    signed_in: SignedIn,
    token: bytes | None,
) -> None:
    amelie, boris = await signed_in("Amélie"), await signed_in("Boris")
    headers: dict[str, Any] = dict(amelie.reading)
    if token is not None:
        headers["X-CSRF-Token"] = boris.csrf if token == b"another's" else token
    for action in ACTIONS:
        response = await client.post(
            f"{LIST}/{started}/{action}",
            headers=headers,
            json={"client_id": "1", "text": "hello"} if action == "messages" else None,
        )
        assert response.status_code == 403, action
        assert response.json()["type"] == "urn:clause:problem:not-allowed"
    assert (await conversations.read(started)).last_seq == 0


async def test_an_owner_does_not_talk_with_visitors(
    client: httpx.AsyncClient, started: str, signed_in: SignedIn
) -> None:
    owner = await signed_in("Émile", Role.OWNER)
    assert (await client.get(LIST, headers=owner.reading)).status_code == 403
    claim = await client.post(f"{LIST}/{started}/claim", headers=owner.acting)
    assert claim.status_code == 403
    admin = await signed_in("Ada", Role.ADMIN)
    assert (await client.get(LIST, headers=admin.reading)).status_code == 200


@pytest.mark.parametrize("id", ["0" * 32, "%00", "é", "1", "x" * 500])
async def test_what_does_not_exist(client: httpx.AsyncClient, signed_in: SignedIn, id: str) -> None:
    amelie = await signed_in("Amélie")
    for path in (f"{LIST}/{id}", f"{LIST}/{id}/events"):
        response = await client.get(path, headers=amelie.reading)
        assert response.status_code == 404, path
        assert response.json()["type"] == "urn:clause:problem:not-found"
    for action in ACTIONS:
        response = await client.post(
            f"{LIST}/{id}/{action}",
            headers=amelie.acting,
            json={"client_id": "1", "text": "hello"} if action == "messages" else None,
        )
        assert response.status_code == 404, action


async def test_an_unknown_filter_is_named(client: httpx.AsyncClient, signed_in: SignedIn) -> None:
    amelie = await signed_in("Amélie")
    response = await client.get(LIST, params={"filter": "nobody's"}, headers=amelie.reading)
    assert response.status_code == 422
    assert "filter" in response.json()["detail"]


async def test_a_visitors_token_opens_nothing_here(
    client: httpx.AsyncClient, conversations: Conversations, store: Store
) -> None:
    token = (await conversations.start("en")).token
    response = await client.get(LIST, headers={"Cookie": f"clause_session={token}"})
    assert response.status_code == 401
