"""What visitors, agents and the assistant may do in a conversation.

Every method is one transaction, and wakes the streams after it was committed.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from bot.answering.answer import Answer, Verdict
from bot.conversations.events import (
    AGENT_TEXT_LIMIT,
    VISITOR_TEXT_LIMIT,
    Author,
    Conversation,
    MessageEvent,
    Person,
    Question,
    clean_text,
)
from bot.conversations.hub import Hub
from bot.conversations.states import NEEDS_OWNER, Action, State
from bot.conversations.streams import Streams
from bot.errors import AlreadyClaimed, Conflict, NotFound, NotSignedIn
from bot.store.changes import Change
from bot.store.conversations import ConversationTables

VISITOR = "visitor"
ASSISTANT = "assistant"

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class NewConversation:
    """A conversation just made, with the token that opens it. It is shown this once."""

    conversation: Conversation
    token: str


class Conversations(Streams):
    """The conversations of one service. `on_question` is called when there is one to answer."""

    def __init__(self, store: ConversationTables, hub: Hub, *, conversation_days: int = 30) -> None:
        super().__init__(store, hub)
        self._lifetime = timedelta(days=conversation_days)
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
        async with self.store.change(conversation_id) as found:
            change = _there(found)
            if change.state is State.AGENT:
                _check_owner(change.conversation, agent)
                return change.conversation
            await change.move(Action.CLAIM, agent.sender, agent)
        self.hub.wake(conversation_id)
        return change.conversation

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
