"""Stage 6: fits ranking and confidence for a pair of models, on statements that neither was trained on.

python -m index.training.calibrate [--encoder MODEL] [--reranker FOLDER | --no-reranker] [--out FILE]

Every statement's questions are judged by a confidence that was fitted without that statement (as many
folds as there are statements, at most ten); the printed figures are of those judgements. The file that is
written is fitted on all of them.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from index.calibration import UNFITTED_RANKING, Calibration, Price
from index.encoder import Encoder
from index.evaluate import cost_curve, evaluate
from index.evidence import FEATURES, FIRST_LOOK, evidence
from index.judged import Cited, Expected, JudgedQuestion
from index.quotes import answers
from index.rerank import Reranker
from index.search import LOOKS, Hit, Ranking, Scores, Searcher, SecondLook
from index.snapshot import Snapshot, build_snapshot
from index.training.confidence import cross_validated, fit, shown_from, threshold
from index.training.dataset import Question, load_dataset
from index.training.examples import held_out
from index.windows import Window

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = ROOT / "data" / "models"
SCALE_STEPS = 20
KINDS = ("answerable", "unanswerable", "offtopic")

Floats = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its place in the search of a statement."""

    statement: str
    snapshot: Snapshot
    question: Question
    vector: npt.NDArray[np.float32]


class Remembering:
    """A second look that reads no window twice for a question: most are the same for other weights."""

    def __init__(self, look: SecondLook) -> None:
        self._look = look
        self._seen: dict[tuple[str, str], Scores] = {}

    def score(self, question: str, windows: Sequence[Window]) -> list[Scores]:
        """As the second look that it is made of."""
        new = [window for window in windows if (question, window.text) not in self._seen]
        for window, scores in zip(new, self._look.score(question, new) if new else (), strict=True):
            self._seen[question, window.text] = scores
        return [self._seen[question, window.text] for window in windows]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--encoder", default=str(MODELS / "encoder"))
    parser.add_argument("--reranker", type=Path, default=MODELS / "reranker")
    parser.add_argument("--no-reranker", action="store_true")
    parser.add_argument("--questions", type=Path, default=ROOT / "data" / "questions")
    parser.add_argument(
        "--only", type=Path, help="file of statements to fit on; all if the encoder never saw any"
    )
    parser.add_argument("--judged", type=Path, help="write every judged question here, as JSON")
    parser.add_argument("--out", type=Path, default=MODELS / "calibration.json")
    options = parser.parse_args()

    encoder = Encoder.load(options.encoder)
    reranker = None if options.no_reranker else Reranker.load(options.reranker)
    asked = _asked(encoder, options.questions, held_out(options.only) if options.only else None)
    look = Remembering(reranker) if reranker else None
    ranking = fit_ranking(asked, look)
    print(json.dumps(ranking, indent=1))
    fitted = replace(
        Calibration.unfitted(encoder.fingerprint),
        reranker=reranker.fingerprint if reranker else "",
        ranking=ranking,
    )
    rankings = _ranked(asked, fitted, look)
    names = FEATURES if reranker else FIRST_LOOK
    rows = np.array([_row(one, found, names) for one, found in zip(asked, rankings, strict=True)])
    right = np.array([_right(one, found) for one, found in zip(asked, rankings, strict=True)])
    judged = cross_validated(rows, right, [one.statement for one in asked], names)
    silent = np.array([one.question.kind == "unanswerable" for one in asked])
    offtopic = np.array([one.question.kind == "offtopic" for one in asked])
    answer_from = threshold(judged, right, silent)
    bias, trees = fit(rows, right, names)
    calibration = replace(
        fitted,
        bias=bias,
        trees=trees,
        answer_from=answer_from,
        unsure_from=shown_from(judged, offtopic, answer_from),
    )
    questions = [
        judge(one, found, confidence, answer_from)
        for one, found, confidence in zip(asked, rankings, judged, strict=True)
    ]
    replace(calibration, scale=_scale(questions)).save(options.out)
    print(f"written: {options.out}, answered from {answer_from}")
    report(questions)
    if options.judged:
        lines = [json.dumps(asdict(question), ensure_ascii=False) for question in questions]
        options.judged.write_text("\n".join(lines) + "\n", "utf-8")


def _scale(questions: Sequence[JudgedQuestion]) -> tuple[Price, ...]:
    return tuple(
        Price(
            confidence=round(one.confidence, 3),
            right=round(one.right, 4),
            wrong=round(one.wrong, 4),
            silent=round(one.price, 4),
        )
        for one in cost_curve(questions, SCALE_STEPS)
    )


