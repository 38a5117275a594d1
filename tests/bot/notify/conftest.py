"""Conversations with something to send, and ways out that lead to servers on this machine."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert

from bot.conversations.events import Author, Person
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.notify.schedule import Schedule
from bot.notify.senders import Outside, Senders
from bot.notify.service import Notify
from bot.notify.webhooks import Poster
from bot.notify.worker import OutboxWorker
from bot.store import Store
from bot.store.tables_live import left_messages
from tests.bot.notify.receivers import HttpServer
from tests.bot.notify.samples import ANSWER

QUICK = Schedule(first=0.02, longest=0.05, tries=4)


@pytest.fixture
async def receiver() -> AsyncIterator[HttpServer]:
    """A server that takes everything, until a test tells it otherwise."""
    async with HttpServer().running() as server:
        yield server


@pytest.fixture
def outside() -> Outside:
    """Webhooks to this machine; neither mail nor tickets."""
    return Outside(Poster(allow_private=True, seconds=2), None, None, "http://clause")


@pytest.fixture
def notify(store: Store, hub: Hub, outside: Outside) -> Notify:
    """What administrators and agents may do."""
    return Notify(store, hub, outside)


@pytest.fixture
def sending(store: Store, hub: Hub) -> Callable[..., OutboxWorker]:
    """Makes a worker that sends by these ways out, quickly."""

    def make(outside: Outside, **options: Any) -> OutboxWorker:
        options = {"schedule": QUICK} | options
        return OutboxWorker(store, hub, Senders(store, outside).send, **options)

    return make


@dataclass
class Talk:
    """A conversation of a visitor who left, and the agent who has it."""

    id: str
    agent: Person
    conversations: Conversations
    store: Store

    async def reply(self, text: str) -> int:
        """The agent's message; its number."""
        event, _ = await self.conversations.reply(self.id, self.agent, text, text)
        return event.seq

    async def leave(self, email: str = "visitor@example.org") -> None:
        """The visitor leaves an address."""
        async with self.store.change(self.id) as change:
            assert change is not None
            await change.connection.execute(
                insert(left_messages).values(conversation_id=self.id, email=email, at=change.now)
            )


@pytest.fixture
async def talk(
    store: Store, conversations: Conversations, new_agent: Callable[..., Awaitable[Person]]
) -> Talk:
    """A conversation with a question, the assistant's answer with a citation, and an agent."""
    id = (await conversations.start("fr")).conversation.id
    await conversations.say(id, "1", "How <long> do you keep\nmy data?")
    [question] = await store.open_questions(conversation_id=id)
    async with store.change(id) as change:
        assert change is not None
        await change.settle(question.seq)
        await change.add_message(
            Author.ASSISTANT, "assistant", ANSWER.text, reply_to=question.seq, answer=ANSWER
        )
    agent = await new_agent("Amélie")
    await conversations.claim(id, agent)
    return Talk(id, agent, conversations, store)
