"""Reading conversations, and following them. No database connection is held while a stream waits."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.conversations.elsewhere import Elsewhere
from bot.conversations.events import Conversation, Event, Person
from bot.conversations.hub import LISTS, Hub
from bot.conversations.notes import Note
from bot.conversations.office import OfficeHours
from bot.conversations.queue import Queues
from bot.conversations.signals import Queue, Read, Reload, Signal, Typing, TypingNow
from bot.conversations.states import State
from bot.errors import NotFound
from bot.store.conversations import ConversationTables, Filter
from bot.store.lists import Listed, Notice

STREAM_BATCH = 100
LIST_DEBOUNCE_SECONDS = 0.1
LIST_RECHECK_SECONDS = 1.5
"""A list is read again at least so often: that is how it shows what another process wrote."""

PERMISSION_SECONDS = 10.0
"""A stream asks again so often whether its reader may still read."""
QUEUE_SECONDS = 3.0
"""A waiting visitor's place is looked at again so often."""

Permission = Callable[[], Awaitable[bool]]
"""Says whether the reader of a stream may still read it."""


@dataclass(frozen=True)
class Reader:
    """Who follows: what they see and what they are not told of themselves."""

    sender: str
    sees_notes: bool
    after_note: int = 0
    unusable: bool = False  # the number that they gave could not be read


