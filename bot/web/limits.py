"""A request's body has a limit, whatever its headers say."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.problems import problem

MAX_BODY = 64 * 1024  # bytes; a question of 2,000 characters is 8 KB at most


class BodyLimit:
    """Answers 413 to a body above MAX_BODY, by its announced length or once too much has come."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self._limit:
            await self._refuse(scope, receive, send)
            return
        received = 0
        body: list[Message] = []
        # small by definition: read whole before the app begins, so that a refusal can still be sent
        while scope["method"] in ("POST", "PUT", "PATCH", "DELETE"):
            message = await receive()
            body.append(message)
            received += len(message.get("body", b""))
            if received > self._limit:
                await self._refuse(scope, receive, send)
                return
            if message["type"] != "http.request" or not message.get("more_body"):
                break

        async def replay() -> Message:
            return body.pop(0) if body else await receive()

        await self._app(scope, replay, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = problem(
            413,
            "too-large",
            "Too large",
            f"A request may have {self._limit // 1024} KB. Shorten it and send it again.",
            {"Connection": "close"},
        )
        await refusal(scope, receive, send)
