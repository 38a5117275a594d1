"""Staff: links for a new password, what became of links, sessions' last use, agents who pause."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sessions", sa.Column("last_used_at", MOMENT, nullable=True))
    op.add_column("accounts", sa.Column("last_seen_at", MOMENT, nullable=True))
    op.add_column(
        "accounts",
        sa.Column("away", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "password_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_password_links_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_password_links")),
        sa.UniqueConstraint("account_id", name=op.f("uq_password_links_account_id")),
    )
    op.create_table(
        "spent_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "ending IN ('used', 'revoked', 'replaced', 'expired')",
            name=op.f("ck_spent_links_ending"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_spent_links")),
    )


def downgrade() -> None:
    op.drop_table("spent_links")
    op.drop_table("password_links")
    op.drop_column("accounts", "away")
    op.drop_column("accounts", "last_seen_at")
    op.drop_column("sessions", "last_used_at")
