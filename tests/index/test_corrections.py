"""Corrections: small operations by the words they change, made again on the next revision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corrections import (
    Correction,
    CorrectionKind,
    correct,
    from_json,
    to_json,
    with_one_more,
)
from index.errors import StatementEmpty, StatementError
from index.passages import make_passages
from index.readers import outline_of, parse_statement
from index.sections import DoubtKind, Parsed
from index.snapshot import version_of

Kind = CorrectionKind
TEXT = """# Privacy

## Cookies

We set one cookie, which lasts for a

day and holds your cart.

Back to top

## Recipients

## Rights

Access. You may see what we keep.
"""


def parsed(text: str = TEXT) -> Parsed:
    return parse_statement(text.encode(), "privacy.en.md")


def lines(given: Parsed) -> list[str]:
    return [piece.text for piece in given.pieces]


def texts(given: Parsed, *corrections: Correction) -> list[str]:
    made = correct(given, corrections)
    assert made.unmatched == ()
    return [f"{p.kind[0]} {p.text}" for p in made.pieces]


CUT, REST = "We set one cookie, which lasts for a", "day and holds your cart."
JOIN = Correction(Kind.JOIN, CUT, "Cookies", REST)


def test_join_split_promote_demote_drop() -> None:
    whole = f"p {CUT} {REST}"
    assert whole in texts(parsed(), JOIN)
    both = "Access. You may see what we keep."
    split = Correction(Kind.SPLIT, both, "Rights", "You may see what we keep.")
    promote = Correction(Kind.PROMOTE, "Access.", "Rights")
    assert texts(parsed(), split, promote)[-2:] == ["h Access.", "p You may see what we keep."]
    assert "h Recipients" not in texts(parsed(), Correction(Kind.DEMOTE, "Recipients", "Cookies"))
    assert "p Recipients" in texts(parsed(), Correction(Kind.DEMOTE, "Recipients", "Cookies"))
    assert "p Back to top" not in texts(parsed(), Correction(Kind.DROP, "Back to top", "Cookies"))


def test_doubts_go_with_what_they_are_about() -> None:
    outline = outline_of(parsed(), (), "privacy.en.md")
    assert [(doubt.kind, doubt.text) for doubt in outline.doubts] == [
        (DoubtKind.CUT_SENTENCE, CUT),
        (DoubtKind.LIKE_A_MENU, "Back to top"),
        (DoubtKind.EMPTY_HEADING, "Recipients"),
    ]
    mended = (
        JOIN,
        Correction(Kind.DROP, "Back to top", "Cookies"),
        Correction(Kind.ACCEPT, "Recipients", more="empty_heading"),
    )
    outline = outline_of(parsed(), mended, "privacy.en.md")
    assert outline.doubts == ()
    assert outline.sections[1].text == f"{CUT} {REST}"
    # accepted for one place only
    other = outline_of(parsed(TEXT + "\n## Appeals\n"), mended, "privacy.en.md")
    assert [doubt.text for doubt in other.doubts] == ["Appeals"]


def test_what_a_reader_left_out_is_taken_in_again_at_its_place() -> None:
    text = "Home > Legal > Privacy\n\nPrivacy statement\n\nCookies\nWe set none.\n"
    given = parse_statement(text.encode(), "privacy.en.txt")
    assert [piece.text for piece in given.left_out] == ["Home > Legal > Privacy"]
    made = correct(given, [Correction(Kind.RESTORE, "Home > Legal > Privacy")])
    assert made.pieces[0].text == "Home > Legal > Privacy"
    assert made.left_out == ()


def test_the_next_revision_is_corrected_alike_and_what_no_longer_fits_is_told() -> None:
    drop = Correction(Kind.DROP, "Back to top", "Cookies")
    revised = TEXT.replace("day and holds", "week and holds").replace("## Rights", "## Your rights")
    made = correct(parsed(revised), [JOIN, drop])
    assert made.unmatched == (JOIN,)
    assert "Back to top" not in [piece.text for piece in made.pieces]


def test_of_pieces_with_the_same_text_the_one_under_its_heading_is_meant() -> None:
    text = "# P\n\n## A\n\nSee below.\n\nOne.\n\n## B\n\nSee below.\n\nTwo.\n"
    made = correct(parsed(text), [Correction(Kind.DROP, "See below.", "B")])
    assert [p.text for p in made.pieces] == ["P", "A", "See below.", "One.", "B", "Two."]


def test_corrections_are_part_of_a_versions_name() -> None:
    source = TEXT.encode()
    plain = version_of(source, "a.md")
    assert version_of(source, "a.md", ()) == plain
    assert version_of(source, "a.md", (JOIN,)) != plain
    assert version_of(source, "a.md", from_json(to_json([JOIN]))) == version_of(
        source, "a.md", (JOIN,)
    )


def test_a_correction_that_changes_nothing_is_refused() -> None:
    with pytest.raises(StatementError, match="changed meanwhile"):
        with_one_more(parsed(), (), Correction(Kind.DROP, "Nowhere"))
    everything = [Correction(Kind.DROP, text) for text in lines(parsed())]
    with pytest.raises(StatementEmpty):
        outline_of(parsed(), everything, "privacy.en.md")


_KINDS = st.sampled_from(list(Kind))
_TEXTS = st.sampled_from([*lines(parsed()), "", "Nowhere", REST[4:]])


@given(st.lists(st.builds(Correction, _KINDS, _TEXTS, _TEXTS, _TEXTS), max_size=12))
def test_whatever_is_corrected_quotes_stay_verbatim(corrections: list[Correction]) -> None:
    assert from_json(to_json(corrections)) == tuple(corrections)
    try:
        outline = outline_of(parsed(), corrections, "privacy.en.md")
    except StatementEmpty:
        return
    for section in outline.sections:
        for block in section.blocks:
            assert 0 <= block.start < block.end <= len(section.text)
    for passage in make_passages(outline.sections):
        text = outline.sections[passage.section].text
        assert all(text[s.start : s.end].strip() for s in passage.sentences)
