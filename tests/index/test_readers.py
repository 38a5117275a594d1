"""Readers: other people's statements, and files that are none."""

from pathlib import Path

import pytest

from index.errors import (
    StatementEmpty,
    StatementFormatUnknown,
    StatementNotText,
    StatementTooLarge,
    StatementUnreadable,
)
from index.passages import make_passages
from index.readers import MAX_BYTES, read_statement
from index.readers.markdown import read_markdown
from index.sections import DoubtKind, Outline
from index.training.dataset import load_dataset, normalised

QUESTIONS = Path(__file__).resolve().parents[2] / "data" / "questions"


def outline_of(text: str, ending: str = "txt") -> Outline:
    return read_statement(text.encode(), f"privacy.{ending}")


def paths(outline: Outline) -> list[tuple[str, ...]]:
    return [section.heading_path for section in outline.sections]


def quotes(outline: Outline) -> list[str]:
    return [
        outline.sections[p.section].text[s.start : s.end]
        for p in make_passages(outline.sections)
        for s in p.sentences
    ]


MARKDOWN = """---
layout: page
---
# Privacy at Larkspur

We keep *little*. See the [list](https://larkspur.example).

## What we keep

- your name
- your `email`
  and nothing else

**Cookies.** We set one.

| What | How long |
|---|---|
| Bills | ten years |

Contact
-------
Write to us.
"""


def test_attributes_for_the_page_are_no_words_of_the_statement() -> None:
    text = (
        '# Politique {: .no-toc }\n\nLe 1er mai\n{: datetime="2026-05-01" }\n\n'
        "Nous gardons {vos} factures dix ans. {: #factures }\n\n{: .menu }\n\n"
        "- Un code `{: x }` reste\n{: #codes }\n"
    )
    pieces = read_markdown(text).pieces
    assert [piece.text for piece in pieces] == [
        "Politique",
        "Le 1er mai",
        "Nous gardons {vos} factures dix ans.",
        "Un code {: x } reste",
    ]


def test_markdown() -> None:
    outline = outline_of(MARKDOWN, "md")
    assert outline.title == "Privacy at Larkspur"
    assert paths(outline) == [
        ("Privacy at Larkspur",),
        ("Privacy at Larkspur", "What we keep"),
        ("Privacy at Larkspur", "What we keep", "Cookies"),
        ("Privacy at Larkspur", "Contact"),
    ]
    assert quotes(outline) == [
        "We keep little.",
        "See the list.",
        "your name",
        "your email and nothing else",
        "We set one.",
        "What | How long",
        "Bills | ten years",
        "Write to us.",
    ]


HTML = """<!doctype html><html lang=en><head><title>Larkspur | Privacy</title>
<style>p{color:red}</style><script>alert("We sell everything.")</script></head><body>
<nav><a href=/>Home</a><a href=/buy>Buy now</a></nav>
<main><h1>Privacy at <em>Larkspur</em></h1>
<p>We keep <b>little</b>.<br>Really little.</p><p hidden>We sell everything.</p>
<h2>What we keep</h2><ul><li>your name<ul><li>as you spell it</li></ul></li><li>your e&shy;mail</li></ul>
<p><strong>Cookies:</strong> We set one.</p>
<table><tr><th>What</th><th>How long</th></tr><tr><td>Bills</td><td>ten <i>years</i></td></tr></table>
<h2>Contact</h2>Write to us.<form><button>Subscribe</button></form></main>
<footer>Copyright Larkspur</footer></body></html>"""


def test_html() -> None:
    outline = outline_of(HTML, "html")
    assert outline.title == "Privacy at Larkspur"
    assert [section.heading for section in outline.sections] == [
        "Privacy at Larkspur",
        "What we keep",
        "Cookies",
        "Contact",
    ]
    assert quotes(outline) == [
        "We keep little.",
        "Really little.",
        "your name",
        "as you spell it",
        "your email",
        "We set one.",
        "What How long",
        "Bills ten years",
        "Write to us.",
    ]


def test_a_page_nested_to_overflow_the_stack_is_read_or_left_but_never_crashes() -> None:
    deep = "<div>" * 20_000 + "<p>Deep down.</p>"
    with pytest.raises(StatementEmpty):
        outline_of(deep, "html")


