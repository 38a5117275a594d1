"""Webhooks over a real connection: what is signed, and where nothing is sent."""

import ssl
import time
from datetime import UTC, datetime
from typing import Any

import pytest
import trustme

from bot.notify.outbox import Failed, Sent
from bot.notify.webhooks import Poster, headers_of, new_secret, signature
from tests.bot.notify.receivers import HttpServer, Reply

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BODY = b'{"a": 1}'


def test_the_signature_is_that_of_the_standard() -> None:
    """The example of the specification, which every library for it is tested with."""
    assert (
        signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
        )
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_id_time_body_and_secret_all_count() -> None:
    secret = new_secret()
    signed = signature(secret, "id", 1, BODY)
    others = [
        signature(new_secret(), "id", 1, BODY),
        signature(secret, "id2", 1, BODY),
        signature(secret, "id", 2, BODY),
        signature(secret, "id", 1, BODY + b" "),
    ]
    assert signed not in others
    assert signed == signature(secret, "id", 1, BODY)


def here(*addresses: str) -> Any:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


async def test_what_is_sent_arrives_as_it_was_signed() -> None:
    secret = new_secret()
    async with HttpServer().running() as server:
        headers = headers_of(secret, "c-1-w1", NOW, BODY)
        outcome = await Poster(allow_private=True).post(f"{server.url}/hook?a=b", headers, BODY)
    assert outcome == Sent(200)
    [request] = server.received
    assert (request.method, request.path, request.body) == ("POST", "/hook?a=b", BODY)
    assert request.headers["host"] == f"127.0.0.1:{server.port}"
    assert request.headers["webhook-id"] == "c-1-w1"
    assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert request.headers["webhook-signature"] == signature(
        secret, "c-1-w1", int(NOW.timestamp()), request.body
    )


@pytest.mark.parametrize(
    ("reply", "status", "permanent"),
    [
        (Reply(400), 400, False),
        (Reply(410), 410, True),
        (Reply(500), 500, False),
        (Reply(503, headers={"Retry-After": "120"}), 503, False),
        (Reply(hang_up=True), None, False),
        (Reply(slow=5), None, False),
    ],
)
async def test_what_is_not_taken(reply: Reply, status: int | None, permanent: bool) -> None:
    poster = Poster(allow_private=True, seconds=0.5)
    async with HttpServer(lambda _: reply).running() as server:
        outcome = await poster.post(server.url, {}, BODY)
    assert isinstance(outcome, Failed)
    assert (outcome.status, outcome.permanent) == (status, permanent)
    assert outcome.retry_after == (120 if status == 503 else None)
    assert "127.0.0.1" not in outcome.problem


async def test_an_endpoint_that_is_down_is_tried_again() -> None:
    async with HttpServer().running() as server:
        pass
    outcome = await Poster(allow_private=True).post(server.url, {}, BODY)
    assert outcome == Failed("The endpoint could not be connected to.")


async def test_no_redirect_is_followed() -> None:
    async with HttpServer().running() as other:
        moved = Reply(307, headers={"Location": f"{other.url}/"})
        async with HttpServer(lambda _: moved).running() as server:
            outcome = await Poster(allow_private=True).post(server.url, {}, BODY)
        assert isinstance(outcome, Failed)
        assert outcome.status == 307
        assert other.received == []


async def test_a_private_address_is_not_even_connected_to() -> None:
    async with HttpServer().running() as server:
        poster = Poster(resolve=here("127.0.0.1"))
        outcome = await poster.post(f"https://hook.example:{server.port}/", {}, BODY)
    assert isinstance(outcome, Failed)
    assert outcome.permanent
    assert server.received == []


async def test_a_name_that_answers_differently_the_second_time_gains_nothing() -> None:
    """DNS rebinding: asked once, and connected to what was answered then."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["192.88.99.1"] if len(asked) == 1 else ["127.0.0.1"]

    connected: list[str] = []

    class Watching(Poster):
        async def _addresses(self, url: Any) -> list[str]:
            found = await super()._addresses(url)
            connected.extend(found)
            # stands for the public address, which no test may connect to
            return ["127.0.0.2"]

    async with HttpServer().running() as server:
        poster = Watching(allow_private=True, resolve=resolve, seconds=1)
        outcome = await poster.post(f"http://localhost:{server.port}/", {}, BODY)
    # `localhost` is 127.0.0.1, where the server listens: whoever resolved again would reach it
    assert isinstance(outcome, Failed)
    assert server.received == []
    assert asked == ["localhost"]


async def test_a_name_with_several_addresses_is_tried_at_each() -> None:
    async with HttpServer().running() as server:
        poster = Poster(allow_private=True, resolve=here("127.0.0.2", "127.0.0.1"))
        outcome = await poster.post(f"http://hook.example:{server.port}/", {}, BODY)
    assert outcome == Sent(200)
    assert server.received[0].headers["host"] == f"hook.example:{server.port}"


async def test_the_certificate_must_be_the_names() -> None:
    authority = trustme.CA()
    trusting, serving = ssl.create_default_context(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.configure_trust(trusting)
    authority.issue_cert("hook.example").configure_cert(serving)
    async with HttpServer().running(serving) as server:
        poster = Poster(allow_private=True, resolve=here("127.0.0.1"), tls=trusting)
        right = await poster.post(f"https://hook.example:{server.port}/", {}, BODY)
        wrong = await poster.post(f"https://other.example:{server.port}/", {}, BODY)
    assert right == Sent(200)
    assert wrong == Failed("The endpoint's certificate is not valid for its name.")
    assert len(server.received) == 1


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with HttpServer().running() as proxy, HttpServer().running() as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert await Poster(allow_private=True).post(server.url, {}, BODY) == Sent(200)
        assert proxy.received == []


async def test_an_answer_without_end_is_not_read() -> None:
    began = time.monotonic()
    long = Reply(200, headers={"Content-Length": "999999999"}, body=b"")
    async with HttpServer(lambda _: long).running() as server:
        await Poster(allow_private=True, seconds=2).post(server.url, {}, BODY)
    assert time.monotonic() - began < 2
