"""The queue: a visitor's place in it, the usual wait, and whether anyone is there."""

import statistics
import time
from datetime import UTC, datetime, timedelta

from bot.conversations.events import Conversation
from bot.conversations.office import OfficeHours
from bot.conversations.signals import Queue
from bot.store.conversations import ConversationTables

KNOWN_FOR_SECONDS = 2.0
"""All waiting visitors are told from one look at the database, so old at most."""
ONLINE = timedelta(seconds=60)
RECENT = timedelta(days=30)
RECENT_REPLIES = 50
FEWEST_REPLIES = 3
"""With fewer first replies than these the usual wait is not told."""


class Queues:
    """Looks at the queue, once for all who wait in it."""

    def __init__(self, store: ConversationTables, office: OfficeHours) -> None:
        self._store = store
        self._office = office
        self._looked_at = float("-inf")
        self._ids: list[str] = []
        self._usual: int | None = None
        self._online = False

    async def of(self, conversation: Conversation) -> Queue:
        """Where this conversation stands."""
        await self._look(conversation.id)
        places = {id: place for place, id in enumerate(self._ids, 1)}
        return self._told(places.get(conversation.id))

    async def now(self) -> Queue:
        """Whether anyone is there, for someone who does not wait."""
        await self._look(None)
        return self._told(None)

    def look_again(self) -> None:
        """Someone paused or came back: the next to ask is told what is so now."""
        self._looked_at = float("-inf")

    def _told(self, place: int | None) -> Queue:
        now = datetime.now(UTC)
        is_open = self._office.is_open(now)
        return Queue(
            place=place,
            usual_wait_seconds=self._usual,
            open=is_open,
            agents_online=self._online,
            opens_at=None if is_open else self._office.opens_at(now),
        )

    async def _look(self, conversation_id: str | None) -> None:
        unknown = conversation_id is not None and conversation_id not in self._ids
        if time.monotonic() - self._looked_at < KNOWN_FOR_SECONDS and not unknown:
            return
        now = datetime.now(UTC)
        self._ids = await self._store.waiting_ids()
        waits = await self._store.first_reply_seconds(now - RECENT, RECENT_REPLIES)
        self._usual = round(statistics.median(waits)) if len(waits) >= FEWEST_REPLIES else None
        self._online = bool(await self._store.agents_seen(now - ONLINE))
        self._looked_at = time.monotonic()
