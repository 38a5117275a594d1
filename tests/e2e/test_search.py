"""No chat? The same answers as a search box, and as a form without JavaScript."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import NewContext, Service, Site
from tests.e2e.test_widget_access import findings
from tests.e2e.test_widget_answers import STATEMENT

SEARCH = """<script type="module" src="WIDGET/clause-search.js"></script>
<clause-search><p>Sans script</p></clause-search>"""


def plain(body: str, attributes: str = 'lang="fr"') -> str:
    """A page around `body`."""
    head = f"<!doctype html><html {attributes}><head><title>Une boutique</title></head>"
    return f"{head}<body><main><h1>Une boutique</h1>{body}</main></body></html>"


async def test_the_statement_page_has_a_search_box_that_quotes_the_clause(
    page: Page, server: Service
) -> None:
    stored = "() => [document.cookie, localStorage.length, sessionStorage.length]"
    await page.goto(f"{server.url}/statements/privacy?lang=fr")
    search = page.locator("clause-search")
    await search.get_by_role("searchbox", name="Votre question").fill("Vendez-vous mes données ?")
    await page.keyboard.press("Enter")
    quote = await search.locator("mark").first.inner_text()
    assert quote in STATEMENT
    live = search.locator("[aria-live=polite]")
    await expect(live).to_contain_text(quote)
    assert await page.evaluate(stored) == ["", 0, 0]
    assert await findings(page) == []
    await search.get_by_role("link", name="Lire dans la déclaration").first.click()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_another_site_under_a_strict_policy_small_and_dark(
    new_context: NewContext, server: Service, site: Site, width: int, scheme: str
) -> None:
    context = await new_context(viewport={"width": width, "height": 700})
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    policy = (
        f"default-src 'none'; script-src {server.url}; connect-src {server.url}; "
        "style-src 'unsafe-inline'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    # only the page's own colours; the box brings its own without any
    colours = f"html {{ color-scheme: {scheme}; background: light-dark(#fff, #111) }}"
    colours += " h1 { color: light-dark(#111, #fff) }"
    html = plain(SEARCH).replace("<head>", f"<head><style>{colours}</style>")
    await page.goto(site.add("/", html, {"Content-Security-Policy": policy}))
    search = page.locator("clause-search")
    await search.get_by_role("searchbox").fill("Comment supprimer mon compte ?")
    await search.get_by_role("button", name="Envoyer").click()
    await expect(search.locator("mark").first).to_be_visible()
    assert said == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await findings(page) == []


async def test_where_nothing_can_be_loaded_what_stands_inside_stays(page: Page, site: Site) -> None:
    await page.route("**/widget/words/*", lambda route: route.abort())
    await page.goto(site.add("/", plain(SEARCH)))
    await page.wait_for_timeout(500)
    await expect(page.get_by_text("Sans script")).to_be_visible()


async def test_it_speaks_the_languages_of_the_chat(page: Page, site: Site) -> None:
    await page.goto(site.add("/", plain(SEARCH, 'lang="ar"')))
    box = page.locator("clause-search").get_by_role("searchbox", name="سؤالك")
    await expect(box).to_be_visible()
    assert await box.evaluate("node => getComputedStyle(node).direction") == "rtl"
    await page.locator("clause-search").evaluate("element => { element.lang = 'pl'; }")
    await expect(page.locator("clause-search").get_by_label("Pytanie")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_without_javascript_a_form_asks_and_a_page_answers(
    new_context: NewContext, server: Service, scheme: str
) -> None:
    context = await new_context(
        java_script_enabled=False, color_scheme=scheme, viewport={"width": 320, "height": 700}
    )
    page = await context.new_page()
    await page.goto(f"{server.url}/statements/privacy?lang=fr")
    await page.get_by_role("link", name="Votre question").click()
    await expect(page.get_by_text("Vous parlez à un assistant automatique.")).to_be_visible()
    await page.get_by_label("Votre question").fill("Comment supprimer mon compte ?")
    await page.get_by_role("button", name="Envoyer").click()
    assert page.url == f"{server.url}/ask", "the question stands in no address"
    quote = await page.locator("mark").first.inner_text()
    assert quote in STATEMENT
    await expect(page.get_by_label("Votre question")).to_have_value(
        "Comment supprimer mon compte ?"
    )
    await page.get_by_role("link", name="Lire dans la déclaration").first.click()
    await expect(page.locator("mark").first).to_have_text(quote)
    await page.goto(f"{server.url}/ask?lang=fr")
    await page.get_by_label("Votre question").fill("   ")
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_text("Écrivez votre question.")).to_be_visible()


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
async def test_axe_finds_nothing_on_the_plain_form(
    page: Page, server: Service, language: str
) -> None:
    await page.goto(f"{server.url}/ask?lang={language}")
    assert await findings(page) == []
    await page.locator("textarea").fill("Vendez-vous mes données ?")
    await page.locator("form button").click()
    await expect(page.locator("mark").first).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", re.compile(language))
    assert await findings(page) == []
