"""Everyone can use it: by keyboard alone, with a screen reader, in the dark, on a small screen."""

import importlib.resources
import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Chat, NewContext, Site

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


async def findings(page: Page) -> list[str]:
    """What axe finds wrong on the page, shadow roots included."""
    await page.wait_for_timeout(300)  # no colours in the middle of a transition
    await page.evaluate(AXE)
    result: dict[str, Any] = await page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] })"
    )
    return [
        f"{rule['id']}: {node['html']} {json.dumps(node['any'])[:400]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


async def focused(page: Page) -> str:
    """The accessible name, or the text, of what has the focus, inside the shadow root too."""
    found: str = await page.evaluate(
        """() => {
          let node = document.activeElement;
          while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
          return node.getAttribute('aria-label') ?? node.labels?.[0]?.textContent
            ?? node.textContent;
        }"""
    )
    return found.strip()


async def test_by_keyboard_alone(page: Page, chat: Chat, site: Site) -> None:
    keys = page.keyboard
    await page.goto(site.add_page())
    await expect(chat.bubble).to_be_visible()
    await keys.press("Tab")  # the page's own link
    await keys.press("Tab")
    assert (await focused(page)).startswith("Des questions")
    await keys.press("Enter")
    await expect(chat.input).to_be_focused()

    await keys.type("Comment supprimer")
    await keys.press("Shift+Enter")
    await keys.type("mon compte ?")
    await expect(chat.input).to_have_value("Comment supprimer\nmon compte ?")
    await keys.press("Enter")
    await expect(chat.answers).to_have_count(1)
    await expect(chat.input).to_have_value("")
    await expect(chat.input).to_be_focused()

    # back up to the link of the clause, in the order in which it is read
    await keys.press("Shift+Tab")
    before = []
    while not (await focused(page)).startswith("Lire dans la déclaration"):
        before.append(await focused(page))
        await keys.press("Shift+Tab")
        assert len(before) < 8, before
    assert [name for name in before if name in {"Oui", "Non"}] == ["Non", "Oui"]
    async with page.expect_popup() as opening:
        await keys.press("Enter")
    await (await opening.value).close()

    # Escape closes the menu first, then the chat, and the focus is never lost
    menu = chat.panel.get_by_role("button", name="Menu")
    await menu.focus()
    await keys.press("Enter")
    assert await focused(page) == "Parler à une personne"
    await keys.press("Escape")
    await expect(menu).to_be_focused()
    await expect(chat.panel).to_be_visible()
    await keys.press("Escape")
    await expect(chat.panel).to_be_hidden()
    await expect(chat.bubble).to_be_focused()
    await expect(chat.bubble).to_have_attribute("aria-expanded", "false")


async def test_the_page_stays_usable_beside_the_open_chat(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page(head="<script>onkeydown = () => { window.keys = true }</script>"))
    await chat.open()
    await chat.input.press("j")
    assert await page.evaluate("window.keys") is None, "the site's own shortcuts must not fire"
    await page.get_by_role("link", name="Autre page").focus()
    await page.keyboard.press("Escape")
    await expect(chat.panel).to_be_visible()
    assert await page.evaluate("window.keys") is True


async def test_on_a_phone_it_takes_the_whole_screen_and_keeps_the_focus_inside(
    new_context: NewContext, site: Site
) -> None:
    context = await new_context(
        viewport={"width": 360, "height": 640},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page())
    await chat.open()
    box = await chat.panel.bounding_box()
    assert box is not None
    sides = (box["x"], box["y"], box["width"], box["height"])
    assert [round(side) for side in sides] == [0, 0, 360, 640]
    await expect(chat.input).to_be_focused()
    size = await chat.input.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 16, "a phone zooms into smaller inputs"
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.localName") in ("clause-chat", "body")
    await page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    await expect(chat.bubble).to_be_focused()


@pytest.mark.parametrize(
    ("width", "height"), [(320, 640), (320, 256), (390, 844), (844, 390), (1280, 800)]
)
async def test_nothing_is_cut_off_at_any_size(
    new_context: NewContext, site: Site, width: int, height: int
) -> None:
    context = await new_context(viewport={"width": width, "height": height})
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page())
    await chat.open()
    await expect(chat.log.get_by_text("Vous parlez à un assistant")).to_be_in_viewport()
    await chat.ask("Comment supprimer mon compte ?")
    for part in (chat.panel, chat.log):
        widths = await part.evaluate("node => [node.scrollWidth, node.clientWidth]")
        assert widths[0] <= widths[1]
    tall = await chat.panel.evaluate("node => [node.scrollHeight, node.clientHeight]")
    assert tall[0] <= tall[1], "only the transcript scrolls"
    close = chat.panel.get_by_role("button", name="Fermer")
    for part in (chat.input, chat.panel.get_by_role("button", name="Envoyer"), close):
        await expect(part).to_be_in_viewport(ratio=1)
    room = await chat.log.evaluate("node => node.clientHeight")
    assert room >= 96


async def test_where_less_motion_is_wanted_nothing_moves(
    new_context: NewContext, site: Site
) -> None:
    context = await new_context(reduced_motion="reduce")
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page())
    await page.evaluate(
        """() => {
          window.moved = new Set();
          const look = () => {
            const { shadowRoot } = document.querySelector('clause-chat');
            for (const one of shadowRoot.getAnimations()) {
              if (one.effect.getComputedTiming().duration > 0)
                moved.add(one.transitionProperty ?? one.animationName);
            }
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    await chat.bubble.hover()
    await chat.open()
    await chat.ask("Bonjour")
    await chat.bubble.click()
    await page.wait_for_timeout(200)
    assert await page.evaluate("[...moved]") == []


async def test_the_counter_appears_near_the_limit_and_too_long_a_text_is_not_sent(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    counter = chat.panel.locator(".counter")
    await chat.input.fill("x" * 1799)
    await expect(counter).to_be_empty()
    await chat.input.fill("😀" * 1990)
    await expect(counter).to_have_text("Il reste 10 caractères")
    await chat.input.fill("x" * 2003)
    await expect(counter).to_have_text("3 caractères de trop")
    await expect(chat.input).to_have_attribute("aria-invalid", "true")
    await chat.input.press("Enter")
    await expect(chat.questions).to_have_count(0)
    await expect(chat.input).to_have_value("x" * 2003)
