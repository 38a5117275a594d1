"""Who does not read is cut off; who reads slowly is not, and nobody else notices."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from bot.web import slow_readers
from bot.web.slow_readers import CutsOffSlowReaders

CHUNK = b"x" * 65_536
CHUNKS = 256  # 16 MB: more than the kernel takes for someone who does not read


async def endless_prose(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that sends much, or `/short`, a little."""
    chunks = 1 if scope["path"] == "/short" else CHUNKS
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(chunks):
        await send({"type": "http.response.body", "body": CHUNK, "more_body": True})
        await asyncio.sleep(0)  # a server has other things to do
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[uvicorn.Server]:
    """A real server with the protocol, and short of patience."""
    monkeypatch.setattr(slow_readers, "STALLED_SECONDS", 0.4)
    config = uvicorn.Config(
        endless_prose, port=0, http=CutsOffSlowReaders, lifespan="off", log_level="error"
    )
    server = uvicorn.Server(config)
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - a test may poll
            await asyncio.sleep(0.01)
        yield server
        server.should_exit = True
        await running


def port_of(server: uvicorn.Server) -> int:
    return int(server.servers[0].sockets[0].getsockname()[1])


async def asking(server: uvicorn.Server, path: str) -> socket.socket:
    """A client that has asked, with a small buffer to read into."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, ("127.0.0.1", port_of(server)))
    await loop.sock_sendall(client, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return client


async def read(client: socket.socket, count: int) -> None:
    """Read so many bytes."""
    while count > 0:
        data = await asyncio.get_running_loop().sock_recv(client, 65_536)
        assert data, "it ended early"
        count -= len(data)


async def until_nobody_is_connected(server: uvicorn.Server) -> None:
    async with asyncio.timeout(5):
        while server.server_state.connections:  # noqa: ASYNC110 - a test may poll
            await asyncio.sleep(0.02)


async def test_who_never_reads_is_cut_off(server: uvicorn.Server) -> None:
    with await asking(server, "/") as client:
        await asyncio.sleep(0.2)
        assert len(server.server_state.connections) == 1, "not at once"
        await until_nobody_is_connected(server)
        assert not server.server_state.tasks, "its response is over as well"
        with pytest.raises(ConnectionResetError):
            await read(client, len(CHUNK) * CHUNKS)


async def test_who_reads_slowly_gets_everything(server: uvicorn.Server) -> None:
    loop = asyncio.get_running_loop()
    with await asking(server, "/") as client:
        began, got, pauses = loop.time(), 0, 0
        while loop.time() - began < 1.5:  # for much longer than one may stall
            got += len(await loop.sock_recv(client, 1_000))
            await asyncio.sleep(0.05)
            pauses += 1
        await read(client, len(CHUNK) * CHUNKS - got)
        assert pauses > 10


async def test_others_are_served_meanwhile(server: uvicorn.Server) -> None:
    served = 0
    with await asking(server, "/"):
        await asyncio.sleep(0.1)
        while server.server_state.connections:
            with await asking(server, "/short") as other:
                async with asyncio.timeout(0.3):
                    await read(other, len(CHUNK))
            served += 1
            await asyncio.sleep(0.05)
    assert served > 2


async def answers_what_came(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that reads the whole body first; `/stream` never ends."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/stream":
        await send({"type": "http.response.body", "body": b"ping", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
    await send({"type": "http.response.body", "body": b"done"})


@pytest.fixture
async def impatient(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """A real server that waits for no request long. Gives its port."""
    monkeypatch.setattr(slow_readers, "ASKING_SECONDS", 0.1)
    monkeypatch.setattr(slow_readers, "BODY_LOOKS", 4)
    config = uvicorn.Config(
        answers_what_came, http=CutsOffSlowReaders, lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server._serve([listener]))
        while not server.started:  # noqa: ASYNC110 - a test may poll
            await asyncio.sleep(0.01)
        yield int(listener.getsockname()[1])
        server.should_exit = True
        await running


async def is_cut_off(reader: asyncio.StreamReader) -> bool:
    """Waits until the server ends the connection, one way or the other."""
    try:
        async with asyncio.timeout(10):
            return await reader.read() == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTT",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf a bo",
    ],
    ids=["nothing", "line", "head", "body"],
)
async def test_who_never_ends_asking_is_cut_off(impatient: int, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient)
    writer.write(sent)
    assert await is_cut_off(reader)
    writer.close()


async def test_a_second_request_may_not_dawdle_either(impatient: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (await reader.readuntil(b"0\r\n\r\n")).startswith(b"HTTP/1.1 200")
    writer.write(b"GET / HTT")
    assert await is_cut_off(reader)
    writer.close()


async def test_a_head_without_end_is_cut_off(
    impatient: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_readers, "ASKING_SECONDS", 1000.0)
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient)
    writer.write(b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000)
    assert await is_cut_off(reader)
    writer.close()


async def test_a_stream_may_be_silent(impatient: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", impatient)
    writer.write(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b"ping\r\n")
    others = [await asyncio.open_connection("127.0.0.1", impatient) for _ in range(3)]
    for other, _ in others:  # looked at as often as it takes to cut these off, one after another
        assert await is_cut_off(other)
    writer.write(b"x")  # it is still there: a connection that was cut off would refuse this
    await writer.drain()
    still = asyncio.create_task(reader.read(1))
    await asyncio.sleep(0)
    assert not still.done()
    writer.close()
    await still
    for _, end in others:
        end.close()
