"""How sure an answer is: from search scores to a probability, by logistic regression.

The weights are fitted on `data/questions/` by `index.training.calibrate`, never on the statement being
served, and travel with every snapshot. Platt scaling (Platt 1999) over several features.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import EncoderError


@dataclass(frozen=True)
class Calibration:
    """A logistic model over named features, and the two thresholds that make the verdicts.

    encoder: fingerprint of the encoder that the weights were fitted for.
    answer_from, unsure_from: probabilities, 0 to 1; below `unsure_from` nothing is cited.
    """

    encoder: str
    bias: float
    weights: Mapping[str, float]
    answer_from: float
    unsure_from: float

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that the first hit answers the question."""
        logit = self.bias + sum(w * features[name] for name, w in self.weights.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "encoder": self.encoder,
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
            bias=float(values["bias"]),
            weights={str(name): float(weight) for name, weight in values["weights"].items()},
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
