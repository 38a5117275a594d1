"""Live support: waits, presence, notes, rights requests, ratings, invitations, the audit log."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from bot.answering.text import fold
from bot.conversations.events import preview_of

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
OLD_TYPES = "type IN ('message', 'state')"
NEW_TYPES = "type IN ('message', 'state', 'offer', 'rights', 'rating')"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("disabled_at", MOMENT))
    op.add_column("sessions", _text("client", 200))
    op.add_column("conversations", _text("visitor_preview", 140))
    for name in ("visitor_read", "agent_read", "last_note", "unanswered"):
        op.add_column(
            "conversations", sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        )
    op.add_column("conversations", sa.Column("last_owner_id", sa.Integer()))
    op.add_column(
        "conversations",
        sa.Column("offered", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("events", sa.Column("data", sa.JSON()))
    op.add_column("events", sa.Column("folded", sa.Text()))
    _change_types(NEW_TYPES)
    _make_tables()
    _fill()


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=sa.text("''"))


def _change_types(allowed: str) -> None:
    """SQLite can't change a check: the table is copied, with everything that hangs on it named."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_events_type"), "events", type_="check")
        op.create_check_constraint(op.f("ck_events_type"), "events", allowed)
        return
    now = sa.Table("events", sa.MetaData(), autoload_with=connection)
    for check in [c for c in now.constraints if isinstance(c, sa.CheckConstraint)]:
        now.constraints.remove(check)
    indexes = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'events'")
    ).scalars()
    made_by_hand = [statement for statement in indexes if statement]
    now.indexes.clear()
    check = sa.CheckConstraint(allowed, name=op.f("ck_events_type"))
    with op.batch_alter_table("events", copy_from=now, recreate="always", table_args=(check,)):
        pass
    for statement in made_by_hand:
        op.execute(statement)


def _fill() -> None:
    """What the new columns say of conversations that were there before."""
    connection = op.get_bind()
    # agents who have a conversation are thought present: else all would go back to the queue
    connection.execute(
        sa.text(
            "INSERT INTO presence (account_id, seen_at) "
            "SELECT DISTINCT owner_id, updated_at FROM conversations WHERE owner_id IS NOT NULL"
        )
    )
    now = sa.bindparam("now", datetime.now(UTC), type_=MOMENT)
    connection.execute(sa.text("UPDATE presence SET seen_at = :now").bindparams(now))
    connection.execute(
        sa.text(
            "UPDATE conversations SET last_owner_id = owner_id, agent_read = last_seq "
            "WHERE owner_id IS NOT NULL"
        )
    )
    connection.execute(
        sa.text(
            "INSERT INTO handoffs (conversation_id, asked_at) "
            "SELECT id, waiting_since FROM conversations WHERE waiting_since IS NOT NULL"
        )
    )
    events = sa.table(
        "events",
        sa.column("conversation_id"),
        sa.column("seq"),
        sa.column("author"),
        sa.column("text"),
        sa.column("folded"),
    )
    conversations = sa.table("conversations", sa.column("id"), sa.column("visitor_preview"))
    rows = connection.execute(
        sa.select(events).where(events.c.text.is_not(None)).order_by(events.c.seq)
    ).all()
    for row in rows:
        connection.execute(
            sa.update(events)
            .where(events.c.conversation_id == row.conversation_id, events.c.seq == row.seq)
            .values(folded=fold(row.text))
        )
        if row.author == "visitor":
            connection.execute(
                sa.update(conversations)
                .where(conversations.c.id == row.conversation_id)
                .values(visitor_preview=preview_of(row.text))
            )


def _make_tables() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("replied_at", MOMENT, nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_handoffs_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_handoffs_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
    )
    op.create_index("ix_handoffs_replied_at", "handoffs", ["replied_at"], unique=False)
    op.create_index(
        "uq_handoffs_open",
        "handoffs",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("replied_at IS NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("replied_at IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "rights_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["accounts.id"], name=op.f("fk_rights_requests_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_rights_requests_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_requests")),
    )
    op.create_index(
        "ix_rights_requests_due_on", "rights_requests", ["closed_at", "due_on"], unique=False
    )
    op.create_index(
        "uq_rights_requests_open",
        "rights_requests",
        ["conversation_id", "kind"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "notes",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("agent_name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notes_account_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notes_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_notes")),
        sa.UniqueConstraint(
            "conversation_id",
            "account_id",
            "client_id",
            name=op.f("uq_notes_conversation_id_account_id_client_id"),
        ),
    )
    op.create_table(
        "reads",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_reads_account_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_reads_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "account_id", name=op.f("pk_reads")),
    )
    op.create_table(
        "presence",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_presence_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_presence")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("by_name", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notices_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_account_id"), "notices", ["account_id"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_ratings_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_ratings_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_ratings")),
    )
    op.create_index(op.f("ix_ratings_account_id"), "ratings", ["account_id"], unique=False)
    op.create_table(
        "left_messages",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_left_messages_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_left_messages")),
    )
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=True),
        sa.Column("anchor", sa.String(length=300), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_candidates_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint(
            "conversation_id", "seq", name=op.f("uq_candidates_conversation_id_seq")
        ),
    )
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shortcut", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_canned_replies_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("shortcut", name=op.f("uq_canned_replies_shortcut")),
    )
    op.create_table(
        "invites",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["accounts.id"], name=op.f("fk_invites_invited_by")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invites")),
        sa.UniqueConstraint("email", name=op.f("uq_invites_email")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("account_name", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_account_id"), "audit", ["account_id"], unique=False)
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)


def downgrade() -> None:
    for table in (
        "audit",
        "invites",
        "canned_replies",
        "candidates",
        "left_messages",
        "ratings",
        "notices",
        "presence",
        "reads",
        "notes",
        "rights_requests",
        "handoffs",
    ):
        op.drop_table(table)
    op.execute("DELETE FROM events WHERE type NOT IN ('message', 'state')")
    _change_types(OLD_TYPES)
    op.drop_column("events", "folded")
    op.drop_column("events", "data")
    for name in (
        "offered",
        "last_owner_id",
        "unanswered",
        "last_note",
        "agent_read",
        "visitor_read",
        "visitor_preview",
    ):
        op.drop_column("conversations", name)
    op.drop_column("sessions", "client")
    op.drop_column("accounts", "disabled_at")
