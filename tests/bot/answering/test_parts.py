"""A message that asks several things is taken apart; one that asks one thing never is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.parts import MOST_PARTS, question_parts
from index.training.dataset import load_dataset
from tests.shipped import ROOT

LANGUAGES = ("fr", "en", "de", "es")

# (language, question, words that the second part must have, words that it must not have)
TWO = [
    ("fr", "Comment fermer mon compte, et à qui écrire pour la photo ?", "photo", "compte"),
    (
        "fr",
        "Vendez-vous mes adresses et combien de mois gardez-vous la facture ?",
        "facture",
        "Vendez",
    ),
    (
        "fr",
        "cb de tps vs gardez mes photos et pk vous demandez ma date de naissance",
        "naissance",
        "cb",
    ),
    (
        "fr",
        "Ma fille a 9 ans : faut-il mon accord, et que voient ses professeurs ?",
        "professeurs",
        "9",
    ),
    ("fr", "Où sont les serveurs ? Et qui lit les messages du chat ?", "messages", "serveurs"),
    (
        "fr",
        "J'écris de Lyon. Qui héberge le site, et mes mots de passe sont-ils chiffrés ?",
        "passe",
        "Lyon",
    ),
    ("en", "How do I close my account, and who reads the support chats?", "chats", "account"),
    ("en", "do u sell my adress and how long do u keep the invoices", "invoices", "sell"),
    (
        "en",
        "Where is the backup stored? Which company sends your newsletters?",
        "newsletters",
        "backup",
    ),
    ("en", "Can I object to profiling, and is my bank card number stored?", "card", "profiling"),
    ("de", "Wie lösche ich mein Konto, und wer liest die Nachrichten im Chat?", "Chat", "Konto"),
    (
        "de",
        "Verkauft ihr Adressen, und wie lange bleiben Rechnungen gespeichert?",
        "Rechnungen",
        "Adressen",
    ),
    ("es", "¿Cómo cierro mi cuenta y quién lee los mensajes del chat?", "chat", "cuenta"),
    (
        "es",
        "¿Venden mis datos? ¿Cuánto tiempo guardan las facturas antiguas?",
        "facturas",
        "Venden",
    ),
    ("es", "cuanto tiempo guardais las facturas y cual es la edad minima", "edad", "facturas"),
]

# What begins with the part before it: `and for how long?` alone says nothing.
LEANING = [
    ("fr", "Gardez-vous les films des caméras, et pendant combien de temps ?"),
    ("fr", "Partagez-vous mon adresse, et si oui, avec quelle entreprise ?"),
    ("fr", "Qui garde ce papier et pendant combien de temps ?"),
    ("fr", "Les cookies durent combien de temps, et les statistiques du site ?"),
    ("en", "Who audits the cloud host, and how often?"),
    ("en", "Do you share my address, and if so with whom?"),
    (
        "en",
        "How long does the film from the van last, and what about the cameras in your branches?",
    ),
    ("de", "Prüfen Sie Ihre Dienstleister vor Ort, und wie oft?"),
    ("de", "Nehmt ihr Anrufe auf, und wie lange bleiben sie?"),
    ("es", "¿Quién audita a los proveedores y cada cuánto tiempo?"),
]

ONE = [
    ("fr", "Gardez-vous mon nom et mon adresse ?"),
    ("fr", "Puis-je fermer mon compte et récupérer mes photos ?"),
    ("fr", "Quel algorithme et quelle longueur de clé employez-vous ?"),
    ("fr", "À quelle fréquence et selon quels critères vérifiez-vous les accès ?"),
    ("fr", "Quand et comment supprimez-vous mes données ?"),
    ("fr", "Comment ma femme et mes enfants peuvent-ils voir leurs données ?"),
    ("fr", "Pourquoi ma collègue et moi ne voyons-nous pas le même écran ?"),
    ("fr", "Quels sont les partenaires qui voient mon nom et qui reçoivent mon adresse ?"),
    ("fr", "Savez-vous qui je suis et où j'habite ?"),
    ("fr", "Est-il vrai que vous vendez mes données et que vous gardez tout ?"),
    ("fr", "Une enquête vise un concurrent, qui passe par vous. Le préviendrez-vous ?"),
    ("fr", "Vous suivez ma position, n'est-ce pas ?"),
    ("fr", "Vous vendez mes données ? C'est normal ?"),
    ("en", "Do you remember my queries and which product pages I opened?"),
    ("en", "Do you know who I am and where I live?"),
    ("en", "Do you want to know how much I earn and how many kids I support?"),
    ("en", "When and how do you delete my data?"),
    ("en", "Which data are collected and are kept after I leave?"),
    ("en", "You track me, right? Is that legal?"),
    ("en", "Can I have my data exported and have my account deleted?"),
    ("de", "An welche Firma und welche Anschrift schreibe ich?"),
    ("de", "Speichert ihr meine Daten und gebt sie weiter?"),
    ("de", "Wissen Sie, wer ich bin und wo ich wohne?"),
    ("es", "¿Qué cookies y de qué tipo usa la página?"),
    ("es", "¿Saben quién soy y dónde vivo?"),
    ("es", "¿Guardan mi nombre y mi dirección?"),
]


@pytest.mark.parametrize(("language", "question", "has", "lacks"), TWO)
def test_two_things_are_two_parts(language: str, question: str, has: str, lacks: str) -> None:
    first, second = question_parts(question, language)
    assert has in second
    assert has not in first
    assert lacks not in second


@pytest.mark.parametrize(("language", "question"), LEANING)
def test_a_part_that_leans_on_the_one_before_begins_with_it(language: str, question: str) -> None:
    first, second = question_parts(question, language)
    assert second.startswith(f"{first} : ")
    assert len(second) > len(first) + 6


@pytest.mark.parametrize(("language", "question"), ONE)
def test_one_thing_stays_whole(language: str, question: str) -> None:
    assert question_parts(question, language) == (question,)


def test_a_list_is_taken_apart() -> None:
    parts = (
        "combien de temps gardez-vous les factures impayées",
        "quelle entreprise envoie la lettre mensuelle",
    )
    for listed in (
        "1) {} 2) {}",
        "1. {} ?\n2. {} ?",
        "Bonjour, j'ai deux questions :\n- {}\n- {}\nMerci",
    ):
        assert question_parts(listed.format(*parts), "fr") == parts


def test_three_things_are_three_parts_and_four_stay_whole() -> None:
    questions = [
        "Where is the backup stored?",
        "Who reads the support chats?",
        "How long are invoices kept?",
        "Which company sends the newsletter?",
    ]
    assert question_parts(" ".join(questions[:3]), "en") == tuple(q[:-1] for q in questions[:3])
    assert question_parts(" ".join(questions), "en") == (" ".join(questions),)
    assert MOST_PARTS == 3


def test_the_sentence_before_goes_along_where_the_first_question_points_to_it() -> None:
    told = "I always check out as a guest. Is that allowed, and who sees my purchase history?"
    assert question_parts(told, "en") == (
        "I always check out as a guest : Is that allowed",
        "who sees my purchase history",
    )


def test_a_language_without_rules_is_read_as_english() -> None:
    assert len(question_parts("Where are the servers, and who reads the chats?", "it")) == 2


def test_over_all_question_files() -> None:
    """Most of what was labelled as two questions is taken apart, and hardly anything else is."""
    cut = {True: 0, False: 0}
    of = {True: 0, False: 0}
    for statement in load_dataset(ROOT / "data" / "questions"):
        for question in statement.questions:
            if question.style == "multi-part" or question.kind in ("smalltalk", "human"):
                two = question.style == "multi-part"
                of[two] += 1
                cut[two] += len(question_parts(question.text, question.language)) > 1
    assert cut[True] >= 0.8 * of[True] > 200
    assert cut[False] <= 0.005 * of[False]


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_has_parts_of_its_own_words(text: str, language: str) -> None:
    parts = question_parts(text, language)
    assert 1 <= len(parts) <= MOST_PARTS
    for part in parts:
        assert all(piece in text for piece in part.split(" : "))


WORDS = (
    " ".join(question for _, question, *_ in TWO) + " " + " ".join(q for _, q in LEANING)
).split()


@given(
    st.lists(st.sampled_from([*WORDS, ",", "?", "\n", "1)", ":"]), min_size=1, max_size=40),
    st.sampled_from(LANGUAGES),
)
def test_any_order_of_words_has_parts(chosen: list[str], language: str) -> None:
    assert all(question_parts(" ".join(chosen), language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "bad",
    ["a", "et ", "et qui ", "qui, et ", "and who, ", "? ", "1) ", "y ¿", "a-vous ", ", ", "\n"],
)
@pytest.mark.parametrize("length", [3_990, 100_000])
def test_a_long_text_takes_no_time(language: str, bad: str, length: int) -> None:
    text = bad * (length // len(bad))
    started = time.thread_time()
    question_parts(text, language)
    assert time.thread_time() - started < 5, "quadratic somewhere: it takes a few hundredths"
