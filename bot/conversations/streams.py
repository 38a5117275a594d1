"""Reading conversations, and following them. No database connection is held while a stream waits."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime

from bot.conversations.elsewhere import Elsewhere
from bot.conversations.events import Conversation, Event, Person
from bot.conversations.hub import LISTS, Hub
from bot.errors import NotFound
from bot.store.conversations import ConversationTables, Filter

STREAM_BATCH = 100
LIST_DEBOUNCE_SECONDS = 0.1
LIST_RECHECK_SECONDS = 1.5
"""A list is read again at least so often: that is how it shows what another process wrote."""

PERMISSION_SECONDS = 10.0
"""A stream asks again so often whether its reader may still read."""

Permission = Callable[[], Awaitable[bool]]
"""Says whether the reader of a stream may still read it."""


class Streams:
    """What there is to see of conversations."""

    def __init__(self, store: ConversationTables, hub: Hub) -> None:
        self.store = store
        self.hub = hub
        self._elsewhere = Elsewhere(store, hub)

    async def read(self, conversation_id: str) -> Conversation:
        """One conversation. Raises NotFound."""
        conversation = await self.store.conversation(conversation_id)
        if conversation is None:
            raise NotFound("There is no such conversation. It may have been deleted.")
        return conversation

    async def read_with_events(self, conversation_id: str) -> tuple[Conversation, list[Event]]:
        """One conversation and its events, as they were at one moment. Raises NotFound."""
        conversation = await self.read(conversation_id)
        events = await self.store.events_after(conversation_id, 0)
        # Events are never changed: those up to `last_seq` are those that led to this state.
        return conversation, events[: conversation.last_seq]

    async def listed(self, which: Filter, agent: Person) -> list[Conversation]:
        """Conversations for the console."""
        return await self.store.conversations_listed(which, agent.id, datetime.now(UTC))

    async def follow(
        self, conversation_id: str, after_seq: int, permitted: Permission | None = None
    ) -> AsyncGenerator[Event]:
        """Every event above `after_seq`, those that are there and those to come, in order.

        Ends when the hub is closed, and soon after `permitted` says no. Close it after use
        (`contextlib.aclosing`).
        """
        check = _Regularly(permitted)
        with self.hub.watch(conversation_id) as watch:
            self._elsewhere.look()
            while await check.passes():
                events = await self.store.events_after(conversation_id, after_seq, STREAM_BATCH)
                for event in events:
                    yield event
                    after_seq = event.seq
                if self.hub.closed:
                    return
                if len(events) == STREAM_BATCH:
                    continue
                while not await watch.wait(PERMISSION_SECONDS):
                    if not await check.passes():
                        return

    async def follow_list(
        self, which: Filter, agent: Person, permitted: Permission | None = None
    ) -> AsyncGenerator[list[Conversation]]:
        """The console's list, at once and after every change. Ends as `follow` does."""
        check = _Regularly(permitted)
        shown: list[Conversation] | None = None
        with self.hub.watch(LISTS) as watch:
            while await check.passes():
                listed = await self.listed(which, agent)
                if listed != shown:
                    shown = listed
                    yield listed
                await watch.wait(LIST_RECHECK_SECONDS)
                if self.hub.closed:
                    return
                await asyncio.sleep(LIST_DEBOUNCE_SECONDS)


class _Regularly:
    """Asks for permission again every PERMISSION_SECONDS."""

    def __init__(self, permitted: Permission | None) -> None:
        self._permitted = permitted
        self._asked_at = asyncio.get_running_loop().time()

    async def passes(self) -> bool:
        now = asyncio.get_running_loop().time()
        if self._permitted is None or now - self._asked_at < PERMISSION_SECONDS:
            return True
        self._asked_at = now
        return await self._permitted()
