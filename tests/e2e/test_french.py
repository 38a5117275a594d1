"""The staff's pages in French, in a real browser: what scripts write, dialogs, and how it fits."""

import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, expect

from bot.accounts.accounts import Accounts, Role
from bot.store import Store
from tests.e2e.conftest import NewContext, Service
from tests.e2e.desk import PASSWORD, NewVisitor, axe, fits, row
from tests.leaks import SPOKEN, english_in

TEXTS = """spoken => {
    const found = [document.title];
    const ours = element => element?.closest('[lang]')?.lang === document.documentElement.lang;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element) {
            if (!ours(node)) continue;
            for (const { name, value } of node.attributes) {
                if (spoken.includes(name) || name.startsWith('data-')) found.push(value);
            }
        } else if (!node.parentElement?.matches('script, style, code, pre') && ours(node.parentElement)) {
            found.push(node.data);
        }
    }
    return found;
}"""


async def french(page: Page) -> None:
    """No English sentence of the word files stands on the page as it is now, seen or hidden."""
    assert await page.evaluate("document.documentElement.lang") == "fr"
    # so the first account of a new service is called
    leaked = english_in(await page.evaluate(TEXTS, SPOKEN), "fr", ["Administrator"])
    assert not leaked, f"{page.url} says in English:\n" + "\n".join(leaked)


@pytest_asyncio.fixture(loop_scope="session")
async def ada(server: Service, new_context: NewContext) -> AsyncIterator[Page]:
    """An administrator's tab; her browser asks for French, and she signs in there."""
    store = await Store.open(server.database_url)
    email = f"ada.{secrets.token_hex(4)}@example.org"
    await Accounts(store).add(email, "Ada", Role.ADMIN, PASSWORD)
    await store.close()
    page: Page = await (await new_context(locale="fr-FR")).new_page()
    await page.goto(f"{server.url}/console")
    await french(page)
    await page.get_by_label("Adresse e-mail").fill(email)
    await page.get_by_label("Mot de passe").fill(PASSWORD)
    await page.get_by_role("button", name="Se connecter").click()
    await page.wait_for_url("**/console")
    yield page


async def test_the_console_speaks_french(
    ada: Page, server: Service, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(
        "Comment supprimer mon compte ?", "Supprimez toutes mes données personnelles.", waiting=True
    )
    await expect(row(ada, visitor)).to_be_visible()
    await expect(ada.get_by_role("button", name="En attente")).to_be_visible()
    await french(ada)
    await ada.goto(f"{server.url}/console/c/{visitor.id}")
    await expect(ada.get_by_text("Répondu, passage cité").first).to_be_visible()
    await expect(ada.get_by_text("Le visiteur a demandé une personne")).to_be_visible()
    await french(ada)
    await ada.get_by_role("button", name="Prendre la conversation").click()
    await ada.get_by_label("Répondre au visiteur").fill("Bonjour")
    await ada.keyboard.press("Enter")
    await expect(ada.get_by_text("Envoyé")).to_be_visible()
    await ada.get_by_label("Chercher dans la déclaration").fill("supprimer mon compte")
    await expect(ada.get_by_role("button", name="Citer dans la réponse").first).to_be_visible()
    await french(ada)
    await axe(ada)
    for opener in ("Une erreur ici ?", "Clore la demande…", "Clore"):
        await ada.get_by_role("button", name=opener).first.click()
        await expect(ada.locator("dialog[open]")).to_be_visible()
        await french(ada)
        await ada.get_by_role("button", name="Annuler").click()
    await ada.get_by_label("Plus").click()
    await ada.get_by_role("button", name="Confier à un collègue…").click()
    await expect(ada.locator("dialog[open]")).to_be_visible()
    await french(ada)
    await ada.keyboard.press("Escape")
    await ada.get_by_role("button", name="Raccourcis clavier").click()
    await expect(ada.locator("#help kbd", has_text="Échap")).to_be_visible()
    await expect(ada.locator("#help")).to_contain_text("Prendre la conversation")
    await ada.keyboard.press("Escape")
    await ada.set_viewport_size({"width": 320, "height": 640})
    await fits(ada)
    await axe(ada)
    await ada.get_by_role("button", name="Rendre à l’assistant").click()
    await expect(ada.get_by_text("Ada l’a rendue à l’assistant")).to_be_visible()
    await french(ada)


async def test_what_the_api_refuses_is_told_in_french(ada: Page, server: Service) -> None:
    await ada.goto(f"{server.url}/console/replies")
    shortcut = f"s-{secrets.token_hex(4)}"
    for told in (
        f"/{shortcut} est enregistrée.",
        f"Il y a déjà une réponse type «\u00a0{shortcut}\u00a0»",
    ):
        await ada.get_by_role("button", name="Nouvelle réponse").click()
        await ada.get_by_label("Raccourci").fill(shortcut)
        await ada.get_by_label("Texte").fill("Bonjour")
        await ada.get_by_role("button", name="Enregistrer").click()
        await expect(ada.get_by_text(told)).to_be_visible()
        await french(ada)


async def test_sizes_are_french_ones(ada: Page, server: Service, tmp_path: Path) -> None:
    await ada.goto(f"{server.url}/studio/upload")
    file = tmp_path / "privacy.fr.txt"
    file.write_bytes(b"x" * 1_540_000)
    await ada.locator("#file").set_input_files(file)
    await expect(ada.locator("#drop-label")).to_have_text("privacy.fr.txt, 1,5\u00a0Mo")


async def test_french_words_fit_a_narrow_page(ada: Page, server: Service) -> None:
    await ada.goto(f"{server.url}/studio/privacy/fr")
    version = await ada.locator(
        "a[href^='/studio/privacy/fr/']", has_text=re.compile("^[0-9a-f]{12}$")
    ).first.get_attribute("href")
    await ada.set_viewport_size({"width": 320, "height": 640})
    console = (
        "figures",
        "replies",
        "account",
        "people",
        "connections",
        "privacy",
        "audit",
        "password",
    )
    tabs = ("text", "changes", "publish", "try?question=Comment+supprimer+mon+compte")
    text = ("", "/golden", "/golden/new", "/curated", "/curated/new")
    for path in (
        *(f"/console/{name}" for name in console),
        "/studio",
        "/studio/report",
        "/studio/upload",
        *(f"/studio/privacy/fr{name}" for name in text),
        *(f"{version}/{name}" for name in tabs),
    ):
        await ada.goto(f"{server.url}{path}")
        await french(ada)
        await fits(ada)


async def test_the_accounts_choice_goes_before_the_browsers(ada: Page, server: Service) -> None:
    await ada.goto(f"{server.url}/console/account")
    await ada.get_by_label("Langue de vos pages").select_option("English")
    await ada.locator("form", has=ada.locator("#language")).get_by_role("button").click()
    await expect(ada.get_by_role("status")).to_have_text("Your pages are in this language now.")
    await ada.goto(f"{server.url}/console")
    await expect(ada.get_by_role("button", name="All", exact=False).first).to_be_visible()
    await expect(ada.locator("#connection")).to_have_text("Live")
    assert await ada.evaluate("document.documentElement.lang") == "en"
