"""When a quote counts as the expected one."""

import pytest

from index.quotes import answers, normalised, same_heading

GOLD = "Nous gardons l'historique de vos commandes pendant trois ans."


@pytest.mark.parametrize(
    "quote",
    [
        GOLD,
        GOLD.replace("'", "’").replace(" ", "\u00a0"),
        f"  {GOLD}\n",
        f"Cela vaut pour tous. {GOLD} Ensuite, nous l'effaçons.",
        "Nous gardons l'historique de vos commandes",
    ],
)
def test_what_is_the_sentence_holds_it_or_is_most_of_it_answers(quote: str) -> None:
    assert answers(quote, ["Autre chose.", GOLD])


@pytest.mark.parametrize(
    "quote",
    ["", " ", "vos commandes", "trois ans", "Nous gardons vos factures.", f"{'x ' * 300}{GOLD}"],
)
def test_a_word_of_it_or_a_page_around_it_does_not(quote: str) -> None:
    assert not answers(quote, [GOLD])


def test_an_empty_expectation_is_never_met() -> None:
    assert not answers(GOLD, ["", " "])
    assert not answers(GOLD, [])


def test_a_long_expected_sentence_may_stand_in_a_longer_one() -> None:
    long = "mot " * 200
    assert answers(f"{long}et voilà", [long])


def test_table_rules_do_not_matter() -> None:
    assert normalised("| Compte | 3 ans |") == "Compte 3 ans"


def test_headings_are_one_however_they_are_set() -> None:
    assert same_heading("Suppression de compte :", "SUPPRESSION  de compte")
    assert not same_heading("Suppression de compte", "Suppression")
