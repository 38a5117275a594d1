"""Where a webhook may go."""

import pytest

from bot.errors import Unprocessable
from bot.notify.addresses import AddressRefused, checked, endpoint, is_public, resolve

PRIVATE = """
    127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001:db8::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a00:1
    no-address
""".split()
PUBLIC = "93.184.215.14 8.8.8.8 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_outside_is_public(address: str) -> None:
    assert is_public(address)


async def test_one_private_address_among_many_is_enough_to_refuse() -> None:
    async def both(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(AddressRefused):
        await checked("a.example", 443, allow_private=False, resolve=both)
    assert await checked("a.example", 443, allow_private=True, resolve=both) == [
        "8.8.8.8",
        "10.0.0.1",
    ]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "127.1", "::1"])
async def test_every_way_to_write_this_machine_is_refused(host: str) -> None:
    try:
        with pytest.raises(AddressRefused):
            await checked(host, 443, allow_private=False, resolve=resolve)
    except OSError:
        pytest.fail("not refused, but only unknown here")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/hook",
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:password@example.org/",
        "https://user@example.org/",
        "https://exa mple.org/",
        "https://example.org/\r\nHost: other",
        "https://example.org:99999/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(Unprocessable):
        endpoint(url, allow_private=False)


def test_addresses_that_are_some() -> None:
    assert str(endpoint(" https://example.org/a?b=c#d ", allow_private=False)) == (
        "https://example.org/a?b=c"
    )
    assert endpoint("https://exämple.org/", allow_private=False).raw_host == b"xn--exmple-cua.org"
    assert endpoint("http://localhost:8000/", allow_private=True).port == 8000
