"""Who published what when, and what is to be published later."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "versions",
        sa.Column("author", sa.String(length=100), nullable=False, server_default=sa.text("''")),
    )
    op.add_column("versions", sa.Column("effective_on", sa.Date(), nullable=True))
    op.add_column("versions", sa.Column("publish_at", MOMENT, nullable=True))
    op.add_column("versions", sa.Column("publish_by", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("replaced_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("account_name", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "action IN ('folder', 'publish', 'back')", name=op.f("ck_publications_action")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_publications_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_publications_version_id_versions")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_id"], ["versions.id"], name=op.f("fk_publications_replaced_id_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_index(
        op.f("ix_publications_document_id_language"),
        "publications",
        ["document_id", "language"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_publications_document_id_language"), table_name="publications")
    op.drop_table("publications")
    for column in ("publish_by", "publish_at", "effective_on", "author"):
        op.drop_column("versions", column)
