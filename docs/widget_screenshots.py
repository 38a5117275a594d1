"""Makes the pictures of docs/widget.md: each state in light, dark, on a phone, and right to left.

python -m docs.widget_screenshots [folder]    (default: docs/pictures/widget)

Four looks of a state stand side by side in one picture, made small: all together stay below 2 MB.
"""

import base64
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, expect, sync_playwright

from docs.screenshots import ARGUMENTS, ROOT, service, sign_in
from tests.find_browser import find_browser

HEIGHT = 620
QUALITY = 72  # of JPEG


@dataclass(frozen=True)
class Look:
    """One way to look at the chat."""

    name: str
    language: str
    scheme: str
    width: int


LOOKS = (
    Look("light", "fr", "light", 460),
    Look("dark", "en", "dark", 460),
    Look("phone", "de", "light", 320),
    Look("right to left", "ar", "light", 460),
)
# the same questions in each: one that the statement answers, one that it is silent on
SOLD = {
    "fr": "Vendez-vous mes données ?",
    "en": "Do you sell my data?",
    "de": "Verkaufen Sie meine Daten?",
    "ar": "هل تبيعون بياناتي؟",
}
SILENT = {
    "fr": "Quelle est la capitale du Pérou ?",
    "en": "What is the capital of Peru?",
    "de": "Was ist die Hauptstadt von Peru?",
    "ar": "ما هي عاصمة بيرو؟",
}
CLAIRE = {
    "fr": "Bonjour, je regarde votre question tout de suite.",
    "en": "Hello, I am looking at your question right now.",
    "de": "Guten Tag, ich sehe mir Ihre Frage sofort an.",
    "ar": "مرحبا، أنا أنظر في سؤالك الآن.",
}
CARD = "4111 1111 1111 1111"
ALONE = ("closed", "opened", "answer", "word", "silent", "menu", "secret", "nobody", "offline")
WITH_CLAIRE = ("person", "rating")
STATES = (*ALONE, *WITH_CLAIRE, "search")


