"""What the three parties of a conversation have in common: its parts, and what is checked."""

import re
from collections.abc import Callable
from datetime import timedelta

from bot.conversations.events import Conversation, Person
from bot.conversations.hub import Hub
from bot.conversations.left import LeftReplies
from bot.conversations.office import OfficeHours
from bot.conversations.streams import Streams
from bot.errors import AlreadyClaimed, Conflict, NotFound
from bot.store.changes import Change
from bot.store.conversations import ConversationTables

VISITOR = "visitor"
ASSISTANT = "assistant"
SYSTEM = "system"

AWAY_AFTER = timedelta(minutes=2)
"""An agent who was not seen for so long is away."""

_ID = re.compile(r"[0-9a-f]{32}")


class Actions(Streams):
    """What the actions of visitors, agents and the assistant work with."""

    def __init__(
        self,
        store: ConversationTables,
        hub: Hub,
        *,
        conversation_days: int = 30,
        office: OfficeHours | None = None,
    ) -> None:
        super().__init__(store, hub, office or OfficeHours())
        self._lifetime = timedelta(days=conversation_days)
        self.on_question: Callable[[str], None] | None = None
        self.left_replies: LeftReplies | None = None

    async def is_deserted(self) -> bool:
        """Whether nobody is there just now. Asked before a hand-off, outside its transaction."""
        if self.left_replies is None:
            return False
        now = await self.queues.now()
        return not (now.open and now.agents_online)

    async def handed_off(self, change: Change, deserted: bool, *, at_once: bool = False) -> None:
        """The visitor was promised a person: where there is none, say so outside."""
        if deserted and self.left_replies is not None:
            await self.left_replies.nobody_there(change, at_once=at_once)


def is_conversation_id(text: str) -> bool:
    """Whether this could be a conversation's id at all; nothing else is looked up."""
    return _ID.fullmatch(text) is not None


def there(change: Change | None) -> Change:
    """The change. Raises NotFound where there is no conversation to change."""
    if change is None:
        raise NotFound("There is no such conversation. It may have been deleted.")
    return change


def check_owner(conversation: Conversation, agent: Person) -> None:
    """Raises AlreadyClaimed, naming the owner, or Conflict unless the conversation is theirs."""
    owner = conversation.owner
    if owner is None:
        raise Conflict(
            "This conversation is not yours. Claim it first.", state=conversation.state.value
        )
    if owner.id != agent.id:
        raise AlreadyClaimed(f"{owner.name} has this conversation.", owner=owner.name)
