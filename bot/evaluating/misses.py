"""Sorts what went wrong by what it is, so that a person can read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.judged import SHOWN, JudgedQuestion


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of miss. title, hint: for people. bad: whether a visitor was told something wrong.

    shows_all: whether the sentences after the first tell something.
    """

    name: str
    title: str
    hint: str
    bad: bool
    holds: Callable[[JudgedQuestion], bool]
    shows_all: bool = False


def _answerable(question: JudgedQuestion) -> bool:
    return question.kind == "answerable"


# a question is filed under the first that fits
KINDS = (
    Kind(
        "not-verbatim",
        "Quotes that the statement does not hold",
        "This must never happen: every quote is a part of the text.",
        True,
        lambda q: any(not cited.verbatim for cited in q.cited),
        shows_all=True,
    ),
    Kind(
        "wrong",
        "Answered with another sentence",
        "The visitor was shown a sentence that does not answer.",
        True,
        lambda q: _answerable(q) and q.answered and not q.right(0),
    ),
    Kind(
        "unanswerable-answered",
        "Answered though the statement is silent",
        "The visitor was shown a sentence where none answers.",
        True,
        lambda q: q.kind == "unanswerable" and q.answered,
    ),
    Kind(
        "offtopic-answered",
        "Answered though off topic",
        "The question is about something else.",
        True,
        lambda q: q.kind == "offtopic" and q.answered,
    ),
    Kind(
        "other-section",
        "The right sentence, but in another section",
        "The words are right; the section named is not the expected one.",
        False,
        lambda q: _answerable(q) and q.answered and not q.right_place_first,
    ),
    Kind(
        "part-missing",
        "One part of the question left out",
        "The first sentence answers one part; no sentence is cited for another.",
        False,
        lambda q: _answerable(q) and q.answered and bool(q.parts) and not q.all_parts,
        shows_all=True,
    ),
    Kind(
        "misread",
        "Taken for small talk or for a wish for a person",
        "Nothing was looked up.",
        False,
        lambda q: _answerable(q) and q.verdict in ("small_talk", "human"),
    ),
    Kind(
        "held-back",
        "Found, but not sure enough to answer",
        "The right sentence came first; the confidence was too low.",
        False,
        lambda q: _answerable(q) and not q.answered and q.right(0),
    ),
    Kind(
        "second",
        "Not answered, the right sentence second or third",
        "A better order would have found it.",
        False,
        lambda q: (
            _answerable(q) and not q.answered and any(q.right(place) for place in range(SHOWN))
        ),
        shows_all=True,
    ),
    Kind(
        "not-found",
        "Not answered, the right sentence not found",
        "It was not among the first three.",
        False,
        lambda q: _answerable(q) and not q.answered,
    ),
    Kind(
        "not-recognised",
        "Small talk or a wish for a person not recognised",
        "It was taken for something else.",
        False,
        lambda q: (
            (q.kind == "smalltalk" and q.verdict != "small_talk")
            or (q.kind == "human" and q.verdict != "human")
        ),
    ),
)


def sort(judged: Sequence[JudgedQuestion]) -> list[tuple[Kind, list[JudgedQuestion]]]:
    """Every miss under its kind, the surest first; kinds without any are left out."""
    filed: dict[str, list[JudgedQuestion]] = {kind.name: [] for kind in KINDS}
    for question in judged:
        kind = next((kind for kind in KINDS if kind.holds(question)), None)
        if kind:
            filed[kind.name].append(question)
    return [
        (kind, sorted(filed[kind.name], key=lambda q: -q.confidence))
        for kind in KINDS
        if filed[kind.name]
    ]
