"""The other documents that a statement refers to."""

import time

import pytest

from index.document_names import document_names, is_itself
from index.references import find_references, name_key
from index.sections import Piece, PieceKind, build_outline


def names(text: str, language: str) -> list[str]:
    return list(document_names(text, language))


@pytest.mark.parametrize(
    ("language", "sentence", "found"),
    [
        (
            "fr",
            "Elle complète nos Conditions générales de vente.",
            ["Conditions générales de vente"],
        ),
        ("fr", "Voir notre politique de cookies, à jour.", ["politique de cookies"]),
        ("fr", "Le détail figure dans la Politique cookies.", ["Politique cookies"]),
        ("fr", "La déclaration GDPR est sur le site.", ["déclaration GDPR"]),
        (
            "fr",
            "L’accord de sous-traitance (document AS-7) est annexé au contrat.",
            ["accord de sous-traitance (document AS-7)"],
        ),
        ("fr", "Lisez la Charte de la classe virtuelle.", ["Charte de la classe virtuelle"]),
        ("fr", "La liste figure à l’annexe B, sur demande.", ["annexe B"]),
        ("fr", "Voir la notice « Télématique » et les CGU.", ["notice « Télématique »", "CGU"]),
        (
            "fr",
            "La politique de confidentialité de Stripe vaut.",
            ["politique de confidentialité de Stripe"],
        ),
        (
            "en",
            "See our Cookie Notice and Terms of Service.",
            ["Cookie Notice", "Terms of Service"],
        ),
        ("en", "The Data Processing Addendum prevails.", ["Data Processing Addendum"]),
        ("en", "Our Rental Terms and Share Terms apply.", ["Rental Terms", "Share Terms"]),
        ("de", "Näheres steht in unserer Cookie-Richtlinie.", ["Cookie-Richtlinie"]),
        ("de", "Es gelten die AGB und die Hausordnung.", ["AGB", "Hausordnung"]),
        (
            "de",
            "Der Vertrag zur Auftragsverarbeitung geht vor.",
            ["Vertrag zur Auftragsverarbeitung"],
        ),
        ("es", "El detalle figura en nuestra Política de cookies.", ["Política de cookies"]),
        (
            "es",
            "Consulte el aviso legal y las condiciones de uso.",
            ["aviso legal", "condiciones de uso"],
        ),
    ],
)
def test_names(language: str, sentence: str, found: list[str]) -> None:
    assert names(sentence, language) == found


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La présente politique de cookies est à jour, comme cette charte interne."),
        ("fr", "L'application est régie par la politique de son éditeur."),
        ("fr", "Le règlement général sur la protection des données s'applique."),
        ("fr", "Les conditions prévues par la loi, une déclaration de sinistre, un contrat signé."),
        ("fr", "Un document d'identité et le règlement de la facture."),
        ("en", "This Cookie Notice explains how a witness statement is used."),
        ("en", "The UK International Data Transfer Agreement and the rental agreement."),
        ("de", "Die Datenschutz-Grundverordnung und Sicherheitshinweise."),
        ("de", "Diese Cookie-Richtlinie gilt, Ihre Steuererklärung nicht."),
        ("es", "Esta política de cookies y el contrato con la clínica."),
    ],
)
def test_no_names(language: str, sentence: str) -> None:
    assert names(sentence, language) == []


@pytest.mark.parametrize(
    ("name", "itself"),
    [
        ("politique de confidentialité", True),
        ("Privacy Policy", True),
        ("Datenschutzerklärung", True),
        ("política de privacidad", True),
        ("POLITIQUE COOKIES", False),
        ("Privacy Policy of Google", False),
        ("politique de confidentialité de Stripe", False),
        ("Nos règles du jeu", True),
    ],
)
def test_what_a_statement_calls_itself(name: str, itself: bool) -> None:
    assert is_itself(name, "Nos regles du jeu") is itself


def test_every_reference_stands_where_it_says() -> None:
    pieces = [
        Piece(PieceKind.HEADING, "Déclaration de confidentialité", 1),
        Piece(PieceKind.PARAGRAPH, "Elle complète nos CGU. Voir la politique de confidentialité."),
        Piece(PieceKind.HEADING, "Accord de sous-traitance", 2),
        Piece(PieceKind.PARAGRAPH, "L'accord de sous-traitance est ici. L'annexe B ne l'est pas."),
        Piece(PieceKind.ITEM, "les CGV", marker="• "),
        Piece(PieceKind.ITEM, "autre chose", marker="• "),
    ]
    outline = build_outline(pieces)
    references = find_references(outline.sections, "fr", outline.title)
    assert [(r.name, r.section, r.sentence) for r in references] == [
        ("CGU", 0, "Elle complète nos CGU."),
        ("annexe B", 1, "L'annexe B ne l'est pas."),
        ("CGV", 1, "les CGV"),
    ]
    for reference in references:
        section = outline.sections[reference.section]
        assert section.text[reference.start : reference.end] == reference.sentence
    assert find_references(outline.sections, "it", outline.title) == ()


def test_names_are_compared_by_their_telling_words() -> None:
    assert name_key("la Politique de Cookies") == name_key("politique cookies")
    assert name_key("Terms of Service") == name_key("TERMS OF SERVICES")
    assert name_key("annexe A") == name_key("annexe") or name_key("annexe B") != name_key(
        "annexe C"
    )
    assert name_key("") == ()


@pytest.mark.parametrize("language", ["fr", "en", "de", "es"])
@pytest.mark.parametrize(
    "bad",
    [
        *("a", "A", "Aa ", "Politique de ", "politique d'", "Conditions d'", "notice «a", "Cookie"),
        *("politica de ", "Xxxx-", "privacy policy of the ", "Ä" * 30 + " ", "« ", "\u00a0"),
    ],
)
def test_100_kb_of_anything_take_no_time(language: str, bad: str) -> None:
    text = bad * (100_000 // len(bad))
    started = time.process_time()
    names(text, language)
    assert time.process_time() - started < 5, "quadratic somewhere: it takes a few hundredths"
