"""Sends what is in the outbox, in the background, for as long as the service runs.

Several processes may do so at once: an entry is sent by the one that holds its lease. Delivery is
at least once. A process that is killed after the other side took something, and before that was
written down, leaves its lease to run out, and another sends it again with the same delivery id.
"""

import asyncio
import contextlib
import random
import secrets
import time
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from bot.background import meanwhile
from bot.conversations.hub import LISTS, Hub, Watch
from bot.notify.outbox import Attempt, Entry, Failed, Outcome, Sent
from bot.notify.schedule import Schedule, after_try, chosen, worn_out
from bot.store.outbox import OutboxTables

LOOK_SECONDS = 2.0
"""So often the outbox is looked at, if nothing wakes the worker before."""
PAUSE_SECONDS = 0.05
"""At least so long between two looks, so that a flood of events costs no flood of queries."""
LEASE_SECONDS = 90.0
TRY_SECONDS = 45.0
"""No try takes longer; well below the lease, so that it ends while the entry is still ours, also
where the clocks of two machines differ by some seconds."""
STOP_SECONDS = 3.0
"""So long what is being sent may go on when the service stops."""
FORGET_EVERY = timedelta(hours=1)
LOOK_AT = 100

Send = Callable[[Entry], Awaitable[Outcome]]
"""Sends one entry, once. What it raises counts as a failure that may pass."""

log = structlog.get_logger(__name__)


class OutboxWorker:
    """Begins what is due, as much at once as there is room for, and writes down how it ended."""

    def __init__(
        self,
        store: OutboxTables,
        hub: Hub,
        send: Send,
        *,
        schedule: Schedule | None = None,
        at_once: int = 8,
        a_target: int = 2,
        lease_seconds: float = LEASE_SECONDS,
        keep: timedelta = timedelta(days=30),
    ) -> None:
        """at_once: how many entries are sent at a time; a_target: how many of them to one target.

        keep: entries that ended are deleted after so long.
        """
        self._store = store
        self._hub = hub
        self._send = send
        self._schedule = schedule or Schedule()
        self._at_once = at_once
        self._a_target = a_target
        self._lease_length = timedelta(seconds=lease_seconds)
        self._try_seconds = min(TRY_SECONDS, lease_seconds / 2)
        self._keep = keep
        self._lease = secrets.token_hex(16)
        self._busy: dict[asyncio.Task[None], str] = {}
        self._forgot_at = datetime.min.replace(tzinfo=UTC)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send for as long as the block runs; what is being sent then gets STOP_SECONDS to end."""
        try:
            async with meanwhile(self._run(), "send the outbox"):
                yield
        finally:
            await self._stop()

    async def _stop(self) -> None:
        if not self._busy:
            return
        _, late = await asyncio.wait(self._busy, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if late:
            with contextlib.suppress(Exception):  # else the leases run out by themselves
                await self._store.give_back(self._lease, datetime.now(UTC))

    async def _run(self) -> None:
        with self._hub.watch(LISTS) as watch:
            while True:
                try:
                    await self._forget()
                    await self._begin_due(watch)
                except Exception as error:  # whatever it was, the next look must come
                    log.warning("outbox_unreadable", **_described(error))
                await asyncio.sleep(PAUSE_SECONDS)
                if self._hub.closed:
                    await asyncio.sleep(LOOK_SECONDS)
                else:
                    await watch.wait(LOOK_SECONDS)

    async def _begin_due(self, watch: Watch) -> None:
        busy = Counter(self._busy.values())
        free = self._at_once - len(self._busy)
        if free <= 0:
            return
        full = [target for target, count in busy.items() if count >= self._a_target]
        now = datetime.now(UTC)
        due = await self._store.entries_due(now, LOOK_AT, full)
        ids = chosen(due, busy, free=free, a_target=self._a_target)
        for entry in await self._store.lease(ids, self._lease, now, now + self._lease_length):
            task = asyncio.create_task(self._try(entry), name="send")
            self._busy[task] = entry.target
            task.add_done_callback(lambda done: self._done(done, watch))
        if len(due) == LOOK_AT:
            watch.wake()  # there may be more behind, for targets with room

    def _done(self, task: asyncio.Task[None], watch: Watch) -> None:
        del self._busy[task]
        watch.wake()
        if not task.cancelled() and (error := task.exception()):
            # Not written down: the lease runs out, and it is sent again.
            log.warning("outbox_not_noted", **_described(error))

    async def _try(self, entry: Entry) -> None:
        began, clock = datetime.now(UTC), time.monotonic()
        outcome = worn_out(self._schedule, entry.attempts) or await self._outcome(entry)
        now = datetime.now(UTC)
        then = after_try(self._schedule, outcome, entry.attempts, now, random.random())
        attempt = Attempt(
            at=began,
            milliseconds=round((time.monotonic() - clock) * 1000),
            outcome=then.state,
            status=outcome.status,
            problem=outcome.problem[:300] if isinstance(outcome, Failed) else None,
        )
        kept = await self._store.end_try(entry, outcome, then, attempt)
        tell = log.debug if isinstance(outcome, Sent) else log.warning
        tell(
            "outbox_try",
            entry=entry.id,
            channel=entry.channel.value,
            attempt=entry.attempts,
            status=outcome.status,
            outcome=then.state.value,
            lease_kept=kept,
        )

    async def _outcome(self, entry: Entry) -> Outcome:
        try:
            async with asyncio.timeout(self._try_seconds):
                return await self._send(entry)
        except TimeoutError:
            return Failed(f"There was no answer within {self._try_seconds:.0f} seconds.")
        except Exception as error:
            log.error("outbox_failed", entry=entry.id, **_described(error))
            return Failed(f"Sending failed inside the service ({type(error).__name__}).")

    async def _forget(self) -> None:
        now = datetime.now(UTC)
        if now - self._forgot_at < FORGET_EVERY:
            return
        await self._store.forget_finished(now - self._keep)
        self._forgot_at = now


def _described(error: BaseException) -> dict[str, str]:
    """The kind and the place only: the message may hold an address or what a visitor wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    return {"kind": type(error).__name__, "place": place}
