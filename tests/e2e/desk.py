"""The console as an agent uses it, and a visitor without a browser: for the tests of both."""

import importlib.resources
import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from playwright.async_api import BrowserContext, Locator, Page, expect

if TYPE_CHECKING:
    from tests.e2e.conftest import Service

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "quatre mots bien choisis"


@dataclass
class Staff:
    """Who works here, and the password that each signs in with; the first ones are one-time."""

    service: "Service"
    emails: dict[str, str]
    passwords: dict[str, str]

    async def sign_in(self, context: BrowserContext, name: str, path: str = "/console") -> Page:
        """A tab in which `name` is signed in; at the very first time the password is changed."""
        page = await context.new_page()
        await page.goto(self.service.url + path)
        await page.locator("#email").fill(self.emails[name])  # in whatever language it asks
        await page.locator("#password").fill(self.passwords[name])
        await page.locator("main [type=submit]").click()
        if self.passwords[name] != PASSWORD:
            await page.locator("#new").fill(PASSWORD)
            await page.locator("#again").fill(PASSWORD)
            await page.locator("main [type=submit]").click()
            self.passwords[name] = PASSWORD
            await page.wait_for_url("**/console")
            await page.goto(self.service.url + path)
        await page.wait_for_url(f"**{path}")
        return page


NewVisitor = Callable[..., Awaitable["Visitor"]]


@dataclass
class Visitor:
    """A visitor without a browser: the same requests as the widget sends."""

    client: httpx.AsyncClient
    id: str = ""
    sent: list[str] = field(default_factory=list)

    async def say(self, text: str) -> None:
        """Send a message."""
        self.sent.append(text)
        body = {"client_id": str(uuid.uuid4()), "text": text}
        stored = await self.client.post(f"/api/conversations/{self.id}/messages", json=body)
        assert stored.status_code == 201, stored.text

    async def ask_person(self) -> None:
        """Want to talk to a person."""
        done = await self.client.post(f"/api/conversations/{self.id}/handoff")
        assert done.status_code == 200, done.text

    async def events(self) -> list[dict[str, Any]]:
        """All that happened so far."""
        found: list[dict[str, Any]] = (
            await self.client.get(f"/api/conversations/{self.id}")
        ).json()["events"]
        return found

    async def texts(self) -> list[str]:
        """All messages so far."""
        return [e["message"]["text"] for e in await self.events() if e["type"] == "message"]


async def answered(visitor: Visitor) -> bool:
    """Whether the assistant has said something to the visitor's last words, or has lost its turn."""
    events = await visitor.events()
    said = [event["message"]["author"] for event in events if event["type"] == "message"]
    return events[-1]["type"] == "state" or said[-1:] == ["assistant"]


def row(page: Page, visitor: Visitor) -> Locator:
    """The conversation's line in the list."""
    return page.locator(f'a[data-id="{visitor.id}"]')


async def open_row(page: Page, visitor: Visitor) -> None:
    """Open the conversation from the list and wait for its messages."""
    await row(page, visitor).click()
    await expect(page.get_by_role("log")).to_be_visible()
    await expect(page).to_have_url(re.compile(f"/console/c/{visitor.id}$"))


async def reply(page: Page, text: str) -> None:
    """Write to the visitor and press Enter."""
    box = page.get_by_label("Reply to the visitor")
    await box.fill(text)
    await box.press("Enter")


SETTLED = """() => Promise.all(
    document.getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished.catch(() => {})))"""


async def axe(page: Page) -> None:
    """No finding of axe on the page as it is now."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    # a colour half way through its change is seen for a tenth of a second, and by nobody who reads
    await page.evaluate(SETTLED)
    found = await page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS
    )
    told = [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert told == [], f"axe on {page.url}:\n" + "\n".join(told)


async def fits(page: Page) -> None:
    """Nothing sticks out sideways."""
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
