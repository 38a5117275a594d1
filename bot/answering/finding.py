"""Looking for the sentence that answers, in every published text, and how sure it is that it does."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.gist import gist
from index.encoder import Vectors
from index.evidence import evidence
from index.models import Models
from index.search import Hit, Ranking
from index.snapshot import Snapshot

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
    """Finds with one set of models. Pure."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def find(self, question: str, language: str, snapshots: Sequence[Snapshot]) -> Found:
        """The best of all texts: of those in the question's language, of the others where they fail.

        A long story is looked for as a whole and by the sentences in it that ask.
        """
        wordings = list(dict.fromkeys((question, gist(question, language))))
        vectors = self._models.encoder.encode_questions(wordings)
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
        ranking = snapshot.searcher.search(
            question, language, vector, CANDIDATES, self._models.reranker
        )
        features = evidence(question, language, ranking, snapshot)
        confidence = snapshot.calibration.confidence(features)
        return Found(snapshot, ranking, confidence, self._models.answer_from)
