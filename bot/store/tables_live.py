"""The tables of live support: waiting, presence, notes, rights requests, and what agents keep.

All as the newest migration leaves them, like those of `bot.store.tables`.
"""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.sealing import Sealed
from bot.store.tables import UtcDateTime, metadata


def _conversation(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "conversation_id",
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


# One wait of a visitor for a person: from asking to the first reply, or to the end without one.
handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("replied_at", UtcDateTime),
    Column("account_id", ForeignKey("accounts.id")),
    Column("ended_at", UtcDateTime),
    Index("ix_handoffs_replied_at", "replied_at"),
    # a visitor waits once at a time
    Index(
        "uq_handoffs_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("replied_at IS NULL AND ended_at IS NULL"),
        postgresql_where=text("replied_at IS NULL AND ended_at IS NULL"),
    ),
)

rights_requests = Table(
    "rights_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    _conversation(),
    Column("seq", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("closed_by", ForeignKey("accounts.id")),
    Column("outcome", String(20)),
    Column("note", Sealed("rights_requests.note")),
    Index("ix_rights_requests_due_on", "closed_at", "due_on"),
    # asked for again while it is open, it is the same request
    Index(
        "uq_rights_requests_open",
        "conversation_id",
        "kind",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

# What agents write to each other: a log of its own beside the events, so that no visitor's stream
# can ever hold one (docs/decisions/0007).
notes = Table(
    "notes",
    metadata,
    _conversation(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("after_seq", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("agent_name", String(100), nullable=False),
    Column("text", Sealed("notes.text"), nullable=False),
    Column("folded", Text, nullable=False),
    Column("client_id", String(64), nullable=False),
    UniqueConstraint("conversation_id", "account_id", "client_id"),
)

# How far an agent has read: for their own unread counts.
reads = Table(
    "reads",
    metadata,
    _conversation(primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("seq", Integer, nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
)

# What an agent must be told although they do not look at the conversation.
notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(20), nullable=False),
    _conversation(),
    Column("by_name", String(100)),
)

ratings = Table(
    "ratings",
    metadata,
    _conversation(primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), index=True),
)

# A visitor who left: where an answer reaches them.
left_messages = Table(
    "left_messages",
    metadata,
    _conversation(primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("email", Sealed("left_messages.email", 254), nullable=False),
)

# 'The bot was wrong here': what a golden question may be made of. Goes with the conversation.
candidates = Table(
    "candidates",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("question", Sealed("candidates.question"), nullable=False),
    Column("language", String(10), nullable=False),
    Column("document", String(100)),
    Column("anchor", String(300)),
    Column("note", Sealed("candidates.note"), nullable=False),
    UniqueConstraint("conversation_id", "seq"),
)

canned_replies = Table(
    "canned_replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("shortcut", String(40), nullable=False, unique=True),
    Column("language", String(10)),
    Column("text", Text, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("role", String(10), nullable=False),
    Column("invited_by", ForeignKey("accounts.id"), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

# What opens the page to choose a new password; one an account.
password_links = Table(
    "password_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column(
        "account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("by_name", String(100), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

# Links that open nothing any more, and why: whoever follows one is told what to do.
spent_links = Table(
    "spent_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("ending", String(10), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("ending IN ('used', 'revoked', 'replaced', 'expired')", name="ending"),
)

# Who did what, when, to what. The name is kept as it was then.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("account_id", Integer, index=True),
    Column("account_name", String(100), nullable=False),
    Column("action", String(40), nullable=False),
    Column("target", String(300), nullable=False),
    Column("detail", JSON(none_as_null=True)),
)
