"""Alembic's entry: runs the migrations on the connection that bot.store.migrate hands over."""

from alembic import context

from bot.store import (
    tables_curated,
    tables_golden,
    tables_identity,
    tables_live,
    tables_outbox,
    tables_votes,
)
from bot.store.tables import metadata

assert tables_curated
assert tables_golden
assert tables_identity
assert tables_live
assert tables_outbox
assert tables_votes  # their tables are part of the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