def main() -> None:
    """Starts the service on a database of its own, takes every picture, stops it again."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures" / "widget"
    folder.mkdir(parents=True, exist_ok=True)
    path = find_browser()
    if path is None:
        sys.exit("There is no Chromium here. Install one, or name it in CLAUSE_CHROMIUM.")
    with service() as (url, _, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        taken: dict[str, list[bytes]] = {state: [] for state in STATES}
        for look in LOOKS:  # a service that has just begun takes its time over the first
            httpx.get(f"{url}/api/suggestions?language={look.language}", timeout=300)
        chats = [Shots(new_page(browser, url, look), look, taken) for look in LOOKS]
        for chat in chats:
            alone(chat)
        console = sign_in(browser, url, "claire@example.com", password)  # nobody was there before
        for chat in chats:
            with_claire(chat, console, url)
            search(chat, url)
        for state, pictures in taken.items():
            (folder / f"{state}.jpg").write_bytes(together(browser, pictures))
        browser.close()
    size = sum(file.stat().st_size for file in folder.glob("*.jpg"))
    print(f"{len(taken)} pictures in {folder}, {size / 1024:.0f} KB")


@dataclass(frozen=True)
class Shots:
    """A page with the chat in one look, and where its pictures go."""

    page: Page
    look: Look
    taken: dict[str, list[bytes]]

    def take(self, state: str) -> None:
        """A picture of what is shown now."""
        self.page.mouse.move(1, 1)
        self.page.wait_for_timeout(500)
        self.taken[state].append(self.page.screenshot())


def new_page(browser: Browser, url: str, look: Look) -> Page:
    """The demo page, in that look."""
    page = browser.new_page(
        viewport={"width": look.width, "height": HEIGHT},
        color_scheme=look.scheme,  # type: ignore[arg-type]
        locale=look.language,
        reduced_motion="reduce",
    )
    page.goto(url)
    page.wait_for_function("window.ClauseChat !== undefined")
    page.evaluate("code => { document.documentElement.lang = code }", look.language)
    page.evaluate("code => { ClauseChat.setLanguage(code) }", look.language)
    return page


def alone(shots: Shots) -> None:
    """The visitor and the assistant, and nobody else."""
    page, language = shots.page, shots.look.language
    chat = page.locator("clause-chat")
    shots.take("closed")
    page.evaluate("() => { ClauseChat.open() }")
    expect(chat.locator(".suggestions button").first).to_be_visible(timeout=30_000)
    shots.take("opened")
    page.evaluate("question => { ClauseChat.ask(question) }", SOLD[language])
    expect(chat.locator("mark").first).to_be_visible(timeout=30_000)
    expect(chat.locator(".suggestions button").first).to_be_visible()
    shots.take("answer")
    chat.locator(".votes button").last.click()
    expect(chat.locator(".votes input")).to_be_focused()
    shots.take("word")
    _type(page, SILENT[language])
    expect(chat.locator(".assistant")).to_have_count(2, timeout=30_000)
    shots.take("silent")
    menu = chat.locator(".tool").first
    menu.click()
    expect(chat.locator(".erase")).to_be_visible()
    shots.take("menu")
    page.keyboard.press("Escape")
    _type(page, CARD)
    expect(chat.locator(".secret")).to_be_visible()
    shots.take("secret")
    chat.locator("#input").fill("")
    menu.click()
    chat.locator(".menu button").first.click()
    expect(chat.locator("#email")).to_be_visible(timeout=15_000)
    shots.take("nobody")
    page.context.set_offline(True)
    _type(page, SOLD[language])
    expect(chat.locator(".trouble-bar")).to_be_visible(timeout=15_000)
    shots.take("offline")
    page.context.set_offline(False)


def with_claire(shots: Shots, console: Page, url: str) -> None:
    """A person comes, writes, and closes the conversation."""
    page, language = shots.page, shots.look.language
    chat = page.locator("clause-chat")
    expect(chat.locator(".trouble-bar")).to_be_hidden(timeout=30_000)
    saved = chat.evaluate("chat => JSON.parse(sessionStorage.getItem(`clause:${chat.server}`))")
    console.goto(f"{url}/console/c/{saved['id']}")
    console.get_by_role("button", name="Take over").first.click()
    box = console.get_by_label("Reply to the visitor")
    expect(box).to_be_enabled()
    box.fill(CLAIRE[language])
    box.press("Enter")
    expect(chat.locator(".agent .text")).to_be_visible()
    shots.take("person")
    console.get_by_role("button", name="Close", exact=True).click()
    console.get_by_role("button", name="Close it").click()
    chat.locator(".stars label").nth(3).click()
    shots.take("rating")


def search(shots: Shots, url: str) -> None:
    """The search box on the statement's page."""
    page, language = shots.page, shots.look.language
    page.goto(f"{url}/statements/privacy?lang=fr")
    found = page.locator("clause-search")
    page.evaluate("code => { document.querySelector('clause-search').lang = code }", language)
    found.locator(f"[dir][lang={language}] input").fill(SOLD[language])
    page.keyboard.press("Enter")
    expect(found.locator("mark").first).to_be_visible(timeout=30_000)
    found.scroll_into_view_if_needed()
    shots.take("search")


def _type(page: Page, text: str) -> None:
    page.locator("clause-chat #input").fill(text)
    page.locator("clause-chat #input").press("Enter")


def together(browser: Browser, pictures: list[bytes]) -> bytes:
    """The pictures side by side, as one JPEG at four fifths of their size."""
    scale = 0.8
    width = sum(look.width for look in LOOKS) + 16 * (len(LOOKS) + 1)
    page = browser.new_page(
        viewport={"width": round(width * scale), "height": round((HEIGHT + 32) * scale)}
    )
    images = "".join(
        f'<img height="{HEIGHT * scale}" src="data:image/png;base64,{base64.b64encode(one).decode()}">'
        for one in pictures
    )
    page.set_content(
        f"<body style='margin:{16 * scale}px;display:flex;gap:{16 * scale}px;background:#c9d2d2'>{images}"
    )
    page.wait_for_timeout(300)
    picture = page.screenshot(type="jpeg", quality=QUALITY)
    page.close()
    return picture


if __name__ == "__main__":
    main()
