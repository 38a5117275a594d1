"""The table of curated answers."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text

from bot.store.tables import UtcDateTime, metadata

curated_answers = Table(
    "curated_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", String(100), nullable=False),
    Column("text_language", String(10), nullable=False),
    Column("language", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("questions", JSON, nullable=False),
    # by anchor, the hash of what the section said when the owner last confirmed the answer
    Column("rests_on", JSON, nullable=False),
    Column("author", String(100), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_curated_answers_text", "document", "text_language"),
)
