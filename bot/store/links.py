"""Invitations and links for a new password, in the database. Tokens come in hashed."""

from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.accounts.accounts import Account, Role
from bot.accounts.links import REMEMBERED, Ending, Invite, PasswordLink
from bot.conversations.events import Person
from bot.store.accounts import account_of
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.tables import accounts, sessions
from bot.store.tables_live import invites, password_links, spent_links


class LinkTables(Database):
    """What the database keeps of links that let someone in."""

    async def add_invite(
        self,
        by: Person,
        *,
        token_hash: str,
        email: str,
        name: str,
        role: Role,
        now: datetime,
        expires_at: datetime,
    ) -> bool:
        """Store an invitation in place of an earlier one; False if the e-mail has an account."""
        async with self.write() as connection:
            taken = await connection.execute(select(accounts.c.id).where(accounts.c.email == email))
            if taken.first():
                return False
            await _forget(connection, now)
            await _end(connection, invites, invites.c.email == email, Ending.REPLACED, now)
            await connection.execute(
                insert(invites).values(
                    token_hash=token_hash,
                    email=email,
                    name=name,
                    role=role.value,
                    invited_by=by.id,
                    created_at=now,
                    expires_at=expires_at,
                )
            )
            line = audit_line(by, "invite", f"account {email}", now, {"role": role.value})
            await connection.execute(line)
            return True

    async def invite(self, token_hash: str, now: datetime) -> Invite | None:
        """An invitation that has not expired."""
        found = await self._invites(invites.c.token_hash == token_hash, invites.c.expires_at > now)
        return found[0] if found else None

    async def open_invites(self, now: datetime) -> list[Invite]:
        """Invitations that have not expired, by e-mail."""
        return await self._invites(invites.c.expires_at > now)

    async def all_invites(self) -> list[Invite]:
        """Invitations that were not used yet, those that have expired too, by e-mail."""
        return await self._invites()

    async def remove_invite(self, by: Person, email: str, now: datetime) -> bool:
        """Take an invitation back; False if there is none."""
        async with self.write() as connection:
            gone = await _end(connection, invites, invites.c.email == email, Ending.REVOKED, now)
            if gone:
                await connection.execute(
                    audit_line(by, "take_back_invite", f"account {email}", now)
                )
            return gone

    async def use_invite(
        self, token_hash: str, name: str, password_hash: str, now: datetime
    ) -> Account | None:
        """Make the account of an invitation, once; None if it was used or has expired."""
        try:
            async with self.write() as connection:
                used = await connection.execute(
                    delete(invites)
                    .where(invites.c.token_hash == token_hash, invites.c.expires_at > now)
                    .returning(invites.c.email, invites.c.role)
                )
                row = used.one_or_none()
                if row is None:
                    return None
                await _note(connection, token_hash, Ending.USED, now)
                made = await connection.execute(
                    insert(accounts)
                    .values(
                        email=row.email,
                        name=name,
                        role=row.role,
                        password_hash=password_hash,
                        must_change_password=False,
                        created_at=now,
                    )
                    .returning(*accounts.c)
                )
                account = account_of(made.one())
                who = Person(account.id, account.name)
                await connection.execute(
                    audit_line(who, "accept_invite", f"account {account.email}", now)
                )
                return account
        except IntegrityError:
            return None

    async def add_password_link(
        self,
        by: Person,
        account_id: int,
        *,
        token_hash: str,
        password_hash: str,
        now: datetime,
        expires_at: datetime,
    ) -> Account | None:
        """Store a link in place of an earlier one; the password is replaced, the sessions end.

        None if there is no such account.
        """
        async with self.write() as connection:
            changed = await connection.execute(
                update(accounts)
                .where(accounts.c.id == account_id)
                .values(password_hash=password_hash)
                .returning(*accounts.c)
            )
            row = changed.one_or_none()
            if row is None:
                return None
            await _forget(connection, now)
            mine = password_links.c.account_id == account_id
            await _end(connection, password_links, mine, Ending.REPLACED, now)
            await connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
            await connection.execute(
                insert(password_links).values(
                    token_hash=token_hash,
                    account_id=account_id,
                    by_name=by.name,
                    created_at=now,
                    expires_at=expires_at,
                )
            )
            await connection.execute(audit_line(by, "reset_password", f"account {row.email}", now))
            return account_of(row)

    async def password_link(self, token_hash: str, now: datetime) -> PasswordLink | None:
        """A link that has not expired, of an account that is not disabled."""
        link = password_links.c
        statement = (
            select(accounts, link.by_name, link.expires_at)
            .join(password_links, link.account_id == accounts.c.id)
            .where(
                link.token_hash == token_hash,
                link.expires_at > now,
                accounts.c.disabled_at.is_(None),
            )
        )
        async with self.read() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return PasswordLink(account_of(row), row.by_name, row.expires_at) if row else None

    async def use_password_link(
        self, token_hash: str, password_hash: str, now: datetime
    ) -> Account | None:
        """Set the password, once, and end every session; None if the link can't be used."""
        async with self.write() as connection:
            used = await connection.execute(
                delete(password_links)
                .where(password_links.c.token_hash == token_hash, password_links.c.expires_at > now)
                .returning(password_links.c.account_id)
            )
            account_id = used.scalar_one_or_none()
            if account_id is None:
                return None
            await _note(connection, token_hash, Ending.USED, now)
            await connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
            changed = await connection.execute(
                update(accounts)
                .where(accounts.c.id == account_id)
                .values(password_hash=password_hash, must_change_password=False)
                .returning(*accounts.c)
            )
            account = account_of(changed.one())
            who = Person(account.id, account.name)
            await connection.execute(
                audit_line(who, "change_password", f"account {account.email}", now)
            )
            return account

    async def link_ending(self, token_hash: str, now: datetime) -> Ending:
        """Why a link opens nothing."""
        async with self.read() as connection:
            found = await connection.execute(
                select(spent_links.c.ending).where(spent_links.c.token_hash == token_hash)
            )
            if ending := found.scalar_one_or_none():
                return Ending(ending)
            for table in (invites, password_links):
                late = await connection.execute(
                    select(table.c.expires_at).where(table.c.token_hash == token_hash)
                )
                until = late.scalar_one_or_none()
                if until is not None:
                    # not late: its account was disabled meanwhile
                    return Ending.EXPIRED if until <= now else Ending.REVOKED
        return Ending.UNKNOWN

    async def _invites(self, *wanted: ColumnElement[bool]) -> list[Invite]:
        statement = (
            select(invites, accounts.c.name.label("by"))
            .join(accounts, accounts.c.id == invites.c.invited_by)
            .where(*wanted)
            .order_by(invites.c.email)
        )
        async with self.read() as connection:
            return [
                Invite(row.email, row.name, Role(row.role), row.created_at, row.expires_at, row.by)
                for row in await connection.execute(statement)
            ]


async def _end(
    connection: AsyncConnection,
    table: Table,
    which: ColumnElement[bool],
    ending: Ending,
    now: datetime,
) -> bool:
    """Take links away, and keep why; whether there were any. One that had expired has expired."""
    gone = await connection.execute(
        delete(table).where(which).returning(table.c.token_hash, table.c.expires_at)
    )
    rows = gone.all()
    for row in rows:
        late = row.expires_at <= now
        await _note(connection, row.token_hash, Ending.EXPIRED if late else ending, now)
    return bool(rows)


async def _note(
    connection: AsyncConnection, token_hash: str, ending: Ending, now: datetime
) -> None:
    values = {"token_hash": token_hash, "ending": ending.value, "at": now}
    await connection.execute(insert(spent_links).values(values))


async def _forget(connection: AsyncConnection, now: datetime) -> None:
    """What became of links long ago goes, and so do links that expired long ago."""
    long_ago = now - REMEMBERED
    await connection.execute(delete(spent_links).where(spent_links.c.at <= long_ago))
    for table in (invites, password_links):
        await connection.execute(delete(table).where(table.c.expires_at <= long_ago))
