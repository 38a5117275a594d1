"""The shapes of live support: what the console sends and gets beside conversations and messages."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field

from bot.answering.answer import Citation
from bot.answering.rights import Right
from bot.conversations.canned import CANNED_LIMIT
from bot.conversations.events import Conversation, Event
from bot.conversations.excerpts import FoundIn
from bot.conversations.identity import Identity
from bot.conversations.notes import NOTE_LIMIT, Note
from bot.conversations.rights_requests import Outcome, RightsRequest
from bot.conversations.states import State
from bot.conversations.visitors import WORD_LIMIT
from bot.conversations.votes import COMMENT_LIMIT
from bot.store.lists import Listed, Notice
from bot.web.api.schemas import (
    EXAMPLE_AT,
    EXAMPLE_ID,
    MAX_SEQ,
    ClientId,
    ConversationOut,
    Owner,
    Summary,
    members,
    owner_of,
)

Seq = Annotated[int, Field(ge=0, le=MAX_SEQ, description="Number of an event", examples=[4])]


class ReadUpTo(BaseModel):
    """How far someone has read."""

    seq: Seq


class IsTyping(BaseModel):
    """Whether someone types just now. Send it again every 3 seconds while they do."""

    typing: bool = True


class SendRating(BaseModel):
    """What the visitor thinks of the help."""

    stars: int = Field(ge=1, le=5, examples=[5])
    word: str = Field("", max_length=WORD_LIMIT, examples=["Merci, c'était clair."])


class SendVote(BaseModel):
    """Whether an answer helped. Sent again, the newer vote counts."""

    seq: int = Field(ge=1, le=MAX_SEQ, description="The assistant's message", examples=[2])
    helpful: bool
    comment: str = Field("", max_length=COMMENT_LIMIT, examples=["Je cherchais la durée."])


class LeaveAddress(BaseModel):
    """Where an answer reaches a visitor who leaves."""

    email: str = Field(max_length=254, examples=["visitor@example.org"])
    text: str | None = Field(None, max_length=2000, description="The question, if not asked yet")


class SendIdentity(BaseModel):
    """Who the visitor is, as the site has signed it."""

    token: str = Field(
        max_length=20_000,
        description="A JSON Web Token, HS256, with a key from the studio: `iss` the site's origin, `aud` "
        "this service's address, `exp`, `email`, and `name` if there is one",
        examples=["eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwczovL3Nob3AuZXhhbXBsZSJ9.c2ln"],
    )


class SendNote(BaseModel):
    """A private note."""

    client_id: ClientId
    text: str = Field(min_length=1, max_length=NOTE_LIMIT, examples=["Called on Monday as well."])


class TakeOver(BaseModel):
    """From whom a conversation is taken: if a third has it by now, it is not."""

    from_owner: int = Field(description="Id of the colleague who has it", examples=[3])


class Reassign(BaseModel):
    """To whom a conversation is given."""

    to: int = Field(description="Id of an agent", examples=[4])


class CloseRightsRequest(BaseModel):
    """What came of a rights request."""

    outcome: Outcome
    note: str = Field(
        "", max_length=NOTE_LIMIT, description="Needed where it was refused: the reason"
    )


class RightsRequestOut(BaseModel):
    """A rights request."""

    id: int
    conversation_id: str = Field(examples=[EXAMPLE_ID])
    seq: int = Field(description="The message that exercises the right")
    right: Right
    received_at: datetime = Field(examples=[EXAMPLE_AT])
    due_on: date = Field(description="One calendar month on (GDPR art. 12(3))")
    preview: str = Field(description="The visitor's last words")
    owner: Owner | None = Field(description="The agent who has the conversation")
    closed_at: datetime | None
    closed_by: str | None
    outcome: Outcome | None
    note: str | None

    @classmethod
    def of(cls, request: RightsRequest) -> Self:
        """The shape of one request."""
        owner = request.owner
        return cls(
            id=request.id,
            conversation_id=request.conversation_id,
            seq=request.seq,
            right=request.right,
            received_at=request.received_at,
            due_on=request.due_on,
            preview=request.preview,
            owner=Owner(id=owner.id, name=owner.name) if owner else None,
            closed_at=request.closed_at,
            closed_by=request.closed_by,
            outcome=request.outcome,
            note=request.note,
        )


class RightsRequests(BaseModel):
    """Rights requests, the most urgent first."""

    requests: list[RightsRequestOut]


class PastConversation(BaseModel):
    """A conversation that the same visitor had before."""

    id: str = Field(examples=[EXAMPLE_ID])
    state: State
    started_at: datetime
    preview: str = Field(description="The visitor's last words")


class StaffConversation(ConversationOut):
    """A conversation and everything that happened in it, as staff see it."""

    owner: Owner | None = Field(description="The agent who has it")
    visitor_read: int = Field(description="The visitor has read up to this number")
    agent_read: int = Field(description="The agent who has it has read up to this number")
    my_read: int = Field(description="You have read up to this number")
    started_at: datetime
    waiting_since: datetime | None = Field(description="In state `waiting`")
    left_email: str | None = Field(description="Where an answer reaches the visitor, if they left")
    verified: Identity | None = Field(
        description="Who the visitor is, where the site that they are signed in at has signed it"
    )
    page: str | None = Field(description="Where the visitor wrote last, if the site tells it")
    past: list[PastConversation] = Field(description="Of the same visitor, the newest first")
    events: list[Event] = Field(description="In order; the newest ones where `latest` was given")
    notes: list[Note] = Field(description="Private: no visitor sees them")
    rights_requests: list[RightsRequestOut]

    @classmethod
    def whole(
        cls,
        conversation: Conversation,
        events: list[Event],
        *,
        notes: list[Note],
        requests: list[RightsRequest],
        left_email: str | None,
        verified: Identity | None,
        my_read: int,
        past: list[Conversation],
    ) -> Self:
        """The conversation with all that belongs to it."""
        return cls(
            **members(conversation),
            owner=owner_of(conversation),
            visitor_read=conversation.visitor_read,
            agent_read=conversation.agent_read,
            my_read=my_read,
            started_at=conversation.created_at,
            waiting_since=conversation.waiting_since,
            left_email=left_email,
            verified=verified,
            page=conversation.page,
            past=[
                PastConversation(
                    id=one.id,
                    state=one.state,
                    started_at=one.created_at,
                    preview=one.visitor_preview,
                )
                for one in past
            ],
            events=events,
            notes=notes,
            rights_requests=[RightsRequestOut.of(request) for request in requests],
        )


class Found(BaseModel):
    """Where a search found its words."""

    seq: int | None = Field(description="Of the message; null: in a note")
    author: str = Field(description="Who wrote it, or `note`", examples=["visitor"])
    text: str = Field(description="An excerpt on one line")
    marks: list[tuple[int, int]] = Field(
        description="Start and end of each found word in `text`, in characters"
    )

    @classmethod
    def of(cls, found: FoundIn) -> Self:
        """The shape of one find."""
        excerpt = found.excerpt
        return cls(seq=found.seq, author=found.author, text=excerpt.text, marks=excerpt.marks)


class ListedOut(Summary):
    """A line in the console's list, for the agent who looks at it."""

    visitor_preview: str = Field(max_length=140, description="The visitor's last words")
    unread: int = Field(description="The visitor's messages that you have not read")
    right: Right | None = Field(description="Of the open rights request that is due first")
    due_on: date | None = Field(description="When that is due")
    left: bool = Field(description="The visitor left an e-mail address and went")
    verified: str | None = Field(
        None, description="Name or e-mail address that the site has signed"
    )
    found: Found | None = Field(None, description="With `search`: where the words stand")

    @classmethod
    def line(cls, listed: Listed) -> Self:
        """The line for one conversation."""
        return cls(
            **Summary.of(listed).model_dump(),
            visitor_preview=listed.visitor_preview,
            unread=listed.unread,
            right=listed.right,
            due_on=listed.due_on,
            left=listed.left,
            verified=listed.verified,
            found=Found.of(listed.found) if listed.found else None,
        )


