"""Excerpts: the words that were looked for are marked, whatever their accents and case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.excerpts import EXCERPT_LIMIT, excerpt_of, words_of


@pytest.mark.parametrize(
    ("text", "search", "marked"),
    [
        ("Où est ma Clé ?", "cle", ["Clé"]),
        ("Mon œuvre, la vôtre", "OEUVRE votre", ["œuvre", "vôtre"]),
        ("supprimer, supprimé", "supprim", ["supprim", "supprim"]),
        ("aabb", "aab abb", ["aabb"]),
        ("nothing here", "elsewhere", []),
        ("cle\u0301 et clé", "clé", ["clé", "clé"]),
    ],
)
def test_words_are_marked(text: str, search: str, marked: list[str]) -> None:
    found = excerpt_of(text, words_of(search))
    assert [found.text[start:end] for start, end in found.marks] == marked


def test_a_long_message_is_cut_around_the_first_word() -> None:
    found = excerpt_of(f"{'avant ' * 60}compte {'après ' * 60}", ["compte"])
    assert found.text.startswith("…avant")
    assert found.text.endswith("…")
    assert len(found.text) <= EXCERPT_LIMIT
    [(start, end)] = found.marks
    assert found.text[start:end] == "compte"


@given(st.text(max_size=400), st.text(max_size=6))
def test_marks_lie_in_the_excerpt_in_order(text: str, search: str) -> None:
    found = excerpt_of(text, words_of(search))
    assert len(found.text) <= EXCERPT_LIMIT
    places = [place for mark in found.marks for place in mark]
    assert places == sorted(places)
    assert all(0 <= place <= len(found.text) for place in places)
