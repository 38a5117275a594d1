"""Which addresses a webhook may go to: none inside the network that the service runs in.

The name is resolved here, every address that it has is checked, and the connection is made to the
address that was checked. So a name that answers differently the second time (DNS rebinding) gains
nothing.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable

import httpx

from bot.errors import Unprocessable

URL_LIMIT = 2000

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Gives the addresses of a name. Raises OSError if it has none."""

_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]*")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """The name leads to an address that nothing may be sent to."""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them, each once. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether this is an address of the public internet.

    Not public: private, loopback, link-local, shared, multicast, reserved and unspecified ones,
    and IPv6 addresses that carry such an IPv4 address inside (mapped, 6to4, Teredo, NAT64).
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        carried = [one for one in inner if one is not None]
        if carried:
            return all(is_public(str(one)) for one in carried)
    return ip.is_global and not (
        ip.is_private or ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    )


async def checked(host: str, port: int, *, allow_private: bool, resolve: Resolve) -> list[str]:
    """The addresses of `host`, if all of them may be sent to.

    Raises AddressRefused if one may not, OSError if there is none.
    """
    found = await resolve(host, port)
    if not found:
        raise OSError("no address")
    if not allow_private and not all(is_public(address) for address in found):
        raise AddressRefused
    return found


def endpoint(url: str, *, allow_private: bool) -> httpx.URL:
    """The address of an endpoint, looked at without asking anyone.

    Raises Unprocessable for anything but https:// (http:// where private addresses are allowed)
    with a host and without a user name, of at most URL_LIMIT characters.
    """
    no_address = Unprocessable("This is no address. Write it as https://example.org/path.")
    try:
        parsed = httpx.URL(url.strip())
        host = parsed.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError):
        raise no_address from None
    if not _HOST.fullmatch(host) or not 0 < port_of(parsed) < 65536:
        raise no_address
    schemes = ("https", "http") if allow_private else ("https",)
    if parsed.scheme not in schemes or not host:
        raise Unprocessable("The address must begin with https:// and name a host.")
    if parsed.userinfo:
        raise Unprocessable("The address must not hold a user name or password.")
    if len(str(parsed)) > URL_LIMIT:
        raise Unprocessable(f"An address can have up to {URL_LIMIT} characters.")
    return parsed.copy_with(fragment=None)


def port_of(url: httpx.URL) -> int:
    """The port that a URL leads to, its scheme's where it names none."""
    return url.port or (443 if url.scheme == "https" else 80)
