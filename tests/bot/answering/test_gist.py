"""What of a long message holds its question."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.gist import gist, without_mail

LANGUAGES = ("fr", "en", "de", "es")


@pytest.mark.parametrize(
    ("language", "message", "question"),
    [
        (
            "fr",
            "Bonjour, j'ai commandé il y a trois ans et je reçois encore vos mails. "
            "Combien de temps gardez-vous mon adresse ? Merci d'avance.",
            "Combien de temps gardez-vous mon adresse ?",
        ),
        (
            "en",
            "Hi there! I love your product and use it every day. I was wondering who can read my "
            "private messages. Thanks a lot.",
            "I was wondering who can read my private messages.",
        ),
        (
            "de",
            "Hallo, ich bin seit 2010 Kunde bei euch und war immer zufrieden.\n"
            "Wer sieht meine Gesundheitsdaten?\nMit freundlichen Grüßen\nHans Muster",
            "Wer sieht meine Gesundheitsdaten?",
        ),
        (
            "es",
            "Hola, llevo años con ustedes y estoy harto de los correos. Quiero saber cuánto tiempo "
            "guardan mis datos bancarios. Un saludo.",
            "Quiero saber cuánto tiempo guardan mis datos bancarios.",
        ),
        (
            "fr",
            "je suis cliente depuis longtemps et tres contente de vos services en general\n"
            "combien de temps gardez vous mes factures",
            "combien de temps gardez vous mes factures",
        ),
    ],
)
def test_the_story_around_a_question_is_left_out(
    language: str, message: str, question: str
) -> None:
    assert gist(message, language) == question


def test_a_question_that_says_too_little_takes_the_sentence_before_along() -> None:
    story = "J'ai acheté un manteau chez vous au printemps dernier. Je me suis désabonné hier. "
    assert gist(story + "Est-ce normal ?", "fr") == "Je me suis désabonné hier. Est-ce normal ?"


def test_all_that_is_asked_is_kept() -> None:
    story = "I moved to Spain last year. Who sees my home address? I am worried. "
    asked = "How long do you keep card numbers?"
    assert gist(story + asked, "en") == f"Who sees my home address? {asked}"


@pytest.mark.parametrize(
    "unsure",
    [
        "",
        "Qui a accès ?",
        "I opened an account. I closed it. I never got an answer from anybody over there.",
        "cookies",
    ],
)
def test_in_doubt_the_whole_text(unsure: str) -> None:
    assert gist(unsure, "fr") == unsure
    assert gist(unsure, "en") == unsure


MAIL = """Bonjour,
Qui lit mes messages ?
{end}
Directrice
> Le chat est fermé"""


@pytest.mark.parametrize(
    "end",
    [
        "Cordialement,",
        "Bien cordialement",
        "-- ",
        "Best regards,",
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
        "Mit freundlichen Grüßen",
        "Un saludo,",
        "Le 3 mai 2024 à 10:12, Aide <aide@exemple.fr> a écrit :",
        "On Fri, 3 May 2024 at 10:12, Help <help@example.com> wrote:",
        "Am 03.05.2024 um 10:12 schrieb Hilfe <hilfe@example.de>:",
        "El 3 may 2024, Ayuda <ayuda@example.es> escribió:",
        "-----Original Message-----",
        "From: Help <help@example.com>",
    ],
)
def test_signatures_and_older_mails_are_left_out(end: str) -> None:
    assert without_mail(MAIL.format(end=end)) == "Bonjour,\nQui lit mes messages ?"


def test_a_message_that_is_nothing_but_mail_stays() -> None:
    for mail in ("> hello", "On Fri, 3 May 2024, Help <help@example.com> wrote:\n> hello"):
        assert without_mail(mail) == mail


def test_an_email_address_or_a_date_in_a_sentence_is_no_mail() -> None:
    for told in (
        "Le 3 mai je vous ai écrit : pas de réponse.",
        "On Friday I wrote to you: no answer",
        "Saludos a todos, quiero saber quién lee mis mensajes",
    ):
        assert without_mail(told) == told


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.sampled_from([*LANGUAGES, "it"]))
def test_any_text_has_a_gist_of_its_own_words(text: str, language: str) -> None:
    assert set(gist(text, language).split()) <= set(text.split())


@pytest.mark.parametrize(
    "bad", ["a", "> ", "--", "Le a ", "on ", "el\n", "? ", "Qui ? ", "from: a", "a a écrit ", "\n"]
)
def test_100_kb_of_anything_take_no_time(bad: str) -> None:
    text = bad * (100_000 // len(bad))
    started = time.process_time()
    without_mail(text)
    gist(text, "fr")
    gist(text[:4_000], "fr")
    assert time.process_time() - started < 5, "quadratic somewhere: it takes a few hundredths"
