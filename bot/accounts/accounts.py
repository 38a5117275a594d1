"""Who works here: accounts, sign-in, and server-side sessions.

A session's token is known to the browser alone; the database keeps its hash, so that a copy of the
database opens nothing.
"""

import asyncio
import contextlib
import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.accounts.passwords import (
    check_new_password,
    hash_password,
    password_fits,
    random_password,
)
from bot.conversations.events import Person
from bot.errors import Conflict, NotFound, Unprocessable

if TYPE_CHECKING:
    from bot.store.accounts import AccountTables

FIRST_ADMIN_EMAIL = "admin@localhost"
NAME_LENGTH = 100
NOTED_EVERY = timedelta(minutes=5)
"""That a session is used is written so often at most."""
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


class Role(StrEnum):
    """What an account is for."""

    ADMIN = "admin"
    AGENT = "agent"
    OWNER = "owner"


@dataclass(frozen=True)
class Account:
    """A member of staff.

    away: an agent who pauses; nothing is given to them. last_seen_at: UTC, to a few minutes.
    language: of the pages, by choice; None: as the browser asks.
    """

    id: int
    email: str
    name: str
    role: Role
    must_change_password: bool
    disabled: bool = False
    away: bool = False
    last_seen_at: datetime | None = field(default=None, compare=False)
    language: str | None = None


@dataclass(frozen=True)
class Session:
    """A signed-in account. `token` is known at sign-in only: it goes into the cookie."""

    account: Account
    csrf: str
    expires_at: datetime
    token: str = ""
    last_used_at: datetime | None = field(default=None, compare=False)

    @property
    def must_change_password(self) -> bool:
        """Whether nothing may be done before the password is changed."""
        return self.account.must_change_password


