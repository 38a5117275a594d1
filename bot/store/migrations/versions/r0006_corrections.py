"""What owners correct in how a text was read: with the version, and while they work on it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "versions",
        sa.Column("corrections", sa.Text(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.create_table(
        "corrections_in_work",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["versions.id"],
            name=op.f("fk_corrections_in_work_version_id_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_corrections_in_work")),
    )


def downgrade() -> None:
    op.drop_table("corrections_in_work")
    op.drop_column("versions", "corrections")
