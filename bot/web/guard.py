"""What every answer carries, whoever made it: headers that keep browsers from being used against us.

A route may say more, or otherwise; what it says stands. An error that nobody expected is answered inside of
this, so that its answer carries all of it too, and the site that the widget is on can read it.
"""

import time

import structlog
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.settings import Settings
from bot.web.problems import problem
from bot.web.request_id import HEADER as REQUEST_ID
from bot.web.request_id import id_of

log = structlog.get_logger(__name__)

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""For pages: no inline script or style, nothing from elsewhere, and no other site may frame one."""

DATA_POLICY = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
"""For what is no page: should a browser show it all the same, nothing in it does anything."""

HEADERS = {
    "Content-Security-Policy": DATA_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "browsing-topics=()",
}
HSTS = "max-age=31536000"
"""A year. Not for subdomains: those may be somebody else's."""


BEGUN = "clause.begun"
"""In a request's scope: whether its answer has begun."""


def install(app: FastAPI, settings: Settings) -> None:
    """Puts it around the app. Called after every other middleware was added."""
    app.add_middleware(AnswersErrors)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID", REQUEST_ID],
        expose_headers=["Retry-After", REQUEST_ID],
        max_age=3600,
    )
    app.add_middleware(Guard, https=settings.over_https)


class Guard:
    """Adds HEADERS to every answer, HSTS to those over https, and keeps the API's out of caches.

    And logs each request once its answer begins. All of it in one place around what is sent: streams send
    much, and each place costs.
    """

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """https: whether the owner says that the service is reached over https."""
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked_at = time.perf_counter()

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                scope[BEGUN] = True
                self._add(MutableHeaders(scope=message), scope)
                _tell(scope, message["status"], time.perf_counter() - asked_at)
            await send(message)

        await self._app(scope, receive, guarded)

    def _add(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if scope["path"].startswith("/api/"):
            headers.setdefault("Cache-Control", "no-store")
        # behind a proxy the scheme is what a trusted one says (CLAUSE_TRUSTED_PROXIES)
        if self._https and scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", HSTS)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    """One line a request: of its address only the pattern, as addresses have invitations in them."""
    route = getattr(scope.get("route"), "path", None)
    refused = status in (401, 403, 429)
    tell = log.warning if status >= 500 else log.info if refused else log.debug
    tell(
        "answered",
        method=scope["method"],
        route=route,
        status=status,
        milliseconds=round(1000 * seconds, 1),
    )


class AnswersErrors:
    """Answers 500 to what nobody expected, and logs where it happened.

    Once an answer has begun it can't be changed: then the error goes on, and the connection ends.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        try:
            await self._app(scope, receive, send)
        except ClientDisconnect:
            log.info("caller_went_away")  # in the midst of sending: nobody is there to be answered
        except Exception as error:
            if scope.get(BEGUN) or scope["type"] != "http":
                raise
            log.error("unexpected_error", exc_info=error)
            answer = problem(
                500,
                "internal",
                "Something went wrong",
                "That was our fault. Try again in a moment.",
                request=id_of(scope),
            )
            await answer(scope, receive, send)
