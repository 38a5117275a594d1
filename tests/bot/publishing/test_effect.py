"""What became of questions while each version was live."""

from datetime import UTC, datetime, timedelta

from bot.publishing.effect import Stretch, stretches
from bot.store.asked import AskedRow
from bot.store.publications import Publication

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def publication(
    hours: int, version: str, slug: str = "privacy", language: str = "en"
) -> Publication:
    at = NOON + timedelta(hours=hours)
    return Publication(hours, slug, language, version, None, "publish", at, "Anna", "")


def row(
    hours: float,
    verdict: str,
    version: str | None = None,
    language: str = "en",
    helpful: bool | None = None,
) -> AskedRow:
    citation = {"document": "privacy", "language": "en", "anchor": "orders", "version": version}
    answer = {"verdict": verdict, "citations": [citation] if version else []}
    return AskedRow(NOON + timedelta(hours=hours), language, "How long?", answer, helpful)


def counts(one: Stretch) -> tuple[int, ...]:
    return one.questions, one.answered, one.unsure, one.not_covered, one.helpful, one.unhelpful


# v1, then v2, then v1 again
HISTORY = [publication(20, "v1"), publication(10, "v2"), publication(0, "v1")]


def test_a_text_that_is_gone_back_to_is_live_twice() -> None:
    asked = [
        row(1, "answered", "v1", helpful=True),
        row(2, "unsure", "v1"),
        row(11, "answered", "v2", helpful=False),
        row(12, "answered", "v2", helpful=False),
        row(21, "answered", "v1"),
    ]
    found = stretches(asked, [HISTORY], NOON)
    assert [(one.version, counts(one)) for one in found] == [
        ("v1", (1, 1, 0, 0, 0, 0)),
        ("v2", (2, 2, 0, 0, 0, 2)),
        ("v1", (2, 1, 1, 0, 1, 0)),
    ]
    assert [one.end for one in found] == [None, HISTORY[0].at, HISTORY[1].at]


def test_what_found_nothing_counts_against_the_version_that_was_live() -> None:
    found = stretches([row(1, "not_covered"), row(11, "not_covered")], [HISTORY], NOON)
    assert [counts(one)[:4] for one in found] == [(0, 0, 0, 0), (1, 0, 0, 1), (1, 0, 0, 1)]


def test_an_answer_of_the_text_before_counts_for_that_text() -> None:
    """It was being made while the next version went live."""
    found = stretches([row(10.001, "answered", "v1")], [HISTORY], NOON)
    assert [one.questions for one in found] == [0, 0, 1]


def test_in_another_language_it_counts_for_that_languages_text_or_for_every_one() -> None:
    french = [publication(5, "f1", language="fr")]
    asked = [
        row(1, "not_covered", language="fr"),  # no French text yet: for the English one
        row(6, "not_covered", language="fr"),
        row(7, "not_covered", language="de"),
    ]
    found = stretches(asked, [HISTORY[2:], french], NOON)
    assert {one.version: one.questions for one in found} == {"v1": 2, "f1": 2}


def test_what_ended_before_the_period_is_left_out_and_what_reaches_into_it_is_not() -> None:
    found = stretches([], [HISTORY], NOON + timedelta(hours=15))
    assert [one.version for one in found] == ["v1", "v2"]


def test_a_question_from_before_the_first_publication_counts_nowhere() -> None:
    asked = [row(-1, "answered", "v1"), row(-1, "not_covered"), row(1, "answered", "gone")]
    assert [one.questions for one in stretches(asked, [HISTORY], NOON)] == [0, 0, 0]
