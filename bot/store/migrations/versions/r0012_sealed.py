"""Room for sealed text. SQLite holds no text to its length; PostgreSQL does."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

LENGTHS = (
    ("conversations", "preview", 140),
    ("conversations", "visitor_preview", 140),
    ("left_messages", "email", 254),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column, _ in LENGTHS:
        op.alter_column(table, column, type_=sa.Text())


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column, length in LENGTHS:
        op.alter_column(table, column, type_=sa.String(length=length))
