"""The models that answer together: encoder, second look, and what was fitted for the pair."""

from dataclasses import dataclass
from pathlib import Path

from index.calibration import Calibration
from index.encoder import Encoder
from index.rerank import Reranker


@dataclass(frozen=True)
class Models:
    """Loaded once, used by many threads.

    reranker: None to answer without a second look. answer_from: the confidence from which on an answer
    is given, 0 to 1; None for the calibration's own.
    """

    encoder: Encoder
    reranker: Reranker | None
    calibration: Calibration
    answer_from: float | None = None

    @classmethod
    def load(cls, encoder: str, reranker: Path | None, calibration: Path) -> "Models":
        """encoder: a folder or a name. Raises EncoderError or RerankerError."""
        return cls(
            Encoder.load(encoder),
            Reranker.load(reranker) if reranker else None,
            Calibration.load(calibration),
        )

    @property
    def fit_together(self) -> bool:
        """Whether the calibration was fitted for these models."""
        reranker = self.reranker.fingerprint if self.reranker else ""
        return (self.calibration.encoder, self.calibration.reranker) == (
            self.encoder.fingerprint,
            reranker,
        )
