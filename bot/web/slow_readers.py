"""Whoever asks for something and does not read it, or never ends asking, is cut off.

What a client does not take stays in the kernel's buffers and then in ours, and the response waits for
as long as the client likes. A browser that was cut off connects again and misses nothing.
"""

import asyncio
import contextlib
import fcntl
import socket
import struct
import sys
import termios
from typing import cast

from uvicorn.protocols.http.auto import AutoHTTPProtocol

STALLED_SECONDS = 20.0
"""A client that takes nothing for so long, while something waits for it, is cut off."""

ASKING_SECONDS = 15.0
"""So often is looked at who has not asked whole; cut off is who has not at the second look."""

BODY_LOOKS = 12
"""A body may take so many looks: 10 MB over a slow line."""

MOST_HEAD = 64 * 1024
"""Bytes of a request's head; a browser's is some hundred."""

_AT_ONCE = struct.pack("ii", 1, 0)  # closing drops what was not sent, in the kernel too


class CutsOffSlowReaders(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's HTTP protocol, which waits for slow readers, but not for ever."""

    transport: asyncio.Transport
    _stalled: asyncio.TimerHandle | None = None
    _watch: asyncio.TimerHandle | None = None
    _head = 0  # bytes of a request that is not begun to be answered
    _looks = 0  # at what has not come whole, one after the other

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Somebody connected: now they have to ask for something."""
        super().connection_made(transport)
        self._watch = asyncio.get_running_loop().call_later(ASKING_SECONDS, self._look_at_request)

    def data_received(self, data: bytes) -> None:
        """More of a request came."""
        super().data_received(data)
        self._head = self._head + len(data) if self._waits_for_head() else 0
        if self._head > MOST_HEAD:
            self._cut()

    def pause_writing(self) -> None:
        """More waits for the client than it takes."""
        super().pause_writing()
        self._look_again()

    def resume_writing(self) -> None:
        """The client has taken most of it."""
        self._forget()
        super().resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is gone, one way or the other."""
        self._forget()
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(error)

    def _waits_for_head(self) -> bool:
        """Whether nothing is being answered: there is no whole head of a request."""
        cycle = self.cycle
        return cycle is None or bool(cycle.response_complete)

    def _look_at_request(self) -> None:
        """A head that does not come within two looks, or a body that does not within many, never will."""
        body = not self._waits_for_head() and bool(self.cycle.more_body)
        self._looks = self._looks + 1 if body or self._waits_for_head() else 0
        begun = self._head > 0 or self.cycle is None  # uvicorn itself ends who asks nothing more
        if self._looks >= BODY_LOOKS or (self._looks >= 2 and not body and begun):
            self._cut()
            return
        self._watch = asyncio.get_running_loop().call_later(ASKING_SECONDS, self._look_at_request)

    def _look_again(self) -> None:
        loop = asyncio.get_running_loop()
        self._stalled = loop.call_later(STALLED_SECONDS, self._look, self._waiting())

    def _look(self, before: int) -> None:
        if self._waiting() < before:
            self._look_again()
            return
        self._cut()

    def _cut(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()

    def _waiting(self) -> int:
        """Bytes that the client has not taken, ours and, where it tells, the kernel's.

        The kernel takes from us by the megabyte: our own buffer may stand still although the client
        reads.
        """
        waiting = self.transport.get_write_buffer_size()
        with contextlib.suppress(OSError):
            told = fcntl.ioctl(self._socket.fileno(), termios.TIOCOUTQ, bytes(4))
            waiting += int.from_bytes(told, sys.byteorder)
        return waiting

    @property
    def _socket(self) -> socket.socket:
        return cast(socket.socket, self.transport.get_extra_info("socket"))

    def _forget(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
