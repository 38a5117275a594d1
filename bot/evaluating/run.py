"""What `clause evaluate` does: read, ask or take answers, measure, show, write, hold to limits."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.app import load_models
from bot.errors import Unprocessable
from bot.evaluating import page, terminal
from bot.evaluating.asking import Files, ask_engine, read_answers
from bot.evaluating.questions import AskedStatement, read_questions
from bot.evaluating.reports import Made, judged_from_json, missed, read_limits, to_json
from bot.serving import FileAnswers
from bot.settings import ROOT, Settings
from bot.terminal import Steps
from index import evaluate as measuring
from index.judged import JudgedQuestion

QUESTIONS = ROOT / "data" / "questions"
FLATTERS = (
    "The shipped models were trained on part of these questions, so these figures flatter. "
    "`--only data/questions/held_out.txt` asks about statements that they never saw; "
    "`python -m index.training.calibrate` prints figures with each statement left out of every fit."
)
FITTED_ON = (
    "The shipped models never saw these statements, but how sure answers are was fitted on them. "
    "`python -m index.training.calibrate` prints figures with each statement left out of that fit too."
)
HELD_OUT = "held_out.txt"


@dataclass(frozen=True)
class Wanted:
    """What to measure and where to put it.

    only: a file that names the statements to take. answers: judge these instead of asking the engine.
    """

    questions: Path | None = None
    statement: Path | None = None
    only: Path | None = None
    answers: Path | None = None
    json: Path | None = None
    html: Path | None = None
    compare: Path | None = None
    fail_under: Sequence[str] = ()
    fail_over: Sequence[str] = ()


def evaluate(
    settings: Settings, console: Console, wanted: Wanted, files: Files | None = None
) -> list[str]:
    """Measures, shows and writes; gives a sentence for each limit that is not kept.

    console: for progress; the figures go to standard output. files: answers instead of the engine.
    Raises ClauseError or IndexingError with a sentence that says what to do.
    """
    limits = read_limits(wanted.fail_under, wanted.fail_over)
    earlier = judged_from_json(wanted.compare) if wanted.compare else None
    for out in (wanted.json, wanted.html):
        if out is not None:
            _check_writable(out)
    if wanted.statement is not None and wanted.questions is None:
        raise Unprocessable(
            "--statement needs questions about it. Name their file with --questions FILE.jsonl."
        )
    statements = read_questions(wanted.questions or QUESTIONS, wanted.statement, wanted.only)

    if wanted.answers is not None:
        judged = read_answers(statements, wanted.answers)
        made = _made(wanted, str(wanted.answers), None)
    else:
        judged, made = _ask(settings, console, statements, wanted, files)
    report = measuring.evaluate(judged)
    comparison = None
    if earlier is not None:
        try:
            comparison = measuring.compare(earlier, judged)
        except ValueError as error:
            raise Unprocessable(
                f"“{wanted.compare}” has no question in common with these. "
                "Compare with a report on the same questions."
            ) from error
    failures = missed(report, limits)

    terminal.show(Console(), made, report)
    if comparison is not None:
        terminal.show_comparison(Console(), comparison, str(wanted.compare))
    if wanted.json is not None:
        _write(wanted.json, to_json(made, report, judged, comparison))
    if wanted.html is not None:
        _write(wanted.html, page.render(made, report, judged, comparison))
    return failures


def _ask(
    settings: Settings,
    console: Console,
    statements: Sequence[AskedStatement],
    wanted: Wanted,
    files: Files | None,
) -> tuple[list[JudgedQuestion], Made]:
    answer_from, name = None, "a stand-in"
    if files is None:
        models = load_models(settings, Steps(console).step)
        files, answer_from = FileAnswers(models), models.calibration.answer_from
        name = f"Clause with the model {models.encoder.name}"
        name += ", with a second look" if models.reranker else ", without a second look"
    with ExitStack() as stack:
        progress = stack.enter_context(
            Progress(
                TextColumn("{task.description}", markup=False),  # names of files
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                console=console,
                transient=True,
            )
        )
        task = progress.add_task("Asking", total=sum(len(s.questions) for s in statements))
        judged = list(
            ask_engine(
                statements,
                files,
                lambda statement: progress.update(task, description=statement.name),
                lambda: progress.advance(task),
            )
        )
    return judged, _made(wanted, name, answer_from)


def _made(wanted: Wanted, answered_by: str, answer_from: float | None) -> Made:
    questions = wanted.questions or QUESTIONS
    notes = []
    if wanted.answers is None and questions.resolve().is_relative_to(QUESTIONS):
        held_out = wanted.only is not None and wanted.only.resolve() == QUESTIONS / HELD_OUT
        notes.append(FITTED_ON if held_out else FLATTERS)
    return Made(
        at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        questions=str(questions).removeprefix(f"{ROOT}/"),
        answered_by=answered_by.replace(f"{ROOT}/", ""),
        answer_from=answer_from,
        notes=tuple(notes),
    )


def _check_writable(path: Path) -> None:
    """Sooner than after minutes of asking. Raises Unprocessable."""
    if path.is_dir():
        raise Unprocessable(f"“{path}” can't be written: it is a folder. Name a file in it.")
    if not path.parent.is_dir():
        raise Unprocessable(
            f"“{path}” can't be written: there is no folder “{path.parent}”. Make it, or name another."
        )


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unprocessable(
            f"“{path}” can't be written ({error.strerror}). Name another file."
        ) from error
