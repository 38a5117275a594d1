"""What administrators do with webhooks and the outbox, and agents with tickets."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from bot.conversations.events import Person
from bot.conversations.hub import LISTS, Hub
from bot.conversations.left import LeftReply
from bot.errors import Conflict, NotFound, Unavailable, Unprocessable
from bot.notify.addresses import AddressRefused
from bot.notify.mail import compose, one_line
from bot.notify.outbox import (
    Attempt,
    Channel,
    Entry,
    EntryState,
    Failed,
    Webhook,
    reply_email,
    ticket,
)
from bot.notify.senders import NO_MAIL, NO_TICKETS, Outside
from bot.notify.smtp import hand_in
from bot.notify.webhooks import new_secret
from bot.store import Store
from bot.store.changes import Change

DESCRIPTION_LIMIT = 200
ADDRESS_PATIENCE = timedelta(minutes=2)
"""So long a ticket waits for the address that the visitor may be writing."""


@dataclass(frozen=True)
class Counts:
    """How many entries of the outbox are in which state."""

    pending: int
    sent: int
    dead: int


class Notify:
    """Webhooks, the outbox and tickets of one service."""

    def __init__(self, store: Store, hub: Hub, outside: Outside) -> None:
        self._store = store
        self._hub = hub
        self._outside = outside

    # Webhooks

    async def add_webhook(self, by: Person, url: str, description: str) -> Webhook:
        """Add an endpoint. Its secret is in what is returned, and nowhere else from then on.

        Raises Unprocessable if nothing may be sent to that address, or its name is not known.
        """
        return await self._store.add_webhook(
            by,
            await self._checked(url),
            one_line(description, DESCRIPTION_LIMIT),
            new_secret(),
            datetime.now(UTC),
        )

    async def webhook(self, webhook_id: int) -> Webhook:
        """One endpoint. Raises NotFound."""
        webhook = await self._store.webhook(webhook_id)
        if webhook is None:
            raise NotFound(f"There is no webhook {webhook_id}.")
        return webhook

    async def change_webhook(
        self, by: Person, webhook_id: int, url: str, description: str
    ) -> Webhook:
        """Another address and description; what waits goes there, too.

        Raises NotFound, and Unprocessable like `add_webhook`.
        """
        before = await self.webhook(webhook_id)
        checked = before.url if url == before.url else await self._checked(url)
        text = one_line(description, DESCRIPTION_LIMIT)
        await self._store.change_webhook(by, webhook_id, checked, text, datetime.now(UTC))
        return await self.webhook(webhook_id)

    async def rotate_webhook(self, by: Person, webhook_id: int) -> Webhook:
        """A new secret, which is in what is returned; the old one signs nothing from now on.

        Raises NotFound.
        """
        await self._store.rotate_webhook(by, webhook_id, new_secret(), datetime.now(UTC))
        return await self.webhook(webhook_id)

    async def _checked(self, url: str) -> str:
        try:
            return str(await self._outside.poster.check(url))
        except AddressRefused:
            raise Unprocessable(
                "This name leads to an address inside a private network. Set "
                "CLAUSE_WEBHOOKS_PRIVATE=true to allow that."
            ) from None
        except OSError:
            raise Unprocessable("The name in this address could not be resolved.") from None

    async def webhooks(self) -> list[Webhook]:
        """Every endpoint, the oldest first."""
        return await self._store.all_webhooks()

    async def set_webhook(self, by: Person, webhook_id: int, *, enabled: bool) -> Webhook:
        """Enable or disable an endpoint; what waits for one that is disabled is not sent.

        Raises NotFound.
        """
        await self._store.set_webhook(by, webhook_id, enabled=enabled, now=datetime.now(UTC))
        return await self.webhook(webhook_id)

    async def deliveries(self, webhook_id: int, before_id: int | None = None) -> list[Entry]:
        """What was sent to an endpoint, or will be, the newest first. Raises NotFound."""
        if await self._store.webhook(webhook_id) is None:
            raise NotFound(f"There is no webhook {webhook_id}.")
        return await self._store.entries(webhook_id=webhook_id, before_id=before_id)

    # The outbox

    async def outbox(
        self,
        state: EntryState | None = None,
        channel: Channel | None = None,
        before_id: int | None = None,
    ) -> tuple[list[Entry], Counts]:
        """Entries of that state and channel, the newest first, and how many there are in all."""
        entries = await self._store.entries(state=state, channel=channel, before_id=before_id)
        count = await self._store.count_entries()
        return entries, Counts(
            count[EntryState.PENDING], count[EntryState.SENT], count[EntryState.DEAD]
        )

    async def entry(self, entry_id: int) -> tuple[Entry, list[Attempt]]:
        """One entry with the log of its tries. Raises NotFound."""
        found = await self._store.entry(entry_id)
        if found is None:
            raise NotFound(f"There is nothing with the number {entry_id} in the outbox.")
        return found

    async def send_again(self, by: Person, entry_id: int) -> tuple[Entry, list[Attempt]]:
        """Send an entry anew, with the same delivery id. Raises NotFound.

        Raises Conflict if it is being sent just now.
        """
        await self.entry(entry_id)
        if not await self._store.send_again(by, entry_id, datetime.now(UTC)):
            raise Conflict("This is being sent just now. Look again in a moment.")
        self._hub.wake_key(LISTS)
        return await self.entry(entry_id)

    async def discard(self, by: Person, entry_id: int) -> None:
        """Take an entry out that waits or was given up. Raises NotFound, Conflict."""
        entry, _ = await self.entry(entry_id)
        if entry.state is EntryState.SENT:
            raise Conflict("This was sent already.")
        if not await self._store.discard(by, entry_id, datetime.now(UTC)):
            raise Conflict("This is being sent just now. Look again in a moment.")

    async def test_email(self, by: Person, recipient: str) -> None:
        """Send an e-mail at once, to see whether the mail server takes it.

        Raises Unprocessable for an address that is none, or if no mail server is set, and
        Unavailable, saying why, if the mail server did not take it.
        """
        server = self._outside.mail
        if server is None:
            raise Unprocessable(NO_MAIL.problem)
        message = compose(
            sender=server.sender,
            recipient=recipient,
            subject="A test e-mail from Clause",
            plain="This is a test e-mail from Clause. The settings for e-mail are right.\n",
            html=None,
            delivery_id=f"test-{token_hex(8)}",
            automatic=True,
            now=datetime.now(UTC),
        )
        await self._store.add_audit(by, "test_email", "mail server", datetime.now(UTC))
        outcome = await hand_in(server, message)
        if isinstance(outcome, Failed):
            raise Unavailable(outcome.problem, retry_after=30)

    @property
    def sends_email(self) -> bool:
        """Whether a mail server is set."""
        return self._outside.mail is not None

    async def email_link(self, recipient: str, subject: str, text: str) -> str | None:
        """Hand in, at once, an e-mail with a link that lets someone in: it must not be stored.

        None if the mail server took it, else why it did not. Raises Unprocessable if none is set.
        """
        server = self._outside.mail
        if server is None:
            raise Unprocessable(NO_MAIL.problem)
        message = compose(
            sender=server.sender,
            recipient=recipient,
            subject=subject,
            plain=text,
            html=None,
            delivery_id=f"link-{token_hex(8)}",
            automatic=True,
            now=datetime.now(UTC),
        )
        outcome = await hand_in(server, message)
        return outcome.problem if isinstance(outcome, Failed) else None

    # What conversations call, inside their own transaction

    async def agent_replied(self, change: Change, reply: LeftReply) -> None:
        """An agent answered a visitor who left: the answer goes out by e-mail.

        Put into the outbox also where no mail server is set: there it shows up as failed, and can
        be sent once there is one. Nothing is lost in silence.
        """
        await change.send(reply_email(reply.conversation_id, reply.seq))

    async def nobody_there(self, change: Change, *, at_once: bool) -> None:
        """A visitor asked for a person and there is none: a ticket is made, if there is a way to.

        Not at once where the visitor may be leaving an address just now: it belongs on the ticket.
        """
        if self.makes_tickets:
            after = timedelta() if at_once else ADDRESS_PATIENCE
            await change.send(ticket(change.conversation.id, change.conversation.last_seq, after))

    # Tickets

    @property
    def makes_tickets(self) -> bool:
        """Whether there is a way to make tickets at all."""
        return self._outside.desk is not None

    async def make_ticket(self, by: Person, conversation_id: str) -> Entry:
        """Have a ticket made of the conversation; one that is there already is not made again.

        Raises NotFound, and Unprocessable if no ticket system is set.
        """
        if not self.makes_tickets:
            raise Unprocessable(NO_TICKETS.problem)
        async with self._store.change(conversation_id) as change:
            if change is None:
                raise NotFound("There is no such conversation. It may have been deleted.")
            wanted = ticket(conversation_id, change.conversation.last_seq)
            if await change.send(wanted):
                await change.audit(by, "make_ticket", f"conversation {conversation_id}")
        self._hub.wake_key(LISTS)
        made = await self.ticket(conversation_id)
        assert made is not None, "it was put in just now"
        return made

    async def ticket(self, conversation_id: str) -> Entry | None:
        """The ticket of a conversation, made or in the making."""
        found = await self._store.entries(channel=Channel.TICKET, conversation_id=conversation_id)
        return found[0] if found else None
