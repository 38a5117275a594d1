"""Makes the pictures of docs/widget.md: each state in light, dark, on a phone, and right to left.

python -m docs.widget_screenshots [folder]    (default: docs/pictures/widget)

Four looks of a state stand side by side in one picture, made small: all together stay below 2 MB.
"""

import base64
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from docs.screenshots import ARGUMENTS, ROOT, service
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
# the same two questions in each: one that the statement answers, one that holds a card's number
SOLD = {
    "fr": "Vendez-vous mes données ?",
    "en": "Do you sell my data?",
    "de": "Verkaufen Sie meine Daten?",
    "ar": "هل تبيعون بياناتي؟",
}
CARD = "4111 1111 1111 1111"
STATES = ("closed", "opened", "answer", "menu", "secret", "person", "offline", "search")


def main() -> None:
    """Starts the service on a database of its own, takes every picture, stops it again."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures" / "widget"
    folder.mkdir(parents=True, exist_ok=True)
    path = find_browser()
    if path is None:
        sys.exit("There is no Chromium here. Install one, or name it in CLAUSE_CHROMIUM.")
    with service() as (url, _, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        taken: dict[str, list[bytes]] = {state: [] for state in STATES}
        for look in LOOKS:
            for state, picture in shots(browser, url, look).items():
                taken[state].append(picture)
        for state, pictures in taken.items():
            (folder / f"{state}.jpg").write_bytes(together(browser, pictures))
        browser.close()
    size = sum(file.stat().st_size for file in folder.glob("*.jpg"))
    print(f"{len(taken)} pictures in {folder}, {size / 1024:.0f} KB")


def shots(browser: Browser, url: str, look: Look) -> dict[str, bytes]:
    """Every state in one look."""
    found: dict[str, bytes] = {}
    page = browser.new_page(
        viewport={"width": look.width, "height": HEIGHT},
        color_scheme=look.scheme,  # type: ignore[arg-type]
        locale=look.language,
        reduced_motion="reduce",
    )

    def shoot(state: str) -> None:
        page.mouse.move(1, 1)
        page.wait_for_timeout(500)
        found[state] = page.screenshot()

    page.goto(url)
    page.wait_for_function("window.ClauseChat !== undefined")
    page.evaluate("code => { document.documentElement.lang = code }", look.language)
    page.evaluate("code => { ClauseChat.setLanguage(code) }", look.language)
    shoot("closed")
    page.evaluate("() => { ClauseChat.open() }")
    chat = page.locator("clause-chat")
    expect(chat.locator(".suggestions button").first).to_be_visible(timeout=30_000)
    shoot("opened")
    page.evaluate("question => { ClauseChat.ask(question) }", SOLD[look.language])
    expect(chat.locator("mark").first).to_be_visible(timeout=30_000)
    shoot("answer")
    menu = chat.locator(".tool").first
    menu.click()
    expect(chat.locator(".erase")).to_be_visible()
    shoot("menu")
    page.keyboard.press("Escape")
    _type(page, CARD)
    expect(chat.locator(".secret")).to_be_visible()
    shoot("secret")
    chat.locator("#input").fill("")
    menu.click()
    chat.locator(".menu button").first.click()
    expect(chat.locator("#email")).to_be_visible(timeout=15_000)
    shoot("person")
    page.context.set_offline(True)
    _type(page, SOLD[look.language])
    expect(chat.locator(".trouble-bar")).to_be_visible(timeout=15_000)
    shoot("offline")
    page.context.set_offline(False)
    page.goto(f"{url}/statements/privacy?lang=fr")
    search = page.locator("clause-search")
    page.evaluate("code => { document.querySelector('clause-search').lang = code }", look.language)
    search.locator("[dir][lang=" + look.language + "] input").fill(SOLD[look.language])
    page.keyboard.press("Enter")
    expect(search.locator("mark").first).to_be_visible(timeout=30_000)
    search.scroll_into_view_if_needed()
    shoot("search")
    page.context.close()
    return found


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
