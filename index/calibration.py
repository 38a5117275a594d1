"""How sentences are ranked and how sure an answer is: what was fitted for one pair of models.

The confidence is a sum of small decision trees over several features (gradient boosting, Friedman 2001),
made a probability by the logistic function. All of it is fitted on `data/questions/` by
`index.training.calibrate`, never on the statement being served, and travels with every snapshot.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import EncoderError

Weights = Mapping[str, float]

# where nothing was fitted: as good a beginning as was found by hand (docs/decisions/0005-ranking.md)
UNFITTED_RANKING: Mapping[str, Weights] = {
    "same": {"meaning": 1.0, "stems": 0.3, "ngrams": 0.3, "second_look": 0.5},
    "other": {"meaning": 1.0, "stems": 0.1, "ngrams": 0.2, "second_look": 0.5},
}


@dataclass(frozen=True, slots=True)
class Split:
    """A question that a tree asks: whether a feature is at most `at`, and what follows from it.

    low, high: another split, or what is added to the logit.
    """

    feature: str
    at: float
    low: "Tree"
    high: "Tree"


Tree = Split | float


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs and brings to answer from a confidence on: shares, 0 to 1, of judged questions.

    right, wrong: of the questions with an answer, how many get it, and how many get another sentence.
    silent: of those without an answer, how many get one all the same.
    """

    confidence: float
    right: float
    wrong: float
    silent: float


@dataclass(frozen=True)
class Calibration:
    """What was fitted for an encoder and a second look.

    encoder, reranker: fingerprints of the models; reranker is empty where there is no second look.
    ranking: what each part of the search counts, for a question in the statement's language ('same')
    and in another ('other').
    bias, trees: the model of the confidence, over the features of `index.evidence`.
    answer_from, unsure_from: probabilities, 0 to 1; below `unsure_from` nothing is cited.
    scale: what other thresholds would cost, by rising confidence; empty where nothing was fitted.
    """

    encoder: str
    reranker: str
    ranking: Mapping[str, Weights]
    bias: float
    trees: tuple[Tree, ...]
    answer_from: float
    unsure_from: float
    scale: tuple[Price, ...] = ()

    @classmethod
    def unfitted(cls, encoder: str = "", answer_from: float = 0.5) -> "Calibration":
        """To begin with: every confidence is one half."""
        return cls(encoder, "", UNFITTED_RANKING, 0.0, (), answer_from, answer_from / 2)

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that the first hit answers the question."""
        logit = self.bias + sum(_leaf(tree, features) for tree in self.trees)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))

    def price(self, confidence: float) -> Price:
        """What it costs to answer from there on, 0 to 1: between two rows of `scale` on the line that joins
        them. The scale must have been fitted.
        """
        at = [price.confidence for price in self.scale]
        costs = (
            float(np.interp(confidence, at, [getattr(price, name) for price in self.scale]))
            for name in ("right", "wrong", "silent")
        )
        return Price(confidence, *costs)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "encoder": self.encoder,
            "reranker": self.reranker,
            "ranking": {name: dict(weights) for name, weights in self.ranking.items()},
            "bias": self.bias,
            "trees": [_tree_to_json(tree) for tree in self.trees],
            "answer_from": self.answer_from,
            "unsure_from": self.unsure_from,
            "scale": [[p.confidence, p.right, p.wrong, p.silent] for p in self.scale],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Calibration":
        """From what `to_dict` gave."""
        return cls(
            encoder=str(values["encoder"]),
            reranker=str(values["reranker"]),
            ranking={str(name): _weights(part) for name, part in values["ranking"].items()},
            bias=float(values["bias"]),
            trees=tuple(_tree_from_json(tree) for tree in values["trees"]),
            answer_from=float(values["answer_from"]),
            unsure_from=float(values["unsure_from"]),
            scale=tuple(Price(*map(float, price)) for price in values["scale"]),
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
        values = self.to_dict()
        lists = [
            f'  "{name}": [\n'
            + ",\n".join(f"    {json.dumps(row)}" for row in values.pop(name))
            + "\n  ]"
            for name in ("scale", "trees")
        ]
        head = json.dumps(values, indent=2).removesuffix("\n}")
        path.write_text(",\n".join([head, *lists]) + "\n}\n", "utf-8")


def _weights(values: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(weight) for name, weight in values.items()}


def _leaf(tree: Tree, features: Mapping[str, float]) -> float:
    while isinstance(tree, Split):
        tree = tree.low if features[tree.feature] <= tree.at else tree.high
    return tree


def _tree_to_json(tree: Tree) -> Any:
    """A number, or [feature, at, low, high]."""
    if isinstance(tree, Split):
        return [tree.feature, tree.at, _tree_to_json(tree.low), _tree_to_json(tree.high)]
    return tree


def _tree_from_json(value: Any) -> Tree:
    if isinstance(value, list):
        feature, at, low, high = value
        return Split(str(feature), float(at), _tree_from_json(low), _tree_from_json(high))
    return float(value)
