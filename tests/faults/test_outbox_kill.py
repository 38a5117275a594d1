"""The service is killed again and again while it sends webhooks: none is lost, all can be told."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.conversations.events import Person
from bot.store import Store
from tests.bot.notify.receivers import HttpServer, Reply
from tests.faults.service import QuickService, visiting

KILLS = 4
MESSAGES = 12


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Webhooks may go to this machine; asked for before the service starts."""
    monkeypatch.setenv("CLAUSE_WEBHOOKS_PRIVATE", "true")


async def test_no_event_is_lost_for_a_webhook(
    allowed: None, database_url: str, quick_service: QuickService
) -> None:
    async with HttpServer(lambda _: Reply(slow=0.1)).running() as receiver:
        store = await Store.open(database_url)
        webhook = await store.add_webhook(
            Person(1, "Ada"), f"{receiver.url}/", "", "whsec_c2VjcmV0", datetime.now(UTC)
        )
        async with visiting(quick_service) as visitor:
            for number in range(MESSAGES):
                await visitor.say(f"message {number}")
                if number % (MESSAGES // KILLS) == 1:
                    quick_service.restart()
            for number in range(MESSAGES):
                await visitor.answered(f"message {number}")
            events = await visitor.events()
            wanted = {
                f"{visitor.address.rpartition('/')[2]}-{event['seq']}-w{webhook.id}"
                for event in events
            }
            async with asyncio.timeout(60):
                while {one.headers["webhook-id"] for one in receiver.received} != wanted:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        await store.close()
    assert quick_service.kills == KILLS
    assert len(events) == 2 * MESSAGES
    said: dict[str, set[bytes]] = {}
    for request in receiver.received:
        said.setdefault(request.headers["webhook-id"], set()).add(request.body)
    assert all(len(bodies) == 1 for bodies in said.values()), "a double says the same"
    doubles = Counter(one.headers["webhook-id"] for one in receiver.received)
    # at most what was being sent when it was killed comes twice
    assert sum(count - 1 for count in doubles.values()) <= KILLS * 2
