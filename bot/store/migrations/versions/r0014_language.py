"""The language that a member of staff chose for the pages; none: as the browser asks."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("language", sa.String(10)))


def downgrade() -> None:
    op.drop_column("accounts", "language")
