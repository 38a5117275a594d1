"""What visitors asked in a period, and what became of it: counts, sections, and what was missing.

Pure but for the vectors of the questions that were not covered. Personal data in questions is masked before
anything is shown or exported.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np
import numpy.typing as npt

from bot.masking import masked
from bot.store.asked import AskedRow
from index.snapshot import Snapshot

LOOKED_UP = ("answered", "unsure", "not_covered")
LIKE = 0.62  # cosine from which two questions mean the same
MOST_GROUPED = 400  # questions that were not covered, the newest
Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Cited:
    """A section of a live text, and how often it was what answered."""

    document: str
    language: str
    anchor: str
    heading: str
    times: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Questions of one meaning that the texts did not answer. title: the most central one."""

    title: str
    language: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """verdicts: 'answered', 'unsure', 'not_covered' → how many; hours: 24 counts, in the office's time.

    versions: version → (questions, share answered), the newest first. never: sections that never answered.
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
    versions: Mapping[str, tuple[int, float]]

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
) -> Report:
    """rows: what was asked, the oldest first; small talk and wishes for a person are left out."""
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
        languages=dict(Counter(row.language for row in asked).most_common()),
        hours=tuple(hours[hour] for hour in range(24)),
        cited=tuple(sorted((one for one in cited if one.times), key=lambda one: -one.times)),
        never=tuple(one for one in cited if not one.times),
        missing=_missing([row for row in asked if row.answer["verdict"] != "answered"], encode),
        versions=_versions(asked),
    )


def _cited(asked: Sequence[AskedRow], snapshots: Sequence[Snapshot]) -> list[Cited]:
    """Every section of the live texts that holds text. An older version's counts by its anchor."""
    times: Counter[tuple[str, str]] = Counter()
    for row in asked:
        citations = row.answer.get("citations") or []
        if row.answer["verdict"] == "answered" and citations:
            times[str(citations[0].get("document")), str(citations[0].get("anchor"))] += 1
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


def _versions(asked: Sequence[AskedRow]) -> dict[str, tuple[int, float]]:
    """By the version that the first citation is of: questions that cite nothing count nowhere."""
    found: dict[str, list[bool]] = {}
    for row in reversed(asked):
        citations = row.answer.get("citations") or []
        if citations:
            answered = row.answer["verdict"] == "answered"
            found.setdefault(str(citations[0].get("version")), []).append(answered)
    return {name: (len(each), sum(each) / len(each)) for name, each in found.items()}


def _missing(rows: Sequence[AskedRow], encode: Encode) -> tuple[Missing, ...]:
    """Questions grouped by meaning, the largest group first."""
    texts: dict[str, tuple[str, int]] = {}
    for row in rows[-MOST_GROUPED:]:
        text = masked(" ".join(row.text.split()))[:300]
        texts[text] = (row.language, texts.get(text, ("", 0))[1] + 1)
    if not texts:
        return ()
    questions = list(texts)
    vectors = encode(questions)
    likeness = vectors @ vectors.T
    left = set(range(len(questions)))
    groups = []
    while left:
        # who has most that mean the same becomes the group's title
        order = sorted(left)
        near = likeness[np.ix_(order, order)] >= LIKE
        weights = np.array([texts[questions[number]][1] for number in order])
        center = order[int((near @ weights).argmax())]
        members = [n for n in order if likeness[center, n] >= LIKE or n == center]
        left -= set(members)
        members.sort(key=lambda n: -likeness[center, n])
        repeated = [questions[n] for n in members for _ in range(texts[questions[n]][1])]
        groups.append(Missing(questions[center], texts[questions[center]][0], tuple(repeated)))
    groups.sort(key=lambda group: -len(group.questions))
    return tuple(groups)
