"""A real browser before a real service: nothing here is a stand-in.

All tests of this folder are coroutines and share one event loop, one browser and one running
service; each gets a browser context (cookies, storage) of its own. Where there is no browser they
fail: a test that did not run has shown nothing.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from bot.accounts.accounts import Role
from bot.conversations.queue import KNOWN_FOR_SECONDS
from bot.store import Store
from tests.e2e.desk import NewVisitor, Staff, Visitor, answered
from tests.find_browser import find_browser

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
START_SECONDS = 120
"""The service loads its model first; on a busy machine that takes a while."""

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all tests here, because the browser belongs to the loop that started it."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Service:
    """A running `clause serve` with a database of its own."""

    folder: Path
    port: int
    admin_password: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it listens, without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What it has printed so far."""
        return (self.folder / "service.log").read_text(encoding="utf-8")

    @property
    def database_url(self) -> str:
        """The address of its database: SQLite in its folder, if the settings name no other."""
        return self.settings.get(
            "CLAUSE_DATABASE_URL", f"sqlite+aiosqlite:///{self.folder}/clause.db"
        )

    @property
    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSE_")}
        own["CLAUSE_DATABASE_URL"] = self.database_url
        # all tests together are one network that asks more than any would
        quick = {"CLAUSE_RATE_LIMITS": "false"}
        return own | {"COLUMNS": "200", "NO_COLOR": "1"} | quick | self.settings

    def start(self) -> None:
        """Start it and wait until it answers. Started again, it finds what it had."""
        with (self.folder / "service.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, f"The service did not start:\n{self.log}"
            assert time.monotonic() < until, f"The service took too long:\n{self.log}"
            time.sleep(0.2)
        if found := re.search(r"One-time password\s+(\S+)", self.log):
            self.admin_password = found[1]

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=2):
            return True
        return False

    def stop(self) -> None:
        """End it the way a service manager does."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def add_agent(self, email: str, name: str, role: Role = Role.AGENT) -> str:
        """Add someone on the command line; gives the one-time password."""
        printed = subprocess.run(
            [
                sys.executable,
                "-m",
                "bot.cli",
                "users",
                "add",
                email,
                "--name",
                name,
                "--role",
                role,
            ],
            cwd=ROOT,
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        found = re.search(r"password\s+(\S+)", printed)
        assert found, printed
        return found[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The real service with the real model, shared by all tests here."""
    service = Service(tmp_path_factory.mktemp("service"), free_port())
    service.start()
    yield service
    service.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The machine's Chromium, without a window."""
    path = find_browser()
    assert path, "There is no Chromium here. Install one, or name it in CLAUSE_CHROMIUM."
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield started
        await started.close()


class Agent:
    """A signed-in support agent, over HTTP: what the console's buttons do."""

    def __init__(self, id: int, name: str, csrf: str, client: httpx.AsyncClient) -> None:
        self.id = id
        self.name = name
        self._csrf = csrf
        self._client = client

    @property
    def session(self) -> str:
        """What their browser has in its cookie."""
        return str(self._client.headers["Cookie"]).partition("=")[2]

    async def act(self, conversation: str, action: str, **body: Any) -> None:
        """Claim, messages, release, hand-back or close. Fails if it is refused."""
        path = f"/api/console/conversations/{conversation}/{action}"
        response = await self._client.post(path, json=body or None)
        assert response.is_success, response.text

    async def say(self, conversation: str, text: str) -> None:
        """Send the visitor a message."""
        await self.act(conversation, "messages", client_id=secrets.token_hex(8), text=text)

    async def sign_out(self) -> None:
        """End the only session: whoever has conversations is away from then on."""
        response = await self._client.post("/console/logout", data={"csrf": self._csrf})
        assert response.status_code == 303, response.text

    async def read(self, conversation: str) -> dict[str, Any]:
        """The conversation as the console has it."""
        response = await self._client.get(f"/api/console/conversations/{conversation}")
        assert response.is_success, response.text
        found: dict[str, Any] = response.json()
        return found


@contextlib.asynccontextmanager
async def signed_in(server: Service, name: str) -> AsyncIterator[Agent]:
    """An agent. Their session is put into the database: signing in has tests of its own."""
    token, csrf, now = secrets.token_urlsafe(16), secrets.token_urlsafe(16), datetime.now(UTC)
    store = await Store.open(server.database_url)
    account = await store.add_account(
        email=f"{token.lower()}@example.org",
        name=name,
        role=Role.AGENT,
        password_hash="none",
        must_change_password=False,
        now=now,
    )
    assert account is not None
    await store.add_session(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        account_id=account.id,
        csrf=csrf,
        now=now,
        expires_at=now + timedelta(hours=1),
    )
    await store.close()
    headers = {"Cookie": f"clause_session={token}", "X-CSRF-Token": csrf}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as client:
        yield Agent(account.id, account.name, csrf, client)


@pytest_asyncio.fixture(loop_scope="session")
async def agent(server: Service) -> AsyncIterator[Agent]:
    """Claire, signed in."""
    async with signed_in(server, "Claire") as claire:
        yield claire


async def here(server: Service, *agents: Agent) -> None:
    """From now on these agents are at work, and nobody else is."""
    store = await Store.open(server.database_url)
    for account in await store.all_accounts():
        await store.note_gone(account.id)
    for one in agents:
        await store.note_seen(one.id, datetime.now(UTC))
    await store.close()
    await asyncio.sleep(KNOWN_FOR_SECONDS)


NewContext = Callable[..., Any]


