"""The confidence: fitted trees, kept as JSON, that give what scikit-learn gives."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.calibration import Calibration, Price, Split
from index.training import confidence

NAMES = ("meaning", "answering", "words")


def questions(count: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Features of made-up questions, the right ones with more of the first two."""
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(count, len(NAMES)))
    right = rows[:, 0] + rows[:, 1] + chance.normal(size=count) > 0.4
    return rows, right


def fitted_on(rows: np.ndarray, right: np.ndarray, names: tuple[str, ...]) -> Calibration:
    """A calibration with the trees of such questions."""
    bias, trees = confidence.fit(rows, right, names)
    return replace(Calibration.unfitted("an encoder"), bias=bias, trees=trees)


FITTED = fitted_on(*questions(), NAMES)


@pytest.fixture
def fitted() -> Calibration:
    """A calibration over NAMES."""
    return FITTED


def test_the_trees_say_what_the_fitted_model_says(
    fitted: Calibration, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = []

    class Kept(confidence.HistGradientBoostingClassifier):
        def fit(self, *data: object) -> "Kept":
            models.append(self)
            return super().fit(*data)  # type: ignore[no-any-return]

    monkeypatch.setattr(confidence, "HistGradientBoostingClassifier", Kept)
    rows, right = questions()
    confidence.fit(rows, right, NAMES)
    theirs = models[0].predict_proba(rows)[:, 1]
    ours = [fitted.confidence(dict(zip(NAMES, row, strict=True))) for row in rows]
    assert np.allclose(ours, theirs, atol=1e-4)
    assert np.ptp(theirs) > 0.5


def test_a_calibration_comes_back_from_its_file(fitted: Calibration, tmp_path: Path) -> None:
    fitted.save(tmp_path / "calibration.json")
    assert Calibration.load(tmp_path / "calibration.json") == fitted
    assert any(isinstance(tree, Split) for tree in fitted.trees)


@settings(max_examples=200)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-3, 3), st.floats(-3, 3))
def test_what_speaks_for_a_sentence_never_lowers_its_confidence(
    one: float, other: float, answering: float, words: float
) -> None:
    low, high = sorted((one, other))
    first, second = (
        FITTED.confidence({"meaning": value, "answering": answering, "words": words})
        for value in (low, high)
    )
    assert 0 <= first <= second <= 1


def test_statements_are_judged_by_a_model_that_never_saw_them() -> None:
    """A feature that tells only within each statement is worth nothing on the next."""
    chance = np.random.default_rng(5)
    statements = [f"statement {number % 10}" for number in range(600)]
    right = chance.random(600) > 0.5
    # on each statement the feature means something else: right, it is the statement's own number
    rows = np.array(
        [[float(number % 10) + (0.3 if yes else 0.0)] for number, yes in enumerate(right)]
    )
    judged = confidence.cross_validated(rows, right, statements, ("words",))
    model = fitted_on(rows, right, ("words",))
    knowing = np.array([model.confidence({"words": row[0]}) for row in rows])
    assert ((knowing > 0.5) == right).mean() > 0.95
    assert ((judged > 0.5) == right).mean() < 0.7


def test_the_threshold_is_where_right_answers_outweigh_wrong_ones() -> None:
    judged = np.array([0.9, 0.8, 0.7, 0.4, 0.3, 0.2])
    right = np.array([True, True, True, False, False, True])
    assert 0.4 < confidence.threshold(judged, right, np.zeros(6, bool)) <= 0.7


def test_the_threshold_spares_most_of_what_nothing_answers() -> None:
    judged = np.array([0.9, 0.8, 0.7, 0.65, 0.5, 0.4, 0.3, 0.2, 0.1])
    right = np.array([True, True, False, True, False, False, False, False, False])
    silent = np.array([False, False, True, False, True, True, True, True, True])
    assert confidence.threshold(judged, right, np.zeros(9, bool)) <= 0.65
    assert confidence.threshold(judged, right, silent) <= 0.65
    few = np.array([False, False, True, False, False, False, False, False, True])
    assert confidence.threshold(judged, right, few) > 0.7


def test_the_nearest_is_shown_to_few_who_ask_about_something_else() -> None:
    judged = np.array([0.05, 0.1, 0.15, 0.3, 0.2, 0.6])
    offtopic = np.array([True, True, True, True, False, False])
    assert 0.15 < confidence.shown_from(judged, offtopic, 0.5) <= 0.17
    assert confidence.shown_from(judged, np.zeros(6, bool), 0.5) == 0.25


def test_a_price_between_two_rows_lies_on_the_line_between_them() -> None:
    fitted = replace(
        Calibration.unfitted(),
        scale=(Price(0.0, 0.7, 0.3, 1.0), Price(0.5, 0.5, 0.1, 0.2), Price(1.0, 0.0, 0.0, 0.0)),
    )
    assert fitted.price(0.5) == Price(0.5, 0.5, 0.1, 0.2)
    between = fitted.price(0.75)
    assert (between.confidence, between.right, between.wrong, between.silent) == pytest.approx(
        (0.75, 0.25, 0.05, 0.1)
    )
