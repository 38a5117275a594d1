"""'Reviewed, nothing to change': what owners said of texts that they looked through, in the database."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import insert, select

from bot.conversations.events import Person
from bot.errors import NotFound
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.publications import LiveChanged
from bot.store.tables import documents, versions
from bot.store.tables_votes import reviews
from bot.store.versions import Version, select_versions


@dataclass(frozen=True)
class Review:
    """Somebody looked a live version through and found nothing to change."""

    slug: str
    language: str
    version: str
    at: datetime
    account_name: str
    action: Literal[""] = ""  # in one history with publications, it changed nothing that is live


class ReviewTables(Database):
    """What the database keeps of reviews."""

    async def reviews(self, slug: str | None = None, language: str | None = None) -> list[Review]:
        """Of one text, or of all, the newest first."""
        statement = (
            select(
                documents.c.slug,
                reviews.c.language,
                versions.c.version,
                reviews.c.at,
                reviews.c.account_name,
            )
            .select_from(reviews)
            .join(documents, documents.c.id == reviews.c.document_id)
            .join(versions, versions.c.id == reviews.c.version_id)
            .order_by(reviews.c.id.desc())
        )
        if slug is not None:
            statement = statement.where(documents.c.slug == slug)
        if language is not None:
            statement = statement.where(reviews.c.language == language)
        async with self.read() as connection:
            return [Review(**row._mapping) for row in await connection.execute(statement)]

    async def add_review(self, version_id: int, who: Person) -> None:
        """Keep that someone looked it through. Raises NotFound, and LiveChanged if it is not live."""
        now = datetime.now(UTC)
        async with self.write() as connection:
            found = await connection.execute(select_versions().where(versions.c.id == version_id))
            row = found.one_or_none()
            if row is None:
                raise NotFound(f"There is no version number {version_id}.")
            version = Version(**row._mapping)
            if version.state != "published":
                raise LiveChanged(
                    f"Version {version.version} is not live any more. Look at the one that is."
                )
            document_id = select(versions.c.document_id).where(versions.c.id == version_id)
            await connection.execute(
                insert(reviews).values(
                    document_id=document_id.scalar_subquery(),
                    language=version.language,
                    version_id=version_id,
                    at=now,
                    account_id=who.id,
                    account_name=who.name,
                )
            )
            target = f"{version.slug}.{version.language}"
            detail = {"version": version.version}
            await connection.execute(audit_line(who, "statement-reviewed", target, now, detail))
