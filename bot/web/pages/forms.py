"""Forms of people who are not signed in yet: whether they are ours, and the session that follows."""

import secrets

from fastapi import Request
from fastapi.responses import Response

from bot.accounts.accounts import Session
from bot.settings import Settings
from bot.web.deps import SESSION_COOKIE

FORM_COOKIE = "clause_form"


def form_token(request: Request) -> str:
    """What the form sends along and the cookie repeats; kept while the browser has it."""
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)


def keep_form_token(request: Request, response: Response, token: str, path: str) -> None:
    """Set the cookie that the form's token is compared with."""
    response.set_cookie(
        FORM_COOKIE,
        token,
        path=path,
        httponly=True,
        samesite="strict",
        secure=settings_of(request).secure_cookies,
    )


def form_is_ours(request: Request, token: str) -> bool:
    """Whether the form came from our own page: before sign-in there is no session to tell."""
    cookie = request.cookies.get(FORM_COOKIE, "")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return bool(cookie) and secrets.compare_digest(
        token.encode("utf-8", "replace"), cookie.encode("utf-8", "replace")
    )


def begin_session(request: Request, response: Response, session: Session, path: str) -> None:
    """Hand the browser its session; the form's cookie has done its work."""
    settings = settings_of(request)
    response.set_cookie(
        SESSION_COOKIE,
        session.token,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
    response.delete_cookie(FORM_COOKIE, path=path)


def settings_of(request: Request) -> Settings:
    """The settings of this app."""
    settings: Settings = request.app.state.parts.settings
    return settings
