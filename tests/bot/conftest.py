"""Fixtures of the web service: conversations, agents, and the app over HTTP."""

import asyncio
import contextlib
import hashlib
import logging
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import structlog
import uvicorn
from fastapi import FastAPI

from bot.accounts.accounts import Accounts, Role
from bot.answering.answer import Answer, Verdict
from bot.conversations.events import Person
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.conversations.worker import AnsweringWorker
from bot.store import Store
from bot.web import problems
from bot.web.api import console, console_live, staff, visitor_live, visitor_own
from bot.web.api import conversations as visitor_api


@dataclass
class Parrot:
    """Answers at once and says what it was asked, so that a test can tell answers apart.

    'person' asks for a person; `fail` raises; `slow` seconds go by first.
    """

    slow: float = 0.0
    fail: Callable[[str], Exception | None] = lambda _: None
    asked: list[str] = field(default_factory=list)

    def answer(self, question: str, language: str | None = None) -> Answer:
        self.asked.append(question)
        time.sleep(self.slow)
        if error := self.fail(question):
            raise error
        return Answer(
            verdict=Verdict.HUMAN if "person" in question else Verdict.ANSWERED,
            confidence=0.9,
            language=language or "en",
            text=f"About: {question}",
            citations=[],
            handoff_offered=False,
        )


@dataclass
class Parts:
    """What the routes look for on the app."""

    store: Store
    accounts: Accounts
    conversations: Conversations
    hub: Hub
    clauses: Any = None  # nothing is published here


@pytest.fixture
def parrot() -> Parrot:
    """An answerer that needs no model."""
    return Parrot()


@pytest.fixture
def put_back() -> Iterator[None]:
    """What logging was before the test set it up."""
    before = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.captureWarnings(False)
    logging.root.handlers[:], logging.root.level = before[0], before[1]


@pytest.fixture
def hub() -> Hub:
    """A hub that nobody waits at yet."""
    return Hub()


@pytest.fixture
def conversations(store: Store, hub: Hub) -> Conversations:
    """The service over a fresh database; nobody answers unless a test runs the worker."""
    return Conversations(store, hub)


@pytest.fixture
def accounts(store: Store) -> Accounts:
    """The accounts of a fresh database."""
    return Accounts(store)


@pytest.fixture
def new_agent(store: Store) -> Callable[[str], Awaitable[Person]]:
    """Makes an agent of that name, without the slow hashing of a password."""

    async def make(name: str, role: Role = Role.AGENT) -> Person:
        account = await store.add_account(
            email=f"{name.lower()}@example.org",
            name=name,
            role=role,
            password_hash="none",
            must_change_password=False,
            now=datetime.now(UTC),
        )
        assert account is not None
        return Person(account.id, account.name)

    return make


@pytest.fixture
async def started(conversations: Conversations) -> str:
    """The id of a conversation in which nothing was said yet."""
    return (await conversations.start("en")).conversation.id


@pytest.fixture
def eventually() -> Callable[..., Awaitable[Any]]:
    """Waits until a coroutine function gives something true, and gives that."""

    async def wait(ask: Callable[[], Awaitable[Any]], seconds: float = 5.0) -> Any:
        until = time.monotonic() + seconds
        while not (found := await ask()):
            assert time.monotonic() < until, "it did not happen in time"
            await asyncio.sleep(0.01)
        return found

    return wait


@pytest.fixture
async def app(store: Store, accounts: Accounts, conversations: Conversations, hub: Hub) -> FastAPI:
    """The routes of conversations over a fresh database."""
    app = FastAPI()
    for part in (
        visitor_api,
        visitor_live,
        visitor_own,
        console,
        console_live,
        staff,
    ):
        app.include_router(part.router)
    accounts.on_gone = conversations.agent_gone
    app.state.parts = Parts(store, accounts, conversations, hub)

    problems.install(app)
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the app without a network; not for streams, which it would read to their end."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        yield client


@dataclass
class Staff:
    """A signed-in member of staff: what their browser sends along."""

    person: Person
    token: str
    csrf: str

    @property
    def reading(self) -> dict[str, str]:
        """Headers of a GET."""
        return {"Cookie": f"clause_session={self.token}"}

    @property
    def acting(self) -> dict[str, str]:
        """Headers of a POST."""
        return self.reading | {"X-CSRF-Token": self.csrf}


@pytest.fixture
def signed_in(
    store: Store, new_agent: Callable[..., Awaitable[Person]]
) -> Callable[..., Awaitable[Staff]]:
    """Makes a signed-in member of staff of that name."""

    async def make(name: str, role: Role = Role.AGENT) -> Staff:
        person = await new_agent(name, role)
        token, csrf = f"token-{person.id}", f"csrf-{person.id}"
        now = datetime.now(UTC)
        await store.add_session(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            account_id=person.id,
            csrf=csrf,
            now=now,
            expires_at=now + timedelta(hours=1),
        )
        return Staff(person, token, csrf)

    return make


async def _is_started(server: uvicorn.Server) -> bool:
    return server.started


@pytest.fixture
async def server(
    app: FastAPI,
    conversations: Conversations,
    parrot: Parrot,
    eventually: Callable[..., Awaitable[Any]],
) -> AsyncIterator[httpx.AsyncClient]:
    """The app behind a real server on a port of its own, with the assistant at work."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with contextlib.ExitStack() as stack:
        stack.callback(listening.close)
        async with AnsweringWorker(conversations, parrot).running():
            # `_serve`, not `serve`: the latter takes the signals that pytest listens to.
            serving = asyncio.create_task(running._serve([listening]))
            await eventually(lambda: _is_started(running))
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                yield client
            conversations.hub.close()
            running.should_exit = True
            await asyncio.wait_for(serving, 5)
