"""Hostile files, the same ones from the same seed: named traps, and good files with bytes changed."""

import io
import random
import zlib
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter

from tests.files import archive, docx, pdf, pdf_of

FORMATS = ("txt", "md", "html", "docx", "pdf")
TEXT = """# Déclaration de confidentialité

## Cookies

Nous déposons un seul cookie, qui dure un jour.

- Il garde votre panier.
- Il ne sert à rien d'autre.

| Donnée | Durée |
| --- | --- |
| Commande | dix ans |
"""
PARAGRAPHS = [
    ("Title", "Déclaration"),
    ("Heading1", "Cookies"),
    ("", "Nous déposons un seul cookie."),
    ("List", "Il garde votre panier."),
]
LINES = [
    (760.0, 20.0, "Déclaration"),
    (720.0, 14.0, "Cookies"),
    (700.0, 11.0, "Nous déposons un seul cookie, qui dure un jour."),
    (686.0, 11.0, "Il garde votre panier."),
]
BILLION = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(10)
)


def good(kind: str) -> bytes:
    """A file of that kind that is read."""
    if kind == "docx":
        return docx(PARAGRAPHS)
    if kind == "pdf":
        return pdf([LINES, LINES])
    if kind == "html":
        return f"<html><body><main><h1>Déclaration</h1><p>{TEXT}</p></main></body></html>".encode()
    return TEXT.encode()


def traps(kind: str) -> Iterator[tuple[str, bytes]]:
    """(what it is, the file) of everything that was thought of."""
    yield "empty", b""
    yield "zeros", b"\0" * 5000
    yield "noise", random.Random(7).randbytes(60_000)
    yield "a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 500
    yield "a program", b"\x7fELF" + bytes(range(256)) * 20
    yield "an old Office document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000
    yield "UTF-16", TEXT.encode("utf-16")
    yield "Latin-1", TEXT.encode("latin-1")
    yield "another format", good("pdf" if kind == "docx" else "docx")
    yield "too large", b"Word. " * 400_000
    yield from {"docx": _docx_traps, "pdf": _pdf_traps}.get(kind, _text_traps)()


def mutations(kind: str, seed: int) -> Iterator[tuple[str, bytes]]:
    """Without end: the good file cut, with bytes changed, doubled, taken out."""
    whole = good(kind)
    chance = random.Random(f"{kind} {seed}")
    while True:
        made = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 10, 60))):
            place = chance.randrange(len(made)) if made else 0
            match chance.randrange(5):
                case 0:
                    made[place : place + 1] = chance.randbytes(1)
                case 1:
                    del made[place : place + chance.randrange(1, 40)]
                case 2:
                    made[place:place] = made[place : place + chance.randrange(1, 200)]
                case 3:
                    made[place:place] = chance.choice(
                        (
                            b"\0",
                            b"<",
                            b"/Length 99999999",
                            b"\xff\xfe",
                            b"((((",
                            b"PK\x03\x04",
                            b">>" * 9,
                        )
                    )
                case _:
                    made[place : place + 4] = (2**31).to_bytes(4, "little")
        if chance.random() < 0.2:
            made = made[: chance.randrange(len(made) + 1)]
        yield "a good file, changed", bytes(made)


def _text_traps() -> Iterator[tuple[str, bytes]]:
    yield "only headings", b"# One\n\n## Two\n\n### Three\n"
    yield "a script", b"<script>" + b"while(1){}" * 5000 + b"</script>"
    yield "deep lists", b"".join(b"  " * n + b"- x\n" for n in range(1500))
    yield "deep quotes", b">" * 60_000 + b" x"
    yield "deep elements", b"<div>" * 200_000 + b"x"
    yield "brackets", b"[" * 90_000
    yield "stars", b"*a " * 90_000
    yield "links", b"[a](" * 50_000
    yield "entities", b"&amp;lt;" * 100_000
    yield "one line", b"word " * 390_000
    yield "many lines", b"Short\n\n" * 250_000
    yield "a table", b"|a" * 60_000 + b"\n" + b"|-" * 60_000 + b"\n" + b"|b" * 60_000
    yield "colons", b"Label : " * 100_000
    yield "marks on letters", ("a" + "\u0301" * 500_000).encode()


def _docx_traps() -> Iterator[tuple[str, bytes]]:
    yield "a bomb", docx(PARAGRAPHS, word__media__big=b"\0" * 70_000_000)
    yield "a bomb of text", docx([("", "A" * 13_000_000)])
    yield "a document of paragraphs", docx([("", "x")] * 60_000)
    yield (
        "entities",
        docx(
            PARAGRAPHS,
            **{"word__document.xml": f"<!DOCTYPE x [{BILLION}]><x>&a9;</x>".encode()},
        ),
    )
    deep = b"<w:p>" * 30_000
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    yield (
        "deep elements",
        docx(
            PARAGRAPHS,
            **{"word__document.xml": b'<w:document xmlns:w="%s"><w:body>%s' % (space, deep)},
        ),
    )
    yield (
        "deep and closed",
        docx(
            PARAGRAPHS,
            **{
                "word__document.xml": b'<w:document xmlns:w="%s"><w:body>%s%s</w:body></w:document>'
                % (space, deep, b"</w:p>" * 30_000)
            },
        ),
    )
    yield "no document", archive({"a.txt": b"x"})
    yield "many parts", archive({f"word/{n}.xml": b"" for n in range(4000)})
    yield "no text part", docx(PARAGRAPHS, **{"word__document.xml": b""})
    protected = bytearray(docx(PARAGRAPHS))
    protected[6] |= 1
    at = protected.rfind(b"PK\x01\x02")
    protected[at + 8] |= 1
    yield "protected", bytes(protected)
    lying = bytearray(docx(PARAGRAPHS, word__media__big=b"\0" * 30_000_000))
    at = lying.find(b"word/media/big", lying.find(b"PK\x01\x02")) - 46
    lying[at + 24 : at + 28] = (10).to_bytes(4, "little")
    yield "a size that lies", bytes(lying)


def _pdf_traps() -> Iterator[tuple[str, bytes]]:
    yield "10,000 pages", pdf([[]] * 10_000)
    yield "scanned", pdf([[], []])
    writer = PdfWriter(PdfReader(io.BytesIO(good("pdf"))))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    yield "protected", out.getvalue()
    yield "a bomb", _stream(zlib.compress(b"\0" * 400_000_000), b"/FlateDecode")
    twice = zlib.compress(zlib.compress(b"BT " * 60_000_000))
    yield "a bomb in a bomb", _stream(twice, b"[/FlateDecode /FlateDecode]")
    many = zlib.compress(b"BT /F1 9 Tf (x) Tj ET " * 3_000_000)
    yield "a stream of words", _stream(many, b"/FlateDecode")
    yield (
        "a circle of pages",
        pdf_of(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
            ]
        ),
    )
    yield (
        "a page that is its parent",
        pdf_of(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 3 0 R /Contents 3 0 R >>",
            ]
        ),
    )
    yield "arrays in arrays", pdf_of([b"[" * 100_000 + b"]" * 100_000])
    yield "names in names", pdf_of([b"<< /Type /Catalog /Pages " + b"<< /A " * 50_000])
    yield "a table that points at itself", good("pdf").replace(b"startxref\n", b"startxref\n9")
    yield "no pages", pdf_of([b"<< /Type /Catalog >>"])
    yield "a header alone", b"%PDF-1.7\n%%EOF\n"
    yield "brackets", pdf([[(700, 11, "(" * 100_000)]])


def _stream(data: bytes, filters: bytes) -> bytes:
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(data), filters, data),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )
