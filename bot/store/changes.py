"""What may be done to one conversation inside the transaction that holds it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering.answer import Answer, Citation
from bot.conversations.events import (
    Agent,
    Author,
    Conversation,
    Message,
    MessageEvent,
    Offer,
    OfferEvent,
    Person,
    Rating,
    RatingEvent,
    RightsEvent,
    RightsMark,
    StateChange,
    StateEvent,
    preview_of,
)
from bot.conversations.states import Action, State, after
from bot.errors import Conflict
from bot.notify.outbox import Dispatch
from bot.store.change_marks import Marks
from bot.store.identities import IdentityMarks
from bot.store.outbox import put, put_for_webhooks
from bot.store.rows import conversation_of, event_of, one_conversation
from bot.store.searched import folded
from bot.store.tables import conversations, events, open_questions
from bot.store.votes import VoteMarks

# made once: putting a statement together costs more than running it
_ADD = insert(events)
_SENT = select(events).where(
    events.c.conversation_id == bindparam("of"),
    events.c.sender == bindparam("by"),
    events.c.client_id == bindparam("client"),
)


class Change(Marks, VoteMarks, IdentityMarks):
    """One conversation inside a write transaction; nobody else can write it meanwhile.

    connection: the transaction itself, for what must be stored together with the change.
    """

    def __init__(
        self, connection: AsyncConnection, conversation: Conversation, now: datetime
    ) -> None:
        self.connection = connection
        self.conversation = conversation
        self.now = now

    @property
    def state(self) -> State:
        """The state as of now, in this transaction."""
        return self.conversation.state

    async def message_sent(self, sender: str, client_id: str) -> MessageEvent | None:
        """The message that this sender stored under that client_id already."""
        known = {"of": self.conversation.id, "by": sender, "client": client_id}
        row = (await self.connection.execute(_SENT, known)).one_or_none()
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
        citations: Sequence[Citation] = (),
    ) -> MessageEvent:
        """Append a message. citations: an agent's; the assistant's are in its answer."""
        preview = preview_of(text)
        changes: dict[str, Any] = {"preview": preview}
        if author is Author.VISITOR:
            changes["visitor_preview"] = preview
        seq = await self._next_seq(**changes)
        message = Message(
            author=author,
            author_name=agent_name,
            text=text,
            client_id=client_id,
            reply_to=reply_to,
            answer=answer,
            citations=list(citations),
        )
        await self._store(
            seq,
            "message",
            sender,
            author=author.value,
            agent_name=agent_name,
            text=text,
            folded=folded(text),
            client_id=client_id,
            reply_to=reply_to,
            answer=answer.model_dump(mode="json") if answer else None,
            data=message.model_dump(mode="json", include={"citations"}) if citations else None,
        )
        return MessageEvent(seq=seq, at=self.now, message=message)

    async def move(
        self,
        action: Action,
        sender: str,
        agent: Person | None = None,
        *,
        owner: Person | None = None,
    ) -> StateEvent:
        """Change the state and append the event that says so, in one conditional update.

        agent: who does it; owner: who has the conversation from here on, if that is another.
        Raises Conflict if the action leads nowhere from the present state.
        """
        before = self.conversation
        state = after(self.state, action)
        owner = (owner or agent) if state is State.AGENT else None
        seq = await self._next_seq(
            only_from=before,
            state=state.value,
            owner_id=owner.id if owner else None,
            last_owner_id=owner.id if owner else before.last_owner_id,
            waiting_since=self.now if state is State.WAITING else None,
            unanswered=0,
            offered=False,
        )
        changed = StateChange(
            state=state,
            action=action,
            agent=Agent(name=agent.name) if agent else None,
            owner=Agent(name=owner.name) if owner else None,
            previous=Agent(name=before.owner.name) if before.owner else None,
        )
        await self._store(
            seq,
            "state",
            sender,
            agent_name=agent.name if agent else None,
            state=state.value,
            action=action.value,
            data=changed.model_dump(mode="json", include={"owner", "previous"}),
        )
        if state is not State.BOT:
            # the assistant owes nothing any more in a conversation that is not its own
            await self.connection.execute(
                delete(open_questions).where(
                    open_questions.c.conversation_id == self.conversation.id
                )
            )
        await self.reload()
        await self.note_wait(before)
        if agent is not None:
            await self.audit(agent, action.value, self._target, self._people(before, owner))
        return StateEvent(seq=seq, at=self.now, state=changed)

    async def add_offer(self, offer: Offer, sender: str) -> OfferEvent:
        """Append an offer of a person."""
        seq = await self._next_seq(offered=True)
        await self._store(seq, "offer", sender, data=offer.model_dump(mode="json"))
        return OfferEvent(seq=seq, at=self.now, offer=offer)

    async def add_rights_mark(self, mark: RightsMark, sender: str) -> RightsEvent:
        """Append that a right was exercised."""
        seq = await self._next_seq()
        await self._store(seq, "rights", sender, data=mark.model_dump(mode="json"))
        return RightsEvent(seq=seq, at=self.now, rights=mark)

    async def add_rating(self, rating: Rating, sender: str) -> RatingEvent:
        """Append the visitor's rating."""
        seq = await self._next_seq()
        await self._store(
            seq, "rating", sender, data=rating.model_dump(mode="json"), folded=folded(rating.word)
        )
        await self.keep_stars(seq, rating.stars)
        return RatingEvent(seq=seq, at=self.now, rating=rating)

    async def ask(self, seq: int) -> None:
        """Note that the assistant owes message `seq` an answer."""
        await self.connection.execute(
            insert(open_questions).values(
                conversation_id=self.conversation.id, seq=seq, asked_at=self.now, failures=0
            )
        )

    async def settle(self, seq: int) -> bool:
        """Take question `seq` off the list; False if it was not, or no longer, on it."""
        gone = await self.connection.execute(
            delete(open_questions).where(
                open_questions.c.conversation_id == self.conversation.id,
                open_questions.c.seq == seq,
            )
        )
        return bool(gone.rowcount)

    async def note_page(self, page: str) -> None:
        """Keep on which page of the site the visitor is."""
        await self.connection.execute(
            update(conversations)
            .where(conversations.c.id == self.conversation.id)
            .values(page=page)
        )

    async def note_language(self, language: str) -> None:
        """Keep which language the visitor reads now."""
        await self.connection.execute(
            update(conversations)
            .where(conversations.c.id == self.conversation.id)
            .values(language=language)
        )

    async def count_unanswered(self, count: int) -> None:
        """Keep how many answers running were none."""
        await self.connection.execute(
            update(conversations)
            .where(conversations.c.id == self.conversation.id)
            .values(unanswered=count)
        )

    async def send(self, dispatch: Dispatch) -> bool:
        """Put something into the outbox, together with this change; False if it was put before."""
        return await put(self.connection, dispatch, self.now)

    async def reload(self) -> None:
        """Read the conversation again, as this transaction left it."""
        row = await one_conversation(self.connection, self.conversation.id)
        assert row is not None
        self.conversation = conversation_of(row)

    def _people(self, before: Conversation, owner: Person | None) -> dict[str, Any]:
        return {
            "from": before.owner.name if before.owner else None,
            "to": owner.name if owner else None,
        }

    async def _store(self, seq: int, type: str, sender: str, **columns: Any) -> None:
        row = {
            "conversation_id": self.conversation.id,
            "seq": seq,
            "type": type,
            "at": self.now,
            "sender": sender,
        }
        await self.connection.execute(_ADD, row | columns)
        await put_for_webhooks(self.connection, self.conversation.id, seq, self.now)

    async def _next_seq(self, *, only_from: Conversation | None = None, **changes: Any) -> int:
        statement = (
            update(conversations)
            .where(conversations.c.id == self.conversation.id)
            .values(last_seq=conversations.c.last_seq + 1, updated_at=self.now, **changes)
            .returning(conversations.c.last_seq)
        )
        if only_from is not None:
            owner = only_from.owner.id if only_from.owner else None
            statement = statement.where(
                conversations.c.state == only_from.state.value,
                conversations.c.owner_id.is_not_distinct_from(owner),
            )
        seq = (await self.connection.execute(statement)).scalar_one_or_none()
        if seq is None:
            raise Conflict("Someone else was quicker. Look again.", state=self.state.value)
        return int(seq)
