"""How long things are kept, as the owner set it, and the job that ends them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import structlog

from bot.background import again_and_again, meanwhile
from bot.settings import Settings
from bot.store import Store
from bot.store.purge import Limits
from bot.store.retention import Kept

EVERY = timedelta(hours=6)
AGAIN = timedelta(minutes=10)
GRACE = timedelta(days=3)
"""From the first start with these times, or with shorter ones, to the first deletion: a weekend."""

log = structlog.get_logger(__name__)


def kept_by(settings: Settings) -> Kept:
    """For how long each is kept, by the settings."""
    return Kept(
        answered_days=settings.keep_answered_days,
        handed_off_days=settings.keep_handed_off_days,
        requests_days=settings.keep_requests_days,
        audit_days=settings.keep_audit_days,
    )


def limits_of(settings: Settings, now: datetime) -> Limits:
    """The moments before which things end, by the settings."""
    return Limits(
        answered=now - timedelta(days=settings.keep_answered_days),
        handed_off=now - timedelta(days=settings.keep_handed_off_days),
        requests=now - timedelta(days=settings.keep_requests_days),
        audit=now - timedelta(days=settings.keep_audit_days),
    )


def _now() -> datetime:
    return datetime.now(UTC)


class Retention:
    """Purges for as long as it runs. Several processes may: who comes second finds nothing."""

    def __init__(
        self, store: Store, settings: Settings, now: Callable[[], datetime] = _now
    ) -> None:
        self._store = store
        self._settings = settings
        self._now = now
        self._next: datetime | None = None
        self._unclean = False

    def running(self) -> AbstractAsyncContextManager[None]:
        """Purge every six hours for as long as the block runs, the first time at its begin.

        What failed is tried again after ten minutes.
        """
        looking = again_and_again(self.look, AGAIN.total_seconds(), "not_purged")
        return meanwhile(looking, "purge what was kept long enough")

    async def look(self) -> None:
        """Purge if it is time to, and if what goes was announced for long enough."""
        now = self._now()
        if self._next is not None and now < self._next:
            return
        begins = await self._store.retention_begins(kept_by(self._settings), now, GRACE)
        if begins > now:
            would = await self._store.to_purge(limits_of(self._settings, now))
            if would.total:
                log.warning("purge_announced", begins_at=begins.isoformat(), would_end=would.total)
            self._next = min(begins, now + EVERY)
            return
        await self.once()
        self._next = now + EVERY

    async def once(self) -> None:
        """Purge now; bytes that could not be cleared the last time are cleared as well."""
        unclean, self._unclean = self._unclean, True
        done = await self._store.purge(limits_of(self._settings, self._now()))
        if unclean and not done.total:
            await self._store.forget_bytes()
        self._unclean = False
        if done.total:
            log.info("purged", total=done.total)
