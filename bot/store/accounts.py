"""Accounts of staff and their sessions, in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.accounts.accounts import Account, Role, Session
from bot.store.engine import Database
from bot.store.tables import accounts, sessions


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
    ) -> Account | None:
        """Add an account; None if the e-mail is taken."""
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
                return _account(row.one())
        except IntegrityError:
            return None

    async def account_by_email(self, email: str) -> tuple[Account, str] | None:
        """The account and its password hash."""
        async with self.read() as connection:
            found = await connection.execute(select(accounts).where(accounts.c.email == email))
            row = found.one_or_none()
        return (_account(row), row.password_hash) if row else None

    async def account_by_id(self, account_id: int) -> tuple[Account, str] | None:
        """The account and its password hash."""
        async with self.read() as connection:
            found = await connection.execute(select(accounts).where(accounts.c.id == account_id))
            row = found.one_or_none()
        return (_account(row), row.password_hash) if row else None

    async def all_accounts(self) -> list[Account]:
        """Every account, by e-mail."""
        async with self.read() as connection:
            found = await connection.execute(select(accounts).order_by(accounts.c.email))
            return [_account(row) for row in found]

    async def set_password(
        self,
        account_id: int,
        password_hash: str,
        *,
        must_change_password: bool,
        keep_session: str | None,
    ) -> bool:
        """Store a new password hash and end the account's sessions, save the one to keep."""
        ended = delete(sessions).where(sessions.c.account_id == account_id)
        if keep_session is not None:
            ended = ended.where(sessions.c.token_hash != keep_session)
        async with self.write() as connection:
            changed = await connection.execute(
                update(accounts)
                .where(accounts.c.id == account_id)
                .values(password_hash=password_hash, must_change_password=must_change_password)
            )
            await connection.execute(ended)
            return bool(changed.rowcount)

    async def add_session(
        self, *, token_hash: str, account_id: int, csrf: str, now: datetime, expires_at: datetime
    ) -> None:
        """Store a session; those that have expired go."""
        async with self.write() as connection:
            await connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            await connection.execute(
                insert(sessions).values(
                    token_hash=token_hash,
                    account_id=account_id,
                    csrf=csrf,
                    created_at=now,
                    expires_at=expires_at,
                )
            )

    async def session(self, token_hash: str, now: datetime) -> Session | None:
        """The session, unless it has expired."""
        joined = (
            select(accounts, sessions.c.csrf, sessions.c.expires_at)
            .join(sessions, sessions.c.account_id == accounts.c.id)
            .where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now)
        )
        async with self.read() as connection:
            row = (await connection.execute(joined)).one_or_none()
        if row is None:
            return None
        return Session(account=_account(row), csrf=row.csrf, expires_at=row.expires_at)

    async def remove_session(self, token_hash: str) -> None:
        """End a session; one that is unknown is no error."""
        async with self.write() as connection:
            await connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        must_change_password=row.must_change_password,
    )
