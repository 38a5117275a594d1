"""Tickets: what each system is sent, held against what its public API document asks for.

The servers here refuse what the real ones would: a wrong path, credential or field. What was read
for them is named in docs/tickets.md.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Unprocessable
from bot.notify.outbox import EntryState
from bot.notify.senders import Outside, TicketDesk
from bot.notify.setup import outside_of
from bot.notify.worker import OutboxWorker
from bot.settings import Settings
from tests.bot.notify.conftest import Talk
from tests.bot.notify.receivers import HttpServer, Received, Reply
from tests.bot.notify.samples import CITATION

Sending = Callable[..., OutboxWorker]
Eventually = Callable[..., Any]


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def told(status: int, answer: Any) -> Reply:
    return Reply(status, json.dumps(answer).encode(), {"Content-Type": "application/json"})


def zendesk(request: Received) -> Reply:
    """Zendesk: Create Ticket, API tokens, idempotency."""
    if (request.method, request.path) != ("POST", "/api/v2/tickets.json"):
        return told(404, {"error": "InvalidEndpoint"})
    if request.headers.get("authorization") != basic("agent@firm.example/token", "t0ken"):
        return told(401, {"error": "Couldn't authenticate you"})
    fields = request.json["ticket"]
    assert set(fields) <= {"subject", "comment", "requester", "external_id", "tags"}
    assert fields["comment"].keys() == {"html_body", "public"}
    assert all(" " not in tag for tag in fields["tags"])
    assert 0 < len(request.headers["idempotency-key"]) <= 255
    if "requester" in fields and not fields["requester"]["name"]:
        return told(422, {"error": "RecordInvalid"})
    return told(201, {"ticket": {"id": 35436, "url": "https://firm/api/v2/tickets/35436.json"}})


def freshdesk(request: Received) -> Reply:
    """Freshdesk: Create a Ticket. One of the requester's identifiers is mandatory."""
    if (request.method, request.path) != ("POST", "/api/v2/tickets"):
        return told(404, {})
    if request.headers.get("authorization") != basic("t0ken", "X"):
        return told(401, {"code": "invalid_credentials"})
    body = request.json
    known = {"name", "email", "subject", "description", "status", "priority", "source", "tags"}
    if set(body) - known:
        return told(400, {"errors": [{"code": "invalid_field"}]})
    if not body["email"] or body["status"] not in (2, 3, 4, 5):
        return told(400, {"errors": [{"code": "missing_field"}]})
    assert body["priority"] in (1, 2, 3, 4)
    assert body["source"] in (1, 2, 3, 7, 9, 10)
    assert all(len(tag) <= 32 for tag in body["tags"])
    return told(201, {"id": 20, "status": 2})


def zammad(request: Received) -> Reply:
    """Zammad: Ticket, Create. `guess:` finds or makes the customer."""
    if (request.method, request.path) != ("POST", "/api/v1/tickets"):
        return told(404, {})
    if request.headers.get("authorization") != "Token token=t0ken":
        return told(403, {"error": "Not authorized"})
    body = request.json
    assert body.keys() == {"title", "group", "customer_id", "article"}
    if body["group"] != "2nd Level" or not body["customer_id"].startswith("guess:"):
        return told(422, {"error": "No lookup value found"})
    article = body["article"]
    assert article.keys() == {"subject", "body", "content_type", "type", "internal"}
    assert (article["type"], article["content_type"]) == ("note", "text/html")
    return told(201, {"id": 19, "number": "22019"})


