"""Sends one entry of the outbox, once: reads what it names, and hands it to its channel."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import httpx

from bot.conversations.events import Author, Conversation, Event, MessageEvent
from bot.errors import Unprocessable
from bot.notify.mail import Reply, compose, reply_message
from bot.notify.outbox import Channel, Entry, Failed, Outcome, Sent, Webhook
from bot.notify.smtp import MailServer, hand_in
from bot.notify.tickets.ticket import NotCreated, Ticket, TicketSystem, ticket_of
from bot.notify.transcript import citations_of, last_question
from bot.notify.webhooks import Poster, body_of, headers_of

TICKET_SECONDS = 30.0

NO_MAIL = Failed("No mail server is set; see CLAUSE_SMTP_HOST.", permanent=True)
NO_TICKETS = Failed("No ticket system is set; see CLAUSE_TICKETS.", permanent=True)
GONE = Failed("What was to be sent is no longer stored.", permanent=True)


class Reads(Protocol):
    """What sending reads of the store."""

    async def conversation(self, conversation_id: str) -> Conversation | None: ...

    async def events_after(
        self, conversation_id: str, seq: int, limit: int | None = None
    ) -> list[Event]: ...

    async def webhook(self, webhook_id: int) -> Webhook | None: ...

    async def left_email(self, conversation_id: str) -> str | None: ...

    async def emails_before(self, entry: Entry) -> list[str]: ...


@dataclass(frozen=True)
class TicketDesk:
    """Where tickets are made.

    system: read anew for every ticket, so that a new token needs no restart; raises OSError and
    UnicodeDecodeError if the token cannot be read. None: they go to `mailbox` by e-mail.
    requester: the address that stands in for visitors who left none.
    """

    system: Callable[[], TicketSystem] | None
    mailbox: str | None = None
    requester: str | None = None


@dataclass(frozen=True)
class Outside:
    """All ways out that are set. base_url: of the service, without a trailing slash."""

    poster: Poster
    mail: MailServer | None
    desk: TicketDesk | None
    base_url: str


class Senders:
    """Sends entries. Call `send` with one at a time, or many at once."""

    def __init__(self, store: Reads, outside: Outside) -> None:
        self._store = store
        self._outside = outside

    async def send(self, entry: Entry) -> Outcome:
        """Send one entry. Raises Unavailable if the database does not respond."""
        match entry.channel:
            case Channel.WEBHOOK:
                return await self._webhook(entry)
            case Channel.EMAIL:
                return await self._email(entry)
            case Channel.TICKET:
                return await self._ticket(entry)

    async def _webhook(self, entry: Entry) -> Outcome:
        webhook = await self._store.webhook(entry.webhook_id or 0)
        if webhook is None or not webhook.enabled:
            return Failed("The endpoint is disabled.", permanent=True)
        conversation = await self._store.conversation(entry.conversation_id)
        events = await self._store.events_after(entry.conversation_id, entry.seq - 1, 1)
        if conversation is None or not events or events[0].seq != entry.seq:
            return GONE
        body = body_of(conversation, events[0])
        headers = headers_of(webhook.secret, entry.delivery_id, datetime.now(UTC), body)
        return await self._outside.poster.post(webhook.url, headers, body)

    async def _email(self, entry: Entry) -> Outcome:
        server = self._outside.mail
        if server is None:
            return NO_MAIL
        recipient = await self._store.left_email(entry.conversation_id)
        if recipient is None:
            return Failed("The visitor's address is no longer stored.", permanent=True)
        conversation = await self._store.conversation(entry.conversation_id)
        events = await self._store.events_after(entry.conversation_id, 0, entry.seq)
        if conversation is None or not events or events[-1].seq != entry.seq:
            return GONE
        event = events[-1]
        if not isinstance(event, MessageEvent) or event.message.author is not Author.AGENT:
            return Failed("Only an agent's message can go out by e-mail.", permanent=True)
        reply = Reply(
            agent=event.message.author_name or server.sender.name,
            text=event.message.text,
            question=last_question(events, entry.seq),
            citations=citations_of(event.message),
            language=conversation.language,
        )
        try:
            message = reply_message(
                reply,
                sender=server.sender,
                recipient=recipient,
                delivery_id=entry.delivery_id,
                earlier=await self._store.emails_before(entry),
                reply_to=server.reply_to,
                now=datetime.now(UTC),
            )
        except Unprocessable as error:
            return Failed(error.detail, permanent=True)
        return await hand_in(server, message)

    async def _ticket(self, entry: Entry) -> Outcome:
        desk = self._outside.desk
        if desk is None:
            return NO_TICKETS
        conversation = await self._store.conversation(entry.conversation_id)
        if conversation is None:
            return GONE
        ticket = ticket_of(
            conversation,
            await self._store.events_after(entry.conversation_id, 0),
            delivery_id=entry.delivery_id,
            email=await self._store.left_email(entry.conversation_id) or desk.requester,
            base_url=self._outside.base_url,
        )
        if desk.system is None:
            return await self._ticket_by_mail(ticket, desk.mailbox or "")
        try:
            system = await asyncio.to_thread(desk.system)
        except (OSError, UnicodeDecodeError):
            return Failed("The token file of the ticket system cannot be read.")
        try:
            async with (
                asyncio.timeout(TICKET_SECONDS),
                httpx.AsyncClient(timeout=TICKET_SECONDS, follow_redirects=False) as client,
            ):
                made = await system.create(client, ticket)
        except NotCreated as error:
            return error.failed
        except (TimeoutError, httpx.TimeoutException):
            return Failed(f"The ticket system did not answer within {TICKET_SECONDS:.0f} seconds.")
        except httpx.HTTPError:
            return Failed("The ticket system could not be connected to.")
        return Sent(made.status, made.reference, made.url or None)

    async def _ticket_by_mail(self, ticket: Ticket, mailbox: str) -> Outcome:
        server = self._outside.mail
        if server is None:
            return NO_MAIL
        message = compose(
            sender=server.sender,
            recipient=mailbox,
            subject=ticket.subject,
            plain=ticket.plain,
            html=f'<!doctype html><html><body style="font-family:sans-serif">{ticket.html}'
            "</body></html>",
            delivery_id=ticket.delivery_id,
            reply_to=ticket.email,
            automatic=True,
            now=datetime.now(UTC),
        )
        outcome = await hand_in(server, message)
        if isinstance(outcome, Sent):
            return Sent(outcome.status, ticket.delivery_id)
        return outcome
