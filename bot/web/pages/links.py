"""The pages that an invitation, or a link for a new password, opens: without signing in."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.accounts import Session, clean_name
from bot.accounts.links import Invite, LinkOver, PasswordLink
from bot.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from bot.errors import ClauseError, Unprocessable
from bot.web import reader
from bot.web.api.staff import TheAdministration
from bot.web.deps import TheAccounts, session_of
from bot.web.pages.forms import (
    begin_session,
    form_is_ours,
    form_token,
    keep_form_token,
    settings_of,
)
from bot.web.pages.rendering import PRIVATE, PageRoute, page, problem_page, refusal_page
from bot.web.pages.words import fill, words
from bot.web.throttle import Throttle

INVITE = "/console/invite"
PASSWORD = "/console/new-password"

MaybeSession = Annotated[Session | None, Depends(session_of)]
Token = Annotated[str, Path(max_length=200)]
Field = Annotated[str, Form(max_length=2000)]
Link = Invite | PasswordLink


class LinkRoute(PageRoute):
    """A route that says, in the reader's language, why a link opens nothing."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with links that are over turned into pages."""
        handle = self.unguarded_handler()

        async def with_endings(request: Request) -> Response:
            reader.read_by(request)
            try:
                return await handle(request)
            except LinkOver as over:
                said = words("links")
                ending = said["over"][over.ending.value]
                more = {"home": said["sign_in"], "home_href": "/console/login"}
                return problem_page(410, ending["title"], ending["text"], **more)
            except ClauseError as error:
                return refusal_page(error)

        return with_endings


router = APIRouter(route_class=LinkRoute, include_in_schema=False)


@router.get(INVITE + "/{token}")
async def invite_form(
    request: Request, token: Token, session: MaybeSession, administration: TheAdministration
) -> Response:
    """Who invited whom to what, and the form for a name and a password."""
    return _form(request, session, await administration.invitation(token), {})


@router.post(INVITE + "/{token}")
async def accept(
    request: Request,
    token: Token,
    session: MaybeSession,
    administration: TheAdministration,
    accounts: TheAccounts,
    name: Field = "",
    new: Field = "",
    again: Field = "",
    csrf: Field = "",
) -> Response:
    """Make the account and sign in."""
    if problem := _not_now(request, csrf):
        return _form(request, session, await administration.invitation(token), {}, problem, name)
    link = await administration.invitation(token)
    errors = _errors(request, new, again)
    try:
        clean_name(name)
    except Unprocessable:
        errors["name"] = words("links")["name_bad"]
    if not errors:
        try:
            account = await administration.accept(token, name, new)
        except Unprocessable:
            errors["new"] = words("links")["weak"]
        else:
            client = request.headers.get("user-agent", "")
            signed_in = await accounts.start_session(account, client=client)
            return await _on(request, accounts, session, signed_in, INVITE)
    return _form(request, session, link, errors, None, name)


@router.get(PASSWORD + "/{token}")
async def password_form(
    request: Request, token: Token, session: MaybeSession, administration: TheAdministration
) -> Response:
    """The form for a new password."""
    return _form(request, session, await administration.password_link(token), {})


@router.post(PASSWORD + "/{token}")
async def set_password(
    request: Request,
    token: Token,
    session: MaybeSession,
    administration: TheAdministration,
    accounts: TheAccounts,
    new: Field = "",
    again: Field = "",
    csrf: Field = "",
) -> Response:
    """Set the password and sign in."""
    if problem := _not_now(request, csrf):
        return _form(request, session, await administration.password_link(token), {}, problem)
    link = await administration.password_link(token)
    errors = _errors(request, new, again)
    if not errors:
        try:
            account = await administration.use_password_link(token, new)
        except Unprocessable:
            errors["new"] = words("links")["weak"]
        else:
            client = request.headers.get("user-agent", "")
            signed_in = await accounts.start_session(account, client=client)
            return await _on(request, accounts, session, signed_in, PASSWORD)
    return _form(request, session, link, errors)


Problem = tuple[int, str]


def _not_now(request: Request, csrf: str) -> Problem | None:
    """Why nothing is done with what was sent: a status, and a sentence."""
    said = words("links")
    if not form_is_ours(request, csrf):
        return 403, said["stale"]
    throttle: Throttle = request.app.state.link_throttle
    if throttle.wait(request.client.host if request.client else ""):
        return 429, said["often"]
    return None


def _errors(request: Request, new: str, again: str) -> dict[str, str]:
    said = words("links")
    if len(new) < MIN_LENGTH:
        return {"new": fill(said["too_short"], length=len(new))}
    if len(new) > MAX_LENGTH:
        return {"new": fill(said["too_long"], length=len(new))}
    return {} if new == again else {"again": said["differ"]}


def _form(
    request: Request,
    session: Session | None,
    link: Link,
    errors: dict[str, str],
    problem: Problem | None = None,
    name: str | None = None,
) -> HTMLResponse:
    said = words("links")
    token = form_token(request)
    invited = isinstance(link, Invite)
    if isinstance(link, Invite):
        email, path = link.email, INVITE
        site = site_of(settings_of(request).base_url)
        role = said["roles"][link.role]
        lead = fill(said["invited"], by=link.invited_by, site=site, role=role)
        shown = {
            "means": said["role_means"][link.role],
            "name": link.name if name is None else name,
        }
    else:
        email, path = link.account.email, PASSWORD
        lead = fill(said["reset"], by=link.by_name, email=email)
        shown = {"means": "", "name": ""}
    fields = ("name", "new", "again") if invited else ("new", "again")
    context = {
        "words": said,
        "csrf": token,
        "invite": invited,
        "title": said["invite_title" if invited else "reset_title"],
        "lead": lead,
        "email": email,
        "until": fill(said["until"], at=moment_in(reader.language(), link.expires_at))
        if invited
        else "",
        "problem": problem[1] if problem else "",
        "other": fill(said["other_account"], name=session.account.name, email=email)
        if session
        else "",
        "errors": {field: errors.get(field, "") for field in fields},
        "focus": next((field for field in fields if field in errors), fields[0]),
    }
    status = problem[0] if problem else 422 if errors else 200
    response = page("link.html", context | shown, status=status, headers=PRIVATE)
    keep_form_token(request, response, token, path)
    return response


async def _on(
    request: Request,
    accounts: TheAccounts,
    before: Session | None,
    session: Session,
    path: str,
) -> Response:
    """Into the console; whoever was signed in in this browser is no longer."""
    if before is not None:
        await accounts.sign_out(before.token)
    response = RedirectResponse("/console", 303, PRIVATE)
    begin_session(request, response, session, path)
    return response


def site_of(base_url: str) -> str:
    """How the service is called in a sentence: its host."""
    return urlsplit(base_url).netloc or base_url


def moment_in(spoken: str, at: datetime) -> str:
    """A date and time in the reader's language, in UTC."""
    said = words("statement", spoken)
    day = fill(said["date"], day=at.day, month=said["months"][at.month - 1], year=at.year)
    return f"{day}, {at:%H:%M} UTC"
