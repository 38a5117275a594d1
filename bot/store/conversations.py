"""Conversations and their events, in the database.

Every write goes through `change`, which holds the conversation's row until it commits: nobody else
can change its state or number an event in between. `claim` needs no such reading first; it is one
conditional UPDATE.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, Select, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering.answer import Answer
from bot.conversations.events import (
    Agent,
    Author,
    Conversation,
    Event,
    Message,
    MessageEvent,
    Person,
    Question,
    StateChange,
    StateEvent,
    preview_of,
)
from bot.conversations.states import Action, State, after
from bot.store.engine import Database
from bot.store.tables import accounts, conversations, events, open_questions

Filter = Literal["waiting", "mine", "all", "closed"]
LIST_LIMIT = 200
CLOSED_SHOWN = timedelta(days=1)
CLAIMABLE = (State.BOT.value, State.WAITING.value)


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
        event = await _append_state(
            self._connection, self.conversation.id, seq, self._now, state, action, sender, agent
        )
        if state is not State.BOT:
            await _forget_questions(self._connection, self.conversation.id)
        await self.reload()
        return event

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
        found = await self._connection.execute(_selected(self.conversation.id))
        self.conversation = conversation_of(found.one())

    async def _next_seq(self, **changes: Any) -> int:
        numbered = await self._connection.execute(
            update(conversations)
            .where(conversations.c.id == self.conversation.id)
            .values(last_seq=conversations.c.last_seq + 1, updated_at=self._now, **changes)
            .returning(conversations.c.last_seq)
        )
        return int(numbered.scalar_one())


class ConversationTables(Database):
    """What the database keeps about conversations."""

    async def add_conversation(
        self,
        conversation_id: str,
        token_hash: str,
        language: str,
        *,
        now: datetime,
        expires_at: datetime,
    ) -> Conversation:
        """Store a conversation without events."""
        async with self.write() as connection:
            await connection.execute(
                insert(conversations).values(
                    id=conversation_id,
                    token_hash=token_hash,
                    language=language,
                    state=State.BOT.value,
                    last_seq=0,
                    preview="",
                    created_at=now,
                    updated_at=now,
                    expires_at=expires_at,
                )
            )
            found = await connection.execute(_selected(conversation_id))
            return conversation_of(found.one())

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """One conversation, without its events."""
        async with self.read() as connection:
            row = (await connection.execute(_selected(conversation_id))).one_or_none()
        return conversation_of(row) if row else None

    async def conversation_and_token(self, conversation_id: str) -> tuple[Conversation, str] | None:
        """One conversation with the hash of its token."""
        statement = _selected(conversation_id).add_columns(conversations.c.token_hash)
        async with self.read() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return (conversation_of(row), row.token_hash) if row else None

    async def events_after(
        self, conversation_id: str, seq: int, limit: int | None = None
    ) -> list[Event]:
        """Events with a number above `seq`, in order, at most `limit`."""
        statement = (
            select(events)
            .where(events.c.conversation_id == conversation_id, events.c.seq > seq)
            .order_by(events.c.seq)
            .limit(limit)
        )
        async with self.read() as connection:
            return [event_of(row) for row in await connection.execute(statement)]

    async def conversations_listed(
        self, which: Filter, account_id: int, now: datetime
    ) -> list[Conversation]:
        """Those that wait first, the longest wait first; then the newest activity first."""
        table = conversations.c
        chosen = {
            "waiting": table.state == State.WAITING.value,
            "mine": table.owner_id == account_id,
            "closed": table.state == State.CLOSED.value,
            "all": or_(table.state != State.CLOSED.value, table.updated_at > now - CLOSED_SHOWN),
        }[which]
        statement = (
            _joined()
            .where(chosen, table.last_seq > 0)
            .order_by(
                table.waiting_since.is_(None),
                table.waiting_since,
                table.updated_at.desc(),
                table.id,
            )
            .limit(LIST_LIMIT)
        )
        async with self.read() as connection:
            return [conversation_of(row) for row in await connection.execute(statement)]

    @contextlib.asynccontextmanager
    async def change(self, conversation_id: str) -> AsyncIterator[Change | None]:
        """A write transaction that holds the conversation; None if there is none such."""
        async with self.write() as connection:
            # SQLite holds the whole database already; PostgreSQL holds the row from here on.
            held = await connection.execute(
                select(conversations.c.id)
                .where(conversations.c.id == conversation_id)
                .with_for_update()
            )
            if held.one_or_none() is None:
                yield None
                return
            row = (await connection.execute(_selected(conversation_id))).one()
            yield Change(connection, conversation_of(row), datetime.now(UTC))

    async def claim(self, conversation_id: str, agent: Person) -> StateEvent | None:
        """Give the conversation to `agent` if nobody has it: one conditional UPDATE.

        None if it changed nothing, because another was quicker or the state does not allow it.
        """
        now = datetime.now(UTC)
        async with self.write() as connection:
            won = await connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation_id, conversations.c.state.in_(CLAIMABLE))
                .values(
                    state=State.AGENT.value,
                    owner_id=agent.id,
                    waiting_since=None,
                    last_seq=conversations.c.last_seq + 1,
                    updated_at=now,
                )
                .returning(conversations.c.last_seq)
            )
            seq = won.scalar_one_or_none()
            if seq is None:
                return None
            await _forget_questions(connection, conversation_id)
            return await _append_state(
                connection,
                conversation_id,
                seq,
                now,
                State.AGENT,
                Action.CLAIM,
                agent.sender,
                agent,
            )

    async def open_questions(
        self, *, conversation_id: str | None = None, asked_before: datetime | None = None
    ) -> list[Question]:
        """What the assistant still owes an answer to, the oldest first, at most LIST_LIMIT."""
        asked = open_questions.c
        statement = (
            select(asked.conversation_id, asked.seq, asked.failures, events.c.text)
            .add_columns(conversations.c.language)
            .join(
                events,
                (events.c.conversation_id == asked.conversation_id) & (events.c.seq == asked.seq),
            )
            .join(conversations, conversations.c.id == asked.conversation_id)
            .order_by(asked.asked_at, asked.seq)
            .limit(LIST_LIMIT)
        )
        if conversation_id is not None:
            statement = statement.where(asked.conversation_id == conversation_id)
        if asked_before is not None:
            statement = statement.where(asked.asked_at < asked_before)
        async with self.read() as connection:
            return [Question(**row._mapping) for row in await connection.execute(statement)]

    async def count_failure(self, question: Question) -> None:
        """Note that answering failed once more."""
        async with self.write() as connection:
            await connection.execute(
                update(open_questions)
                .where(
                    open_questions.c.conversation_id == question.conversation_id,
                    open_questions.c.seq == question.seq,
                )
                .values(failures=open_questions.c.failures + 1)
            )

    async def last_seqs(self, conversation_ids: Sequence[str]) -> dict[str, int]:
        """The newest event's number of each conversation."""
        async with self.read() as connection:
            found = await connection.execute(
                select(conversations.c.id, conversations.c.last_seq).where(
                    conversations.c.id.in_(conversation_ids)
                )
            )
            return {row.id: row.last_seq for row in found}