class Streams:
    """What there is to see of conversations."""

    def __init__(self, store: ConversationTables, hub: Hub, office: OfficeHours) -> None:
        self.store = store
        self.hub = hub
        self.office = office
        self.typing = TypingNow()
        self.queues = Queues(store, office)
        self._elsewhere = Elsewhere(store, hub)
        self._visitors: Counter[str] = Counter()

    async def read(self, conversation_id: str) -> Conversation:
        """One conversation. Raises NotFound."""
        conversation = await self.store.conversation(conversation_id)
        if conversation is None:
            raise _gone()
        return conversation

    async def read_with_events(
        self, conversation_id: str, latest: int | None = None
    ) -> tuple[Conversation, list[Event]]:
        """One conversation and its events, as they were at one moment. Raises NotFound.

        latest: how many of the newest events; all of them if left out.
        """
        conversation = await self.read(conversation_id)
        before = max(0, conversation.last_seq - latest) if latest is not None else 0
        events = await self.store.events_after(conversation_id, before)
        # Events are never changed: those up to `last_seq` are those that led to this state.
        return conversation, events[: conversation.last_seq - before]

    async def listed(self, which: Filter, agent: Person, search: str | None = None) -> list[Listed]:
        """Conversations for the console, with what this agent has not read."""
        return await self.store.conversations_listed(
            which, agent.id, datetime.now(UTC), search=search
        )

    async def follow(
        self, conversation_id: str, after_seq: int, permitted: Permission | None = None
    ) -> AsyncGenerator[Event]:
        """Every event above `after_seq`, those that are there and those to come, in order.

        Ends when the hub is closed, and soon after `permitted` says no. Close it after use
        (`contextlib.aclosing`).
        """
        check = _Regularly(permitted)
        with self.hub.watch(conversation_id) as watch:
            self._elsewhere.look()
            while await check.passes():
                events = await self.store.events_after(conversation_id, after_seq, STREAM_BATCH)
                for event in events:
                    yield event
                    after_seq = event.seq
                if self.hub.closed:
                    return
                if len(events) == STREAM_BATCH:
                    continue
                while not await watch.wait(PERMISSION_SECONDS):
                    if not await check.passes():
                        return

    async def follow_live(
        self,
        conversation_id: str,
        after_seq: int,
        reader: Reader,
        permitted: Permission | None = None,
    ) -> AsyncGenerator[Event | Note | Signal]:
        """As `follow`, with what is true now beside the events, and notes for who sees them.

        Begins with `Reload` where `after_seq` is beyond what there is or could not be read, and
        goes on after what there is. Signals come at the beginning and whenever they change.
        """
        check = _Regularly(permitted)
        conversation = await self.read(conversation_id)
        after_note = min(reader.after_note, conversation.last_note)
        if reader.unusable or after_seq > conversation.last_seq:
            after_seq = conversation.last_seq
            reason = "unusable" if reader.unusable else "beyond"
            yield Reload.model_validate({"reason": reason, "last_seq": after_seq})
        told: dict[str, Signal] = {}
        with self.hub.watch(conversation_id) as watch, self._followed(conversation_id, reader):
            self._elsewhere.look()
            while await check.passes():
                news = await self.store.news(
                    conversation_id,
                    after_seq,
                    after_note if reader.sees_notes else None,
                    STREAM_BATCH,
                )
                if news is None:
                    return  # deleted meanwhile: whoever connects again is told
                for event in news.events:
                    yield event
                    after_seq = event.seq
                for note in news.notes:
                    yield note
                    after_note = note.number
                if self.hub.closed:
                    return
                if len(news.events) == STREAM_BATCH:
                    continue
                waiting = False
                async for signal in self._signals(news.conversation, reader):
                    waiting = waiting or (isinstance(signal, Queue) and signal.place is not None)
                    if told.get(signal.type, _SILENCE.get(signal.type)) != signal:
                        told[signal.type] = signal
                        yield signal
                while not await watch.wait(self._pause(conversation_id, waiting)):
                    if waiting or self.typing.ends_in(conversation_id) or _types(told):
                        break
                    if not await check.passes():
                        return

    async def follow_list(
        self,
        which: Filter,
        agent: Person,
        permitted: Permission | None = None,
    ) -> AsyncGenerator[list[Listed] | Notice]:
        """The console's list, at once and after every change, and notices. Ends as `follow` does."""
        check = _Regularly(permitted)
        shown: list[Listed] | None = None
        last_notice = await self.store.last_notice(agent.id)
        with self.hub.watch(LISTS) as watch:
            while await check.passes():
                for notice in await self.store.notices_after(agent.id, last_notice):
                    yield notice
                    last_notice = notice.id
                listed = await self.listed(which, agent)
                if listed != shown:
                    shown = listed
                    yield listed
                await watch.wait(LIST_RECHECK_SECONDS)
                if self.hub.closed:
                    return
                await asyncio.sleep(LIST_DEBOUNCE_SECONDS)

    def tell_typing(self, conversation_id: str, sender: str, name: str, typing: bool) -> None:
        """Someone types, or stopped to. name: what the other side is shown."""
        if typing:
            self.typing.start(conversation_id, sender, name)
        else:
            self.typing.stop(conversation_id, sender)
        self.hub.wake_key(conversation_id)
        if self.hub.others is not None:
            self.hub.others.types(conversation_id, sender, name, typing)

    def sent(self, conversation_id: str, sender: str) -> None:
        """They sent what they typed: they type no more, and whoever follows is woken."""
        if self.typing.stop(conversation_id, sender) and self.hub.others is not None:
            self.hub.others.types(conversation_id, sender, "", False)
        self.hub.wake(conversation_id)

    def is_followed(self, conversation_id: str) -> bool:
        """Whether the visitor follows the conversation just now, in this process."""
        return self._visitors[conversation_id] > 0

    async def _signals(self, conversation: Conversation, reader: Reader) -> AsyncGenerator[Signal]:
        yield Read(visitor=conversation.visitor_read, agent=conversation.agent_read)
        yield self.typing.of(conversation.id, reader.sender)
        if not reader.sees_notes:
            if conversation.state is State.WAITING:
                yield await self.queues.of(conversation)
            else:
                yield _NO_QUEUE

    def _pause(self, conversation_id: str, waiting: bool) -> float:
        longest = QUEUE_SECONDS if waiting else PERMISSION_SECONDS
        return min(longest, self.typing.ends_in(conversation_id) or longest)

    @contextlib.contextmanager
    def _followed(self, conversation_id: str, reader: Reader) -> Iterator[None]:
        if reader.sees_notes:
            yield
            return
        self._visitors[conversation_id] += 1
        try:
            yield
        finally:
            self._visitors[conversation_id] -= 1
            if not self._visitors[conversation_id]:
                del self._visitors[conversation_id]


def _gone() -> NotFound:
    return NotFound("There is no such conversation. It may have been deleted.")


_NO_QUEUE = Queue(place=None, usual_wait_seconds=None, open=True, agents_online=True, opens_at=None)
# What goes without saying: it is told only once it was otherwise.
_SILENCE: dict[str, Signal] = {
    "typing": Typing(visitor=False, agent=None),
    "read": Read(visitor=0, agent=0),
    "queue": _NO_QUEUE,
}


def _types(told: dict[str, Signal]) -> bool:
    return told.get("typing", _SILENCE["typing"]) != _SILENCE["typing"]


class _Regularly:
    """Asks for permission again every PERMISSION_SECONDS."""

    def __init__(self, permitted: Permission | None) -> None:
        self._permitted = permitted
        self._asked_at = asyncio.get_running_loop().time()

    async def passes(self) -> bool:
        now = asyncio.get_running_loop().time()
        if self._permitted is None or now - self._asked_at < PERMISSION_SECONDS:
            return True
        self._asked_at = now
        return await self._permitted()
