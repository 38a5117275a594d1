"""Golden questions survive a file and a spreadsheet, and a bad line is told by its number."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unprocessable
from bot.publishing.golden import Golden
from bot.publishing.golden_files import as_csv, as_jsonl, read_golden
from bot.spreadsheet import escaped, unescaped
from index.snapshot import Snapshot

GOLDEN = Path(__file__).resolve().parents[3] / "data" / "golden"
QUESTIONS = (
    Golden("=1+1, or what?", "en", "orders", '+33 "exactly"\nas it stands', ("-first", "second")),
    Golden("'quoted'", "en"),
    Golden("@you: où sont mes données ?", "fr", "stockage", "", ()),
)


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_what_goes_out_comes_in_again(kind: str) -> None:
    written = (as_jsonl if kind == "jsonl" else as_csv)(QUESTIONS)
    read = read_golden(written, f"mine.{kind}", "en")
    assert (read.questions, read.bad) == (QUESTIONS, ())


@given(st.text())
def test_no_cell_is_a_formula_and_none_is_lost(cell: str) -> None:
    assert not escaped(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescaped(escaped(cell)) == cell


def test_a_spreadsheet_finds_no_formula() -> None:
    rows = csv.reader(io.StringIO(as_csv(QUESTIONS).decode("utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@"))]


def test_bad_lines_are_told_by_their_number() -> None:
    lines = [
        '{"question": "Good?"}',
        "not json",
        "[]",
        "",
        '{"question": "Good?"}',
        '{"question": "Where?", "lang": "xx"}',
        '{"question": 3}',
        '{"question": "Quote alone?", "quote": "We do."}',
        '{"question": ""}',
    ]
    read = read_golden("\n".join(lines).encode(), "mine.jsonl", "en")
    assert [one.question for one in read.questions] == ["Good?"]
    assert [one.line for one in read.bad] == [2, 3, 5, 6, 7, 8, 9]
    assert "the same as line 1" in read.bad[2].reason


def test_a_cell_of_several_lines_counts_as_several() -> None:
    text = 'Question;Language;Anchor\n"One\nquestion?";en;a\nTwo?;klingon;b\n\nThree?;fr\n'
    read = read_golden(text.encode(), "mine.csv", "en")
    assert [one.question for one in read.questions] == ["One question?", "Three?"]
    assert [one.line for one in read.bad] == [4]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"\xff\xfe", "mine.csv", "UTF-8"),
        (b"question\nWhat?", "mine.xlsx", "neither"),
        (b"", "mine.jsonl", "no question"),
        (b"what,else\n1,2\n", "mine.csv", "first line"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(content: bytes, name: str, says: str) -> None:
    with pytest.raises(Unprocessable, match=says):
        read_golden(content, name, "en")


def test_the_form_of_the_open_questions_is_read(snapshot: Snapshot) -> None:
    section = next(one for one in snapshot.sections if one.anchor == "securite-des-donnees")
    quote = section.text.split(". ")[0] + "."
    line = f'{{"question": "Sûr ?", "gold": [{{"section": "Sécurité des données", "quote": "{quote}"}}]}}'
    read = read_golden(line.encode(), "mine.jsonl", "fr", snapshot)
    assert read.questions == (Golden("Sûr ?", "fr", "securite-des-donnees", quote),)


def test_the_shipped_questions_expect_what_the_text_holds(snapshot: Snapshot) -> None:
    path = GOLDEN / "privacy.fr.jsonl"
    read = read_golden(path.read_bytes(), path.name, "fr", snapshot)
    assert read.bad == ()
    assert len(read.questions) >= 60
    sections = {one.anchor: one.text for one in snapshot.sections}
    for one in read.questions:
        assert one.anchor is None or one.quote in sections[one.anchor], one.question
    assert {one.language for one in read.questions} == {"fr", "en"}
    assert any(one.anchor is None for one in read.questions)
