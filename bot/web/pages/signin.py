"""Sign in, sign out, and the password of one's own: pages and forms."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.accounts import Session
from bot.accounts.oidc import Oidc
from bot.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from bot.errors import TooMany, Unprocessable
from bot.web.cookies import SESSION, cookies_of
from bot.web.deps import TheAccounts, csrf_fits, safe_next, session_of
from bot.web.pages.forms import (
    begin_session,
    form_is_ours,
    form_token,
    keep_form_token,
    settings_of,
)
from bot.web.pages.rendering import PRIVATE, PageRoute, page, problem_page
from bot.web.pages.words import fill, told, words
from bot.web.rates import check, network_of

_LOGIN = "/console/login"

MaybeSession = Annotated[Session | None, Depends(session_of)]
Field = Annotated[str, Form()]

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get(_LOGIN)
async def login_form(
    request: Request, session: MaybeSession, next: str = "", notice: str = ""
) -> Response:
    """The sign-in form; someone who is signed in goes straight on."""
    if session is not None:
        return _to(_after_sign_in(session, next))
    said = words("staff")["signin"]
    known = {"signed-out": said["signed_out"]}
    return _login_page(request, next=next, notice=known.get(notice, ""))


@router.post(_LOGIN)
async def login(
    request: Request,
    before: MaybeSession,
    accounts: TheAccounts,
    email: Field = "",
    password: Field = "",
    next: Field = "",
    csrf: Field = "",
) -> Response:
    """Check e-mail and password; a refusal keeps the e-mail and does not say which was wrong."""
    said = words("staff")["signin"]
    if not settings_of(request).password_sign_in:
        return _login_page(request, next=next, error=said["oidc_only"], status=403)
    if not form_is_ours(request, csrf):
        return _login_page(request, next=next, email=email, error=said["stale"], status=403)
    if not email.strip() or not password:
        return _login_page(request, next=next, email=email, error=said["missing"], status=422)
    try:
        check(request, "sign-ins", network_of(request))
        check(request, "sign-in", email.strip().lower()[:254])
    except TooMany as error:
        refused = _login_page(request, next=next, email=email, error=error.detail, status=429)
        refused.headers["Retry-After"] = str(error.extra["retry_after"])
        return refused
    client = request.headers.get("user-agent", "")
    session = await accounts.sign_in(email, password, client=client)
    if session is None:
        return _login_page(request, next=next, email=email, error=said["refused"], status=401)
    if before is not None:  # whoever was signed in in this browser is no longer
        await accounts.sign_out(before.token)
    response = _to(_after_sign_in(session, next))
    begin_session(request, response, session, _LOGIN)
    return response


@router.post("/console/logout")
async def logout(
    request: Request, session: MaybeSession, accounts: TheAccounts, csrf: Field = ""
) -> Response:
    """End the session here and on the server."""
    if session is not None:
        if not csrf_fits(session, csrf):
            return _stale()
        await accounts.sign_out(session.token)
    response = _to(f"{_LOGIN}?notice=signed-out")
    cookies_of(request).drop(response, SESSION)
    return response


@router.get("/console/password")
async def password_form(session: MaybeSession) -> Response:
    """Choose a password; after a one-time password there is no way round it."""
    if session is None:
        return _to(f"{_LOGIN}?next=/console/password")
    return _password_page(session, {})


@router.post("/console/password")
async def change_password(
    session: MaybeSession,
    accounts: TheAccounts,
    current: Field = "",
    new: Field = "",
    again: Field = "",
    csrf: Field = "",
) -> Response:
    """Store the new password; every other session of the account ends."""
    if session is None:
        return _to(f"{_LOGIN}?next=/console/password")
    if not csrf_fits(session, csrf):
        return _stale()
    errors = _password_errors(new, again)
    if not session.must_change_password and not await accounts.password_is(
        session.account.id, current
    ):
        errors["current"] = words("staff")["password"]["wrong_current"]
    if not errors:
        try:
            await accounts.change_password(session.account.id, new, keep_token=session.token)
        except Unprocessable as error:
            errors["new"] = told(error.detail)
    if errors:
        return _password_page(session, errors, status=422)
    return _to("/console")


def _after_sign_in(session: Session, target: str) -> str:
    if session.must_change_password:
        return "/console/password"
    onward = safe_next(target)
    return "/console" if onward.startswith(_LOGIN) else onward


def _password_errors(new: str, again: str) -> dict[str, str]:
    said = words("staff")["password"]
    if len(new) < MIN_LENGTH:
        return {"new": fill(said["too_short"], length=len(new))}
    if len(new) > MAX_LENGTH:
        return {"new": fill(said["too_long"], length=len(new))}
    if new != again:
        return {"again": said["differ"]}
    return {}


def _password_page(session: Session, errors: dict[str, str], status: int = 200) -> HTMLResponse:
    first = session.must_change_password
    fields = ("new", "again") if first else ("current", "new", "again")
    context = {
        "words": words("staff"),
        "account": session.account,
        "csrf": session.csrf,
        "first": first,
        "errors": {name: errors.get(name, "") for name in fields},
        "focus": next((name for name in fields if name in errors), fields[0]),
    }
    return page("password.html", context, status=status, headers=PRIVATE)


def _login_page(
    request: Request,
    *,
    next: str,
    email: str = "",
    error: str = "",
    notice: str = "",
    status: int = 200,
) -> HTMLResponse:
    token = form_token(request)
    oidc: Oidc | None = request.app.state.oidc
    context = {
        "words": words("staff"),
        "oidc": oidc.settings.name if oidc else "",
        "by_password": settings_of(request).password_sign_in,
        "csrf": token,
        "next": safe_next(next),
        "email": email[:254],
        "error": error,
        "notice": notice,
    }
    response = page("login.html", context, status=status, headers=PRIVATE)
    keep_form_token(request, response, token, _LOGIN)
    return response


def _stale() -> HTMLResponse:
    said = words("staff")["problem"]
    more = {"home": said["console"], "home_href": "/console"}
    return problem_page(403, said["stale_title"], said["stale"], **more)


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303, PRIVATE)
