"""How often something may be asked for: by a conversation, by a network, by whom one wants to be.

A moving window of a minute, in memory and so for each process apart. A network's address is a key for that
minute and is kept nowhere else.
"""

import contextlib
import ipaddress
import math
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager

from fastapi import Request

from bot.errors import TooMany
from bot.web.throttle import Throttle

# name → how many a minute
LIMITS = {
    "start": 30,  # conversations, by network
    "message": 90,  # by conversation: three in two seconds is a fast typist, more is a program
    "messages": 900,  # by network: an office behind one address
    "ask": 60,  # single questions without a conversation, by network
    "vote": 60,  # on an answer; by conversation
    "identity": 20,  # tokens of the site, by conversation
    "person": 20,  # asking for one, leaving an address; by conversation
    "sign-in": 10,  # by e-mail address
    "sign-ins": 40,  # by network
    "upload": 20,  # files for the studio, by account
}

# name → how many at once
STREAMS = {
    "conversation": 12,  # of a visitor: the tabs of a browser, and those that are breaking just now
    "network": 250,  # an office behind one address with the chat open
    "account": 40,  # of a member of staff: tabs of the console, two streams each
}
AGAIN_SECONDS = 10

Dependency = Callable[[Request], Awaitable[None]]


class Rates:
    """Counts tries; `on` False lets everything through."""

    def __init__(self, *, on: bool = True) -> None:
        self._throttles = {name: Throttle(limit) for name, limit in LIMITS.items()} if on else {}

        self._on = on
        self._open: Counter[tuple[str, str]] = Counter()

    @contextlib.contextmanager
    def stream(self, **keys: str) -> Iterator[None]:
        """One stream more for each of the keys, while the block runs. Raises TooMany."""
        held = list(keys.items()) if self._on else []
        if any(self._open[one] >= STREAMS[one[0]] for one in held):
            raise TooMany(
                "Too many streams are open at once. Close a tab, and it goes on by itself.",
                retry_after=AGAIN_SECONDS,
            )
        self._open.update(held)
        try:
            yield
        finally:
            self._open.subtract(held)
            for one in held:
                if self._open[one] <= 0:
                    del self._open[one]

    def check(self, name: str, key: str) -> None:
        """Note a try. Raises TooMany if it is one too many for this key."""
        throttle = self._throttles.get(name)
        wait = throttle.wait(key) if throttle else 0.0
        if wait:
            seconds = math.ceil(wait)
            raise TooMany(
                f"That was too often within a minute. Try again in {seconds} seconds.",
                retry_after=seconds,
            )


def network_of(request: Request) -> str:
    """The caller's network: the address, of IPv6 the 64 bits that one household has."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((host, 64), strict=False))
    return host


def check(request: Request, name: str, key: str) -> None:
    """Note a try in this app. Raises TooMany."""
    if (rates := _rates(request)) is not None:
        rates.check(name, key)


async def visitors_stream(request: Request) -> AsyncIterator[None]:
    """A dependency: one more stream of the conversation in the path, and of the caller's network."""
    with _stream(
        request, conversation=str(request.path_params.get("id", "")), network=network_of(request)
    ):
        yield


def staffs_stream(request: Request, account_id: int) -> AbstractContextManager[None]:
    """One more stream of the account, while the block runs. Raises TooMany."""
    return _stream(request, account=str(account_id))


def _stream(request: Request, **keys: str) -> AbstractContextManager[None]:
    rates = _rates(request)
    return rates.stream(**keys) if rates is not None else contextlib.nullcontext()


def _rates(request: Request) -> Rates | None:
    """What counts in this app; None where nobody does."""
    rates: Rates | None = getattr(request.app.state, "rates", None)
    return rates


def by_network(name: str) -> Dependency:
    """A dependency that counts tries of the caller's network."""

    async def counted(request: Request) -> None:
        check(request, name, network_of(request))

    return counted


def by_conversation(name: str) -> Dependency:
    """A dependency that counts tries of the conversation in the path."""

    async def counted(request: Request) -> None:
        check(request, name, str(request.path_params.get("id", "")))

    return counted
