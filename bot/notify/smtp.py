"""Hands an e-mail to the mail server, once, and says how that ended."""

import asyncio
import re
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

import aiosmtplib

from bot.notify.mail import Sender
from bot.notify.outbox import Failed, Outcome, Sent

SMTP_SECONDS = 30.0
"""The whole of one try may take so long."""

Tls = Literal["starttls", "tls", "none"]

NO_TLS = "TLS could not be set up: see that the mail server's certificate is valid for its name."

_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class MailServer:
    """Where e-mails are handed in, and in whose name.

    tls: `starttls` and `tls` both insist on a certificate that is valid for `host`.
    password_file: read at every try, so that a new password needs no restart.
    ca_file: certificates to trust besides the system's.
    """

    host: str
    port: int
    sender: Sender
    tls: Tls = "starttls"
    user: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    reply_to: str | None = None
    seconds: float = SMTP_SECONDS


async def hand_in(server: MailServer, message: EmailMessage) -> Outcome:
    """Hand the message in. Never raises for what the mail server does.

    A refusal of the message or its recipient for good (5xx) is permanent. All that an administrator
    can mend in the settings (name, password, certificate) is tried again, as is 4xx.
    """
    try:
        password = None
        if server.password_file is not None:
            password = await asyncio.to_thread(_secret, server.password_file)
        context = ssl.create_default_context()
        if server.ca_file is not None:
            await asyncio.to_thread(context.load_verify_locations, server.ca_file)
    except (OSError, UnicodeDecodeError):
        return Failed("The password or certificate file of the mail server cannot be read.")
    try:
        async with asyncio.timeout(server.seconds):
            await aiosmtplib.send(
                message,
                hostname=server.host,
                port=server.port,
                use_tls=server.tls == "tls",
                start_tls=server.tls == "starttls",
                tls_context=context if server.tls != "none" else None,
                username=server.user or None,
                password=password,
                timeout=server.seconds,
            )
    except (TimeoutError, aiosmtplib.SMTPTimeoutError):
        return Failed(f"The mail server did not answer within {server.seconds:.0f} seconds.")
    except aiosmtplib.SMTPRecipientsRefused as error:
        return _refused("the recipient", error.recipients[0])
    except aiosmtplib.SMTPAuthenticationError as error:
        return Failed("The mail server refused the user or password.", error.code)
    except aiosmtplib.SMTPSenderRefused as error:
        return _refused("the sender", error)
    except aiosmtplib.SMTPDataError as error:
        return _refused("the message", error)
    except aiosmtplib.SMTPResponseException as error:
        return Failed(f"The mail server answered {_codes(error)}.", error.code)
    except aiosmtplib.SMTPException as error:
        return Failed(_why(error))
    except ssl.SSLError:
        return Failed(NO_TLS)
    except OSError:
        return Failed("The mail server could not be connected to.")
    return Sent(250)


def _refused(what: str, error: aiosmtplib.SMTPResponseException) -> Failed:
    # Their words may hold the visitor's address: only the codes are kept.
    permanent = 500 <= error.code < 600
    return Failed(f"The mail server refused {what} ({_codes(error)}).", error.code, permanent)


def _codes(error: aiosmtplib.SMTPResponseException) -> str:
    enhanced = _ENHANCED.search(str(error.message))
    return f"{error.code} {enhanced[0]}" if enhanced else str(error.code)


def _why(error: aiosmtplib.SMTPException) -> str:
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLError) or isinstance(error, ssl.SSLError):
        return NO_TLS
    if "STARTTLS" in str(error):
        return "The mail server does not offer STARTTLS; see CLAUSE_SMTP_TLS."
    if isinstance(error, aiosmtplib.SMTPServerDisconnected):
        return "The mail server closed the connection."
    return "The mail server could not be connected to."


def _secret(path: Path) -> str:
    return path.read_text("utf-8").rstrip("\r\n")
