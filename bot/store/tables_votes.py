"""The tables of visitors' votes on answers, and of the owner's reviews of a text."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from bot.store.sealing import Sealed
from bot.store.tables import UtcDateTime, metadata

# Whether an answer helped. No event: a vote may change, and what happened in a conversation does not.
votes = Table(
    "votes",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    # the assistant's message
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("comment", Sealed("votes.comment"), nullable=False),
)

# 'Reviewed today, nothing to change': who said so of which version, and when.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("language", String(10), nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("account_id", Integer),
    Column("account_name", String(100), nullable=False),
    Index("ix_reviews_document_id_language", "document_id", "language"),
)
