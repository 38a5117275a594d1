"""What speaks for the first hit: the features that the calibration weighs."""

import math

from index.keywords import content_words
from index.search import Ranking
from index.snapshot import Snapshot

FEATURES = (
    "meaning",
    "score",
    "margin",
    "lead",
    "stems",
    "ngrams",
    "coverage",
    "missing_specifics",
    "words",
    "same_language",
)


def evidence(
    question: str, language: str, ranking: Ranking, snapshot: Snapshot
) -> dict[str, float]:
    """The features of FEATURES for the first of the ranking's hits (at least one).

    language: of the question. Keyword features are 0 where question and statement share no language,
    since words can't be expected to agree there.
    """
    first, *others = ranking.hits
    passage = snapshot.passages[first.passage]
    section = snapshot.section_of(passage)
    elsewhere = [hit for hit in others if hit.passage != first.passage][:4]
    second = elsewhere[0].score if elsewhere else 0.0
    same = language == snapshot.language
    words = content_words(question, language)
    text = f"{' '.join(section.heading_path[1:])} {section.text[passage.start : passage.end]}"
    there = {word[:5] for word in content_words(text, snapshot.language)}
    covered = sum(word[:5] in there for word in words) / len(words) if words else 0.0
    specifics = [word for word in words if any(char.isdigit() for char in word)]
    missing = sum(word not in text.lower() for word in specifics)
    return {
        "meaning": first.meaning,
        "score": first.score,
        "margin": first.score - second,
        "lead": first.score
        - (sum(h.score for h in elsewhere) / len(elsewhere) if elsewhere else 0.0),
        "stems": math.log1p(first.stems) if same else 0.0,
        "ngrams": math.log1p(first.ngrams) if same else 0.0,
        "coverage": covered if same else 0.0,
        "missing_specifics": float(min(missing, 2)),
        "words": math.log1p(len(words)),
        "same_language": float(same),
    }
