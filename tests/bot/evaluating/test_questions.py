"""What is read as questions, and what is refused with which sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ClauseError, Unprocessable
from bot.evaluating.questions import read_questions
from index.errors import IndexingError
from index.judged import Expected
from tests.bot.evaluating.larkspur import COOKIE, QUESTIONS, STATEMENT, write_lines
from tests.shipped import ROOT


def test_questions_with_their_statement(folder: Path) -> None:
    (asked,) = read_questions(folder)
    assert (asked.name, asked.language) == ("larkspur.en", "en")
    first = asked.questions[0]
    assert (first.id, first.line, first.text) == ("1", 1, "How long does the cookie last?")
    assert first.expected == (Expected("Cookies", COOKIE, None),)
    assert [question.kind for question in asked.questions] == [
        "answerable",
        "answerable",
        "unanswerable",
        "smalltalk",
    ]
    assert asked.holds("it lasts a day. You may")
    assert not asked.holds("It lasts a day.")
    assert not asked.holds("")


def test_a_file_with_a_statement_elsewhere(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "notice.md").write_text(STATEMENT, "utf-8")
    questions = write_lines(tmp_path / "mine.jsonl", QUESTIONS)
    (asked,) = read_questions(questions, tmp_path / "notice.md")
    assert (asked.name, asked.language, len(asked.questions)) == ("notice", "en", 4)


def test_little_need_be_written(tmp_path: Path) -> None:
    (tmp_path / "n.en.md").write_text(STATEMENT, "utf-8")
    golds = [{"section": "cookies :", "quote": COOKIE}]
    lines = [{"id": 7, "question": "How long?", "gold": golds}, {"question": "Who hosts?"}]
    (asked,) = read_questions(write_lines(tmp_path / "n.en.jsonl", lines))
    assert [(q.id, q.kind, q.language, q.style) for q in asked.questions] == [
        ("7", "answerable", "en", "none given"),
        ("2", "unanswerable", "en", "none given"),
    ]


def test_in_a_folder_of_several_the_file_is_part_of_the_name(folder: Path) -> None:
    (folder / "other.en.md").write_text(STATEMENT, "utf-8")
    write_lines(folder / "other.en.jsonl", QUESTIONS[:1])
    ids = [question.id for asked in read_questions(folder) for question in asked.questions]
    assert ids[0] == "larkspur.en:1"
    assert ids[-1] == "other.en:1"


def test_only_the_statements_that_a_file_names(folder: Path, tmp_path: Path) -> None:
    (folder / "other.en.md").write_text(STATEMENT, "utf-8")
    write_lines(folder / "other.en.jsonl", QUESTIONS[:1])
    names = tmp_path / "held_out.txt"
    names.write_text("other.en\n\n")
    assert [asked.name for asked in read_questions(folder, only=names)] == ["other.en"]
    for text, words in (("other.en\nodd\n", "“odd”"), ("\n", "names no statement")):
        names.write_text(text)
        with pytest.raises(Unprocessable, match=words):
            read_questions(folder, only=names)
    with pytest.raises(Unprocessable, match="can't be read"):
        read_questions(folder, only=tmp_path / "none.txt")
    with pytest.raises(Unprocessable, match="--only goes with a folder"):
        read_questions(folder / "other.en.jsonl", only=names)


def test_a_line_separator_inside_a_question_ends_no_line(folder: Path) -> None:
    path = folder / "larkspur.en.jsonl"
    path.write_text(json.dumps({"question": "a\u2028b"}, ensure_ascii=False) + "\n\n", "utf-8")
    (asked,) = read_questions(path)
    assert [question.text for question in asked.questions] == ["a\u2028b"]


def gold(**changes: Any) -> dict[str, Any]:
    return {"question": "q?", "gold": [{"section": "Cookies", "quote": COOKIE, **changes}]}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"question": "a"', ["Line 2", "not JSON"]),
        ("[" * 100_000, ["Line 2", "not JSON"]),
        ("[1]", ["Line 2", "not a JSON object"]),
        ("{}", ["Line 2", "no question"]),
        ('{"question": 5}', ["Line 2", "“question” must be text"]),
        ('{"question": "q", "kind": "odd"}', ["Line 2", "“odd”", "answerable"]),
        ('{"question": "q", "kind": "answerable"}', ["Line 2", "has no gold"]),
        ('{"question": "q", "lang": "xx"}', ["Line 2", "“xx”", "fr, en"]),
        ('{"question": "q", "gold": {"quote": "x"}}', ["Line 2", "“gold” must be a list"]),
        ('{"question": "q", "gold": ["x"]}', ["Line 2", "“gold” must be a list"]),
        (json.dumps(gold(part="1")), ["Line 2", "“gold” must be a list"]),
        (json.dumps(gold(quote=" ")), ["Line 2", "“gold” must be a list"]),
        (json.dumps(gold(quote="It lasts a year.")), ["Line 2", "“It lasts a year.”", "Copy"]),
        (json.dumps(gold(section="Cakes")), ["Line 2", "“Cakes”", "does not have"]),
        (json.dumps({**gold(), "kind": "offtopic"}), ["Line 2", "offtopic, but has a gold"]),
        (json.dumps(QUESTIONS[0]), ["Line 2", "same as line 1"]),
    ],
)
def test_a_bad_line_is_named(folder: Path, line: str, words: list[str]) -> None:
    path = folder / "larkspur.en.jsonl"
    path.write_text(json.dumps(QUESTIONS[0]) + "\n" + line + "\n", "utf-8")
    with pytest.raises(Unprocessable) as refused:
        read_questions(folder)
    for word in [*words, "larkspur.en.jsonl"]:
        assert word in str(refused.value)


def test_what_is_missing_is_said(folder: Path, tmp_path: Path) -> None:
    def refusal(path: Path, statement: Path | None = None) -> str:
        with pytest.raises((ClauseError, IndexingError)) as refused:
            read_questions(path, statement)
        assert str(refused.value).endswith(".")
        return str(refused.value)

    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no .jsonl" in refusal(empty)
    assert "no questions at" in refusal(tmp_path / "nowhere.jsonl")
    alone = write_lines(tmp_path / "alone.en.jsonl", QUESTIONS)
    assert "no statement beside" in refusal(alone)
    assert "alone.en.txt" in refusal(alone)
    assert "can't be read" in refusal(alone, tmp_path / "none.txt")
    assert "is a folder" in refusal(folder, folder / "larkspur.en.md")
    (folder / "larkspur.en.jsonl").write_bytes(b"\n")
    assert "holds no question" in refusal(folder)
    (folder / "larkspur.en.jsonl").write_bytes(b"\xff\n")
    assert "not UTF-8" in refusal(folder)


def test_the_open_question_set_can_be_read() -> None:
    """Every expected sentence and section of data/questions/ is there."""
    statements = read_questions(ROOT / "data" / "questions")
    assert sum(len(asked.questions) for asked in statements) > 5_000
