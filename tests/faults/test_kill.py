"""kill -9 at any moment: nothing acknowledged is lost, nothing is doubled, all is answered once."""

import asyncio
import contextlib
import random
from pathlib import Path
from typing import Any

import pytest

from bot.accounts.accounts import Accounts, Session
from bot.store import Store
from tests.faults.promises import check
from tests.faults.scale import number
from tests.faults.service import QuickService, Service, replies_to, visiting

PASSWORD = "correct horse battery"
KILLS = number("KILLS", 9, 500)
A_TALK = 25
"""Kills in one talk: a longer one is mostly reading it again."""


@pytest.fixture
async def agent(database_url: str) -> Session:
    """A signed-in agent."""
    store = await Store.open(database_url)
    accounts = Accounts(store)
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    session = await accounts.sign_in("amelie@example.org", PASSWORD)
    await store.close()
    assert session is not None
    return session


async def test_a_kill_between_any_two_steps(quick_service: QuickService, agent: Session) -> None:
    async with visiting(quick_service) as visitor:
        cookies = {"Cookie": f"clause_session={agent.token}", "X-CSRF-Token": agent.csrf}
        id = visitor.address.rpartition("/")[2]

        async def act(action: str, **more: Any) -> None:
            path = f"/api/console/conversations/{id}/{action}"
            response = await visitor.request("POST", path, headers=cookies, **more)
            assert response.status_code in (200, 201), response.text

        async def handoff() -> None:
            path = f"{visitor.address}/handoff"
            response = await visitor.request("POST", path, headers=visitor.headers)
            assert response.json()["state"] == "waiting"

        script = [
            lambda: visitor.say("one"),
            lambda: visitor.answered("one"),
            lambda: visitor.say("two"),
            lambda: visitor.say("three"),
            lambda: visitor.answered("two"),
            lambda: visitor.answered("three"),
            handoff,
            lambda: visitor.say("to whoever comes"),
            lambda: act("claim"),
            lambda: act("messages", json={"client_id": "1", "text": "Hello"}),
            lambda: visitor.say("to the person"),
            lambda: act("hand-back"),
            lambda: visitor.say("four"),
            lambda: visitor.answered("four"),
            lambda: act("close"),
            lambda: visitor.say("five"),
            lambda: visitor.answered("five"),
        ]
        for step in script:
            await step()
            quick_service.restart()
        await check(visitor, frozenset({"to whoever comes", "to the person"}))
        states = [event["state"]["action"] for event in visitor.seen if event["type"] == "state"]
        assert states == ["ask_person", "claim", "hand_back", "close", "reopen"]
        replies = [
            event["message"]["text"]
            for event in visitor.seen
            if event["type"] == "message" and event["message"]["author"] == "agent"
        ]
        assert replies == ["Hello"]
        assert quick_service.kills == len(script)


async def test_a_kill_while_requests_are_in_flight(quick_service: QuickService) -> None:
    chance = random.Random(20260302)
    while quick_service.kills < KILLS:
        await _killed_in_flight(quick_service, min(A_TALK, KILLS - quick_service.kills), chance)
    assert quick_service.kills == KILLS


async def _killed_in_flight(service: QuickService, kills: int, chance: random.Random) -> None:
    """Kills it so often while visitors of one talk each write."""
    async with contextlib.AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visiting(service)) for _ in range(5)]
        for round in range(kills):
            sending = [
                asyncio.create_task(visitor.say(f"message {round} {part}"))
                for visitor in visitors
                for part in "ab"
            ]
            # From 'nothing has arrived' to 'the answers are being written'.
            await asyncio.sleep(chance.uniform(0, 0.08))
            service.restart()
            await asyncio.gather(*sending)
        for visitor in visitors:
            for text in visitor.acknowledged:
                await visitor.answered(text)
            await check(visitor)
            assert len(visitor.acknowledged) == 2 * kills


async def test_the_service_as_it_is_shipped_loses_nothing(tmp_path: Path) -> None:
    statements = tmp_path / "statements"
    statements.mkdir()
    (statements / "privacy.en.md").write_text(
        "# Privacy\n\n## Retention\n\nWe keep your account data for three years.\n", "utf-8"
    )
    service = Service(
        {
            "CLAUSE_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/clause.db",
            "CLAUSE_STATEMENTS": str(statements),
        }
    )
    service.start()
    try:
        async with visiting(service) as visitor:
            await visitor.say("How long do you keep my account data?")
            service.restart()
            await visitor.answered("How long do you keep my account data?")
            await visitor.say("And what about cookies?")
            await visitor.answered("And what about cookies?")
            await check(visitor)
            [answer] = [event for event in visitor.seen if replies_to(event) == 1]
            assert answer["message"]["answer"]["verdict"], "it was the real one who answered"
    finally:
        service.stop()
