"""What a change leaves beside the event log: waits, rights requests, notices, notes, the audit log."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering.rights import Right
from bot.conversations.events import Conversation, Person, Rating, RatingEvent
from bot.conversations.notes import Note
from bot.conversations.states import State
from bot.store.audit import audit_line
from bot.store.engine import upsert
from bot.store.rows import note_of
from bot.store.searched import folded
from bot.store.tables import accounts, conversations, events
from bot.store.tables_live import (
    handoffs,
    left_messages,
    notes,
    notices,
    presence,
    ratings,
    reads,
    rights_requests,
)


class Marks:
    """The part of a `Change` that writes no events."""

    connection: AsyncConnection
    conversation: Conversation
    now: datetime

    @property
    def _target(self) -> str:
        return f"conversation {self.conversation.id}"

    # Waiting for a person

    async def note_wait(self, before: Conversation) -> None:
        """Begin a wait where the visitor waits now, end one where they no longer do."""
        state = self.conversation.state
        if state is State.WAITING:
            # a wait that nobody replied to goes on, whoever had the conversation in between
            if not (
                await self.connection.execute(select(handoffs.c.id).where(*self._open))
            ).first():
                await self.connection.execute(
                    insert(handoffs).values(conversation_id=self.conversation.id, asked_at=self.now)
                )
        elif state in (State.BOT, State.CLOSED) and before.state is not state:
            await self.connection.execute(
                update(handoffs).where(*self._open).values(ended_at=self.now)
            )

    async def note_first_reply(self, agent: Person) -> None:
        """End the wait, if there is one: a person replied."""
        await self.connection.execute(
            update(handoffs).where(*self._open).values(replied_at=self.now, account_id=agent.id)
        )

    @property
    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return (
            handoffs.c.conversation_id == self.conversation.id,
            handoffs.c.replied_at.is_(None),
            handoffs.c.ended_at.is_(None),
        )

    # Presence

    async def seen(self, agent: Person) -> None:
        """The agent is here: they just did something."""
        await upsert(self.connection, presence, {"account_id": agent.id}, {"seen_at": self.now})

    async def is_gone(self, account_id: int, unseen_since: datetime) -> bool:
        """Whether the agent is disabled, signed out, or was not seen since that moment."""
        found = await self.connection.execute(
            select(accounts.c.id)
            .outerjoin(presence, presence.c.account_id == accounts.c.id)
            .where(
                accounts.c.id == account_id,
                or_(
                    accounts.c.disabled_at.is_not(None),
                    presence.c.seen_at.is_(None),
                    presence.c.seen_at <= unseen_since,
                ),
            )
        )
        return found.first() is not None

    async def pauses(self, account_id: int) -> bool:
        """Whether the agent wants nothing given to them just now."""
        found = await self.connection.execute(
            select(accounts.c.away).where(accounts.c.id == account_id)
        )
        return bool(found.scalar_one_or_none())

    async def person(self, account_id: int) -> Person | None:
        """An account that may have conversations."""
        found = await self.connection.execute(
            select(accounts.c.id, accounts.c.name).where(
                accounts.c.id == account_id,
                accounts.c.disabled_at.is_(None),
                accounts.c.role.in_(("agent", "admin")),
            )
        )
        row = found.one_or_none()
        return Person(row.id, row.name) if row else None

    # Rights requests

    async def add_rights_request(self, right: Right, seq: int, due_on: date) -> bool:
        """Put a request on the list; False if there is an open one for the same right."""
        same = await self.connection.execute(
            select(rights_requests.c.id).where(
                rights_requests.c.conversation_id == self.conversation.id,
                rights_requests.c.kind == right.value,
                rights_requests.c.closed_at.is_(None),
            )
        )
        if same.first():
            return False
        await self.connection.execute(
            insert(rights_requests).values(
                conversation_id=self.conversation.id,
                seq=seq,
                kind=right.value,
                received_at=self.now,
                due_on=due_on,
            )
        )
        return True

    async def exercises_right(self, seq: int) -> bool:
        """Whether message `seq` put a request on the list."""
        found = await self.connection.execute(
            select(rights_requests.c.id).where(
                rights_requests.c.conversation_id == self.conversation.id,
                rights_requests.c.seq == seq,
            )
        )
        return found.first() is not None

    async def close_rights_request(
        self, request_id: int, agent: Person, outcome: str, note: str
    ) -> bool:
        """Take a request off the list; False if it is not, or no longer, on it."""
        closed = await self.connection.execute(
            update(rights_requests)
            .where(
                rights_requests.c.id == request_id,
                rights_requests.c.conversation_id == self.conversation.id,
                rights_requests.c.closed_at.is_(None),
            )
            .values(closed_at=self.now, closed_by=agent.id, outcome=outcome, note=note)
        )
        if closed.rowcount:
            detail = {"request": request_id, "outcome": outcome}
            await self.audit(agent, "close_rights_request", self._target, detail)
        return bool(closed.rowcount)

    # What agents write to each other, and are told

    async def add_note(self, agent: Person, client_id: str, text: str) -> tuple[Note, bool]:
        """Append a note, once a client_id: the note, and whether it is new."""
        sent = await self.connection.execute(
            select(notes).where(
                notes.c.conversation_id == self.conversation.id,
                notes.c.account_id == agent.id,
                notes.c.client_id == client_id,
            )
        )
        if row := sent.one_or_none():
            return note_of(row), False
        numbered = await self.connection.execute(
            update(conversations)
            .where(conversations.c.id == self.conversation.id)
            .values(last_note=conversations.c.last_note + 1, updated_at=self.now)
            .returning(conversations.c.last_note)
        )
        stored = await self.connection.execute(
            insert(notes)
            .values(
                conversation_id=self.conversation.id,
                number=numbered.scalar_one(),
                after_seq=self.conversation.last_seq,
                at=self.now,
                account_id=agent.id,
                agent_name=agent.name,
                text=text,
                folded=folded(text) or "",
                client_id=client_id,
            )
            .returning(*notes.c)
        )
        await self.audit(agent, "note", self._target)
        return note_of(stored.one()), True

    async def tell(self, account_id: int, kind: str, by: str | None) -> None:
        """Leave a notice for an agent."""
        await self.connection.execute(
            insert(notices).values(
                account_id=account_id,
                at=self.now,
                kind=kind,
                conversation_id=self.conversation.id,
                by_name=by,
            )
        )

    # Read, rated, left

    async def read_by(self, column: str, seq: int) -> bool:
        """Move a reader's mark forward, never back; False if it stays."""
        mark = conversations.c[column]
        moved = await self.connection.execute(
            update(conversations)
            .where(conversations.c.id == self.conversation.id, mark < seq)
            .values({column: seq})
        )
        return bool(moved.rowcount)

    async def agent_has_read(self, agent: Person, seq: int) -> bool:
        """Move the agent's own mark forward, never back; False if it stays."""
        key = {"conversation_id": self.conversation.id, "account_id": agent.id}
        found = await self.connection.execute(
            select(reads.c.seq).where(*(reads.c[name] == value for name, value in key.items()))
        )
        if (found.scalar_one_or_none() or 0) >= seq:
            return False
        await upsert(self.connection, reads, key, {"seq": seq})
        return True

    async def rated_since_closing(self) -> RatingEvent | None:
        """The rating given since the conversation was last closed."""
        last = await self.connection.execute(
            select(events.c.seq, events.c.at, events.c.type, events.c.data)
            .where(
                events.c.conversation_id == self.conversation.id,
                events.c.type.in_(("state", "rating")),
            )
            .order_by(events.c.seq.desc())
            .limit(1)
        )
        row = last.one_or_none()
        if row is None or row.type != "rating":
            return None
        return RatingEvent(seq=row.seq, at=row.at, rating=Rating.model_validate(row.data))

    async def keep_stars(self, seq: int, stars: int) -> None:
        """Count the rating for the agent who had the conversation last."""
        await self.connection.execute(
            insert(ratings).values(
                conversation_id=self.conversation.id,
                seq=seq,
                at=self.now,
                stars=stars,
                account_id=self.conversation.last_owner_id,
            )
        )

    async def leave_address(self, email: str) -> None:
        """Keep where an answer reaches a visitor who leaves; a later address replaces it."""
        await upsert(
            self.connection,
            left_messages,
            {"conversation_id": self.conversation.id},
            {"email": email, "at": self.now},
        )

    async def left_address(self) -> str | None:
        """Where an answer reaches the visitor, if they left an address."""
        found = await self.connection.execute(
            select(left_messages.c.email).where(
                left_messages.c.conversation_id == self.conversation.id
            )
        )
        email: str | None = found.scalar_one_or_none()
        return email

    # Who did it

    async def audit(
        self, agent: Person, action: str, target: str, detail: dict[str, Any] | None = None
    ) -> None:
        """Add a line to the audit log, in the same transaction as what it tells of."""
        await self.connection.execute(audit_line(agent, action, target, self.now, detail))
