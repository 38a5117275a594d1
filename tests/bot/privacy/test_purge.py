"""What was kept for long enough ends: in the tables of both databases, and in SQLite's file."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog.testing
from sqlalchemy import func, insert, make_url, select, update

from bot.conversations.events import Person
from bot.conversations.rights_requests import Outcome
from bot.conversations.service import Conversations
from bot.errors import Unavailable
from bot.privacy.retention import DEFAULTS, GRACE, Retention, kept_by, limits_of
from bot.settings import Settings
from bot.store import Store
from bot.store.purge import Limits, Purged
from bot.store.tables import conversations as table
from bot.store.tables import events
from bot.store.tables_live import audit, candidates, rights_requests

SECRET = "Zwetschgenkuchen"
NewAgent = Callable[..., Awaitable[Person]]


def limits(days: int = 0) -> Limits:
    """As they will be in so many days, by the defaults; the audit log apart, which has its own test."""
    now = datetime.now(UTC)
    later = limits_of(kept_by(Settings()), now + timedelta(days=days))
    return replace(later, audit=limits_of(kept_by(Settings()), now).audit)


async def started(conversations: Conversations, text: str = f"Do you sell {SECRET}?") -> str:
    id = (await conversations.start("en")).conversation.id
    await conversations.say(id, "1", text)
    return id


async def rights_closed(conversations: Conversations, agent: Person) -> str:
    id = await started(conversations, f"Please delete all my personal data, {SECRET}")
    [request] = await conversations.store.rights_requests()
    await conversations.claim(id, agent)
    await conversations.close_rights_request(
        id, request.id, agent, Outcome.DONE, f"told anna@{SECRET}.example"
    )
    return id


async def left(store: Store) -> set[str]:
    async with store.read() as connection:
        return {row.id for row in await connection.execute(select(table.c.id))}


def in_the_files(store: Store) -> list[str]:
    """The files of the database in which the secret stands."""
    path = Path(str(make_url(str(store.engine.url)).database))
    return [
        file.name
        for file in sorted(path.parent.glob(path.name + "*"))
        if SECRET.encode() in file.read_bytes() or SECRET.lower().encode() in file.read_bytes()
    ]


async def test_each_ends_when_its_time_is_over(
    conversations: Conversations, store: Store, new_agent: NewAgent
) -> None:
    alone, helped = await started(conversations), await started(conversations)
    agent = await new_agent("Anna")
    await conversations.claim(helped, agent)
    await conversations.close(helped, agent)
    assert await store.purge(limits(29)) == Purged()
    assert await store.to_purge(limits(31)) == Purged(answered=1)
    assert await left(store) == {alone, helped}, "a dry run changes nothing"
    assert await store.purge(limits(31)) == Purged(answered=1)
    assert await left(store) == {helped}
    assert await store.purge(limits(179)) == Purged()
    assert await store.purge(limits(181)) == Purged(handed_off=1)
    assert await left(store) == set()


async def test_more_than_a_batch_and_what_agents_marked_go_as_well(
    conversations: Conversations, store: Store, new_agent: NewAgent
) -> None:
    ids = [await started(conversations) for _ in range(5)]
    agent, now = await new_agent("Anna"), datetime.now(UTC)
    async with store.write() as connection:
        await connection.execute(
            insert(candidates).values(
                conversation_id=ids[0], seq=1, at=now, account_id=agent.id,
                question=SECRET, language="en", note="",
            )
        )  # fmt: skip
        await connection.execute(
            update(table).where(table.c.id == ids[4]).values(previous_id=ids[0])
        )
        for days in (0, 400):
            await connection.execute(
                insert(audit).values(
                    at=now - timedelta(days=days), account_name="A", action="a", target="t"
                )
            )
    assert await store.purge(limits(31), batch=2) == Purged(answered=5, audit=1)
    async with store.read() as connection:
        for one in (events, candidates):
            assert (await connection.execute(select(func.count()).select_from(one))).scalar() == 0


async def test_of_a_rights_request_the_proof_stays_for_three_years(
    conversations: Conversations, store: Store, new_agent: NewAgent
) -> None:
    id = await started(conversations, "Please delete all my personal data")
    assert await store.purge(limits(4000)) == Purged(), "nobody has answered it yet"
    agent = await new_agent("Anna")
    [request] = await store.rights_requests()
    await conversations.claim(id, agent)
    await conversations.close_rights_request(
        id, request.id, agent, Outcome.DONE, "told anna@example.org"
    )
    assert await store.purge(limits(179)) == Purged()
    assert await store.purge(limits(181)) == Purged(to_proof=1)
    assert await store.purge(limits(181)) == Purged(), "once is enough"
    async with store.read() as connection:
        assert (await connection.execute(select(events.c.seq))).all() == []
        [proof] = await connection.execute(select(rights_requests))
        [shell] = await connection.execute(select(table))
    assert (proof.kind, proof.outcome, proof.note) == ("erasure", "done", "told [e-mail]")
    assert (shell.preview, shell.visitor_preview, shell.page) == ("", "", None)
    assert await store.purge(limits(3 * 365 - 1)) == Purged()
    assert await store.purge(limits(3 * 365 + 1)) == Purged(requests=1)
    assert await left(store) == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_byte_is_left_in_the_file(
    conversations: Conversations, store: Store, new_agent: NewAgent
) -> None:
    kept = await started(conversations, "Who are you?")
    for number in range(60):  # over several pages, among them overflowing ones
        await started(conversations, f"{number} {SECRET} " * 18 * (number % 5 + 1))
    agent = await new_agent("Anna")
    proof = await rights_closed(conversations, agent)
    assert in_the_files(store), "else the search proves nothing"
    async with store.write() as connection:
        await connection.execute(
            update(table)
            .where(table.c.id == kept)
            .values(updated_at=datetime.now(UTC) + timedelta(days=365))
        )
    done = await store.purge(limits(200))
    assert done == Purged(answered=60, to_proof=1)
    assert in_the_files(store) == []
    assert await left(store) == {kept, proof}
    await conversations.say(kept, "2", "Still there?")


async def test_the_console_shows_a_proof(
    client: httpx.AsyncClient,
    conversations: Conversations,
    store: Store,
    signed_in: Callable[..., Awaitable[Any]],
) -> None:
    anna = await signed_in("Anna")
    id = await rights_closed(conversations, anna.person)
    assert await store.purge(limits(181)) == Purged(to_proof=1)
    for path in ("", f"/{id}"):
        shown = await client.get(f"/api/console/conversations{path}", headers=anna.reading)
        assert shown.status_code == 200, shown.text
        assert SECRET not in json.dumps(shown.json())
    listed = await client.get("/api/console/conversations?filter=closed", headers=anna.reading)
    assert listed.json()["conversations"] == [], "there is nothing left to read of it"


async def aged(store: Store, id: str, days: int) -> None:
    async with store.write() as connection:
        await connection.execute(
            update(table)
            .where(table.c.id == id)
            .values(updated_at=datetime.now(UTC) - timedelta(days=days))
        )


async def test_the_service_purges_by_itself(
    conversations: Conversations, store: Store, eventually: Callable[..., Awaitable[Any]]
) -> None:
    old, new = await started(conversations), await started(conversations)
    await aged(store, old, 8)

    async def only_the_new_one() -> bool:
        return await left(store) == {new}

    settings = Settings(keep_answered_days=7)
    long_ago = datetime.now(UTC) - timedelta(days=100)
    await store.retention_begins(kept_by(settings), long_ago, GRACE)
    async with Retention(store, settings).running():
        await eventually(only_the_new_one)


async def test_nothing_ends_before_it_was_announced(
    conversations: Conversations, store: Store
) -> None:
    old = await started(conversations)
    await aged(store, old, 31)
    now = [datetime.now(UTC)]

    async def starts(**settings: int) -> list[dict[str, Any]]:
        with structlog.testing.capture_logs() as logs:
            await Retention(store, Settings(**settings), lambda: now[0]).look()
        return [one for one in logs if one["event"] == "purge_announced"]

    [said] = await starts()
    assert said["would_end"] == 1
    begins = now[0] + GRACE
    assert said["begins_at"] == begins.isoformat()
    assert await store.retention_announced() == begins
    now[0] = begins - timedelta(seconds=1)
    assert await starts(), "started again, it waits still"
    assert await left(store) == {old}
    now[0] = begins
    assert await starts() == []
    assert await left(store) == set()


async def test_shorter_times_are_announced_anew_and_longer_ones_hold_at_once(
    conversations: Conversations, store: Store
) -> None:
    old, older = await started(conversations), await started(conversations)
    await aged(store, old, 20)
    await aged(store, older, 50)
    begin = datetime.now(UTC) - timedelta(days=100)
    await store.retention_begins(kept_by(Settings()), begin, GRACE)
    now = datetime.now(UTC)
    await Retention(store, Settings(keep_answered_days=60), lambda: now).look()
    assert await left(store) == {old, older}, "the longer time holds"
    await Retention(store, Settings(keep_answered_days=10), lambda: now).look()
    assert await left(store) == {old, older}, "a slip ends nothing at once"
    later = now + GRACE
    await Retention(store, Settings(keep_answered_days=10), lambda: later).look()
    assert await left(store) == set()


async def test_what_runs_looks_again_when_the_time_has_come(
    conversations: Conversations, store: Store
) -> None:
    id = await started(conversations)
    await aged(store, id, 31)
    now = [datetime.now(UTC)]
    retention = Retention(store, Settings(), lambda: now[0])
    await retention.look()
    now[0] += GRACE - timedelta(hours=1)
    await retention.look()
    assert await left(store) == {id}
    now[0] += timedelta(hours=1)
    await retention.look()
    assert await left(store) == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_bytes_that_a_reader_holds_are_cleared_the_next_time(
    conversations: Conversations, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.purge.BUSY_SECONDS", 0.05)
    await started(conversations)
    retention = Retention(store, Settings())
    async with store.write() as connection:
        await connection.execute(
            update(table).values(updated_at=datetime.now(UTC) - timedelta(days=31))
        )
    async with store.read() as reading:
        await reading.execute(select(table.c.id))
        with pytest.raises(Unavailable):
            await retention.once()
    assert in_the_files(store)
    await retention.once()
    assert in_the_files(store) == []


async def test_what_was_chosen_is_announced_like_any_other_and_then_holds(
    conversations: Conversations, store: Store, new_agent: NewAgent
) -> None:
    old = await started(conversations)
    await aged(store, old, 10)
    long_ago = datetime.now(UTC) - timedelta(days=100)
    await store.retention_begins(DEFAULTS, long_ago, GRACE)
    now = datetime.now(UTC)
    kept = replace(DEFAULTS, answered_days=7)
    assert await store.choose_retention(kept, now, GRACE, await new_agent("Anna")) == now + GRACE
    await Retention(store, Settings(), lambda: now).look()
    assert await left(store) == {old}
    later = now + GRACE
    await Retention(store, Settings(keep_answered_days=30), lambda: later).look()
    assert await left(store) == {old}, "what the deployment sets goes before what was chosen"
    # it is the setting that was kept last, and choosing the shorter time again is announced anew
    await store.choose_retention(kept, later, GRACE, await new_agent("Bert"))
    later += GRACE
    await Retention(store, Settings(), lambda: later).look()
    assert await left(store) == set()
