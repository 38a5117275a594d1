"""Rights requests are recognised, and questions about rights are not taken for them."""

import time
from collections import Counter

import pytest

from bot.answering.rights import LANGUAGES, Right, rights_exercised
from tests.bot.answering.rights_sentences import SENTENCES


@pytest.mark.parametrize("language", LANGUAGES)
def test_wishes_are_found_and_questions_are_left_alone(language: str) -> None:
    """A missed request misses a legal deadline; a question marked as one wastes a person's time."""
    counted: Counter[str] = Counter()
    for spoken, wanted, sentence in SENTENCES:
        if spoken != language:
            continue
        found = [right.value for right in rights_exercised(sentence, language)]
        counted["all"] += 1
        counted["wanted"] += wanted != "-"
        counted["found"] += bool(found)
        counted["right"] += wanted != "-" and found == [wanted]
    assert counted["all"] >= 60
    assert counted["right"] / counted["found"] >= 0.98, "precision"
    assert counted["right"] / counted["wanted"] >= 0.98, "recall"


@pytest.mark.parametrize("right", Right)
def test_every_right_is_known_in_every_language(right: Right) -> None:
    known = {language for language, wanted, _ in SENTENCES if wanted == right.value}
    assert known == set(LANGUAGES)


def test_a_wrong_guess_of_the_language_does_no_harm() -> None:
    for language in ("en", "de", "pt", ""):
        assert rights_exercised("Je retire mon consentement", language) == [Right.WITHDRAWAL]


def test_one_message_may_hold_several() -> None:
    text = "Send me a copy of my data. Then delete my account!"
    assert rights_exercised(text, "en") == [Right.ACCESS, Right.ERASURE]
    text = "How long do you keep my data? I want you to delete my data."
    assert rights_exercised(text, "en") == [Right.ERASURE], "a question beside a wish is no matter"


def test_to_take_the_data_elsewhere_is_one_request() -> None:
    text = "I want to receive my personal data in a machine readable format"
    assert rights_exercised(text, "en") == [Right.PORTABILITY]


@pytest.mark.parametrize(
    "text", ["", " ", "?", "…", "\n\n", "a", "\ud800", "article 17", "x" * 5000]
)
def test_what_says_nothing_is_nothing(text: str) -> None:
    assert rights_exercised(text, "fr") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_texts_take_no_longer_than_they_are_long(language: str) -> None:
    words = "i want je veux ich will bitte quiero voglio data daten meine mes my to delete the "
    began = time.process_time()
    rights_exercised(words * 25, language)
    assert time.process_time() - began < 5, "more than linear somewhere: it takes a few hundredths"
