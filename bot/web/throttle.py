"""How often someone may try a form that needs no session."""

import time
from collections import OrderedDict, deque

LIMIT = 10
SECONDS = 60.0
MOST_KEYS = 10_000


class Throttle:
    """At most `limit` tries within `seconds`, for each key apart."""

    def __init__(self, limit: int = LIMIT, seconds: float = SECONDS) -> None:
        self._limit = limit
        self._seconds = seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Note a try; 0 if it may be made, else the seconds after which the next one may."""
        now = time.monotonic()
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while len(self._tries) > MOST_KEYS:  # whoever tried longest ago is forgotten
            self._tries.popitem(last=False)
        while tries and now - tries[0] >= self._seconds:
            tries.popleft()
        if len(tries) >= self._limit:
            return self._seconds - (now - tries[0])
        tries.append(now)
        return 0.0
