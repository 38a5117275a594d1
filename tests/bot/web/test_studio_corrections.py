"""The studio's way in over HTTP: files of every kind, doubts, corrections, and what goes wrong."""

from collections.abc import AsyncIterator

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.accounts.accounts import Accounts, Role
from bot.app import Parts, create_app
from bot.store import Version
from index.encoder import Encoder
from index.errors import EncoderError
from tests.bot.web.test_studio import PASSWORD, hidden, indexed, said, tree
from tests.bot.web.test_studio import parts as parts  # the fixture
from tests.files import docx, pdf

PARAGRAPHS = [
    ("Title", "Déclaration de confidentialité"),
    ("", "En vigueur depuis le 1er janvier 2026."),
    ("Heading1", "Cookies"),
    ("", "Nous déposons un seul cookie, qui dure un"),
    ("", "jour et ne sert qu’à garder votre panier."),
    ("", "Les autres sont dans la Politique relative aux cookies."),
    ("Heading1", "Destinataires"),
    ("Heading1", "Vos droits"),
    ("", "Vous pouvez accéder à vos données."),
    ("", "Retour en haut"),
]


@pytest.fixture
async def browser(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    """An owner, signed in."""
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        await Accounts(parts.store).add("anna@example.org", "Anna", Role.OWNER, PASSWORD)
        data = {"email": "anna@example.org", "password": PASSWORD}
        data["csrf"] = hidden(await client.get("/console/login"), "csrf")
        await client.post("/console/login", data=data)
        yield client


async def send(
    browser: httpx.AsyncClient, source: bytes, name: str, **fields: str
) -> httpx.Response:
    data = {"csrf": hidden(await browser.get("/studio/upload"), "csrf")} | fields
    return await browser.post("/studio/upload", data=data, files={"file": (name, source)})


async def bring(browser: httpx.AsyncClient, source: bytes, name: str, **fields: str) -> str:
    """The address of the draft's text."""
    done = await indexed(browser, await send(browser, source, name, **fields))
    assert done.status_code == 303, done.text
    return done.headers["location"].partition("?")[0]


async def versions(parts: Parts, slug: str = "boutique") -> list[Version]:
    return await parts.store.versions(slug)


def doubts(page: httpx.Response) -> list[str]:
    return [" ".join(node.text().split()) for node in tree(page).css(".doubt .doubt-kind")]


def pieces(page: httpx.Response) -> list[str]:
    return [node.text() for node in tree(page).css(".piece:not(.left-out) .piece-text")]


async def press(
    browser: httpx.AsyncClient, address: str, form: LexborNode, do: str, **fields: str
) -> httpx.Response:
    """Sends one of the page's forms by one of its buttons."""
    data = {i.attributes["name"] or "": i.attributes.get("value") or "" for i in form.css("input")}
    assert do in [button.attributes["value"] for button in form.css("button")]
    sent = await browser.post(address, data=data | {"do": do} | fields)
    return sent if sent.status_code != 303 else await browser.get(sent.headers["location"])


async def test_doubts_are_corrected_kept_and_corrected_again_in_the_next_revision(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    address = await bring(browser, docx(PARAGRAPHS), "boutique.fr.docx")
    page = await browser.get(address)
    assert doubts(page) == [
        "This sentence is cut line 4",
        "This refers to a document that is not here: Politique relative aux cookies line 6",
        "This heading has no text line 7",
        "This line looks like a menu left over line 10",
    ]
    for do in ("join", "accept", "demote", "drop"):
        page = await press(browser, address, tree(page).css(".doubt")[0], do)
    assert doubts(page) == []
    whole = "Nous déposons un seul cookie, qui dure un jour et ne sert qu’à garder votre panier."
    assert any(whole in piece for piece in pieces(page))
    assert len(await versions(parts)) == 1, "no version before it is asked for"
    sent = await browser.post(address, data={"csrf": hidden(page, "csrf"), "do": "apply"})
    corrected = (await indexed(browser, sent)).headers["location"]
    assert corrected.endswith("?notice=corrected")
    new, old = await versions(parts)
    assert new.version in corrected
    assert old.version in address
    snapshot = await parts.library.version("boutique", "fr", new.version)
    assert snapshot is not None
    assert whole in snapshot.sections[1].text
    assert snapshot.doubts == ()
    # nothing is left in work with the old version
    assert await parts.store.corrections_in_work(old.id) is None

    revised = [*PARAGRAPHS[:-1], ("", "Vous pouvez aussi les faire effacer."), PARAGRAPHS[-1]]
    revised[7] = ("Heading1", "Vos droits chez nous")
    revised[4] = ("", "an et ne sert qu’à garder votre panier.")
    page = await browser.get(await bring(browser, docx(revised), "boutique.fr.docx"))
    assert doubts(page) == ["This sentence is cut line 4"], "what changed is looked at anew"
    assert "1 correction of the last version matches nothing" in said(page, ".corrections .note")
    assert [" ".join(n.text().split()) for n in tree(page).css(".did p:first-child")] == [
        "Joined with the next piece No longer matches this text",
        "Right as it is",
        "Made text",
        "Left out",
    ]


async def test_split_promote_undo_and_discard(browser: httpx.AsyncClient, parts: Parts) -> None:
    text = "# Privacy\n\nWe keep your orders. Contact Write to us at any time.\n"
    address = await bring(browser, text.encode(), "contact.en.md")
    page = await browser.get(f"{address}?at=1")
    split = tree(page).css_first(".split")
    for wrong in ("", "nowhere in it", "We keep"):
        refused = await press(browser, address, split, "split", words=wrong)
        assert refused.status_code == 422
        assert "Copy them from the text" in said(refused, ".note-danger")
    page = await press(browser, address, split, "split", words="Contact Write")
    page = await browser.get(f"{address}?at=2")
    page = await press(browser, address, tree(page).css_first(".split"), "split", words="Write to")
    page = await browser.get(f"{address}?at=2")
    page = await press(browser, address, tree(page).css_first(".tools form"), "promote")
    assert [piece.rpartition(": ")[2] for piece in pieces(page)] == [
        "Privacy",
        "We keep your orders.",
        "Contact",
        "Write to us at any time.",
    ]
    assert "3 corrections are not in a draft yet" in said(page, ".pending")
    # the same form again, as after 'back': the place is another by now
    late = await press(browser, address, split, "split", words="Contact")
    assert late.status_code == 409
    page = await press(browser, address, tree(page).css(".did form")[-1], "undo")
    assert len(tree(page).css(".piece-heading")) == 1
    page = await press(browser, address, tree(page).css_first(".pending"), "discard")
    assert len(pieces(page)) == 2
    assert not tree(page).css(".pending")
    assert len(await versions(parts, "contact")) == 1
    everything = tree(await browser.get(f"{address}?at=1")).css_first(".tools form")
    empty = await press(browser, address, everything, "drop")
    assert empty.status_code == 422
    assert "no text" in said(empty, ".note-danger")


async def test_a_pdf_in_the_language_that_it_is_written_in(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    lines = [
        (760.0, 20.0, "Datenschutz"),
        (
            700.0,
            11.0,
            "Wir setzen ein Cookie, und es bleibt einen Tag auf Ihrem Gerät gespeichert.",
        ),
    ]
    address = await bring(browser, pdf([lines]), "Datenschutz 2026-03 final.pdf")
    assert address.startswith("/studio/datenschutz/de/")
    assert "Datenschutz" in pieces(await browser.get(address))[0]


async def test_more_than_may_be_sent_is_refused_before_it_is_kept(
    browser: httpx.AsyncClient, parts: Parts
) -> None:
    refused = await send(browser, b"x" * 10_000_001, "privacy.en.docx", note="Keep me")
    assert refused.status_code == 413
    assert "larger than 10 MB" in said(refused, "#problem")
    much = await send(browser, b"x" * 12_000_000, "privacy.en.docx")
    assert much.status_code == 413
    assert "larger than 10 MB" in said(much, "#problem")
    assert len(await versions(parts, "privacy")) == 1


async def test_a_failure_is_said_and_the_file_is_kept(
    browser: httpx.AsyncClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise EncoderError("The model went away.")

    with monkeypatch.context() as patched:
        patched.setattr(Encoder, "encode_sentences", broken)
        sent = await send(browser, b"# Shop\n\nWe sell tea to everybody.\n", "shop.en.md")
        address = sent.headers["location"]
        page = await indexed(browser, sent)
    assert "The model went away." in said(page, ".note-danger")
    assert await versions(parts, "shop") == []
    assert (await browser.get(f"{address}/state")).json()["state"] == "failed"
    again = await browser.post(address, data={"csrf": hidden(page, "csrf")})
    done = await indexed(browser, again)
    assert "/studio/shop/en/" in done.headers["location"]
    gone = await browser.get("/studio/upload/never-was")
    assert gone.status_code == 404
    assert "bring the file again" in gone.text


async def test_what_a_file_holds_is_shown_and_never_run(browser: httpx.AsyncClient) -> None:
    text = (
        "# <img src=x onerror=alert(1)>\n\nWe keep </li><script>alert(1)</script> nothing of it.\n"
    )
    page = await browser.get(await bring(browser, text.encode(), "trap.en.md"))
    parsed = LexborHTMLParser(page.text)
    assert [s.attributes.get("src") for s in parsed.css("script")] == ["/static/studio_text.js"]
    assert not parsed.css("img")
