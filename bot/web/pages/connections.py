"""What leaves Clause, for administrators: e-mail, tickets, webhooks, and the outbox of them all."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.accounts import Session
from bot.errors import ClauseError
from bot.notify.outbox import Channel, EntryState, Webhook
from bot.notify.service import Notify
from bot.settings import Settings
from bot.web.api.notify import TheNotify
from bot.web.pages.forms import settings_of
from bot.web.pages.rendering import PageRoute
from bot.web.pages.staff import Admin, AdminActing, Field, person, tabbed_page, to
from bot.web.pages.words import fill, words

CONNECTIONS = "/console/connections"
SHOWN = 50

router = APIRouter(prefix=CONNECTIONS, route_class=PageRoute, include_in_schema=False)
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Before = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Back = Annotated[str, Form(pattern=r"^\d{0,9}$")]


@router.get("")
async def connections(
    request: Request, session: Admin, notify: TheNotify, done: str = ""
) -> Response:
    """What is set, the endpoints, and what waits or failed."""
    return await _all(request, session, notify, done=_said()["done"].get(done, ""))


@router.post("/email/test")
async def test_email(request: Request, session: AdminActing, notify: TheNotify) -> Response:
    """A test e-mail to whoever asks for it, at once."""
    email = session.account.email
    try:
        await notify.test_email(person(session), email)
    except ClauseError as refused:
        return await _all(request, session, notify, refused=refused)
    return await _all(request, session, notify, done=fill(_said()["test_done"], email=email))


@router.post("/webhooks")
async def add(
    request: Request,
    session: AdminActing,
    notify: TheNotify,
    url: Field = "",
    description: Field = "",
) -> Response:
    """A new endpoint; its secret is on the page that follows, and nowhere else."""
    try:
        webhook = await notify.add_webhook(person(session), url.strip(), description)
    except ClauseError as refused:
        wanted = {"url": url, "description": description}
        return await _all(request, session, notify, refused=refused, wanted=wanted)
    return await _all(request, session, notify, secret=webhook)


@router.get("/webhooks/{id}")
async def webhook(
    id: Id, session: Admin, notify: TheNotify, done: str = "", before: Before = None
) -> Response:
    """One endpoint: its settings and its delivery log."""
    found = await notify.webhook(id)
    return await _one(session, notify, found, done=_said()["done"].get(done, ""), before=before)


@router.post("/webhooks/{id}")
async def change(
    id: Id, session: AdminActing, notify: TheNotify, url: Field = "", description: Field = ""
) -> Response:
    """Another address or description."""
    try:
        await notify.change_webhook(person(session), id, url.strip(), description)
    except ClauseError as refused:
        found = await notify.webhook(id)
        wanted = {"url": url, "description": description}
        return await _one(session, notify, found, refused=refused, wanted=wanted)
    return to(f"{CONNECTIONS}/webhooks/{id}?done=saved")


@router.post("/webhooks/{id}/rotate")
async def rotate(id: Id, session: AdminActing, notify: TheNotify) -> Response:
    """A new secret, on the page that follows and nowhere else."""
    changed = await notify.rotate_webhook(person(session), id)
    return await _one(session, notify, changed, secret=changed)


@router.post("/webhooks/{id}/enable")
async def enable(id: Id, session: AdminActing, notify: TheNotify) -> Response:
    """It is told of every event from now on."""
    await notify.set_webhook(person(session), id, enabled=True)
    return to(f"{CONNECTIONS}/webhooks/{id}?done=enabled")


@router.post("/webhooks/{id}/disable")
async def disable(id: Id, session: AdminActing, notify: TheNotify) -> Response:
    """Nothing more is sent to it."""
    await notify.set_webhook(person(session), id, enabled=False)
    return to(f"{CONNECTIONS}/webhooks/{id}?done=disabled")


@router.post("/outbox/{id}/again")
async def again(id: Id, session: AdminActing, notify: TheNotify, webhook: Back = "") -> Response:
    """Send an entry anew; also one that was sent."""
    await notify.send_again(person(session), id)
    return to(_back(webhook, "again"))


@router.post("/outbox/{id}/discard")
async def discard(id: Id, session: AdminActing, notify: TheNotify, webhook: Back = "") -> Response:
    """It is not sent."""
    await notify.discard(person(session), id)
    return to(_back(webhook, "discard"))


def _back(webhook: str, done: str) -> str:
    return (
        f"{CONNECTIONS}/webhooks/{webhook}?done={done}" if webhook else f"{CONNECTIONS}?done={done}"
    )


async def _all(
    request: Request,
    session: Session,
    notify: Notify,
    *,
    done: str = "",
    refused: ClauseError | None = None,
    wanted: dict[str, str] | None = None,
    secret: Webhook | None = None,
) -> HTMLResponse:
    settings = settings_of(request)
    dead, counts = await notify.outbox(EntryState.DEAD)
    pending, _ = await notify.outbox(EntryState.PENDING)
    failed, _ = await notify.outbox(EntryState.DEAD, Channel.TICKET)
    context = {
        "email": _email(settings),
        "sends_email": notify.sends_email,
        "tickets": _tickets(settings),
        "makes_tickets": notify.makes_tickets,
        "failure": failed[0] if failed else None,
        "webhooks": await notify.webhooks(),
        "counts": counts,
        "entries": [*dead[:SHOWN], *pending[:SHOWN]],
        "wanted": wanted or {"url": "", "description": ""},
        "secret": secret,
    }
    return _tab("connections.html", session, context, done, refused)


async def _one(
    session: Session,
    notify: Notify,
    webhook: Webhook,
    *,
    done: str = "",
    refused: ClauseError | None = None,
    wanted: dict[str, str] | None = None,
    secret: Webhook | None = None,
    before: int | None = None,
) -> HTMLResponse:
    found = await notify.deliveries(webhook.id, before)
    shown = found[:SHOWN]
    here = f"{CONNECTIONS}/webhooks/{webhook.id}"
    context = {
        "webhook": webhook,
        "entries": shown,
        "older": f"{here}?before={shown[-1].id}" if len(found) > SHOWN else "",
        "wanted": wanted or {"url": webhook.url, "description": webhook.description},
        "secret": secret,
    }
    return _tab("webhook.html", session, context, done, refused)


def _tab(
    template: str,
    session: Session,
    context: dict[str, Any],
    done: str,
    refused: ClauseError | None,
) -> HTMLResponse:
    return tabbed_page(
        template,
        session,
        "connections",
        context,
        done=done,
        error=refused.detail if refused else "",
        status=refused.status if refused else 200,
    )


def _email(settings: Settings) -> str:
    said = _said()
    if not settings.smtp_host:
        return str(said["email_off"])
    return fill(
        said["email_on"],
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=said["tls"][settings.smtp_tls],
        sender=settings.smtp_sender,
    )


def _tickets(settings: Settings) -> str:
    said = _said()
    if not settings.tickets:
        return str(said["tickets_off"])
    if settings.tickets == "email":
        return fill(said["tickets_mail"], mailbox=settings.tickets_mailbox)
    return fill(said["tickets_on"], system=settings.tickets.title())


def _said() -> dict[str, Any]:
    said: dict[str, Any] = words("people")["connections"]
    return said
