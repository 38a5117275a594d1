"""What administrators do with accounts, and everyone with their own sessions. All of it is logged."""

import asyncio
import secrets
from datetime import UTC, datetime

from bot.accounts.accounts import (
    Account,
    Accounts,
    Role,
    clean_email,
    clean_name,
    clean_role,
    hashed,
)
from bot.accounts.links import (
    INVITE_LENGTH,
    PASSWORD_LINK_LENGTH,
    Invite,
    LinkOver,
    PasswordLink,
)
from bot.accounts.passwords import check_new_password, hash_password, random_password
from bot.conversations.events import Person
from bot.errors import Conflict, NotFound, Unprocessable
from bot.store import Store
from bot.store.accounts import OpenSession
from bot.store.audit import AuditLine

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
        """What an invitation says, for the page that it opens. Raises LinkOver, saying why."""
        now = datetime.now(UTC)
        found = await self._store.invite(hashed(token), now)
        if found is None:
            raise LinkOver(await self._store.link_ending(hashed(token), now))
        return found

    async def accept(self, token: str, name: str | None, password: str) -> Account:
        """Make the account of an invitation, once.

        Raises LinkOver if it can't be used, Unprocessable for a name or password that is no good.
        """
        invite = await self.invitation(token)
        _check(password, invite.email)
        chosen = clean_name(name) if name is not None else invite.name
        password_hash = await asyncio.to_thread(hash_password, password)
        now = datetime.now(UTC)
        account = await self._store.use_invite(hashed(token), chosen, password_hash, now)
        if account is None:
            raise LinkOver(await self._store.link_ending(hashed(token), now))
        return account

    async def unused_invites(self) -> list[Invite]:
        """Invitations that were not used, those that have expired too, by e-mail."""
        return await self._store.all_invites()

    async def make_password_link(
        self, by: Person, account_id: int
    ) -> tuple[str, datetime, Account]:
        """The token of a link to choose a new password with, until when, and for whom.

        It is shown this once. The old password opens nothing any more, and the sessions end.
        Raises NotFound, and Conflict for one's own account and one that is disabled.
        """
        if by.id == account_id:
            raise Conflict("Change your own password on the page of your account.")
        found = await self._store.account_by_id(account_id)
        if found is not None and found[0].disabled:
            raise Conflict("This account is disabled. Enable it first.")
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)
        account = await self._store.add_password_link(
            by,
            account_id,
            token_hash=hashed(token),
            password_hash=await asyncio.to_thread(hash_password, random_password()),
            now=now,
            expires_at=now + PASSWORD_LINK_LENGTH,
        )
        if account is None:
            raise NotFound(f"There is no account {account_id}.")
        await self._accounts.gone_if_signed_out(account_id)
        return token, now + PASSWORD_LINK_LENGTH, account

    async def password_link(self, token: str) -> PasswordLink:
        """Whose password a link sets. Raises LinkOver, saying why."""
        now = datetime.now(UTC)
        found = await self._store.password_link(hashed(token), now)
        if found is None:
            raise LinkOver(await self._store.link_ending(hashed(token), now))
        return found

    async def use_password_link(self, token: str, password: str) -> Account:
        """Set the password, once. Raises LinkOver, Unprocessable for one that is no good."""
        link = await self.password_link(token)
        _check(password, link.account.email)
        password_hash = await asyncio.to_thread(hash_password, password)
        now = datetime.now(UTC)
        account = await self._store.use_password_link(hashed(token), password_hash, now)
        if account is None:
            raise LinkOver(await self._store.link_ending(hashed(token), now))
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

    async def end_other_sessions(self, by: Person, token: str) -> int:
        """End all of one's sessions but that of `token`; how many there were."""
        return await self._store.remove_sessions(by, by.id, hashed(token), datetime.now(UTC))

    async def rename_oneself(self, by: Person, name: str) -> None:
        """Change one's own name, as visitors see it. Raises Unprocessable."""
        await self._store.change_account(by, by.id, datetime.now(UTC), name=clean_name(name))

    async def choose_language(self, by: Person, language: str | None) -> None:
        """The language of one's own pages; None: as the browser asks. No matter for the audit log."""
        await self._store.set_language(by.id, language)

    async def pause(self, by: Person, away: bool) -> None:
        """Pause: nothing is given to one; or be there again."""
        await self._store.set_away(by, away, datetime.now(UTC))

    async def audit(
        self,
        *,
        before: int | None,
        account_id: int | None,
        action: str | None,
        limit: int,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[AuditLine]:
        """The audit log, the newest first."""
        return await self._store.audit_lines(
            before=before,
            account_id=account_id,
            action=action,
            since=since,
            until=until,
            limit=limit,
        )


def _check(password: str, email: str) -> None:
    check_new_password(password)
    if password.casefold() == email.casefold():
        raise Unprocessable("The password must not be the e-mail address.")
