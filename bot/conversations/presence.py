"""Who is at work: agents are seen while the console is open, and away two minutes after."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from bot.background import again_and_again, meanwhile
from bot.conversations.agents import AgentActions
from bot.conversations.events import Person
from bot.conversations.shared import AWAY_AFTER

SEEN_EVERY_SECONDS = 20.0
"""An agent whose streams are open is noted so often, however many they are."""
SWEEP_SECONDS = 10.0


class Presence:
    """Notes who is seen, and puts back into the queue what an agent who is gone had."""

    def __init__(self, conversations: AgentActions) -> None:
        self._conversations = conversations
        self._noted: dict[int, float] = {}

    async def seen(self, agent: Person) -> None:
        """The agent's console is open."""
        now = time.monotonic()
        if now - self._noted.get(agent.id, float("-inf")) < SEEN_EVERY_SECONDS:
            return
        self._noted[agent.id] = now
        await self._conversations.store.note_seen(agent.id, datetime.now(UTC))

    def forget(self, account_id: int) -> None:
        """The agent signed out: when they come again, it is noted at once."""
        self._noted.pop(account_id, None)

    async def sweep(self) -> int:
        """Put back into the queue what agents who are gone have; how many conversations."""
        gone = await self._conversations.store.owners_gone(datetime.now(UTC) - AWAY_AFTER)
        moved = 0
        for conversation_id, owner_id in gone:
            moved += await self._conversations.agent_away(conversation_id, owner_id)
        return moved

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Sweep for as long as the block runs."""
        async with meanwhile(self._run(), "sweep for agents who are gone"):
            yield

    async def _run(self) -> None:
        # after a start nobody is thrown out before their console could connect again
        await asyncio.sleep(AWAY_AFTER.total_seconds())
        await again_and_again(self.sweep, SWEEP_SECONDS, "presence_unreadable")
