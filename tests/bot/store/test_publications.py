"""Every change of what is live is kept, and none undoes another unseen."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversations.events import Person
from bot.store import Store, Version
from bot.store.publications import LiveChanged, NotDue

CLAIRE, OMAR = Person(1, "Claire"), Person(2, "Omar")


async def add(store: Store, version: str, language: str = "fr") -> Version:
    return await store.add_version(
        "privacy", "Privacy", language, version, "p.fr.txt", b"source", b"snapshot", "encoder"
    )


async def test_the_history_says_who_published_what_instead_of_what(store: Store) -> None:
    first, second = await add(store, "a" * 12), await add(store, "b" * 12)
    await store.publish(first.id)
    await store.publish(second.id, action="publish", who=CLAIRE)
    await store.publish(first.id, action="back", who=OMAR, reason="The tariff was wrong.")
    history = await store.publications("privacy", "fr")
    assert [(one.version[0], one.replaced and one.replaced[0], one.action) for one in history] == [
        ("a", "b", "back"),
        ("b", "a", "publish"),
        ("a", None, "folder"),
    ]
    assert [one.account_name for one in history] == ["Omar", "Claire", ""]
    assert history[0].reason == "The tariff was wrong."
    assert await store.publications("privacy", "en") == []
    actions = [(line.action, line.account_name) for line in await store.audit_lines()]
    assert actions == [("statement-rolled-back", "Omar"), ("statement-published", "Claire")]


async def test_nobody_publishes_over_what_they_did_not_see(store: Store) -> None:
    first, second, third = [await add(store, letter * 12) for letter in "abc"]
    with pytest.raises(LiveChanged, match="Nothing is live"):
        await store.publish(second.id, expected=first.version)
    await store.publish(first.id, expected=None)
    await store.publish(second.id, action="publish", who=CLAIRE, expected=first.version)
    with pytest.raises(LiveChanged, match="published by Claire meanwhile") as refused:
        await store.publish(third.id, action="publish", who=OMAR, expected=first.version)
    assert (refused.value.extra["live"], refused.value.extra["by"]) == (second.version, "Claire")
    assert datetime.fromisoformat(refused.value.extra["at"]) <= datetime.now(UTC)
    assert [one.version for one in await store.live()] == [second.version]


async def test_of_many_who_saw_the_same_one_publishes(store: Store) -> None:
    base = await add(store, "0" * 12)
    await store.publish(base.id)
    drafts = [await add(store, f"{number:012x}") for number in range(1, 11)]
    done = await asyncio.gather(
        *(store.publish(one.id, action="publish", expected=base.version) for one in drafts),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Version) for one in done) == 1
    assert sum(isinstance(one, LiveChanged) for one in done) == 9
    assert len(await store.publications("privacy", "fr")) == 2


async def test_the_stamp_rises_with_every_change(store: Store) -> None:
    first, second = await add(store, "a" * 12), await add(store, "b" * 12)
    stamps = [await store.publication_stamp()]
    for version in (first, second, second, first):
        await store.publish(version.id)
        stamps.append(await store.publication_stamp())
    assert stamps[0] == 0
    assert stamps[1] < stamps[2] == stamps[3] < stamps[4]


async def test_one_text_waits_for_its_day(store: Store) -> None:
    first, second = await add(store, "a" * 12), await add(store, "b" * 12)
    other = await add(store, "c" * 12, language="en")
    day = datetime(2027, 1, 1, tzinfo=UTC)
    await store.schedule(first.id, day, CLAIRE)
    await store.schedule(other.id, day + timedelta(days=1), CLAIRE)
    assert (await store.schedule(second.id, day, OMAR)).publish_at == day
    assert await store.due(day - timedelta(seconds=1)) == []
    assert [(one.version, who) for one, who in await store.due(day)] == [(second.version, OMAR)]
    assert (await store.version("privacy", "fr", first.version)).publish_at is None
    await store.publish(second.id, action="publish", who=OMAR)
    assert await store.due(day) == []
    assert (await store.schedule(other.id, None, CLAIRE)).publish_at is None
    assert await store.due(day + timedelta(days=9)) == []


async def test_a_wish_that_changed_meanwhile_is_not_carried_out(store: Store) -> None:
    first, second = await add(store, "a" * 12), await add(store, "b" * 12)
    day = datetime(2027, 1, 1, tzinfo=UTC)
    await store.publish(first.id)
    await store.schedule(second.id, day, CLAIRE)
    # a replica has seen that it is due, and is slow; then it is moved, taken off, done and taken back
    await store.schedule(second.id, day + timedelta(days=1), CLAIRE)
    with pytest.raises(NotDue):
        await store.publish(second.id, action="publish", due=day)
    await store.schedule(second.id, None, CLAIRE)
    with pytest.raises(NotDue):
        await store.publish(second.id, action="publish", due=day)
    await store.schedule(second.id, day, CLAIRE)
    await store.publish(second.id, action="publish", who=CLAIRE, due=day)
    await store.publish(first.id, action="back", who=OMAR)
    with pytest.raises(NotDue):
        await store.publish(second.id, action="publish", who=CLAIRE, due=day)
    assert [one.version for one in await store.live()] == [first.version]


async def test_what_is_live_already_waits_for_nothing(store: Store) -> None:
    only = await add(store, "a" * 12)
    await store.publish(only.id)
    day = datetime(2027, 1, 1, tzinfo=UTC)
    await store.schedule(only.id, day, CLAIRE)
    assert (await store.publish(only.id, action="publish", who=CLAIRE, due=day)).publish_at is None
    assert await store.due(day) == []
