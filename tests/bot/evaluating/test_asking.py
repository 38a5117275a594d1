"""Answers to judge: asked of an engine, or read from a file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answering.answer import Answer
from bot.errors import Unprocessable
from bot.evaluating.asking import ask_engine, read_answers
from bot.evaluating.questions import read_questions
from bot.serving import FileAnswers
from index.calibration import Calibration
from index.encoder import Encoder
from index.models import Models
from tests.bot.evaluating.larkspur import (
    COOKIE,
    QUESTIONS,
    SHARING,
    ScriptedFiles,
    citation,
    write_lines,
)


def test_every_question_is_asked_and_judged(folder: Path, files: ScriptedFiles) -> None:
    asked: list[str] = []
    judged = list(
        ask_engine(read_questions(folder), files, on_question=lambda: asked.append("one"))
    )
    assert len(asked) == 4
    first, second, third, fourth = judged
    assert (first.verdict, first.confidence) == ("answered", 0.9)
    assert [(c.section, c.quote, c.verbatim) for c in first.cited] == [("Cookies", COOKIE, True)]
    assert first.right_place_first
    assert (first.statement, first.statement_language) == ("larkspur.en", "en")
    # the visitor saw nothing; what would have been cited is known all the same
    assert (second.verdict, second.answered) == ("not_covered", False)
    assert second.right(0)
    assert third.answered
    assert (fourth.verdict, fourth.cited) == ("small_talk", ())


def test_a_question_that_is_refused_gets_no_answer(folder: Path, files: ScriptedFiles) -> None:
    del files.script["Hello"]
    judged = list(ask_engine(read_questions(folder), files))
    assert (judged[3].verdict, judged[3].confidence, judged[3].cited) == ("error", 0.0, ())


@pytest.mark.parametrize(("answer_from", "verdict"), [(0.5, "answered"), (0.9, "not_covered")])
def test_the_whole_engine_is_asked(
    folder: Path, encoder: Encoder, answer_from: float, verdict: str
) -> None:
    """What is judged is what the Answerer says; unfitted, it is as sure of everything as of nothing."""
    calibration = replace(
        Calibration.unfitted(encoder.fingerprint, answer_from), unsure_from=answer_from
    )
    files = FileAnswers(Models(encoder, None, calibration))
    statements = read_questions(folder)
    judged = list(ask_engine(statements, files))
    path = statements[0].path
    answerer = files.answerer(files.snapshot(path), path.name)
    assert [question.verdict for question in judged] == [verdict] * 3 + ["small_talk"]
    for question in judged:
        answer = answerer.answer(question.question)
        assert (question.verdict, question.confidence) == (answer.verdict.value, answer.confidence)
        assert all(cited.verbatim for cited in question.cited)
        if answer.citations:
            assert [cited.quote for cited in question.cited] == [c.quote for c in answer.citations]
        else:
            assert bool(question.cited) == (verdict == question.verdict)


def answered(**changes: Any) -> dict[str, Any]:
    answer = Answer(
        verdict="answered",  # type: ignore[arg-type]
        confidence=0.8,
        language="en",
        text="…",
        citations=[citation("Cookies", COOKIE)],
        handoff_offered=False,
    )
    return {"id": None, **answer.model_dump(mode="json"), **changes}


def judge(folder: Path, entries: list[dict[str, Any]]) -> list[Any]:
    path = write_lines(folder.parent / "answers.jsonl", entries)
    return read_answers(read_questions(folder), path)


def test_answers_in_the_order_of_the_questions(folder: Path) -> None:
    judged = judge(
        folder,
        [
            answered(),
            {"id": None, "error": "too long"},
            answered(citations=[{"section": "Sharing", "quote": "We sell all."}], confidence=1),
            answered(verdict="small_talk", citations=[], confidence=0),
        ],
    )
    assert [question.verdict for question in judged] == [
        "answered",
        "error",
        "answered",
        "small_talk",
    ]
    assert judged[0].right_place_first
    assert not judged[2].cited[0].verbatim
    assert judged[2].cited[0].section == "Sharing"


def test_answers_by_id_in_any_order(folder: Path) -> None:
    sharing = [{"heading_path": ["Privacy", "Sharing"], "quote": SHARING}]
    entries = [answered(id=number) for number in (4, "3", 1)]
    judged = judge(folder, [answered(id=2, citations=sharing), *entries])
    assert judged[0].right(0)
    assert judged[1].right_place_first


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([answered()] * 3, "3 answers for 4 questions"),
        ([answered(id=1), answered()], "some have none"),
        ([answered(id=1), answered(id=9)], "Line 2"),
        ([answered(id=1), answered(id=1)], "answers “1” again"),
        ([answered(id=1), answered(id=2)], "leaves 2 questions unanswered, the first is “3”"),
        ([answered(verdict="yes")] * 4, "Line 1"),
        ([answered(verdict=["answered"])] * 4, "Line 1"),
        ([answered(), answered(confidence=None)] * 2, "Line 2"),
        ([answered(confidence=1.1)] * 4, "from 0 to 1"),
        ([answered(confidence=True)] * 4, "from 0 to 1"),
        ([answered(citations=["x"])] * 4, "“citations” must be"),
        ([answered(citations=[{"quote": 5}])] * 4, "“citations” must be"),
        ([answered(citations=5)] * 4, "“citations” must be"),
        ([answered(citations=[{"quote": "x", "heading_path": 5}])] * 4, "“citations” must be"),
    ],
)
def test_bad_answers_are_refused(folder: Path, entries: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(Unprocessable, match=words) as refused:
        judge(folder, entries)
    assert "answers.jsonl" in str(refused.value)


def test_no_number_is_no_confidence(folder: Path) -> None:
    line = json.dumps(answered()).replace("0.8", "NaN")
    path = folder.parent / "answers.jsonl"
    path.write_text(f"{line}\n" * len(QUESTIONS))
    with pytest.raises(Unprocessable, match="from 0 to 1"):
        read_answers(read_questions(folder), path)


def test_missing_answers_are_said(folder: Path) -> None:
    with pytest.raises(Unprocessable, match="no answers at"):
        read_answers(read_questions(folder), folder / "none.jsonl")
