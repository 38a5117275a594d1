"""The open question set of `data/questions/`: statements with visitors' questions and their answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.quotes import answers as answers
from index.quotes import normalised as normalised


@dataclass(frozen=True, slots=True)
class Question:
    """A visitor's question.

    quotes: the sentences that answer it, best first; empty if none does. sections: the heading that
    each stands under.
    """

    text: str
    language: str
    kind: str
    style: str
    quotes: tuple[str, ...]
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionedStatement:
    """A statement with its questions. language: of the statement."""

    path: Path
    language: str
    questions: tuple[Question, ...]


def load_dataset(folder: Path) -> Iterator[QuestionedStatement]:
    """Every statement `NN-slug.<language>.<ending>` of a folder that has a `.jsonl` beside it."""
    for questions_path in sorted(folder.glob("*.jsonl")):
        path = next(
            p for p in sorted(folder.glob(f"{questions_path.stem}.*")) if p.suffix != ".jsonl"
        )
        lines = questions_path.read_text("utf-8").splitlines()
        yield QuestionedStatement(
            path=path,
            language=questions_path.stem.rsplit(".", 1)[-1],
            questions=tuple(_question(json.loads(line)) for line in lines if line.strip()),
        )


def _question(entry: dict[str, object]) -> Question:
    gold = entry.get("gold") or []
    assert isinstance(gold, list)
    return Question(
        text=str(entry["question"]),
        language=str(entry["lang"]),
        kind=str(entry["kind"]),
        style=str(entry["style"]),
        quotes=tuple(str(g["quote"]) for g in gold),
        sections=tuple(str(g["section"]) for g in gold),
    )
