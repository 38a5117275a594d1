"""The audit log: who did what, when, to what. Lines are added, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, insert, select

from bot.conversations.events import Person
from bot.store.engine import Database
from bot.store.tables_live import audit


@dataclass(frozen=True)
class AuditLine:
    """One line. account_name: as it was then."""

    id: int
    at: datetime
    account_id: int | None
    account_name: str
    action: str
    target: str
    detail: dict[str, Any] | None


class AuditTables(Database):
    """What the database knows of who did what."""

    async def add_audit(
        self,
        who: Person,
        action: str,
        target: str,
        now: datetime,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Add a line for something that no transaction of its own tells of."""
        async with self.write() as connection:
            await connection.execute(audit_line(who, action, target, now, detail))

    async def audit_lines(
        self,
        *,
        before: int | None = None,
        account_id: int | None = None,
        action: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 100,
    ) -> list[AuditLine]:
        """Lines with a number below `before`, written since then and before `until`, newest first."""
        statement = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            statement = statement.where(audit.c.id < before)
        if account_id is not None:
            statement = statement.where(audit.c.account_id == account_id)
        if action is not None:
            statement = statement.where(audit.c.action == action)
        if since is not None:
            statement = statement.where(audit.c.at >= since)
        if until is not None:
            statement = statement.where(audit.c.at < until)
        async with self.read() as connection:
            return [AuditLine(**row._mapping) for row in await connection.execute(statement)]


COMMAND_LINE = "command line"
"""Who did what no account did: someone with access to the machine."""


def audit_line(
    who: Person | None,
    action: str,
    target: str,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> Insert:
    """The statement that adds a line, for the transaction of what it tells of.

    who: None for the command line.
    """
    return insert(audit).values(
        at=now,
        account_id=who.id if who else None,
        account_name=who.name if who else COMMAND_LINE,
        action=action,
        target=target[:300],
        detail=detail,
    )
