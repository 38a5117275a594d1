"""The model of the confidence: fitted, and judged on statements that it was not fitted on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from index.calibration import Calibration, Split, Tree
from index.evidence import RISING

# a wrong answer costs the visitor as much as a right one is worth
PRICE_OF_WRONG = 1.0
# and of the questions that nothing answers no more than this share may get an answer
MOST_SILENT = 0.2
# what is not sure is still shown as the nearest there is, but to few who ask about something else
MOST_OFFTOPIC_SHOWN = 0.25
TREES = 150
LEAVES = 8
LEAST_IN_A_LEAF = 40  # questions
RATE = 0.05

Floats = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]


def fit(rows: Floats, right: Flags, names: Sequence[str]) -> tuple[float, tuple[Tree, ...]]:
    """(bias, trees), to be summed for the logit of 'the first hit answers'.

    rows: float[questions, features], named by `names`. The features of RISING can only speak for it,
    so that a question unlike those fitted on is not judged by a quirk of theirs.
    """
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=min(LEAST_IN_A_LEAF, max(2, len(rows) // 20)),
        l2_regularization=5.0,
        monotonic_cst=[int(name in RISING) for name in names],
        early_stopping=False,
        random_state=1,
    ).fit(rows, right)
    # scikit-learn keeps the fitted trees to itself; a test compares these with its own probabilities
    trees = tuple(_tree(stage[0].nodes, 0, names) for stage in model._predictors)
    return float(np.ravel(model._baseline_prediction)[0]), trees


def _tree(nodes: npt.NDArray[np.void], place: int, names: Sequence[str]) -> Tree:
    node = nodes[place]
    if node["is_leaf"]:
        return round(float(node["value"]), 6)
    return Split(
        names[int(node["feature_idx"])],
        float(node["num_threshold"]),
        _tree(nodes, int(node["left"]), names),
        _tree(nodes, int(node["right"]), names),
    )


def cross_validated(
    rows: Floats, right: Flags, statements: Sequence[str], names: Sequence[str]
) -> Floats:
    """The confidence of every question, by a model that saw no question about its statement."""
    judged = np.zeros(len(rows))
    folds = GroupKFold(n_splits=min(10, len(set(statements))))
    for fitted_on, judged_on in folds.split(rows, right, statements):
        bias, trees = fit(rows[fitted_on], right[fitted_on], names)
        model = replace(Calibration.unfitted(), bias=bias, trees=trees)
        for place in judged_on:
            judged[place] = model.confidence(dict(zip(names, rows[place], strict=True)))
    return judged


def threshold(judged: Floats, right: Flags, silent: Flags) -> float:
    """The confidence from which answering is worth more than it costs.

    silent: which questions nothing in their statement answers.
    """
    steps = [
        step
        for step in np.arange(0.02, 0.9, 0.01)
        if not silent.any() or (judged >= step)[silent].mean() <= MOST_SILENT
    ] or [0.9]
    worth = [
        float((judged >= step)[right].sum() - PRICE_OF_WRONG * (judged >= step)[~right].sum())
        for step in steps
    ]
    return round(float(steps[int(np.argmax(worth))]), 3)


def shown_from(judged: Floats, offtopic: Flags, answer_from: float) -> float:
    """The confidence from which on sentences are shown as the nearest there is, if not as the answer.

    offtopic: which questions are about something else altogether; there must be some, or half of
    `answer_from` is taken.
    """
    if not offtopic.any():
        return round(answer_from / 2, 3)
    steps = np.arange(0.02, answer_from, 0.01)
    shown = [float((judged >= step)[offtopic].mean()) for step in steps]
    fit = [step for step, share in zip(steps, shown, strict=True) if share <= MOST_OFFTOPIC_SHOWN]
    return round(float(fit[0]) if fit else answer_from, 3)
