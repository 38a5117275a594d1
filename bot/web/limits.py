"""A request's body has a limit, whatever its headers say."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import TooLarge
from bot.web.problems import problem

MAX_BODY = 64 * 1024  # bytes; a question of 2,000 characters is 8 KB at most
FORM_AROUND_FILE = 64 * 1024  # bytes of an upload that are not the file's
DRAINED = 4  # times the limit: so much of what is refused is waited for, that the refusal is read


class BodyLimit:
    """Answers 413 to a body above MAX_BODY, by its announced length or once too much has come.

    larger: paths that take files, each with its largest file in bytes. Their bodies are not gathered here:
    they are counted while the route reads them, which it does once it knows who sends them.
    """

    def __init__(
        self, app: ASGIApp, limit: int = MAX_BODY, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._limit = limit
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] in self._larger and scope["method"] == "POST":
            await self._app(scope, _counted(receive, self._larger[scope["path"]]), send)
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


def _counted(receive: Receive, largest: int) -> Receive:
    """Raises TooLarge once more has come than such a file and its form can have.

    What is too much is thrown away as it comes: a browser that is cut off in the middle of sending shows
    an error of its own, and not ours.
    """
    limit = largest + FORM_AROUND_FILE
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received <= limit:
            return message
        while message.get("more_body") and received <= limit * DRAINED:
            message = await receive()
            received += len(message.get("body", b""))
        raise TooLarge(
            f"The file is larger than {largest / 1_000_000:,.0f} MB, which a statement does not need. "
            "Take large pictures out of it, or give the text as docx, md or txt."
        )

    return counted
