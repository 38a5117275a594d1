"""Questions about documents that the statement names but that are not here."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.other_documents import MOST_OF_NAME, Asks, other_document
from index.references import Reference


def reference(name: str, sentence: str) -> Reference:
    return Reference(name, 0, 0, len(sentence), sentence)


REFERENCES = (
    reference("Politique cookies", "Le détail figure dans la Politique cookies."),
    reference(
        "accord de sous-traitance (document AS-7)",
        "L’accord de sous-traitance (document AS-7) est annexé à chaque contrat.",
    ),
    reference("Conditions générales de vente", "Elle complète nos Conditions générales de vente."),
    reference("Charte de recrutement", "Les candidats liront la Charte de recrutement."),
    reference("notice interne", "Nos salariés font l'objet d'une notice interne."),
)
HERE = ("Déclaration de confidentialité", "Sécurité", "Transferts")


def asked(question: str, language: str = "fr") -> tuple[Asks, str] | None:
    found = other_document(question, language, REFERENCES, HERE)
    return (found.asks, found.name) if found else None


@pytest.mark.parametrize(
    ("language", "question", "name"),
    [
        ("fr", "Que dit votre politique de cookies sur la durée ?", "Politique cookies"),
        ("fr", "que disent vos cgv sur la résiliation", "Conditions générales de vente"),
        ("fr", "la charte de recrutement dit quoi sur les CV ?", "Charte de recrutement"),
        ("fr", "Résumez-moi vos conditions générales de vente", "Conditions générales de vente"),
        ("en", "What does your cookie policy say about analytics?", "Politique cookies"),
        ("de", "Was steht in eurer Cookie-Richtlinie?", "Politique cookies"),
        ("es", "¿Qué dice la política de cookies sobre Google?", "Politique cookies"),
        # not named by the statement: as the visitor writes it
        ("en", "What does the GDPR statement say about transfers?", "GDPR statement"),
        ("fr", "Que dit la déclaration GDPR sur les transferts ?", "déclaration GDPR"),
        ("fr", "D'après vos CGU, puis-je revendre mon compte ?", "CGU"),
        ("es", "Según el aviso legal, ¿quién es el titular?", "aviso legal"),
    ],
)
def test_what_another_document_says(language: str, question: str, name: str) -> None:
    assert asked(question, language) == (Asks.WHAT, name)


@pytest.mark.parametrize(
    ("language", "question", "name"),
    [
        ("fr", "Où trouver la politique de cookies ?", "Politique cookies"),
        ("fr", "ou est l'accord de sous-traitance", "accord de sous-traitance (document AS-7)"),
        (
            "en",
            "Where can I find the data processing agreement?",
            "accord de sous-traitance (document AS-7)",
        ),
        ("de", "Wo finde ich die AGB?", "Conditions générales de vente"),
        (
            "fr",
            "Dans quel document sont décrits les droits des candidats ?",
            "Charte de recrutement",
        ),
        ("fr", "Quel texte régit les fichiers des salariés ?", "notice interne"),
    ],
)
def test_where_another_document_is(language: str, question: str, name: str) -> None:
    found = other_document(question, language, REFERENCES, HERE)
    assert found is not None
    assert (found.asks, found.name) == (Asks.WHERE, name)
    assert found.reference in REFERENCES


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Que dit votre politique de confidentialité sur les cookies ?"),
        ("fr", "Que dit cette déclaration sur les transferts ?"),
        ("en", "What does your privacy policy say about cookies?"),
        ("fr", "Utilisez-vous des cookies ?"),
        ("fr", "En cas de contradiction entre les CGV et ce texte, lequel prime ?"),
        ("en", "Does a DPA apply to our licence?"),
        ("fr", "Le médiateur cité dans les conditions générales traite-t-il les données ?"),
        ("fr", "Où sont conservées mes données ?"),
        ("fr", "Où trouver les CGU ?"),
        ("fr", "Quel document décrit la lune ?"),
        ("fr", ""),
    ],
)
def test_anything_else_is_left_to_the_search(language: str, question: str) -> None:
    assert asked(question, language) is None


def test_a_document_that_is_published_here_is_no_other() -> None:
    question = "Que dit votre politique de cookies ?"
    for here in (["Politique de cookies"], ["Cookie Policy"]):
        assert other_document(question, "fr", (), here) is None
    assert other_document(question, "fr", (), HERE) is not None


def test_a_sale_is_no_use() -> None:
    sale = (reference("CGV", "Voir les CGV."),)
    found = other_document("Que disent vos CGU ?", "fr", sale, HERE)
    assert found is not None
    assert (found.name, found.reference) == ("CGU", None)
    general = other_document("Was sagen eure AGB?", "de", sale, HERE)
    assert general is not None
    assert general.reference == sale[0]


def test_a_long_name_is_cut() -> None:
    long = (reference("Charte " + "des avis " * 20, "Voir la charte."),)
    found = other_document("Que dit la charte " + "des avis " * 20 + "?", "fr", long, HERE)
    assert found is not None
    assert len(found.name) == MOST_OF_NAME


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    other_document(text, "fr", REFERENCES, HERE)


@pytest.mark.parametrize(
    "bad",
    [
        *(
            "a",
            "que dit ",
            "que a a ",
            "ou est ",
            "cgv ",
            "politique de de ",
            "conditions generales ",
        ),
        *("quel document a ", "where is a ", "la la la ", "notice "),
    ],
)
def test_100_kb_of_anything_take_no_time(bad: str) -> None:
    text = bad * (100_000 // len(bad))
    started = time.process_time()
    other_document(text, "fr", REFERENCES, HERE)
    assert time.process_time() - started < 5, "quadratic somewhere: it takes a few hundredths"
