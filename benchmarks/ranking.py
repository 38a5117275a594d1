"""Which sentence comes first: Clause with each part on and off, beside what one would use instead.

python -m benchmarks.ranking [--all] [--json FILE]

All of them rank the sentences of the same statements (those of data/questions/held_out.txt, which no model
was trained on) for the same answerable questions, in one run, with the same encoder. Haystack's hybrid
(BM25 and embeddings, reciprocal rank fusion) is there if `pip install haystack-ai` was done.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from index.keywords import KeywordIndex
from index.models import Models
from index.quotes import answers
from index.search import Searcher
from index.snapshot import Snapshot, build_snapshot
from index.training.dataset import Question, QuestionedStatement, load_dataset
from index.training.examples import held_out

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "data" / "models"
QUESTIONS = ROOT / "data" / "questions"
LANGUAGES = ("fr", "en", "de", "es")
LIMIT = 3

Ranker = Callable[[Question], list[str]]
"""The first sentences for a question, best first."""


@dataclass(frozen=True)
class Statement:
    """A statement, indexed. sentences: `heading : sentence` and the sentence alone, in order."""

    name: str
    snapshot: Snapshot
    questions: list[Question]
    sentences: list[tuple[str, str]]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="all statements, trained on or not")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    models = Models.load(str(MODELS / "encoder"), MODELS / "reranker", MODELS / "calibration.json")
    hits: dict[str, dict[str, list[tuple[bool, bool]]]] = {}
    for statement in _statements(
        models, None if options.all else held_out(QUESTIONS / "held_out.txt")
    ):
        print(f"\r{statement.name:<40}", end="", file=sys.stderr, flush=True)
        for name, rank in _rankers(models, statement).items():
            for question in statement.questions:
                found = [answers(quote, question.quotes) for quote in rank(question)[:LIMIT]]
                mark = (bool(found and found[0]), any(found))
                for group in ("all", question.language):
                    hits.setdefault(name, {}).setdefault(group, []).append(mark)
    print(file=sys.stderr)
    _show(hits)
    if options.json:
        figures = {
            name: {
                group: [*np.mean(marks, axis=0).round(4), len(marks)]
                for group, marks in groups.items()
            }
            for name, groups in hits.items()
        }
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _statements(models: Models, only: Sequence[str] | None) -> Iterator[Statement]:
    for known in load_dataset(QUESTIONS):
        if only is None or known.path.stem in only:
            yield _indexed(models, known)


def _indexed(models: Models, known: QuestionedStatement) -> Statement:
    snapshot = build_snapshot(
        known.path.read_bytes(),
        known.path.name,
        document=known.path.stem,
        language=known.language,
        encoder=models.encoder,
        calibration=models.calibration,
    )
    alone = [text for window in snapshot.windows for text in window.alone()]
    bare = [w.text[start:end] for w in snapshot.windows for start, end in w.spans]
    questions = [question for question in known.questions if question.kind == "answerable"]
    return Statement(known.path.stem, snapshot, questions, list(zip(alone, bare, strict=True)))


def _rankers(models: Models, statement: Statement) -> dict[str, Ranker]:
    encoder, snapshot = models.encoder, statement.snapshot
    texts = [text for text, _ in statement.sentences]
    quotes = [quote for _, quote in statement.sentences]
    keywords = KeywordIndex(texts, snapshot.language)
    vectors = snapshot.vector_index.reconstruct_n(0, snapshot.vector_index.ntotal)

    def best(scores: np.ndarray) -> list[str]:
        return [quotes[row] for row in np.argsort(-scores, kind="stable")[:LIMIT]]

    def meaning(question: Question) -> list[str]:
        return best(vectors @ encoder.encode_questions([question.text])[0])

    def clause(second_look: bool, keywords_count: bool = True) -> Ranker:
        calibration = snapshot.calibration
        if not keywords_count:
            ranking = {
                key: {**weights, "stems": 0.0, "ngrams": 0.0}
                for key, weights in calibration.ranking.items()
            }
            calibration = replace(calibration, ranking=ranking)
        searcher = Searcher(replace(snapshot, calibration=calibration))

        def rank(question: Question) -> list[str]:
            vector = encoder.encode_questions([question.text])[0]
            look = models.reranker if second_look else None
            found = searcher.search(question.text, question.language, vector, LIMIT, look)
            return [
                snapshot.section_of(snapshot.passages[hit.passage]).text[hit.start : hit.end]
                for hit in found.hits
            ]

        return rank

    rankers: dict[str, Ranker] = {
        "BM25 over stems": lambda question: best(keywords.stem_scores(question.text)),
        "BM25 over character n-grams": lambda question: best(keywords.ngram_scores(question.text)),
        "encoder alone": meaning,
        "first look (encoder, stems, n-grams)": clause(second_look=False),
        "second look without keywords": clause(second_look=True, keywords_count=False),
        "second look (as shipped)": clause(second_look=True),
    }
    haystack = _haystack(models, statement)
    if haystack is not None:
        rankers["Haystack's hybrid, same encoder"] = haystack
    return rankers


def _haystack(models: Models, statement: Statement) -> Ranker | None:
    try:
        from haystack import Document
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import (
            InMemoryBM25Retriever,
            InMemoryEmbeddingRetriever,
        )
        from haystack.document_stores.in_memory import InMemoryDocumentStore
    except ImportError:
        return None
    texts = [text for text, _ in statement.sentences]
    vectors = models.encoder.encode_questions(
        texts
    )  # each sentence alone, as Haystack's embedders do
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(
        [
            Document(id=str(row), content=text, embedding=vector.tolist())
            for row, (text, vector) in enumerate(zip(texts, vectors, strict=True))
        ]
    )
    words = InMemoryBM25Retriever(store, top_k=10)
    meaning = InMemoryEmbeddingRetriever(store, top_k=10)
    join = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=LIMIT)

    def rank(question: Question) -> list[str]:
        vector = models.encoder.encode_questions([question.text])[0].tolist()
        found = join.run(
            documents=[
                words.run(query=question.text)["documents"],
                meaning.run(query_embedding=vector)["documents"],
            ]
        )
        return [statement.sentences[int(document.id)][1] for document in found["documents"]]

    return rank


def _show(hits: dict[str, dict[str, list[tuple[bool, bool]]]]) -> None:
    table = Table("right sentence first / among three", "all", *LANGUAGES, box=None, pad_edge=False)
    for name, groups in hits.items():
        cells = [np.mean(groups[group], axis=0) for group in ("all", *LANGUAGES) if group in groups]
        table.add_row(name, *(f"{first:.3f} / {three:.3f}" for first, three in cells))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
