"""Whoever asks for something and then does not read it is cut off.

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

_AT_ONCE = struct.pack("ii", 1, 0)  # closing drops what was not sent, in the kernel too


class CutsOffSlowReaders(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's HTTP protocol, which waits for slow readers, but not for ever."""

    transport: asyncio.Transport
    _stalled: asyncio.TimerHandle | None = None

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
        super().connection_lost(error)

    def _look_again(self) -> None:
        loop = asyncio.get_running_loop()
        self._stalled = loop.call_later(STALLED_SECONDS, self._look, self._waiting())

    def _look(self, before: int) -> None:
        if self._waiting() < before:
            self._look_again()
            return
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
