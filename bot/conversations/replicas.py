"""Tells the other processes of the service at once what happened here, by PostgreSQL's LISTEN and NOTIFY.

Only a wake-up, and who types: the event table says what there is. What is lost on the way, while the
connection is gone for instance, is seen by the next regular look (bot.conversations.elsewhere).

A notification is sent after the transaction that it is about and outside of it, and those of some
milliseconds in one: PostgreSQL lets transactions that notify commit one after the other.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Iterator
from typing import Any

import structlog

from bot.conversations.hub import LISTS, Hub
from bot.conversations.signals import TypingNow
from bot.store.engine import Database

CHANNEL = "clause"
GATHER_SECONDS = 0.01
ALIVE_SECONDS = 10.0
"""So often an idle connection is tried; one that is dead is opened anew."""
AGAIN_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)
MOST_BYTES = 7_000  # PostgreSQL takes less than 8,000
MOST_PENDING = 10_000

log = structlog.get_logger(__name__)


class Replicas:
    """This process among others on one PostgreSQL database. On SQLite it does nothing: there are none."""

    def __init__(self, database: Database, hub: Hub, typing: TypingNow) -> None:
        self._database = database
        self._hub = hub
        self._typing = typing
        self._me = secrets.token_hex(8)
        self._pending: dict[str, list[Any] | None] = {}
        self._news = asyncio.Event()
        self._listening = asyncio.Event()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Tell and listen for as long as the block runs."""
        if self._database.is_sqlite:
            yield
            return
        self._hub.others = self
        task = asyncio.create_task(self._run(), name="listen for other replicas")
        try:
            yield
        finally:
            self._hub.others = None
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def listening(self) -> None:
        """Returns as soon as this process hears what others say."""
        await self._listening.wait()

    def woken(self, conversation_id: str) -> None:
        """Something happened in the conversation here: wake who follows it elsewhere."""
        self._pending.setdefault(conversation_id, None)
        self._tell()

    def types(self, conversation_id: str, sender: str, name: str, typing: bool) -> None:
        """Someone types here, or stopped to."""
        self._pending[f"{conversation_id} {sender}"] = [conversation_id, sender, name, typing]
        self._tell()

    def _tell(self) -> None:
        if len(self._pending) > MOST_PENDING:
            self._pending.clear()  # nobody has sent them for long: the regular look sees to it
        self._news.set()

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                async with self._database.engine.connect() as connection:
                    # a connection that listens must not be lent to anyone afterwards
                    try:
                        raw: Any = (await connection.get_raw_connection()).driver_connection
                        await raw.add_listener(CHANNEL, self._heard)
                        raw.add_termination_listener(lambda _: self._news.set())
                        failures = 0
                        self._listening.set()
                        self._wake_all()  # what was said before is not said again
                        await self._send(raw)
                    finally:
                        self._listening.clear()
                        await connection.invalidate()
            except Exception as error:  # whatever it was, the next try must come
                log.warning("replicas_unreachable", kind=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS[min(failures, len(AGAIN_SECONDS) - 1)])
                failures += 1

    async def _send(self, raw: Any) -> None:
        """Until the connection is gone, which raises."""
        while True:
            try:
                async with asyncio.timeout(ALIVE_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                await raw.execute("SELECT 1", timeout=ALIVE_SECONDS)
                continue
            await asyncio.sleep(GATHER_SECONDS)
            self._news.clear()
            if raw.is_closed():
                raise ConnectionError("The connection that listens was closed.")
            for payload in self._payloads():
                await raw.execute(
                    "SELECT pg_notify($1, $2)", CHANNEL, payload, timeout=ALIVE_SECONDS
                )

    def _payloads(self) -> Iterator[str]:
        """What is pending, in as few notifications as hold it."""
        pending, self._pending = self._pending, {}
        said: list[Any] = []
        size = 0
        for id, typing in pending.items():
            one = typing or id
            more = len(json.dumps(one))
            if said and size + more > MOST_BYTES:
                yield json.dumps([self._me, *said])
                said, size = [], 0
            said.append(one)
            size += more + 2
        if said:
            yield json.dumps([self._me, *said])

    def _heard(self, connection: object, pid: int, channel: str, payload: str) -> None:
        try:
            sender, *said = json.loads(payload)
            if sender == self._me:
                return
            for one in said:
                if isinstance(one, str):
                    self._hub.wake_key(one)
                else:
                    self._heard_typing(*one)
        except (ValueError, TypeError):
            return  # not ours: anyone who may connect may notify
        self._hub.wake_key(LISTS)

    def _heard_typing(self, conversation_id: str, sender: str, name: str, typing: bool) -> None:
        if typing:
            self._typing.start(conversation_id, sender, name)
        else:
            self._typing.stop(conversation_id, sender)
        self._hub.wake_key(conversation_id)

    def _wake_all(self) -> None:
        for conversation_id in self._hub.followed():
            self._hub.wake_key(conversation_id)
        self._hub.wake_key(LISTS)
