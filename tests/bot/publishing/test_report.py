"""What visitors asked, counted and grouped; nothing personal in it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answering.answer import Answer, Verdict
from bot.conversations.events import Author
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.publishing.report import Report, make_report
from bot.store import Store
from bot.store.asked import AskedRow
from bot.store.publications import Publication
from index.models import Models
from index.snapshot import Snapshot, build_snapshot

TEXT = (
    "# Privacy\n\n## Cookies\n\nWe set one cookie.\n\n## Orders\n\nWe keep orders for ten years.\n\n"
    "## Empty\n\n### Photos\n\nWe publish no photos.\n"
)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def privacy(models: Models) -> Snapshot:
    return build_snapshot(
        TEXT.encode(),
        "privacy.en.md",
        document="privacy",
        language="en",
        encoder=models.encoder,
        calibration=models.calibration,
    )


def row(
    text: str,
    verdict: str,
    anchor: str = "",
    hours: int = 0,
    version: str = "v1",
    helpful: bool | None = None,
    comment: str = "",
) -> AskedRow:
    citation = {"document": "privacy", "language": "en", "anchor": anchor, "version": version}
    answer = {"verdict": verdict, "citations": [citation] if anchor else []}
    return AskedRow(NOON + timedelta(hours=hours), "en", text, answer, helpful, comment)


def published(version: str, at: datetime) -> Publication:
    return Publication(1, "privacy", "en", version, None, "publish", at, "Anna", "")


@pytest.fixture(scope="module")
def report(privacy: Snapshot, models: Models) -> Report:
    rows = [
        row("Hello", "small_talk"),
        row("Do you set cookies?", "answered", "cookies"),
        row("cookies?", "answered", "cookies", 1),
        row("How long do you keep orders?", "answered", "orders", version="v0"),
        row("Are there photos of me?", "unsure", "photos", 14),
        row("What does the premium plan cost?", "not_covered"),
        row("How much is the premium plan?", "not_covered"),
        row("what does the premium plan cost?", "not_covered"),
        row("Who is your chief executive? Write to eve@example.org", "not_covered"),
    ]
    period = (NOON, NOON + timedelta(days=1))
    encode = models.encoder.encode_questions
    history = [published("v1", NOON)]
    return make_report(rows, 2, [privacy], period, ZoneInfo("Europe/Paris"), encode, [history])


def test_what_became_of_the_questions(report: Report) -> None:
    assert report.questions == 8, "small talk is no question"
    assert report.verdicts == {"answered": 3, "unsure": 1, "not_covered": 4}
    assert report.share("answered") == 3 / 8
    assert (report.handed_off, report.languages) == (2, {"en": 8})
    # 12:00 UTC is 14:00 in Paris in July, and two in the morning there is the next day
    assert (report.hours[14], report.hours[15], report.hours[4]) == (6, 1, 1)
    assert sum(report.hours) == 8
    assert [(one.version, one.questions) for one in report.versions] == [("v1", 7)]


def test_sections_that_answered_and_those_that_never_did(report: Report) -> None:
    assert [(one.heading, one.times) for one in report.cited] == [("Cookies", 2), ("Orders", 1)]
    assert [one.heading for one in report.never] == ["Photos"], "and none without a text of its own"


def test_what_was_missing_is_grouped_and_masked(report: Report) -> None:
    largest = report.missing[0]
    assert len(largest.questions) == 3
    assert "premium plan" in largest.title
    assert {len(one.questions) for one in report.missing[1:]} == {1}
    everything = " ".join(text for one in report.missing for text in one.questions)
    assert "[e-mail]" in everything
    assert "eve@" not in everything


def test_votes_are_counted_and_what_did_not_help_is_grouped_with_what_was_missing(
    privacy: Snapshot, models: Models
) -> None:
    rows = [
        row("What does the premium plan cost?", "not_covered"),
        row("How much is the premium plan?", "answered", "orders", helpful=False,
            comment="That is about orders. Call me: +33 6 12 34 56 78"),
        row("how much is the premium plan?", "answered", "orders", helpful=False),
        row("Do you set cookies?", "answered", "cookies", helpful=True),
        row("cookies?", "answered", "cookies"),
        row("Hello", "small_talk", helpful=False),
    ]  # fmt: skip
    period = (NOON, NOON + timedelta(days=1))
    encode = models.encoder.encode_questions
    report = make_report(rows, 0, [privacy], period, ZoneInfo("UTC"), encode)
    assert (report.helpful, report.unhelpful) == (1, 2), "small talk is no question"
    assert report.helped == 1 / 3
    [group] = report.missing
    assert (len(group.questions), group.unhelpful) == (3, 2)
    assert group.comments == ("That is about orders. Call me: [phone]",)
    assert group.anchor == "", "what did not help is not proposed"
    shown = row("How much is the premium plan?", "unsure", "cookies")
    report = make_report([*rows, shown], 0, [privacy], period, ZoneInfo("UTC"), encode)
    [group] = report.missing
    assert (group.document, group.text_language, group.anchor) == ("privacy", "en", "cookies")
    assert make_report(rows[:1], 0, [privacy], period, ZoneInfo("UTC"), encode).helped is None


def test_nothing_asked(privacy: Snapshot, models: Models) -> None:
    encode = models.encoder.encode_questions
    report = make_report([], 0, [privacy], (NOON, NOON), ZoneInfo("UTC"), encode)
    assert (report.questions, report.share("answered"), report.missing) == (0, 0.0, ())
    assert len(report.never) == 3


async def test_questions_of_a_period(store: Store) -> None:
    talks = Conversations(store, Hub())
    started = (await talks.start("fr")).conversation.id
    await talks.say(started, "1", "Vendez-vous mes données ?")
    now = datetime.now(UTC)
    period = (now - timedelta(hours=1), now + timedelta(hours=1))
    assert await store.asked_between(*period) == [], "what was not answered yet is no answer"
    answer = Answer(
        verdict=Verdict.ANSWERED, confidence=0.9, language="fr", text="Non.", citations=[],
        handoff_offered=False,
    )  # fmt: skip
    async with store.change(started) as change:
        assert change is not None
        said = await change.add_message(
            Author.ASSISTANT, "assistant", "Non.", reply_to=1, answer=answer
        )
    [asked] = await store.asked_between(*period)
    assert (asked.text, asked.helpful, asked.comment) == ("Vendez-vous mes données ?", None, None)
    await talks.vote(started, said.seq, False, "Pas clair.")
    [asked] = await store.asked_between(*period)
    assert (asked.helpful, asked.comment) == (False, "Pas clair.")
    await talks.ask_person(started)
    assert await store.handed_off_between(*period) == 1
    assert await store.handed_off_between(now + timedelta(hours=1), now + timedelta(hours=2)) == 0


def test_a_question_counts_in_the_language_that_it_was_asked_in(
    privacy: Snapshot, models: Models
) -> None:
    rows = [row("Vendez-vous mes données ?", "not_covered"), row("Do you sell?", "not_covered")]
    rows[0].answer["language"] = "fr"
    period = (NOON, NOON + timedelta(days=1))
    encode = models.encoder.encode_questions
    report = make_report(rows, 0, [privacy], period, ZoneInfo("UTC"), encode)
    assert report.languages == {"fr": 1, "en": 1}
