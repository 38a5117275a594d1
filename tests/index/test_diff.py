"""What differs between two versions of a statement."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.diff import Comparison, Match, compare
from index.diff_words import Edit, compare_texts
from index.readers import read_statement
from index.sections import Section

OLD = """# Déclaration de confidentialité

En vigueur depuis le 1er mars 2025.

## Qui nous sommes

L'Atelier du Vélo, 3 rue des Lilas, Nantes, répare des vélos et vend des pièces.

## Données que nous gardons

Nous gardons votre nom et votre adresse. Vos factures restent dix ans chez nous.
Nous ne vendons jamais vos données.

## Prestataires

Notre hébergeur se trouve à Strasbourg. Le transporteur reçoit votre adresse.

## Lettre d'information

Vous recevez notre lettre si vous l'avez demandée. Un lien au bas de chaque lettre y met fin.

## Contact

Écrivez à bonjour@atelier.example.
"""
NEW = """# Déclaration de confidentialité

En vigueur depuis le 1er mars 2026.

## Qui nous sommes

L’Atelier du Vélo, 3 rue des Lilas, Nantes, répare des vélos et vend des pièces.

## Lettre d'information

Vous recevez notre lettre si vous l'avez demandée. Un lien au bas de chaque lettre y met fin.

## Données que nous gardons

Nous gardons votre nom et votre adresse. Vos factures restent six ans chez nous.
Nous vendons vos données.

## À qui nous confions vos données

Notre hébergeur se trouve à Francfort. Le transporteur reçoit votre adresse.

## Cookies

