"""The intent: what is a wish for a person, what is small talk, and above all what is neither."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.intent import kinds, read
from bot.answering.intent import Intent, detect_intent
from tests.bot.answering.sentences import QUESTIONS, SMALL_TALK, WISHES

LANGUAGES = ("fr", "en", "es", "de")


def lines(listed: dict[str, str]) -> list[tuple[str, str]]:
    """(language, sentence) of every line."""
    return [
        (language, sentence.strip())
        for language, sentences in listed.items()
        for sentence in sentences.strip().splitlines()
    ]


@pytest.mark.parametrize(("language", "sentence"), lines(WISHES))
def test_a_wish_for_a_person_is_seen(language: str, sentence: str) -> None:
    # Italian is never detected as such: it comes as whatever it looks like.
    for taken_for in ("fr", "es", "en") if language == "it" else (language,):
        assert detect_intent(sentence, taken_for) is Intent.WANTS_PERSON


@pytest.mark.parametrize(("language", "sentence"), lines(QUESTIONS))
def test_a_question_is_a_question(language: str, sentence: str) -> None:
    assert detect_intent(sentence, language) is Intent.QUESTION


@pytest.mark.parametrize(("language", "sentence"), lines(SMALL_TALK))
def test_small_talk_is_neither_a_question_nor_a_wish(language: str, sentence: str) -> None:
    assert detect_intent(sentence, language) not in (Intent.QUESTION, Intent.WANTS_PERSON)


@pytest.mark.parametrize(
    ("language", "sentence", "intent"),
    [
        ("fr", "Bonjour à tous !", Intent.GREETING),
        ("fr", "Bonjour et bonne journée", Intent.GREETING),
        ("fr", "Merci, bonne journée", Intent.THANKS),
        ("fr", "Bonne soirée !", Intent.GOODBYE),
        ("en", "haha ok thx bye", Intent.THANKS),
        ("en", "ok bye", Intent.GOODBYE),
        ("en", "Hey there, are you a robot?", Intent.ABOUT_BOT),
        ("fr", "tu es un robot ?", Intent.ABOUT_BOT),
        ("fr", "tu est un robot", Intent.ABOUT_BOT),
        ("fr", "t un bot?", Intent.ABOUT_BOT),
        ("fr", "c un bot", Intent.ABOUT_BOT),
        ("fr", "vendé vous mé doné", Intent.QUESTION),
        ("fr", "c un bug ?", Intent.QUESTION),
        ("es", "¿Quién eres?", Intent.ABOUT_BOT),
        ("de", "Bist du ein Mensch?", Intent.ABOUT_BOT),
        ("de", "lol", Intent.SMALL_TALK),
        ("en", "no", Intent.SMALL_TALK),
    ],
)
def test_kinds_of_small_talk(language: str, sentence: str, intent: Intent) -> None:
    assert detect_intent(sentence, language) is intent


@pytest.mark.parametrize(
    "nothing", ["", "   ", "?!", "…", "\n\t", "👍🏽", "❤️ 🙏", "¿?", "_ - _", "\u200b"]
)
def test_nothing_to_read_is_empty(nothing: str) -> None:
    assert detect_intent(nothing, "fr") is Intent.EMPTY


@pytest.mark.parametrize("text", ["cookies", "个人数据", "персональные данные", "بيانات", "42"])
def test_what_no_lexicon_knows_is_a_question(text: str) -> None:
    assert detect_intent(text, "fr") is Intent.QUESTION


def test_spelling_does_not_matter() -> None:
    for sentence in (
        "PASSEZ-MOI UN CONSEILLER",
        "passez moi un conseiler",
        "passez moi un consieller !!!",
        "passeeeez moi un conseillerrrr",
        "je veux parler a quelquun",
        "je veux parler à quelqu’un",
        "J’AIMERAIS PARLER À QUELQU'UN",
    ):
        assert detect_intent(sentence, "fr") is Intent.WANTS_PERSON, sentence


def test_a_wish_is_seen_in_a_language_taken_for_another() -> None:
    assert detect_intent("Kann ich mit jemandem sprechen?", "en") is Intent.WANTS_PERSON
    assert detect_intent("I want to talk to a person", "xx") is Intent.WANTS_PERSON


def test_a_wish_in_a_long_story_is_seen() -> None:
    story = "J'ai écrit trois fois au sujet de ma facture sans obtenir de réponse. " * 5
    assert detect_intent(story + "Passez-moi un conseiller.", "fr") is Intent.WANTS_PERSON
    assert detect_intent(story + "Combien de temps la gardez-vous ?", "fr") is Intent.QUESTION


def test_someone_to_talk_to_about_it_and_then_a_question_is_a_question() -> None:
    worry = "I need to talk to someone about the pill. Does my dad, who set it up, get to know?"
    assert detect_intent(worry, "en") is Intent.QUESTION
    assert detect_intent("I need to talk to someone about the pill.", "en") is Intent.WANTS_PERSON


def test_over_all_question_files() -> None:
    counted = kinds(read())
    there = {kind: sum(n for (k, _), n in counted.items() if k == kind) for kind, _ in counted}
    lost = counted["question", "human"] + counted["question", "smalltalk"]
    assert there["question"] > 5_000
    assert lost <= there["question"] / 1_000
    assert counted["human", "human"] >= 0.95 * there["human"]
    assert counted["smalltalk", "smalltalk"] >= 0.9 * there["smalltalk"]


@given(st.text(st.characters(codec=None), max_size=300), st.sampled_from([*LANGUAGES, "it", "xx"]))
def test_any_text_has_an_intent(text: str, language: str) -> None:
    assert isinstance(detect_intent(text, language), Intent)


WORDS = " ".join(sentence for _, sentence in lines(WISHES | SMALL_TALK)).split()


@given(st.lists(st.sampled_from([*WORDS, ",", ".", "?"]), max_size=40), st.sampled_from(LANGUAGES))
def test_any_order_of_known_words_has_an_intent(chosen: list[str], language: str) -> None:
    assert isinstance(detect_intent(" ".join(chosen), language), Intent)


@pytest.mark.parametrize(
    "bad",
    [
        "a",
        "je veux ",
        "parler à ",
        "want to talk to ",
        "n",
        "not ",
        "passez moi un ",
        ", ",
        "é",
        "😀",
        "quelqu'",
        "merci ",
        "\u0300",
        "ﷺ",
        "bonjour" * 30 + " ",
        "je veux, parler, à, ",
        "?a",
        "m " * 9,
    ],
)
def test_100_kb_of_anything_take_no_time(bad: str) -> None:
    detect_intent("", "fr")
    text = bad * (100_000 // len(bad))
    started = time.process_time()
    detect_intent(text, "fr")
    assert time.process_time() - started < 5, "quadratic somewhere: it takes a few hundredths"
