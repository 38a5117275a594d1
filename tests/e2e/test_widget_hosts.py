"""On any site: hostile styles, a strict policy, frames, pages that swap their content."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Chat, Service, Site, eventually

LINE = '<script type="module" src="WIDGET/clause-chat.js"></script><clause-chat></clause-chat>'


def plain(body: str, head: str = "", attributes: str = 'lang="fr"') -> str:
    """A page around `body`."""
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"


async def look(chat: Chat) -> list[object]:
    """Where the bubble and the panel are, and how they look."""
    await chat.page.mouse.move(5, 5)
    await chat.page.wait_for_timeout(400)  # what the mouse was over comes to rest
    measured: list[object] = await chat.element.evaluate(
        """element => ['.bubble', '.panel', '.says', 'textarea', '.clause', 'mark'].map((name) => {
             const node = element.shadowRoot.querySelector(name);
             const box = node.getBoundingClientRect();
             const style = getComputedStyle(node);
             return [name, box.x, box.width, box.height, style.color, style.backgroundColor,
               style.fontSize, style.fontFamily, style.display, style.textAlign, style.visibility,
               style.letterSpacing, style.textTransform, style.opacity, style.cursor,
               style.lineHeight, style.fontWeight, style.whiteSpace, style.direction];
           })"""
    )
    return measured


async def test_hostile_styles_of_the_page_change_nothing(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add("/", plain(LINE)))
    await chat.open()
    await chat.ask("Comment supprimer mon compte ?")
    wanted = await look(chat)

    hostile = """<style>
      * { all: unset !important; }
      *, *::before { color: red !important; display: none !important; position: static !important;
        font: 40px cursive !important; letter-spacing: 9px !important; opacity: .1 !important;
        visibility: hidden !important; pointer-events: none !important; float: left !important;
        text-transform: uppercase !important; transform: rotate(9deg) !important;
        z-index: -1 !important; width: 3px !important; direction: rtl; cursor: wait !important; }
      html { font-size: 4px; } dialog, button, p, textarea, mark { display: none !important; }
      html, body { display: block !important; visibility: visible !important;
        opacity: 1 !important; transform: none !important; }
    </style>"""
    await page.goto(site.add("/hostile", plain(LINE, hostile)))
    await expect(chat.answers).to_have_count(1)
    assert await look(chat) == wanted
    await chat.ask("Bonjour")


async def test_it_stays_above_what_the_page_puts_on_top(page: Page, chat: Chat, site: Site) -> None:
    banner = '<div style="position:fixed;inset:0;z-index:2147482000;background:#fff">Cookies</div>'
    await page.goto(site.add("/", plain(banner + LINE)))
    await chat.open()
    await chat.ask("Bonjour")


@pytest.mark.parametrize("nonce", [False, True], ids=["by origin", "by nonce"])
async def test_under_a_strict_policy_with_trusted_types(
    page: Page, chat: Chat, server: Service, site: Site, nonce: bool
) -> None:
    scripts = "'nonce-abc' 'strict-dynamic'" if nonce else server.url
    policy = (
        f"default-src 'none'; script-src {scripts}; connect-src {server.url}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    line = LINE.replace("<script", '<script nonce="abc"') if nonce else LINE
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(site.add("/", plain(line), {"Content-Security-Policy": policy}))
    await chat.open()
    given = await chat.ask("Comment supprimer mon compte ?")
    await given.locator("summary").first.click()
    paper = await given.locator(".clause").first.evaluate(
        "node => getComputedStyle(node).backgroundColor"
    )
    assert paper == "rgb(251, 247, 236)", "the style sheets are there"
    assert said == []


async def test_taken_off_the_page_and_put_back_it_goes_on(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    streams: list[str] = []
    page.on("request", lambda request: streams.append(request.url))
    for _ in range(5):
        await page.evaluate(
            """async () => {
              const chat = document.querySelector('clause-chat');
              chat.remove();
              await new Promise((resolve) => setTimeout(resolve, 20));
              document.body.append(chat);
            }"""
        )
    # moved without being taken off: nothing is even noticed
    await page.evaluate("document.body.prepend(document.querySelector('clause-chat'))")
    await expect(chat.panel).to_be_visible()
    await chat.ask("Merci")
    assert await chat.sent() == ["Bonjour", "Merci"]
    opened = [url for url in streams if url.endswith("/events")]
    assert 1 <= len(opened) <= 5


async def test_a_new_element_on_the_same_page_goes_on_with_the_conversation(
    page: Page, chat: Chat, site: Site
) -> None:
    ended: list[str] = []
    page.on("requestfailed", lambda request: ended.append(request.url))
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    await page.evaluate("document.querySelector('clause-chat').remove()")
    await eventually(lambda: any(url.endswith("/events") for url in ended))
    await page.evaluate("document.body.append(document.createElement('clause-chat'))")
    await expect(chat.answers).to_have_count(1)
    await chat.ask("Merci")
    assert await chat.sent() == ["Bonjour", "Merci"]


async def test_the_script_may_be_loaded_twice(page: Page, chat: Chat, site: Site) -> None:
    again = LINE.replace("clause-chat.js", "clause-chat.js?again")
    await page.goto(site.add("/", plain(LINE + again.split("<clause")[0])))
    await chat.open()
    await chat.ask("Bonjour")


async def test_in_a_frame_and_on_a_page_with_a_base(page: Page, site: Site) -> None:
    site.add("/inner", plain(LINE, '<base href="https://elsewhere.invalid/deep/">'))
    await page.goto(site.add("/", plain('<iframe src="/inner" width=600 height=800></iframe>')))
    inside = page.frame_locator("iframe").locator("clause-chat")
    await inside.locator(".bubble").click()
    await inside.get_by_role("textbox").fill("Bonjour")
    await inside.get_by_role("textbox").press("Enter")
    await expect(inside.locator(".assistant")).to_be_visible()


async def test_the_site_chooses_side_colour_and_theme(page: Page, chat: Chat, site: Site) -> None:
    style = "<style>clause-chat { --clause-accent: rgb(240, 160, 210) }</style>"
    attributes = 'position="left" theme="dark"'
    await page.goto(site.add_page(attributes=attributes, head=style))
    await chat.open()
    await page.mouse.move(640, 5)
    await page.wait_for_timeout(400)
    for part in (chat.bubble, chat.panel):
        box = await part.bounding_box()
        assert box is not None
        assert box["x"] == 20
    colour = "node => getComputedStyle(node).backgroundColor"
    brand = await chat.bubble.evaluate(
        """node => {
          const paint = document.createElement('canvas').getContext('2d');
          paint.fillStyle = getComputedStyle(node).backgroundColor;
          paint.fillRect(0, 0, 1, 1);
          return [...paint.getImageData(0, 0, 1, 1).data];
        }"""
    )
    assert all(abs(a - b) <= 1 for a, b in zip(brand, [240, 160, 210, 255], strict=True))
    assert await chat.panel.evaluate(colour) == "rgb(18, 25, 26)"


async def test_without_a_theme_it_follows_the_page_not_the_system(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.emulate_media(color_scheme="dark")
    await page.goto(site.add_page())
    await chat.open()
    colour = "node => getComputedStyle(node).backgroundColor"
    assert await chat.panel.evaluate(colour) == "rgb(255, 255, 255)", "the page is light"
    both = "<style>:root { color-scheme: light dark }</style>"
    await page.goto(site.add_page("/both", head=both))
    assert await chat.panel.evaluate(colour) == "rgb(18, 25, 26)"
    await page.goto(site.add_page("/auto", attributes='theme="auto"'))
    assert await chat.panel.evaluate(colour) == "rgb(18, 25, 26)"


async def test_hidden_by_the_site_and_not_printed(page: Page, chat: Chat, site: Site) -> None:
    await page.goto(site.add_page(attributes="hidden"))
    await expect(chat.bubble).to_be_hidden()
    await page.goto(site.add_page("/shown"))
    await expect(chat.bubble).to_be_visible()
    await page.emulate_media(media="print")
    await expect(chat.bubble).to_be_hidden()


async def test_the_demo_page_asks_copies_and_speaks_english(
    page: Page, chat: Chat, server: Service
) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto(server.url)
    await page.get_by_role("button", name="Comment supprimer mon compte ?").click()
    await expect(chat.answers).to_contain_text(["supprimer son compte"])
    await page.locator("#copy").click()
    await expect(page.get_by_text("La ligne est copiée.")).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert "/widget/clause-chat.js" in copied
    await page.get_by_role("button", name="English").click()
    heading = page.get_by_role("heading", name="The answer is the clause itself.", exact=True)
    await expect(heading).to_be_visible()
    await expect(chat.panel.get_by_role("heading")).to_have_text("Your data, your questions")
