"""What the visitor's widget calls, over HTTP."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from bot.conversations.service import Conversations
from bot.store import Store
from bot.store.tables import conversations as table
from bot.web.api.conversations import preferred_language

UTC_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


async def start(client: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    """The address of a new conversation, and the headers that open it."""
    response = await client.post("/api/conversations", json={"language": "fr"})
    assert response.status_code == 201
    made = response.json()
    return f"/api/conversations/{made['id']}", {"Authorization": f"Bearer {made['token']}"}


def is_problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["type"] == f"urn:clause:problem:{code}"
    assert document["status"] == status
    assert document["detail"]
    return document


async def test_starting_gives_a_token(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/conversations", json={"language": "es"})
    assert response.status_code == 201
    made = response.json()
    assert set(made) == {"id", "token", "expires_at", "state", "language", "last_seq"}
    assert (made["state"], made["language"], made["last_seq"]) == ("bot", "es", 0)
    assert UTC_MOMENT.fullmatch(made["expires_at"])
    expires = datetime.fromisoformat(made["expires_at"])
    assert timedelta(days=29) < expires - datetime.now(UTC) <= timedelta(days=30)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("en;q=0.3, de-AT;q=0.7", "de"),
        ("ja, sv;q=0.9", "en"),
        ("ar-EG, en;q=0.5", "ar"),
        ("fr;q=0, es;q=0.1", "es"),
        ("fr;q=many", "en"),
        ("*", "en"),
    ],
)
def test_the_language_that_the_browser_prefers(header: str, language: str) -> None:
    assert preferred_language(header) == language


async def test_starting_without_a_body_takes_the_browsers_language(
    client: httpx.AsyncClient,
) -> None:
    response = await client.post("/api/conversations", headers={"Accept-Language": "de"})
    assert response.json()["language"] == "de"


async def test_a_message_is_created_once(client: httpx.AsyncClient) -> None:
    address, headers = await start(client)
    message = {"client_id": "a-1", "text": "  Combien de temps ?\r\n"}
    first = await client.post(f"{address}/messages", json=message, headers=headers)
    assert first.status_code == 201
    event = first.json()
    assert UTC_MOMENT.fullmatch(event.pop("at"))
    assert event == {
        "seq": 1,
        "type": "message",
        "message": {
            "author": "visitor",
            "author_name": None,
            "text": "Combien de temps ?",
            "client_id": "a-1",
            "reply_to": None,
            "answer": None,
            "citations": [],
        },
    }
    again = await client.post(f"{address}/messages", json=message, headers=headers)
    assert (again.status_code, again.json()) == (200, first.json())
    whole = (await client.get(address, headers=headers)).json()
    assert whole == {
        "id": address.rpartition("/")[2],
        "state": "bot",
        "language": "fr",
        "agent": None,
        "last_seq": 1,
        "events": [first.json()],
    }


async def test_asking_for_a_person_and_back(client: httpx.AsyncClient) -> None:
    address, headers = await start(client)
    for _ in range(2):
        waiting = await client.post(f"{address}/handoff", headers=headers)
        assert waiting.status_code == 200
        assert set(waiting.json()) == {"id", "state", "language", "agent", "last_seq"}
        assert (waiting.json()["state"], waiting.json()["last_seq"]) == ("waiting", 1)
    for _ in range(2):
        back = await client.delete(f"{address}/handoff", headers=headers)
        assert (back.status_code, back.json()["state"]) == (200, "bot")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/events"),
        ("POST", "/messages"),
        ("POST", "/handoff"),
        ("DELETE", "/handoff"),
    ],
)
async def test_without_its_own_token_every_door_is_the_same(
    client: httpx.AsyncClient, store: Store, method: str, path: str
) -> None:
    mine, my_headers = await start(client)
    yours, your_headers = await start(client)
    expired, expired_headers = await start(client)
    async with store.write() as connection:
        await connection.execute(
            update(table)
            .where(table.c.id == expired.rpartition("/")[2])
            .values(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        )
    body = {"client_id": "a", "text": "hello"} if path == "/messages" else None
    seen = set()
    for address, headers in [
        (mine, {}),
        (mine, your_headers),
        (mine, {"Authorization": my_headers["Authorization"].replace("Bearer", "Basic")}),
        (mine, {"Authorization": "Bearer"}),
        (mine, {"Cookie": "clause_session=" + my_headers["Authorization"][7:]}),
        (expired, expired_headers),
        ("/api/conversations/" + "0" * 32, my_headers),
        ("/api/conversations/%00", my_headers),
        ("/api/conversations/" + "é" * 32, my_headers),
    ]:
        response = await client.request(method, address + path, headers=headers, json=body)
        is_problem(response, 401, "not-signed-in")
        seen.add(response.text)
    assert len(seen) == 1, "nothing tells one refusal from another"
    assert (await client.get(yours, headers=your_headers)).json()["events"] == []


@pytest.mark.parametrize(
    ("body", "helps"),
    [
        ({"client_id": "a", "text": ""}, "at least 1 character"),
        ({"client_id": "a", "text": " \n\t"}, "empty"),
        ({"client_id": "a", "text": "\x00\x01\x1b"}, "empty"),
        ({"client_id": "a", "text": "x" * 2001}, "at most 2000 characters"),
        ({"client_id": "", "text": "hello"}, "client_id"),
        ({"client_id": "x" * 65, "text": "hello"}, "client_id"),
        ({"client_id": "a b", "text": "hello"}, "client_id"),
        ({"client_id": "a\x00", "text": "hello"}, "client_id"),
        ({"client_id": "é", "text": "hello"}, "client_id"),
        ({"text": "hello"}, "client_id"),
        ({"client_id": "a"}, "text"),
        ({"client_id": "a", "text": 7}, "text"),
        ({"client_id": "a", "text": None}, "text"),
        ([], "body"),
    ],
)
async def test_a_message_that_is_not_acceptable(
    client: httpx.AsyncClient, body: Any, helps: str
) -> None:
    address, headers = await start(client)
    response = await client.post(f"{address}/messages", json=body, headers=headers)
    assert helps in is_problem(response, 422, "unprocessable")["detail"]
    assert (await client.get(address, headers=headers)).json()["events"] == []


async def test_half_a_surrogate_pair_harms_nothing(client: httpx.AsyncClient) -> None:
    address, headers = await start(client)
    response = await client.post(
        f"{address}/messages",
        content=b'{"client_id": "a", "text": "half \\ud83d"}',
        headers=headers | {"Content-Type": "application/json"},
    )
    assert response.status_code in (201, 422), response.text


async def test_bytes_that_are_no_json(client: httpx.AsyncClient) -> None:
    address, headers = await start(client)
    for content in (b"{", b"\xff\xfe", b""):
        response = await client.post(
            f"{address}/messages",
            content=content,
            headers=headers | {"Content-Type": "application/json"},
        )
        assert response.status_code in (400, 422), content
        assert response.headers["content-type"] == "application/problem+json"


async def test_a_text_stays_what_it_is(client: httpx.AsyncClient) -> None:
    address, headers = await start(client)
    text = "<script>alert('1')</script> \\ \"é\" 👩‍👩‍👧 '; DROP TABLE events; -- \u202e"
    await client.post(f"{address}/messages", json={"client_id": "a", "text": text}, headers=headers)
    [event] = (await client.get(address, headers=headers)).json()["events"]
    assert event["message"]["text"] == text


@pytest.mark.parametrize("after", ["-1", "x", "99999999999999999999", "1.5"])
async def test_a_place_to_resume_from_that_is_none(client: httpx.AsyncClient, after: str) -> None:
    address, headers = await start(client)
    response = await client.get(f"{address}/events?after={after}", headers=headers)
    is_problem(response, 422, "unprocessable")


@pytest.mark.parametrize(
    ("last", "reason"),
    [("-1", "unusable"), ("x", "unusable"), ("9" * 20, "unusable"), ("7", "beyond"), ("2", None)],
)
async def test_a_reader_who_is_ahead_is_told_to_reload(
    server: httpx.AsyncClient, last: str, reason: str | None
) -> None:
    """Said explicitly, with a number from which the stream goes on."""
    address, headers = await start(server)
    for text in ("one", "two"):
        await server.post(
            f"{address}/messages", json={"client_id": text, "text": text}, headers=headers
        )
    await asyncio.sleep(0.3)  # both are answered
    resumed = headers | {"Last-Event-ID": last}
    async with server.stream("GET", f"{address}/events", headers=resumed) as response:
        assert response.status_code == 200
        lines = response.aiter_lines()
        first = [await anext(lines) for _ in range(3)]
    if reason is None:
        assert first[0] == "event: message"
        return
    assert first[0] == "event: reload"
    told = json.loads(first[1].removeprefix("data: "))
    assert told == {"type": "reload", "reason": reason, "last_seq": told["last_seq"]}
    assert first[2] == f"id: {told['last_seq']}", "EventSource resumes from here"


async def test_fifty_requests_at_once_are_all_answered(
    client: httpx.AsyncClient, conversations: Conversations
) -> None:
    address, headers = await start(client)
    responses = await asyncio.gather(
        *(
            client.post(
                f"{address}/messages",
                json={"client_id": f"{number % 25}", "text": f"message {number % 25}"},
                headers=headers,
            )
            for number in range(50)
        )
    )
    assert sorted(response.status_code for response in responses) == [200] * 25 + [201] * 25
    events = (await client.get(address, headers=headers)).json()["events"]
    assert [event["seq"] for event in events] == list(range(1, 26))


OPEN_TO_ALL = (
    "/api/suggestions",
    "/api/conversations",
    "/api/availability",
    "/api/staff/invitation/{token}",
)


def test_every_route_is_documented(app: FastAPI) -> None:
    document = app.openapi()
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            name = f"{method} {path}"
            assert operation["tags"] in (["visitor"], ["console"], ["staff"]), name
            assert operation["summary"], name
            assert operation["description"], name
            responses = operation["responses"]
            assert all(response["description"] for response in responses.values()), name
            for status, response in responses.items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], name
            assert "HTTPValidationError" not in str(responses), name
            if path not in OPEN_TO_ALL:
                assert operation["security"], name
                assert "401" in responses, name
            if path.startswith("/api/console"):
                assert "403" in responses, name
    for name in ("SendMessage", "SendReply", "StartedConversation", "ListedOut", "ConversationOut"):
        properties = schemas[name]["properties"].values()
        assert any("examples" in one or "$ref" in one for one in properties), name
