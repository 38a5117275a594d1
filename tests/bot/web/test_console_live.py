"""Live support over HTTP: what the console and the widget call beside messages."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.accounts.accounts import Accounts, Role
from bot.answering.answer import Answer, Citation, Verdict
from bot.conversations.service import Conversations
from bot.errors import Unprocessable
from bot.store import Store

SignedIn = Callable[..., Awaitable[Any]]
CONSOLE = "/api/console"


async def begin(client: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    made = (await client.post("/api/conversations", json={"language": "en"})).json()
    return made["id"], {"Authorization": f"Bearer {made['token']}"}


async def test_notes_and_what_is_so_just_now_reach_the_right_streams(
    server: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    id, visitor = await begin(server)
    path = f"{CONSOLE}/conversations/{id}"
    await server.post(
        f"/api/conversations/{id}/messages",
        json={"client_id": "1", "text": "a person please"},
        headers=visitor,
    )
    seen: dict[str, list[tuple[str, str | None, Any]]] = {"visitor": [], "agent": []}

    async def read(who: str, address: str, headers: dict[str, str]) -> None:
        async with server.stream("GET", address, headers=headers) as response:
            fields: dict[str, str] = {}
            async for line in response.aiter_lines():
                name, _, value = line.partition(": ")
                if line and not line.startswith(":"):
                    fields[name] = value
                elif fields:
                    data = json.loads(fields["data"])
                    seen[who].append((fields["event"], fields.get("id"), data))
                    fields = {}

    async def until(who: str, fits: Callable[[str, str | None, Any], bool]) -> Any:
        async with asyncio.timeout(8):
            while True:
                for told in seen[who]:
                    if fits(*told):
                        return told
                await asyncio.sleep(0.01)

    following = [asyncio.create_task(read("agent", f"{path}/events", amelie.reading))]
    await until("agent", lambda kind, *_: kind == "message")  # from here on her console is open
    address = f"/api/conversations/{id}/events"
    following.append(asyncio.create_task(read("visitor", address, visitor)))
    place = await until("visitor", lambda kind, *_: kind == "queue")
    assert place[2]["place"] == 1
    assert place[2]["agents_online"] is True, "her console is open"
    await server.post(f"{path}/claim", headers=amelie.acting)
    await until("visitor", lambda kind, _, d: kind == "queue" and d["place"] is None)
    note = {"client_id": "n1", "text": "psst"}
    stored = await server.post(f"{path}/notes", json=note, headers=amelie.acting)
    assert stored.status_code == 201
    again = await server.post(f"{path}/notes", json=note, headers=amelie.acting)
    assert (again.status_code, again.json()) == (200, stored.json())
    told = await until("agent", lambda kind, *_: kind == "note")
    assert told[1].endswith(".1"), "both logs resume from one id"
    await server.post(f"{path}/typing", json={"typing": True}, headers=amelie.acting)
    await until("visitor", lambda kind, _, d: kind == "typing" and d["agent"] == "Amélie")
    await server.post(f"{path}/typing", json={"typing": False}, headers=amelie.acting)
    await until("visitor", lambda kind, _, d: kind == "typing" and d["agent"] is None)
    await server.post(f"/api/conversations/{id}/typing", json={"typing": True}, headers=visitor)
    await until("agent", lambda kind, _, d: kind == "typing" and d["visitor"])
    await server.post(f"{path}/read", json={"seq": 3}, headers=amelie.acting)
    await until("visitor", lambda kind, _, d: kind == "read" and d["agent"] == 3)
    await server.post(f"/api/conversations/{id}/read", json={"seq": 2}, headers=visitor)
    await until("agent", lambda kind, _, d: kind == "read" and d["visitor"] == 2)
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    assert "psst" not in str(seen["visitor"])
    assert "psst" not in (await server.get(f"/api/conversations/{id}", headers=visitor)).text
    whole = (await server.get(path, headers=amelie.reading)).json()
    assert [one["note"]["text"] for one in whole["notes"]] == ["psst"]
    numbers = [int(one_id) for kind, one_id, _ in seen["visitor"] if one_id and kind != "reload"]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_taking_over_and_giving_away(
    client: httpx.AsyncClient, conversations: Conversations, started: str, signed_in: SignedIn
) -> None:
    amelie, boris = await signed_in("Amélie"), await signed_in("Boris")
    path = f"{CONSOLE}/conversations/{started}"
    await client.post(f"{path}/claim", headers=amelie.acting)
    wanted = {"from_owner": boris.person.id}
    wrong = await client.post(f"{path}/take-over", json=wanted, headers=boris.acting)
    assert (wrong.status_code, wrong.json()["owner"]) == (409, "Amélie")
    wanted = {"from_owner": amelie.person.id}
    taken = await client.post(f"{path}/take-over", json=wanted, headers=boris.acting)
    assert taken.json()["owner"]["name"] == "Boris"
    agents = (await client.get(f"{CONSOLE}/agents", headers=amelie.reading)).json()["agents"]
    assert [(a["name"], a["status"], a["conversations"]) for a in agents] == [
        ("Amélie", "online", 0),
        ("Boris", "online", 1),
    ]
    given = await client.post(
        f"{path}/reassign", json={"to": amelie.person.id}, headers=boris.acting
    )
    assert given.json()["owner"]["name"] == "Amélie"


async def test_a_rights_request_from_the_list_to_its_outcome(
    client: httpx.AsyncClient, conversations: Conversations, started: str, signed_in: SignedIn
) -> None:
    amelie, owner = await signed_in("Amélie"), await signed_in("Émile", Role.OWNER)
    await conversations.say(started, "1", "Please delete my account")
    found = (await client.get(f"{CONSOLE}/rights-requests", headers=owner.reading)).json()
    [request] = found["requests"]
    assert (request["right"], request["preview"]) == ("erasure", "Please delete my account")
    path = f"{CONSOLE}/conversations/{started}/rights-requests/{request['id']}/close"
    refusal = await client.post(path, json={"outcome": "refused"}, headers=amelie.acting)
    assert refusal.status_code == 422
    assert "reason" in refusal.json()["detail"]
    assert (
        await client.post(path, json={"outcome": "done"}, headers=owner.acting)
    ).status_code == 403
    assert (
        await client.post(path, json={"outcome": "done"}, headers=amelie.acting)
    ).status_code == 204
    assert (
        await client.post(path, json={"outcome": "done"}, headers=amelie.acting)
    ).status_code == 404
    listed = await client.get(
        f"{CONSOLE}/rights-requests", params={"closed": True}, headers=amelie.reading
    )
    assert listed.json()["requests"][0]["outcome"] == "done"


async def test_canned_replies_are_kept_filled_in_and_checked(
    client: httpx.AsyncClient, conversations: Conversations, started: str, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    await conversations.say(started, "1", "Where is {agent_name}?")
    reply = {
        "shortcut": "hi",
        "language": "en",
        "text": "I am {agent_name}: {question} {rights_due_on}",
    }
    kept = await client.post(f"{CONSOLE}/canned-replies", json=reply, headers=amelie.acting)
    assert kept.status_code == 201
    id = kept.json()["id"]
    filled = await client.get(
        f"{CONSOLE}/conversations/{started}/canned-replies/{id}", headers=amelie.reading
    )
    assert filled.json() == {
        "text": "I am Amélie: Where is {agent_name}? {rights_due_on}",
        "missing": ["rights_due_on"],
    }
    taken = await client.post(f"{CONSOLE}/canned-replies", json=reply, headers=amelie.acting)
    assert taken.status_code == 409
    unknown = await client.post(
        f"{CONSOLE}/canned-replies",
        json=reply | {"shortcut": "x", "text": "{nobody}"},
        headers=amelie.acting,
    )
    assert unknown.status_code == 422
    assert "{agent_name}" in unknown.json()["detail"]
    other = await client.post(
        f"{CONSOLE}/canned-replies", json=reply | {"shortcut": "bye"}, headers=amelie.acting
    )
    path = f"{CONSOLE}/canned-replies/{other.json()['id']}"
    assert (await client.put(path, json=reply, headers=amelie.acting)).status_code == 409
    changed = await client.put(path, json=reply | {"shortcut": "tschuess"}, headers=amelie.acting)
    assert changed.json()["shortcut"] == "tschuess"
    assert (await client.delete(path, headers=amelie.acting)).status_code == 204
    assert (await client.delete(path, headers=amelie.acting)).status_code == 404
    all_of_them = (await client.get(f"{CONSOLE}/canned-replies", headers=amelie.reading)).json()
    assert [one["shortcut"] for one in all_of_them["replies"]] == ["hi"]


async def test_what_the_bot_got_wrong_becomes_a_candidate(
    app: FastAPI,
    client: httpx.AsyncClient,
    conversations: Conversations,
    started: str,
    signed_in: SignedIn,
) -> None:
    section = SimpleNamespace(anchor="retention")
    snapshot = SimpleNamespace(document="privacy", sections=[section])
    app.state.parts.library = SimpleNamespace(snapshots=(snapshot,))
    amelie, owner = await signed_in("Amélie"), await signed_in("Émile", Role.OWNER)
    await conversations.say(started, "1", "How long?")
    [question] = await conversations.store.open_questions()
    answer = Answer(
        verdict=Verdict.ANSWERED,
        confidence=0.9,
        language="en",
        text="So.",
        citations=[],
        handoff_offered=False,
    )
    await conversations.answer(question, answer)
    path = f"{CONSOLE}/conversations/{started}/wrong"
    right = {"seq": 2, "document": "privacy", "anchor": "retention", "note": ""}
    for wrong, status in (
        (right | {"anchor": "nowhere"}, 422),
        (right | {"document": None}, 422),
        (right | {"seq": 1}, 404),
        (right | {"seq": 7}, 404),
        (right, 201),
        (right | {"document": None, "anchor": None, "note": "not in it"}, 201),
    ):
        response = await client.post(path, json=wrong, headers=amelie.acting)
        assert response.status_code == status, wrong
    assert (await client.get(f"{CONSOLE}/candidates", headers=amelie.reading)).status_code == 403
    found = (await client.get(f"{CONSOLE}/candidates", headers=owner.reading)).json()
    [candidate] = found["candidates"]
    assert (candidate["question"], candidate["anchor"], candidate["by"]) == (
        "How long?",
        None,
        "Amélie",
    )


async def test_a_visitor_leaves_rates_and_is_told_who_is_there(
    client: httpx.AsyncClient, conversations: Conversations, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    id, visitor = await begin(client)
    path = f"/api/conversations/{id}"
    there = (await client.get("/api/availability")).json()
    assert (there["open"], there["agents_online"], there["place"]) == (True, False, None)
    no_address = await client.post(f"{path}/leave", json={"email": "x"}, headers=visitor)
    assert no_address.status_code == 422
    left = await client.post(
        f"{path}/leave", json={"email": "v@example.org", "text": "When?"}, headers=visitor
    )
    assert left.json()["state"] == "waiting"
    assert (await client.get(f"{path}/queue", headers=visitor)).json()["place"] == 1
    early = await client.post(f"{path}/rating", json={"stars": 5}, headers=visitor)
    assert early.status_code == 409
    console = f"{CONSOLE}/conversations/{id}"
    whole = (await client.post(f"{console}/claim", headers=amelie.acting)).json()
    assert whole["left_email"] == "v@example.org"
    await client.post(f"{console}/close", headers=amelie.acting)
    for status in (201, 200):
        rated = await client.post(f"{path}/rating", json={"stars": 5}, headers=visitor)
        assert rated.status_code == status
    for stars in (0, 6, "many"):
        refused = await client.post(f"{path}/rating", json={"stars": stars}, headers=visitor)
        assert refused.status_code == 422
    figures = (await client.get(f"{CONSOLE}/figures", headers=amelie.reading)).json()
    assert figures["rating_mean"] == 5
    assert figures["closed"] == 1
    assert figures["first_reply_median_seconds"] is None


async def test_nothing_of_it_is_open_to_strangers(
    app: FastAPI, client: httpx.AsyncClient, started: str, signed_in: SignedIn
) -> None:
    """Every route of staff: no session is 401, an agent among administrators 403."""
    amelie = await signed_in("Amélie")
    asked = 0
    for path, methods in app.openapi()["paths"].items():
        if not path.startswith(("/api/console", "/api/staff")) or "invitation" in path:
            continue
        address = path.replace("{id}", started).replace("{email}", "a@b.example")
        address = address.replace("{handle}", "0" * 16)
        for name in ("request_id", "reply_id", "account_id"):
            address = address.replace(f"{{{name}}}", "1")
        for method in methods:
            response = await client.request(method, address, json={})
            assert response.status_code in (401, 422), (method, path)
            response = await client.request(method, address)
            assert response.status_code in (401, 422), (method, path)
            if path.startswith("/api/staff") and "/sessions" not in path.replace("accounts", ""):
                response = await client.request(method, address, json={}, headers=amelie.acting)
                assert response.status_code in (403, 422), (method, path)
            asked += 1
    assert asked > 30


async def test_accounts_from_the_invitation_to_the_end(
    client: httpx.AsyncClient,
    accounts: Accounts,
    conversations: Conversations,
    store: Store,
    started: str,
    signed_in: SignedIn,
) -> None:
    ada = await signed_in("Ada", Role.ADMIN)
    staff = "/api/staff"
    wanted = {"email": "Bo@example.org", "name": "Bo", "role": "agent"}
    invited = await client.post(f"{staff}/invites", json=wanted, headers=ada.acting)
    assert invited.status_code == 201
    token = invited.json()["link"].rpartition("/")[2]
    invites = (await client.get(f"{staff}/invites", headers=ada.reading)).json()["invites"]
    assert [invite["email"] for invite in invites] == ["bo@example.org"]
    assert token not in str(invites)
    page = await client.get(f"{staff}/invitation/{token}")
    assert page.json()["name"] == "Bo"
    weak = await client.post(f"{staff}/invitation/{token}", json={"password": "short"})
    assert weak.status_code == 422
    chosen = {"password": "correct horse battery", "name": "Bob"}
    made = await client.post(f"{staff}/invitation/{token}", json=chosen)
    assert (made.status_code, made.json()["role"], made.json()["name"]) == (201, "agent", "Bob")
    assert (await client.post(f"{staff}/invitation/{token}", json=chosen)).status_code == 404
    id = made.json()["id"]

    session = await accounts.sign_in("bo@example.org", "correct horse battery", client="Firefox\n")
    assert session is not None
    bob = {"Cookie": f"clause_session={session.token}", "X-CSRF-Token": session.csrf}
    console = f"{CONSOLE}/conversations/{started}"
    assert (await client.post(f"{console}/claim", headers=bob)).status_code == 200
    assert (await client.get(f"{staff}/accounts", headers=bob)).status_code == 403
    mine = (await client.get(f"{staff}/sessions", headers=bob)).json()["sessions"]
    assert [(one["client"], one["current"]) for one in mine] == [("Firefox", True)]
    assert session.token not in str(mine)

    path = f"{staff}/accounts/{id}"
    renamed = await client.patch(path, json={"name": "Robert"}, headers=ada.acting)
    assert renamed.json()["name"] == "Robert"
    disabled = await client.patch(path, json={"disabled": True}, headers=ada.acting)
    assert disabled.json()["disabled"] is True
    assert (await client.get(f"{staff}/sessions", headers=bob)).status_code == 401
    assert await accounts.sign_in("bo@example.org", "correct horse battery") is None
    assert (await conversations.read(started)).state == "waiting", "back in the queue at once"
    for change in ({"disabled": True}, {"role": "agent"}):
        refused = await client.patch(
            f"{staff}/accounts/{ada.person.id}", json=change, headers=ada.acting
        )
        assert refused.status_code == 409, "an administrator must be left"
    await client.patch(path, json={"disabled": False}, headers=ada.acting)
    password = (await client.post(f"{path}/reset-password", headers=ada.acting)).json()["password"]
    again = await accounts.sign_in("bo@example.org", password)
    assert again is not None
    assert again.must_change_password
    [open_session] = (await client.get(f"{path}/sessions", headers=ada.reading)).json()["sessions"]
    ended = await client.delete(f"{path}/sessions/{open_session['id']}", headers=ada.acting)
    assert ended.status_code == 204
    assert await accounts.session(again.token) is None

    log = (await client.get(f"{staff}/audit", headers=ada.reading)).json()["lines"]
    assert [line["action"] for line in reversed(log)] == [
        "add_account",
        "sign_in",
        "invite",
        "accept_invite",
        "sign_in",
        "claim",
        "rename",
        "disable",
        "enable",
        "reset_password",
        "sign_in",
        "end_session",
    ]
    older = await client.get(
        f"{staff}/audit", params={"limit": 2, "before": log[0]["id"]}, headers=ada.reading
    )
    assert [line["action"] for line in older.json()["lines"]] == ["sign_in", "reset_password"]
    assert password not in str(log)


@pytest.mark.parametrize(
    "wanted", [{"email": "x"}, {"email": "a@b.c", "name": " "}, {"role": "god"}]
)
async def test_an_invitation_that_is_no_good(
    client: httpx.AsyncClient, signed_in: SignedIn, wanted: dict[str, str]
) -> None:
    ada = await signed_in("Ada", Role.ADMIN)
    good = {"email": "bo@example.org", "name": "Bo"}
    refused = await client.post("/api/staff/invites", json=good | wanted, headers=ada.acting)
    assert refused.status_code == 422


async def test_signing_out_gives_back_what_one_had(
    app: FastAPI,
    conversations: Conversations,
    accounts: Accounts,
    started: str,
    signed_in: SignedIn,
) -> None:
    amelie = await signed_in("Amélie")
    await conversations.presence.seen(amelie.person)
    await conversations.claim(started, amelie.person)
    await accounts.sign_out(amelie.token)
    assert (await conversations.read(started)).state == "waiting"
    assert not (await conversations.queues.now()).agents_online, "at once, not in a minute"
    await conversations.presence.seen(amelie.person)
    assert await conversations.store.agents_seen(datetime.now(UTC) - timedelta(seconds=5))


async def test_an_agents_citation_is_checked_stored_and_seen_by_the_visitor(
    app: FastAPI, client: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    id, visitor = await begin(client)
    path = f"{CONSOLE}/conversations/{id}"
    cited = Citation(
        document="privacy",
        version="3f9c02ab71de",
        language="en",
        anchor="retention",
        heading_path=["Privacy", "Retention"],
        quote="We keep it for a year.",
        start=10,
        end=32,
        passage="We keep it for a year.",
        passage_start=10,
        url="https://chat.example/statements/privacy",
        score=1.0,
    )
    asked: list[Any] = []
    published = True

    def cite(spans: list[Any]) -> list[Citation]:
        asked.extend(spans)
        if not published:
            raise Unprocessable("“Privacy” was published anew.")
        return [cited]

    app.state.parts.clauses = SimpleNamespace(cite=cite)
    await client.post(f"{path}/claim", headers=amelie.acting)
    names = ("document", "language", "version", "anchor", "start", "end", "quote")
    span = {name: getattr(cited, name) for name in names}
    said = {"client_id": "1", "text": "Here it is:", "citations": [span]}
    stored = await client.post(f"{path}/messages", json=said, headers=amelie.acting)
    assert stored.status_code == 201
    assert asked[0].quote == cited.quote
    seen = (await client.get(f"/api/conversations/{id}", headers=visitor)).json()["events"]
    assert seen[-1] == stored.json()
    assert seen[-1]["message"]["citations"] == [cited.model_dump(mode="json")]

    # published anew meanwhile: what was stored is given back all the same, what is new is refused
    published = False
    again = await client.post(f"{path}/messages", json=said, headers=amelie.acting)
    assert (again.status_code, again.json()) == (200, stored.json())
    refused = await client.post(
        f"{path}/messages", json={**said, "client_id": "2"}, headers=amelie.acting
    )
    assert (refused.status_code, refused.json()["detail"]) == (422, "“Privacy” was published anew.")
    assert (
        len((await client.get(f"/api/conversations/{id}", headers=visitor)).json()["events"]) == 2
    )
    many = {"client_id": "3", "text": "All:", "citations": [span] * 4}
    refused = await client.post(f"{path}/messages", json=many, headers=amelie.acting)
    assert refused.status_code == 422


async def test_a_long_conversation_is_read_from_its_end(
    client: httpx.AsyncClient, conversations: Conversations, started: str, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    path = f"{CONSOLE}/conversations/{started}"
    for number in range(9):
        await conversations.say(started, str(number), f"number {number + 1}")
    await client.post(f"{path}/read", json={"seq": 4}, headers=amelie.acting)

    async def numbers(address: str, **query: int) -> list[int]:
        got = await client.get(address, params=query, headers=amelie.reading)
        return [event["seq"] for event in got.json()["events"]]

    whole = (await client.get(path, params={"latest": 3}, headers=amelie.reading)).json()
    assert [event["seq"] for event in whole["events"]] == [7, 8, 9]
    assert (whole["last_seq"], whole["my_read"]) == (9, 4)
    assert await numbers(f"{path}/history", before=7, limit=4) == [3, 4, 5, 6]
    assert await numbers(f"{path}/history", before=3) == [1, 2]
    assert await numbers(f"{path}/history", before=1) == []
    assert await numbers(path) == list(range(1, 10))


async def test_a_search_tells_where_its_words_stand(
    client: httpx.AsyncClient, conversations: Conversations, started: str, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    await conversations.say(started, "1", "Où est ma clé, s'il vous plaît ?")
    await conversations.say(started, "2", "Toujours rien.")
    await client.post(
        f"{CONSOLE}/conversations/{started}/notes",
        json={"client_id": "3", "text": "He means the KEY to the safe"},
        headers=amelie.acting,
    )

    async def found(search: str) -> Any:
        query = {"search": search}
        got = await client.get(f"{CONSOLE}/conversations", params=query, headers=amelie.reading)
        return [line["found"] for line in got.json()["conversations"]]

    assert await found("CLE plait") == [
        {
            "seq": 1,
            "author": "visitor",
            "text": "Où est ma clé, s'il vous plaît ?",
            "marks": [[10, 13], [25, 30]],
        }
    ]
    [note] = await found("key")
    assert (note["seq"], note["author"], note["marks"]) == (None, "note", [[13, 16]])
    assert await found("nowhere") == []


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("https://me:pw@shop.example:8443/basket?token=1#pay", "https://shop.example:8443/basket"),
        ("http://shop.example", "http://shop.example"),
        ("javascript:alert(1)", None),
        ("https://[broken", None),
        ("/basket", None),
        (f"https://shop.example/{'a' * 600}", None),
        (None, None),
    ],
)
async def test_agents_see_where_a_visitor_writes_from(
    client: httpx.AsyncClient, signed_in: SignedIn, page: str | None, kept: str | None
) -> None:
    amelie = await signed_in("Amélie")
    id, visitor = await begin(client)
    body = {"client_id": "1", "text": "Hello", "page": page}
    stored = await client.post(f"/api/conversations/{id}/messages", json=body, headers=visitor)
    assert stored.status_code == 201
    whole = await client.get(f"{CONSOLE}/conversations/{id}", headers=amelie.reading)
    assert whole.json()["page"] == kept


async def test_agents_see_what_the_same_visitor_had_before(
    client: httpx.AsyncClient, conversations: Conversations, signed_in: SignedIn
) -> None:
    amelie = await signed_in("Amélie")
    ids: list[str] = []
    previous: dict[str, str] | None = None
    for number in range(3):
        body = {"language": "en", "previous": previous}
        made = (await client.post("/api/conversations", json=body)).json()
        await conversations.say(made["id"], "1", f"number {number}")
        previous = {"id": made["id"], "token": made["token"]}
        ids.append(made["id"])
    whole = await client.get(f"{CONSOLE}/conversations/{ids[2]}", headers=amelie.reading)
    assert [(one["id"], one["preview"]) for one in whole.json()["past"]] == [
        (ids[1], "number 1"),
        (ids[0], "number 0"),
    ]
    # another's conversation is nobody's past
    stolen = {"language": "en", "previous": {"id": ids[0], "token": "guessed"}}
    made = (await client.post("/api/conversations", json=stolen)).json()
    whole = await client.get(f"{CONSOLE}/conversations/{made['id']}", headers=amelie.reading)
    assert whole.json()["past"] == []
