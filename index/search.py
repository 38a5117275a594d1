"""Which sentences of a statement answer a question, best first: hybrid search, and a second look.

The first look sums what speaks for each sentence (meaning, word stems, character n-grams), each as
standard deviations above the statement's mean. The second look reads the question with the windows of the
best sentences, scores every sentence in them again, and adds its logit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors
from index.keywords import KeywordIndex
from index.windows import Window

if TYPE_CHECKING:
    from index.snapshot import Snapshot

Scores = npt.NDArray[np.float32]

WINDOWS_LOOKED_AT = 6  # by the second look; more cost time and bring little
LOOKS = ("meaning", "stems", "ngrams")


class SecondLook(Protocol):
    """Reads question and window together; see `index.rerank`."""

    def score(self, question: str, windows: Sequence[Window]) -> list[Scores]:
        """A logit for each sentence of each window."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that may answer.

    passage: position in the snapshot's passages; start, end: characters of its section's text.
    window: position in the snapshot's windows.
    score: what the ranking is by, to compare within one question; first: its part from the first look.
    meaning: cosine, −1 to 1; stems, ngrams: BM25 scores.
    answering: logit of the second look, None if it did not look.
    """

    passage: int
    start: int
    end: int
    window: int
    score: float
    first: float
    meaning: float
    stems: float
    ngrams: float
    answering: float | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best sentences of one statement for one question, best first.

    same_language: whether question and statement share a language.
    """

    hits: tuple[Hit, ...]
    same_language: bool


class Searcher:
    """Searches one snapshot. Built once a snapshot, used by many threads."""

    def __init__(self, snapshot: "Snapshot") -> None:
        self._units = [
            (position, sentence)
            for position, passage in enumerate(snapshot.passages)
            for sentence in passage.sentences
            if sentence.searchable
        ]
        self._language = snapshot.language
        self._windows = snapshot.windows
        self._window_of = [n for n, window in enumerate(self._windows) for _ in window.rows]
        self._vectors = snapshot.vector_index
        texts = [text for window in self._windows for text in window.alone()]
        self._keywords = KeywordIndex(texts, snapshot.language)
        self._weights = snapshot.calibration.ranking

    def search(
        self,
        question: str,
        language: str,
        vector: Vectors,
        limit: int,
        second_look: SecondLook | None = None,
    ) -> Ranking:
        """The `limit` sentences that most likely answer, best first.

        language: of the question. vector: float32[d], unit length, from the encoder that the snapshot's
        manifest names. With a second look, only sentences of the windows that it read.
        """
        if limit <= 0:
            raise ValueError(f"limit must be greater than 0. Currently, the limit is {limit}")
        same = language == self._language
        weights = self._weights["same" if same else "other"]
        parts = self._parts(question, vector)
        first = _weighed(parts, weights)
        if second_look is None:
            order = np.argsort(-first, kind="stable")[:limit]
            hits = [self._hit(int(row), parts, float(first[row]), None, 0.0) for row in order]
        else:
            logits = self._look_again(question, first, second_look)
            hits = [
                self._hit(row, parts, float(first[row]), logit, weights["second_look"])
                for row, logit in logits.items()
            ]
            hits.sort(key=lambda hit: -hit.score)
        return Ranking(tuple(hits[:limit]), same)

    def table(self, question: str, vector: Vectors, ranking: Ranking) -> Scores:
        """float32[hits, 4]: what each part of the search says of each hit; to fit the weights with."""
        parts = [standardised(scores) for scores in self._parts(question, vector).values()]
        place = {
            (passage, sentence.start): row for row, (passage, sentence) in enumerate(self._units)
        }
        return np.array(
            [
                [
                    *(part[place[hit.passage, hit.start]] for part in parts),
                    hit.answering or 0.0,
                ]
                for hit in ranking.hits
            ],
            np.float32,
        )

    def _parts(self, question: str, vector: Vectors) -> dict[str, Scores]:
        return {
            "meaning": _all_cosines(self._vectors, vector, len(self._units)),
            "stems": self._keywords.stem_scores(question),
            "ngrams": self._keywords.ngram_scores(question),
        }

    def _look_again(self, question: str, first: Scores, look: SecondLook) -> dict[int, float]:
        """row → logit, for all sentences of the windows that hold the best ones."""
        chosen: list[int] = []
        for row in np.argsort(-first, kind="stable"):
            if len(chosen) == WINDOWS_LOOKED_AT:
                break
            if self._window_of[row] not in chosen:
                chosen.append(self._window_of[row])
        windows = [self._windows[number] for number in chosen]
        return {
            row: float(logit)
            for window, logits in zip(windows, look.score(question, windows), strict=True)
            for row, logit in zip(window.rows, logits, strict=True)
        }

    def _hit(
        self,
        row: int,
        parts: Mapping[str, Scores],
        first: float,
        logit: float | None,
        weight: float,
    ) -> Hit:
        passage, sentence = self._units[row]
        return Hit(
            passage=passage,
            start=sentence.start,
            end=sentence.end,
            window=self._window_of[row],
            score=first + weight * (logit or 0.0),
            first=first,
            answering=logit,
            **{name: float(scores[row]) for name, scores in parts.items()},
        )


def standardised(scores: Scores) -> Scores:
    """In standard deviations above the mean; zeros where all are alike."""
    deviation = float(scores.std())
    return (scores - scores.mean()) / deviation if deviation > 1e-6 else np.zeros_like(scores)


def _weighed(parts: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    total = np.zeros(len(parts[LOOKS[0]]), np.float32)
    for name in LOOKS:
        total += np.float32(weights[name]) * standardised(parts[name])
    return total


def _all_cosines(index: faiss.Index, vector: Vectors, size: int) -> Vectors:
    """float32[n]: the cosine of the question with every sentence, in the order of the sentences."""
    cosines = np.zeros(size, np.float32)
    if size:
        similarities, rows = index.search(vector.reshape(1, -1), size)
        cosines[rows[0]] = similarities[0]
    return cosines
