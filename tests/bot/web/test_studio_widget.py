"""The configurator: what is chosen becomes lines to paste, and what can't be is told; keys of sites."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.accounts.accounts import Role
from bot.app import Parts, create_app
from bot.web import reader
from bot.web.pages.rendering import words
from bot.web.pages.studio_widget import LANGUAGES, OWN_NAMES, chosen, lines_of
from bot.web.tones import NEEDED, contrast, hex_colour, tone_of
from tests.bot.web.whole_app import signed_in, whole

HERE = "https://clause.example"
NOTHING = dict.fromkeys(
    ("colour", "position", "lang", "theme", "z", "bubble", "title", "ask", "hint", "suggestions",
     "share-page", "memory"), "",
)  # fmt: skip


def element(**typed: str) -> Any:
    """The chat of the lines, as a browser reads them."""
    lines = lines_of(chosen(NOTHING | typed), HERE)
    found = LexborHTMLParser(lines).css("clause-chat")
    assert len(found) == 1, lines
    assert lines.endswith("></clause-chat>")
    return found[0].attributes


def test_nothing_chosen_are_the_two_lines_of_the_documents() -> None:
    written = (Path(__file__).resolve().parents[3] / "docs" / "widget.md").read_text("utf-8")
    assert lines_of(chosen(NOTHING), HERE) in written


def test_what_is_chosen_stands_in_the_lines() -> None:
    assert element(
        colour="A3262A", position="left", lang="fr", theme="dark", z="50", memory="yes",
        suggestions=" Vendez-vous mes données ?\n\n Qui lit ceci ? ", title="Vos  données",
        **{"share-page": "yes"},
    ) == {
        "lang": "fr", "position": "left", "theme": "dark", "memory": None, "share-page": None,
        "suggestions": "Vendez-vous mes données ? | Qui lit ceci ?",
        "words": '{"title": "Vos données"}', "style": "--clause-accent: #a3262a; --clause-z: 50",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["\"'><script>alert(1)</script>", "&lt;b&gt; & co", "l'été", '{"a": 1}', "\u2028 \\ \\n"],
)
def test_whatever_is_written_stays_text(text: str) -> None:
    found = element(title=text, suggestions=text)
    assert json.loads(found["words"]) == {"title": " ".join(text.split())}
    assert found["suggestions"] == " ".join(text.split())


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("colour", "red", "colour"), ("colour", "#12345", "colour"), ("colour", "url(x)", "colour"),
        ("position", "top", "choice"), ("lang", "xx", "choice"), ("theme", "neon", "choice"),
        ("z", "-1", "z"), ("z", "1.5", "z"), ("z", "2147483648", "z"), ("z", "²", "z"),
        ("z", "9" * 5000, "z"), ("title", "x" * 121, "text"), ("suggestions", "a | b", "bar"),
        ("suggestions", "x" * 121, "text"), ("suggestions", "a\n" * 11, "many"),
    ],
)  # fmt: skip
def test_what_cant_be_is_told_and_left_out(field: str, typed: str, why: str) -> None:
    choices = chosen(NOTHING | {field: typed, "lang": "fr"} | {field: typed})
    assert choices.wrong == {field: why}
    assert set(choices.attributes) <= {"lang"}
    assert choices.style == {}
    for language in reader.LANGUAGES:
        assert words("configurator", language)["problems"][why]


def test_every_language_has_its_own_name() -> None:
    assert set(OWN_NAMES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("typed", "colour"),
    [("#A3262A", "#a3262a"), ("0f5", "#00ff55"), (" #fff ", "#ffffff"), ("#12", None), ("", None)],
)
def test_colours_as_they_are_written(typed: str, colour: str | None) -> None:
    assert hex_colour(typed) == colour


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_can_be_read_as_it_is_shown(dark: bool) -> None:
    steps = range(0, 256, 51)
    kept = 0
    for colour in (f"#{r:02x}{g:02x}{b:02x}" for r in steps for g in steps for b in steps):
        tone = tone_of(colour, dark=dark)
        assert tone.shown_contrast >= NEEDED, tone
        kept += not tone.changed
        assert tone.readable or tone.changed, tone
    assert 0 < kept < 216


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    url = f"sqlite+aiosqlite:///{tmp_path}/clause.db"
    async with whole(url, tmp_path / "texts") as opened:
        yield opened


@pytest.fixture
async def owner(parts: Parts) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    caller = await signed_in(parts.store, Role.OWNER)
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://clause", headers=caller.headers
    ) as client:
        yield client, caller.csrf


async def test_the_page_shows_lines_verdict_and_problems_without_a_script(
    owner: tuple[httpx.AsyncClient, str],
) -> None:
    client, _ = owner
    query = urlencode({"colour": "#ffcc00", "z": "much", "title": "<b>", "lang": "fr"})
    response = await client.get(f"/studio/widget?{query}", headers={"Accept-Language": "fr"})
    page = LexborHTMLParser(response.text)
    policy = response.headers["content-security-policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.css_first("html").attributes["lang"] == "fr"
    assert "http://127.0.0.1:8000/widget/clause-chat.js" in page.css_first("#lines").text()
    assert "&lt;b&gt;" in page.css_first("#lines").text()
    assert "--clause-accent: #ffcc00" in page.css_first("#lines").text()
    light, dark = (one.text() for one in page.css("#verdict p"))
    assert "#ffcc00 ne se lirait pas, à 1,5 pour 1" in light
    assert "telle quelle" in dark
    assert page.css_first("#z").attributes["aria-invalid"] == "true"
    assert "nombre entier" in page.css_first("#z-problem").text()
    assert page.css_first("#title").attributes["value"] == "<b>"
    assert page.css_first("iframe").attributes["src"] == f"/studio/widget/preview?{query}"
    assert "aria-invalid" not in page.css_first("#colour").attributes


async def test_the_frame_is_for_our_own_page_alone(owner: tuple[httpx.AsyncClient, str]) -> None:
    client, _ = owner
    response = await client.get("/studio/widget/preview?position=left&title=x%22%3E&memory=yes")
    assert "frame-ancestors 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-frame-options"] == "SAMEORIGIN"
    chat = LexborHTMLParser(response.text).css_first("clause-chat").attributes
    assert chat == {"position": "left", "words": '{"title": "x\\">"}'}


async def test_a_key_is_shown_once_and_taken_back(
    parts: Parts, owner: tuple[httpx.AsyncClient, str]
) -> None:
    client, csrf = owner
    keys = "/studio/widget/keys"
    refused = await client.post(keys, data={"csrf": csrf, "site": "shop"})
    assert refused.status_code == 422
    assert "no origin of a site" in refused.text
    made = await client.post(keys, data={"csrf": csrf, "site": "https://Shop.example/"})
    [key] = await parts.store.site_keys()
    assert key.site == "https://shop.example"
    assert LexborHTMLParser(made.text).css_first("#secret").attributes["value"] == key.secret
    again = await client.get(keys)
    assert "https://shop.example" in again.text
    assert key.secret not in again.text
    gone = await client.post(f"{keys}/{key.id}/remove", data={"csrf": csrf})
    assert gone.headers["location"] == f"{keys}?done=removed"
    assert await parts.store.site_keys() == []
    missing = await client.post(f"{keys}/{key.id}/remove", data={"csrf": csrf})
    assert missing.status_code == 404
