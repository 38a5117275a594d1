"""Looking for the sentence that answers, in every published text, and how sure it is that it does."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.gist import gist
from index.encoder import Vectors
from index.evidence import evidence
from index.models import Models
from index.search import Hit, Ranking, Scores, SecondLook
from index.snapshot import Snapshot
from index.windows import Window

OnStage = Callable[[str, float], None]
"""Told the name of a stage and how many seconds it took; called from any thread."""

CANDIDATES = 40  # sentences ranked for one question; the evidence looks at them


@dataclass(frozen=True, slots=True)
class Found:
    """What one text has for a question. confidence: that the first hit answers, 0 to 1.

    answer_from: the confidence from which on an answer is given, where it is not the calibration's own.
    """

    snapshot: Snapshot
    ranking: Ranking
    confidence: float
    answer_from: float | None = None

    @property
    def first(self) -> Hit:
        """The sentence that most likely answers."""
        return self.ranking.hits[0]

    @property
    def sure(self) -> bool:
        """Whether the first hit may be given as the answer."""
        fitted = self.snapshot.calibration.answer_from
        return self.confidence >= (fitted if self.answer_from is None else self.answer_from)

    @property
    def worth_showing(self) -> bool:
        """Whether the hits may be offered as the nearest that there is."""
        return self.sure or self.confidence >= self.snapshot.calibration.unsure_from


class Finder:
    """Finds with one set of models. Pure.

    on_stage: told of encode, search (the first look), second_look and weigh (how sure it is).
    """

    def __init__(self, models: Models, on_stage: OnStage = lambda stage, seconds: None) -> None:
        self._models = models
        self._on_stage = on_stage

    def find(self, question: str, language: str, snapshots: Sequence[Snapshot]) -> Found:
        """The best of all texts: of those in the question's language, of the others where they fail.

        A long story is looked for as a whole and by the sentences in it that ask.
        """
        wordings = list(dict.fromkeys((question, gist(question, language))))
        began = time.perf_counter()
        vectors = self._models.encoder.encode_questions(wordings)
        self._on_stage("encode", time.perf_counter() - began)
        asked = list(zip(wordings, vectors, strict=True))
        own = [snapshot for snapshot in snapshots if snapshot.language == language]
        others = [snapshot for snapshot in snapshots if snapshot.language != language]
        found = self._best(asked, language, own) if own else None
        if others and (found is None or not found.sure):
            elsewhere = self._best(asked, language, others)
            if found is None or elsewhere.confidence > found.confidence:
                found = elsewhere
        assert found is not None
        return found

    def _best(
        self, asked: Sequence[tuple[str, Vectors]], language: str, snapshots: Sequence[Snapshot]
    ) -> Found:
        return max(
            (
                self._search(question, language, vector, snapshot)
                for question, vector in asked
                for snapshot in snapshots
            ),
            key=lambda found: found.confidence,
        )

    def _search(self, question: str, language: str, vector: Vectors, snapshot: Snapshot) -> Found:
        look = _Timed(self._models.reranker) if self._models.reranker else None
        began = time.perf_counter()
        ranking = snapshot.searcher.search(question, language, vector, CANDIDATES, look)
        ranked = time.perf_counter()
        features = evidence(question, language, ranking, snapshot)
        confidence = snapshot.calibration.confidence(features)
        looked = look.seconds if look else 0.0
        self._on_stage("search", ranked - began - looked)
        if look:
            self._on_stage("second_look", looked)
        self._on_stage("weigh", time.perf_counter() - ranked)
        return Found(snapshot, ranking, confidence, self._models.answer_from)


class _Timed:
    """A second look that knows how long it took, for one search."""

    def __init__(self, look: SecondLook) -> None:
        self._look = look
        self.seconds = 0.0

    def score(self, question: str, windows: Sequence[Window]) -> list[Scores]:
        """As the second look does."""
        began = time.perf_counter()
        scores = self._look.score(question, windows)
        self.seconds += time.perf_counter() - began
        return scores
