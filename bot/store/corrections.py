"""What owners corrected in how texts were read, in the database: as JSON, which others read."""

from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from bot.store.engine import Database
from bot.store.tables import corrections_in_work, documents, versions

NONE = "[]"


class CorrectionTables(Database):
    """Corrections belong to a version and never change; those in work wait for the next one."""

    async def corrections(self, version_id: int) -> str:
        """What the version was made with; nothing for one that is not there."""
        async with self.read() as connection:
            found: str | None = await connection.scalar(
                select(versions.c.corrections).where(versions.c.id == version_id)
            )
        return found or NONE

    async def last_corrections(self, slug: str, language: str) -> str:
        """Those of the newest version of a text: what the next upload begins with."""
        async with self.read() as connection:
            found: str | None = await connection.scalar(
                select(versions.c.corrections)
                .join(documents, documents.c.id == versions.c.document_id)
                .where(documents.c.slug == slug, versions.c.language == language)
                .order_by(versions.c.id.desc())
                .limit(1)
            )
        return found or NONE

    async def corrections_in_work(self, version_id: int) -> str | None:
        """Those that someone works on with this version before them; None if nobody does."""
        async with self.read() as connection:
            found: str | None = await connection.scalar(
                select(corrections_in_work.c.corrections).where(
                    corrections_in_work.c.version_id == version_id
                )
            )
        return found

    async def keep_corrections(self, version_id: int, corrections: str | None) -> None:
        """Keep what is worked on; None to work on nothing."""
        async with self.write() as connection:
            await connection.execute(
                delete(corrections_in_work).where(corrections_in_work.c.version_id == version_id)
            )
            if corrections is not None:
                await connection.execute(
                    insert(corrections_in_work).values(
                        version_id=version_id,
                        corrections=corrections,
                        at=datetime.now(UTC),
                    )
                )
