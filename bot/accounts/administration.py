"""What administrators do with accounts, and everyone with their own sessions. All of it is logged."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

from bot.accounts.accounts import (
    Account,
    Accounts,
    Role,
    clean_email,
    clean_name,
    clean_role,
    hashed,
)
from bot.accounts.passwords import check_new_password, hash_password
from bot.conversations.events import Person
from bot.errors import Conflict, NotFound, Unprocessable
from bot.store import Store
from bot.store.accounts import Invite, OpenSession
from bot.store.audit import AuditLine

INVITE_LENGTH = timedelta(days=7)
HANDLE = 16
"""So many digits of a session's hash name it in lists. They open nothing."""


class Administration:
    """Accounts, invitations, sessions and the audit log."""

    def __init__(self, store: Store, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts

    async def invite(self, by: Person, email: str, name: str, role: str) -> tuple[str, datetime]:
        """Invite someone: the token that makes their account, and until when; it is shown this once.

        An earlier invitation of the same address counts no more. Raises Unprocessable for an
        e-mail, name or role that is no good, Conflict if the address has an account.
        """
        token = secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        added = await self._store.add_invite(
            by,
            token_hash=hashed(token),
            email=(address := clean_email(email)),
            name=clean_name(name),
            role=clean_role(role),
            now=now,
            expires_at=now + INVITE_LENGTH,
        )
        if not added:
            raise Conflict(f"There is an account for {address} already.")
        return token, now + INVITE_LENGTH

    async def invites(self) -> list[Invite]:
        """Invitations that wait to be used, by e-mail."""
        return await self._store.open_invites(datetime.now(UTC))

    async def take_back_invite(self, by: Person, email: str) -> None:
        """An invitation counts no more. Raises NotFound."""
        if not await self._store.remove_invite(by, clean_email(email), datetime.now(UTC)):
            raise NotFound(f"There is no invitation for {email[:100]}.")

    async def invitation(self, token: str) -> Invite:
        """What an invitation says, for the page that it opens. Raises NotFound."""
        found = await self._store.invite(hashed(token), datetime.now(UTC))
        if found is None:
            raise NotFound("This invitation was used, taken back or has expired. Ask for another.")
        return found

    async def accept(self, token: str, name: str | None, password: str) -> Account:
        """Make the account of an invitation, once.

        Raises NotFound if it can't be used, Unprocessable for a name or password that is no good.
        """
        invite = await self.invitation(token)
        check_new_password(password)
        if password.casefold() == invite.email.casefold():
            raise Unprocessable("The password must not be the e-mail address.")
        chosen = clean_name(name) if name is not None else invite.name
        password_hash = await asyncio.to_thread(hash_password, password)
        account = await self._store.use_invite(
            hashed(token), chosen, password_hash, datetime.now(UTC)
        )
        if account is None:
            raise NotFound("This invitation was used, taken back or has expired. Ask for another.")
        return account

    async def all(self) -> list[Account]:
        """Every account, by e-mail."""
        return await self._store.all_accounts()

    async def change(
        self,
        by: Person,
        account_id: int,
        *,
        name: str | None = None,
        role: str | None = None,
        disabled: bool | None = None,
    ) -> Account:
        """Rename an account, give it another role, disable it or enable it again.

        What a disabled agent had goes back to the queue. Raises NotFound, Unprocessable, Conflict
        where someone would disable themselves or no administrator be left.
        """
        if by.id == account_id and disabled:
            raise Conflict("You can't disable your own account. Ask another administrator.")
        if name is None and role is None and disabled is None:
            raise Unprocessable("Say what to change: name, role or disabled.")
        account = await self._store.change_account(
            by,
            account_id,
            datetime.now(UTC),
            name=clean_name(name) if name is not None else None,
            role=clean_role(role) if role is not None else None,
            disabled=disabled,
        )
        if account is None:
            raise NotFound(f"There is no account {account_id}.")
        if (account.disabled or account.role is Role.OWNER) and self._accounts.on_gone:
            await self._accounts.on_gone(account_id)
        return account

    async def reset_password(self, by: Person, account_id: int) -> str:
        """A new one-time password; the account's sessions end. Raises NotFound."""
        found = await self._store.account_by_id(account_id)
        if found is None:
            raise NotFound(f"There is no account {account_id}.")
        email = found[0].email
        password = await self._accounts.reset_password(email, by)
        await self._accounts.gone_if_signed_out(account_id)
        return password

    async def sessions(self, account_id: int) -> list[OpenSession]:
        """An account's sessions, the newest first."""
        return await self._store.sessions_of(account_id, datetime.now(UTC))

    async def end_session(self, by: Person, account_id: int, handle: str) -> None:
        """End one of the account's sessions, by the beginning of its hash. Raises NotFound."""
        for session in await self.sessions(account_id):
            if session.token_hash[:HANDLE] == handle:
                await self._store.remove_session(session.token_hash, None)
                target = f"session {handle} of account {account_id}"
                await self._store.add_audit(by, "end_session", target, datetime.now(UTC))
                await self._accounts.gone_if_signed_out(account_id)
                return
        raise NotFound("There is no such session. It may have ended.")

    async def audit(
        self, *, before: int | None, account_id: int | None, action: str | None, limit: int
    ) -> list[AuditLine]:
        """The audit log, the newest first."""
        return await self._store.audit_lines(
            before=before, account_id=account_id, action=action, limit=limit
        )
