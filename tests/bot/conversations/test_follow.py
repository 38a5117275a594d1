"""Following a conversation and the list of them."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bot.conversations import elsewhere, streams
from bot.conversations.events import Person
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.store import Store


async def take(stream: AsyncIterator[Any], count: int, seconds: float = 5) -> list[Any]:
    async with asyncio.timeout(seconds):
        return [await anext(stream) for _ in range(count)]


async def test_what_was_and_what_comes_in_order(
    conversations: Conversations, started: str, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "LOOK_SECONDS", 60)  # only the hub wakes
    for number in range(3):
        await conversations.say(started, f"{number}", f"message {number}")
    async with contextlib.aclosing(conversations.follow(started, 1)) as stream:
        assert [event.seq for event in await take(stream, 2)] == [2, 3]
        coming = asyncio.create_task(take(stream, 2))
        await asyncio.sleep(0.05)
        await conversations.say(started, "3", "message 3")
        await conversations.ask_person(started)
        assert [event.seq for event in await coming] == [4, 5]
    assert hub.watched() == 0


async def test_a_long_conversation_comes_whole(
    conversations: Conversations, started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "STREAM_BATCH", 3)
    for number in range(10):
        await conversations.say(started, f"{number}", f"message {number}")
    async with contextlib.aclosing(conversations.follow(started, 0)) as stream:
        assert [event.seq for event in await take(stream, 10)] == list(range(1, 11))


async def test_what_another_process_wrote_comes_within_two_seconds(
    conversations: Conversations,
    started: str,
    database_url: str,
    new_agent: Callable[[str], Awaitable[Person]],
) -> None:
    agent = await new_agent("Amélie")
    second = await Store.open(database_url)
    other_process = Conversations(second, Hub())
    async with (
        contextlib.aclosing(conversations.follow(started, 0)) as stream,
        contextlib.aclosing(conversations.follow_list("all", agent)) as lists,
    ):
        await take(lists, 1)
        for number in range(2):
            coming = asyncio.create_task(take(stream, 1))
            changing = asyncio.create_task(take(lists, 1))
            await asyncio.sleep(0.05)
            began = time.monotonic()
            await other_process.say(started, f"{number}", "hello")
            await asyncio.gather(coming, changing)
            assert time.monotonic() - began < 2
    await second.close()


async def test_a_stream_in_which_nothing_happens_costs_no_query(
    conversations: Conversations,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    eventually: Callable[..., Awaitable[Any]],
) -> None:
    monkeypatch.setattr(elsewhere, "LOOK_SECONDS", 0.05)
    ids = [(await conversations.start("en")).conversation.id for _ in range(30)]
    calls: Counter[str] = Counter()

    def count(name: str) -> None:
        called = getattr(store, name)

        def counted(*arguments: Any) -> Any:
            calls[name] += 1
            return called(*arguments)

        monkeypatch.setattr(store, name, counted)

    count("events_after")
    count("last_seqs")
    async with contextlib.AsyncExitStack() as stack:
        waiting = []
        for id in ids:
            stream = await stack.enter_async_context(
                contextlib.aclosing(conversations.follow(id, 0))
            )
            waiting.append(asyncio.create_task(take(stream, 1, 60)))

        async def settled() -> bool:
            # each has read twice: at its start, and after the first look
            return calls["events_after"] == 2 * len(ids)

        await eventually(settled)
        looks = calls["last_seqs"]

        async def looked_on() -> bool:
            return calls["last_seqs"] >= looks + 3

        await eventually(looked_on)
        assert calls["events_after"] == 2 * len(ids), "one look for all, and no stream reads"
        for id in ids:
            await conversations.say(id, "1", "hello")
        await asyncio.gather(*waiting)


async def test_a_database_that_is_away_for_a_while_ends_no_stream(
    conversations: Conversations, started: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "LOOK_SECONDS", 0.05)
    async with contextlib.aclosing(conversations.follow(started, 0)) as stream:
        coming = asyncio.create_task(take(stream, 1))
        await asyncio.sleep(0.2)
        with monkeypatch.context() as patch:
            patch.setattr(store, "last_seqs", None)  # raises, whoever calls it
            await asyncio.sleep(0.2)
        assert not coming.done()
        second = Conversations(store, Hub())
        await second.say(started, "1", "hello")
        await coming


async def test_no_connection_is_held_while_a_stream_waits(
    conversations: Conversations,
    started: str,
    store: Store,
    eventually: Callable[..., Awaitable[Any]],
) -> None:
    async def none_is_held() -> bool:
        return store.engine.pool.checkedout() == 0  # type: ignore[attr-defined]

    async with contextlib.AsyncExitStack() as stack:
        waiting = []
        for _ in range(100):  # far more than the pool has
            stream = await stack.enter_async_context(
                contextlib.aclosing(conversations.follow(started, 0))
            )
            waiting.append(asyncio.create_task(take(stream, 1, 20)))
        await asyncio.sleep(0.5)
        await eventually(none_is_held)  # once each has looked for what was there before it
        await conversations.say(started, "1", "hello")
        assert all([event.seq] == [1] for [event] in await asyncio.gather(*waiting))


async def test_a_stream_ends_when_its_reader_may_read_no_longer(
    conversations: Conversations, started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "PERMISSION_SECONDS", 0.1)
    allowed = True

    async def permitted() -> bool:
        return allowed

    async with contextlib.aclosing(conversations.follow(started, 0, permitted)) as stream:
        coming = asyncio.create_task(anext(stream, None))
        await asyncio.sleep(0.3)
        assert not coming.done()
        allowed = False
        assert await asyncio.wait_for(coming, 1) is None


async def test_the_list_comes_at_once_and_after_changes_only(
    conversations: Conversations,
    started: str,
    new_agent: Callable[[str], Awaitable[Person]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agent = await new_agent("Amélie")
    monkeypatch.setattr(streams, "LIST_RECHECK_SECONDS", 0.05)
    async with contextlib.aclosing(conversations.follow_list("all", agent)) as lists:
        assert await take(lists, 1) == [[]]
        coming = asyncio.create_task(take(lists, 1))
        await asyncio.sleep(0.3)
        assert not coming.done(), "nothing changed, nothing sent"
        for number in range(5):
            await conversations.say(started, f"{number}", f"message {number}")
        [[first]] = await coming
        assert first.preview.startswith("message")
        latest = first
        while latest.last_seq < 5:
            [[latest]] = await take(lists, 1)
        await conversations.claim(started, agent)
        [[claimed]] = await take(lists, 1)
        assert claimed.owner == agent


async def test_streams_end_with_the_hub(
    conversations: Conversations,
    started: str,
    hub: Hub,
    new_agent: Callable[[str], Awaitable[Person]],
) -> None:
    agent = await new_agent("Amélie")
    events = conversations.follow(started, 0)
    lists = conversations.follow_list("all", agent)
    await anext(lists)
    ending = asyncio.gather(anext(events, None), anext(lists, None))
    await asyncio.sleep(0.05)
    hub.close()
    assert await asyncio.wait_for(ending, 1) == [None, None]
    assert hub.watched() == 0
