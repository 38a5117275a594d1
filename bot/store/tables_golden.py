"""The table of golden questions."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.tables import UtcDateTime, metadata

golden_questions = Table(
    "golden_questions",
    metadata,
    Column("id", Integer, primary_key=True),
    # by name and not by row: a customer's set may be there before the text is
    Column("document", String(100), nullable=False),
    Column("text_language", String(10), nullable=False),
    Column("question", Text, nullable=False),
    Column("language", String(10), nullable=False),
    # null: the text is silent, and the bot must say so
    Column("anchor", String(300)),
    Column("quote", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("origin", String(10), nullable=False),
    Column("author", String(100), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    UniqueConstraint("document", "text_language", "question"),
    CheckConstraint("origin IN ('owner', 'agent', 'file')", name="origin"),
)
