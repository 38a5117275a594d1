"""Server-Sent Events, with one task beside the request's.

FastAPI's own streams have four tasks and two queues each, which is what an idle stream's memory was, and
carry every event through all of them. Here the request's task sends; the other waits for the client
to leave, and says between whiles that the stream is alive.
"""

import asyncio
from collections.abc import AsyncIterable, Callable
from typing import TypeVar

from pydantic import BaseModel
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

PING_SECONDS = 15.0
"""A comment is sent so often: whoever stands between would close a silent connection."""

PING = b": ping\n\n"

Item = TypeVar("Item")


class EventStream(StreamingResponse):
    """What `events` gives, until it ends or the client leaves. `write` makes one fit for the wire.

    It does not close `events`: whoever opened it does, as dependencies do once the response is over.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        events: AsyncIterable[Item],
        write: Callable[[Item], bytes],
        status_code: int = 200,  # FastAPI reads the default to describe the API
    ) -> None:
        # the second header is for proxies that would gather events before they pass them on
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        super().__init__((), status_code, headers=headers)
        self._chunks = (write(event) async for event in events)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry. Raises what `events` raises."""
        start = {"type": "http.response.start", "status": self.status_code}
        await send(start | {"headers": self.raw_headers})
        await _send(send, b"")  # headers come at once, even if nothing happened yet
        try:
            async with asyncio.timeout(None) as here:
                beside = asyncio.create_task(_until_left(receive, send, here), name="stream")
                try:
                    async for chunk in self._chunks:
                        await _send(send, chunk)
                        # sending waits for nothing while there is room, nor once the client is
                        # gone: this is where the others, and the news of it, get their turn
                        await asyncio.sleep(0)
                finally:
                    beside.cancel()
                    await asyncio.gather(beside, return_exceptions=True)
        except TimeoutError:
            if not here.expired():
                raise
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def wire(kind: str, data: BaseModel, id: str | None = None) -> bytes:
    """An event as it is sent. JSON has no line breaks outside its strings, and none inside."""
    number = "" if id is None else f"id: {id}\n"
    return f"event: {kind}\ndata: {data.model_dump_json()}\n{number}\n".encode()


async def _until_left(receive: Receive, send: Send, here: asyncio.Timeout) -> None:
    """Pings until the client is gone, then ends `here`."""
    while True:
        try:
            async with asyncio.timeout(PING_SECONDS):
                message = await receive()
        except TimeoutError:
            await _send(send, PING)
            continue
        if message["type"] == "http.disconnect":
            here.reschedule(asyncio.get_running_loop().time())
            return


async def _send(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})
