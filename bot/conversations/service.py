"""What visitors, agents and the assistant may do in a conversation.

Every method is one transaction, and wakes the streams after it was committed.
"""

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from bot.answering.answer import Answer, Verdict
from bot.conversations.elsewhere import Elsewhere
from bot.conversations.events import (
    AGENT_TEXT_LIMIT,
    VISITOR_TEXT_LIMIT,
    Author,
    Conversation,
    Event,
    MessageEvent,
    Person,
    Question,
    clean_text,
)
from bot.conversations.hub import LISTS, Hub
from bot.conversations.states import NEEDS_OWNER, Action, State, after
from bot.errors import AlreadyClaimed, Conflict, NotFound, NotSignedIn
from bot.store.conversations import Change, ConversationTables, Filter

STREAM_BATCH = 100
LIST_DEBOUNCE_SECONDS = 0.1
LIST_RECHECK_SECONDS = 1.5
"""A list is read again at least so often: that is how it shows what another process wrote."""

PERMISSION_SECONDS = 10.0
"""A stream asks again so often whether its reader may still read."""

VISITOR = "visitor"
ASSISTANT = "assistant"

_ID = re.compile(r"[0-9a-f]{32}")

Permission = Callable[[], Awaitable[bool]]
"""Says whether the reader of a stream may still read it."""


@dataclass(frozen=True)
class NewConversation:
    """A conversation just made, with the token that opens it. It is shown this once."""

    conversation: Conversation
    token: str


