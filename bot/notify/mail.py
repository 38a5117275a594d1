"""E-mails, as they are written: headers, plain text and simple HTML. Sends nothing.

Names and subjects come from people. None of them can add a header or an address: control characters
become spaces, and addresses are put together from their parts.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from bot.answering.answer import Citation
from bot.email_address import LOCAL_PART, clean_address
from bot.errors import Unprocessable
from bot.notify.words import words_for

HEADER_LIMIT = 200


@dataclass(frozen=True)
class Sender:
    """Who e-mails come from. `address` is plain ASCII."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part after the @: what Message-IDs end with."""
        return self.address.partition("@")[2]


@dataclass(frozen=True)
class Reply:
    """What an e-mail with an agent's answer is made of. `text` and `question` are plain text."""

    agent: str
    text: str
    question: str | None
    citations: list[Citation]
    language: str


def sender_of(text: str) -> Sender:
    """`Name <name@example.org>`, or an address alone. Raises Unprocessable."""
    name, address = parseaddr(text)
    local, _, domain = address.partition("@")
    # a mail server inside a network may be `localhost`: a sender needs no dot
    if domain == "localhost" and LOCAL_PART.fullmatch(local):
        return Sender(one_line(name), address)
    return Sender(one_line(name), clean_address(address))


def one_line(text: str, limit: int = HEADER_LIMIT) -> str:
    """The text on one line without control characters, at most `limit` characters."""
    safe = "".join(" " if unicodedata.category(one) in _UNSAFE else one for one in text)
    line = " ".join(safe.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")


def message_id(delivery_id: str, sender: Sender) -> str:
    """The same for every try, so that a mailbox can drop doubles."""
    return f"<{delivery_id}@{sender.domain}>"


def compose(
    *,
    sender: Sender,
    recipient: str,
    subject: str,
    plain: str,
    html: str | None,
    delivery_id: str,
    now: datetime,
    sender_name: str | None = None,
    reply_to: str | None = None,
    earlier: list[str] | None = None,
    automatic: bool = False,
) -> EmailMessage:
    """One e-mail, complete.

    earlier: delivery ids of the e-mails before it in its thread, the oldest first.
    automatic: nobody should answer it out of office (RFC 3834).
    Raises Unprocessable if an address is none.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(one_line(sender_name or sender.name), addr_spec=sender.address)
        message["To"] = Address(addr_spec=clean_address(recipient))
        if reply_to:
            message["Reply-To"] = Address(addr_spec=clean_address(reply_to))
    except (ValueError, MessageError) as error:
        raise Unprocessable("This is no e-mail address.") from error
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(delivery_id, sender)
    if earlier:
        message["In-Reply-To"] = message_id(earlier[-1], sender)
        message["References"] = " ".join(message_id(one, sender) for one in earlier[-10:])
    if automatic:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(plain, cte="quoted-printable")
    if html is not None:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def reply_message(
    reply: Reply,
    *,
    sender: Sender,
    recipient: str,
    delivery_id: str,
    earlier: list[str],
    reply_to: str | None,
    now: datetime,
) -> EmailMessage:
    """An agent's answer as an e-mail to the visitor."""
    words = words_for(reply.language)
    name = f"{reply.agent} ({sender.name})" if sender.name else reply.agent
    return compose(
        sender=sender,
        sender_name=name,
        recipient=recipient,
        subject=f"Re: {words.subject}" if earlier else words.subject,
        plain=_plain(reply),
        html=_html(reply),
        delivery_id=delivery_id,
        earlier=earlier,
        reply_to=reply_to,
        now=now,
    )


def quote_lines(citation: Citation) -> str:
    """A citation in plain text: where it stands, the sentence, and its address."""
    where = " › ".join(citation.heading_path)
    quote = "\n".join(f"> {line}" for line in citation.quote.splitlines())
    return f"{where}\n{quote}\n{citation.url}"


def quote_html(citation: Citation, read_on: str) -> str:
    """A citation in HTML; everything in it is escaped."""
    where = escape(" › ".join(citation.heading_path))
    quote = escape(citation.quote).replace("\n", "<br>")
    link = ""
    if citation.url.startswith(("https://", "http://")):
        link = (
            f'<p style="margin:4px 0 0"><a href="{escape(citation.url)}">{escape(read_on)}</a></p>'
        )
    return (
        '<div style="margin:12px 0;padding:8px 12px;border-left:3px solid #0d6e6e">'
        f'<p style="margin:0;font-size:13px;color:#555">{where}</p>'
        f'<blockquote style="margin:4px 0 0;font-family:Georgia,serif">{quote}</blockquote>'
        f"{link}</div>"
    )


def paragraphs(text: str) -> str:
    """Plain text as HTML; nothing in it is interpreted."""
    parts = [part for part in re.split(r"\n{2,}", text) if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts)


def _plain(reply: Reply) -> str:
    words = words_for(reply.language)
    parts = [words.greeting, words.intro.format(agent=one_line(reply.agent)), reply.text]
    if reply.citations:
        parts += [words.quoted, *(quote_lines(citation) for citation in reply.citations)]
    if reply.question:
        quoted = "\n".join(f"> {line}" for line in reply.question.splitlines())
        parts += [f"{words.asked}\n{quoted}"]
    return "\n\n".join([*parts, f"-- \n{words.why}"]) + "\n"


def _html(reply: Reply) -> str:
    words = words_for(reply.language)
    parts = [
        f"<p>{escape(words.greeting)}</p>",
        f"<p>{escape(words.intro.format(agent=one_line(reply.agent)))}</p>",
        paragraphs(reply.text),
    ]
    if reply.citations:
        parts.append(f"<p>{escape(words.quoted)}</p>")
        parts += [quote_html(citation, words.read_on) for citation in reply.citations]
    if reply.question:
        parts.append(f'<p style="color:#555">{escape(words.asked)}</p>')
        parts.append(f'<blockquote style="color:#555">{paragraphs(reply.question)}</blockquote>')
    parts.append(f'<p style="font-size:12px;color:#555">{escape(words.why)}</p>')
    language = escape(reply.language)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;line-height:1.5">{"".join(parts)}</body></html>'
    )
