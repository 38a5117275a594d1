"""Noise: text as visitors type it, the same for the same seed."""

import random
from difflib import SequenceMatcher

import pytest

from index.training.noise import noised, shortened, slips, without_accents

QUESTION = "Est-ce que vous gardez longtemps mes données personnelles après la suppression ?"


def test_the_same_seed_gives_the_same_noise() -> None:
    assert noised(QUESTION, "fr", random.Random(3)) == noised(QUESTION, "fr", random.Random(3))


@pytest.mark.parametrize("language", ["fr", "en", "de", "es", "xx"])
def test_noise_keeps_most_of_the_text(language: str) -> None:
    for seed in range(200):
        text = noised(QUESTION, language, random.Random(seed))
        assert 0.5 * len(QUESTION) < len(text) < 1.3 * len(QUESTION)


def test_most_noise_changes_something() -> None:
    changed = sum(noised(QUESTION, "fr", random.Random(seed)) != QUESTION for seed in range(200))
    assert changed > 180


def test_slips_grow_with_their_rate() -> None:
    def unlike(rate: float) -> float:
        slipped = slips(QUESTION, rate, random.Random(1))
        return 1 - SequenceMatcher(None, QUESTION, slipped, autojunk=False).ratio()

    assert unlike(0.0) == 0
    assert 0 < unlike(0.05) < 0.15 < unlike(0.5)


def test_accents_go_and_umlauts_become_one_letter_or_two() -> None:
    assert without_accents("données à côté", "fr", random.Random(1)) == "donnees a cote"
    seen = {without_accents("für", "de", random.Random(seed)) for seed in range(20)}
    assert seen == {"fuer", "fur"}


def test_short_spelling_is_the_languages_own() -> None:
    every = {
        word
        for seed in range(50)
        for word in shortened("vous for you", "fr", random.Random(seed)).split()
    }
    assert "vs" in every
    assert "4" not in every
