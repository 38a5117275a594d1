"""What agents write to each other about a conversation. No visitor ever sees it.

Notes are a log of their own, numbered 1, 2, 3 … beside the events (docs/decisions/0007): so the
visitor's numbers have no gaps, and no mistake in a filter can show a note to a visitor.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

NOTE_LIMIT = 5000  # characters


class NoteText(BaseModel):
    """What the note says, and whose it is."""

    model_config = ConfigDict(frozen=True)

    author_id: int
    author_name: str
    text: str
    client_id: str
    after_seq: int = Field(description="Stands behind the event with this number")


class Note(BaseModel):
    """A private note, with its place among the notes."""

    model_config = ConfigDict(frozen=True)

    number: int = Field(ge=1, description="1, 2, 3 … without gaps among a conversation's notes")
    type: Literal["note"] = "note"
    at: datetime = Field(description="UTC")
    note: NoteText
