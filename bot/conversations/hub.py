"""Wakes whoever waits for something to happen, inside this process; `others` are told as well.

The hub carries no data: a wake-up says 'look again', and the event table says what there is. So a
wake-up that is lost costs a little time and never a message.
"""

import asyncio
import contextlib
import signal
import threading
from collections import defaultdict
from collections.abc import Iterator
from types import FrameType
from typing import Protocol

LISTS = "lists"
"""The key that is woken together with every conversation's: for lists of conversations."""


class Watch:
    """One waiter. Wake-ups while it does not wait are remembered, as one."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Let the waiter go on."""
        self._woken.set()

    async def wait(self, at_most: float) -> bool:
        """Wait for a wake-up, at most so many seconds. Whether one came; a closed hub is one."""
        if self._hub.closed:
            return True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await self._woken.wait()
        woken = self._woken.is_set()
        self._woken.clear()
        return woken


class Others(Protocol):
    """The other processes of the service, if there can be any."""

    def woken(self, conversation_id: str) -> None:
        """Something happened in the conversation."""

    def types(self, conversation_id: str, sender: str, name: str, typing: bool) -> None:
        """Someone types there, or stopped to."""


class Hub:
    """Who waits for which key: a conversation's id, or LISTS."""

    def __init__(self) -> None:
        self.closed = False
        self.others: Others | None = None
        self._watches: dict[str, set[Watch]] = defaultdict(set)

    @contextlib.contextmanager
    def watch(self, key: str) -> Iterator[Watch]:
        """A waiter for `key`, until the block ends."""
        watch = Watch(self)
        self._watches[key].add(watch)
        try:
            yield watch
        finally:
            self._watches[key].discard(watch)
            if not self._watches[key]:
                del self._watches[key]

    def wake(self, conversation_id: str) -> None:
        """Something happened in the conversation: wake its waiters, and those of lists."""
        self.wake_key(conversation_id)
        self.wake_key(LISTS)
        if self.others is not None:
            self.others.woken(conversation_id)

    def wake_key(self, key: str) -> None:
        """Wake the waiters for this key alone."""
        for watch in self._watches.get(key, ()):
            watch.wake()

    def followed(self) -> list[str]:
        """The conversations that someone waits for."""
        return [key for key in self._watches if key != LISTS]

    def watched(self) -> int:
        """How many wait just now."""
        return sum(map(len, self._watches.values()))

    def close(self) -> None:
        """Wake everyone for good: streams end, so that the server can stop."""
        self.closed = True
        for watches in self._watches.values():
            for watch in watches:
                watch.wake()


@contextlib.contextmanager
def closed_by_signals(hub: Hub) -> Iterator[None]:
    """While the block runs, SIGINT and SIGTERM close the hub first, then go where they went.

    A server that is told to stop waits for open responses before it tells the app; a stream has no
    end of its own, so it must hear of the signal by itself. Does nothing outside the main thread,
    where no signals arrive, and where the server has set no handler.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    restore = []
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)
        if not callable(before):
            continue

        def close_first(
            received: int, frame: FrameType | None, before: "signal._HANDLER" = before
        ) -> None:
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(received, frame)

        signal.signal(number, close_first)
        restore.append((number, before))
    try:
        yield
    finally:
        for number, before in restore:
            signal.signal(number, before)
