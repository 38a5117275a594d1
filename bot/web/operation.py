"""For whoever runs the service: is it up, may it get requests, and what does it count?"""

import asyncio
import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.conversations.hub import Hub
from bot.errors import ClauseError, NotFound
from bot.web.api.schemas import problems

DATABASE_SECONDS = 2.0
"""A database that takes longer counts as not there: a probe has a limit of its own."""

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="Is the service up?")
async def healthz() -> dict[str, str]:
    """Answers as soon as requests are answered at all. A replica that does not is to be started anew."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    summary="May it get requests?",
    responses={503: {"description": "Not now; `why` says it"}},
)
async def readyz(request: Request) -> JSONResponse:
    """Whether a load balancer should send requests here.

    503 while the database does not answer and from the moment on that the service was told to stop; the
    process itself may be well. `answers` says whether anything is published: without it the studio is
    needed all the same.
    """
    parts = request.app.state.parts
    why = []
    if parts.hub.closed:
        why.append("stopping")
    if not await database_answers(parts):
        why.append("database")
    body: dict[str, Any] = {
        "status": "not ready" if why else "ready",
        "why": why,
        "answers": bool(parts.library.snapshots),
    }
    return JSONResponse(body, 503 if why else 200)


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **problems(404)},
)
async def metrics(request: Request) -> Response:
    """In Prometheus' text format, to callers from CLAUSE_METRICS_NETWORKS; nothing to anyone else."""
    parts = request.app.state.parts
    host = request.client.host if request.client else ""
    if not is_inside(host, parts.settings.metrics_networks):
        raise NotFound("There is nothing at this address.")
    await _look(parts)
    return Response(parts.metrics.text(), media_type=CONTENT_TYPE_LATEST)


async def database_answers(parts: Any) -> bool:
    """Whether it did within DATABASE_SECONDS."""
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            await parts.store.publication_stamp()
    except (ClauseError, TimeoutError):
        return False
    return True


def is_inside(host: str, networks: Sequence[str]) -> bool:
    """Whether the address is in one of the networks."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in ipaddress.ip_network(network) for network in networks)


async def _look(parts: Any) -> None:
    """Read what only the database knows, all replicas alike."""
    figures = parts.metrics
    now = datetime.now(UTC)
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            figures.waiting.set(len(await parts.store.waiting_ids()))
            figures.open_questions.set(len(await parts.store.open_questions()))
            for state, count in (await parts.store.count_entries()).items():
                figures.outbox.labels(state.value).set(count)
            published = {
                (one.slug, one.language, one.version): one.published_at
                for one in await parts.store.live()
            }
    except (ClauseError, TimeoutError):
        figures.database.set(0)
        return
    figures.database.set(1)
    live = [(one.document, one.language, one.version) for one in parts.library.snapshots]
    # what this replica answers from; once another is published it is gone from `published`
    figures.snapshots([(*key, published.get(key) or now) for key in live], now)
    seen = parts.publishing.looked_at
    if seen is not None:
        figures.looked.set((now - seen).total_seconds())


class Drain:
    """Asks clients to let go of their connections once the service was told to stop.

    A load balancer keeps connections open, and would send a request down one that is about to close.
    """

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self._app = app
        self._hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["type"] != "http" or not self._hub.closed:
            await self._app(scope, receive, send)
            return

        async def letting_go(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ()), (b"connection", b"close")]
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, letting_go)
