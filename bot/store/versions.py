"""Documents and their versions, in the database."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotFound
from bot.store.engine import Database
from bot.store.tables import documents, versions

VersionState = Literal["draft", "published", "superseded"]


@dataclass(frozen=True)
class Document:
    """One text that the owner publishes."""

    id: int
    slug: str
    title: str
    created_at: datetime


@dataclass(frozen=True)
class Version:
    """One immutable text of a document in one language, without its bytes.

    author: who brought it, empty for the folder of statements. effective_on: the day that the text says
    it is in force from. publish_at: when it will be published by itself, if that was asked for.
    """

    id: int
    slug: str
    title: str
    language: str
    version: str
    source_name: str
    encoder: str
    snapshot_sha256: str
    state: VersionState
    note: str
    created_at: datetime
    published_at: datetime | None
    author: str
    effective_on: date | None
    publish_at: datetime | None


@dataclass(frozen=True)
class Source:
    """The file that a version was made from, as it came."""

    name: str
    content: bytes


_COLUMNS = (
    versions.c.id,
    documents.c.slug,
    documents.c.title,
    versions.c.language,
    versions.c.version,
    versions.c.source_name,
    versions.c.encoder,
    versions.c.snapshot_sha256,
    versions.c.state,
    versions.c.note,
    versions.c.created_at,
    versions.c.published_at,
    versions.c.author,
    versions.c.effective_on,
    versions.c.publish_at,
)


class VersionTables(Database):
    """What the database keeps about published texts."""

    async def documents(self) -> list[Document]:
        """Every document, by slug."""
        async with self.read() as connection:
            found = await connection.execute(select(documents).order_by(documents.c.slug))
            return [Document(**row._mapping) for row in found]

    async def versions(self, slug: str, language: str | None = None) -> list[Version]:
        """Versions of a document, the newest first, without their bytes."""
        statement = select_versions().where(documents.c.slug == slug)
        if language is not None:
            statement = statement.where(versions.c.language == language)
        async with self.read() as connection:
            found = await connection.execute(statement.order_by(versions.c.id.desc()))
            return [_version(row) for row in found]

    async def version_source(self, slug: str, language: str, version: str) -> Source:
        """The file that the version was made from. Raises NotFound."""
        row = await self._one(
            select(versions.c.source_name, versions.c.source), slug, language, version
        )
        return Source(row.source_name, row.source)

    async def version_snapshot(self, slug: str, language: str, version: str) -> bytes:
        """The snapshot's bytes. Raises NotFound."""
        row = await self._one(select(versions.c.snapshot), slug, language, version)
        return bytes(row.snapshot)

    async def snapshots_made_with(
        self, slug: str, language: str, encoder: str, limit: int
    ) -> list[bytes]:
        """The snapshots' bytes of the newest versions that this encoder made, what is live first."""
        statement = (
            select(versions.c.snapshot)
            .join(documents, documents.c.id == versions.c.document_id)
            .where(
                documents.c.slug == slug,
                versions.c.language == language,
                versions.c.encoder == encoder,
            )
            .order_by((versions.c.state == "published").desc(), versions.c.id.desc())
            .limit(limit)
        )
        async with self.read() as connection:
            return [bytes(row.snapshot) for row in await connection.execute(statement)]

    async def live(self) -> list[Version]:
        """Every published version, by slug and language."""
        statement = (
            select_versions()
            .where(versions.c.state == "published")
            .order_by(documents.c.slug, versions.c.language)
        )
        async with self.read() as connection:
            return [_version(row) for row in await connection.execute(statement)]

    async def version(self, slug: str, language: str, version: str) -> Version:
        """One version, without its bytes. Raises NotFound."""
        statement = select_versions().where(
            documents.c.slug == slug,
            versions.c.language == language,
            versions.c.version == version,
        )
        async with self.read() as connection:
            row = (await connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound(f"There is no version {version} of {slug} in {language}.")
        return _version(row)

    async def add_version(
        self,
        slug: str,
        title: str,
        language: str,
        version: str,
        source_name: str,
        source: bytes,
        snapshot: bytes,
        encoder: str,
        *,
        note: str = "",
        author: str = "",
        effective_on: date | None = None,
        corrections: str = "[]",
    ) -> Version:
        """Store a draft; the document too if it is new. A version that is known stays as it is."""
        now = datetime.now(UTC)
        for last_try in (False, True):
            try:
                async with self.write() as connection:
                    document_id = await _document(connection, slug, title, now)
                    known = await connection.execute(
                        select_versions().where(
                            versions.c.document_id == document_id,
                            versions.c.language == language,
                            versions.c.version == version,
                        )
                    )
                    row = known.one_or_none()
                    if row is not None:
                        return _version(row)
                    added = await connection.execute(
                        insert(versions)
                        .values(
                            document_id=document_id,
                            language=language,
                            version=version,
                            source_name=source_name,
                            source=source,
                            snapshot=snapshot,
                            snapshot_sha256=hashlib.sha256(snapshot).hexdigest(),
                            encoder=encoder,
                            state="draft",
                            note=note,
                            author=author,
                            effective_on=effective_on,
                            corrections=corrections,
                            created_at=now,
                        )
                        .returning(versions.c.id)
                    )
                    stored = await connection.execute(
                        select_versions().where(versions.c.id == added.scalar_one())
                    )
                    return _version(stored.one())
            except IntegrityError:
                # Another process stored the same just now; the second look finds it.
                if last_try:
                    raise
        raise AssertionError("unreachable")

    async def replace_snapshot(self, version_id: int, snapshot: bytes, encoder: str) -> None:
        """Keep the text, renew the index: made with another model. Raises NotFound."""
        async with self.write() as connection:
            changed = await connection.execute(
                update(versions)
                .where(versions.c.id == version_id)
                .values(
                    snapshot=snapshot,
                    snapshot_sha256=hashlib.sha256(snapshot).hexdigest(),
                    encoder=encoder,
                )
            )
            if not changed.rowcount:
                raise NotFound(f"There is no version number {version_id}.")

    async def _one(
        self, statement: Select[Any], slug: str, language: str, version: str
    ) -> Row[Any]:
        statement = statement.join(documents, documents.c.id == versions.c.document_id).where(
            documents.c.slug == slug,
            versions.c.language == language,
            versions.c.version == version,
        )
        async with self.read() as connection:
            row: Row[Any] | None = (await connection.execute(statement)).one_or_none()
        if row is None:
            raise NotFound(f"There is no version {version} of {slug} in {language}.")
        return row


def select_versions() -> Select[Any]:
    """Every version, as `Version` has it."""
    return select(*_COLUMNS).join(documents, documents.c.id == versions.c.document_id)


def _version(row: Row[Any]) -> Version:
    return Version(**row._mapping)


async def _document(connection: AsyncConnection, slug: str, title: str, now: datetime) -> int:
    found = await connection.scalar(select(documents.c.id).where(documents.c.slug == slug))
    if found is not None:
        return int(found)
    added = await connection.execute(
        insert(documents).values(slug=slug, title=title, created_at=now).returning(documents.c.id)
    )
    return int(added.scalar_one())
