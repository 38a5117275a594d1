"""Accounts of staff and their sessions, in the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Row, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.accounts.accounts import Account, Role, Session
from bot.conversations.events import Person
from bot.errors import Conflict
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.tables import accounts, sessions


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it in a list. client: what browser it is."""

    token_hash: str
    client: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class AccountTables(Database):
    """What the database keeps about staff. Passwords and session tokens come in hashed."""

    async def add_account(
        self,
        *,
        email: str,
        name: str,
        role: Role,
        password_hash: str,
        must_change_password: bool,
        now: datetime,
        by: Person | None = None,
    ) -> Account | None:
        """Add an account; None if the e-mail is taken. by: None for the command line."""
        values = {
            "email": email,
            "name": name,
            "role": role.value,
            "password_hash": password_hash,
            "must_change_password": must_change_password,
            "created_at": now,
        }
        try:
            async with self.write() as connection:
                row = await connection.execute(
                    insert(accounts).values(values).returning(*accounts.c)
                )
                line = audit_line(by, "add_account", f"account {email}", now, {"role": role.value})
                await connection.execute(line)
                return account_of(row.one())
        except IntegrityError:
            return None

    async def account_by_email(self, email: str) -> tuple[Account, str] | None:
        """The account and its password hash."""
        async with self.read() as connection:
            found = await connection.execute(select(accounts).where(accounts.c.email == email))
            row = found.one_or_none()
        return (account_of(row), row.password_hash) if row else None

    async def account_by_id(self, account_id: int) -> tuple[Account, str] | None:
        """The account and its password hash."""
        async with self.read() as connection:
            found = await connection.execute(select(accounts).where(accounts.c.id == account_id))
            row = found.one_or_none()
        return (account_of(row), row.password_hash) if row else None

    async def all_accounts(self) -> list[Account]:
        """Every account, by e-mail."""
        async with self.read() as connection:
            found = await connection.execute(select(accounts).order_by(accounts.c.email))
            return [account_of(row) for row in found]

    async def set_password(
        self,
        account_id: int,
        password_hash: str,
        *,
        must_change_password: bool,
        keep_session: str | None,
        action: str,
        by: Person | None,
        now: datetime,
    ) -> bool:
        """Store a new password hash and end the account's sessions, save the one to keep.

        action: what the audit log calls it. by: None for the command line.
        """
        ended = delete(sessions).where(sessions.c.account_id == account_id)
        if keep_session is not None:
            ended = ended.where(sessions.c.token_hash != keep_session)
        async with self.write() as connection:
            changed = await connection.execute(
                update(accounts)
                .where(accounts.c.id == account_id)
                .values(password_hash=password_hash, must_change_password=must_change_password)
                .returning(accounts.c.email)
            )
            email = changed.scalar_one_or_none()
            if email is None:
                return False
            await connection.execute(ended)
            await connection.execute(audit_line(by, action, f"account {email}", now))
            return True

    async def add_session(
        self,
        *,
        token_hash: str,
        account_id: int,
        csrf: str,
        now: datetime,
        expires_at: datetime,
        client: str = "",
    ) -> None:
        """Store a session; those that have expired go."""
        async with self.write() as connection:
            await connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            await connection.execute(
                insert(sessions).values(
                    token_hash=token_hash,
                    account_id=account_id,
                    csrf=csrf,
                    client=client,
                    created_at=now,
                    expires_at=expires_at,
                    last_used_at=now,
                )
            )
            await connection.execute(
                update(accounts).where(accounts.c.id == account_id).values(last_seen_at=now)
            )
            await connection.execute(await _of(connection, account_id, "sign_in", now))

    async def session(self, token_hash: str, now: datetime) -> Session | None:
        """The session, unless it has expired or its account is disabled."""
        joined = (
            select(accounts, sessions.c.csrf, sessions.c.expires_at, sessions.c.last_used_at)
            .join(sessions, sessions.c.account_id == accounts.c.id)
            .where(
                sessions.c.token_hash == token_hash,
                sessions.c.expires_at > now,
                accounts.c.disabled_at.is_(None),
            )
        )
        async with self.read() as connection:
            row = (await connection.execute(joined)).one_or_none()
        if row is None:
            return None
        return Session(
            account=account_of(row),
            csrf=row.csrf,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
        )

    async def touch_session(
        self, token_hash: str, account_id: int, now: datetime, unless_since: datetime
    ) -> None:
        """Note that the session is used, unless that was noted since; whose it is was seen."""
        async with self.write() as connection:
            noted = await connection.execute(
                update(sessions)
                .where(
                    sessions.c.token_hash == token_hash,
                    or_(sessions.c.last_used_at.is_(None), sessions.c.last_used_at <= unless_since),
                )
                .values(last_used_at=now)
            )
            if noted.rowcount:
                await connection.execute(
                    update(accounts).where(accounts.c.id == account_id).values(last_seen_at=now)
                )

    async def remove_sessions(self, by: Person, account_id: int, keep: str, now: datetime) -> int:
        """End all sessions of the account but the one to keep; how many there were."""
        async with self.write() as connection:
            gone = await connection.execute(
                delete(sessions).where(
                    sessions.c.account_id == account_id, sessions.c.token_hash != keep
                )
            )
            if gone.rowcount:
                target = f"account {account_id}"
                detail = {"count": gone.rowcount}
                await connection.execute(audit_line(by, "end_other_sessions", target, now, detail))
            return gone.rowcount

    async def set_away(self, by: Person, away: bool, now: datetime) -> None:
        """The agent pauses, or is there again."""
        async with self.write() as connection:
            changed = await connection.execute(
                update(accounts)
                .where(accounts.c.id == by.id, accounts.c.away != away)
                .values(away=away)
                .returning(accounts.c.email)
            )
            email = changed.scalar_one_or_none()
            if email is not None:
                action = "go_away" if away else "come_back"
                await connection.execute(audit_line(by, action, f"account {email}", now))

    async def set_language(self, account_id: int, language: str | None) -> None:
        """The language of the account's pages; None: as the browser asks."""
        async with self.write() as connection:
            await connection.execute(
                update(accounts).where(accounts.c.id == account_id).values(language=language)
            )

    async def remove_session(self, token_hash: str, signed_out: datetime | None) -> int | None:
        """End a session; whose it was, None if it is unknown.

        signed_out: when its owner did so themselves, for the audit log.
        """
        async with self.write() as connection:
            gone = await connection.execute(
                delete(sessions)
                .where(sessions.c.token_hash == token_hash)
                .returning(sessions.c.account_id)
            )
            account_id: int | None = gone.scalar_one_or_none()
            if account_id is not None and signed_out is not None:
                await connection.execute(await _of(connection, account_id, "sign_out", signed_out))
            return account_id

    async def sessions_of(self, account_id: int, now: datetime) -> list[OpenSession]:
        """An account's sessions that have not expired, the newest first."""
        table = sessions.c
        async with self.read() as connection:
            found = await connection.execute(
                select(
                    table.token_hash,
                    table.client,
                    table.created_at,
                    table.expires_at,
                    table.last_used_at,
                )
                .where(table.account_id == account_id, table.expires_at > now)
                .order_by(table.created_at.desc(), table.token_hash)
            )
            return [OpenSession(*row) for row in found]

    async def change_account(
        self,
        by: Person,
        account_id: int,
        now: datetime,
        *,
        name: str | None = None,
        role: Role | None = None,
        disabled: bool | None = None,
    ) -> Account | None:
        """Change what is given, and say so in the audit log; None if there is no such account.

        Disabling ends the account's sessions. Raises Conflict if no administrator would be left.
        """
        changes: dict[str, Any] = {}
        if name is not None:
            changes["name"] = name
        if role is not None:
            changes["role"] = role.value
        if disabled is not None:
            changes["disabled_at"] = now if disabled else None
        async with self.write() as connection:
            # one change of administrators at a time: else two could remove each other
            admins = await connection.execute(
                select(accounts.c.id)
                .where(accounts.c.role == Role.ADMIN.value, accounts.c.disabled_at.is_(None))
                .order_by(accounts.c.id)
                .with_for_update()
            )
            others = [id for id in admins.scalars() if id != account_id]
            stored = await connection.execute(
                update(accounts)
                .where(accounts.c.id == account_id)
                .values(**changes)
                .returning(*accounts.c)
            )
            row = stored.one_or_none()
            if row is None:
                return None
            account = account_of(row)
            if not others and (account.role is not Role.ADMIN or account.disabled):
                raise Conflict("There must be an administrator left. Name another one first.")
            if account.disabled:
                await connection.execute(
                    delete(sessions).where(sessions.c.account_id == account_id)
                )
            for what, value in (("rename", name), ("change_role", role), ("disable", disabled)):
                if value is not None:
                    action = "enable" if what == "disable" and not value else what
                    detail = {"to": str(value)} if what != "disable" else None
                    target = f"account {account.email}"
                    await connection.execute(audit_line(by, action, target, now, detail))
            return account


async def _of(connection: AsyncConnection, account_id: int, action: str, now: datetime) -> Insert:
    """A line about what someone did with their own account."""
    found = await connection.execute(
        select(accounts.c.name, accounts.c.email).where(accounts.c.id == account_id)
    )
    row = found.one()
    return audit_line(Person(account_id, row.name), action, f"account {row.email}", now)


def account_of(row: Row[Any]) -> Account:
    """The account that a row of `accounts` tells of."""
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        must_change_password=row.must_change_password,
        disabled=row.disabled_at is not None,
        away=row.away,
        last_seen_at=row.last_seen_at,
        language=row.language,
    )
