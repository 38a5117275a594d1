"""What speaks for the first hit, and against it: the features that the calibration weighs."""

import math
import re

from index.keywords import content_words
from index.search import Hit, Ranking
from index.sections import fold
from index.snapshot import PREFIX, Snapshot

# of the first look; those of the second are added where there is one
FIRST_LOOK = (
    "meaning",
    "first",
    "margin",
    "lead",
    "stems",
    "ngrams",
    "coverage",
    "unknown_words",
    "missing_numbers",
    "missing_names",
    "words",
    "same_language",
    "share",
    "spread",
    "usual_meaning",
    "sentences",
)
SECOND_LOOK = (
    "answering",
    "likely",
    "answering_margin",
    "second_best",
    "usual_answering",
    "agreed",
)
FEATURES = (*FIRST_LOOK, *SECOND_LOOK)
# more of these never speaks against the first hit
RISING = (
    "meaning",
    "first",
    "margin",
    "lead",
    "ngrams",
    "share",
    "answering",
    "likely",
    "answering_margin",
)

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
# an acronym, or a word with a capital inside or after its first letter's place in the sentence
_NAME = re.compile(r"(?<![.!?¿¡]\s)(?<!^)\b(?:[A-ZÀ-Þ][\w&-]*)|\b[A-ZÀ-Þ]{2,}[\w-]*\b")
_NOUNS_HAVE_CAPITALS = ("de",)


def evidence(
    question: str, language: str, ranking: Ranking, snapshot: Snapshot
) -> dict[str, float]:
    """The features of FEATURES for the first of the ranking's hits (at least one).

    language: of the question. Keyword features are 0 where question and statement share no language,
    since words can't be expected to agree there. Features of the second look are 0 where it did not look.
    """
    first, *others = ranking.hits
    return {
        **_of_first_look(first, others),
        **_of_words(question, language, first, ranking.same_language, snapshot),
        **_of_ranking(ranking, snapshot),
        **_of_second_look(first, others),
    }


def _of_ranking(ranking: Ranking, snapshot: Snapshot) -> dict[str, float]:
    """How far the first stands out from the others, as if the scores were logits."""
    scores = [hit.score for hit in ranking.hits]
    everything = _log_sum(scores)
    shares = [math.exp(score - everything) for score in scores]
    return {
        "share": math.log(max(shares[0], 1e-9)),
        "spread": -sum(share * math.log(share + 1e-9) for share in shares),
        "usual_meaning": sum(hit.meaning for hit in ranking.hits) / len(ranking.hits),
        "sentences": math.log(sum(len(window.rows) for window in snapshot.windows)),
    }


def _of_first_look(first: Hit, others: list[Hit]) -> dict[str, float]:
    elsewhere = sorted((hit.first for hit in others if hit.window != first.window), reverse=True)[
        :4
    ]
    return {
        "meaning": first.meaning,
        "first": first.first,
        "margin": first.first - (elsewhere[0] if elsewhere else 0.0),
        "lead": first.first - (sum(elsewhere) / len(elsewhere) if elsewhere else 0.0),
        "stems": math.log1p(first.stems),
        "ngrams": math.log1p(first.ngrams),
    }


def _of_words(
    question: str, language: str, first: Hit, same: bool, snapshot: Snapshot
) -> dict[str, float]:
    text = snapshot.windows[first.window].text
    there = {word[:PREFIX] for word in content_words(text, snapshot.language)}
    words = content_words(question, language)
    covered = sum(word[:PREFIX] in there for word in words) / len(words) if words else 0.0
    known = snapshot.known_prefixes
    unknown = sum(word[:PREFIX] not in known for word in words) / len(words) if words else 0.0
    folded = fold(text)
    numbers = set(_NUMBER.findall(question))
    names = set() if language in _NOUNS_HAVE_CAPITALS else {*map(fold, _NAME.findall(question))}
    return {
        "coverage": covered if same else 0.0,
        "unknown_words": unknown if same else 0.0,
        "missing_numbers": float(min(2, sum(number not in folded for number in numbers))),
        "missing_names": float(min(2, sum(name not in folded for name in names))),
        "words": math.log1p(len(words)),
        "same_language": float(same),
    }


def _of_second_look(first: Hit, others: list[Hit]) -> dict[str, float]:
    if first.answering is None:
        return dict.fromkeys(SECOND_LOOK, 0.0)
    rest = [hit.answering for hit in others if hit.answering is not None]
    everything = _log_sum([0.0, first.answering, *rest])
    return {
        "answering": first.answering,
        "likely": first.answering - everything,
        "answering_margin": first.answering - max(rest, default=first.answering),
        "second_best": max(rest, default=0.0),
        "usual_answering": (first.answering + sum(rest)) / (1 + len(rest)),
        "agreed": float(first.first >= max((hit.first for hit in others), default=first.first)),
    }


def _log_sum(logits: list[float]) -> float:
    most = max(logits)
    return most + math.log(sum(math.exp(logit - most) for logit in logits))