@pytest_asyncio.fixture(loop_scope="session")
async def new_context(browser: Browser) -> AsyncIterator[NewContext]:
    """Makes browser contexts; when the test ends, no page may have thrown an exception."""
    contexts: list[BrowserContext] = []
    thrown: list[str] = []

    async def make(**options: Any) -> BrowserContext:
        wanted = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 860}} | options
        context = await browser.new_context(**wanted)
        context.on("weberror", lambda error: thrown.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        await context.close()
    assert thrown == [], "a page threw exceptions"


@pytest_asyncio.fixture(loop_scope="session")
async def context(new_context: NewContext) -> BrowserContext:
    """A visitor's browser: French, with empty cookies and storage."""
    made: BrowserContext = await new_context()
    return made


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """A tab in it."""
    return await context.new_page()


@dataclass
class Site:
    """Somebody else's web site, on an origin of its own, into which the widget is put."""

    url: str
    widget: str
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def add(self, path: str, html: str, headers: dict[str, str] | None = None) -> str:
        """Publish a page; `WIDGET` in it stands for the widget's folder. Gives its address."""
        self.pages[path] = (html.replace("WIDGET", self.widget), headers or {})
        return self.url + path

    def add_page(self, path: str = "/", *, attributes: str = "", head: str = "") -> str:
        """Publish a plain French page with the one line that puts the chat on it."""
        return self.add(
            path,
            f"""<!doctype html><html lang="fr"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Une boutique</title>{head}</head>
            <body><main><h1>Une boutique</h1><p>Du thé et des tasses.</p>
            <p><a href="/autre">Autre page</a></p></main>
            <script type="module" src="WIDGET/clause-chat.js"></script>
            <clause-chat {attributes}></clause-chat></body></html>""",
        )


@pytest.fixture
def site(server: Service) -> Iterator[Site]:
    """A web site that embeds the widget of `server`."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html, headers = served.pages.get(self.path.split("?")[0], ("", {}))
            body = html.encode()
            self.send_response(200 if html else 204)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    web.daemon_threads = True
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    served = Site(f"http://127.0.0.1:{web.server_port}", f"{server.url}/widget")
    yield served
    web.shutdown()
    thread.join()
    web.server_close()


class Chat:
    """The widget on a page, as a visitor uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("clause-chat")
        self.bubble = self.element.locator(".bubble")
        self.panel = self.element.get_by_role("dialog")
        self.log = self.element.get_by_role("log")
        self.input = self.element.locator("#input")
        self.answers: Locator = self.log.locator(".assistant")
        self.questions: Locator = self.log.locator(".visitor")
        self.notices: Locator = self.log.locator(".notice")

    async def open(self) -> None:
        """Click on the bubble and wait for the panel."""
        await self.bubble.click()
        await expect(self.panel).to_be_visible()

    async def send(self, text: str) -> None:
        """Write something and press Enter."""
        await self.input.fill(text)
        await self.input.press("Enter")

    async def ask(self, text: str) -> Locator:
        """Ask and wait for the answer."""
        before = await self.answers.count()
        await self.send(text)
        await expect(self.answers).to_have_count(before + 1)
        return self.answers.last

    async def saved(self) -> dict[str, Any]:
        """What the widget keeps in the tab's storage."""
        kept = await self.page.evaluate(
            """() => sessionStorage.getItem(
                 'clause:' + document.querySelector('clause-chat').server)"""
        )
        found: dict[str, Any] = json.loads(kept or "{}")
        return found

    async def conversation(self) -> dict[str, Any]:
        """The conversation as the service has it."""
        saved = await self.saved()
        server = await self.element.evaluate("element => element.server")
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {saved['token']}"}) as http:
            response = await http.get(f"{server}api/conversations/{saved['id']}")
        assert response.is_success, response.text
        found: dict[str, Any] = response.json()
        return found

    async def sent(self) -> list[str]:
        """What the visitor wrote, as the service has it."""
        events = (await self.conversation())["events"]
        messages = [event["message"] for event in events if event["type"] == "message"]
        return [message["text"] for message in messages if message["author"] == "visitor"]


@pytest.fixture
def chat(page: Page) -> Chat:
    """The widget on `page`, once a page with one is open."""
    return Chat(page)


async def eventually(check: Callable[[], Any], seconds: float = 10) -> None:
    """Waits until `check`, which may be a coroutine function, gives something true."""
    until = time.monotonic() + seconds
    while True:
        found = check()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return
        assert time.monotonic() < until, "it did not happen in time"
        await asyncio.sleep(0.05)


@pytest.fixture(scope="session")
def staff(server: Service) -> Staff:
    """Two agents, made on the command line, and the first administrator."""
    return hire(server)


def hire(server: Service) -> Staff:
    """Makes two agents of a service on the command line; the first administrator is there."""
    emails = {
        "Amélie": "amelie@example.org",
        "Boris": "boris@example.org",
        "Administrator": "admin@localhost",
    }
    passwords = {name: server.add_agent(emails[name], name) for name in ("Amélie", "Boris")} | {
        "Administrator": server.admin_password
    }
    return Staff(server, emails, passwords)


@pytest_asyncio.fixture(loop_scope="session")
async def new_visitor(server: Service) -> AsyncIterator[NewVisitor]:
    """Makes visitors who have said something; their conversations are closed at the end."""
    clients = []

    async def make(*texts: str, waiting: bool = False, language: str = "fr") -> Visitor:
        client = httpx.AsyncClient(base_url=server.url, timeout=30)
        clients.append(client)
        started = (await client.post("/api/conversations", json={"language": language})).json()
        client.headers["Authorization"] = f"Bearer {started['token']}"
        visitor = Visitor(client, started["id"])
        for text in texts:
            await visitor.say(text)
            await eventually(lambda: answered(visitor), 30)
        if waiting:
            await visitor.ask_person()
        return visitor

    yield make
    for client in clients:
        await client.aclose()
