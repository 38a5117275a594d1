"""The command: what it shows, what it writes, and how it ends."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot.errors import Unprocessable
from bot.evaluating import run
from bot.evaluating.run import Wanted, evaluate
from bot.settings import Settings
from tests.bot.evaluating.larkspur import QUESTIONS, STATEMENT, ScriptedFiles, write_lines
from tests.shipped import ROOT


def measure(wanted: Wanted, files: ScriptedFiles) -> tuple[list[str], str]:
    """Limits that were missed, and what was shown on standard error."""
    shown = io.StringIO()
    return evaluate(Settings(), Console(file=shown), wanted, files), shown.getvalue()


def test_figures_are_shown_and_written(
    folder: Path, files: ScriptedFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, html = tmp_path / "report.json", tmp_path / "report.html"
    missed, _ = measure(Wanted(folder, json=out, html=html, fail_under=["answer@1=0.5"]), files)
    assert missed == []
    shown = capsys.readouterr().out
    assert "4 questions" in shown
    assert "answered right" in shown
    assert "50.0 %" in shown
    assert run.FLATTERS[:30] not in shown
    figures = json.loads(out.read_bytes())["overall"]["figures"]
    assert figures["answer@1"]["value"] == 0.5
    assert figures["first@1"]["value"] == 1
    assert figures["unanswerable-answered"]["value"] == 1
    assert b"Found, but not sure enough to answer" in html.read_bytes()


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_no_figure_is_lost_on_a_narrow_terminal(
    folder: Path,
    files: ScriptedFiles,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    measure(Wanted(folder), files)
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= columns
    assert "…" not in shown
    for label in ("answered right", "answered wrong", "not answered", "small talk recognised"):
        assert label in shown


def test_a_limit_that_is_missed_is_told(folder: Path, files: ScriptedFiles) -> None:
    wanted = Wanted(folder, fail_under=["answer@1=0.7"], fail_over=["unanswerable-answered=0.5"])
    missed, _ = measure(wanted, files)
    assert missed == [
        "answer@1 is 0.500, under the limit of 0.7.",
        "unanswerable-answered is 1.000, over the limit of 0.5.",
    ]


def test_reports_are_compared(
    folder: Path, files: ScriptedFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier, later = tmp_path / "earlier.json", tmp_path / "later.json"
    measure(Wanted(folder, json=earlier), files)
    confidence, citations = files.script["Do you sell my data?"]
    files.script["Do you sell my data?"] = (confidence + 0.8, citations)
    capsys.readouterr()
    measure(Wanted(folder, compare=earlier, json=later), files)
    assert "1 now answered right that were not, 0 no longer" in " ".join(
        capsys.readouterr().out.split()
    )
    change = json.loads(later.read_bytes())["comparison"]["differences"]["answer@1"]
    assert (change["before"], change["now"], change["difference"]) == (0.5, 1, 0.5)


def test_answers_of_another_bot_are_judged_without_a_model(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [{"verdict": "not_covered", "confidence": 0, "citations": []}] * 4
    answers = write_lines(tmp_path / "answers.jsonl", entries)
    shown = io.StringIO()
    missed = evaluate(
        Settings(encoder="nowhere"),
        Console(file=shown),
        Wanted(folder, answers=answers, fail_over=["refused=0.5"]),
    )
    assert missed == ["refused is 1.000, over the limit of 0.5."]
    assert shown.getvalue() == ""
    assert "answers.jsonl" in capsys.readouterr().out.replace("\n", "")


def test_the_shipped_questions_come_with_a_warning(
    folder: Path,
    files: ScriptedFiles,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(run, "QUESTIONS", folder)
    measure(Wanted(), files)
    assert run.FLATTERS in " ".join(capsys.readouterr().out.split())
    measure(Wanted(folder / "larkspur.en.jsonl"), files)
    assert run.FLATTERS in " ".join(capsys.readouterr().out.split())
    (folder / run.HELD_OUT).write_text("larkspur.en\n")
    measure(Wanted(only=folder / run.HELD_OUT), files)
    shown = " ".join(capsys.readouterr().out.split())
    assert run.FITTED_ON in shown
    assert run.FLATTERS not in shown


def test_what_can_not_be_done_is_refused_before_anything_is_asked(
    folder: Path, files: ScriptedFiles, tmp_path: Path
) -> None:
    files.script.clear()
    nowhere = tmp_path / "none"
    for wanted, words in (
        (Wanted(folder, json=nowhere / "a.json"), "no folder"),
        (Wanted(folder, html=tmp_path), "it is a folder"),
        (Wanted(folder, compare=nowhere), "can't be read"),
        (Wanted(folder, fail_under=["odd=1"]), "“odd”"),
        (Wanted(statement=folder / "larkspur.en.md"), "--questions FILE"),
    ):
        with pytest.raises(Unprocessable, match=words):
            measure(wanted, files)


def test_reports_on_other_questions_are_not_compared(
    folder: Path, files: ScriptedFiles, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier.json"
    measure(Wanted(folder, json=earlier), files)
    write_lines(folder / "larkspur.en.jsonl", [{"question": "Another?"}])
    with pytest.raises(Unprocessable, match="no question in common"):
        measure(Wanted(folder, compare=earlier), files)


def clause(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CLAUSE_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "evaluate", *arguments],
        capture_output=True,
        timeout=300,
        cwd=ROOT,
        env=environment,
        check=False,
        text=True,
    )


def test_the_command_ends_with_what_it_found(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notice.md").write_text(STATEMENT, "utf-8")
    questions = write_lines(tmp_path / "mine.jsonl", QUESTIONS)
    about = ["--questions", str(questions), "--statement", str(tmp_path / "notice.md")]

    asked = clause(*about, "--fail-over", "not-verbatim=0", "--json", str(tmp_path / "r.json"))
    assert asked.returncode == 0, asked.stderr
    assert "quotes not verbatim" in asked.stdout
    judged = json.loads((tmp_path / "r.json").read_bytes())["judged"]
    assert [question["verdict"] for question in judged][3] == "small_talk"

    answers = write_lines(tmp_path / "a.jsonl", [{"id": n, "error": "none"} for n in range(1, 5)])
    missed = clause(*about, "--answers", str(answers), "--fail-under", "answer@1=0.1")
    assert missed.returncode == 1
    assert missed.stderr == "clause: answer@1 is 0.000, under the limit of 0.1.\n"
    assert "answered right" in missed.stdout

    questions.write_text("not JSON\n")
    refused = clause(*about)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.startswith("clause: Line 1 of “")
    assert refused.stderr.count("\n") == 1


def test_help_is_for_people() -> None:
    done = clause("--help")
    assert done.returncode == 0
    assert "--fail-under" in done.stdout
