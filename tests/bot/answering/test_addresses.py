"""Where a citation opens."""

from urllib.parse import unquote

import pytest

from bot.answering.addresses import page_url, text_fragment
from bot.settings import Settings
from index.snapshot import Snapshot

OWN = "https://shop.example/privacy"


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("We sell nothing.", ":~:text=We%20sell%20nothing."),
        ("E-mail, name & age", ":~:text=E%2Dmail%2C%20name%20%26%20age"),
        (
            "We keep what you tell us for as long as the law says, and not one day longer.",
            ":~:text=We%20keep%20what%20you,not%20one%20day%20longer.",
        ),
    ],
)
def test_a_text_fragment(text: str, fragment: str) -> None:
    assert text_fragment(text) == fragment


def test_the_companys_own_page_by_document_and_language(snapshot: Snapshot) -> None:
    section = next(one for one in snapshot.sections if len(one.text) > 40)
    place = (snapshot, section.anchor, 0, 40)
    name = f"{snapshot.document}.{snapshot.language}"
    ours = page_url("https://clause.example")(*place)
    assert ours.startswith(f"https://clause.example/statements/{snapshot.document}?")
    for pages in (
        {snapshot.document: OWN + "#top"},
        {name: OWN, snapshot.document: "https://no.example"},
    ):
        address = page_url("https://clause.example", pages)(*place)
        assert address.startswith(f"{OWN}#:~:text=")
        said = unquote(address.partition("text=")[2]).split(",")[0]
        assert said in " ".join(section.text[:40].split())
    assert page_url("https://clause.example", {"other": OWN})(*place) == ours


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="privacy: javascript:"):
        Settings(statement_pages={"privacy": "javascript:alert(1)"})
