"""Fits the calibration of an encoder on `data/questions/`.

python -m index.training.calibrate [--encoder PATH] [--questions FOLDER] [--out FILE]

Every statement's questions are judged by weights that were fitted without that statement (leave
statements out, ten folds); the printed figures are of those judgements. The file that is written is
fitted on all of them.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from index.calibration import Calibration
from index.encoder import Encoder
from index.evidence import FEATURES, evidence
from index.snapshot import build_snapshot
from index.training.dataset import answers, load_dataset

ROOT = Path(__file__).resolve().parent.parent.parent
UNFITTED = Calibration("", 0.0, {}, 0.5, 0.25)
# a wrong answer costs the visitor as much as a right one is worth
PRICE_OF_WRONG = 1.0


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--encoder", default=str(ROOT / "data" / "models" / "encoder"))
    parser.add_argument("--questions", type=Path, default=ROOT / "data" / "questions")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "models" / "calibration.json")
    options = parser.parse_args()

    encoder = Encoder.load(options.encoder)
    rows, right, found, groups, kinds, languages = _collect(encoder, options.questions)
    judged = _cross_validated(rows, right, groups)
    answer_from = _threshold(judged, right)
    unsure_from = round(answer_from / 2, 3)
    _report(judged, right, found, kinds, languages, answer_from)
    calibration = replace(
        _fit(rows, right),
        encoder=encoder.fingerprint,
        answer_from=answer_from,
        unsure_from=unsure_from,
    )
    calibration.save(options.out)
    print(f"written: {options.out}")


Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def _collect(
    encoder: Encoder, folder: Path
) -> tuple[Floats, Flags, Flags, npt.NDArray[np.int64], list[str], list[str]]:
    """Features of the first hit of every question, and whether it answers."""
    rows, right, found, groups, kinds, languages = [], [], [], [], [], []
    for group, statement in enumerate(load_dataset(folder)):
        print(f"\r{group + 1} {statement.path.name:<40}", end="", file=sys.stderr, flush=True)
        snapshot = build_snapshot(
            statement.path.read_bytes(),
            statement.path.name,
            document=statement.path.stem,
            language=statement.language,
            encoder=encoder,
            calibration=UNFITTED,
        )
        asked = [
            q for q in statement.questions if q.kind in ("answerable", "unanswerable", "offtopic")
        ]
        vectors = encoder.encode_questions([question.text for question in asked])
        for question, vector in zip(asked, vectors, strict=True):
            ranking = snapshot.searcher.search(question.text, vector, limit=20)
            features = evidence(question.text, question.language, ranking, snapshot)
            quotes = [
                snapshot.section_of(snapshot.passages[hit.passage]).text[hit.start : hit.end]
                for hit in ranking.hits[:3]
            ]
            rows.append([features[name] for name in FEATURES])
            right.append(answers(quotes[0], question.quotes))
            found.append(any(answers(quote, question.quotes) for quote in quotes))
            groups.append(group)
            kinds.append(question.kind)
            languages.append(question.language)
    print(file=sys.stderr)
    return np.array(rows), np.array(right), np.array(found), np.array(groups), kinds, languages


def _fit(rows: Floats, right: Flags) -> Calibration:
    """Logistic regression on standardised features, its weights given for the plain ones."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(scaler.transform(rows), right)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - (weights * scaler.mean_).sum())
    named = {name: float(weight) for name, weight in zip(FEATURES, weights, strict=True)}
    return Calibration("", bias, named, 0.5, 0.25)


def _cross_validated(rows: Floats, right: Flags, groups: npt.NDArray[np.int64]) -> Floats:
    judged = np.zeros(len(rows))
    for fitted_on, judged_on in GroupKFold(n_splits=10).split(rows, right, groups):
        calibration = _fit(rows[fitted_on], right[fitted_on])
        for row in judged_on:
            judged[row] = calibration.confidence(dict(zip(FEATURES, rows[row], strict=True)))
    return judged


def _threshold(judged: Floats, right: Flags) -> float:
    """The confidence from which answering is worth more than it costs."""
    steps = np.arange(0.02, 0.9, 0.01)
    worth = [
        float((judged >= step)[right].sum() - PRICE_OF_WRONG * (judged >= step)[~right].sum())
        for step in steps
    ]
    return round(float(steps[int(np.argmax(worth))]), 3)


def _report(
    judged: Floats,
    right: Flags,
    found: Flags,
    kinds: list[str],
    languages: list[str],
    answer_from: float,
) -> None:
    kind, language = np.array(kinds), np.array(languages)
    given = judged >= answer_from
    answerable = kind == "answerable"
    print(
        f"questions {len(kind)}  AUROC {roc_auc_score(right, judged):.3f}  answered from {answer_from}"
    )
    bins = np.minimum((judged * 10).astype(int), 9)
    ece = sum(
        abs(right[bins == b].mean() - judged[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    )
    print(f"calibration error (10 bins) {ece:.3f}")
    for name in ("fr", "en", "de", "es"):
        mine = answerable & (language == name)
        print(
            f"{name}: first {right[mine].mean():.3f}  in three {found[mine].mean():.3f}  "
            f"first and given {(right & given)[mine].mean():.3f}  refused {(~given)[mine].mean():.3f}"
        )
    for name in ("unanswerable", "offtopic"):
        print(f"{name} answered all the same: {given[kind == name].mean():.3f}")


if __name__ == "__main__":
    main()
