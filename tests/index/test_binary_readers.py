"""Word and PDF: what a person sees in them is what is read, and quotes of it are verbatim."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from index.errors import StatementEmpty, StatementTooLarge, StatementUnreadable
from index.passages import make_passages
from index.readers import read_statement
from index.sections import Outline
from index.snapshot import version_of
from tests.files import archive, docx, pdf

FRENCH = [
    ("Title", "Déclaration de confidentialité"),
    ("", "En vigueur depuis le 1er janvier 2026."),
    ("Heading1", "Cookies"),
    ("", "Nous déposons un seul cookie. Il dure un jour & rien de plus."),
    ("Heading1", "Vos droits"),
    ("Heading2", "Accès"),
    ("", "Vous pouvez :"),
    ("List", "accéder à vos données ;"),
    ("List", "les faire effacer."),
]


def page(number: int, *lines: tuple[float, float, str]) -> list[tuple[float, float, str]]:
    return [
        (810, 9, "Boutique - Déclaration de confidentialité"),
        *lines,
        (30, 9, f"Page {number} sur 2"),
    ]


TWO_PAGES = [
    page(
        1,
        (760, 20, "Déclaration de confidentialité"),
        (720, 14, "Cookies"),
        (700, 11, "Nous déposons un seul cookie chez vous. Il garde le contenu de votre pa-"),
        (686, 11, "nier pendant un jour, et nous ne le lisons que si vous revenez chez nous avant la"),
        (672, 11, "fin de ce jour."),
        (646, 11, "Un porte-monnaie électronique n'en dépose aucun : il n'en a pas besoin. Le porte-"),
        (632, 11, "monnaie reste chez vous."),
        (60, 11, "La commande est gardée dix ans par notre comptabilité, comme la loi nous le demande, et"),
    ),
    page(
        2,
        (760, 11, "rien n'en est transmis à personne d'autre."),
        (720, 14, "Vos droits"),
        (700, 11, "Vous pouvez :"),
        (686, 11, "• accéder à vos données ;"),
        (672, 11, "• les faire effacer."),
    ),
]  # fmt: skip


def verbatim(outline: Outline) -> None:
    for passage in make_passages(outline.sections):
        text = outline.sections[passage.section].text
        for sentence in passage.sentences:
            assert text[sentence.start : sentence.end].strip()
    for section in outline.sections:
        for block in section.blocks:
            assert section.text[block.start : block.end].strip()


def test_a_word_document() -> None:
    outline = read_statement(docx(FRENCH), "privacy.fr.docx")
    assert outline.title == "Déclaration de confidentialité"
    assert [(section.level, section.heading) for section in outline.sections] == [
        (1, "Déclaration de confidentialité"),
        (2, "Cookies"),
        (2, "Vos droits"),
        (3, "Accès"),
    ]
    assert outline.sections[1].text == FRENCH[3][1]
    assert outline.sections[3].text == "Vous pouvez :\naccéder à vos données ;\nles faire effacer."
    verbatim(outline)


def test_a_pdf() -> None:
    outline = read_statement(pdf(TWO_PAGES), "privacy.fr.pdf")
    assert [(section.level, section.heading) for section in outline.sections] == [
        (1, "Déclaration de confidentialité"),
        (2, "Cookies"),
        (2, "Vos droits"),
    ]
    first, second, third = outline.sections[1].text.split("\n\n")
    assert "votre panier pendant un jour" in first, "a word parted at the line's end is whole"
    assert first.endswith("fin de ce jour.")
    assert second.endswith("Le porte-monnaie reste chez vous."), "it has its hyphen elsewhere"
    assert third.endswith("demande, et rien n'en est transmis à personne d'autre.")
    assert outline.sections[2].text == (
        "Vous pouvez :\n• accéder à vos données ;\n• les faire effacer."
    )
    whole = " ".join(section.text for section in outline.sections)
    assert "Page" not in whole
    assert "Boutique" not in whole
    verbatim(outline)


def test_a_sentence_that_ends_every_page_is_no_footer() -> None:
    same = "Nous ne les vendons pas, et nous ne les louons pas non plus."
    pages = [
        [(800 - 14 * n, 11.0, f"Page {page}, phrase {n} de cette déclaration.") for n in range(51)]
        + [(86, 11.0, same)]
        for page in (1, 2, 3)
    ]
    [section] = read_statement(pdf(pages), "privacy.fr.pdf").sections
    assert section.text.count(same) == 3


def test_the_format_is_part_of_the_version() -> None:
    source = pdf(TWO_PAGES)
    assert version_of(source, "a.pdf") != version_of(source, "a.docx")


def locked() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(TWO_PAGES))))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("source", "name", "error", "says"),
    [
        (b"", "a.docx", StatementEmpty, "is empty"),
        (b"", "a.pdf", StatementEmpty, "is empty"),
        (pdf([[]]), "a.pdf", StatementEmpty, "pictures of pages"),
        (pdf([[]] * 301), "a.pdf", StatementTooLarge, "301 pages"),
        (pdf(TWO_PAGES)[:400], "a.pdf", StatementUnreadable, "cut off"),
        (locked(), "a.pdf", StatementUnreadable, "password"),
        (b"Just text.", "a.pdf", StatementUnreadable, "no PDF"),
        (pdf(TWO_PAGES), "a.docx", StatementUnreadable, "ends with .pdf"),
        (docx(FRENCH), "a.txt", StatementUnreadable, "ends with .docx"),
        (docx(FRENCH)[:600], "a.docx", StatementUnreadable, "cut off"),
        (archive({"a.txt": b"x"}), "a.docx", StatementUnreadable, "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx", StatementUnreadable, "password"),
        (docx(FRENCH, bomb=b"\0" * 61_000_000), "a.docx", StatementTooLarge, "unpacks"),
        (docx(FRENCH, **{"word__document.xml": b""}), "a.docx", StatementUnreadable, "damaged"),
        (
            docx(FRENCH, **{"word__document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
            "a.docx",
            StatementUnreadable,
            "Word does not write",
        ),
        (docx([("Heading1", "Only a heading")]), "a.docx", StatementEmpty, "no text"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_a_sentence(
    source: bytes, name: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says) as refusal:
        read_statement(source, name)
    assert name in str(refusal.value)