Un seul cookie garde votre panier.
"""


def sections(text: str) -> tuple[Section, ...]:
    return read_statement(text.encode(), "privacy.fr.md").sections


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare(sections(OLD), sections(NEW))


def match(compared: Comparison, heading: str) -> Match:
    return next(one for one in compared.matches if one.section.heading == heading)


def what(one: Match) -> set[str]:
    kinds = ("added", "removed", "edited", "renamed", "moved", "typographic", "unchanged")
    return {kind for kind in kinds if getattr(one, kind)}


def marked(one: Match) -> str:
    signs = {Edit.KEPT: "{}", Edit.DELETED: "[-{}]", Edit.INSERTED: "[+{}]"}
    return "".join(signs[stretch.edit].format(stretch.text) for stretch in one.stretches)


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("Déclaration de confidentialité", {"edited"}),
        ("Qui nous sommes", {"edited", "typographic"}),
        ("Lettre d'information", {"moved"}),
        ("Données que nous gardons", {"edited"}),
        ("À qui nous confions vos données", {"edited", "renamed"}),
        ("Cookies", {"added"}),
        ("Contact", {"removed"}),
    ],
)
def test_each_section_is_seen_as_what_happened_to_it(
    compared: Comparison, heading: str, kinds: set[str]
) -> None:
    assert what(match(compared, heading)) == kinds
    assert len(compared.matches) == 7


def test_words_are_marked_and_not_sentences(compared: Comparison) -> None:
    assert marked(match(compared, "Données que nous gardons")) == (
        "Nous gardons votre nom et votre adresse. Vos factures restent [-dix][+six] ans chez nous. "
        "Nous [-ne ]vendons [-jamais ]vos données."
    )


def test_what_an_owner_must_have_meant_is_told(compared: Comparison) -> None:
    assert match(compared, "Déclaration de confidentialité").telling == (("2025", "2026"),)
    assert match(compared, "Données que nous gardons").telling == (
        ("dix", "six"), ("ne", ""), ("jamais", ""),
    )  # fmt: skip
    assert match(compared, "À qui nous confions vos données").telling == ()
    assert match(compared, "Qui nous sommes").telling == ()


@pytest.mark.parametrize(
    ("before", "now"),
    [("dix", "six"), ("ten", "six"), ("zehn", "sechs"), ("diez", "seis"), ("trente", "quinze")],
)
def test_a_number_in_words_is_told_as_well(before: str, now: str) -> None:
    old, new = (f"# A\n\n## Orders\n\nOrders: {number} x.\n" for number in (before, now))
    assert match(compare(sections(old), sections(new)), "Orders").telling == ((before, now),)


def test_counts_and_order(compared: Comparison) -> None:
    assert compared.counts() == {
        "added": 1, "removed": 1, "edited": 4, "renamed": 1, "moved": 1, "unchanged": 0,
    }  # fmt: skip
    assert not compared.same
    assert compare(sections(OLD), sections(OLD)).same
    removed = compare(
        sections(OLD), [one for one in sections(OLD) if one.heading != "Prestataires"]
    )
    places = [one.section.heading for one in removed.matches]
    assert places == [one.heading for one in sections(OLD)], "what is gone stands where it stood"


def test_an_anchor_with_another_text_is_another_section() -> None:
    old = "# A\n\n## Contact\n\nWrite to Anna about repairs of your bicycle.\n\n## Law\n\nSwiss law.\n"
    new = (
        "# A\n\n## Contact\n\nOur shops in Bern and Basel open at nine.\n\n"
        "## Whom to ask\n\nWrite to Anna about repairs of your bicycle.\n\n## Law\n\nSwiss law.\n"
    )
    compared = compare(sections(old), sections(new))
    assert what(match(compared, "Whom to ask")) == {"renamed"}
    assert what(match(compared, "Contact")) == {"added"}


def test_written_anew_under_nearly_the_same_heading_it_is_the_same_section() -> None:
    old = (
        "# A\n\n## To provide and improve the route search\n\nYour query goes to our route server in "
        "Bern. We count how many searches there are.\n\n## Law\n\nSwiss law.\n"
    )
    new = (
        "# A\n\n## Provide and improve the route search and tips\n\nAs you type, tips appear. Each query "
        "goes to our route server in Bern, or to a partner if you allow that. Partners see neither "
        "your name nor your place.\n\n## Law\n\nSwiss law.\n"
    )
    found = match(
        compare(sections(old), sections(new)), "Provide and improve the route search and tips"
    )
    assert what(found) == {"edited", "renamed"}
    # a heading alone does not make it so
    other = new.replace("goes to our route server in Bern", "is kept on the phone")
    other = other.replace("Each query", "Nothing you look for")
    compared = compare(sections(old), sections(other))
    assert what(match(compared, "Provide and improve the route search and tips")) == {"added"}


WORDS = st.lists(
    st.sampled_from(
        ["we", "keep", "never", "your", "data", "10", "years", ".", "\n", "é", "’", "x@y.z"]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(WORDS | st.text(max_size=80), WORDS | st.text(max_size=80))
def test_the_stretches_give_both_texts_back(old: str, new: str) -> None:
    stretches = compare_texts(old, new)
    assert "".join(s.text for s in stretches if s.edit is not Edit.INSERTED) == old
    assert "".join(s.text for s in stretches if s.edit is not Edit.DELETED) == new
    assert all(s.text for s in stretches)
    for one, other in pairwise(stretches):
        assert one.edit is not other.edit
        assert (one.edit, other.edit) != (Edit.INSERTED, Edit.DELETED)
    if old == new:
        assert {s.edit for s in stretches} <= {Edit.KEPT}


TREES = st.lists(
    st.tuples(st.sampled_from(["Cookies", "Orders", "Contact", "Law", "Photos"]), WORDS), max_size=8
).map(
    lambda parts: sections(
        "# T\n\nText.\n\n" + "\n\n".join(f"## {h}\n\n{t}" for h, t in parts) + "\n"
    )
)


@settings(max_examples=150, deadline=None)
@given(TREES, TREES)
def test_every_section_is_in_exactly_one_match(old: list[Section], new: list[Section]) -> None:
    compared = compare(old, new)
    assert [one.new for one in compared.matches if one.new] == list(new)
    assert sorted(one.old.anchor for one in compared.matches if one.old) == sorted(
        one.anchor for one in old
    )
    assert compare(new, new).same


def test_a_long_statement_takes_no_time() -> None:
    """It is the owner's page that waits: 300 KB against a revision of every section."""
    old = [
        f"## Part {n}\n\n"
        + " ".join(f"Sentence {m} of part {n} says something." for m in range(40))
        for n in range(200)
    ]
    new = [part.replace("Sentence 7", "Sentence seven").replace("says", "tells") for part in old]
    texts = ["# T\n\n" + "\n\n".join(parts) + "\n" for parts in (old, new)]
    assert len(texts[0]) > 300_000
    one, other = map(sections, texts)
    begun = time.thread_time()
    compared = compare(one, other)
    assert all(len(match.stretches) > 40 for match in compared.matches[1:])
    assert time.thread_time() - begun < 20, "quadratic somewhere: it takes less than 2 s"
