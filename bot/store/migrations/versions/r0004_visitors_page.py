"""Where a visitor is on the site, and the conversation that they had before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("page", sa.Text(), nullable=True))
    op.add_column("conversations", sa.Column("previous_id", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("conversations", "previous_id")
    op.drop_column("conversations", "page")
