"""What visitors asked in a period, and what became of it: counts, sections, and what was missing.

Pure but for the vectors of the questions that were not covered. What is personal in questions and comments
is masked before anything is shown or exported.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.publishing.effect import Stretch, stretches
from bot.publishing.missing import Encode, Missing, grouped, is_missing
from bot.store.asked import AskedRow
from bot.store.publications import Publication
from index.snapshot import Snapshot

LOOKED_UP = ("answered", "unsure", "not_covered")


@dataclass(frozen=True, slots=True)
class Cited:
    """A section of a live text, and how often it was what answered."""

    document: str
    language: str
    anchor: str
    heading: str
    times: int


@dataclass(frozen=True, slots=True)
class Report:
    """verdicts: 'answered', 'unsure', 'not_covered' → how many; hours: 24 counts, in the office's time.

    versions: when which was live, the newest first. never: sections that never answered.
    helpful, unhelpful: visitors' votes on these answers.
    """

    begin: datetime
    end: datetime
    questions: int
    verdicts: Mapping[str, int]
    handed_off: int
    languages: Mapping[str, int]
    hours: tuple[int, ...]
    cited: tuple[Cited, ...]
    never: tuple[Cited, ...]
    missing: tuple[Missing, ...]
    versions: tuple[Stretch, ...]
    helpful: int
    unhelpful: int

    @property
    def helped(self) -> float | None:
        """The share of votes that were 'helpful', 0 to 1; None without any."""
        votes = self.helpful + self.unhelpful
        return self.helpful / votes if votes else None

    def share(self, verdict: str) -> float:
        """0 to 1 of all questions."""
        return self.verdicts[verdict] / self.questions if self.questions else 0.0


def make_report(
    rows: Sequence[AskedRow],
    handed_off: int,
    snapshots: Sequence[Snapshot],
    period: tuple[datetime, datetime],
    zone: tzinfo,
    encode: Encode,
    histories: Sequence[Sequence[Publication]] = (),
) -> Report:
    """rows: what was asked, the oldest first; small talk and wishes for a person are left out.

    histories: of each text, every change of what is live, the newest first.
    """
    asked = [row for row in rows if row.answer.get("verdict") in LOOKED_UP]
    verdicts = Counter(row.answer["verdict"] for row in asked)
    hours = Counter(row.at.astimezone(zone).hour for row in asked)
    cited = _cited(asked, snapshots)
    return Report(
        begin=period[0],
        end=period[1],
        questions=len(asked),
        verdicts={name: verdicts[name] for name in LOOKED_UP},
        handed_off=handed_off,
        languages=dict(Counter(row.spoken for row in asked).most_common()),
        hours=tuple(hours[hour] for hour in range(24)),
        cited=tuple(sorted((one for one in cited if one.times), key=lambda one: -one.times)),
        never=tuple(one for one in cited if not one.times),
        missing=grouped([row for row in asked if is_missing(row)], encode),
        versions=stretches(asked, histories, period[0]),
        helpful=sum(row.helpful is True for row in asked),
        unhelpful=sum(row.helpful is False for row in asked),
    )


def _cited(asked: Sequence[AskedRow], snapshots: Sequence[Snapshot]) -> list[Cited]:
    """Every section of the live texts that holds text. An older version's counts by its anchor."""
    times: Counter[tuple[str, str]] = Counter()
    for row in asked:
        if row.answer["verdict"] == "answered" and row.cited:
            document, _, anchor = row.cited
            times[document, anchor] += 1
    return [
        Cited(
            snapshot.document,
            snapshot.language,
            section.anchor,
            section.heading,
            times[snapshot.document, section.anchor],
        )
        for snapshot in snapshots
        for section in snapshot.sections
        if section.text
    ]
