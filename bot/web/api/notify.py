"""What goes outside, for administrators: webhooks, the outbox, a test e-mail; for agents: tickets."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from bot.accounts.accounts import Role, Session
from bot.conversations.events import Person
from bot.errors import NotAllowed
from bot.notify.outbox import Channel, EntryState
from bot.notify.service import Notify
from bot.web.api.notify_schemas import (
    Deliveries,
    EntryOut,
    EntryWithAttempts,
    NewWebhook,
    OutboxOut,
    TestEmail,
    TicketOut,
    WebhookOut,
    Webhooks,
    WebhookWithSecret,
)
from bot.web.api.schemas import problems
from bot.web.deps import TheConversations, agent, agent_csrf, conversation_id, staff, staff_csrf

router = APIRouter(prefix="/api/admin", tags=["admin"])
tickets = APIRouter(prefix="/api/console", tags=["console"])


async def notify_of(request: Request) -> Notify:
    """What goes outside, of this app."""
    notify: Notify = request.app.state.parts.notify
    return notify


def _admin(session: Session) -> Session:
    if session.account.role is not Role.ADMIN:
        raise NotAllowed("Only an administrator may do this.")
    return session


async def admin(session: Annotated[Session, Depends(staff)]) -> Session:
    """An administrator, reading. Raises NotSignedIn, NotAllowed."""
    return _admin(session)


async def admin_csrf(session: Annotated[Session, Depends(staff_csrf)]) -> Session:
    """An administrator, acting. Raises NotSignedIn, NotAllowed."""
    return _admin(session)


def _person(session: Session) -> Person:
    return Person(session.account.id, session.account.name)


TheNotify = Annotated[Notify, Depends(notify_of)]
Reading = [Depends(admin)]
Acting = Annotated[Session, Depends(admin_csrf)]
WebhookId = Annotated[int, Path(ge=1, le=2**31 - 1, description="The webhook's id")]
EntryId = Annotated[int, Path(ge=1, le=2**31 - 1, description="The entry's id")]
BeforeId = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="Only those before this id: the next page")
]


@router.get(
    "/webhooks",
    summary="List webhooks",
    response_description="Every endpoint, without its secret",
    dependencies=Reading,
    responses=problems(401, 403),
)
async def webhooks(notify: TheNotify) -> Webhooks:
    """Enabled and disabled ones, the oldest first."""
    return Webhooks(webhooks=[WebhookOut.of(one) for one in await notify.webhooks()])


@router.post(
    "/webhooks",
    status_code=201,
    summary="Add a webhook",
    response_description="The endpoint, with the secret that is shown only now",
    responses=problems(401, 403),
)
async def add_webhook(new: NewWebhook, session: Acting, notify: TheNotify) -> WebhookWithSecret:
    """It is told of every event from now on. An address inside a private network is refused."""
    webhook = await notify.add_webhook(_person(session), new.url, new.description)
    return WebhookWithSecret(webhook=WebhookOut.of(webhook), secret=webhook.secret)


@router.post(
    "/webhooks/{id}/disable",
    summary="Disable a webhook",
    response_description="The endpoint, disabled",
    responses=problems(401, 403, 404),
)
async def disable(id: WebhookId, session: Acting, notify: TheNotify) -> WebhookOut:
    """Nothing more is sent to it; what waited for it is given up, and can be sent again later."""
    return WebhookOut.of(await notify.set_webhook(_person(session), id, enabled=False))


@router.post(
    "/webhooks/{id}/enable",
    summary="Enable a webhook",
    response_description="The endpoint, enabled",
    responses=problems(401, 403, 404),
)
async def enable(id: WebhookId, session: Acting, notify: TheNotify) -> WebhookOut:
    """It is told of every event from now on, not of those in between."""
    return WebhookOut.of(await notify.set_webhook(_person(session), id, enabled=True))


@router.get(
    "/webhooks/{id}/deliveries",
    summary="Read a webhook's delivery log",
    response_description="What was sent to it, the newest first",
    dependencies=Reading,
    responses=problems(401, 403, 404),
)
async def deliveries(id: WebhookId, notify: TheNotify, before: BeforeId = None) -> Deliveries:
    """With the last try's status and problem; every try is at `/api/admin/outbox/{id}`."""
    found = await notify.deliveries(id, before)
    return Deliveries(deliveries=[EntryOut.of(entry) for entry in found])


@router.get(
    "/outbox",
    summary="List what goes outside",
    response_description="Entries, the newest first, and how many there are in all",
    dependencies=Reading,
    responses=problems(401, 403),
)
async def outbox(
    notify: TheNotify,
    state: Annotated[EntryState | None, Query(description="`dead`: what failed")] = None,
    channel: Channel | None = None,
    before: BeforeId = None,
) -> OutboxOut:
    """Webhooks, e-mails and tickets alike. No entry holds a text or an address."""
    return OutboxOut.of(*await notify.outbox(state, channel, before))


@router.get(
    "/outbox/{id}",
    summary="Read one entry with every try",
    response_description="The entry and the log of its tries, in order",
    dependencies=Reading,
    responses=problems(401, 403, 404),
)
async def entry(id: EntryId, notify: TheNotify) -> EntryWithAttempts:
    """Each try with when it was, how long it took, its status and what was wrong."""
    return EntryWithAttempts.of(await notify.entry(id))


@router.post(
    "/outbox/{id}/retry",
    summary="Send an entry again",
    response_description="The entry, pending",
    responses=problems(401, 403, 404, 409),
)
async def retry(id: EntryId, session: Acting, notify: TheNotify) -> EntryWithAttempts:
    """Also one that was sent: a replay, with the same delivery id, so that doubles can be told."""
    return EntryWithAttempts.of(await notify.send_again(_person(session), id))


@router.post(
    "/email/test",
    status_code=204,
    summary="Send a test e-mail",
    response_description="The mail server took it",
    responses=problems(401, 403),
)
async def test_email(email: TestEmail, session: Acting, notify: TheNotify) -> None:
    """At once, not by way of the outbox: the answer says what the mail server said."""
    await notify.test_email(_person(session), email.to)


@tickets.get(
    "/conversations/{id}/ticket",
    summary="Read a conversation's ticket",
    response_description="The ticket, null if none was asked for",
    responses=problems(401, 403, 404),
)
async def read_ticket(
    id: Annotated[str, Depends(conversation_id)],
    reader: Annotated[Person, Depends(agent)],
    conversations: TheConversations,
    notify: TheNotify,
) -> TicketOut:
    """Whether it was made already, and where it is."""
    await conversations.read(id)
    found = await notify.ticket(id)
    return TicketOut(ticket=EntryOut.of(found) if found else None, possible=notify.makes_tickets)


@tickets.post(
    "/conversations/{id}/ticket",
    status_code=202,
    summary="Make a ticket of a conversation",
    response_description="The ticket, in the making",
    responses=problems(401, 403, 404),
)
async def make_ticket(
    id: Annotated[str, Depends(conversation_id)],
    actor: Annotated[Person, Depends(agent_csrf)],
    notify: TheNotify,
) -> TicketOut:
    """With transcript and citations. Asked for again, it is the same ticket."""
    return TicketOut(ticket=EntryOut.of(await notify.make_ticket(actor, id)), possible=True)
