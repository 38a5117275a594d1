"""How good the answers are: figures with their intervals, from questions whose answer is known.

Pure: it reads nothing and asks nobody. Whoever answered, the same rules judge.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index import resampling
from index.judged import KINDS, SHOWN, JudgedQuestion
from index.resampling import Counts, Draws, Flags, Floats, Texts, draw

FIGURES = (
    "answer@1", "first@1", "recall@3", "section@1", "both-parts", "refused",
    "wrong", "wrong-of-answered", "refusal-precision", "refusal-recall",
    "unanswerable-answered", "offtopic-answered", "auroc", "ece",
    "smalltalk", "human", "not-verbatim",
)  # fmt: skip
"""The names of the figures, in the order of a report."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval; None if there was nothing to measure it on.

    count: how many questions it was measured on. hits: of a share, how many of these.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int
    hits: int | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The figures of some of the questions. over_statements: what the intervals were drawn over."""

    name: str
    questions: int
    over_statements: bool
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Bin:
    """Of the questions answered with about this confidence, the share whose first citation answers."""

    lower: float
    upper: float
    confidence: float
    right: Figure


@dataclass(frozen=True, slots=True)
class Threshold:
    """What would happen if answers were given from this confidence on. All are shares, 0 to 1.

    right, wrong: of the answerable. price: of the questions without an answer, how many get one.
    coverage: of all three kinds, how many are answered; risk: how many of those wrongly, None of none.
    """

    confidence: float
    right: float
    wrong: float
    price: float
    coverage: float
    risk: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured. groups: by 'language', 'statement language', 'style' and 'statement'."""

    overall: Slice
    groups: dict[str, tuple[Slice, ...]]
    bins: tuple[Bin, ...]
    curve: tuple[Threshold, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and now on the same questions, and the interval of now - before."""

    before: float | None
    now: float | None
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """paired: questions in both; only_before, only_now: in one, and so left out.

    won, lost: questions answered right (answer@1) only now, only before.
    """

    paired: int
    only_before: int
    only_now: int
    won: int
    lost: int
    differences: dict[str, Difference]


@dataclass(frozen=True)
class _Marks:
    """What was found about each question, as columns. invented: citations that are not verbatim."""

    statement: Texts
    kind: dict[str, Flags]
    confidence: Floats
    about_statement: Flags
    cited: Flags
    first: Flags
    citations: Counts
    invented: Counts
    shares: dict[str, tuple[Flags, Flags]]

    def of(self, chosen: Flags) -> "_Marks":
        """The marks of some of the questions."""
        return _Marks(
            statement=self.statement[chosen],
            kind={name: flags[chosen] for name, flags in self.kind.items()},
            confidence=self.confidence[chosen],
            about_statement=self.about_statement[chosen],
            cited=self.cited[chosen],
            first=self.first[chosen],
            citations=self.citations[chosen],
            invented=self.invented[chosen],
            shares={
                name: (hits[chosen], among[chosen]) for name, (hits, among) in self.shares.items()
            },
        )


def _marks(judged: Sequence[JudgedQuestion]) -> _Marks:
    def column(of: Callable[[JudgedQuestion], bool]) -> Flags:
        return np.array([of(question) for question in judged], dtype=np.bool_)

    kinds = np.array([q.kind for q in judged])
    kind: dict[str, Flags] = {name: kinds == name for name in KINDS}
    answerable, no_answer = kind["answerable"], kind["unanswerable"] | kind["offtopic"]
    about = answerable | no_answer
    answered, first = column(lambda q: q.answered), column(lambda q: q.right(0))
    shares = {
        "answer@1": (answered & column(lambda q: q.right_place_first), answerable),
        "first@1": (first, answerable),
        "recall@3": (column(lambda q: any(q.right(place) for place in range(SHOWN))), answerable),
        "section@1": (column(lambda q: q.right_section_first), answerable),
        "both-parts": (column(lambda q: q.all_parts), answerable & column(lambda q: bool(q.parts))),
        "refused": (~answered, answerable),
        "wrong": (answered & ~first, answerable),
        "wrong-of-answered": (~first, answered & about),
        "refusal-precision": (no_answer, ~answered & about),
        "refusal-recall": (~answered, no_answer),
        "unanswerable-answered": (answered, kind["unanswerable"]),
        "offtopic-answered": (answered, kind["offtopic"]),
        "smalltalk": (column(lambda q: q.verdict == "small_talk"), kind["smalltalk"]),
        "human": (column(lambda q: q.verdict == "human"), kind["human"]),
    }
    return _Marks(
        statement=np.array([q.statement for q in judged]),
        kind=kind,
        confidence=np.array([q.confidence for q in judged], dtype=np.float64),
        about_statement=about,
        cited=column(lambda q: bool(q.cited)),
        first=first,
        citations=np.array([len(q.cited) for q in judged]),
        invented=np.array([sum(not cited.verbatim for cited in q.cited) for q in judged]),
        shares=shares,
    )


def evaluate(judged: Sequence[JudgedQuestion], seed: int = 0) -> Report:
    """Everything that can be said of these questions. Raises ValueError for none."""
    if not judged:
        raise ValueError("there is no question to judge")
    marks = _marks(judged)
    by = {
        "language": [q.language for q in judged],
        "statement language": [q.statement_language for q in judged],
        "style": [q.style for q in judged],
        "statement": [q.statement for q in judged],
    }
    groups = {
        name: tuple(
            _slice(value, marks.of(np.array(values) == value), seed)
            for value in sorted(set(values))
        )
        for name, values in by.items()
    }
    return Report(
        overall=_slice("all", marks, seed),
        groups=groups,
        bins=_bins(marks, seed),
        curve=_curve(marks),
    )


def _slice(name: str, marks: _Marks, seed: int) -> Slice:
    draws = draw(marks.statement, seed)
    values = _values(marks, draws)
    figures = {}
    for figure in FIGURES[:-1]:
        among = marks.shares[figure][1] if figure in marks.shares else marks.about_statement
        hits = int((marks.shares[figure][0] & among).sum()) if figure in marks.shares else None
        figures[figure] = _figure(values[figure], int(among.sum()), hits, figure == "ece")
    figures["not-verbatim"] = Figure(
        float(marks.invented.sum()), None, None, int(marks.citations.sum())
    )
    return Slice(name, len(marks.statement), draws.over_statements, figures)


def _values(marks: _Marks, draws: Draws) -> dict[str, Floats]:
    """For each figure but the last float64[1 + RESAMPLES], the measured value first."""
    values = {
        name: resampling.ratio(draws, hits, among) for name, (hits, among) in marks.shares.items()
    }
    about = marks.about_statement
    asked = replace(draws, unit=draws.unit[about])
    confidence, right = marks.confidence[about], marks.first[about]
    values["auroc"] = resampling.auroc(asked, confidence, right)
    values["ece"] = resampling.calibration_error(asked, confidence, right)
    return values


def _figure(values: Floats, count: int, hits: int | None, centred: bool = False) -> Figure:
    if not np.isfinite(values[0]):
        return Figure(None, None, None, count, hits)
    low, high = resampling.interval(values, centred=centred)
    if hits == 0:
        high = resampling.all_or_none(count)
    elif hits == count:
        low = 1 - resampling.all_or_none(count)
    return Figure(float(values[0]), low, high, count, hits)


def _bins(marks: _Marks, seed: int, bins: int = 10) -> tuple[Bin, ...]:
    """The bins of a reliability diagram that hold a question."""
    draws = draw(marks.statement, seed)
    of = resampling.bin_of(marks.confidence, bins)
    found = []
    for number in range(bins):
        inside = marks.about_statement & (of == number)
        if inside.any():
            right = resampling.ratio(draws, marks.first, inside)
            hits = int((marks.first & inside).sum())
            figure = _figure(right, int(inside.sum()), hits)
            mean = float(marks.confidence[inside].mean())
            found.append(Bin(number / bins, (number + 1) / bins, mean, figure))
    return tuple(found)


def cost_curve(judged: Sequence[JudgedQuestion], steps: int = 100) -> tuple[Threshold, ...]:
    """What each threshold from 0 to 1 would cost and bring; no share in it grows with the threshold."""
    return _curve(_marks(judged), steps)


def _curve(marks: _Marks, steps: int = 100) -> tuple[Threshold, ...]:
    answerable = marks.kind["answerable"]
    no_answer = marks.about_statement & ~answerable
    curve = []
    for step in range(steps + 1):
        given = marks.cited & (marks.confidence >= step / steps) & marks.about_statement
        wrong = given & ~marks.first
        curve.append(
            Threshold(
                confidence=step / steps,
                right=_share(given & marks.first, answerable),
                wrong=_share(wrong, answerable),
                price=_share(given, no_answer),
                coverage=_share(given, marks.about_statement),
                risk=_share(wrong, given) if given.any() else None,
            )
        )
    return tuple(curve)


def _share(hits: Flags, among: Flags) -> float:
    return float((hits & among).sum() / max(1, among.sum()))


def compare(
    before: Iterable[JudgedQuestion], now: Iterable[JudgedQuestion], seed: int = 0
) -> Comparison:
    """Paired differences on the questions that both were asked, both judged by what `now` expects.

    Raises ValueError if they have no question in common.
    """
    earlier = {(q.statement, q.question): q for q in before}
    later = {(q.statement, q.question): q for q in now}
    both = [key for key in later if key in earlier]
    if not both:
        raise ValueError("the two reports have no question in common")
    mine = [later[key] for key in both]
    theirs = [
        replace(earlier[key], kind=q.kind, expected=q.expected)
        for key, q in zip(both, mine, strict=True)
    ]
    marks_then, marks_now = _marks(theirs), _marks(mine)
    draws = draw(marks_now.statement, seed)
    then_values, now_values = _values(marks_then, draws), _values(marks_now, draws)
    right_then, right_now = marks_then.shares["answer@1"][0], marks_now.shares["answer@1"][0]
    return Comparison(
        paired=len(both),
        only_before=len(earlier) - len(both),
        only_now=len(later) - len(both),
        won=int((right_now & ~right_then).sum()),
        lost=int((right_then & ~right_now).sum()),
        differences={
            name: _difference(then_values[name], now_values[name]) for name in FIGURES[:-1]
        },
    )


def _difference(before: Floats, now: Floats) -> Difference:
    values = now - before
    was, became = (float(v[0]) if np.isfinite(v[0]) else None for v in (before, now))
    if not np.isfinite(values[0]):
        return Difference(was, became, None, None, None)
    low, high = resampling.interval(values)
    return Difference(was, became, float(values[0]), low, high)
