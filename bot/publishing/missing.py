"""Questions that the texts did not answer for sure, or not to the visitor's help: grouped by meaning."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.masking import masked
from bot.store.asked import AskedRow

LIKE = 0.62  # cosine from which two questions mean the same
MOST_GROUPED = 400  # questions, the newest
LONGEST = 300  # characters of a question or a comment
Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Missing:
    """Questions of one meaning. title: the most central one.

    unhelpful: how many of the answers were voted 'not helpful'; comments: what was written with that.
    document, text_language, anchor: the section that was shown for them most often, and not voted 'not
    helpful'; empty if none was.
    """

    title: str
    language: str
    questions: tuple[str, ...]
    unhelpful: int = 0
    comments: tuple[str, ...] = ()
    document: str = ""
    text_language: str = ""
    anchor: str = ""


def is_missing(row: AskedRow) -> bool:
    """Whether an answer left something to wish for."""
    return row.answer["verdict"] != "answered" or row.helpful is False


def grouped(rows: Sequence[AskedRow], encode: Encode) -> tuple[Missing, ...]:
    """rows: the oldest first. The largest group first; what is personal is masked."""
    by_text: dict[str, list[AskedRow]] = {}
    for row in rows[-MOST_GROUPED:]:
        by_text.setdefault(_shown(row.text), []).append(row)
    if not by_text:
        return ()
    questions = list(by_text)
    vectors = encode(questions)
    likeness = vectors @ vectors.T
    left = set(range(len(questions)))
    groups = []
    while left:
        # who has most that mean the same becomes the group's title
        order = sorted(left)
        near = likeness[np.ix_(order, order)] >= LIKE
        weights = np.array([len(by_text[questions[number]]) for number in order])
        center = order[int((near @ weights).argmax())]
        members = [n for n in order if likeness[center, n] >= LIKE or n == center]
        left -= set(members)
        members.sort(key=lambda n: -likeness[center, n])
        groups.append(_group(questions[center], [by_text[questions[n]] for n in members]))
    groups.sort(key=lambda group: -len(group.questions))
    return tuple(groups)


def _group(title: str, members: Sequence[Sequence[AskedRow]]) -> Missing:
    rows = [row for same in members for row in same]
    shown = Counter(row.cited for row in rows if row.helpful is not False and row.cited)
    [(place, _)] = shown.most_common(1) or [(("", "", ""), 0)]
    comments = (_shown(row.comment) for row in rows if row.helpful is False and row.comment)
    return Missing(
        title,
        members[0][-1].spoken,
        tuple(_shown(row.text) for row in rows),
        sum(row.helpful is False for row in rows),
        tuple(dict.fromkeys(comments)),
        *place,
    )


def _shown(text: str) -> str:
    return masked(" ".join(text.split()))[:LONGEST]
