"""Sentence spans: exact, whole, and where a reader would put them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Nous ne vendons rien.", "Jamais !", "Est-ce clair ?"],
        ["Écrivez à M. Dupont, art. 12 al. 3, au 3 av. Foch.", "Merci."],
        ["Selon l'art. 6 du RGPD (cf. p. 3), c'est permis.", "Voilà."],
        ["Relokia LLC, 3a Medova St., Ternopil, Ukraine 46000"],
        ["Données : nom, e-mail, etc.", "Elles sont effacées."],
        ["Il a dit « Non. Jamais. »", "Puis il est parti."],
        ["Smith Ltd. Registered in Hull.", "We act for J. Doe, e.g. by mail."],
        ["Am 3. Februar 2025 gilt das, z. B. für Nr. 4.", "Wir löschen es 2026.", "Dann nicht."],
        ["Escriba a la Sra. Gil o a Uds. mismos.", "¿Y después?", "Nada."],
        ["Visit www.larkspur.example or seeds@larkspur.example.", "Done."],
        ["It is kept 5.5 years.", "Or 2.000 days…", "Perhaps!"],
        ["« Premier. »", "« Second. »"],
    ],
)
def test_boundaries(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_numbering_is_not_a_sentence() -> None:
    assert split("1. Who we are") == ["1. Who we are"]


def test_only_the_range_asked_for() -> None:
    text = "One. Two. Three."
    assert [text[a:b] for a, b in sentence_spans(text, 5, 9)] == ["Two."]


@given(st.text(alphabet=st.sampled_from("aB1 .!?…»«\"'\n\u00a0é(),:;-"), max_size=300))
def test_every_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    covered = [position for start, end in spans for position in range(start, end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    outside = set(range(len(text))) - set(covered)
    assert all(text[position].isspace() for position in outside)
    for start, end in spans:
        assert text[start:end].strip() == text[start:end] != ""


@pytest.mark.parametrize("text", ["." * 100_000, "a. " * 33_000, "« " * 50_000, ".»" * 50_000])
def test_hostile_text_ends_soon(text: str) -> None:
    assert sentence_spans(text)
