"""The shapes of the outbox: what is to be sent, what became of it, and how a try ended.

An entry names what to send and holds neither text nor address: those are read when it is sent, and
go, like the entry itself, when their conversation goes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Channel(StrEnum):
    """By which way an entry leaves."""

    WEBHOOK = "webhook"
    EMAIL = "email"
    TICKET = "ticket"


class EntryState(StrEnum):
    """What became of an entry."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True)
class Dispatch:
    """What is to be sent, as it is put into the outbox.

    delivery_id: the same for every try, and for the same cause: put twice, it is sent once.
    seq: the event that is sent; for a ticket the newest one when it was asked for.
    after: not to be sent before so long.
    """

    delivery_id: str
    channel: Channel
    conversation_id: str
    seq: int
    after: timedelta = timedelta()


@dataclass(frozen=True)
class Entry:
    """A row of the outbox. All moments are UTC.

    target: entries with the same target share one way out, so that a slow one holds up no other.
    attempts: tries begun since it was put in or replayed, this one included.
    lease: the secret of the process that sends it just now.
    problem: why the last try failed, a sentence without addresses or secrets.
    reference, reference_url: the ticket that was made.
    """

    id: int
    delivery_id: str
    channel: Channel
    target: str
    state: EntryState
    conversation_id: str
    seq: int
    webhook_id: int | None
    attempts: int
    lease: str | None
    created_at: datetime
    due_at: datetime
    finished_at: datetime | None
    status: int | None
    problem: str | None
    reference: str | None
    reference_url: str | None


@dataclass(frozen=True)
class Attempt:
    """One try, as the delivery log shows it. `milliseconds` from its begin to its end."""

    at: datetime
    milliseconds: int
    outcome: EntryState
    status: int | None
    problem: str | None


@dataclass(frozen=True)
class Sent:
    """The other side took it. status: HTTP or SMTP code; 2xx both."""

    status: int
    reference: str | None = None
    reference_url: str | None = None


@dataclass(frozen=True)
class Failed:
    """The other side did not take it.

    problem: a sentence for an administrator, without addresses, texts or secrets.
    status: HTTP or SMTP code; None if there was no answer.
    permanent: no later try can do better.
    retry_after: seconds that the other side asks to be left alone, if it said.
    """

    problem: str
    status: int | None = None
    permanent: bool = False
    retry_after: float | None = None


Outcome = Sent | Failed


@dataclass(frozen=True)
class Webhook:
    """An endpoint that is told of every event. `secret` signs; it is shown when it is made."""

    id: int
    url: str
    description: str
    secret: str
    enabled: bool
    created_at: datetime


def reply_email(conversation_id: str, seq: int) -> Dispatch:
    """An agent's message `seq`, by e-mail to the address that the visitor left."""
    return Dispatch(f"{conversation_id}-{seq}-email", Channel.EMAIL, conversation_id, seq)


def ticket(conversation_id: str, seq: int, after: timedelta = timedelta()) -> Dispatch:
    """A ticket with the transcript; one a conversation, however often it is asked for."""
    return Dispatch(f"{conversation_id}-ticket", Channel.TICKET, conversation_id, seq, after)
