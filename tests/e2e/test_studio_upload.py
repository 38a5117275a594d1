"""An owner brings a text in a real browser: sees how it is read, corrects it, brings the next revision."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.conftest import NewContext, Service
from tests.e2e.desk import Staff, axe, fits
from tests.files import docx

OWNER = "Administrator"
PARAGRAPHS = [
    ("Title", "Confidentialité de la boutique"),
    ("", "En vigueur depuis le 1er janvier 2026."),
    ("Heading1", "Cookies"),
    ("", "Nous déposons un seul cookie, qui dure un"),
    ("", "jour et ne sert qu’à garder votre panier."),
    ("Heading1", "Destinataires"),
    ("Heading1", "Vos droits"),
    ("", "Vous pouvez accéder à vos données."),
    ("", "Retour en haut"),
]
REVISED = [*PARAGRAPHS[:-1], ("", "Vous pouvez les faire effacer."), PARAGRAPHS[-1]]
WHOLE = "Nous déposons un seul cookie, qui dure un jour et ne sert qu’à garder votre panier."


def written(folder: Path, name: str, source: bytes) -> Path:
    path = folder / name
    path.write_bytes(source)
    return path


async def bring(tab: Page, server: Service, path: Path) -> None:
    """Choose a file and wait for its text."""
    await tab.goto(f"{server.url}/studio/upload")
    await tab.get_by_label("File", exact=True).set_input_files(path)
    await tab.get_by_role("button", name="Upload and read").click()
    await expect(tab.get_by_role("heading", name="As it is read")).to_be_visible(timeout=30_000)


async def test_a_french_word_document_is_corrected_and_its_next_revision_alike(
    server: Service, staff: Staff, new_context: NewContext, tmp_path: Path
) -> None:
    tab = await staff.sign_in(await new_context(locale="en-GB"), OWNER, "/studio/upload")
    await bring(tab, server, written(tmp_path, "echoppe.fr.docx", docx(PARAGRAPHS)))
    assert "/studio/echoppe/fr/" in tab.url
    first = tab.url.partition("?")[0]
    await expect(tab.locator("#doubts")).to_contain_text("3 places are worth a look")
    cut = tab.locator(".piece", has_text="This sentence is cut")
    await tab.evaluate("window.stayed = true")
    await cut.get_by_role("button", name="Join with the next piece").click()
    await expect(tab.locator(".piece-text", has_text=WHOLE)).to_be_visible()
    await expect(tab.locator("#doubts")).to_contain_text("2 places are worth a look")
    # by the keyboard alone: the focus is where the work is
    empty = tab.locator(".piece", has_text="This heading has no text")
    await empty.get_by_role("button", name="It is right as it is").focus()
    await tab.keyboard.press("Enter")
    await expect(tab.locator("#doubts")).to_contain_text("1 place is worth a look")
    await expect(tab.get_by_role("link", name="Correct “Destinataires”")).to_be_focused()
    menu = tab.locator(".piece", has_text="Retour en haut")
    await menu.get_by_role("button", name="Leave it out").click()
    await expect(tab.locator("#doubts")).to_contain_text("Nothing is left")
    await tab.get_by_role("button", name="Undo: Left out").click()
    await expect(tab.locator("#doubts")).to_contain_text("1 place is worth a look")
    await menu.get_by_role("button", name="Leave it out").click()
    await expect(tab.locator("#doubts")).to_contain_text("Nothing is left")
    assert await tab.evaluate("window.stayed"), "the page was never left"

    await tab.get_by_role("button", name="Make a draft of it").click()
    await expect(tab.get_by_text("The draft with your corrections is here")).to_be_visible(
        timeout=30_000
    )
    assert tab.url.partition("?")[0] != first
    await bring(tab, server, written(tmp_path, "echoppe.fr.docx", docx(REVISED)))
    await expect(tab.locator(".piece-text", has_text=WHOLE)).to_be_visible()
    await expect(tab.locator("#doubts")).to_contain_text("Nothing is left")
    await expect(tab.locator(".did li")).to_have_count(3)
    await expect(tab.get_by_text("No longer matches")).to_have_count(0)


async def test_without_scripts(
    server: Service, staff: Staff, new_context: NewContext, tmp_path: Path
) -> None:
    context = await new_context(locale="en-GB", java_script_enabled=False)
    tab = await staff.sign_in(context, OWNER, "/studio/upload")
    path = written(tmp_path, "stand.fr.docx", docx(PARAGRAPHS))
    await tab.get_by_label("File", exact=True).set_input_files(path)
    await tab.get_by_role("button", name="Upload and read").click()
    await expect(tab.locator("#doubts")).to_contain_text("3 places", timeout=30_000)
    cut = tab.locator(".piece", has_text="This sentence is cut")
    await cut.get_by_role("button", name="Join with the next piece").click()
    await expect(tab.locator(".piece-text", has_text=WHOLE)).to_be_visible()
    await expect(tab.get_by_role("status")).to_contain_text("Joined.")


async def test_a_file_that_cannot_be_used_leaves_the_form_as_it_was(
    server: Service, staff: Staff, new_context: NewContext, tmp_path: Path
) -> None:
    tab = await staff.sign_in(await new_context(locale="en-GB"), OWNER, "/studio/upload")
    await tab.get_by_label("Note for colleagues").fill("Pour le printemps")
    file = tab.get_by_label("File", exact=True)
    await file.set_input_files(written(tmp_path, "privacy.fr.pdf", b"no such thing"))
    # what the name tells is chosen
    await expect(tab.get_by_label("Document", exact=True)).to_have_value("privacy")
    await expect(tab.get_by_label("Language", exact=True)).to_have_value("fr")
    await tab.get_by_role("button", name="Upload and read").click()
    await expect(tab.get_by_role("alert")).to_contain_text("is no PDF")
    await expect(tab.get_by_label("Note for colleagues")).to_have_value("Pour le printemps")
    await axe(tab)
    big = tmp_path / "big.fr.txt"
    big.write_bytes(b"x" * 10_500_000)
    await tab.locator("#file").set_input_files(big)
    await expect(tab.get_by_role("alert")).to_contain_text("larger than 10 MB")


async def test_a_pdf_that_a_browser_prints(
    server: Service, staff: Staff, new_context: NewContext, tmp_path: Path
) -> None:
    context = await new_context(locale="en-GB")
    press = await context.new_page()
    sentence = (
        "Nous gardons vos commandes dix ans, comme la loi nous le demande, puis nous les effaçons. "
    )
    chapters = "".join(
        f"<h2>{name}</h2><p>{sentence * 9}</p><ul><li>Le premier point.</li><li>Le second.</li></ul>"
        for name in ("Commandes", "Cookies", "Lettres", "Vos droits", "Contact")
    )
    await press.set_content(f"<h1>Protection des données</h1>{chapters}")
    printed = await press.pdf(
        format="A5",
        display_header_footer=True,
        header_template='<span style="font-size:8px;margin:auto">La Boutique</span>',
        footer_template='<span style="font-size:8px;margin:auto" class="pageNumber"></span>',
        margin={"top": "60px", "bottom": "60px", "left": "40px", "right": "40px"},
    )
    await press.close()
    tab = await staff.sign_in(context, OWNER, "/studio/upload")
    await bring(tab, server, written(tmp_path, "imprime.fr.pdf", printed))
    headings = await tab.locator(".piece-heading strong").all_inner_texts()
    assert headings == [
        "Protection des données",
        "Commandes",
        "Cookies",
        "Lettres",
        "Vos droits",
        "Contact",
    ]
    texts = await tab.locator(".piece-paragraph .piece-text").all_inner_texts()
    assert texts == [(sentence * 9).strip()] * 5
    assert await tab.locator(".piece-item").count() == 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
async def test_axe_finds_nothing(
    server: Service,
    staff: Staff,
    new_context: NewContext,
    tmp_path: Path,
    scheme: str,
    width: int,
) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 720}}
    tab = await staff.sign_in(await new_context(locale="en-GB", **options), OWNER, "/studio/upload")
    await axe(tab)
    await fits(tab)
    await tab.get_by_label("Document", exact=True).select_option("new")
    path = written(tmp_path, f"axe{width}{scheme}.fr.docx", docx(PARAGRAPHS))
    await tab.get_by_label("Document", exact=True).select_option("")
    await tab.get_by_label("File", exact=True).set_input_files(path)
    await axe(tab)
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await tab.route("**/state", hold)
    await tab.get_by_role("button", name="Upload and read").click()
    # on a quick machine it is read before the page that says how far it is
    await tab.wait_for_url(re.compile(r"/upload/\w|/text\?"))
    if await tab.locator("#reading").count():
        await axe(tab)
        await fits(tab)
    held.set()  # the page goes on by itself
    await expect(tab.get_by_role("heading", name="As it is read")).to_be_visible(timeout=30_000)
    await axe(tab)
    await fits(tab)
    correct = tab.get_by_role("link", name="Correct “Cookies”")
    await correct.focus()
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("group", name="Correct this piece")).to_be_visible()
    await axe(tab)
    await fits(tab)
    await tab.get_by_role("button", name="Join with the next piece").first.click()
    await expect(tab.get_by_role("button", name="Make a draft of it")).to_be_visible()
    await axe(tab)
    await fits(tab)
