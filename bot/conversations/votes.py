"""Whether an answer helped, as the visitor says."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

COMMENT_LIMIT = 500  # characters


class Vote(BaseModel):
    """A visitor's vote on one of the assistant's answers."""

    model_config = ConfigDict(frozen=True)

    seq: int = Field(ge=1, description="Number of the assistant's message", examples=[2])
    helpful: bool
    comment: str = Field(description="What they wrote with it; may be empty")
    at: datetime = Field(description="UTC; when it was given, or changed last")
