"""What is live, what was, and what will be: every change of it, in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Person
from bot.errors import Conflict, NotFound
from bot.store.audit import COMMAND_LINE, audit_line
from bot.store.engine import Database
from bot.store.golden import move_golden
from bot.store.tables import documents, publications, versions
from bot.store.versions import Version, select_versions

Action = Literal["folder", "publish", "back"]
"""From the folder of statements at a start; by someone; back to a text that was live before."""


class Whatever:
    """The type of ANY_LIVE."""


ANY_LIVE: Final = Whatever()
"""Publish whatever is live now."""


class LiveChanged(Conflict):
    """Someone else published meanwhile; `live` in the problem document is what is live now."""

    code, title = "live-changed", "Something else is live by now"


class NotDue(Conflict):
    """It waits for no day any more, or for a later one: done, taken back or moved meanwhile."""

    code, title = "not-due", "This version does not wait for its day any more"


@dataclass(frozen=True)
class Moved:
    """How sections are called from now on: by the anchor in version `live`, the new anchor."""

    live: str
    anchors: Mapping[str, str]


@dataclass(frozen=True)
class Publication:
    """One change of what is live. replaced: the version that was live before, None if none was."""

    id: int
    slug: str
    language: str
    version: str
    replaced: str | None
    action: Action
    at: datetime
    account_name: str
    reason: str


class PublicationTables(Database):
    """What the database keeps of publishing."""

    async def publish(
        self,
        version_id: int,
        *,
        action: Action = "folder",
        who: Person | None = None,
        reason: str = "",
        expected: str | Whatever | None = ANY_LIVE,
        broken: Sequence[str] = (),
        due: datetime | None = None,
        moved: Moved | None = None,
    ) -> Version:
        """Make this the published version of its document and language, and the old one superseded.

        One transaction: at no moment are there two, or none where there was one. Going back to an
        older version is the same. What is published already stays as it is.

        who: None for the command line and the folder. expected: the version that is thought to be
        live, None for none. broken: the golden questions that it breaks, for the audit log.
        due: publish it only if it still waits for a moment up to this one. moved: golden questions of these
        sections move along, if it is that version which is replaced.
        Raises NotFound, LiveChanged if another version than `expected` is live, and NotDue.
        """
        now = datetime.now(UTC)
        async with self.write() as connection:
            version = await _locked(connection, version_id)
            if due is not None and (version.publish_at is None or version.publish_at > due):
                raise NotDue(f"Version {version.version} does not wait for that moment any more.")
            live = await _live(connection, version)
            if not isinstance(expected, Whatever) and expected != (live.version if live else None):
                raise await _changed(connection, version, live)
            if live is not None and live.id == version.id:
                if version.publish_at is not None:  # what it waited for is the case
                    await connection.execute(
                        update(versions)
                        .where(versions.c.id == version_id)
                        .values(publish_at=None, publish_by=None)
                    )
                return replace(version, publish_at=None)
            if live is not None:
                await connection.execute(
                    update(versions).where(versions.c.id == live.id).values(state="superseded")
                )
            await connection.execute(
                update(versions)
                .where(versions.c.id == version_id)
                .values(state="published", published_at=now, publish_at=None, publish_by=None)
            )
            along = 0
            if moved is not None and live is not None and moved.live == live.version:
                along = await move_golden(connection, version.slug, version.language, moved.anchors)
            document_id = select(versions.c.document_id).where(versions.c.id == version_id)
            await connection.execute(
                insert(publications).values(
                    document_id=document_id.scalar_subquery(),
                    language=version.language,
                    version_id=version.id,
                    replaced_id=live.id if live else None,
                    action=action,
                    at=now,
                    account_id=who.id if who else None,
                    account_name=who.name if who else _nobody(action),
                    reason=reason,
                )
            )
            if action != "folder":
                detail: dict[str, object] = {
                    "version": version.version,
                    "before": live.version if live else None,
                }
                if along:
                    detail["golden_questions_moved"] = along
                target = f"{version.slug}.{version.language}"
                said = _said(reason, broken)
                kind = "statement-published" if action == "publish" else "statement-rolled-back"
                await connection.execute(audit_line(who, kind, target, now, detail | said))
            published = await connection.execute(
                select_versions().where(versions.c.id == version_id)
            )
            return Version(**published.one()._mapping)

    async def publications(self, slug: str, language: str, limit: int = 50) -> list[Publication]:
        """Every change of what is live of this document and language, the newest first."""
        async with self.read() as connection:
            return await _publications(connection, slug, language, limit)

    async def publication_stamp(self) -> int:
        """A number that rises with every publication, to see cheaply whether there was one."""
        async with self.read() as connection:
            return int(await connection.scalar(select(func.max(publications.c.id))) or 0)

    async def schedule(
        self,
        version_id: int,
        at: datetime | None,
        who: Person,
        *,
        reason: str = "",
        broken: Sequence[str] = (),
    ) -> Version:
        """Have it published at that moment, or, with None, not by itself any more. Raises NotFound."""
        now = datetime.now(UTC)
        async with self.write() as connection:
            version = await _locked(connection, version_id)
            # one text at a time waits for its day: an older wish would undo the newer one
            if at is not None:
                document_id = select(versions.c.document_id).where(versions.c.id == version_id)
                await connection.execute(
                    update(versions)
                    .where(
                        versions.c.document_id == document_id.scalar_subquery(),
                        versions.c.language == version.language,
                        versions.c.publish_at.is_not(None),
                    )
                    .values(publish_at=None, publish_by=None)
                )
            by = {"id": who.id, "name": who.name} if at is not None else None
            await connection.execute(
                update(versions)
                .where(versions.c.id == version_id)
                .values(publish_at=at, publish_by=by)
            )
            detail: dict[str, object] = {
                "version": version.version,
                "at": at.isoformat() if at else None,
            }
            detail |= _said(reason, broken)
            target = f"{version.slug}.{version.language}"
            await connection.execute(audit_line(who, "statement-scheduled", target, now, detail))
            found = await connection.execute(select_versions().where(versions.c.id == version_id))
            return Version(**found.one()._mapping)

    async def due(self, now: datetime) -> list[tuple[Version, Person]]:
        """What should be live by now, with who wanted it, the earliest first."""
        statement = (
            select_versions()
            .add_columns(versions.c.publish_by)
            .where(versions.c.publish_at <= now)
            .order_by(versions.c.publish_at)
        )
        async with self.read() as connection:
            rows = [dict(row._mapping) for row in await connection.execute(statement)]
        return [(Version(**row), Person(**by)) for row in rows for by in [row.pop("publish_by")]]


def _said(reason: str, broken: Sequence[str]) -> dict[str, object]:
    """What the audit log says of it besides."""
    return ({"reason": reason} if reason else {}) | ({"broken": list(broken)} if broken else {})


def _nobody(action: Action) -> str:
    return "" if action == "folder" else COMMAND_LINE


async def _locked(connection: AsyncConnection, version_id: int) -> Version:
    """The version; nobody else publishes its document meanwhile. Raises NotFound."""
    found = await connection.execute(select_versions().where(versions.c.id == version_id))
    row = found.one_or_none()
    if row is None:
        raise NotFound(f"There is no version number {version_id}.")
    await connection.execute(
        select(documents.c.id).where(documents.c.slug == row.slug).with_for_update()
    )
    # once more: it may have changed while we waited
    again = await connection.execute(select_versions().where(versions.c.id == version_id))
    return Version(**again.one()._mapping)


async def _live(connection: AsyncConnection, version: Version) -> Version | None:
    found = await connection.execute(
        select_versions().where(
            documents.c.slug == version.slug,
            versions.c.language == version.language,
            versions.c.state == "published",
        )
    )
    row = found.one_or_none()
    return Version(**row._mapping) if row is not None else None


async def _changed(
    connection: AsyncConnection, version: Version, live: Version | None
) -> LiveChanged:
    last = await _publications(connection, version.slug, version.language, 1)
    if live is None or not last:
        return LiveChanged("Nothing is live any more. Load the page again.", live=None)
    by = f" by {last[0].account_name}" if last[0].account_name else ""
    at = last[0].at.astimezone(UTC)
    return LiveChanged(
        f"Version {live.version} was published{by} meanwhile, at {at:%H:%M} UTC. "
        "Look at what it changes, and try again.",
        live=live.version,
        by=last[0].account_name,
        at=at.isoformat(),
    )


async def _publications(
    connection: AsyncConnection, slug: str, language: str, limit: int
) -> list[Publication]:
    replaced = versions.alias("replaced")
    statement = (
        select(
            publications.c.id,
            documents.c.slug,
            publications.c.language,
            versions.c.version,
            replaced.c.version.label("replaced"),
            publications.c.action,
            publications.c.at,
            publications.c.account_name,
            publications.c.reason,
        )
        .select_from(publications)
        .join(documents, documents.c.id == publications.c.document_id)
        .join(versions, versions.c.id == publications.c.version_id)
        .outerjoin(replaced, replaced.c.id == publications.c.replaced_id)
        .where(documents.c.slug == slug, publications.c.language == language)
        .order_by(publications.c.id.desc())
        .limit(limit)
    )
    return [Publication(**row._mapping) for row in await connection.execute(statement)]
