"""What visitors, agents and the assistant may do in a conversation.

Every method is one transaction, and wakes the streams after it was committed.
"""

from bot.conversations.agents import AgentActions
from bot.conversations.assistant import AssistantActions
from bot.conversations.hub import Hub
from bot.conversations.identifying import IdentityActions
from bot.conversations.office import OfficeHours
from bot.conversations.presence import Presence
from bot.conversations.shared import is_conversation_id
from bot.conversations.visitors import NewConversation, VisitorActions
from bot.conversations.voting import VoteActions
from bot.store.conversations import ConversationTables

__all__ = ["Conversations", "NewConversation", "is_conversation_id"]


class Conversations(VisitorActions, VoteActions, IdentityActions, AgentActions, AssistantActions):
    """The conversations of one service. `on_question` is called when there is one to answer."""

    def __init__(
        self,
        store: ConversationTables,
        hub: Hub,
        *,
        conversation_days: int = 30,
        office: OfficeHours | None = None,
    ) -> None:
        """conversation_days: for so long a visitor's token opens its conversation."""
        super().__init__(store, hub, conversation_days=conversation_days, office=office)
        self.presence = Presence(self)

    async def agent_gone(self, account_id: int) -> None:
        """As `AgentActions` does; when they come again it is noted at once."""
        self.presence.forget(account_id)
        await super().agent_gone(account_id)
