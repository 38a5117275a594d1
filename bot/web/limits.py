"""A request's body has a limit, whatever its headers say."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.problems import problem

MAX_BODY = 64 * 1024  # bytes; a question of 2,000 characters is 8 KB at most


class BodyLimit:
    """Answers 413 to a body above the limit, by its announced length or once too much has come.

    larger: limits of single paths, in bytes.
    """

    def __init__(
        self, app: ASGIApp, limit: int = MAX_BODY, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._usual = limit
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._larger.get(scope["path"], self._usual)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > limit:
            await self._refuse(scope, receive, send, limit)
            return
        received = 0
        body: list[Message] = []
        # small by definition: read whole before the app begins, so that a refusal can still be sent
        while scope["method"] in ("POST", "PUT", "PATCH", "DELETE"):
            message = await receive()
            body.append(message)
            received += len(message.get("body", b""))
            if received > limit:
                await self._refuse(scope, receive, send, limit)
                return
            if message["type"] != "http.request" or not message.get("more_body"):
                break

        async def replay() -> Message:
            return body.pop(0) if body else await receive()

        await self._app(scope, replay, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        refusal = problem(
            413,
            "too-large",
            "Too large",
            f"A request may have {limit // 1024} KB. Shorten it and send it again.",
            {"Connection": "close"},
        )
        await refusal(scope, receive, send)
