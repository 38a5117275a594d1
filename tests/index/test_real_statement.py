"""The outline of the first customer's statement, line by line, as a person reads it."""

import re
from pathlib import Path

import pytest

from index.passages import make_passages
from index.readers import read_statement
from index.sections import DoubtKind, Outline, PieceKind

PATH = Path(__file__).resolve().parents[2] / "data" / "statements" / "privacy.fr.txt"
TITLE = "Déclaration de confidentialité de Help Desk Migration"

# (kind of heading, heading, paragraphs, list items) in the order of the file
EXPECTED = [
    ("own", TITLE, 0, 0),
    ("run-in", "Avis de mise à jour", 1, 0),
    ("own", "Déclarations supplémentaires sur la confidentialité et la sécurité", 0, 0),
    ("own", "Ce que couvre cette déclaration de confidentialité", 5, 0),
    ("own", "Informations personnelles que nous collectons", 1, 11),
    ("run-in", "Informations que vous fournissez", 1, 0),
    ("run-in", "Création d'un compte", 1, 0),
    ("run-in", "Contenu ou informations partagés dans les Services", 3, 0),
    ("run-in", "Contenu que vous fournissez via le Site", 1, 0),
    ("run-in", "Informations fournies via les canaux de support ou les communautés", 1, 0),
    ("run-in", "Informations marketing", 1, 0),
    ("run-in", "Programmes partenaires", 2, 0),
    ("run-in", "Informations de traitement des paiements", 2, 0),
    ("run-in", "Informations techniques, sur les appareils et les connexions", 2, 0),
    ("run-in", "Cookies et autres technologies de suivi", 4, 0),
    ("run-in", "Autres sources d'informations", 2, 0),
    ("own", "Comment nous utilisons les informations personnelles que nous collectons", 2, 7),
    ("own", "Comment nous partageons les informations personnelles", 1, 0),
    ("run-in", "Avec votre consentement", 1, 0),
    ("run-in", "Prestation de services et programmes partenaires", 1, 0),
    ("run-in", "À des fins commerciales", 1, 0),
    ("run-in", "Pour promouvoir nos Services ou programmes partenaires", 1, 0),
    ("run-in", "Pour des raisons légales", 2, 0),
    ("run-in", "Avec des widgets tiers", 2, 0),
    ("own", "Désactivation, correction ou accès à vos informations", 0, 0),
    ("run-in", "Informations collectées automatiquement", 4, 0),
    ("run-in", "Nos activités marketing", 2, 0),
    ("run-in", "Services", 1, 0),
    ("run-in", "Suppression de compte", 2, 0),
    ("own", "Sécurité des données et transferts de données", 0, 0),
    ("run-in", "Sécurité des données", 4, 0),
    ("run-in", "Stockage des données et transferts internationaux de données", 1, 0),
    ("own", "Questions, réclamations, règlement des litiges", 2, 0),
    ("own", "Avis de modifications", 2, 0),
    ("own", "Contactez Help Desk Migration", 4, 0),
]


@pytest.fixture(scope="module")
def outline() -> Outline:
    return read_statement(PATH.read_bytes(), PATH.name)


def test_headings_and_blocks_line_by_line(outline: Outline) -> None:
    found = [
        (
            section.heading,
            sum(block.kind == PieceKind.PARAGRAPH for block in section.blocks),
            sum(block.kind == PieceKind.ITEM for block in section.blocks),
        )
        for section in outline.sections
    ]
    assert found == [entry[1:] for entry in EXPECTED]


def test_the_counts_that_were_promised(outline: Outline) -> None:
    lines = {line.strip() for line in PATH.read_text("utf-8").splitlines()}
    own_line = [section for section in outline.sections if section.heading in lines]
    # 'Informations que vous fournissez' and ten others stand as bullets too, but not bare
    assert len(own_line) == 11
    assert len(outline.sections) - len(own_line) == 24
    assert sum(bool(section.text) for section in outline.sections) == 31
    assert [kind for kind, *_ in EXPECTED].count("own") == 11


