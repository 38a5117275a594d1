"""Statements ready to train on: their windows, and which sentences answer which question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.passages import make_passages
from index.quotes import answers, same_heading
from index.readers import read_statement
from index.training.dataset import Question, load_dataset
from index.windows import Window, make_windows


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a statement. rows: the sentences that answer it, none if none does."""

    text: str
    language: str
    kind: str
    style: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """A statement to train on. sentences: as many rows as its windows hold."""

    name: str
    language: str
    windows: tuple[Window, ...]
    sentences: int
    examples: tuple[Example, ...]


def load_material(folder: Path, without: Sequence[str] = ()) -> list[Material]:
    """Every statement of `data/questions/` whose name does not begin with one of `without`.

    Small talk and wishes for a person are left out: they never reach the search.
    """
    return [
        material
        for material in _materials(folder)
        if not any(material.name.startswith(prefix) for prefix in without)
    ]


def load_all(folders: Sequence[Path], without: Sequence[str] = ()) -> list[Material]:
    """As `load_material`, of several folders."""
    return [material for folder in folders for material in load_material(folder, without)]


def held_out(path: Path) -> list[str]:
    """Names of statements, a line each, that are never trained on."""
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


def _materials(folder: Path) -> Iterator[Material]:
    for statement in load_dataset(folder):
        outline = read_statement(statement.path.read_bytes(), statement.path.name)
        passages = make_passages(outline.sections)
        windows = make_windows(outline.sections, passages)
        units: list[tuple[str, str]] = []
        for passage in passages:
            section = outline.sections[passage.section]
            units.extend(
                (section.heading, section.text[sentence.start : sentence.end])
                for sentence in passage.sentences
                if sentence.searchable
            )
        examples = [
            Example(
                question.text,
                question.language,
                question.kind,
                question.style,
                _answering(question, units),
            )
            for question in statement.questions
            if question.kind in ("answerable", "unanswerable", "offtopic")
        ]
        # a question whose answer is no sentence to this reader teaches nothing
        usable = [e for e in examples if e.rows or e.kind != "answerable"]
        yield Material(statement.path.stem, statement.language, windows, len(units), tuple(usable))


def _answering(question: Question, units: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Rows of the sentences that answer: in the sections that are named, else wherever they stand."""
    golds = list(zip(question.sections, question.quotes, strict=True))
    rows = tuple(
        row
        for row, (heading, text) in enumerate(units)
        if any(answers(text, [quote]) and same_heading(heading, name) for name, quote in golds)
    )
    return rows or tuple(
        row for row, (_, text) in enumerate(units) if answers(text, question.quotes)
    )
