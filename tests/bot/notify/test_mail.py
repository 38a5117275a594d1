"""E-mails as they are written."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.email_address import clean_address
from bot.errors import Unprocessable
from bot.notify.mail import (
    Reply,
    Sender,
    compose,
    one_line,
    reply_message,
    sender_of,
)
from bot.notify.words import WORDS
from tests.bot.notify.samples import CITATION

SENDER = Sender("Example", "chat@example.org")
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NASTY = "Amélie\r\nBcc: victim@example.org\r\n\r\nBody"


def read(message: EmailMessage) -> EmailMessage:
    """The message as its receiver reads it, from its bytes."""
    received = message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(received, EmailMessage)
    return received


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def reply(language: str = "fr", agent: str = "Amélie", earlier: list[str] | None = None) -> Reply:
    return Reply(
        agent, "Trente jours.\n\nEt <b>plus</b>.", "Combien <de> temps ?", [CITATION], language
    )


def written(made: Reply, earlier: list[str] | None = None) -> EmailMessage:
    return read(
        reply_message(
            made,
            sender=SENDER,
            recipient="visitor@example.org",
            delivery_id="c-4-email",
            earlier=earlier or [],
            reply_to="support@example.org",
            now=NOW,
        )
    )


@pytest.mark.parametrize("language", [*WORDS, "it"])
def test_an_answer_in_the_visitors_language(language: str) -> None:
    words = WORDS.get(language, WORDS["en"])
    message = written(reply(language))
    assert message["Subject"] == words.subject
    for text in (part(message, "plain"), part(message, "html")):
        assert words.greeting in text
        assert "Amélie" in text
        assert words.why.split()[0] in text
    plain, html = part(message, "plain"), part(message, "html")
    assert "> We erase your data after 30 days." in plain
    assert "Privacy › Retention <periods>" in plain
    assert CITATION.url in plain
    assert "> Combien <de> temps ?" in plain
    assert "We erase your data after 30 days." in html
    assert f'lang="{language}"' in html
    assert 'href="https://site.example/privacy?a=1&amp;b=2#retention"' in html


def test_nothing_that_was_written_is_interpreted() -> None:
    html = part(written(reply()), "html")
    assert "Et &lt;b&gt;plus&lt;/b&gt;." in html
    assert "Retention &lt;periods&gt;" in html
    assert "Combien &lt;de&gt; temps" in html
    assert not re.search(r"<(script|img|link|iframe)", html)
    script = CITATION.model_copy(update={"url": "javascript:alert(1)"})
    nasty = Reply("A", "x", None, [script], "en")
    assert "javascript" not in part(written(nasty), "html")


def test_headers_of_the_first_and_the_next() -> None:
    first = written(reply())
    assert first["From"] == '"Amélie (Example)" <chat@example.org>'
    assert first["To"] == "visitor@example.org"
    assert first["Reply-To"] == "support@example.org"
    assert first["Date"].datetime == NOW
    assert first["Message-ID"] == "<c-4-email@example.org>"
    assert first["In-Reply-To"] is None
    assert first["Auto-Submitted"] is None, "a person wrote it"
    second = written(reply(), earlier=["c-2-email", "c-3-email"])
    assert second["Subject"] == f"Re: {first['Subject']}"
    assert second["In-Reply-To"] == "<c-3-email@example.org>"
    assert second["References"] == "<c-2-email@example.org> <c-3-email@example.org>"


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_name_or_subject_adds_a_header(name: str, subject: str) -> None:
    message = compose(
        sender=SENDER,
        sender_name=name,
        recipient="visitor@example.org",
        subject=subject,
        plain="x",
        html=None,
        delivery_id="c-1",
        now=NOW,
    )
    received = read(message)
    assert set(received.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    }  # fmt: skip
    assert [one.addr_spec for one in received["From"].addresses] == ["chat@example.org"]
    assert [one.addr_spec for one in received["To"].addresses] == ["visitor@example.org"]
    assert received.get_content().splitlines() == ["x"]


def test_a_nasty_name_stays_a_name() -> None:
    message = written(reply(agent=NASTY))
    assert message["Bcc"] is None
    assert message["From"].addresses[0].addr_spec == "chat@example.org"
    assert "\r" not in one_line(NASTY)
    assert "\n" not in one_line("a\u2028b\u0085c\nd")


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "@example.org", "a@", "a@localhost", "a b@example.org", "a@b@example.org",
        "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nb", "Amélie <a@example.org>", '"a b"@example.org', "a..b@example.org",
        "é@example.org", "a@-example.org", "a@exa_mple.org", "a@" + "b" * 64 + ".org",
        "a" * 65 + "@example.org", "a@" + "b.c" * 70, "a@[127.0.0.1]",
    ],
)  # fmt: skip
def test_addresses_that_are_none(text: str) -> None:
    with pytest.raises(Unprocessable):
        clean_address(text)


def test_addresses_that_are_some() -> None:
    assert clean_address(" A.b+c@Example.ORG ") == "A.b+c@example.org"
    assert clean_address("a@münchen.example") == "a@xn--mnchen-3ya.example"
    assert sender_of("Clause Chat <chat@example.org>") == Sender("Clause Chat", "chat@example.org")
    assert sender_of("clause@localhost") == Sender("", "clause@localhost")
    for bad in ("", "Clause", "Clause <>"):
        with pytest.raises(Unprocessable):
            sender_of(bad)
