"""The machine's clock is set forward and back: numbers, tokens, limits and published texts stay right."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import time_machine

from bot.accounts.accounts import Accounts
from bot.conversations.events import Person
from bot.publishing.library import Library
from bot.publishing.publishing import Publishing
from bot.store import Store
from bot.web.throttle import Throttle
from tests.faults.owner import Owner, check_what_is_live, two_texts
from tests.faults.promises import check
from tests.faults.service import QuickService, Visitor, visiting
from tests.letters import letters

HOUR = 3600.0
SECONDS = 60.0


class Clock:
    """That of a service."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.set(0)

    def set(self, wrong_by: float) -> None:
        """Seconds before or behind the right time."""
        new = self._path.with_suffix(".new")
        new.write_text(str(wrong_by))
        new.replace(self._path)  # never read half


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path / "clock")


@contextlib.asynccontextmanager
async def serving(url: str, tmp_path: Path, *, texts: bool = False) -> AsyncIterator[QuickService]:
    service = QuickService(url, texts=texts, clock=str(tmp_path / "clock"))
    service.start()
    try:
        yield service
    finally:
        service.stop()


async def until_it_is(visitor: Visitor, wrong_by: float) -> None:
    """Write until the messages are of that time."""
    until = time.monotonic() + SECONDS
    while True:
        text = f"number {len(visitor.acknowledged)}"
        await visitor.say(text)
        at = datetime.fromisoformat(visitor.acknowledged[text]["at"])
        if abs((at - datetime.now(UTC)).total_seconds() - wrong_by) < 600:
            return
        assert time.monotonic() < until, "its clock was not set"
        await asyncio.sleep(0.05)


async def test_a_talk_goes_on_in_order_and_its_token_ends_when_it_was_to(
    database_url: str, tmp_path: Path, clock: Clock
) -> None:
    async with serving(database_url, tmp_path) as service, visiting(service) as visitor:
        await visitor.say("before")
        for wrong_by in (HOUR, -HOUR, 0.0):
            clock.set(wrong_by)
            await until_it_is(visitor, wrong_by)
        await visitor.say("asked when it is right")
        clock.set(-HOUR)
        service.restart()  # with a question that was asked in an hour
        await visitor.say("after")
        await until_it_is(visitor, -HOUR)
        for text in visitor.acknowledged:
            await visitor.answered(text)
        await check(visitor)
        async with httpx.AsyncClient(base_url=service.address, timeout=30) as client:

            async def until_status(wanted: int) -> None:
                async with asyncio.timeout(SECONDS):
                    while True:
                        response = await client.get(visitor.address, headers=visitor.headers)
                        if response.status_code == wanted:
                            return
                        await asyncio.sleep(0.02)

            clock.set(31 * 24 * HOUR)
            await until_status(401)
            clock.set(0)
            await until_status(200)


async def test_a_text_is_published_once_when_its_moment_comes_twice(
    database_url: str, tmp_path: Path, clock: Clock
) -> None:
    models = letters()
    texts = await two_texts(database_url, models)
    first, second = texts.names
    store = await Store.open(database_url)
    publishing = Publishing(store, Library(store, models.encoder), models)
    [anna] = [one for one in await Accounts(store).all() if one.email == "anna@example.org"]
    version = await store.version("privacy", "en", second)
    soon = datetime.now(UTC) + timedelta(minutes=30)
    await publishing.schedule(version, soon, Person(anna.id, anna.name))
    async with serving(database_url, tmp_path, texts=True) as service:
        owner = Owner(service.address, texts)
        await owner.until_healthy()
        assert texts.of_one_version(await owner.ask()) == first
        clock.set(HOUR)
        await owner.until_it_answers_from(second)
        clock.set(0)  # half an hour before
        service.restart()
        await owner.until_healthy()
        assert texts.of_one_version(await owner.ask()) == second
        clock.set(HOUR)
        service.restart()
        await owner.until_healthy()
        assert await check_what_is_live(store, texts) == second
        history = await store.publications("privacy", "en", 10)
        assert [one.version for one in history] == [second, first]
        await owner.close()
    await store.close()


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_limits_do_not_look_at_the_clock(jump: float) -> None:
    throttle = Throttle(limit=2, seconds=60)
    assert [throttle.wait("one"), throttle.wait("one")] == [0, 0]
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=jump), tick=True):
        assert 0 < throttle.wait("one") <= 60
        assert throttle.wait("another") == 0
