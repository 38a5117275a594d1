"""Where things stand in the charts of the report: numbers for the template, no markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from index.evaluate import Bin, Report, Threshold

WIDTH, HEIGHT = 320, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 10, 40
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def across(share: float) -> float:
    """x of a share from 0 to 1."""
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 2)


def up(share: float) -> float:
    """y of a share from 0 to 1."""
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 2)


def line(points: Iterable[tuple[float, float]]) -> str:
    """The `points` of an SVG polyline through shares."""
    return " ".join(f"{across(x)},{up(y)}" for x, y in points)


@dataclass(frozen=True, slots=True)
class Dot:
    """A bin of the reliability diagram: where it stands, its interval, and how large it is drawn."""

    x: float
    y: float
    low: float
    high: float
    radius: float


def reliability(bins: Sequence[Bin]) -> list[Dot]:
    """A dot a bin, its area by the number of questions."""
    most = max((b.right.count for b in bins), default=1)
    return [
        Dot(
            across(b.confidence),
            up(b.right.value or 0.0),
            up(b.right.low or 0.0),
            up(b.right.high or 0.0),
            round(2.5 + 4.5 * sqrt(b.right.count / most), 2),
        )
        for b in bins
    ]


def risk_line(curve: Sequence[Threshold]) -> str:
    """Risk over coverage, from the surest answers to all."""
    return line((t.coverage, t.risk) for t in reversed(curve) if t.risk is not None)


def at(curve: Sequence[Threshold], confidence: float | None) -> Threshold | None:
    """What the curve says of the threshold in use; None if that is not known."""
    if confidence is None:
        return None
    return min(curve, key=lambda t: abs(t.confidence - confidence))


def tenths(report: Report) -> list[Threshold]:
    """The curve in steps of 0.1, for the tables beside the charts."""
    step = max(1, (len(report.curve) - 1) // 10)
    return list(report.curve[::step])
