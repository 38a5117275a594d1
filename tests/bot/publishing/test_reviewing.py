"""How old a text is, and when it is time to look it through again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversations.events import Person
from bot.publishing.reviewing import MONTH, in_words, last_reviewed
from bot.store import Store, Version
from bot.store.publications import LiveChanged
from bot.store.reviews import Review

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def live(published: datetime | None) -> Version:
    return Version(
        1, "privacy", "P", "en", "v1", "p.md", "e", "s", "published", "", NOW, published, "", None, None
    )  # fmt: skip


def review(at: datetime) -> Review:
    return Review("privacy", "en", "v1", at, "Anna")


@pytest.mark.parametrize(
    ("months_ago", "period", "due"),
    [(10.9, 11, False), (11, 11, True), (30, 11, True), (30, 0, False), (1, 1, True)],
)
def test_it_is_due_when_the_period_is_over(months_ago: float, period: int, due: bool) -> None:
    found = last_reviewed(live(NOW - months_ago * MONTH), "Claire", [], NOW, period)
    assert found is not None
    assert (found.due, found.how, found.by) == (due, "published", "Claire")


def test_the_later_of_publishing_and_review_counts() -> None:
    before, after = review(NOW - timedelta(days=9)), review(NOW - timedelta(days=2))
    version = live(NOW - timedelta(days=5))
    found = last_reviewed(version, "Claire", [before], NOW, 11)
    assert found is not None
    assert (found.how, found.days) == ("published", 5), "what was looked at then is not live now"
    found = last_reviewed(version, "Claire", [after, before], NOW, 11)
    assert found is not None
    assert (found.how, found.by, found.days) == ("reviewed", "Anna", 2)
    assert last_reviewed(None, "", [after], NOW, 11) is None


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, ("today", 0)), (1, ("days", 1)), (60, ("days", 60)), (61, ("months", 2)), (365, ("months", 12))],
)  # fmt: skip
def test_the_age_as_one_would_say_it(days: int, said: tuple[str, int]) -> None:
    found = last_reviewed(live(NOW - timedelta(days=days)), "", [], NOW, 11)
    assert found is not None
    assert in_words(found) == said


async def test_a_review_is_kept_of_what_is_live_with_author_and_date(store: Store) -> None:
    claire = Person(1, "Claire")
    versions = [
        await store.add_version("privacy", "P", "en", name, "p.md", b"x", b"y", "e")
        for name in ("v1", "v2")
    ]
    await store.publish(versions[0].id, action="publish", who=claire)
    await store.add_review(versions[0].id, claire)
    with pytest.raises(LiveChanged):
        await store.add_review(versions[1].id, claire)
    await store.publish(versions[1].id, action="publish", who=claire)
    await store.add_review(versions[1].id, Person(2, "Anna"))
    kept = await store.reviews("privacy", "en")
    assert [(one.version, one.account_name) for one in kept] == [("v2", "Anna"), ("v1", "Claire")]
    assert await store.reviews() == kept
    assert await store.reviews("privacy", "fr") == []
    assert kept[0].at >= kept[1].at > datetime.now(UTC) - timedelta(minutes=5)
