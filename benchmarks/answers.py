"""Answers a second, in one run beside the floor: the same model and FAISS without anything else.

python -m benchmarks.answers [--questions 200]

Both answer the same questions about data/statements/privacy.fr.txt, in turn, question by question, so
that the ratio holds when the machine's speed drifts. The floor gives a sentence and nothing more: no
keywords, no verdict, no citation.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import faiss
from rich.console import Console
from rich.table import Table

from bot.answering.engine import Answerer, page_url
from bot.answering.language import warm_up
from index.calibration import Calibration
from index.encoder import Encoder
from index.snapshot import build_snapshot, unit_texts

ROOT = Path(__file__).resolve().parent.parent
STATEMENT = ROOT / "data" / "statements" / "privacy.fr.txt"


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    count = parser.parse_args().questions

    began = time.perf_counter()
    encoder = Encoder.load(str(ROOT / "data" / "models" / "encoder"))
    loaded = time.perf_counter()
    snapshot = build_snapshot(
        STATEMENT.read_bytes(),
        STATEMENT.name,
        document="privacy",
        language="fr",
        encoder=encoder,
        calibration=Calibration.load(ROOT / "data" / "models" / "calibration.json"),
    )
    indexed = time.perf_counter()
    answerer = Answerer(lambda: (snapshot,), encoder, page_url("http://127.0.0.1"))
    warm_up()

    floor_index = faiss.IndexFlatIP(encoder.dimension)
    floor_index.add(encoder.encode_sentences(unit_texts(snapshot.sections, snapshot.passages)))

    def floor(question: str) -> object:
        return floor_index.search(encoder.encode_questions([question]), 3)

    asked = _questions(count)
    times: dict[str, list[float]] = {"Clause": [], "model + FAISS alone": []}
    ratios = []
    for question in asked[:10]:
        answerer.answer(question)
        floor(question)
    for question in asked:
        mine, its = _timed(answerer.answer, question), _timed(floor, question)
        times["Clause"].append(mine)
        times["model + FAISS alone"].append(its)
        ratios.append(mine / its)

    table = Table("", "p50 ms", "p95 ms", "p99 ms", title=f"{len(asked)} questions, one at a time")
    for name, values in times.items():
        table.add_row(name, *(f"{_percentile(values, p) * 1000:.1f}" for p in (50, 95, 99)))
    console = Console()
    console.print(table)
    console.print(f"Clause / floor, question by question: median {statistics.median(ratios):.2f}")
    console.print(
        f"model loaded in {loaded - began:.1f} s, statement indexed in {indexed - loaded:.1f} s "
        f"({snapshot.sentence_count} sentences)"
    )


def _questions(count: int) -> list[str]:
    lines: list[str] = []
    for path in sorted((ROOT / "data" / "questions").glob("*.jsonl")):
        lines += path.read_text("utf-8").splitlines()[:20]
    entries = (json.loads(line) for line in lines)
    return [e["question"] for e in entries if e["kind"] not in ("smalltalk", "human")][:count]


def _timed(call: Callable[[str], object], question: str) -> float:
    began = time.perf_counter()
    call(question)
    return time.perf_counter() - began


def _percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    main()
