"""Spelling, slips, and the lists of phrases themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.lexicon import CODES, Lexicon, _phrases, is_slip, lexicon
from bot.answering.phrases import PHRASES
from bot.answering.text import MOST_CHARACTERS, fold, shorten, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Données À L'ÉTRANGER", "donnees a l'etranger"),
        ("Œuvre", "oeuvre"),
        ("Straße", "strasse"),
        ("¿Niño?", "¿nino?"),
        ("Merciiiii", "merci"),
        ("helloooo", "hello"),
        ("ＦＵＬＬ", "full"),
        ("année", "annee"),
        ("10000", "10000"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_apostrophes_and_hyphens_part_words() -> None:
    assert words("Passez-moi quelqu'un, s’il_vous plaît") == [
        *("passez", "moi", "quelqu", "un", "s", "il", "vous", "plait")
    ]


def test_long_text_keeps_its_beginning_and_its_end() -> None:
    text = "begin" + "x" * 100_000 + "end"
    short = shorten(text)
    assert len(short) <= MOST_CHARACTERS + 1
    assert short.startswith("begin")
    assert short.endswith("end")
    assert shorten("short") == "short"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("muhcas", "muchas"),  # changed places
        ("mecri", "merci"),
        ("conseilller", "conseiller"),
        ("conseiler", "conseiller"),  # doubled or not
        ("paser", "passer"),
        ("operatpr", "operator"),
        ("oprator", "operator"),
        ("opeerator", "operator"),
    ],
)
def test_slips(written: str, meant: str) -> None:
    assert is_slip(written, meant)


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("agents", "agent"),  # inflected
        ("argent", "agent"),  # short, and another word
        ("operator", "operator"),
        ("aoperator", "operator"),  # nobody slips on the first letter
        ("oprtor", "operator"),
        ("", "operator"),
        ("people", "robot"),
    ],
)
def test_no_slips(written: str, other: str) -> None:
    assert not is_slip(written, other)


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_slip_is_not_the_word_itself(written: str, meant: str) -> None:
    assert not is_slip(written, written)
    assert isinstance(is_slip(written, meant), bool)


def test_codes() -> None:
    assert lexicon("fr").encode("Je veux parler à un conseiller !") == "WTdaP."
    assert lexicon("fr").encode("Jveux parlé a un consieller, svp") == "WTdaP,y"
    assert lexicon("en").encode("Widget 42, hahaha?") == "x#,c?"
    assert lexicon("xx") is not lexicon("fr")
    assert lexicon("xx").encode("hello") == lexicon("en").encode("hello")


def test_the_longest_phrase_wins() -> None:
    assert lexicon("fr").encode("une personne physique") != lexicon("fr").encode("une personne")
    assert lexicon("en").encode("are you there") == CODES["remark"]
    assert lexicon("en").encode("are you") == CODES["you_are"]


def test_a_word_means_what_it_means_in_the_language() -> None:
    assert lexicon("fr").encode("si") == CODES["if"]
    assert lexicon("es").encode("humano") == lexicon("fr").encode("humano") == CODES["staff"]
    assert lexicon("de").encode("die") != lexicon("en").encode("person")


def test_codes_are_letters_of_their_own() -> None:
    assert len(set(CODES.values())) == len(CODES)
    assert all(len(code) == 1 and code.isalpha() for code in CODES.values())
    assert "x" not in CODES.values()


@pytest.mark.parametrize("language", list(PHRASES))
def test_every_phrase_listed_counts(language: str) -> None:
    """A kind that is not known, or a phrase that an earlier kind has already, would do nothing."""
    assert set(PHRASES[language]) <= set(CODES)
    own = Lexicon(language)
    for kind, listed in PHRASES[language].items():
        for phrase in listed.split(","):
            spellings = [" ".join(spelling) for spelling in _phrases(phrase)]
            assert any(own.encode(spelling) == CODES[kind] for spelling in spellings), phrase
