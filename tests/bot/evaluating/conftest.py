"""A folder of questions, and what answers them by a script."""

from pathlib import Path

import pytest

from tests.bot.evaluating.larkspur import (
    COOKIE,
    QUESTIONS,
    SHARING,
    STATEMENT,
    ScriptedFiles,
    citation,
    write_lines,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Questions beside their statement."""
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "larkspur.en.md").write_text(STATEMENT, "utf-8")
    write_lines(folder / "larkspur.en.jsonl", QUESTIONS)
    return folder


@pytest.fixture
def files() -> ScriptedFiles:
    """The first right, the second found but held back, the third wrongly answered, small talk."""
    return ScriptedFiles(
        {
            "How long does the cookie last?": (0.9, [citation("Cookies", COOKIE)]),
            "Do you sell my data?": (0.1, [citation("Sharing", SHARING)]),
            "Who is your host?": (0.6, [citation("Sharing", SHARING)]),
            "Hello": (0.0, []),
        }
    )
