"""Two processes of the service on one PostgreSQL: what happens in one is known in the other at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.accounts.accounts import Role
from bot.conversations import elsewhere, replicas, streams
from bot.conversations.events import MessageEvent, Person
from bot.conversations.hub import Hub
from bot.conversations.replicas import Replicas
from bot.conversations.service import Conversations
from bot.conversations.signals import Typing
from bot.conversations.streams import Reader
from bot.store import Store
from tests.conftest import Postgres

pytestmark = pytest.mark.postgres
VISITOR = Reader("visitor", sees_notes=False)
AGENT = Reader("agent 1", sees_notes=True)


@dataclass
class Process:
    """The parts of one process that matter here."""

    store: Store
    talks: Conversations
    replicas: Replicas


@pytest_asyncio.fixture
async def two(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Process, Process]]:
    """Both listen, and neither looks by itself: what comes has been told."""
    monkeypatch.setattr(elsewhere, "LOOK_SECONDS", 3600)
    monkeypatch.setattr(streams, "LIST_RECHECK_SECONDS", 3600)
    monkeypatch.setattr(replicas, "AGAIN_SECONDS", (0.05,))
    url = await postgres.migrated_database()
    made = []
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            store = await Store.open(url)
            stack.push_async_callback(store.close)
            talks = Conversations(store, Hub())
            others = Replicas(store, talks.hub, talks.typing)
            await stack.enter_async_context(others.running())
            made.append(Process(store, talks, others))
        await asyncio.gather(*(one.replicas.listening() for one in made))
        yield made[0], made[1]
    await postgres.drop(url)


async def until(stream: AsyncIterator[Any], kind: type, **fields: object) -> Any:
    """The next of that kind with these values."""
    async with asyncio.timeout(20):
        async for one in stream:
            if isinstance(one, kind) and all(getattr(one, k) == v for k, v in fields.items()):
                return one
    raise AssertionError("the stream ended")


async def test_a_message_and_who_types_are_known_in_the_other_process(
    two: tuple[Process, Process],
) -> None:
    here, there = two
    id = (await here.talks.start("en")).conversation.id
    async with contextlib.aclosing(there.talks.follow_live(id, 0, AGENT)) as stream:
        for number in range(3):
            coming = asyncio.create_task(until(stream, Typing, visitor=True))
            await asyncio.sleep(0.05)
            here.talks.tell_typing(id, "visitor", "", True)
            await coming
            coming = asyncio.create_task(until(stream, MessageEvent, seq=number + 1))
            await here.talks.say(id, f"{number}", "hello")
            await coming
            assert there.talks.typing.of(id, "agent 1").visitor is False, "sent, so typed no more"


async def test_a_list_that_is_followed_there_shows_what_began_here(
    two: tuple[Process, Process],
) -> None:
    here, there = two
    account = await here.store.add_account(
        email="a@example.org", name="Amélie", role=Role.AGENT, password_hash="none",
        must_change_password=False, now=datetime.now(UTC),
    )  # fmt: skip
    assert account is not None
    agent = Person(account.id, account.name)
    async with contextlib.aclosing(there.talks.follow_list("all", agent)) as lists:
        assert await anext(lists) == []
        coming = asyncio.create_task(anext(lists))
        await asyncio.sleep(0.05)
        id = (await here.talks.start("en")).conversation.id
        await here.talks.say(id, "1", "hello")
        async with asyncio.timeout(20):
            [listed] = await coming
        assert listed.id == id


async def test_a_connection_that_was_cut_is_opened_anew_and_nothing_is_missed(
    two: tuple[Process, Process],
) -> None:
    here, there = two
    id = (await here.talks.start("en")).conversation.id
    async with contextlib.aclosing(there.talks.follow_live(id, 0, VISITOR)) as stream:
        coming = asyncio.create_task(until(stream, MessageEvent, seq=1))
        await asyncio.sleep(0.05)
        async with here.store.write() as connection:
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database() "
                    "AND (query LIKE 'LISTEN%' OR query LIKE '%pg_notify%')"
                )
            )
        await here.talks.say(id, "1", "said while nobody listened")
        await coming
        await there.replicas.listening()
        await here.replicas.listening()
        coming = asyncio.create_task(until(stream, MessageEvent, seq=2))
        await asyncio.sleep(0.05)
        await here.talks.say(id, "2", "and afterwards")
        await coming


async def test_more_than_one_notification_holds_comes_whole(
    two: tuple[Process, Process],
) -> None:
    here, there = two
    ids = [f"{number:032x}" for number in range(1000)]
    with contextlib.ExitStack() as stack:
        watches = [stack.enter_context(there.talks.hub.watch(id)) for id in ids]
        for id in ids:
            here.talks.hub.wake(id)
        assert all(await asyncio.gather(*(watch.wait(20) for watch in watches)))


async def test_what_others_put_into_the_channel_does_no_harm(
    two: tuple[Process, Process],
) -> None:
    here, there = two
    for payload in ("", "no JSON", "[]", '{"a": 1}', '["x", [1]]', '["x", ["a", "b", "c", 1, 2]]'):
        async with here.store.write() as connection:
            await connection.execute(
                text("SELECT pg_notify('clause', :payload)"), {"payload": payload}
            )
    id = (await here.talks.start("en")).conversation.id
    async with contextlib.aclosing(there.talks.follow_live(id, 0, VISITOR)) as stream:
        coming = asyncio.create_task(until(stream, MessageEvent, seq=1))
        await asyncio.sleep(0.05)
        await here.talks.say(id, "1", "hello")
        await coming
