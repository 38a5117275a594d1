"""The tables of what goes outside: endpoints, the outbox, and the log of its tries.

All as the newest migration leaves them, like those of `bot.store.tables`.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from bot.store.tables import UtcDateTime, metadata

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("description", String(200), nullable=False),
    Column("secret", String(100), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

# Neither texts nor addresses stand here: an entry names an event, and goes with its conversation.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    # the same cause, put in twice, is sent once
    Column("delivery_id", String(100), nullable=False, unique=True),
    Column("channel", String(10), nullable=False),
    Column("target", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column(
        "conversation_id",
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("seq", Integer, nullable=False),
    Column("webhook_id", ForeignKey("webhooks.id", ondelete="CASCADE"), index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    # who sends it just now, and until when nobody else may
    Column("lease", String(32)),
    Column("leased_until", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("status", Integer),
    Column("problem", String(300)),
    Column("reference", String(100)),
    Column("reference_url", Text),
    CheckConstraint("channel IN ('webhook', 'email', 'ticket')", name="channel"),
    CheckConstraint("state IN ('pending', 'sent', 'dead')", name="state"),
    CheckConstraint("(channel = 'webhook') = (webhook_id IS NOT NULL)", name="webhook"),
    CheckConstraint("(lease IS NULL) = (leased_until IS NULL)", name="lease"),
    Index("ix_outbox_state_due_at", "state", "due_at"),
)

outbox_attempts = Table(
    "outbox_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("status", Integer),
    Column("problem", String(300)),
    CheckConstraint("outcome IN ('pending', 'sent', 'dead')", name="outcome"),
)
