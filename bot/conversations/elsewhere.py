"""Notices what other processes wrote into conversations that are followed here."""

import asyncio

import structlog

from bot.conversations.hub import Hub
from bot.store.conversations import ConversationTables

LOOK_SECONDS = 1.5
"""So often it looks; what another process wrote is streamed within two seconds."""
AT_ONCE = 500

log = structlog.get_logger(__name__)


class Elsewhere:
    """Looks at all followed conversations together, so that an idle stream costs no query."""

    def __init__(self, store: ConversationTables, hub: Hub) -> None:
        self._store = store
        self._hub = hub
        self._looking: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Look from now on, for as long as anything is followed."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._run(), name="look for others' events")

    async def _run(self) -> None:
        known: dict[str, tuple[int, ...]] = {}
        while not self._hub.closed:
            await asyncio.sleep(LOOK_SECONDS)
            followed = self._hub.followed()
            if not followed:
                return
            try:
                found = await self._last_seqs(followed)
            except Exception as error:  # whatever it was, the next look must come
                log.warning("events_unreadable", kind=type(error).__name__)
                continue
            for conversation_id, marks in found.items():
                if known.get(conversation_id) != marks:
                    self._hub.wake_key(conversation_id)
            known = found

    async def _last_seqs(self, followed: list[str]) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for start in range(0, len(followed), AT_ONCE):
            found |= await self._store.last_seqs(followed[start : start + AT_ONCE])
        return found
