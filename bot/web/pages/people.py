"""Who works here, for administrators: invite, roles, disable, a new password."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.accounts import Account, Role, Session
from bot.accounts.administration import Administration
from bot.accounts.links import Invite
from bot.conversations.desk import Desk
from bot.errors import ClauseError, Conflict, NotFound
from bot.notify.service import Notify
from bot.store.people import Colleague
from bot.web.api.notify import TheNotify
from bot.web.api.staff import TheAdministration
from bot.web.deps import TheDesk
from bot.web.pages.formats import in_order, moment
from bot.web.pages.forms import settings_of
from bot.web.pages.links import INVITE, PASSWORD, moment_in, site_of
from bot.web.pages.rendering import PageRoute
from bot.web.pages.staff import Admin, AdminActing, Field, person, tabbed_page, to
from bot.web.pages.words import fill, told, words
from bot.web.reader import language

PEOPLE = "/console/people"

router = APIRouter(prefix=PEOPLE, route_class=PageRoute, include_in_schema=False)
AccountId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@dataclass(frozen=True)
class Page:
    """What the page is made from."""

    session: Session
    administration: Administration
    desk: Desk

    async def show(
        self,
        *,
        link: dict[str, Any] | None = None,
        wanted: dict[str, str] | None = None,
        done: str = "",
        refused: ClauseError | None = None,
        open_id: int = 0,
    ) -> HTMLResponse:
        """The page. link: one just made. wanted: what was written into the form that was refused."""
        now = datetime.now(UTC)
        there = {one.id: (one, status) for one, status in await self.desk.colleagues()}
        people = [_row(one, there) for one in await self.administration.all()]
        context = {
            "people": sorted(people, key=lambda one: (one["state"] == "disabled", one["key"])),
            "invites": [
                {"invite": one, "expired": one.expires_at <= now}
                for one in await self.administration.unused_invites()
            ],
            "roles": [Role.AGENT, Role.OWNER, Role.ADMIN],
            "wanted": wanted or {"name": "", "email": "", "role": "agent"},
            "link": link,
            "open_id": open_id,
        }
        return tabbed_page(
            "people.html",
            self.session,
            "people",
            context,
            done=_said()["done"].get(done, ""),
            error=refused.detail if refused else "",
            status=refused.status if refused else 200,
        )


@router.get("")
async def people(
    session: Admin, administration: TheAdministration, desk: TheDesk, done: str = ""
) -> Response:
    """The list, the form to invite, and invitations that wait."""
    return await Page(session, administration, desk).show(done=done)


@router.post("/invite")
async def invite(
    request: Request,
    session: AdminActing,
    administration: TheAdministration,
    desk: TheDesk,
    notify: TheNotify,
    name: Field = "",
    email: Field = "",
    role: Field = "agent",
) -> Response:
    """Make an invitation; its link is on the page that follows, and nowhere else."""
    page = Page(session, administration, desk)
    try:
        link = await _invite(request, session, administration, notify, name, email, role)
    except ClauseError as refused:
        wanted = {"name": name[:100], "email": email[:254], "role": role}
        return await page.show(wanted=wanted, refused=refused)
    return await page.show(link=link)


@router.post("/invite/again")
async def invite_again(
    request: Request,
    session: AdminActing,
    administration: TheAdministration,
    desk: TheDesk,
    notify: TheNotify,
    email: Field = "",
) -> Response:
    """A new link in place of the one that was sent."""
    page = Page(session, administration, desk)
    invites = await administration.unused_invites()
    before = next((one for one in invites if one.email == email), None)
    if before is None:
        return await page.show(refused=NotFound(f"There is no invitation for {email[:100]}."))
    try:
        link = await _invite(
            request, session, administration, notify, before.name, before.email, before.role
        )
    except ClauseError as refused:
        return await page.show(refused=refused)
    return await page.show(link=link)


@router.post("/invite/revoke")
async def revoke(
    session: AdminActing, administration: TheAdministration, desk: TheDesk, email: Field = ""
) -> Response:
    """The link opens nothing any more."""
    try:
        await administration.take_back_invite(person(session), email)
    except ClauseError as refused:
        return await Page(session, administration, desk).show(refused=refused)
    return to(f"{PEOPLE}?done=revoke")


@router.post("/{account_id}/role")
async def change_role(
    account_id: AccountId,
    session: AdminActing,
    administration: TheAdministration,
    desk: TheDesk,
    role: Field = "",
) -> Response:
    """Another role; one's own can't be given away."""
    return await _change(account_id, session, administration, desk, "role", role=role)


@router.post("/{account_id}/disable")
async def disable(
    account_id: AccountId, session: AdminActing, administration: TheAdministration, desk: TheDesk
) -> Response:
    """Signed out at once; what they had goes back to the queue."""
    return await _change(account_id, session, administration, desk, "disable", disabled=True)


@router.post("/{account_id}/enable")
async def enable(
    account_id: AccountId, session: AdminActing, administration: TheAdministration, desk: TheDesk
) -> Response:
    """May sign in again."""
    return await _change(account_id, session, administration, desk, "enable", disabled=False)


@router.post("/{account_id}/password")
async def password_link(
    account_id: AccountId,
    request: Request,
    session: AdminActing,
    administration: TheAdministration,
    desk: TheDesk,
    notify: TheNotify,
) -> Response:
    """A link to choose a new password with; it is on the page that follows, and nowhere else."""
    page = Page(session, administration, desk)
    try:
        token, until, account = await administration.make_password_link(person(session), account_id)
    except ClauseError as refused:
        return await page.show(refused=refused, open_id=account_id)
    url = f"{settings_of(request).base_url}{PASSWORD}/{token}"
    shown = await _handed_on(
        request,
        session,
        notify,
        "reset",
        account.email,
        account.name,
        url,
        until,
        speaks=account.language,
    )
    return await page.show(link=shown)


async def _change(
    account_id: int,
    session: Session,
    administration: Administration,
    desk: Desk,
    done: str,
    **wanted: Any,
) -> Response:
    try:
        if account_id == session.account.id:
            raise Conflict("You can't do this to your own account. Ask another administrator.")
        await administration.change(person(session), account_id, **wanted)
    except ClauseError as refused:
        page = Page(session, administration, desk)
        return await page.show(refused=refused, open_id=account_id)
    return to(f"{PEOPLE}?done={done}")


async def _invite(
    request: Request,
    session: Session,
    administration: Administration,
    notify: Notify,
    name: str,
    email: str,
    role: str,
) -> dict[str, Any]:
    token, until = await administration.invite(person(session), email, name, role)
    made = await administration.invitation(token)
    url = f"{settings_of(request).base_url}{INVITE}/{token}"
    return await _handed_on(
        request, session, notify, "invite", made.email, made.name, url, until, made
    )


async def _handed_on(
    request: Request,
    session: Session,
    notify: Notify,
    kind: str,
    email: str,
    name: str,
    url: str,
    until: datetime,
    invite: Invite | None = None,
    speaks: str | None = None,
) -> dict[str, Any]:
    """Send the link where there is a mail server; what the page shows of it in any case.

    speaks: the language that whoever gets it chose; None: that of whoever sends it.
    """
    said = _said()
    title = said["link_title" if kind == "invite" else "password_link_title"]
    shown = {
        "title": fill(title, name=name),
        "hint": fill(said["link_hint"], at=moment(until), name=name),
        "url": url,
        "mail_ok": True,
        "mail": said["no_mail"],
    }
    if not notify.sends_email:
        return shown
    spoken = speaks or language()
    mail = words("links", spoken)
    values = {
        "by": session.account.name,
        "site": site_of(settings_of(request).base_url),
        "name": name,
        "role": mail["roles"][invite.role] if invite else "",
        "at": moment_in(spoken, until),
        "link": url,
    }
    subject = fill(mail["mail"][f"{kind}_subject"], **values)
    problem = await notify.email_link(email, subject, fill(mail["mail"][f"{kind}_text"], **values))
    if problem is None:
        return shown | {"mail": fill(said["mailed"], email=email)}
    return shown | {
        "mail_ok": False,
        "mail": fill(said["not_mailed"], email=email, problem=told(problem)),
    }


def _row(account: Account, there: dict[int, tuple[Colleague, str]]) -> dict[str, Any]:
    colleague, state = there.get(account.id, (None, "offline"))
    return {
        "account": account,
        "state": "disabled" if account.disabled else state,
        "conversations": colleague.conversations if colleague else 0,
        "key": in_order(account.name),
    }


def _said() -> dict[str, Any]:
    said: dict[str, Any] = words("people")["people"]
    return said
