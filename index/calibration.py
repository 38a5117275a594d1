"""How sentences are ranked and how sure an answer is: what was fitted for one pair of models.

The confidence is a logistic model over several features (after Platt 1999). All of it is fitted on
`data/questions/` by `index.training.calibrate`, never on the statement being served, and travels with
every snapshot.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import EncoderError

Weights = Mapping[str, float]

# where nothing was fitted: as good a beginning as was found by hand (docs/decisions/0005-ranking.md)
UNFITTED_RANKING: Mapping[str, Weights] = {
    "same": {"meaning": 1.0, "stems": 0.3, "ngrams": 0.3, "second_look": 0.5},
    "other": {"meaning": 1.0, "stems": 0.1, "ngrams": 0.2, "second_look": 0.5},
}


@dataclass(frozen=True)
class Calibration:
    """What was fitted for an encoder and a second look.

    encoder, reranker: fingerprints of the models; reranker is empty where there is no second look.
    ranking: what each part of the search counts, for a question in the statement's language ('same')
    and in another ('other').
    bias, weights: the logistic model of the confidence, over the features of `index.evidence`.
    answer_from, unsure_from: probabilities, 0 to 1; below `unsure_from` nothing is cited.
    """

    encoder: str
    reranker: str
    ranking: Mapping[str, Weights]
    bias: float
    weights: Weights
    answer_from: float
    unsure_from: float

    @classmethod
    def unfitted(cls, encoder: str = "", answer_from: float = 0.5) -> "Calibration":
        """To begin with: every confidence is one half."""
        return cls(encoder, "", UNFITTED_RANKING, 0.0, {}, answer_from, answer_from / 2)

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that the first hit answers the question."""
        logit = self.bias + sum(w * features[name] for name, w in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "encoder": self.encoder,
            "reranker": self.reranker,
            "ranking": {name: dict(weights) for name, weights in self.ranking.items()},
            "bias": self.bias,
            "weights": dict(self.weights),
            "answer_from": self.answer_from,
            "unsure_from": self.unsure_from,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Calibration":
        """From what `to_dict` gave."""
        return cls(
            encoder=str(values["encoder"]),
            reranker=str(values["reranker"]),
            ranking={str(name): _weights(part) for name, part in values["ranking"].items()},
            bias=float(values["bias"]),
            weights=_weights(values["weights"]),
            answer_from=float(values["answer_from"]),
            unsure_from=float(values["unsure_from"]),
        )

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """From a JSON file. Raises EncoderError with a sentence if it can't be read."""
        try:
            return cls.from_dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EncoderError(
                f"The calibration “{path}” can't be read ({error}). Restore the file, or make it again "
                "with `python -m index.training.calibrate`."
            ) from error

    def save(self, path: Path) -> None:
        """To a JSON file."""
        path.write_text(json.dumps(self.to_dict(), indent=2) + "\n", "utf-8")


def _weights(values: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(weight) for name, weight in values.items()}
