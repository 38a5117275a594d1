"""The open question set of `data/questions/`: statements with visitors' questions and their answers."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Question:
    """A visitor's question. quotes: the sentences that answer it, best first; empty if none does."""

    text: str
    language: str
    kind: str
    style: str
    quotes: tuple[str, ...]


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
    )


def normalised(text: str) -> str:
    """For comparing quotes: one kind of apostrophe and of space, no table rules."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("|", " ")
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()


def answers(quote: str, golds: tuple[str, ...]) -> bool:
    """Whether a quoted sentence is, holds, or is held by one of the expected quotes."""
    mine = normalised(quote)
    return any(mine in gold or gold in mine for gold in map(normalised, golds))
