"""A real mail server on this machine, that does as a test tells it."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.notify.mail import Sender
from bot.notify.smtp import MailServer

SENDER = Sender("Example", "chat@example.org")


@dataclass
class Postbox:
    """What a mail server took, and what it answers to RCPT and DATA."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    tried: int = 0
    on_recipient: Callable[[int], str] = lambda _: "250 OK"
    on_data: str = "250 OK"
    slow: float = 0.0

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried += 1
        await asyncio.sleep(self.slow)
        answer = self.on_recipient(self.tried)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.on_data.startswith("250"):
            self.taken.append(envelope)
        return self.on_data

    def server(self, **changes: Any) -> MailServer:
        """How Clause reaches it."""
        plain = MailServer("127.0.0.1", self.port, SENDER, tls="none", seconds=3)
        return replace(plain, **changes)


@contextlib.asynccontextmanager
async def listening(
    box: Postbox, tls: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[Postbox]:
    loop = asyncio.get_running_loop()
    factory = lambda: SMTP(box, enable_SMTPUTF8=False, loop=loop, **options)  # noqa: E731
    server = await loop.create_server(factory, "127.0.0.1", box.port, ssl=tls)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await asyncio.sleep(0.05)  # the server's tasks end by themselves
