"""What the figures are called for people, and what each says."""

from dataclasses import dataclass
from typing import Literal

from index.evaluate import Figure


@dataclass(frozen=True, slots=True)
class Wording:
    """label: short enough for a narrow terminal. better: which way is good."""

    label: str
    meaning: str
    better: Literal["higher", "lower"]
    unit: Literal["share", "number", "count"] = "share"


WORDINGS = {
    "answer@1": Wording(
        "answered right",
        "Of the questions that the statement answers: the right sentence of the right section comes "
        "first and is given as the answer.",
        "higher",
    ),
    "first@1": Wording(
        "right sentence first",
        "Of the same: the right sentence comes first, even where the bot was not sure enough to give it.",
        "higher",
    ),
    "recall@3": Wording(
        "right among three", "Of the same: it is among the first three sentences.", "higher"
    ),
    "section@1": Wording(
        "right section first",
        "Of the same: the first sentence stands in the right section, be it the right one or not.",
        "higher",
    ),
    "both-parts": Wording(
        "every part cited", "Of questions of several parts: a sentence is cited for each.", "higher"
    ),
    "refused": Wording(
        "not answered",
        "Of the questions that the statement answers: the bot asks back, says that the statement is "
        "silent, or takes them for something else.",
        "lower",
    ),
    "wrong": Wording(
        "answered wrong", "Of the same: another sentence is given as the answer.", "lower"
    ),
    "wrong-of-answered": Wording(
        "wrong among answers", "Of everything that was given as an answer: what is wrong.", "lower"
    ),
    "refusal-precision": Wording(
        "refusals that were right",
        "Of the questions that were not answered: those that the statement does not answer.",
        "higher",
    ),
    "refusal-recall": Wording(
        "silence kept",
        "Of the questions that the statement does not answer: those that were not answered.",
        "higher",
    ),
    "unanswerable-answered": Wording(
        "answered though silent",
        "Of questions about personal data on which the statement is silent: those answered all the same.",
        "lower",
    ),
    "offtopic-answered": Wording(
        "off topic, answered", "Of questions about something else: those answered.", "lower"
    ),
    "auroc": Wording(
        "AUROC of confidence",
        "How often a right first sentence has more confidence than a wrong one: 1 always, 0.5 by chance.",
        "higher",
        "number",
    ),
    "ece": Wording(
        "calibration error",
        "How far confidence is from the share that is right, on average over ten bins.",
        "lower",
        "number",
    ),
    "smalltalk": Wording("small talk recognised", "Of greetings, thanks and the like.", "higher"),
    "human": Wording("wish for a person seen", "Of messages that ask for a human being.", "higher"),
    "not-verbatim": Wording(
        "quotes not verbatim", "Cited sentences that the statement does not hold.", "lower", "count"
    ),
}


def written(value: float | None, name: str) -> str:
    """A figure as people read it: '63.2 %', '0.812', '3'."""
    unit = WORDINGS[name].unit
    if value is None:
        return "–"
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:.1%}".replace("%", " %") if unit == "share" else f"{value:.3f}"


def interval(figure: Figure, name: str) -> str:
    """'60.1 – 66.0', without the unit."""
    if figure.low is None or figure.high is None:
        return ""
    if WORDINGS[name].unit == "share":
        return f"{100 * figure.low:.1f} – {100 * figure.high:.1f}"
    return f"{figure.low:.3f} – {figure.high:.3f}"


def difference(value: float | None, name: str) -> str:
    """'+2.1', in percentage points for a share."""
    if value is None:
        return "–"
    return f"{100 * value:+.1f}" if WORDINGS[name].unit == "share" else f"{value:+.3f}"


def drawn_over(over_statements: bool) -> str:
    """What the intervals say."""
    return (
        "Intervals: 95 %, drawn over whole statements."
        if over_statements
        else "Intervals: 95 %, drawn over questions: they say nothing of other statements."
    )
