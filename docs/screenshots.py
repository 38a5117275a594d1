"""Makes the pictures of README and docs: a real service, a real browser, a real conversation.

python -m docs.screenshots [folder]    (default: docs/pictures)
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.find_browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "Comment supprimer mon compte ?"
SILENT = "Quel est le salaire de votre directeur ?"
PASSWORD = "une phrase pour les images"
ASKED: list[tuple[str, bool | None, str]] = [
    ("Comment supprimer mon compte ?", True, ""),
    ("Vendez-vous mes données ?", True, ""),
    ("Combien de temps gardez-vous mes données ?", True, ""),
    ("Combien de temps conservez-vous mes données après la migration ?", None, ""),
    ("Où sont hébergées mes données ?", True, ""),
    ("Quels cookies utilisez-vous ?", True, ""),
    ("Combien coûte une migration ?", False, "Je cherchais le prix, écrivez à nina@example.org"),
    ("Quel est le prix d’une migration ?", None, ""),
    ("C'est combien, une migration ?", None, ""),
    ("Avez-vous une application mobile ?", False, ""),
    ("Puis-je avoir une copie de mes données ?", True, ""),
    ("Qui est votre délégué à la protection des données ?", True, ""),
]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def main() -> None:
    """Starts the service on a database of its own, takes every picture, stops it again."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    browser_path = find_browser()
    if browser_path is None:
        sys.exit("There is no Chromium here. Install one, or name it in CLAUSE_CHROMIUM.")
    with service() as (url, password, agent_password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        take_all(browser, url, password, agent_password, folder)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


@contextlib.contextmanager
def service() -> Iterator[tuple[str, str, str]]:
    """(address, the administrator's one-time password, agent Claire's) of a running service."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "CLAUSE_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/clause.db",
            "NO_COLOR": "1",
            "COLUMNS": "200",
        }
        added = clause(environment, "users", "add", "claire@example.com", "--name", "Claire")
        admin = clause(
            environment, "users", "add", "anna@example.com", "--name", "Anna", "--role", "admin"
        )
        server = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(300):
                with (
                    contextlib.suppress(OSError),
                    urllib.request.urlopen(f"{url}/healthz", timeout=1),
                ):
                    break
                time.sleep(0.3)
            yield url, admin, added
        finally:
            server.terminate()
            server.wait(20)


def clause(environment: dict[str, str], *arguments: str) -> str:
    """Runs a command that prints a one-time password, and gives the password."""
    printed = subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = re.search(r"password\s+(\S+)", printed)
    assert found, printed
    return found[1]


def take_all(browser: Browser, url: str, admin: str, agent: str, folder: Path) -> None:
    """One conversation from the first question to the hand-back, looked at from every side."""

    def shoot(page: Page, name: str) -> None:
        page.wait_for_timeout(400)  # motion ends within 200 ms
        page.screenshot(path=folder / f"{name}.png")

    visitor = browser.new_page(viewport={"width": 1280, "height": 820}, locale="fr-FR")
    visitor.goto(url)
    shoot(visitor, "widget-closed")
    ask(visitor, QUESTION)
    expect(visitor.get_by_text("Lire dans la déclaration").first).to_be_visible()
    shoot(visitor, "widget-answer")
    link = visitor.get_by_role("link", name="Lire dans la déclaration").first.get_attribute("href")
    ask(visitor, SILENT)
    visitor.wait_for_timeout(1500)
    shoot(visitor, "widget-not-covered")

    for name, scheme, width, height in (
        ("phone", "light", 320, 640),
        ("dark", "dark", 1280, 820),
        ("phone-dark", "dark", 320, 640),
    ):
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="fr-FR",  # type: ignore[arg-type]
        )
        page.goto(url)
        ask(page, QUESTION)
        expect(page.get_by_text("Lire dans la déclaration").first).to_be_visible()
        shoot(page, f"widget-{name}")
        page.close()

    statement = browser.new_page(viewport={"width": 1280, "height": 820})
    statement.goto(link or url)
    shoot(statement, "statement")

    # nobody is there yet: then Claire comes
    ask(visitor, "Je voudrais parler à quelqu'un.")
    address = visitor.get_by_role("textbox", name="Adresse e-mail")
    expect(address).to_be_visible()
    shoot(visitor, "widget-nobody")
    console = sign_in(browser, url, "claire@example.com", agent)
    expect(address).to_have_count(0)
    shoot(visitor, "widget-waiting")
    shoot(console, "console-waiting")
    console.get_by_role("log").or_(console.locator("a[data-id]").first).first.click()
    console.get_by_role("button", name="Take over").first.click()
    box = console.get_by_label("Reply to the visitor")
    expect(box).to_be_enabled()
    box.fill("Bonjour, je suis Claire. Je regarde votre compte tout de suite.")
    box.press("Enter")
    expect(visitor.get_by_text("Je regarde votre compte tout de suite.")).to_be_visible()
    console.set_viewport_size({"width": 1440, "height": 900})
    shoot(console, "console-live")
    shoot(visitor, "widget-person")
    console.get_by_label("Search the statement").fill("supprimer mon compte")
    console.get_by_role("button", name="Cite in the reply").first.click()
    shoot(console, "console-cite")
    box.press("Enter")
    console.keyboard.press("Escape")
    console.keyboard.press("n")
    console.keyboard.type("He called on Monday as well.")
    console.keyboard.press("Enter")
    expect(console.locator(".by-note")).to_be_visible()
    shoot(console, "console-note")
    expect(visitor.locator("clause-chat .agent .clause")).to_be_visible()
    shoot(visitor, "widget-person-cites")
    canned = console.context.new_page()
    canned.goto(url + "/console/replies")
    for shortcut, text in (
        ("accueil", "Bonjour, ici {agent_name}. Je regarde votre question."),
        ("delai", "Votre demande est notée ; nous répondons au plus tard le {rights_due_on}."),
    ):
        canned.get_by_role("button", name="New reply").click()
        canned.get_by_label("Shortcut").fill(shortcut)
        canned.get_by_label("Language").select_option("fr")
        canned.get_by_label("Text").fill(text)
        canned.get_by_role("button", name="Save").click()
        expect(canned.locator("#done")).to_contain_text(shortcut)
    shoot(canned, "console-replies")
    canned.goto(url + "/console/figures")
    shoot(canned, "console-figures")
    canned.close()
    console.keyboard.press("Escape")
    console.keyboard.press("r")
    console.keyboard.press("/")
    expect(console.get_by_role("option").first).to_be_visible()
    shoot(console, "console-canned")
    console.keyboard.press("Backspace")
    asking = browser.new_page(viewport={"width": 1280, "height": 820}, locale="fr-FR")
    asking.goto(url)
    ask(asking, "Supprimez toutes mes données personnelles, s'il vous plaît.")
    expect(asking.locator("clause-chat .offer").last).to_be_visible()
    asking.locator("clause-chat .receipt").evaluate("node => node.scrollIntoView()")
    asking.wait_for_timeout(1500)
    shoot(asking, "widget-rights")
    console.get_by_role("button", name="Rights").click()
    expect(console.locator(".row-request").first).to_be_visible()
    shoot(console, "console-rights")
    console.get_by_role("button", name="All", exact=False).first.click()
    for name, scheme, width, height in (
        ("dark", "dark", 1280, 820),
        ("phone", "light", 320, 640),
    ):
        console.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        console.set_viewport_size({"width": width, "height": height})
        shoot(console, f"console-{name}")

    console.set_viewport_size({"width": 1440, "height": 900})
    console.get_by_role("button", name="Close", exact=True).click()
    console.get_by_role("button", name="Close it").click()
    visitor.get_by_role("radio", name="4").check(force=True)
    shoot(visitor, "widget-rating")

    studio = sign_in(browser, url, "anna@example.com", admin, "/studio")
    shoot(studio, "studio")
    ask_around(url)
    studio.goto(url + "/studio/report")
    shoot(studio, "studio-report")
    studio.locator(".versions").scroll_into_view_if_needed()
    shoot(studio, "studio-report-versions")
    take_revision(studio, url, shoot)
    studio.goto(url + "/studio/widget")
    studio.wait_for_timeout(2000)
    shoot(studio, "studio-chat")
    for name in ("people", "connections", "audit"):
        studio.goto(f"{url}/console/{name}")
        shoot(studio, f"staff-{name}")
    studio.goto(url + "/console/account")
    studio.get_by_label("Language of your pages").select_option("fr")
    studio.locator("form", has=studio.locator("#language")).get_by_role("button").click()
    studio.goto(url + "/console")
    studio.locator("a[data-id]").first.click()
    expect(studio.get_by_role("log")).to_be_visible()
    shoot(studio, "console-french")


def ask_around(url: str) -> None:
    """Some visitors' questions with their votes, so that there is something to report."""
    with httpx.Client(base_url=url, timeout=30) as client:
        for question, helpful, comment in ASKED:
            made = client.post("/api/conversations", json={"language": "fr"}).json()
            at = f"/api/conversations/{made['id']}"
            client.headers["Authorization"] = f"Bearer {made['token']}"
            client.post(f"{at}/messages", json={"client_id": "1", "text": question})
            while client.get(at).json()["last_seq"] < 2:
                time.sleep(0.1)
            if helpful is not None:
                vote = {"seq": 2, "helpful": helpful, "comment": comment}
                client.post(f"{at}/votes", json=vote).raise_for_status()


def take_revision(studio: Page, url: str, shoot: Callable[[Page, str], None]) -> None:
    """A revision of the statement, from the upload to what it changes and breaks."""
    statement = (ROOT / "data" / "statements" / "privacy.fr.txt").read_text("utf-8")
    lines = [line for line in statement.split("\n") if line.strip()]
    longest = max(lines, key=len)
    revised = statement.replace("1er janvier 2024", "1er mars 2026").replace(longest + "\n", "")
    revised += "\nNos prestataires\n\nNous ne vendons jamais vos données à des tiers.\n"
    studio.goto(url + "/studio/upload?slug=privacy&language=fr")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "privacy.fr.txt"
        file.write_text(revised, "utf-8")
        studio.locator("input[type=file]").set_input_files(file)
        studio.get_by_label("Note for colleagues").fill("Relu par Maître Colin")
        shoot(studio, "studio-upload")
        studio.get_by_role("button", name="Upload").click()
        studio.wait_for_url(re.compile("/text"), timeout=120_000)
    page = studio.url.partition("/text")[0]
    shoot(studio, "studio-text")
    studio.goto(page + "/changes")
    shoot(studio, "studio-changes")
    studio.goto(page + "/questions")
    expect(studio.get_by_role("main").get_by_role("group").first).to_be_visible(timeout=180_000)
    shoot(studio, "studio-questions")
    studio.goto(page + "/try")
    studio.get_by_label("Your question").fill(QUESTION)
    studio.keyboard.press("Enter")
    expect(studio.locator(".asked").nth(1)).to_be_visible(timeout=60_000)
    shoot(studio, "studio-try")
    studio.goto(page + "/publish")
    shoot(studio, "studio-publish")
    for name in ("golden", "curated/new"):
        studio.goto(f"{url}/studio/privacy/fr/{name}")
        shoot(studio, f"studio-{name.partition('/')[0]}")
    studio.goto(url + "/studio/privacy/fr")
    shoot(studio, "studio-versions")


def ask(page: Page, question: str) -> None:
    """Asks in the widget of the page, opening it if need be."""
    page.wait_for_function("customElements.get('clause-chat') !== undefined")
    page.evaluate("question => document.querySelector('clause-chat').ask(question)", question)


def sign_in(browser: Browser, url: str, email: str, password: str, path: str = "/console") -> Page:
    """A page on which a member of staff is signed in, with a new password of their own."""
    page = browser.new_context(viewport={"width": 1280, "height": 820}).new_page()
    page.goto(url + path)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("once more").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    page.wait_for_url("**/console")
    page.goto(url + path)
    return page


if __name__ == "__main__":
    main()
