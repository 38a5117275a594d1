"""Waking those who wait."""

import asyncio
import signal
import time

from bot.conversations.hub import LISTS, Hub, closed_by_signals


async def test_a_wake_up_reaches_its_key_and_the_lists() -> None:
    hub = Hub()
    with hub.watch("a") as a, hub.watch("b") as b, hub.watch(LISTS) as lists:
        hub.wake("a")
        began = time.monotonic()
        assert await a.wait(5)
        assert await lists.wait(5)
        assert time.monotonic() - began < 1
        assert not await b.wait(0.05)
        assert time.monotonic() - began >= 0.05


async def test_a_wake_up_before_the_wait_is_not_lost() -> None:
    hub = Hub()
    with hub.watch("a") as watch:
        hub.wake("a")
        hub.wake("a")
        began = time.monotonic()
        assert await watch.wait(5)
        assert time.monotonic() - began < 1
        assert not await watch.wait(0.05)
        assert time.monotonic() - began >= 0.05, "two wake-ups were one"


async def test_nobody_is_left_behind() -> None:
    hub = Hub()
    with hub.watch("a"), hub.watch("a"), hub.watch("b"):
        assert hub.watched() == 3
    assert hub.watched() == 0
    assert not hub._watches, "no key is kept for those who left"
    hub.wake("a")
    assert not hub._watches


async def test_closing_ends_every_wait_for_good() -> None:
    hub = Hub()
    with hub.watch("a") as waiting:
        task = asyncio.create_task(waiting.wait(5))
        await asyncio.sleep(0.01)
        hub.close()
        assert await asyncio.wait_for(task, 1)
    with hub.watch("a") as late:
        assert await asyncio.wait_for(late.wait(5), 1)
        assert hub.closed


async def test_a_signal_closes_the_hub_and_goes_where_it_went() -> None:
    hub, received = Hub(), []
    before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    ours = signal.getsignal(signal.SIGTERM)
    try:
        with closed_by_signals(hub):
            signal.raise_signal(signal.SIGTERM)
            await asyncio.sleep(0.01)
        assert hub.closed
        assert received == [signal.SIGTERM]
        assert signal.getsignal(signal.SIGTERM) is ours
    finally:
        signal.signal(signal.SIGTERM, before)