class Lines(BaseModel):
    """The console's list: who waits longest first, then the newest activity."""

    conversations: list[ListedOut]

    @classmethod
    def of(cls, listed: list[Listed]) -> Self:
        """The list of these conversations, in this order."""
        return cls(conversations=[ListedOut.line(one) for one in listed])


class NoticeOut(BaseModel):
    """Something that an agent is told wherever they look."""

    id: int
    kind: Literal["taken_over", "reassigned", "reassigned_to_you", "away"]
    conversation_id: str
    by: str | None = Field(description="Who did it; null where nobody did")
    at: datetime

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """The shape of one notice."""
        return cls.model_validate(vars(notice))


class ColleagueOut(BaseModel):
    """An agent, as colleagues see them."""

    id: int
    name: str
    status: Literal["online", "away", "offline"] = Field(
        description="online: seen within two minutes; away: signed in, not seen; else offline"
    )
    conversations: int = Field(description="How many they have")


class Colleagues(BaseModel):
    """Everyone who may talk with visitors."""

    agents: list[ColleagueOut]


class Figures(BaseModel):
    """An agent's own figures."""

    days: int
    replies: int = Field(description="First replies to a visitor who waited")
    first_reply_median_seconds: float | None = Field(description="null without any")
    first_reply_p90_seconds: float | None
    closed: int = Field(description="Conversations that you closed")
    ratings: int
    rating_mean: float | None = Field(description="Of 1 to 5 stars; null without any")


