"""Every request has an id: the caller's own, or one made here. The answer returns it, and logs carry it.

An id is no secret and says nothing about who asks: it lets an operator follow one request through a
proxy, a replica and the work that it set going.
"""

import re
import secrets
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
KEY = "clause.request_id"
"""Where the id stands in a request's scope."""

_NAME = HEADER.lower().encode()
# what a header, a log line and a support ticket can all hold
_ACCEPTED = re.compile(rb"[A-Za-z0-9._:/+=-]{1,100}")


class RequestId:
    """Takes the request's id, or makes one, and returns it with the answer.

    A request has a context of its own in the server, and what is begun in it inherits it: so the log lines
    of an answer made in the background carry the id of the request that asked.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = scope[KEY] = _given(scope) or secrets.token_hex(16)
        structlog.contextvars.bind_contextvars(request=request_id)

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message.get("headers", ()) if k.lower() != _NAME]
                message = {**message, "headers": [*kept, (_NAME, request_id.encode())]}
            await send(message)

        await self._app(scope, receive, with_id)


def id_of(scope: MutableMapping[str, Any]) -> str | None:
    """The id of a request; None where the middleware is not installed."""
    found: str | None = scope.get(KEY)
    return found


def _given(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == _NAME and _ACCEPTED.fullmatch(value):
            return str(value.decode("ascii"))
    return None
