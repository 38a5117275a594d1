"""What an agent may do."""

from collections.abc import Callable

from bot.accounts.accounts import Role
from bot.answering.answer import Citation
from bot.conversations.events import (
    AGENT_TEXT_LIMIT,
    Author,
    Conversation,
    MessageEvent,
    Person,
    clean_text,
)
from bot.conversations.left import LeftReply
from bot.conversations.notes import NOTE_LIMIT, Note
from bot.conversations.rights_requests import Outcome
from bot.conversations.shared import AWAY_AFTER, SYSTEM, Actions, check_owner, there
from bot.conversations.states import NEEDS_OWNER, Action, State
from bot.conversations.visitors import check_seq
from bot.errors import AlreadyClaimed, Conflict, NotFound, Unprocessable


class AgentActions(Actions):
    """An agent's doings, each one transaction."""

    async def claim(self, conversation_id: str, agent: Person) -> Conversation:
        """Give the conversation to the agent; nothing changes if they have it already.

        One that a colleague has who is gone may be claimed, too. Raises AlreadyClaimed, naming
        the owner, if another has it; Conflict if it is closed; NotFound.
        """
        async with self.store.change(conversation_id) as found:
            change = there(found)
            await change.seen(agent)
            owner = change.conversation.owner
            if owner is None:
                await change.move(Action.CLAIM, agent.sender, agent)
            elif owner.id == agent.id:
                return change.conversation
            elif await change.is_gone(owner.id, change.now - AWAY_AFTER):
                await change.move(Action.TAKE_OVER, agent.sender, agent)
                await change.tell(owner.id, "taken_over", agent.name)
            else:
                check_owner(change.conversation, agent)
        self.hub.wake(conversation_id)
        return change.conversation

    async def take_over(self, conversation_id: str, agent: Person, owner_id: int) -> Conversation:
        """Take the conversation from the colleague who has it; both are told.

        owner_id: the colleague that the agent saw; if it is another's by now, nothing is taken.
        Raises AlreadyClaimed, naming who has it now, Conflict if nobody has it, NotFound.
        """
        async with self.store.change(conversation_id) as found:
            change = there(found)
            owner = change.conversation.owner
            if owner is None:
                raise Conflict("Nobody has this conversation. Claim it.", state=change.state.value)
            if owner.id == agent.id:
                return change.conversation
            if owner.id != owner_id:
                raise AlreadyClaimed(f"{owner.name} has this conversation.", owner=owner.name)
            await change.seen(agent)
            await change.move(Action.TAKE_OVER, agent.sender, agent)
            await change.tell(owner.id, "taken_over", agent.name)
        self.hub.wake(conversation_id)
        return change.conversation

    async def reassign(
        self, conversation_id: str, agent: Person, to: int, *, role: Role = Role.AGENT
    ) -> Conversation:
        """Give a conversation that waits, or that the agent has, to a colleague; both are told.

        An administrator may give away anyone's. Raises NotFound if there is no such colleague,
        Conflict if they are away or the state does not allow it, AlreadyClaimed.
        """
        async with self.store.change(conversation_id) as found:
            change = there(found)
            owner = change.conversation.owner
            if owner is not None and role is not Role.ADMIN:
                check_owner(change.conversation, agent)
            colleague = await change.person(to)
            if colleague is None:
                raise NotFound(f"There is no agent {to}. See the list of agents.")
            if owner is not None and owner.id == colleague.id:
                return change.conversation
            gone = await change.is_gone(colleague.id, change.now - AWAY_AFTER)
            if gone or (colleague.id != agent.id and await change.pauses(colleague.id)):
                raise Conflict(f"{colleague.name} is away. Choose someone who is here.")
            await change.move(Action.REASSIGN, agent.sender, agent, owner=colleague)
            if colleague.id != agent.id:
                await change.tell(colleague.id, "reassigned_to_you", agent.name)
            if owner is not None and owner.id != agent.id:
                await change.tell(owner.id, "reassigned", agent.name)
        self.hub.wake(conversation_id)
        return change.conversation

    async def reply(
        self,
        conversation_id: str,
        agent: Person,
        client_id: str,
        text: str,
        cite: Callable[[], list[Citation]] = list,
    ) -> tuple[MessageEvent, bool]:
        """Store the agent's message, once a client_id.

        cite: makes what the message cites, and raises Unprocessable for what is not verbatim; not
        asked for a message that was stored before, whatever was published since. Where the visitor
        left an address, it is handed to `left_replies` in the same transaction. Raises
        Unprocessable if the text is empty or too long, Conflict or AlreadyClaimed if the conversation
        is not theirs, NotFound.
        """
        text = clean_text(text, AGENT_TEXT_LIMIT)
        async with self.store.change(conversation_id) as found:
            change = there(found)
            known = await change.message_sent(agent.sender, client_id)
            if known is not None:
                return known, False
            check_owner(change.conversation, agent)
            event = await change.add_message(
                Author.AGENT,
                agent.sender,
                text,
                agent_name=agent.name,
                client_id=client_id,
                citations=cite(),
            )
            await change.note_first_reply(agent)
            await change.seen(agent)
            await change.audit(
                agent, "reply", f"conversation {conversation_id}", {"seq": event.seq}
            )
            email = await change.left_address() if self.left_replies else None
            if email is not None and self.left_replies and not self.is_followed(conversation_id):
                left = LeftReply(
                    conversation_id=conversation_id,
                    language=change.conversation.language,
                    email=email,
                    agent_name=agent.name,
                    seq=event.seq,
                    text=text,
                )
                await self.left_replies.agent_replied(change, left)
        self.sent(conversation_id, agent.sender)
        return event, True

    async def note(
        self, conversation_id: str, agent: Person, client_id: str, text: str
    ) -> tuple[Note, bool]:
        """Store a private note, once a client_id; any agent may, in any state.

        Raises Unprocessable if the text is empty or too long, NotFound.
        """
        text = clean_text(text, NOTE_LIMIT)
        async with self.store.change(conversation_id) as found:
            note, is_new = await there(found).add_note(agent, client_id, text)
        if is_new:
            self.hub.wake(conversation_id)
        return note, is_new

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

    async def agent_read(self, conversation_id: str, agent: Person, seq: int) -> None:
        """The agent has seen everything up to `seq`; a mark never goes back.

        Only of the agent who has the conversation the visitor is told. Raises Unprocessable for a
        number that is not there yet, NotFound.
        """
        async with self.store.change(conversation_id) as found:
            change = there(found)
            check_seq(change.conversation, seq)
            moved = await change.agent_has_read(agent, seq)
            owner = change.conversation.owner
            if owner is not None and owner.id == agent.id:
                moved = await change.read_by("agent_read", seq) or moved
        if moved:
            self.hub.wake(conversation_id)

    async def agent_types(self, conversation_id: str, agent: Person, typing: bool) -> None:
        """The agent types, or stopped to. Raises Conflict, AlreadyClaimed, NotFound."""
        check_owner(await self.read(conversation_id), agent)
        self.tell_typing(conversation_id, agent.sender, agent.name, typing)

    async def close_rights_request(
        self, conversation_id: str, request_id: int, agent: Person, outcome: Outcome, note: str
    ) -> None:
        """Take a rights request off the list, with what came of it.

        Raises NotFound if there is no such open request, Unprocessable for a note that is too
        long, or that is missing where a request was refused.
        """
        note = clean_text(note, NOTE_LIMIT) if note.strip() else ""
        if outcome is Outcome.REFUSED and not note:
            raise Unprocessable("A refusal needs its reason: the visitor must be told it.")
        async with self.store.change(conversation_id) as found:
            if not await there(found).close_rights_request(request_id, agent, outcome, note):
                raise NotFound("There is no such open rights request in this conversation.")
        self.hub.wake(conversation_id)

    async def agent_away(self, conversation_id: str, owner_id: int, *, now: bool = False) -> bool:
        """Put the conversation back into the queue if its agent is gone; whether it was.

        now: the agent signed out or was disabled; they are not waited for.
        """
        async with self.store.change(conversation_id) as change:
            if change is None or change.conversation.owner is None:
                return False
            owner = change.conversation.owner
            if owner.id != owner_id:
                return False
            if not now and not await change.is_gone(owner.id, change.now - AWAY_AFTER):
                return False
            await change.move(Action.AWAY, SYSTEM)
            await change.tell(owner.id, "away", None)
        self.hub.wake(conversation_id)
        return True

    async def agent_gone(self, account_id: int) -> None:
        """An agent signed out or was disabled: what they had goes back to the queue at once."""
        await self.store.note_gone(account_id)
        for conversation_id, owner_id in await self.store.owned_by(account_id):
            await self.agent_away(conversation_id, owner_id, now=True)

    async def _act(self, conversation_id: str, agent: Person, action: Action) -> Conversation:
        async with self.store.change(conversation_id) as found:
            change = there(found)
            if action is Action.CLOSE and change.state is State.CLOSED:
                return change.conversation
            if action in NEEDS_OWNER or change.state is State.AGENT:
                check_owner(change.conversation, agent)
            await change.move(action, agent.sender, agent)
        self.hub.wake(conversation_id)
        return change.conversation
