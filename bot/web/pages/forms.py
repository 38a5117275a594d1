"""Forms of people who are not signed in yet: whether they are ours, and the session that follows."""

import secrets

from fastapi import Request
from fastapi.responses import Response

from bot.accounts.accounts import Session
from bot.settings import Settings
from bot.web.cookies import FORM, SESSION, cookies_of


def form_token(request: Request) -> str:
    """What the form sends along and the cookie repeats; kept while the browser has it."""
    return cookies_of(request).get(request, FORM) or secrets.token_urlsafe(32)


def keep_form_token(request: Request, response: Response, token: str, path: str) -> None:
    """Set the cookie that the form's token is compared with."""
    cookies_of(request).keep(response, FORM, token, same_site="strict", path=path)


def form_is_ours(request: Request, token: str) -> bool:
    """Whether the form came from our own page: before sign-in there is no session to tell."""
    cookie = cookies_of(request).get(request, FORM)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return bool(cookie) and secrets.compare_digest(
        token.encode("utf-8", "replace"), cookie.encode("utf-8", "replace")
    )


def begin_session(request: Request, response: Response, session: Session, path: str) -> None:
    """Hand the browser its session; the form's cookie has done its work."""
    cookies, seconds = cookies_of(request), settings_of(request).session_hours * 3600
    cookies.keep(response, SESSION, session.token, same_site="lax", seconds=seconds)
    cookies.drop(response, FORM, path)


def settings_of(request: Request) -> Settings:
    """The settings of this app."""
    settings: Settings = request.app.state.parts.settings
    return settings
