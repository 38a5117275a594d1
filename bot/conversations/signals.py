"""What a stream tells beside numbered events: who types, what was read, the place in the queue.

None of it is part of the log: it is true now, is told again on every connection, and is lost without
harm. Typing is never stored at all; other processes are told of it where they can be.
"""

import time
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TYPING_SECONDS = 6.0
"""Who typed stops typing, for the others, after so long without a word of it."""
MOST_TYPING = 10_000


class Typing(BaseModel):
    """Who types just now, apart from the reader."""

    model_config = ConfigDict(frozen=True)

    type: Literal["typing"] = "typing"
    visitor: bool
    agent: str | None = Field(description="The agent's name")


class Read(BaseModel):
    """How far both sides have read: the numbers of events, 0 for nothing."""

    model_config = ConfigDict(frozen=True)

    type: Literal["read"] = "read"
    visitor: int
    agent: int


class Queue(BaseModel):
    """Where a waiting visitor stands, and whether anyone is there."""

    model_config = ConfigDict(frozen=True)

    type: Literal["queue"] = "queue"
    place: int | None = Field(description="1 is next; null if the visitor does not wait")
    usual_wait_seconds: int | None = Field(
        description="Median of recent first replies; null while too few are known"
    )
    open: bool = Field(description="Whether it is office hours")
    agents_online: bool = Field(description="Whether any agent is signed in and here")
    opens_at: datetime | None = Field(description="When people are next at work, UTC")


class Reload(BaseModel):
    """The number that the reader gave is none of ours: read the conversation again.

    The stream goes on with what comes after `last_seq`.
    """

    model_config = ConfigDict(frozen=True)

    type: Literal["reload"] = "reload"
    reason: Literal["beyond", "unusable"]
    last_seq: int


Signal = Typing | Read | Queue | Reload


class TypingNow:
    """Who types, by conversation, as far as this process was told."""

    def __init__(self) -> None:
        self._until: dict[str, dict[str, tuple[float, str]]] = {}

    def start(self, conversation_id: str, sender: str, name: str) -> None:
        """They typed just now. name: what the others are shown."""
        if len(self._until) >= MOST_TYPING:
            self._forget_old()
        until = time.monotonic() + TYPING_SECONDS
        self._until.setdefault(conversation_id, {})[sender] = (until, name)

    def stop(self, conversation_id: str, sender: str) -> bool:
        """They stopped, or sent what they typed. Whether they were known to type."""
        typing = self._until.get(conversation_id)
        if typing is None:
            return False
        typed = typing.pop(sender, None) is not None
        if not typing:
            del self._until[conversation_id]
        return typed

    def of(self, conversation_id: str, reader: str) -> Typing:
        """Who types there, apart from the reader."""
        now = time.monotonic()
        typing = {
            sender: name
            for sender, (until, name) in self._until.get(conversation_id, {}).items()
            if until > now and sender != reader
        }
        agents = [name for sender, name in typing.items() if sender != "visitor"]
        return Typing(visitor="visitor" in typing, agent=agents[0] if agents else None)

    def ends_in(self, conversation_id: str) -> float | None:
        """Seconds until the next of them stops; None if nobody types."""
        untils = [until for until, _ in self._until.get(conversation_id, {}).values()]
        now = time.monotonic()
        return max(0.05, min(untils) - now) if untils and max(untils) > now else None

    def _forget_old(self) -> None:
        now = time.monotonic()
        for conversation_id, typing in list(self._until.items()):
            if all(until <= now for until, _ in typing.values()):
                del self._until[conversation_id]
