"""The language of a question, the hint and the default."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.intent import read, right_languages
from bot.answering import language as module
from bot.answering.language import KNOWN_LANGUAGES, detect_language, normalise_language, warm_up

LANGUAGES = ("fr", "en", "es", "de")


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("en_US", "en"),
        ("es-419", "es"),
        ("de-Latn-DE", "de"),
        (" de ", "de"),
        ("deu", "de"),
        ("it", "it"),
        ("ar-EG", "ar"),
        ("ja", None),
        ("french", None),
        ("f", None),
        ("", None),
        ("--", None),
        ("fr CA", None),
        (None, None),
    ],
)
def test_normalise_language(tag: str | None, language: str | None) -> None:
    assert normalise_language(tag) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("bonjour, vendez-vous mes données ?", "fr"),
        ("jveu suprimer mon conpte cmt fair", "fr"),
        ("est ce que vous gardez mes donnees apres la resiliation", "fr"),
        ("do u sell my data 2 google", "en"),
        ("How long do you keep my data?", "en"),
        ("cuanto tiempo guardais mis datos", "es"),
        ("Wie lange werden meine Daten gespeichert?", "de"),
        ("wie loesche ich mein konto", "de"),
        ("hola", "es"),
        ("danke", "de"),
        ("thanks", "en"),
        ("merci", "fr"),
        ("¿Cookies?", "es"),
        ("Datenschutzbeauftragter", "de"),
        ("Could Tréma Conseil reuse my details for its own business?", "en"),
    ],
)
def test_a_telling_question_is_recognised_whatever_is_expected(
    question: str, language: str
) -> None:
    for default in LANGUAGES:
        assert detect_language(question, None, LANGUAGES, default) == language


@pytest.mark.parametrize("question", ["cookies ?", "email DPO", "", "???", "42", "👍", "ok", "IP"])
def test_where_nothing_tells_the_hint_decides_then_the_default(question: str) -> None:
    for expected in LANGUAGES:
        assert detect_language(question, None, LANGUAGES, expected) == expected
        assert detect_language(question, expected, LANGUAGES, "fr") == expected


@pytest.mark.parametrize(
    "question",
    ["tu es un robot ?", "tu es humain ?", "tu es la ?", "vendé vous mé doné", "t es un bot"],
)
def test_short_french_is_not_taken_for_spanish(question: str) -> None:
    for hint in ("fr", None):
        assert detect_language(question, hint, LANGUAGES, "fr") == "fr"


@pytest.mark.parametrize(
    ("language", "questions"),
    [
        (
            "fr",
            "es-tu humain ? | es tu un robot | mes photos | et apres ? | cb de tps | adresse dpo",
        ),
        (
            "es",
            "eres un robot | es gratis | tu nombre | es tu empresa segura ? | y mis fotos | plazo",
        ),
        ("de", "bist du echt | meine fotos | adresse | frist | wer sieht das | name"),
        ("en", "r u a bot | my photos | is it free | who sees it | retention | u sell data"),
    ],
)
def test_a_few_words_are_read_as_the_page_is(language: str, questions: str) -> None:
    for question in questions.split(" | "):
        assert detect_language(question, language, LANGUAGES, "fr") == language, question


def test_a_hint_does_not_outweigh_a_sentence() -> None:
    assert detect_language("How long do you keep my data?", "fr-FR", LANGUAGES, "fr") == "en"


def test_a_hint_that_is_not_offered_is_no_hint() -> None:
    assert detect_language("cookies", "es", ("fr", "en"), "en") == "en"
    assert detect_language("cookies", "tlh", LANGUAGES, "de") == "de"


def test_only_offered_languages_are_found() -> None:
    assert detect_language("Wie lange werden meine Daten gespeichert?", None, ("fr",), "fr") == "fr"
    assert detect_language("¿Cuánto guardan mis datos?", None, ("en", "es"), "en") == "es"


def test_other_scripts_are_answered_in_what_is_expected() -> None:
    assert detect_language("как удалить мой аккаунт", "es", LANGUAGES, "fr") == "es"
    assert detect_language("如何删除我的帐户", None, LANGUAGES, "fr") == "fr"


@given(
    st.text(st.characters(codec=None), max_size=200),
    st.none() | st.sampled_from([*LANGUAGES, "it", "x" * 50]),
)
def test_any_text_has_a_language(text: str, hint: str | None) -> None:
    assert detect_language(text, hint, LANGUAGES, "fr") in LANGUAGES


def test_long_text_is_read_from_its_beginning() -> None:
    assert detect_language("Wie lange speichert ihr das? " * 4_000, None, LANGUAGES, "fr") == "de"


def test_the_models_are_loaded_once_for_all_threads() -> None:
    built: list[int] = []
    start = threading.Barrier(4)

    def detector(_: int) -> int:
        start.wait()
        return id(module._detector())

    module._build.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        built = list(pool.map(detector, range(4)))
    assert len(set(built)) == 1
    assert module._build.cache_info().misses == 1
    warm_up()
    assert module._build.cache_info().misses == 1


def test_over_all_question_files() -> None:
    asked = read()
    for hinted, least in ((False, 0.97), (True, 0.99)):
        for language, (right, of) in right_languages(asked, hinted).items():
            assert of > 500
            assert right / of >= least, (language, hinted)
    assert tuple(right_languages(asked[:1], hinted=True)) == KNOWN_LANGUAGES
