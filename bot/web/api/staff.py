"""Accounts, invitations, sessions and the audit log, for administrators; one's own for everyone."""

from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, Field

from bot.accounts.accounts import Account, Role, Session, hashed
from bot.accounts.administration import HANDLE, Administration
from bot.accounts.passwords import MAX_LENGTH
from bot.conversations.events import Person
from bot.web.api.schemas import problems
from bot.web.deps import TheAccounts, admin, admin_csrf, staff, staff_csrf

router = APIRouter(prefix="/api/staff", tags=["staff"])

AccountId = Annotated[int, Path(ge=1, le=2**31 - 1, description="The account's id")]
Handle = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="The session's id")]
Token = Annotated[str, Path(min_length=20, max_length=100, description="The invitation's token")]


async def administration_of(request: Request, accounts: TheAccounts) -> Administration:
    """The administration of this app."""
    return Administration(request.app.state.parts.store, accounts)


TheAdministration = Annotated[Administration, Depends(administration_of)]
Admin = Annotated[Session, Depends(admin)]
AdminActing = Annotated[Session, Depends(admin_csrf)]
Reading = Annotated[Session, Depends(staff)]
Acting = Annotated[Session, Depends(staff_csrf)]


class AccountOut(BaseModel):
    """An account."""

    id: int
    email: str
    name: str = Field(description="As visitors see it")
    role: Role
    disabled: bool
    must_change_password: bool = Field(description="Has a one-time password still")

    @classmethod
    def of(cls, account: Account) -> Self:
        """The shape of one account."""
        return cls(**vars(account))


class AccountsOut(BaseModel):
    """Every account, by e-mail."""

    accounts: list[AccountOut]


class ChangeAccount(BaseModel):
    """What to change; what is left out stays."""

    name: str | None = Field(None, max_length=200)
    role: Role | None = None
    disabled: bool | None = None


class InviteIn(BaseModel):
    """Whom to invite."""

    email: str = Field(max_length=254, examples=["amelie@example.org"])
    name: str = Field(max_length=200, examples=["Amélie"])
    role: Role = Role.AGENT


class InviteLink(BaseModel):
    """The link to hand on. It is shown this once, and makes one account."""

    link: str = Field(examples=["https://chat.example.org/console/invite/qZ8v…"])
    expires_at: datetime


class InviteOut(BaseModel):
    """An invitation that was not used yet."""

    email: str
    name: str
    role: Role
    created_at: datetime
    expires_at: datetime
    invited_by: str = Field(description="The name of who did")


class Invites(BaseModel):
    """Invitations that were not used yet, by e-mail."""

    invites: list[InviteOut]


class AcceptInvite(BaseModel):
    """What the invited person chooses."""

    name: str | None = Field(None, max_length=200, description="Left out: as in the invitation")
    password: str = Field(max_length=MAX_LENGTH)


class OneTimePassword(BaseModel):
    """To hand on: it must be changed at the first sign-in."""

    password: str


class SessionOut(BaseModel):
    """A place where an account is signed in."""

    id: str = Field(description="Names the session; opens nothing", examples=["9f86d081884c7d65"])
    client: str = Field(description="The browser, as it calls itself")
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="To five minutes; null: not noted yet")
    current: bool = Field(description="The one that asks")


class Sessions(BaseModel):
    """An account's sessions, the newest first."""

    sessions: list[SessionOut]


class AuditLineOut(BaseModel):
    """One line of the audit log."""

    id: int
    at: datetime
    account_id: int | None
    account_name: str = Field(description="As it was then")
    action: str = Field(examples=["claim"])
    target: str = Field(examples=["conversation 5b0c1e0c9d0f4d8aa7c31c51f1f0a9e2"])
    detail: dict[str, Any] | None


class AuditLog(BaseModel):
    """Lines of the audit log, the newest first."""

    lines: list[AuditLineOut]
    next_before: int | None = Field(description="Give it as `before` for older lines; null: none")


@router.get("/accounts", summary="List accounts", responses=problems(401, 403))
async def accounts(session: Admin, administration: TheAdministration) -> AccountsOut:
    """Those that are disabled, too."""
    return AccountsOut(accounts=[AccountOut.of(one) for one in await administration.all()])


@router.patch(
    "/accounts/{account_id}", summary="Change an account", responses=problems(401, 403, 404, 409)
)
async def change_account(
    account_id: AccountId,
    session: AdminActing,
    wanted: ChangeAccount,
    administration: TheAdministration,
) -> AccountOut:
    """Rename it, give it another role, disable it (its sessions end at once) or enable it again.

    Refused where you would disable yourself, or no administrator would be left.
    """
    changed = await administration.change(
        _person(session),
        account_id,
        name=wanted.name,
        role=wanted.role,
        disabled=wanted.disabled,
    )
    return AccountOut.of(changed)