class Chatwoot:
    """Chatwoot: Create Contact, Search Contacts, Contact Conversations, Create New Conversation,
    Create New Message. A contact's e-mail and identifier are unique in an account."""

    def __init__(self, lose: str = "") -> None:
        self.contacts: list[dict[str, Any]] = []
        self.conversations: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.lose = lose

    def __call__(self, request: Received) -> Reply:
        if request.headers.get("api_access_token") != "t0ken":
            return told(401, {"error": "Invalid Access Token"})
        path, _, query = request.path.removeprefix("/api/v1/accounts/3/").partition("?")
        if self.lose and request.method == "POST" and path.endswith(self.lose):
            self.lose = ""
            self._answer(request, path, query)
            return Reply(hang_up=True)  # it was done, and nobody hears of it
        return self._answer(request, path, query)

    def _answer(self, request: Received, path: str, query: str) -> Reply:
        match request.method, path.split("/"):
            case "POST", ["contacts"]:
                return self._contact(request.json)
            case "GET", ["contacts", "search"]:
                return told(200, {"meta": {}, "payload": self.contacts})
            case "GET", ["contacts", number, "conversations"]:
                of = [c for c in self.conversations if str(c["contact_id"]) == number]
                return told(200, {"payload": of})
            case "POST", ["conversations"]:
                body = request.json
                assert isinstance(body["source_id"], str)
                assert isinstance(body["contact_id"], int)
                assert body["inbox_id"] == 7
                assert body["status"] in ("open", "resolved", "pending")
                assert "message" not in body, "it would go to the visitor"
                self.conversations.append(body | {"id": 100 + len(self.conversations)})
                return told(200, {"id": self.conversations[-1]["id"], "account_id": 3})
            case "POST", ["conversations", number, "messages"]:
                body = request.json
                assert body["private"] is True, "it would go to the visitor"
                assert body["message_type"] in ("outgoing", "incoming")
                self.notes.append(body | {"conversation": number})
                return told(200, {"id": 1})
        return told(404, {})

    def _contact(self, body: dict[str, Any]) -> Reply:
        assert body["inbox_id"] == 7
        for one in self.contacts:
            if body["identifier"] == one["identifier"] or body.get("email") == one.get("email"):
                return told(422, {"message": "Email has already been taken"})
        contact = {"id": 50 + len(self.contacts), "email": None} | body
        self.contacts.append(contact)
        return told(200, {"payload": {"contact": contact, "contact_inbox": {"source_id": "x"}}})


@pytest.fixture
def settings_for(receiver: HttpServer, tmp_path: Path) -> Callable[..., Settings]:
    """Settings for a ticket system that is on this machine."""
    (tmp_path / "token").write_text("t0ken\n")

    def make(kind: str, **more: Any) -> Settings:
        all_of_them = {
            "tickets": kind, "tickets_url": receiver.url + "/",
            "tickets_token_file": tmp_path / "token", "tickets_user": "agent@firm.example",
            "tickets_group": "2nd Level", "tickets_account": 3, "tickets_inbox": 7,
            "tickets_requester": "chat@firm.example", "public_url": "https://clause.example",
        }  # fmt: skip
        return Settings(**(all_of_them | more))

    return make


async def made(
    talk: Talk, outside: Outside, sending: Sending, eventually: Eventually, state: EntryState
) -> Any:
    """The ticket's entry once it is in that state."""
    from bot.conversations.hub import Hub
    from bot.notify.service import Notify

    notify = Notify(talk.store, Hub(), outside)
    first = await notify.make_ticket(talk.agent, talk.id)
    assert (await notify.make_ticket(talk.agent, talk.id)).id == first.id, (
        "clicked twice, it is one"
    )

    async def ended() -> Any:
        return await talk.store.entries(state=state)

    async with sending(outside).running():
        [entry] = await eventually(ended, 10)
    return entry


@pytest.mark.parametrize(
    ("kind", "server", "reference", "opens"),
    [
        ("zendesk", zendesk, "35436", "/agent/tickets/35436"),
        ("freshdesk", freshdesk, "20", "/a/tickets/20"),
        ("zammad", zammad, "22019", "/#ticket/zoom/19"),
        ("chatwoot", Chatwoot(), "100", "/app/accounts/3/conversations/100"),
    ],
)
@pytest.mark.parametrize("left", [True, False])
async def test_a_ticket_with_transcript_and_citations(
    kind: str, server: Any, reference: str, opens: str, left: bool, talk: Talk,
    receiver: HttpServer, settings_for: Callable[..., Settings], sending: Sending,
    eventually: Eventually,
) -> None:  # fmt: skip
    receiver.answer = Chatwoot() if isinstance(server, Chatwoot) else server
    if left:
        await talk.leave("visitor@example.org")
    outside = outside_of(settings_for(kind))
    entry = await made(talk, outside, sending, eventually, EntryState.SENT)
    assert (entry.reference, entry.reference_url) == (reference, receiver.url + opens)
    assert entry.attempts == 1
    sent = b"\n".join(request.body for request in receiver.received).decode()
    decoded = json.dumps(
        [json.loads(r.body) for r in receiver.received if r.body], ensure_ascii=False
    )
    assert CITATION.quote in decoded
    assert "How" in decoded
    assert "data?" in decoded
    assert f"https://clause.example/console?conversation={talk.id}" in decoded
    if kind != "chatwoot":
        assert "<long>" not in sent.replace("How <long> do you keep my data?", ""), (
            "escaped in HTML"
        )
    assert ("visitor@example.org" in decoded) is left
    assert ("chat@firm.example" in decoded) is not left


