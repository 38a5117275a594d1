"""The shapes of webhooks, deliveries and the outbox, as the OpenAPI document shows them."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from bot.notify.addresses import URL_LIMIT
from bot.notify.outbox import Attempt, Channel, Entry, EntryState, Webhook
from bot.notify.service import DESCRIPTION_LIMIT, Counts
from bot.web.api.schemas import EXAMPLE_AT, EXAMPLE_ID


class NewWebhook(BaseModel):
    """An endpoint to tell of every event."""

    url: str = Field(
        max_length=URL_LIMIT,
        description="https:// with a name that leads to public addresses only",
        examples=["https://example.org/clause"],
    )
    description: str = Field("", max_length=DESCRIPTION_LIMIT, examples=["Our data warehouse"])


class WebhookOut(BaseModel):
    """An endpoint that is told of every event."""

    id: int = Field(examples=[1])
    url: str = Field(examples=["https://example.org/clause"])
    description: str = Field(examples=["Our data warehouse"])
    enabled: bool
    created_at: datetime = Field(examples=[EXAMPLE_AT])

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        """The endpoint without its secret."""
        return cls(
            id=webhook.id,
            url=webhook.url,
            description=webhook.description,
            enabled=webhook.enabled,
            created_at=webhook.created_at,
        )


class WebhookWithSecret(BaseModel):
    """An endpoint just made, with the secret that signs what is sent to it."""

    webhook: WebhookOut
    secret: str = Field(
        description="Verifies the signatures (docs/notify.md). It is shown this once.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )


class Webhooks(BaseModel):
    """Every endpoint, the oldest first."""

    webhooks: list[WebhookOut]


class EntryOut(BaseModel):
    """Something that was sent, will be, or could not be."""

    id: int = Field(examples=[7])
    delivery_id: str = Field(description="The same at every try", examples=[f"{EXAMPLE_ID}-4-w1"])
    channel: Channel
    state: EntryState = Field(description="`dead`: given up, until someone sends it again")
    conversation_id: str = Field(examples=[EXAMPLE_ID])
    seq: int = Field(description="The event that it is about", examples=[4])
    webhook_id: int | None
    attempts: int = Field(description="Tries since it was put in or sent again", examples=[1])
    created_at: datetime = Field(examples=[EXAMPLE_AT])
    due_at: datetime = Field(description="In state `pending`: when it is tried")
    finished_at: datetime | None
    status: int | None = Field(description="HTTP or SMTP code of the last try")
    problem: str | None = Field(description="Why the last try failed")
    reference: str | None = Field(description="The ticket that was made", examples=["4711"])
    reference_url: str | None = Field(description="Opens the ticket")

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The entry without what is nobody's business: the lease."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class AttemptOut(BaseModel):
    """One try."""

    at: datetime = Field(examples=[EXAMPLE_AT])
    milliseconds: int = Field(description="How long it took", examples=[84])
    outcome: EntryState = Field(description="`pending`: it failed and is tried again")
    status: int | None = Field(description="HTTP or SMTP code", examples=[503])
    problem: str | None = Field(examples=["The endpoint answered 503."])

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        """The try, as it was logged."""
        return cls(**{name: getattr(attempt, name) for name in cls.model_fields})


class EntryWithAttempts(BaseModel):
    """Something in the outbox, with the log of its tries."""

    entry: EntryOut
    attempts: list[AttemptOut]

    @classmethod
    def of(cls, found: tuple[Entry, list[Attempt]]) -> Self:
        """The entry and its log, in order."""
        entry, attempts = found
        return cls(entry=EntryOut.of(entry), attempts=[AttemptOut.of(one) for one in attempts])


class Deliveries(BaseModel):
    """What was sent to an endpoint, the newest first, at most 200."""

    deliveries: list[EntryOut]


class CountsOut(BaseModel):
    """How many there are in each state."""

    pending: int
    sent: int
    dead: int


class OutboxOut(BaseModel):
    """What goes outside, the newest first, at most 200, and how many there are in all."""

    entries: list[EntryOut]
    counts: CountsOut

    @classmethod
    def of(cls, entries: list[Entry], counts: Counts) -> Self:
        """The list and the counts."""
        return cls(
            entries=[EntryOut.of(entry) for entry in entries],
            counts=CountsOut(pending=counts.pending, sent=counts.sent, dead=counts.dead),
        )


class TestEmail(BaseModel):
    """Where the test e-mail goes."""

    to: str = Field(max_length=254, examples=["amelie@example.org"])


class TicketOut(BaseModel):
    """The ticket of a conversation, if one was asked for."""

    ticket: EntryOut | None
    possible: bool = Field(description="Whether a ticket system is set")