@router.post(
    "/accounts/{account_id}/reset-password",
    summary="Reset a password",
    response_description="A one-time password, shown this once",
    responses=problems(401, 403, 404),
)
async def reset_password(
    account_id: AccountId, session: AdminActing, administration: TheAdministration
) -> OneTimePassword:
    """The account's sessions end."""
    password = await administration.reset_password(_person(session), account_id)
    return OneTimePassword(password=password)


@router.get("/invites", summary="List invitations", responses=problems(401, 403))
async def invites(session: Admin, administration: TheAdministration) -> Invites:
    """Those that were not used yet; the link itself is not kept."""
    found = await administration.invites()
    return Invites(invites=[InviteOut(**vars(invite)) for invite in found])


@router.post(
    "/invites", status_code=201, summary="Invite someone", responses=problems(401, 403, 409)
)
async def invite(
    session: AdminActing, wanted: InviteIn, administration: TheAdministration, request: Request
) -> InviteLink:
    """A link that makes one account, within 7 days. An earlier one for the address counts no more."""
    token, expires_at = await administration.invite(
        _person(session), wanted.email, wanted.name, wanted.role
    )
    settings = getattr(request.app.state.parts, "settings", None)
    base = settings.base_url if settings else str(request.base_url).rstrip("/")
    return InviteLink(link=f"{base}/console/invite/{token}", expires_at=expires_at)


@router.delete(
    "/invites/{email}",
    status_code=204,
    summary="Take an invitation back",
    responses=problems(401, 403, 404),
)
async def take_back_invite(
    email: Annotated[str, Path(max_length=254)],
    session: AdminActing,
    administration: TheAdministration,
) -> None:
    """Its link opens nothing any more."""
    await administration.take_back_invite(_person(session), email)


@router.get("/invitation/{token}", summary="Read an invitation", responses=problems(404))
async def invitation(token: Token, administration: TheAdministration) -> InviteOut:
    """For the page that the link opens; without signing in."""
    return InviteOut(**vars(await administration.invitation(token)))


@router.post(
    "/invitation/{token}",
    status_code=201,
    summary="Accept an invitation",
    responses=problems(404),
)
async def accept(
    token: Token, wanted: AcceptInvite, administration: TheAdministration
) -> AccountOut:
    """Makes the account, once. Sign in with the password afterwards."""
    return AccountOut.of(await administration.accept(token, wanted.name, wanted.password))


@router.get("/sessions", summary="List your sessions", responses=problems(401))
async def my_sessions(session: Reading, administration: TheAdministration) -> Sessions:
    """Where you are signed in."""
    return await _sessions(session.account.id, session, administration)


@router.delete(
    "/sessions/{handle}",
    status_code=204,
    summary="End one of your sessions",
    responses=problems(401, 403, 404),
)
async def end_my_session(
    handle: Handle, session: Acting, administration: TheAdministration
) -> None:
    """The one that asks, too."""
    await administration.end_session(_person(session), session.account.id, handle)


@router.get(
    "/accounts/{account_id}/sessions",
    summary="List an account's sessions",
    responses=problems(401, 403),
)
async def sessions(
    account_id: AccountId, session: Admin, administration: TheAdministration
) -> Sessions:
    """Where someone is signed in."""
    return await _sessions(account_id, session, administration)


@router.delete(
    "/accounts/{account_id}/sessions/{handle}",
    status_code=204,
    summary="End an account's session",
    responses=problems(401, 403, 404),
)
async def end_session(
    account_id: AccountId, handle: Handle, session: AdminActing, administration: TheAdministration
) -> None:
    """Its streams end within ten seconds."""
    await administration.end_session(_person(session), account_id, handle)


@router.get("/audit", summary="Read the audit log", responses=problems(401, 403))
async def audit(
    session: Admin,
    administration: TheAdministration,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Older lines only")] = None,
    account: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Whose")] = None,
    action: Annotated[str | None, Query(max_length=40, description="Which action")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AuditLog:
    """Who did what, when, to what: the newest first. What was written stands in the transcript."""
    lines = await administration.audit(
        before=before, account_id=account, action=action, limit=limit
    )
    return AuditLog(
        lines=[AuditLineOut(**vars(line)) for line in lines],
        next_before=lines[-1].id if len(lines) == limit else None,
    )


async def _sessions(account_id: int, asking: Session, administration: Administration) -> Sessions:
    current = hashed(asking.token)
    return Sessions(
        sessions=[
            SessionOut(
                id=one.token_hash[:HANDLE],
                client=one.client,
                created_at=one.created_at,
                expires_at=one.expires_at,
                last_used_at=one.last_used_at,
                current=one.token_hash == current,
            )
            for one in await administration.sessions(account_id)
        ]
    )


def _person(session: Session) -> Person:
    return Person(session.account.id, session.account.name)
