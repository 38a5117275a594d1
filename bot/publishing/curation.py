"""Curated answers in memory, with their examples' vectors, as the database has them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.background import again_and_again, meanwhile
from bot.publishing.curated import CuratedAnswer, Example
from bot.store import Store
from index.encoder import Encoder

LOOK_EVERY = 1.0
"""Seconds between two looks whether an owner changed any, here or in another process."""


class Curation:
    """Readers take `examples` once and work on that tuple."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._examples: tuple[Example, ...] = ()
        self._seen: object = None
        self._looking = asyncio.Lock()

    @property
    def examples(self) -> tuple[Example, ...]:
        """All that owners wrote, stale or not."""
        return self._examples

    async def look(self) -> bool:
        """Take up what was changed; whether anything was."""
        async with self._looking:
            stamp = await self._store.curated_stamp()
            if stamp == self._seen:
                return False
            kept = await self._store.curated()
            self._examples = await asyncio.to_thread(self._read, kept, self._examples)
            self._seen = stamp
            return True

    def _read(self, kept: list[CuratedAnswer], before: tuple[Example, ...]) -> tuple[Example, ...]:
        known = {one.answer.questions: one.vectors for one in before}
        return tuple(
            Example(
                one,
                known[one.questions]
                if one.questions in known
                else self._encoder.encode_questions(one.questions),
            )
            for one in kept
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look again and again for as long as the block runs."""
        looking = again_and_again(self.look, LOOK_EVERY, "curated_answers_unreadable")
        async with meanwhile(looking, "looking for curated answers"):
            yield
