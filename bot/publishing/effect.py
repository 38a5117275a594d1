"""What became of visitors' questions while each version was live, so that an update's effect shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store.asked import AskedRow
from bot.store.publications import Publication


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which one version of a text was live, and the questions of it. end: None while it is.

    answered, unsure, not_covered: they sum to `questions`. helpful, unhelpful: visitors' votes.
    """

    document: str
    language: str
    version: str
    begin: datetime
    end: datetime | None
    questions: int
    answered: int
    unsure: int
    not_covered: int
    helpful: int
    unhelpful: int


@dataclass(frozen=True, slots=True)
class _Live:
    document: str
    language: str
    version: str
    begin: datetime
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.begin <= at and (self.end is None or at < self.end)


def stretches(
    asked: Sequence[AskedRow],
    histories: Sequence[Sequence[Publication]],
    since: datetime,
) -> tuple[Stretch, ...]:
    """The newest first, those that ended before `since` left out.

    histories: of each text, every change of what is live, the newest first. A question counts for the
    version that its first citation is of. One that found nothing counts for each text that was live in its
    language then, or for every text if none was: else a version that answers less would look as good.
    """
    live = [one for history in histories for one in _live(history)]
    rows: dict[_Live, list[AskedRow]] = {one: [] for one in live}
    for row in asked:
        for one in _of(row, live):
            rows[one].append(row)
    shown = [one for one in live if one.end is None or one.end > since]
    shown.sort(key=lambda one: one.begin, reverse=True)
    return tuple(_counted(one, rows[one]) for one in shown)


def _live(history: Sequence[Publication]) -> list[_Live]:
    ends = [None, *(later.at for later in history)]
    return [
        _Live(change.slug, change.language, change.version, change.at, end)
        for change, end in zip(history, ends, strict=False)
    ]


def _of(row: AskedRow, live: Sequence[_Live]) -> list[_Live]:
    if row.cited:
        # an answer that was being made while its text changed is of the version that it names
        named = [
            one
            for one in live
            if (one.document, one.language, one.version) == (*row.cited[:2], row.version)
            and one.begin <= row.at
        ]
        return [max(named, key=lambda one: one.begin)] if named else []
    then = [one for one in live if one.holds(row.at)]
    return [one for one in then if one.language == row.spoken] or then


def _counted(one: _Live, rows: Sequence[AskedRow]) -> Stretch:
    verdicts = [row.answer["verdict"] for row in rows]
    return Stretch(
        one.document,
        one.language,
        one.version,
        one.begin,
        one.end,
        len(rows),
        verdicts.count("answered"),
        verdicts.count("unsure"),
        verdicts.count("not_covered"),
        sum(row.helpful is True for row in rows),
        sum(row.helpful is False for row in rows),
    )
