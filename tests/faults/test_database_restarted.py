"""PostgreSQL goes away under load, for some seconds, and comes back: the service itself goes on."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.conftest import Postgres
from tests.faults.promises import check, check_refusal
from tests.faults.scale import number
from tests.faults.service import QuickService, Visitor, visiting

ROUNDS = number("RESTARTS", 2, 20)
AWAY = number("RESTART_SECONDS", 1, 5)
VISITORS = 4

pytestmark = pytest.mark.postgres


@pytest.fixture
async def service(postgres: Postgres) -> AsyncIterator[QuickService]:
    """The real app on a database of its own, whose server may be stopped meanwhile."""
    url = await postgres.migrated_database()
    service = QuickService(url)
    service.start()
    yield service
    service.stop()
    postgres.start()
    await postgres.drop(url)


async def test_no_acknowledged_message_is_lost_and_all_goes_on_by_itself(
    postgres: Postgres, service: QuickService
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        visitors = [
            await stack.enter_async_context(visiting(service, patient=True, seconds=30))
            for _ in range(VISITORS)
        ]
        probe = await stack.enter_async_context(httpx.AsyncClient(base_url=service.address))
        enough = asyncio.Event()
        writing = [asyncio.create_task(_write_on(visitor, enough)) for visitor in visitors]
        for round in range(ROUNDS):
            before = [len(visitor.acknowledged) for visitor in visitors]
            await asyncio.to_thread(postgres.stop, ("fast", "immediate")[round % 2])
            check_refusal(await probe.post("/api/conversations", json={}))
            assert (await probe.get("/healthz")).status_code == 200
            ready = await probe.get("/readyz")
            assert (ready.status_code, ready.json()["why"]) == (503, ["database"])
            await asyncio.sleep(AWAY)
            await asyncio.to_thread(postgres.start)
            async with asyncio.timeout(60):
                for visitor, count in zip(visitors, before, strict=True):
                    while len(visitor.acknowledged) < count + 5:  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
            assert (await probe.get("/readyz")).status_code == 200
        enough.set()
        await asyncio.gather(*writing)
        for visitor in visitors:
            for text in visitor.acknowledged:
                await visitor.answered(text)
            await check(visitor)
            assert visitor.told, "it was never asked for anything while the database was away"
            for refusal in visitor.told:
                check_refusal(refusal)


async def _write_on(visitor: Visitor, enough: asyncio.Event) -> None:
    for count in itertools.count():
        if enough.is_set():
            return
        await visitor.say(f"message {count}")
