"""What administrators do over HTTP with webhooks, the outbox and e-mail, and agents with tickets."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.accounts.accounts import Role
from bot.notify.outbox import EntryState
from bot.notify.senders import Outside, TicketDesk
from bot.notify.service import Notify
from bot.notify.webhooks import Poster
from bot.notify.worker import OutboxWorker
from bot.web.api import notify as notify_api
from tests.bot.notify.conftest import Talk
from tests.bot.notify.mail_server import Postbox, listening
from tests.bot.notify.receivers import HttpServer, Reply

SignedIn = Callable[..., Awaitable[Any]]
HOOKS = "/api/admin/webhooks"
OUTBOX = "/api/admin/outbox"


@pytest.fixture
def app(app: FastAPI, notify: Notify) -> FastAPI:
    """The app with the routes of what goes outside."""
    app.include_router(notify_api.router)
    app.include_router(notify_api.tickets)
    app.state.parts.notify = notify
    return app


async def test_a_webhook_from_its_making_to_its_log(
    client: httpx.AsyncClient, signed_in: SignedIn, talk: Talk, receiver: HttpServer,
    outside: Outside, sending: Callable[..., OutboxWorker], eventually: Callable[..., Any],
) -> None:  # fmt: skip
    admin = await signed_in("Ada", Role.ADMIN)
    new = {"url": f"{receiver.url}/hook", "description": "Ours"}
    made = await client.post(HOOKS, json=new, headers=admin.acting)
    assert made.status_code == 201
    secret, webhook = made.json()["secret"], made.json()["webhook"]
    assert secret.startswith("whsec_")
    listed = await client.get(HOOKS, headers=admin.reading)
    assert listed.json() == {"webhooks": [webhook]}
    assert secret not in listed.text, "it is shown once"

    receiver.answer = lambda _: Reply(500)
    await talk.reply("Bonjour")
    async with sending(outside).running():
        await eventually(lambda: talk.store.entries(state=EntryState.DEAD))
        dead = (await client.get(OUTBOX, params={"state": "dead"}, headers=admin.reading)).json()
        assert dead["counts"] == {"pending": 0, "sent": 0, "dead": 1}
        [entry] = dead["entries"]
        assert (entry["status"], entry["attempts"]) == (500, 4)
        assert "lease" not in entry
        receiver.answer = lambda _: Reply(204)
        again = await client.post(f"{OUTBOX}/{entry['id']}/retry", headers=admin.acting)
        assert (again.status_code, again.json()["entry"]["state"]) == (200, "pending")
        await eventually(lambda: talk.store.entries(state=EntryState.SENT))
    log = (await client.get(f"{HOOKS}/{webhook['id']}/deliveries", headers=admin.reading)).json()
    [delivery] = log["deliveries"]
    assert (delivery["state"], delivery["status"]) == ("sent", 204)
    assert delivery["delivery_id"] == receiver.received[-1].headers["webhook-id"]
    tries = (await client.get(f"{OUTBOX}/{entry['id']}", headers=admin.reading)).json()["attempts"]
    assert [one["status"] for one in tries] == [500, 500, 500, 500, 204]
    assert all(one["at"].endswith("Z") for one in tries)

    disabled = await client.post(f"{HOOKS}/{webhook['id']}/disable", headers=admin.acting)
    assert disabled.json() == webhook | {"enabled": False}
    await talk.reply("Au revoir")
    assert len(await talk.store.entries()) == 1
    enabled = await client.post(f"{HOOKS}/{webhook['id']}/enable", headers=admin.acting)
    assert enabled.json()["enabled"] is True

    number = webhook["id"]
    lines = await talk.store.audit_lines(account_id=admin.person.id)
    assert [(line.action, line.target) for line in reversed(lines)][1:] == [
        ("add_webhook", f"webhook {number}"),
        ("send_again", f"outbox entry {entry['id']}"),
        ("disable_webhook", f"webhook {number}"),
        ("enable_webhook", f"webhook {number}"),
    ]
    assert lines[-2].detail == {"host": "127.0.0.1"}
    assert secret not in str(lines)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://10.1.2.3:8443/",
        "https://169.254.169.254/latest", "http://example.org/", "not an address",
        "https://no-such-name.invalid/",
    ],
)  # fmt: skip
async def test_an_address_inside_is_refused(
    url: str, client: httpx.AsyncClient, signed_in: SignedIn, app: FastAPI, notify: Notify,
    outside: Outside,
) -> None:  # fmt: skip
    strict = replace(outside, poster=Poster())
    app.state.parts.notify = Notify(notify._store, notify._hub, strict)
    admin = await signed_in("Ada", Role.ADMIN)
    refused = await client.post(HOOKS, json={"url": url}, headers=admin.acting)
    assert refused.status_code == 422
    assert refused.json()["detail"]
    assert (await client.get(HOOKS, headers=admin.reading)).json() == {"webhooks": []}


async def test_only_administrators_may(
    client: httpx.AsyncClient, signed_in: SignedIn, talk: Talk
) -> None:
    agent, owner = await signed_in("Boris"), await signed_in("Olga", Role.OWNER)
    admin = await signed_in("Ada", Role.ADMIN)
    calls = [
        ("GET", HOOKS), ("POST", HOOKS), ("POST", f"{HOOKS}/1/disable"),
        ("POST", f"{HOOKS}/1/enable"), ("GET", f"{HOOKS}/1/deliveries"), ("GET", OUTBOX),
        ("GET", f"{OUTBOX}/1"), ("POST", f"{OUTBOX}/1/retry"), ("POST", "/api/admin/email/test"),
    ]  # fmt: skip
    body = {"url": "https://example.org", "to": "a@example.org"}
    for method, path in calls:
        json = body if method == "POST" else None
        for someone in (agent, owner):
            answer = await client.request(method, path, json=json, headers=someone.acting)
            assert answer.status_code == 403, path
        assert (await client.request(method, path, json=json)).status_code == 401, path
        if method == "POST":
            without = await client.request(method, path, json=json, headers=admin.reading)
            assert without.status_code == 403, f"{path} without the CSRF token"
    missing = [call for call in calls if "/1" in call[1]]
    for method, path in missing:
        answer = await client.request(method, path, headers=admin.acting)
        assert answer.status_code == 404, path


async def test_a_test_email_says_what_the_server_said(
    client: httpx.AsyncClient, signed_in: SignedIn, app: FastAPI, notify: Notify, outside: Outside
) -> None:
    admin = await signed_in("Ada", Role.ADMIN)

    async def send(to: str) -> httpx.Response:
        return await client.post("/api/admin/email/test", json={"to": to}, headers=admin.acting)

    unset = await send("ada@example.org")
    assert (unset.status_code, "CLAUSE_SMTP_HOST" in unset.json()["detail"]) == (422, True)
    async with listening(Postbox()) as box:
        app.state.parts.notify = Notify(
            notify._store, notify._hub, replace(outside, mail=box.server())
        )
        assert (await send("ada@example.org")).status_code == 204
        assert b"Auto-Submitted: auto-generated" in box.taken[0].content  # type: ignore[operator]
        assert (await send("ada@example.org\r\nBcc: b@example.org")).status_code == 422
        box.on_recipient = lambda _: "550 5.1.1 no such user"
        refused = await send("ada@example.org")
        assert refused.status_code == 503
        assert "550 5.1.1" in refused.json()["detail"]


async def test_a_ticket_on_a_click(
    client: httpx.AsyncClient, signed_in: SignedIn, app: FastAPI, notify: Notify, outside: Outside,
    talk: Talk,
) -> None:  # fmt: skip
    agent, owner = await signed_in("Boris"), await signed_in("Olga", Role.OWNER)
    path = f"/api/console/conversations/{talk.id}/ticket"
    none = await client.get(path, headers=agent.reading)
    assert none.json() == {"ticket": None, "possible": False}
    unset = await client.post(path, headers=agent.acting)
    assert (unset.status_code, "CLAUSE_TICKETS" in unset.json()["detail"]) == (422, True)
    desk = replace(outside, desk=TicketDesk(None, mailbox="desk@example.org"))
    app.state.parts.notify = Notify(notify._store, notify._hub, desk)
    first = await client.post(path, headers=agent.acting)
    assert first.status_code == 202
    assert first.json()["ticket"]["state"] == "pending"
    assert (await client.post(path, headers=agent.acting)).json() == first.json()
    assert (await client.get(path, headers=agent.reading)).json() == first.json()
    assert (await client.post(path, headers=owner.acting)).status_code == 403
    unknown = path.replace(talk.id, "0" * 32)
    assert (await client.post(unknown, headers=agent.acting)).status_code == 404
    assert (await client.get(unknown, headers=agent.reading)).status_code == 404
    no_id = path.replace(talk.id, "nonsense")
    assert (await client.post(no_id, headers=agent.acting)).status_code == 404


def test_every_route_is_documented(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    ours = {path: routes for path, routes in paths.items() if "/admin/" in path or "ticket" in path}
    assert len(ours) == 9
    for path, routes in ours.items():
        for method, route in routes.items():
            assert route["summary"], path
            assert route["description"], path
            assert {"401", "403"} <= route["responses"].keys(), (method, path)
