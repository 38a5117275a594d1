"""Publishing in processes that are killed, that are two, and that are asked meanwhile."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable

import pytest

from bot.store import Store
from tests.conftest import Postgres
from tests.faults.owner import Owner, Texts, two_texts
from tests.faults.publishing import kill_while_publishing, publish_under_questions
from tests.faults.scale import number
from tests.faults.service import QuickService
from tests.letters import letters

Serving = Callable[[], contextlib.AbstractAsyncContextManager[tuple[QuickService, Owner]]]

KILLS = number("PUBLISH_KILLS", 6, 100)
PUBLISHES = number("PUBLISHES", 14, 100)


@pytest.fixture
async def texts(database_url: str) -> Texts:
    return await two_texts(database_url, letters())


@pytest.fixture
def serving(database_url: str, texts: Texts) -> Serving:
    """Starts a service on the database of the texts."""

    @contextlib.asynccontextmanager
    async def serve() -> AsyncIterator[tuple[QuickService, Owner]]:
        service = QuickService(database_url, texts=True)
        service.start()
        owner = Owner(service.address, texts)
        try:
            await owner.until_healthy()
            yield service, owner
        finally:
            await owner.close()
            service.stop()

    return serve


async def test_killed_in_the_midst_of_publishing_one_whole_version_is_live(
    database_url: str, serving: Serving
) -> None:
    store = await Store.open(database_url)
    async with serving() as (service, owner):
        found = await kill_while_publishing(service, owner, store, KILLS, random.Random(5))
    await store.close()
    assert found.kills == KILLS
    assert found.acknowledged, "every publish was cut off: nothing was tried in between"


async def test_every_answer_between_publishes_is_of_one_version_and_none_fails(
    serving: Serving, texts: Texts
) -> None:
    async with serving() as (service, owner):
        found = await publish_under_questions(owner, service.port, PUBLISHES, 200, 12, 0.05)
    assert (found.failed, found.wrong) == ([], [])
    assert set(found.answers) == set(texts.names), "it was answered from both"
    assert found.publishes == PUBLISHES


@pytest.mark.postgres
async def test_what_one_process_publishes_the_other_answers_from(postgres: Postgres) -> None:
    url = await postgres.migrated_database()
    texts = await two_texts(url, letters())
    services = [QuickService(url, texts=True) for _ in range(2)]
    owners = [Owner(service.address, texts) for service in services]
    for service in services:
        service.start()
    try:
        await asyncio.gather(*(owner.until_healthy() for owner in owners))
        first, second = texts.names
        one, other = owners
        assert texts.of_one_version(await other.ask()) == first
        await one.publish(second, first)
        assert texts.of_one_version(await one.ask()) == second, "its own process at once"
        await other.until_it_answers_from(second)
        await other.back(second)
        assert texts.of_one_version(await other.ask()) == first
        await one.until_it_answers_from(first)
        # nobody publishes over what the other process made live
        response = await one.client.post(
            f"/studio/privacy/en/{second}/publish", data={"csrf": texts.csrf, "live": second}
        )
        assert response.status_code == 409
    finally:
        for owner in owners:
            await owner.close()
        for service in services:
            service.stop()
    await postgres.drop(url)