class Conversations:
    """The conversations of one service. `on_question` is called when there is one to answer."""

    def __init__(self, store: ConversationTables, hub: Hub, *, conversation_days: int = 30) -> None:
        self.store = store
        self.hub = hub
        self._lifetime = timedelta(days=conversation_days)
        self._elsewhere = Elsewhere(store, hub)
        self.on_question: Callable[[str], None] | None = None

    # What the visitor does

    async def start(self, language: str) -> NewConversation:
        """Make a conversation and the token that opens it."""
        now = datetime.now(UTC)
        token = secrets.token_urlsafe(32)
        conversation = await self.store.add_conversation(
            secrets.token_hex(16),
            _hashed(token),
            language,
            now=now,
            expires_at=now + self._lifetime,
        )
        return NewConversation(conversation, token)

    async def open(self, conversation_id: str, token: str) -> Conversation:
        """The visitor's conversation.

        Raises NotSignedIn, always in the same words, if there is none, or the token is another's
        or has expired.
        """
        found = None
        if is_conversation_id(conversation_id):
            found = await self.store.conversation_and_token(conversation_id)
        conversation, token_hash = found or (None, "0" * 64)
        fits = compare_digest(_hashed(token), token_hash)
        if conversation is None or not fits or conversation.expires_at <= datetime.now(UTC):
            raise NotSignedIn("This conversation cannot be opened. Start a new one.")
        return conversation

    async def say(
        self, conversation_id: str, client_id: str, text: str
    ) -> tuple[MessageEvent, bool]:
        """Store the visitor's message; a closed conversation opens again.

        Returns the message, and whether it is new: the same client_id again gives the message that
        was stored first. Raises Unprocessable if the text is empty or too long.
        """
        text = clean_text(text, VISITOR_TEXT_LIMIT)
        async with self.store.change(conversation_id) as found:
            change = _there(found)
            known = await change.message_sent(VISITOR, client_id)
            if known is not None:
                return known, False
            if change.state is State.CLOSED:
                await change.move(Action.REOPEN, VISITOR)
            event = await change.add_message(Author.VISITOR, VISITOR, text, client_id=client_id)
            asked = change.state is State.BOT
            if asked:
                await change.ask(event.seq)
        self.hub.wake(conversation_id)
        if asked and self.on_question:
            self.on_question(conversation_id)
        return event, True

    async def ask_person(self, conversation_id: str) -> Conversation:
        """The visitor wants a person; nothing changes if they wait for one or have one already."""
        async with self.store.change(conversation_id) as found:
            change = _there(found)
            if change.state in (State.WAITING, State.AGENT):
                return change.conversation
            if change.state is State.CLOSED:
                await change.move(Action.REOPEN, VISITOR)
            await change.move(Action.ASK_PERSON, VISITOR)
        self.hub.wake(conversation_id)
        return change.conversation

    async def cancel(self, conversation_id: str) -> Conversation:
        """The visitor waits no longer; nothing changes if the assistant has the conversation.

        Raises Conflict if a person has it, or it is closed.
        """
        async with self.store.change(conversation_id) as found:
            change = _there(found)
            if change.state is State.BOT:
                return change.conversation
            await change.move(Action.CANCEL, VISITOR)
        self.hub.wake(conversation_id)
        return change.conversation

    # What an agent does

    async def claim(self, conversation_id: str, agent: Person) -> Conversation:
        """Give the conversation to the agent; nothing changes if they have it already.

        Raises AlreadyClaimed, naming the owner, if another has it; Conflict if it is closed;
        NotFound.
        """
        won = await self.store.claim(conversation_id, agent)
        if won is not None:
            self.hub.wake(conversation_id)
        conversation = await self.read(conversation_id)
        if won is None:
            if conversation.state is State.AGENT:
                _check_owner(conversation, agent)
            else:
                after(conversation.state, Action.CLAIM)
        return conversation

    async def reply(
        self, conversation_id: str, agent: Person, client_id: str, text: str
    ) -> tuple[MessageEvent, bool]:
        """Store the agent's message, once a client_id.

        Raises Unprocessable if the text is empty or too long, Conflict or AlreadyClaimed if the
        conversation is not theirs, NotFound.
        """
        text = clean_text(text, AGENT_TEXT_LIMIT)
        async with self.store.change(conversation_id) as found:
            change = _there(found)
            known = await change.message_sent(agent.sender, client_id)
            if known is not None:
                return known, False
            _check_owner(change.conversation, agent)
            event = await change.add_message(
                Author.AGENT, agent.sender, text, agent_name=agent.name, client_id=client_id
            )
        self.hub.wake(conversation_id)
        return event, True

    async def release(self, conversation_id: str, agent: Person) -> Conversation:
        """Put the conversation back into the queue. Raises Conflict unless it is theirs."""
        return await self._act(conversation_id, agent, Action.RELEASE)

    async def hand_back(self, conversation_id: str, agent: Person) -> Conversation:
        """Give the conversation back to the assistant. Raises Conflict unless it is theirs."""
        return await self._act(conversation_id, agent, Action.HAND_BACK)

    async def close(self, conversation_id: str, agent: Person) -> Conversation:
        """Close the conversation; nothing changes if it is closed.

        Raises AlreadyClaimed if another agent has it, NotFound.
        """
        return await self._act(conversation_id, agent, Action.CLOSE)

    async def _act(self, conversation_id: str, agent: Person, action: Action) -> Conversation:
        async with self.store.change(conversation_id) as found:
            change = _there(found)
            if action is Action.CLOSE and change.state is State.CLOSED:
                return change.conversation
            if action in NEEDS_OWNER or change.state is State.AGENT:
                _check_owner(change.conversation, agent)
            await change.move(action, agent.sender, agent)
        self.hub.wake(conversation_id)
        return change.conversation

    # What the assistant does

    async def answer(self, question: Question, answer: Answer) -> MessageEvent | None:
        """Store the answer, unless it is no longer wanted: None if a person was quicker.

        A verdict `human` asks for a person in the same transaction.
        """
        async with self.store.change(question.conversation_id) as change:
            if change is None or change.state is not State.BOT:
                return None
            if not await change.settle(question.seq):
                return None
            event = await change.add_message(
                Author.ASSISTANT, ASSISTANT, answer.text, reply_to=question.seq, answer=answer
            )
            if answer.verdict is Verdict.HUMAN:
                await change.move(Action.ASK_PERSON, ASSISTANT)
        self.hub.wake(question.conversation_id)
        return event

    async def give_up(self, question: Question) -> bool:
        """The assistant cannot answer this at all: call a person. False if it need not any more."""
        async with self.store.change(question.conversation_id) as change:
            if change is None or change.state is not State.BOT:
                return False
            if not await change.settle(question.seq):
                return False
            await change.move(Action.ASK_PERSON, ASSISTANT)
        self.hub.wake(question.conversation_id)
        return True

    # Reading

    async def read(self, conversation_id: str) -> Conversation:
        """One conversation. Raises NotFound."""
        conversation = await self.store.conversation(conversation_id)
        if conversation is None:
            raise NotFound("There is no such conversation. It may have been deleted.")
        return conversation

    async def read_with_events(self, conversation_id: str) -> tuple[Conversation, list[Event]]:
        """One conversation and all its events. Raises NotFound.

        The events may be newer than `last_seq`, never older.
        """
        conversation = await self.read(conversation_id)
        return conversation, await self.store.events_after(conversation_id, 0)

    async def listed(self, which: Filter, agent: Person) -> list[Conversation]:
        """Conversations for the console."""
        return await self.store.conversations_listed(which, agent.id, datetime.now(UTC))

    # Following: no database connection is held while these wait

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

    async def follow_list(
        self, which: Filter, agent: Person, permitted: Permission | None = None
    ) -> AsyncGenerator[list[Conversation]]:
        """The console's list, at once and after every change. Ends as `follow` does."""
        check = _Regularly(permitted)
        shown: list[Conversation] | None = None
        with self.hub.watch(LISTS) as watch:
            while await check.passes():
                listed = await self.listed(which, agent)
                if listed != shown:
                    shown = listed
                    yield listed
                await watch.wait(LIST_RECHECK_SECONDS)
                if self.hub.closed:
                    return
                await asyncio.sleep(LIST_DEBOUNCE_SECONDS)


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


def is_conversation_id(text: str) -> bool:
    """Whether this could be a conversation's id at all; nothing else is looked up."""
    return _ID.fullmatch(text) is not None


def _there(change: Change | None) -> Change:
    if change is None:
        raise NotFound("There is no such conversation. It may have been deleted.")
    return change


def _check_owner(conversation: Conversation, agent: Person) -> None:
    owner = conversation.owner
    if owner is None:
        raise Conflict(
            "This conversation is not yours. Claim it first.", state=conversation.state.value
        )
    if owner.id != agent.id:
        raise AlreadyClaimed(f"{owner.name} has this conversation.", owner=owner.name)


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
