"""How sure a measured figure is: the bootstrap, over whole statements where there are enough.

Questions about one statement stand or fall together, so where several statements were asked about,
whole statements are drawn, not questions (cluster bootstrap; Davison and Hinkley 1997, chapter 3.8).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Texts = npt.NDArray[np.str_]

RESAMPLES = 1_000
LEVEL = 0.95
# drawing from fewer gives only a handful of different draws
ENOUGH_STATEMENTS = 5
_AT_ONCE = 100  # resamples in memory at a time where each needs a number a question


@dataclass(frozen=True)
class Draws:
    """Which questions are drawn together, and how often in each resample.

    unit: int[n], the position of the drawn unit (a statement, or the question itself) of each question.
    weights: float64[1 + RESAMPLES, units]; the first row is all ones, the figure as measured.
    """

    unit: Counts
    weights: Floats
    over_statements: bool

    def sums(self, values: Floats) -> Floats:
        """float64[resamples, m]: weighted sums of the columns of values, float64[n, m]."""
        by_unit = np.zeros((self.weights.shape[1], values.shape[1]))
        np.add.at(by_unit, self.unit, values)
        totals: Floats = self.weights @ by_unit
        return totals


def draw(statements: Texts, seed: int = 0) -> Draws:
    """Draws for questions, of which the statement of each is given."""
    names, of_statement = np.unique(statements, return_inverse=True)
    over_statements = len(names) >= ENOUGH_STATEMENTS
    unit = of_statement.astype(np.int64) if over_statements else np.arange(len(statements))
    count = len(names) if over_statements else len(statements)
    random = np.random.default_rng(seed)
    drawn = random.multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    return Draws(unit, np.vstack([np.ones(count), drawn]), over_statements)


def ratio(draws: Draws, hits: Flags, among: Flags) -> Floats:
    """float64[resamples]: the share of `hits` among `among`; NaN where a resample has none."""
    sums = draws.sums(np.stack([hits & among, among], axis=1).astype(np.float64))
    return _divided(sums[:, 0], sums[:, 1])


def auroc(draws: Draws, confidence: Floats, right: Flags) -> Floats:
    """float64[resamples]: how often a right one has more confidence than a wrong one; ties count half."""
    order = np.argsort(confidence, kind="stable")
    ranked = confidence[order]
    if not len(ranked):
        return np.full(len(draws.weights), np.nan)
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    out = []
    for first in range(0, len(draws.weights), _AT_ONCE):
        weights = draws.weights[first : first + _AT_ONCE][:, draws.unit[order]]
        positive = np.add.reduceat(weights * right[order], starts, axis=1)
        negative = np.add.reduceat(weights * ~right[order], starts, axis=1)
        below = np.cumsum(negative, axis=1) - negative
        won = (positive * (below + negative / 2)).sum(axis=1)
        out.append(_divided(won, positive.sum(axis=1) * negative.sum(axis=1)))
    return np.concatenate(out)


def calibration_error(draws: Draws, confidence: Floats, right: Flags, bins: int = 10) -> Floats:
    """float64[resamples]: expected calibration error, in equally wide bins (Naeini et al. 2015)."""
    inside = bin_of(confidence, bins)[:, None] == np.arange(bins)[None, :]
    gap = draws.sums(inside * (right.astype(np.float64) - confidence)[:, None])
    total = draws.weights @ np.bincount(draws.unit, minlength=draws.weights.shape[1])
    return _divided(np.abs(gap).sum(axis=1), total)


def bin_of(confidence: Floats, bins: int = 10) -> Counts:
    """int[n]: the bin of each confidence, 0 to bins - 1."""
    return np.clip((confidence * bins).astype(np.int64), 0, bins - 1)


def interval(values: Floats, *, centred: bool = False) -> tuple[float, float]:
    """The percentile interval of resampled values, the first of which is the measured one.

    centred: moved by how much resampling itself raises the figure, as it does every sum of absolute gaps.
    """
    drawn = values[1:][np.isfinite(values[1:])]
    if not len(drawn):
        return float(values[0]), float(values[0])
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    if centred:
        shift = float(np.median(drawn) - values[0])
        low, high = max(0.0, low - shift), high - shift
    return float(low), float(high)


def all_or_none(count: int) -> float:
    """How far from 0 (or from 1) a share may be of which `count` draws showed nothing (or all).

    There the bootstrap only ever sees the same (Clopper and Pearson 1934).
    """
    return float(1 - ((1 - LEVEL) / 2) ** (1 / count))


def _divided(over: Floats, under: Floats) -> Floats:
    shares: Floats = np.divide(over, under, out=np.full(len(over), np.nan), where=under > 0)
    return shares
