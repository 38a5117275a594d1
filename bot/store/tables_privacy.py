"""The table that remembers how long things are kept, so that nothing ends unannounced."""

from sqlalchemy import CheckConstraint, Column, Integer, Table

from bot.store.tables import UtcDateTime, metadata

# One row: the times that hold, in days, and when they began to hold.
retention = Table(
    "retention",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("answered_days", Integer, nullable=False),
    Column("handed_off_days", Integer, nullable=False),
    Column("requests_days", Integer, nullable=False),
    Column("audit_days", Integer, nullable=False),
    # nothing is deleted by itself before
    Column("begins_at", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="one"),
)
