"""When a try is repeated, and what is tried next. Pure: no clock, no chance, no database.

The waits double from `first` to `longest`, each shortened at random to between half of it and all
of it ('equal jitter'), so that what failed together does not come back together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.notify.outbox import EntryState, Failed, Outcome, Sent


@dataclass(frozen=True)
class Schedule:
    """How often and when. `first` and `longest` in seconds; `tries` counts the first one too."""

    first: float = 10.0
    longest: float = 6 * 3600.0
    tries: int = 15

    def wait(self, attempts: int, chance: float) -> float:
        """Seconds to wait after so many tries.

        chance: 0 ≤ chance < 1, drawn anew each time.
        """
        whole = min(self.longest, self.first * 2.0 ** min(attempts - 1, 60))
        return whole * (0.5 + chance / 2)

    def span(self) -> float:
        """Seconds from the first try to the last, if no wait is shortened."""
        return sum(min(self.longest, self.first * 2.0**n) for n in range(self.tries - 1))


@dataclass(frozen=True)
class Next:
    """What becomes of an entry. `due_at` is when it is tried again, in state `pending`."""

    state: EntryState
    due_at: datetime | None = None


def after_try(
    schedule: Schedule, outcome: Outcome, attempts: int, now: datetime, chance: float
) -> Next:
    """What becomes of an entry after try number `attempts` ended so.

    What the other side asks for (Retry-After) counts where it is longer than our own wait, up to
    the longest one.
    """
    if isinstance(outcome, Sent):
        return Next(EntryState.SENT)
    if outcome.permanent or attempts >= schedule.tries:
        return Next(EntryState.DEAD)
    asked = min(outcome.retry_after or 0.0, schedule.longest)
    seconds = max(schedule.wait(attempts, chance), asked)
    return Next(EntryState.PENDING, now + timedelta(seconds=seconds))


def worn_out(schedule: Schedule, attempts: int) -> Failed | None:
    """Why an entry is not even tried: every try before ended with the process itself."""
    if attempts <= schedule.tries:
        return None
    return Failed(
        "The service ended while this was being sent, each time. Look into the service's own log "
        "before you try again.",
        permanent=True,
    )


def chosen(
    due: Iterable[tuple[int, str]], busy: Mapping[str, int], *, free: int, a_target: int
) -> list[int]:
    """Which entries to begin now: in order, at most `free`, at most `a_target` of one target.

    due: (id, target), the longest due first. busy: how many of each target are being sent.
    """
    count = Counter(busy)
    ids: list[int] = []
    for entry_id, target in due:
        if len(ids) >= free:
            break
        if count[target] < a_target:
            count[target] += 1
            ids.append(entry_id)
    return ids
