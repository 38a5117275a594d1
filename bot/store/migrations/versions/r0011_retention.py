"""How long things are kept, and since when that holds."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "retention",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answered_days", sa.Integer(), nullable=False),
        sa.Column("handed_off_days", sa.Integer(), nullable=False),
        sa.Column("requests_days", sa.Integer(), nullable=False),
        sa.Column("audit_days", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_retention_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention")),
    )


def downgrade() -> None:
    op.drop_table("retention")
