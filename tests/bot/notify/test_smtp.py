"""E-mails to a real mail server on this machine, that does as a test tells it."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import AuthResult, LoginPassword

from bot.notify.mail import compose
from bot.notify.outbox import Failed, Sent
from bot.notify.smtp import hand_in
from tests.bot.notify.mail_server import SENDER, Postbox, listening

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    """A mail server that takes everything, until a test tells it otherwise."""
    async with listening(Postbox()) as box:
        yield box


def message(recipient: str = "visitor@example.org") -> EmailMessage:
    return compose(
        sender=SENDER, recipient=recipient, subject="Größe", plain="Bonjour é\n.\nfin",
        html=None, delivery_id="c-1", now=NOW,
    )  # fmt: skip


async def test_it_arrives_as_it_was_written(box: Postbox) -> None:
    assert await hand_in(box.server(), message()) == Sent(250)
    [taken] = box.taken
    assert (taken.mail_from, taken.rcpt_tos) == ("chat@example.org", ["visitor@example.org"])
    assert isinstance(taken.content, bytes)
    assert b"Message-ID: <c-1@example.org>" in taken.content
    assert b"\r\n.\r\n" in taken.content, "a dot alone is no end"


@pytest.mark.parametrize(
    ("recipient", "data", "code", "permanent"),
    [
        ("450 4.2.1 <visitor@example.org> try later", "250 OK", 450, False),
        ("550 5.1.1 <visitor@example.org> unknown", "250 OK", 550, True),
        ("250 OK", "451 4.3.0 later", 451, False),
        ("250 OK", "554 5.7.1 spam", 554, True),
    ],
)
async def test_what_is_refused_for_now_and_for_good(
    box: Postbox, recipient: str, data: str, code: int, permanent: bool
) -> None:
    box.on_recipient, box.on_data = lambda _: recipient, data
    failed = await hand_in(box.server(), message())
    assert isinstance(failed, Failed)
    assert (failed.status, failed.permanent) == (code, permanent)
    assert "visitor" not in failed.problem
    enhanced = (recipient if code in (450, 550) else data).split()[1]
    assert f"{code} {enhanced}" in failed.problem


async def test_a_server_that_is_down_or_slow_is_tried_again(box: Postbox) -> None:
    box.slow = 5
    slow = await hand_in(box.server(seconds=0.3), message())
    assert isinstance(slow, Failed)
    assert not slow.permanent
    assert "within" in slow.problem
    async with listening(Postbox()) as gone:
        pass
    down = await hand_in(gone.server(), message())
    assert down == Failed("The mail server could not be connected to.")


@pytest.fixture
def certificates(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for 127.0.0.1, and the file of who signed it."""
    authority, serving = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(serving)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return serving, tmp_path / "ca.pem"


async def test_starttls_and_signing_in(
    certificates: tuple[ssl.SSLContext, Path], tmp_path: Path
) -> None:
    serving, ca_file = certificates
    seen: list[tuple[bytes, bytes]] = []

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        assert isinstance(data, LoginPassword)
        seen.append((data.login, data.password))
        return AuthResult(success=data.password == "pässword".encode(), handled=False)

    password = tmp_path / "password"
    password.write_text("pässword\n", "utf-8")
    options = {
        "tls_context": serving, "require_starttls": True,
        "authenticator": authenticate, "auth_exclude_mechanism": ["LOGIN"], "auth_required": True,
    }  # fmt: skip
    async with listening(Postbox(), **options) as box:
        server = box.server(tls="starttls", ca_file=ca_file, user="clause", password_file=password)
        assert await hand_in(server, message()) == Sent(250)
        assert seen == [(b"clause", "pässword".encode())]
        password.write_text("other")
        wrong = await hand_in(server, message())
        assert wrong == Failed("The mail server refused the user or password.", 535)
        unknown = await hand_in(replace(server, ca_file=None), message())
        assert isinstance(unknown, Failed)
        assert "certificate" in unknown.problem
        missing = await hand_in(replace(server, password_file=tmp_path / "none"), message())
        assert isinstance(missing, Failed)
        assert not missing.permanent
    assert len(box.taken) == 1


async def test_tls_from_the_first_byte(certificates: tuple[ssl.SSLContext, Path]) -> None:
    serving, ca_file = certificates
    async with listening(Postbox(), tls=serving) as box:
        assert await hand_in(box.server(tls="tls", ca_file=ca_file), message()) == Sent(250)


async def test_a_server_without_starttls_gets_nothing_in_the_clear(box: Postbox) -> None:
    failed = await hand_in(box.server(tls="starttls"), message())
    assert isinstance(failed, Failed)
    assert "STARTTLS" in failed.problem
    assert box.taken == []