class Accounts:
    """Accounts and sessions."""

    def __init__(
        self,
        store: "AccountTables",
        *,
        session_hours: int = 12,
        on_gone: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        """on_gone: told the id of an account that has no session any more, or was disabled."""
        self._store = store
        self._session_length = timedelta(hours=session_hours)
        self.on_gone = on_gone

    async def add(
        self, email: str, name: str, role: Role | str, password: str | None = None
    ) -> tuple[Account, str]:
        """Add an account; without a password one is made up, to be changed at the first sign-in.

        Returns the account and its password. Raises Unprocessable for an e-mail, name, role or
        password that is no good, Conflict if the e-mail is taken.
        """
        email, name, role = clean_email(email), clean_name(name), clean_role(role)
        chosen = password or random_password()
        check_new_password(chosen)
        account = await self._store.add_account(
            email=email,
            name=name,
            role=role,
            password_hash=await asyncio.to_thread(hash_password, chosen),
            must_change_password=password is None,
            now=datetime.now(UTC),
        )
        if account is None:
            raise Conflict(f"There is an account for {email} already.")
        return account, chosen

    async def ensure_first_admin(self) -> str | None:
        """Where there is no account at all, add FIRST_ADMIN_EMAIL.

        Returns its one-time password, which must be changed at the first sign-in; else None.
        """
        if await self._store.all_accounts():
            return None
        password = random_password()
        account = await self._store.add_account(
            email=FIRST_ADMIN_EMAIL,
            name="Administrator",
            role=Role.ADMIN,
            password_hash=await asyncio.to_thread(hash_password, password),
            must_change_password=True,
            now=datetime.now(UTC),
        )
        return password if account else None

    async def sign_in(self, email: str, password: str, *, client: str = "") -> Session | None:
        """A new session, or None. An unknown e-mail takes as long as a wrong password.

        client: what browser it is, for the account's list of sessions. A disabled account gets
        none.
        """
        try:
            found = await self._store.account_by_email(clean_email(email))
        except Unprocessable:
            found = None
        account, password_hash = found or (None, None)
        fits = await asyncio.to_thread(password_fits, password, password_hash)
        if account is None or not fits or account.disabled:
            return None
        return await self.start_session(account, client=client)

    async def start_session(self, account: Account, *, client: str = "") -> Session:
        """A new session of someone who has shown who they are."""
        now = datetime.now(UTC)
        session = Session(
            account=account,
            csrf=secrets.token_urlsafe(32),
            expires_at=now + self._session_length,
            token=secrets.token_urlsafe(32),
            last_used_at=now,
        )
        await self._store.add_session(
            token_hash=hashed(session.token),
            account_id=account.id,
            csrf=session.csrf,
            client="".join(filter(str.isprintable, client))[:200],
            now=now,
            expires_at=session.expires_at,
        )
        return session

    async def session(self, token: str) -> Session | None:
        """The session that the token opens, unless it ended."""
        now = datetime.now(UTC)
        found = await self._store.session(hashed(token), now)
        before = now - NOTED_EVERY
        if found and (found.last_used_at is None or found.last_used_at <= before):
            await self._store.touch_session(hashed(token), found.account.id, now, before)
        return replace(found, token=token) if found else None

    async def sign_out(self, token: str) -> None:
        """End the session; one that is unknown is no error."""
        account_id = await self._store.remove_session(hashed(token), datetime.now(UTC))
        if account_id is not None:
            await self.gone_if_signed_out(account_id)

    async def gone_if_signed_out(self, account_id: int) -> None:
        """Tell `on_gone` if the account has no session any more."""
        if self.on_gone and not await self._store.sessions_of(account_id, datetime.now(UTC)):
            await self.on_gone(account_id)

    async def change_password(
        self, account_id: int, new: str, *, keep_token: str | None = None
    ) -> None:
        """Set the password that its owner chose, and end all their sessions but `keep_token`'s.

        Raises Unprocessable if it is too short or the same as before, NotFound if there is no such
        account.
        """
        check_new_password(new)
        found = await self._store.account_by_id(account_id)
        if found is None:
            raise NotFound(f"There is no account {account_id}.")
        account, password_hash = found
        if await asyncio.to_thread(password_fits, new, password_hash):
            raise Unprocessable("The new password is the old one. Choose another.")
        if new.casefold() == account.email.casefold():
            raise Unprocessable("The password must not be the e-mail address.")
        await self._store.set_password(
            account_id,
            await asyncio.to_thread(hash_password, new),
            must_change_password=False,
            keep_session=hashed(keep_token) if keep_token else None,
            action="change_password",
            by=Person(account.id, account.name),
            now=datetime.now(UTC),
        )

    async def password_is(self, account_id: int, password: str) -> bool:
        """Whether this is the account's password: asked before it is changed."""
        found = await self._store.account_by_id(account_id)
        password_hash = found[1] if found else None
        return await asyncio.to_thread(password_fits, password, password_hash)

    async def reset_password(self, email: str, by: Person | None = None) -> str:
        """Give the account a new one-time password and end its sessions.

        by: who did it, None for the command line. Raises NotFound if there is no such account.
        """
        found = await self._store.account_by_email(clean_email(email))
        if found is None:
            raise NotFound(f"There is no account for {email}.")
        password = random_password()
        await self._store.set_password(
            found[0].id,
            await asyncio.to_thread(hash_password, password),
            must_change_password=True,
            keep_session=None,
            action="reset_password",
            by=by,
            now=datetime.now(UTC),
        )
        return password

    async def by_email(self, email: str) -> Account | None:
        """The account that signs in with this address."""
        found = await self._store.account_by_email(email)
        return found[0] if found else None

    async def add_from_provider(self, email: str, name: str, role: Role) -> Account:
        """Add an account whose owner signs in elsewhere; its password is known to nobody."""
        printable = "".join(filter(str.isprintable, " ".join(name.split())))
        account = await self._store.add_account(
            email=email,
            name=clean_name(printable[:NAME_LENGTH] or email),
            role=role,
            password_hash=await asyncio.to_thread(hash_password, random_password()),
            must_change_password=False,
            now=datetime.now(UTC),
        )
        # whoever signs in twice at once for the first time finds what the other made
        found = account or await self.by_email(email)
        assert found is not None
        return found

    async def role_from_provider(self, account: Account, role: Role) -> Account:
        """Give it the role that the provider names; the last administrator stays one."""
        by, now = Person(account.id, account.name), datetime.now(UTC)
        with contextlib.suppress(Conflict):
            changed = await self._store.change_account(by, account.id, now, role=role)
            return changed or account
        return account

    async def all(self) -> list[Account]:
        """Every account, by e-mail."""
        return await self._store.all_accounts()


def clean_email(email: str) -> str:
    """The e-mail as it is stored. Raises Unprocessable if it is none."""
    cleaned = email.strip().lower()
    if len(cleaned) > 254 or not cleaned.isprintable() or not _EMAIL.fullmatch(cleaned):
        raise Unprocessable(f"This is no e-mail address: {email[:100]!r}.")
    return cleaned


def clean_name(name: str) -> str:
    """The name as it is stored. Raises Unprocessable if it is no good."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise Unprocessable("A name needs 1 to 100 printable characters; visitors see it.")
    return name


def clean_role(role: Role | str) -> Role:
    """The role. Raises Unprocessable if there is none such."""
    if role not in list(Role):
        roles = ", ".join(Role)
        raise Unprocessable(f"The role must be one of {roles}. Currently, it is {role!r}.")
    return Role(role)


def hashed(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
