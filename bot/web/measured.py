"""Counts and times requests, by route and never by address: an address may name a conversation."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.metrics import Metrics

NO_ROUTE = "none"
"""The route of a request for what is not there."""

_STREAM = b"text/event-stream"
_KNOWN = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """Times each request up to its answer's first byte, and counts the streams that are open."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        # a method is whatever the caller writes: it must not make a figure of its own each time
        method = scope["method"] if scope["method"] in _KNOWN else "other"
        open_stream = None
        status = 0

        async def measured(message: Message) -> None:
            nonlocal status, open_stream
            if message["type"] == "http.response.start":
                status = message["status"]
                self._note(method, scope, status, began)
                if _is_stream(message):
                    open_stream = self._metrics.streams.labels(_route(scope))
                    open_stream.inc()
            await send(message)

        try:
            await self._app(scope, receive, measured)
        finally:
            if open_stream is not None:
                open_stream.dec()
            if not status:  # it failed, or the caller was gone before there was an answer
                self._note(method, scope, 500, began)

    def _note(self, method: str, scope: Scope, status: int, began: float) -> None:
        figure = self._metrics.requests.labels(method, _route(scope), str(status))
        figure.observe(time.perf_counter() - began)


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", None) or NO_ROUTE


def _is_stream(message: Message) -> bool:
    return any(k == b"content-type" and v.startswith(_STREAM) for k, v in message["headers"])
