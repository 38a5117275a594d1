"""What may be done to one conversation inside the transaction that holds it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering.answer import Answer
from bot.conversations.events import (
    Agent,
    Author,
    Conversation,
    Message,
    MessageEvent,
    Person,
    StateChange,
    StateEvent,
    preview_of,
)
from bot.conversations.states import Action, State, after
from bot.store.rows import conversation_of, event_of, selected
from bot.store.tables import conversations, events, open_questions


class Change:
    """One conversation inside a write transaction; nobody else can write it meanwhile."""

    def __init__(
        self, connection: AsyncConnection, conversation: Conversation, now: datetime
    ) -> None:
        self._connection = connection
        self.conversation = conversation
        self._now = now

    @property
    def state(self) -> State:
        """The state as of now, in this transaction."""
        return self.conversation.state

    async def message_sent(self, sender: str, client_id: str) -> MessageEvent | None:
        """The message that this sender stored under that client_id already."""
        found = await self._connection.execute(
            select(events).where(
                events.c.conversation_id == self.conversation.id,
                events.c.sender == sender,
                events.c.client_id == client_id,
            )
        )
        row = found.one_or_none()
        if row is None:
            return None
        event = event_of(row)
        assert isinstance(event, MessageEvent)
        return event

    async def add_message(
        self,
        author: Author,
        sender: str,
        text: str,
        *,
        agent_name: str | None = None,
        client_id: str | None = None,
        reply_to: int | None = None,
        answer: Answer | None = None,
    ) -> MessageEvent:
        """Append a message."""
        seq = await self._next_seq(preview=preview_of(text))
        message = Message(
            author=author,
            author_name=agent_name,
            text=text,
            client_id=client_id,
            reply_to=reply_to,
            answer=answer,
        )
        await self._connection.execute(
            insert(events).values(
                conversation_id=self.conversation.id,
                seq=seq,
                type="message",
                at=self._now,
                sender=sender,
                author=author.value,
                agent_name=agent_name,
                text=text,
                client_id=client_id,
                reply_to=reply_to,
                answer=answer.model_dump(mode="json") if answer else None,
            )
        )
        return MessageEvent(seq=seq, at=self._now, message=message)

    async def move(self, action: Action, sender: str, agent: Person | None = None) -> StateEvent:
        """Change the state and append the event that says so.

        Raises Conflict if the action leads nowhere from the present state.
        """
        state = after(self.state, action)
        seq = await self._next_seq(
            state=state.value,
            owner_id=agent.id if agent and state is State.AGENT else None,
            waiting_since=self._now if state is State.WAITING else None,
        )
        name = agent.name if agent else None
        await self._connection.execute(
            insert(events).values(
                conversation_id=self.conversation.id,
                seq=seq,
                type="state",
                at=self._now,
                sender=sender,
                agent_name=name,
                state=state.value,
                action=action.value,
            )
        )
        if state is not State.BOT:
            # the assistant owes nothing any more in a conversation that is not its own
            await self._connection.execute(
                delete(open_questions).where(
                    open_questions.c.conversation_id == self.conversation.id
                )
            )
        await self.reload()
        changed = StateChange(state=state, action=action, agent=Agent(name=name) if name else None)
        return StateEvent(seq=seq, at=self._now, state=changed)

    async def ask(self, seq: int) -> None:
        """Note that the assistant owes message `seq` an answer."""
        await self._connection.execute(
            insert(open_questions).values(
                conversation_id=self.conversation.id, seq=seq, asked_at=self._now, failures=0
            )
        )

    async def settle(self, seq: int) -> bool:
        """Take question `seq` off the list; False if it was not, or no longer, on it."""
        gone = await self._connection.execute(
            delete(open_questions).where(
                open_questions.c.conversation_id == self.conversation.id,
                open_questions.c.seq == seq,
            )
        )
        return bool(gone.rowcount)

    async def reload(self) -> None:
        """Read the conversation again, as this transaction left it."""
        found = await self._connection.execute(selected(self.conversation.id))
        self.conversation = conversation_of(found.one())

    async def _next_seq(self, **changes: Any) -> int:
        numbered = await self._connection.execute(
            update(conversations)
            .where(conversations.c.id == self.conversation.id)
            .values(last_seq=conversations.c.last_seq + 1, updated_at=self._now, **changes)
            .returning(conversations.c.last_seq)
        )
        return int(numbered.scalar_one())
