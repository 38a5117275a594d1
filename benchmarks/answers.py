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
from dataclasses import replace
from pathlib import Path

import faiss
from rich.console import Console
from rich.table import Table

from benchmarks.figures import percentile
from bot.answering.addresses import page_url
from bot.answering.engine import Answerer
from bot.answering.language import warm_up
from bot.settings import Settings
from index.models import Models
from index.snapshot import build_snapshot

ROOT = Path(__file__).resolve().parent.parent
STATEMENT = ROOT / "data" / "statements" / "privacy.fr.txt"


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    count = parser.parse_args().questions

    began = time.perf_counter()
    settings = Settings()
    models = Models.load(settings.encoder, settings.reranker, settings.calibration_file)
    first_look = replace(models, reranker=None)
    encoder = models.encoder
    loaded = time.perf_counter()
    snapshot = build_snapshot(
        STATEMENT.read_bytes(),
        STATEMENT.name,
        document="privacy",
        language="fr",
        encoder=encoder,
        calibration=models.calibration,
    )
    indexed = time.perf_counter()
    url = page_url("http://127.0.0.1")
    answerer = Answerer(lambda: (snapshot,), models, url)
    quick = Answerer(lambda: (snapshot,), first_look, url)
    warm_up()

    floor_index = faiss.IndexFlatIP(encoder.dimension)
    floor_index.add(encoder.encode_sentences(snapshot.windows))

    def floor(question: str) -> object:
        return floor_index.search(encoder.encode_questions([question]), 3)

    asked = _questions(count)
    ways: dict[str, Callable[[str], object]] = {
        "Clause": answerer.answer,
        "Clause without the second look": quick.answer,
        "model + FAISS alone": floor,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for question in asked[:10]:
        for way in ways.values():
            way(question)
    for question in asked:
        for name, way in ways.items():
            times[name].append(_timed(way, question))

    table = Table("", "p50 ms", "p95 ms", "p99 ms", title=f"{len(asked)} questions, one at a time")
    for name, values in times.items():
        table.add_row(name, *(f"{percentile(values, p) * 1000:.1f}" for p in (50, 95, 99)))
    console = Console()
    console.print(table)
    for name in list(ways)[:-1]:
        ratios = [mine / its for mine, its in zip(times[name], times[list(ways)[-1]], strict=True)]
        console.print(
            f"{name} / floor, question by question: median {statistics.median(ratios):.2f}"
        )
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


if __name__ == "__main__":
    main()
