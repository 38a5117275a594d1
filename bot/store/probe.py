"""A look at a database that changes nothing: for whoever asks what is wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.store.engine import DatabaseUnusable, connect
from bot.store.migrate import migration_config
from bot.store.tables import accounts, events, versions


@dataclass(frozen=True)
class Probed:
    """What is there. revision: of its tables, None for none; behind: whether a start would change them.

    now: what the database takes for now, None where it has no clock of its own. newest: when something was
    said last. live, drafts: texts. one_time: accounts whose password was never chosen.
    """

    revision: str | None
    behind: bool
    now: datetime | None = None
    newest: datetime | None = None
    live: int = 0
    drafts: int = 0
    one_time: tuple[str, ...] = ()


async def probe(database_url: str) -> Probed:
    """Look. Raises DatabaseUnusable with a sentence that says what to do."""
    async with connect(database_url) as connection:
        return await connection.run_sync(_look)


def _look(connection: Connection) -> Probed:
    revision = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory.from_config(migration_config()).get_current_head()
    if revision != head:  # tables of another version: no more can be said for sure
        return Probed(revision, behind=True)
    try:
        return Probed(
            revision,
            behind=False,
            now=None
            if connection.dialect.name == "sqlite"
            else connection.execute(select(func.clock_timestamp())).scalar_one().astimezone(UTC),
            newest=connection.execute(select(func.max(events.c.at))).scalar(),
            live=_count(connection, "published"),
            drafts=_count(connection, "draft"),
            one_time=tuple(
                connection.execute(
                    select(accounts.c.email)
                    .where(accounts.c.must_change_password, accounts.c.disabled_at.is_(None))
                    .order_by(accounts.c.email)
                ).scalars()
            ),
        )
    except SQLAlchemyError as error:
        raise DatabaseUnusable(f"The tables can't be read: {type(error).__name__}.") from error


def _count(connection: Connection, state: str) -> int:
    counted = select(func.count()).select_from(versions).where(versions.c.state == state)
    return int(connection.execute(counted).scalar_one())