class CannedReplyIn(BaseModel):
    """A reply kept for later."""

    shortcut: str = Field(pattern=r"^[a-z0-9-]{1,40}$", examples=["delay"])
    language: str | None = Field(None, pattern=r"^[a-z]{2}$", examples=["fr"])
    text: str = Field(
        min_length=1,
        max_length=CANNED_LIMIT,
        examples=["Bonjour, je suis {agent_name}. Je regarde votre question."],
    )


class CannedReplyOut(CannedReplyIn):
    """A reply kept for later, with what to name it by."""

    id: int
    variables: list[str] = Field(description="Those that its text holds")


class CannedReplies(BaseModel):
    """The replies kept for later, by shortcut, and the variables that they may hold."""

    replies: list[CannedReplyOut]
    variables: dict[str, str] = Field(description="Variable: what it stands for")


class FilledReply(BaseModel):
    """A canned reply with its variables filled in, for the agent to look at before sending."""

    text: str
    missing: list[str] = Field(description="Variables without a value here; they stand as written")


class MarkWrong(BaseModel):
    """What the assistant should have cited. Without an anchor: the statement does not cover it."""

    seq: int = Field(ge=1, description="The assistant's message", examples=[2])
    document: str | None = Field(None, max_length=100, examples=["privacy"])
    anchor: str | None = Field(None, max_length=300, examples=["duree-de-conservation"])
    note: str = Field("", max_length=2000)


class CandidateOut(BaseModel):
    """A question that may become a golden one."""

    id: int
    conversation_id: str
    seq: int
    at: datetime
    by: str
    question: str
    language: str
    document: str | None
    anchor: str | None = Field(description="null: the statement does not cover it")
    note: str


class ClausesFound(BaseModel):
    """Sentences of the published statements, those that fit best first."""

    clauses: list[Citation]


class History(BaseModel):
    """Older events of a conversation, in order."""

    events: list[Event]


class Candidates(BaseModel):
    """Questions that may become golden ones, the newest first."""

    candidates: list[CandidateOut]
