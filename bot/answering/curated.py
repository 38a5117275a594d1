"""The owner's own words above a quote: which curated answer a question means, if any.

Two things must agree: the question is much like one of the examples, and what is quoted stands in a
section that the answer rests on. So the clause that bears the words out is always shown with them.
"""

from collections.abc import Callable, Sequence

from bot.answering.answer import Answer, InOwnersWords, Verdict
from bot.answering.words import Words
from bot.publishing.curated import CuratedAnswer, Example
from index.encoder import Vectors
from index.snapshot import Snapshot

LIKE = 0.7
"""Cosine from which on a question counts as one of the examples.

Of 117,368 pairs of questions of data/questions/ that ask for different sentences of the same text, 20
are as much alike; what is quoted must fit as well.
"""


def with_owners_words(
    answer: Answer,
    vector: Callable[[], Vectors],
    examples: Sequence[Example],
    snapshots: Sequence[Snapshot],
    words: Words,
) -> Answer:
    """The same answer, with the curated one that fits best.

    vector: gives float32[d] of the question; called only if need be.
    snapshots: those that the answer was made from; they tell what is stale.
    """
    if answer.verdict is not Verdict.ANSWERED or not answer.citations:
        return answer
    shown = answer.citations[0]
    fitting = [
        one
        for one in examples
        if one.answer.language == answer.language
        and (one.answer.document, one.answer.text_language) == (shown.document, shown.language)
        and shown.anchor in one.answer.rests_on
        and not is_stale(one.answer, snapshots)
    ]
    if not fitting:
        return answer
    asked = vector()
    likeness, best = max(
        ((float((one.vectors @ asked).max()), one.answer) for one in fitting),
        key=lambda pair: pair[0],
    )
    if likeness < LIKE:
        return answer
    said = InOwnersWords(
        text=best.text, label=words.say("in_owners_words", answer.language), id=best.id
    )
    return answer.model_copy(update={"curated": said})


def is_stale(kept: CuratedAnswer, snapshots: Sequence[Snapshot]) -> bool:
    """Whether a section that it rests on says something else in these snapshots, or is gone."""
    for one in snapshots:
        if (one.document, one.language) == (kept.document, kept.text_language):
            return bool(kept.changed((section.anchor, section.text) for section in one.sections))
    return True
