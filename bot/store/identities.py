"""Who visitors are, as their site has signed it, and the keys that sites sign with, in the database."""

from datetime import datetime, timedelta

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Conversation, Person
from bot.conversations.identity import KEYS_LIMIT, Identity, SiteKey
from bot.errors import Conflict
from bot.store.audit import COMMAND_LINE, audit_line
from bot.store.engine import Database, upsert
from bot.store.tables import conversations
from bot.store.tables_identity import identities, site_keys

USED_AGAIN = timedelta(hours=1)
"""So seldom it is written that a key was used."""


class IdentityMarks:
    """The part of a `Change` that keeps who the visitor is."""

    connection: AsyncConnection
    conversation: Conversation
    now: datetime

    async def identity(self) -> Identity | None:
        """Who the visitor is, if the site has said so."""
        return await _identity(self.connection, self.conversation.id)

    async def keep_identity(self, identity: Identity, key: SiteKey) -> None:
        """Keep it; an earlier conversation of somebody else is no longer called the same visitor's."""
        id, previous = self.conversation.id, self.conversation.previous_id
        values = identity.model_dump() | {"at": self.now}
        await upsert(self.connection, identities, {"conversation_id": id}, values)
        before = await _identity(self.connection, previous) if previous else None
        if identity.is_of_another(before):
            await self.connection.execute(
                update(conversations).where(conversations.c.id == id).values(previous_id=None)
            )
        used = site_keys.c.last_used_at
        await self.connection.execute(
            update(site_keys)
            .where(site_keys.c.id == key.id, or_(used.is_(None), used < self.now - USED_AGAIN))
            .values(last_used_at=self.now)
        )


class IdentityTables(Database):
    """What the database keeps of who visitors are."""

    async def identity(self, conversation_id: str) -> Identity | None:
        """Who the visitor of a conversation is, if the site has said so."""
        async with self.read() as connection:
            return await _identity(connection, conversation_id)

    async def site_keys(self) -> list[SiteKey]:
        """All keys that sites sign with, by site, the newest of each first."""
        statement = select(site_keys).order_by(site_keys.c.site, site_keys.c.id.desc())
        async with self.read() as connection:
            return [_key(row) for row in await connection.execute(statement)]

    async def add_site_key(
        self, by: Person | None, site: str, secret: str, now: datetime
    ) -> SiteKey:
        """Keep a key beside those that the site has. Raises Conflict if it has KEYS_LIMIT."""
        async with self.write() as connection:
            count = select(func.count()).where(site_keys.c.site == site)
            if (await connection.execute(count)).scalar_one() >= KEYS_LIMIT:
                raise Conflict(
                    f"{site} has {KEYS_LIMIT} keys already. Take back one that is not used any more."
                )
            row = await connection.execute(
                insert(site_keys)
                .values(
                    site=site,
                    secret=secret,
                    made_at=now,
                    made_by=by.name if by else COMMAND_LINE,
                )
                .returning(*site_keys.c)
            )
            await connection.execute(audit_line(by, "add_site_key", f"site {site}", now))
            return _key(row.one())

    async def remove_site_key(self, by: Person | None, key_id: int, now: datetime) -> str | None:
        """Take a key back: what it signed is believed no more. Its site; None if there is none such."""
        async with self.write() as connection:
            gone = await connection.execute(
                delete(site_keys).where(site_keys.c.id == key_id).returning(site_keys.c.site)
            )
            site: str | None = gone.scalar_one_or_none()
            if site is not None:
                await connection.execute(audit_line(by, "remove_site_key", f"site {site}", now))
            return site


async def _identity(connection: AsyncConnection, conversation_id: str) -> Identity | None:
    found = await connection.execute(
        select(identities).where(identities.c.conversation_id == conversation_id)
    )
    row = found.one_or_none()
    return Identity(email=row.email, name=row.name, site=row.site) if row else None


def _key(row: Row[tuple[object, ...]]) -> SiteKey:
    return SiteKey(**row._mapping)
