"""Gets the answers that are judged: from the whole engine, or from a file of answers made elsewhere."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from bot.answering.answer import Answers, Verdict
from bot.errors import ClauseError, Unprocessable
from bot.evaluating.questions import AskedStatement, KnownQuestion, read_lines
from index.judged import SHOWN, Cited, JudgedQuestion
from index.snapshot import Snapshot

NO_ANSWER = "error"  # the verdict of a question that was refused as such, not answered


class Files(Protocol):
    """Makes snapshots of statement files, and what answers from them."""

    def snapshot(
        self, path: Path, on_progress: Callable[[str, int, int], None] | None = None
    ) -> Snapshot:
        """The snapshot of a file."""

    def answerer(self, snapshot: Snapshot, name: str) -> Answers:
        """What answers from it."""


def ask_engine(
    statements: Sequence[AskedStatement],
    files: Files,
    on_statement: Callable[[AskedStatement], None] = lambda statement: None,
    on_question: Callable[[], None] = lambda: None,
) -> Iterator[JudgedQuestion]:
    """Every question as a visitor would ask it: without a word about its language."""
    for statement in statements:
        on_statement(statement)
        snapshot = files.snapshot(statement.path)
        answers = files.answerer(snapshot, statement.path.name)
        # where the engine finds nothing it cites nothing: what it would have cited, this one says
        frank = files.answerer(
            replace(snapshot, calibration=replace(snapshot.calibration, unsure_from=0.0)),
            statement.path.name,
        )
        for question in statement.questions:
            yield _ask(statement, question, answers, frank)
            on_question()


def _ask(
    statement: AskedStatement, question: KnownQuestion, answers: Answers, frank: Answers
) -> JudgedQuestion:
    try:
        answer = answers.answer(question.text)
    except ClauseError:
        return _judged(statement, question, NO_ANSWER, 0.0, [])
    citations = answer.citations
    if answer.verdict is Verdict.NOT_COVERED and not citations:
        citations = frank.answer(question.text).citations
    cited = [(citation.heading_path[-1], citation.quote) for citation in citations]
    return _judged(statement, question, answer.verdict.value, answer.confidence, cited)


def _judged(
    statement: AskedStatement,
    question: KnownQuestion,
    verdict: str,
    confidence: float,
    cited: Sequence[tuple[str, str]],
) -> JudgedQuestion:
    return JudgedQuestion(
        statement=statement.name,
        statement_language=statement.language,
        question=question.text,
        language=question.language,
        kind=question.kind,
        style=question.style,
        verdict=verdict,
        confidence=confidence,
        cited=tuple(
            Cited(section, quote, statement.holds(quote)) for section, quote in cited[:SHOWN]
        ),
        expected=question.expected,
    )


def read_answers(statements: Sequence[AskedStatement], path: Path) -> list[JudgedQuestion]:
    """Answers as `clause ask --jsonl` writes them: by their id, or in the order of the questions.

    Raises Unprocessable with a sentence that says what to do.
    """
    if not path.is_file():
        raise Unprocessable(f"There are no answers at “{path}”. Name a .jsonl file with --answers.")
    asked = [(statement, question) for statement in statements for question in statement.questions]
    lines = list(read_lines(path))
    named = [entry for _, entry in lines if entry.get("id") is not None]
    if named and len(named) < len(lines):
        raise Unprocessable(
            f"Some answers of “{path}” have an id and some have none. Give all of them one, or none."
        )
    if named:
        lines = _in_order(lines, [question.id for _, question in asked], path)
    if len(lines) != len(asked):
        raise Unprocessable(
            f"“{path}” has {len(lines)} answers for {len(asked)} questions. "
            "Answer each question on a line of its own, in their order, or name it with its id."
        )
    return [
        _from_line(statement, question, entry, f"Line {line} of “{path}”")
        for (statement, question), (line, entry) in zip(asked, lines, strict=True)
    ]


def _in_order(
    lines: list[tuple[int, dict[str, Any]]], ids: list[str], path: Path
) -> list[tuple[int, dict[str, Any]]]:
    by_id: dict[str, tuple[int, dict[str, Any]]] = {}
    known = set(ids)
    for line, entry in lines:
        name = str(entry["id"])
        if name not in known:
            raise Unprocessable(
                f"Line {line} of “{path}” answers a question “{name[:60]}” that was not asked. A question "
                f"without an id is named by its line, the first of these is “{ids[0]}”."
            )
        if name in by_id:
            raise Unprocessable(
                f"Line {line} of “{path}” answers “{name[:60]}” again. Leave one answer of each."
            )
        by_id[name] = line, entry
    missing = [name for name in ids if name not in by_id]
    if missing:
        raise Unprocessable(
            f"“{path}” leaves {len(missing)} questions unanswered, the first is “{missing[0]}”. "
            'Write {"id": …, "error": "…"} for what got no answer.'
        )
    return [by_id[name] for name in ids]


def _from_line(
    statement: AskedStatement, question: KnownQuestion, entry: dict[str, Any], place: str
) -> JudgedQuestion:
    if "error" in entry:
        return _judged(statement, question, NO_ANSWER, 0.0, [])
    verdict, confidence = entry.get("verdict"), entry.get("confidence")
    if verdict not in list(Verdict):
        raise Unprocessable(
            f"{place} has no verdict that is known. Known verdicts: {', '.join(Verdict)}."
        )
    if (
        isinstance(confidence, bool)
        or not isinstance(confidence, int | float)
        or not 0 <= confidence <= 1
    ):
        raise Unprocessable(
            f"{place}: “confidence” must be a number from 0 to 1. Write 1 for what is answered and 0 "
            "for the rest if the bot that was asked has none."
        )
    try:
        cited = [_citation(citation) for citation in entry.get("citations") or []]
    except (AttributeError, KeyError, TypeError, IndexError, ValueError) as error:
        raise Unprocessable(
            f"{place}: “citations” must be a list of objects with a quote and a heading_path "
            "(or a section)."
        ) from error
    return _judged(statement, question, str(verdict), float(confidence), cited)


def _citation(citation: dict[str, Any]) -> tuple[str, str]:
    path, quote = citation.get("heading_path"), citation["quote"]
    section = path[-1] if path else citation.get("section", "")
    if not isinstance(quote, str) or not isinstance(section, str):
        raise ValueError("not text")
    return section, quote
