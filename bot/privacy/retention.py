"""How long things are kept, as the owner set it, and the job that ends them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import structlog

from bot.settings import Settings
from bot.store import Store
from bot.store.purge import Limits

EVERY = timedelta(hours=6)
AGAIN = timedelta(minutes=10)

log = structlog.get_logger(__name__)


def limits_of(settings: Settings, now: datetime) -> Limits:
    """The moments before which things end, by the settings."""
    return Limits(
        answered=now - timedelta(days=settings.keep_answered_days),
        handed_off=now - timedelta(days=settings.keep_handed_off_days),
        requests=now - timedelta(days=settings.keep_requests_days),
        audit=now - timedelta(days=settings.keep_audit_days),
    )


class Retention:
    """Purges for as long as it runs. Several processes may: who comes second finds nothing."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._unclean = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Purge every six hours for as long as the block runs, the first time at its begin."""
        task = asyncio.create_task(self._run(), name="purge what was kept long enough")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def once(self) -> None:
        """Purge now; bytes that could not be cleared the last time are cleared as well."""
        unclean, self._unclean = self._unclean, True
        done = await self._store.purge(limits_of(self._settings, datetime.now(UTC)))
        if unclean and not done.total:
            await self._store.forget_bytes()
        self._unclean = False
        if done.total:
            log.info("purged", total=done.total)

    async def _run(self) -> None:
        while True:
            pause = EVERY
            try:
                await self.once()
            except Exception as error:  # whatever it was, the next time must come
                log.warning("not_purged", kind=type(error).__name__)
                pause = AGAIN
            await asyncio.sleep(pause.total_seconds())