@pytest.mark.parametrize("lost", ["contacts", "conversations", "messages"])
async def test_chatwoot_finds_what_an_earlier_try_made(
    lost: str, talk: Talk, receiver: HttpServer, settings_for: Callable[..., Settings],
    sending: Sending, eventually: Eventually,
) -> None:  # fmt: skip
    there = Chatwoot(lose=lost)
    receiver.answer = there
    await talk.leave("visitor@example.org")
    outside = outside_of(settings_for("chatwoot"))
    entry = await made(talk, outside, sending, eventually, EntryState.SENT)
    assert entry.attempts == 2
    assert (len(there.contacts), len(there.conversations)) == (1, 1)


@pytest.mark.parametrize("kind", ["zendesk", "freshdesk", "zammad", "chatwoot"])
@pytest.mark.parametrize(
    ("status", "permanent"), [(401, True), (400, True), (429, False), (502, False)]
)
async def test_what_the_system_refuses_is_shown(
    kind: str, status: int, permanent: bool, talk: Talk, receiver: HttpServer,
    settings_for: Callable[..., Settings], sending: Sending, eventually: Eventually,
) -> None:  # fmt: skip
    receiver.answer = lambda _: told(status, {"description": "visitor@example.org said so"})
    outside = outside_of(settings_for(kind))
    entry = await made(talk, outside, sending, eventually, EntryState.DEAD)
    assert (entry.status, entry.attempts) == (status, 1 if permanent else 4)
    assert str(status) in entry.problem
    assert "visitor" not in entry.problem


async def test_without_a_system_a_click_says_so(talk: Talk, outside: Outside) -> None:
    from bot.conversations.hub import Hub
    from bot.notify.service import Notify

    with pytest.raises(Unprocessable, match="CLAUSE_TICKETS"):
        await Notify(talk.store, Hub(), outside).make_ticket(talk.agent, talk.id)


async def test_a_token_that_cannot_be_read_is_tried_again(
    talk: Talk, outside: Outside, sending: Sending, eventually: Eventually
) -> None:
    def fails() -> Any:
        raise FileNotFoundError("/run/secrets/token")

    desk = replace(outside, desk=TicketDesk(fails))
    entry = await made(talk, desk, sending, eventually, EntryState.DEAD)
    assert entry.attempts == 4
    assert entry.problem == "The token file of the ticket system cannot be read."


@pytest.mark.parametrize(
    ("kind", "without", "named"),
    [
        ("zendesk", {"tickets_url": ""}, "CLAUSE_TICKETS_URL"),
        ("zendesk", {"tickets_user": ""}, "CLAUSE_TICKETS_USER"),
        ("zendesk", {"tickets_token_file": None}, "CLAUSE_TICKETS_TOKEN_FILE"),
        ("freshdesk", {"tickets_requester": ""}, "CLAUSE_TICKETS_REQUESTER"),
        ("zammad", {"tickets_group": ""}, "CLAUSE_TICKETS_GROUP"),
        ("chatwoot", {"tickets_inbox": 0}, "CLAUSE_TICKETS_INBOX"),
        ("email", {}, "CLAUSE_SMTP_HOST"),
        ("email", {"smtp_host": "mail", "smtp_sender": "a@b.example"}, "CLAUSE_TICKETS_MAILBOX"),
        ("", {"smtp_host": "mail"}, "CLAUSE_SMTP_SENDER"),
    ],
)
def test_what_is_missing_is_named_at_start(
    kind: str, without: dict[str, Any], named: str, settings_for: Callable[..., Settings]
) -> None:
    with pytest.raises(Unprocessable, match=named):
        outside_of(settings_for(kind, **without))