def _joined() -> Select[Any]:
    return select(conversations, accounts.c.name.label("owner_name")).outerjoin(
        accounts, accounts.c.id == conversations.c.owner_id
    )


def _selected(conversation_id: str) -> Select[Any]:
    return _joined().where(conversations.c.id == conversation_id)


async def _append_state(
    connection: AsyncConnection,
    conversation_id: str,
    seq: int,
    now: datetime,
    state: State,
    action: Action,
    sender: str,
    agent: Person | None,
) -> StateEvent:
    name = agent.name if agent else None
    await connection.execute(
        insert(events).values(
            conversation_id=conversation_id,
            seq=seq,
            type="state",
            at=now,
            sender=sender,
            agent_name=name,
            state=state.value,
            action=action.value,
        )
    )
    change = StateChange(state=state, action=action, agent=Agent(name=name) if name else None)
    return StateEvent(seq=seq, at=now, state=change)


async def _forget_questions(connection: AsyncConnection, conversation_id: str) -> None:
    await connection.execute(
        delete(open_questions).where(open_questions.c.conversation_id == conversation_id)
    )


def conversation_of(row: Row[Any]) -> Conversation:
    """A row of conversations, joined with its owner's name."""
    return Conversation(
        id=row.id,
        state=State(row.state),
        language=row.language,
        owner=Person(row.owner_id, row.owner_name) if row.owner_id is not None else None,
        last_seq=row.last_seq,
        preview=row.preview,
        created_at=row.created_at,
        updated_at=row.updated_at,
        waiting_since=row.waiting_since,
        expires_at=row.expires_at,
    )


def event_of(row: Row[Any]) -> Event:
    """A row of events."""
    if row.type == "state":
        agent = Agent(name=row.agent_name) if row.agent_name else None
        change = StateChange(state=State(row.state), action=Action(row.action), agent=agent)
        return StateEvent(seq=row.seq, at=row.at, state=change)
    message = Message(
        author=Author(row.author),
        author_name=row.agent_name,
        text=row.text,
        client_id=row.client_id,
        reply_to=row.reply_to,
        answer=Answer.model_validate(row.answer) if row.answer else None,
    )
    return MessageEvent(seq=row.seq, at=row.at, message=message)