def test_levels(outline: Outline) -> None:
    """A run-in heading hangs below the last heading of its own line; the first one below the title."""
    parent = TITLE
    for (kind, heading, *_), section in zip(EXPECTED, outline.sections, strict=True):
        if heading == TITLE:
            assert section.heading_path == (TITLE,)
        elif kind == "own":
            parent = heading
            assert section.heading_path == (TITLE, heading)
        elif parent == TITLE:
            assert section.heading_path == (TITLE, heading)
        else:
            assert section.heading_path == (TITLE, parent, heading)
        assert section.level == len(section.heading_path)


def test_every_sentence_is_in_exactly_one_passage(outline: Outline) -> None:
    """The sentences, joined, are the file without headings, bullets and the word from the menu."""
    lines = PATH.read_text("utf-8").splitlines()
    own = [heading for kind, heading, *_ in EXPECTED if kind == "own"]
    run_in = [heading for kind, heading, *_ in EXPECTED if kind == "run-in"]
    expected = []
    for line in lines:
        line = line.strip()
        if line in own:
            own.remove(line)
            continue
        if line == "S'inscrire":
            continue
        heading = next((h for h in run_in if re.match(re.escape(h) + r" ?: ", line)), None)
        if heading:
            run_in.remove(heading)
            line = line[len(heading) :].lstrip(" :")
        expected.append(line.removeprefix("• "))
    assert own == []
    assert run_in == []
    found = [
        outline.sections[passage.section].text[sentence.start : sentence.end]
        for passage in make_passages(outline.sections)
        for sentence in passage.sentences
    ]
    assert "".join("".join(found).split()) == "".join("".join(expected).split())


def test_sentences_end_where_a_reader_would_end_them(outline: Outline) -> None:
    found = {
        outline.sections[passage.section].text[sentence.start : sentence.end]
        for passage in make_passages(outline.sections)
        for sentence in passage.sentences
    }
    assert {
        "Nous collectons ces informations transférées entre différentes applications tierces.",
        "fournir et soutenir les Services,",
        "Catégories d'informations que nous collectons :",
        "Téléphone :\n+1-888-866-7471",
        "Adresse postale :\nRelokia LLC\n3a Medova St., Ternopil, Ukraine 46000",
        "La plupart des navigateurs modernes vous permettent de bloquer ou supprimer les cookies en "
        "accédant à Paramètres > Confidentialité > Cookies.",
        "Nous pouvons combiner ces informations avec les informations que",
    } <= found


def test_contents_list_is_kept_but_not_searched(outline: Outline) -> None:
    sections = outline.sections
    listed = next(
        p
        for p in make_passages(sections)
        if sections[p.section].text[p.start :].startswith("Nous collectons ou recevons")
    )
    text = sections[listed.section].text
    assert text[listed.start : listed.end].endswith("• Autres sources d'informations")
    searched = [text[s.start : s.end] for s in listed.sentences if s.searchable]
    assert searched == [
        "Nous collectons ou recevons des informations de la manière décrite dans cette section.",
        "Catégories d'informations que nous collectons :",
    ]


def test_the_reader_says_where_it_is_not_sure(outline: Outline) -> None:
    assert [(doubt.kind, doubt.line) for doubt in outline.doubts] == [
        (DoubtKind.EMPTY_HEADING, 5),
        (DoubtKind.CUT_SENTENCE, 49),
        (DoubtKind.MENU_LEFTOVER, 167),
    ]
    assert outline.doubts[2].text == "S'inscrire"
    everything = " ".join(section.text for section in outline.sections)
    assert "S'inscrire" not in everything
    assert "Déclarations supplémentaires" not in everything


def test_anchors_are_what_links_were_made_of(outline: Outline) -> None:
    anchors = [section.anchor for section in outline.sections]
    assert len(set(anchors)) == len(anchors)
    assert anchors[1] == "avis-de-mise-a-jour"
    assert anchors[28] == "suppression-de-compte"
    assert anchors[20] == "a-des-fins-commerciales"


def test_section_text_is_the_source_word_for_word(outline: Outline) -> None:
    source = " ".join(PATH.read_text("utf-8").split())
    for section in outline.sections:
        assert " ".join(section.text.split()) in source