TEXT = """Home > About > Privacy

Privacy notice of Larkspur
Last updated: 3 May 2026

Contents
Who we are
What we keep
Contact

Who we are
Larkspur Ltd sells seeds. It is based in Hull.

What we keep

We keep:
  • your name;
  • your address.

Cookies: We set one cookie. It lasts a day.
Backups: copies are kept for a week and then deleted.

Contact

Post:
Larkspur Ltd
1 Seed Lane

E-mail: seeds@larkspur.example
"""


def test_text_with_menus_and_run_in_headings() -> None:
    outline = outline_of(TEXT)
    title = "Privacy notice of Larkspur"
    assert paths(outline) == [
        (title,),
        (title, "Who we are"),
        (title, "What we keep"),
        (title, "What we keep", "Cookies"),
        (title, "What we keep", "Backups"),
        (title, "Contact"),
    ]
    assert quotes(outline) == [
        "Last updated: 3 May 2026",
        "Larkspur Ltd sells seeds.",
        "It is based in Hull.",
        "We keep:",
        "your name;",
        "your address.",
        "We set one cookie.",
        "It lasts a day.",
        "copies are kept for a week and then deleted.",
        "Post:\nLarkspur Ltd\n1 Seed Lane",
        "E-mail: seeds@larkspur.example",
    ]
    assert {d.text for d in outline.doubts if d.kind == DoubtKind.MENU_LEFTOVER} == {
        "Home > About > Privacy",
        "Contents",
        "Who we are",
        "What we keep",
        "Contact",
    }


def test_lines_broken_at_a_column_are_one_paragraph() -> None:
    outline = outline_of(
        "Privacy notice\n\nWe keep your name and your address for as long as you have an\n"
        "account with us, and for no longer than one year after you\nclosed it. Then all goes.\n"
    )
    assert quotes(outline) == [
        "We keep your name and your address for as long as you have an account with us, "
        "and for no longer than one year after you closed it.",
        "Then all goes.",
    ]


def test_headings_that_are_alike_get_anchors_of_their_own() -> None:
    outline = outline_of(
        "# P\n\n## A\n\n### Data\n\nx\n\n## B\n\n### Data\n\ny\n\n### Data\n\nz", "md"
    )
    assert [s.anchor for s in outline.sections] == ["p", "a", "data", "b", "b--data", "b--data-2"]


def test_renumbering_leaves_anchors_alone() -> None:
    before = outline_of("# P\n\n## 3. Cookies\n\nx", "md")
    after = outline_of("# P\n\n## 4. Cookies\n\nx", "md")
    assert before.sections[1].anchor == after.sections[1].anchor == "cookies"


def test_sections_and_quotes_of_the_whole_question_set_are_found() -> None:
    """37 statements in four languages: the heading tree that people saw is the one that is read."""
    golds = missing = 0
    for statement in load_dataset(QUESTIONS):
        outline = read_statement(statement.path.read_bytes(), statement.path.name)
        texts = [normalised(section.text) for section in outline.sections]
        for question in statement.questions:
            for quote in question.quotes:
                golds += 1
                missing += not any(normalised(quote) in text for text in texts)
    assert golds > 4_000
    assert missing <= 2


@pytest.mark.parametrize(
    ("source", "name", "error", "says"),
    [
        (b"", "privacy.fr.txt", StatementEmpty, "is empty"),
        (b" \n\t\r\n", "privacy.fr.txt", StatementEmpty, "is empty"),
        (b"\x00" * 50, "privacy.fr.txt", StatementEmpty, "is empty"),
        (b"<script>x()</script>", "privacy.fr.html", StatementEmpty, "holds no text"),
        ("Confidentialité".encode("latin-1"), "privacy.fr.txt", StatementNotText, "not UTF-8"),
        ("Privacy".encode("utf-16"), "privacy.fr.txt", StatementNotText, "UTF-16"),
        (b"PK\x03\x04\x00\x00\xff\xfe", "privacy.fr.txt", StatementUnreadable, "zip archive"),
        (b"x" * 20_000_000, "privacy.fr.txt", StatementTooLarge, "20,000,000 bytes"),
        (b"text", "privacy.fr.exe", StatementFormatUnknown, ".html"),
        (b"text", "privacy", StatementFormatUnknown, "privacy"),
    ],
)
def test_what_is_no_statement_is_refused_with_a_sentence(
    source: bytes, name: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says) as refusal:
        read_statement(source, name)
    assert name in str(refusal.value)


def test_just_under_the_limit_is_read() -> None:
    outline = read_statement(b"# T\n\n" + b"Word. " * ((MAX_BYTES - 10) // 6), "privacy.md")
    assert len(outline.sections) == 1
