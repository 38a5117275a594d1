"""Visitors for whom nobody was there: who is told of them, and how an answer reaches them."""

from dataclasses import dataclass
from typing import Protocol

from bot.store.changes import Change


@dataclass(frozen=True)
class LeftReply:
    """What an agent answered to a visitor who left an address and does not follow the chat."""

    conversation_id: str
    language: str
    email: str
    agent_name: str
    seq: int
    text: str


class LeftReplies(Protocol):
    """Carries answers to visitors who left: the outbox."""

    async def agent_replied(self, change: Change, reply: LeftReply) -> None:
        """Store that the reply must go out, on `change.connection`: with the message or not at all.

        Called inside the transaction that stores the reply; must not send anything itself.
        """
        ...

    async def nobody_there(self, change: Change, *, at_once: bool) -> None:
        """A visitor asked for a person and nobody is there. Called inside that transaction.

        at_once: the visitor has said all that they will; else they may be leaving an address yet.
        """
        ...
