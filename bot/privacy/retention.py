"""How long things are kept, as the owner set it, and the job that ends them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.background import again_and_again, meanwhile
from bot.settings import Settings
from bot.store import Store
from bot.store.purge import Limits
from bot.store.retention import Kept, RetentionTables

EVERY = timedelta(hours=6)
AGAIN = timedelta(minutes=10)
GRACE = timedelta(days=3)
"""From the first start with these times, or with shorter ones, to the first deletion: a weekend."""

log = structlog.get_logger(__name__)


DEFAULTS = Kept(answered_days=30, handed_off_days=180, requests_days=3 * 365, audit_days=365)
LONGEST = 36_500  # days


def fixed_by(settings: Settings) -> dict[str, int]:
    """The times that the settings fix, by their names in Kept: nobody chooses these on a page."""
    set_ones = ((field.name, getattr(settings, f"keep_{field.name}")) for field in fields(Kept))
    return {name: days for name, days in set_ones if days is not None}


def kept_by(settings: Settings, chosen: Kept = DEFAULTS) -> Kept:
    """For how long each is kept: by the settings, and as chosen where they say nothing."""
    return replace(chosen, **fixed_by(settings))


async def kept_now(store: RetentionTables, settings: Settings) -> Kept:
    """For how long each is kept in this deployment."""
    return kept_by(settings, await store.retention_kept() or DEFAULTS)


def limits_of(kept: Kept, now: datetime) -> Limits:
    """The moments before which things end."""
    return Limits(
        answered=now - timedelta(days=kept.answered_days),
        handed_off=now - timedelta(days=kept.handed_off_days),
        requests=now - timedelta(days=kept.requests_days),
        audit=now - timedelta(days=kept.audit_days),
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
        kept = await kept_now(self._store, self._settings)
        begins = await self._store.retention_begins(kept, now, GRACE)
        if begins > now:
            would = await self._store.to_purge(limits_of(kept, now))
            if would.total:
                log.warning("purge_announced", begins_at=begins.isoformat(), would_end=would.total)
            self._next = min(begins, now + EVERY)
            return
        await self.once()
        self._next = now + EVERY

    async def once(self) -> None:
        """Purge now; bytes that could not be cleared the last time are cleared as well."""
        unclean, self._unclean = self._unclean, True
        kept = await kept_now(self._store, self._settings)
        done = await self._store.purge(limits_of(kept, self._now()))
        if unclean and not done.total:
            await self._store.forget_bytes()
        self._unclean = False
        if done.total:
            log.info("purged", total=done.total)
