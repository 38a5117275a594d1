"""The tables, as the newest migration leaves them (a test compares the two)."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator

from bot.store.sealing import Sealed, SealedJson

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put on again when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.utcoffset() is None:
            raise ValueError(f"a moment needs its time zone. Currently, it is {value!r}")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(100), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("language", String(10), nullable=False),
    Column("version", String(12), nullable=False),
    Column("source_name", String(300), nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    Column("snapshot_sha256", String(64), nullable=False),
    Column("encoder", String(300), nullable=False),
    Column("state", String(10), nullable=False),
    Column("note", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    # who brought the text, as they were called then; empty for the folder of statements
    Column("author", String(100), nullable=False, server_default=text("''")),
    Column("effective_on", Date),
    # when it is to be published, and by whom: {"id", "name"}
    Column("publish_at", UtcDateTime),
    Column("publish_by", JSON(none_as_null=True)),
    # how the owner had the source read (index.corrections)
    Column("corrections", Text, nullable=False, server_default=text("'[]'")),
    UniqueConstraint("document_id", "language", "version"),
    CheckConstraint("state IN ('draft', 'published', 'superseded')", name="state"),
    Index(
        "uq_versions_published",
        "document_id",
        "language",
        unique=True,
        sqlite_where=text("state = 'published'"),
        postgresql_where=text("state = 'published'"),
    ),
)

# What an owner corrects before there is a version with it.
corrections_in_work = Table(
    "corrections_in_work",
    metadata,
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("corrections", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Every change of what is live, in order. The newest row of a document says what is, and who did it.
publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("language", String(10), nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("replaced_id", ForeignKey("versions.id")),
    Column("action", String(10), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", Integer),
    Column("account_name", String(100), nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("action IN ('folder', 'publish', 'back')", name="action"),
    Index("ix_publications_document_id_language", "document_id", "language"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("role", String(10), nullable=False),
    Column("password_hash", String(300), nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("last_seen_at", UtcDateTime),
    # an agent who pauses: nothing is given to them
    Column("away", Boolean, nullable=False, server_default=false()),
    # of the pages; NULL: as the browser asks
    Column("language", String(10)),
    CheckConstraint("role IN ('admin', 'agent', 'owner')", name="role"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    # what browser it is, for its owner to know it again
    Column("client", String(200), nullable=False, server_default=text("''")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    # written every few minutes at most
    Column("last_used_at", UtcDateTime),
)

PURGED = "purged"
"""The token hash of a conversation that is but the proof of a rights request: no token has it."""

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False),
    Column("language", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("owner_id", ForeignKey("accounts.id")),
    Column("last_seq", Integer, nullable=False),
    Column("preview", Sealed("conversations.preview", 140), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("waiting_since", UtcDateTime),
    Column("expires_at", UtcDateTime, nullable=False),
    Column(
        "visitor_preview",
        Sealed("conversations.visitor_preview", 140),
        nullable=False,
        server_default=text("''"),
    ),
    Column("visitor_read", Integer, nullable=False, server_default="0"),
    Column("agent_read", Integer, nullable=False, server_default="0"),
    Column("last_note", Integer, nullable=False, server_default="0"),
    # who had it last, for the rating
    Column("last_owner_id", Integer),
    # answers running that were none, and whether a person was offered since the assistant has it
    Column("unanswered", Integer, nullable=False, server_default="0"),
    Column("offered", Boolean, nullable=False, server_default=false()),
    # where the visitor wrote last, if the site tells; and what the same visitor had before
    Column("page", Sealed("conversations.page")),
    Column("previous_id", String(32)),
    CheckConstraint("state IN ('bot', 'waiting', 'agent', 'closed')", name="state"),
    CheckConstraint("(state = 'agent') = (owner_id IS NOT NULL)", name="owner"),
    CheckConstraint("(state = 'waiting') = (waiting_since IS NOT NULL)", name="waiting"),
    Index("ix_conversations_state", "state", "updated_at"),
)

events = Table(
    "events",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("type", String(10), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # Who did it: 'visitor', 'assistant' or 'agent:<account id>'.
    Column("sender", String(40), nullable=False),
    Column("author", String(10)),
    Column("agent_name", String(100)),
    Column("text", Sealed("events.text")),
    Column("client_id", String(64)),
    Column("reply_to", Integer),
    Column("answer", SealedJson("events.answer")),
    Column("state", String(10)),
    Column("action", String(10)),
    # what a type has of its own: the offer, the right and its due date, the stars
    Column("data", SealedJson("events.data")),
    # the text without capitals and accents, for searching; empty where the text is sealed
    Column("folded", Text),
    CheckConstraint("type IN ('message', 'state', 'offer', 'rights', 'rating')", name="type"),
    # A message sent twice is one message. Per sender, so that nobody can take another's client_id.
    Index(
        "uq_events_client_id",
        "conversation_id",
        "sender",
        "client_id",
        unique=True,
        sqlite_where=text("client_id IS NOT NULL"),
        postgresql_where=text("client_id IS NOT NULL"),
    ),
    # A question is answered once, however many processes try.
    Index(
        "uq_events_reply_to",
        "conversation_id",
        "reply_to",
        unique=True,
        sqlite_where=text("author = 'assistant'"),
        postgresql_where=text("author = 'assistant'"),
    ),
)

# What the assistant still owes an answer to. A row comes with the visitor's message and goes with
# the answer, or when a person takes over, always in the same transaction.
open_questions = Table(
    "open_questions",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("failures", Integer, nullable=False),
)
