"""Brings the tables up to date, inside the caller's transaction."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

MIGRATION_LOCK = 0x436C6175
"""Key of PostgreSQL's advisory lock, so that two replicas started at once migrate in turn."""


class DatabaseTooNew(Exception):
    """The tables carry a revision that this version does not know; the message is its name."""


def migration_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def is_known(revision: str) -> bool:
    """Whether this version has a migration of that name."""
    scripts = ScriptDirectory.from_config(migration_config())
    return revision in {script.revision for script in scripts.walk_revisions()}


def upgrade(connection: Connection, on_progress: Callable[[str], None] | None = None) -> None:
    """Run the migrations that are missing; nothing to do is quick.

    Raises DatabaseTooNew if the database was made by a newer version.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    config = migration_config()
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and not is_known(current):
        raise DatabaseTooNew(current)
    if on_progress:
        on_progress("Preparing the tables" if current is None else "Updating the tables")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
