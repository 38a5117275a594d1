"""A report as JSON, to keep and to compare with; and the limits that it may be held to."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from bot.errors import Unprocessable
from index.evaluate import FIGURES, Comparison, Report
from index.judged import Cited, Expected, JudgedQuestion

FORMAT = "clause-evaluation-1"


@dataclass(frozen=True)
class Made:
    """What a report is about. answer_from: the confidence from which on the bot answers, if known."""

    at: str
    questions: str
    answered_by: str
    answer_from: float | None
    notes: tuple[str, ...] = ()


def to_json(
    made: Made, report: Report, judged: Sequence[JudgedQuestion], comparison: Comparison | None
) -> bytes:
    """The report with every judged question."""
    entry = {
        "format": FORMAT,
        "made": asdict(made),
        **asdict(report),
        "comparison": comparison and asdict(comparison),
        "judged": [asdict(question) for question in judged],
    }
    # half a surrogate pair can't be encoded, but it can be escaped
    text = json.dumps(entry, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode(errors="backslashreplace")


def judged_from_json(path: Path) -> list[JudgedQuestion]:
    """The judged questions of a report. Raises Unprocessable if it is none."""
    try:
        entry = json.loads(path.read_bytes())
        if entry["format"] != FORMAT:
            raise ValueError("another format")
        return [_judged(question) for question in entry["judged"]]
    except OSError as error:
        raise Unprocessable(
            f"The report “{path}” can't be read ({error.strerror}). Make one with --json."
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unprocessable(
            f"“{path}” is not a report that `clause evaluate --json` of this version wrote. "
            "Make it again, then compare."
        ) from error


def _judged(entry: dict[str, Any]) -> JudgedQuestion:
    cited = tuple(Cited(**cited) for cited in entry["cited"])
    expected = tuple(Expected(**expected) for expected in entry["expected"])
    question = JudgedQuestion(**{**entry, "cited": cited, "expected": expected})
    texts = [question.statement, question.question, question.kind, question.verdict]
    texts += [sentence.quote for sentence in cited] + [sentence.quote for sentence in expected]
    if not all(isinstance(text, str) for text in texts) or not 0 <= question.confidence <= 1:
        raise ValueError("not a judged question")
    return question


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound that a figure must keep. least: whether it must not be less; else not more."""

    figure: str
    bound: float
    least: bool


def read_limits(under: Sequence[str], over: Sequence[str]) -> list[Limit]:
    """Limits from 'answer@1=0.7'. Raises Unprocessable for a figure or a number that is none."""
    return [_limit(text, True) for text in under] + [_limit(text, False) for text in over]


def _limit(text: str, least: bool) -> Limit:
    option = "--fail-under" if least else "--fail-over"
    name, _, number = text.partition("=")
    if name.strip() not in FIGURES:
        raise Unprocessable(
            f"{option} names “{name[:40]}”, which is not measured. Known figures: {', '.join(FIGURES)}."
        )
    try:
        bound = float(number)
    except ValueError:
        bound = float("nan")
    if not isfinite(bound):
        raise Unprocessable(
            f"{option} needs a number after {name}=. Currently, it is “{number[:20]}”. "
            f"Write {option} {name}=0.7."
        )
    return Limit(name.strip(), bound, least)


def missed(report: Report, limits: Sequence[Limit]) -> list[str]:
    """A sentence for each limit that is not kept. Raises Unprocessable if nothing measured it."""
    sentences = []
    for limit in limits:
        value = report.overall.figures[limit.figure].value
        if value is None:
            raise Unprocessable(
                f"There is no question to measure {limit.figure} on. Add some, or leave that limit out."
            )
        if value < limit.bound if limit.least else value > limit.bound:
            than = "under" if limit.least else "over"
            sentences.append(f"{limit.figure} is {value:.3f}, {than} the limit of {limit.bound:g}.")
    return sentences
