"""Hybrid search: which sentences of a snapshot are most like a question, best first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors
from index.keywords import KeywordIndex

if TYPE_CHECKING:
    from index.snapshot import Snapshot

# how much a standard deviation of each score counts; measured by leaving statements out
WEIGHTS = {"meaning": 1.0, "stems": 0.3, "ngrams": 0.3}


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that may answer.

    passage: position in the snapshot's passages; start, end: characters of its section's text.
    score: weighted sum of z-scores, to compare within one question; meaning: cosine, −1 to 1.
    stems, ngrams: BM25 scores.
    """

    passage: int
    start: int
    end: int
    score: float
    meaning: float
    stems: float
    ngrams: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best sentences of one statement for one question, best first."""

    hits: tuple[Hit, ...]


class Searcher:
    """Searches one snapshot. Built once a snapshot, used by many threads."""

    def __init__(self, snapshot: "Snapshot") -> None:
        self._units = [
            (position, sentence)
            for position, passage in enumerate(snapshot.passages)
            for sentence in passage.sentences
            if sentence.searchable
        ]
        self._vectors = snapshot.vector_index
        self._keywords = KeywordIndex(snapshot.unit_texts, snapshot.language)

    def search(self, question: str, vector: Vectors, limit: int) -> Ranking:
        """The `limit` sentences most like the question, best first.

        vector: float32[d], unit length, from the encoder that the snapshot's manifest names.
        """
        if limit <= 0:
            raise ValueError(f"limit must be greater than 0. Currently, the limit is {limit}")
        size = len(self._units)
        parts = {
            "meaning": _all_cosines(self._vectors, vector, size),
            "stems": self._keywords.stem_scores(question),
            "ngrams": self._keywords.ngram_scores(question),
        }
        total = np.zeros(size, np.float32)
        for name, scores in parts.items():
            deviation = float(scores.std())
            if deviation > 1e-6:
                total += WEIGHTS[name] * (scores - scores.mean()) / deviation
        order = np.argsort(-total, kind="stable")[:limit]
        return Ranking(
            hits=tuple(self._hit(int(row), float(total[row]), parts) for row in order),
        )

    def _hit(self, row: int, score: float, parts: dict[str, npt.NDArray[np.float32]]) -> Hit:
        passage, sentence = self._units[row]
        return Hit(
            passage=passage,
            start=sentence.start,
            end=sentence.end,
            score=score,
            meaning=float(parts["meaning"][row]),
            stems=float(parts["stems"][row]),
            ngrams=float(parts["ngrams"][row]),
        )


def _all_cosines(index: faiss.Index, vector: Vectors, size: int) -> Vectors:
    """float32[n]: the cosine of the question with every sentence, in the order of the sentences."""
    cosines = np.zeros(size, np.float32)
    if size:
        similarities, rows = index.search(vector.reshape(1, -1), size)
        cosines[rows[0]] = similarities[0]
    return cosines