def _asked(encoder: Encoder, folder: Path, only: Sequence[str] | None) -> list[Asked]:
    asked: list[Asked] = []
    for statement in load_dataset(folder):
        name = statement.path.stem
        if only is not None and not any(name.startswith(prefix) for prefix in only):
            continue
        print(f"\r{name:<40}", end="", file=sys.stderr, flush=True)
        snapshot = build_snapshot(
            statement.path.read_bytes(),
            statement.path.name,
            document=name,
            language=statement.language,
            encoder=encoder,
            calibration=Calibration.unfitted(),
        )
        questions = [question for question in statement.questions if question.kind in KINDS]
        vectors = encoder.encode_questions([question.text for question in questions])
        asked.extend(
            Asked(name, snapshot, question, vector)
            for question, vector in zip(questions, vectors, strict=True)
        )
    print(file=sys.stderr)
    return asked


def fit_ranking(asked: Sequence[Asked], look: SecondLook | None) -> dict[str, dict[str, float]]:
    """What each part of the search counts: the softmax over the sentences is drawn to what answers."""
    tables: dict[str, list[tuple[Floats, Flags]]] = {"same": [], "other": []}
    for one in asked:
        if one.question.kind != "answerable":
            continue
        found = one.snapshot.searcher.search(
            one.question.text, one.question.language, one.vector, 60, look
        )
        table = one.snapshot.searcher.table(one.question.text, one.vector, found)
        right = np.array(
            [answers(_quote(one.snapshot, hit), one.question.quotes) for hit in found.hits]
        )
        if right.any() and not right.all():
            tables["same" if found.same_language else "other"].append((table, right))
    names = [*LOOKS, "second_look"] if look else list(LOOKS)
    ranking = {}
    for key, rows in tables.items():
        start = np.array([UNFITTED_RANKING[key][name] for name in names])
        best = minimize(_listwise, start, args=(rows, len(names)), method="L-BFGS-B").x
        # only the proportions matter to the order; meaning is the unit
        scale = best[0] if best[0] > 1e-3 else 1.0
        ranking[key] = {
            name: round(float(weight / scale), 4) for name, weight in zip(names, best, strict=True)
        }
        ranking[key].setdefault("second_look", 0.0)
    return ranking


def _listwise(weights: Floats, rows: list[tuple[Floats, Flags]], count: int) -> float:
    loss = 0.0
    for table, right in rows:
        logits = table[:, :count] @ weights
        logits = logits - logits.max()
        odds = np.exp(logits)
        loss -= float(np.log(odds[right].sum() / odds.sum() + 1e-12))
    return loss / max(len(rows), 1)


def _ranked(
    asked: Sequence[Asked], calibration: Calibration, look: SecondLook | None
) -> list[Ranking]:
    searchers: dict[str, Searcher] = {}
    rankings = []
    for one in asked:
        if one.statement not in searchers:
            searchers[one.statement] = Searcher(replace(one.snapshot, calibration=calibration))
        rankings.append(
            searchers[one.statement].search(
                one.question.text, one.question.language, one.vector, 40, look
            )
        )
    return rankings


def _row(one: Asked, found: Ranking, names: Sequence[str]) -> list[float]:
    features = evidence(one.question.text, one.question.language, found, one.snapshot)
    return [features[name] for name in names]


def _quote(snapshot: Snapshot, hit: Hit) -> str:
    return snapshot.section_of(snapshot.passages[hit.passage]).text[hit.start : hit.end]


def _right(one: Asked, found: Ranking) -> bool:
    return answers(_quote(one.snapshot, found.hits[0]), one.question.quotes)


def judge(one: Asked, found: Ranking, confidence: float, answer_from: float) -> JudgedQuestion:
    """As a visitor would see it."""
    cited = tuple(
        Cited(
            one.snapshot.section_of(one.snapshot.passages[hit.passage]).heading,
            _quote(one.snapshot, hit),
        )
        for hit in found.hits[:3]
    )
    return JudgedQuestion(
        statement=one.statement,
        statement_language=one.snapshot.language,
        question=one.question.text,
        language=one.question.language,
        kind=one.question.kind,
        style=one.question.style,
        verdict="answered" if confidence >= answer_from else "unsure",
        confidence=float(confidence),
        cited=cited,
        expected=tuple(
            Expected(section, quote)
            for section, quote in zip(one.question.sections, one.question.quotes, strict=True)
        ),
    )


SHOWN = ("answer@1", "first@1", "recall@3", "refused", "unanswerable-answered", "offtopic-answered")


def report(questions: Sequence[JudgedQuestion]) -> None:
    """Prints the figures, over all and by language of question, of statement, and by style."""
    made = evaluate(questions)
    auroc, ece = made.overall.figures["auroc"].value, made.overall.figures["ece"].value
    print(f"{len(questions)} questions  AUROC {auroc:.3f}  ECE {ece:.3f}")
    slices = [("all", made.overall)]
    slices += [(name, one) for name, group in made.groups.items() for one in group]
    print(f"{'':<38}" + "".join(f"{name:>22}" for name in SHOWN))
    for name, one in slices:
        figures = [one.figures[figure].value for figure in SHOWN]
        cells = (f"{value:>22.3f}" if value is not None else f"{'–':>22}" for value in figures)
        print(f"{f'{name} {one.name}'[:30]:<30}{one.questions:>8}" + "".join(cells))


if __name__ == "__main__":
    main()
