"""What the console calls beside conversations: notes, read marks, rights requests, the desk."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from bot.accounts.accounts import Session
from bot.conversations.canned import VARIABLES, CannedReply, variables_of
from bot.conversations.events import Person
from bot.conversations.notes import Note
from bot.errors import Unprocessable
from bot.web.api.schemas import problems
from bot.web.api.schemas_live import (
    CandidateOut,
    Candidates,
    CannedReplies,
    CannedReplyIn,
    CannedReplyOut,
    ClausesFound,
    CloseRightsRequest,
    ColleagueOut,
    Colleagues,
    Figures,
    FilledReply,
    IsTyping,
    MarkWrong,
    ReadUpTo,
    RightsRequestOut,
    RightsRequests,
    SendNote,
)
from bot.web.deps import (
    TheClauses,
    TheConversations,
    TheDesk,
    agent,
    agent_csrf,
    conversation_id,
    owner,
    staff,
)

router = APIRouter(prefix="/api/console", tags=["console"])

Reading = Annotated[Person, Depends(agent)]
Acting = Annotated[Person, Depends(agent_csrf)]
ConversationId = Annotated[str, Depends(conversation_id)]
RequestId = Annotated[int, Path(ge=1, le=2**31 - 1, description="The rights request's id")]
ReplyId = Annotated[int, Path(ge=1, le=2**31 - 1, description="The canned reply's id")]


@router.post(
    "/conversations/{id}/notes",
    status_code=201,
    summary="Write a private note",
    response_description="The note as it was stored",
    responses={
        200: {"model": Note, "description": "The note was stored before: here it is"},
        **problems(401, 403, 404),
    },
)
async def note(
    id: ConversationId,
    actor: Acting,
    said: SendNote,
    conversations: TheConversations,
    response: Response,
) -> Note:
    """Stores the note, once a `client_id`. Any agent may, in any state; no visitor sees it."""
    stored, is_new = await conversations.note(id, actor, said.client_id, said.text)
    response.status_code = 201 if is_new else 200
    return stored


@router.post(
    "/conversations/{id}/typing",
    status_code=204,
    summary="Say that you type",
    responses=problems(401, 403, 404, 409),
)
async def typing(
    id: ConversationId, actor: Acting, said: IsTyping, conversations: TheConversations
) -> None:
    """Shown to the visitor for 6 seconds; for the agent who has the conversation only."""
    await conversations.agent_types(id, actor, said.typing)


@router.post(
    "/conversations/{id}/read",
    status_code=204,
    summary="Say how far you have read",
    responses=problems(401, 403, 404),
)
async def read(
    id: ConversationId, actor: Acting, said: ReadUpTo, conversations: TheConversations
) -> None:
    """For your unread counts. The visitor is told if the conversation is yours."""
    await conversations.agent_read(id, actor, said.seq)


@router.get(
    "/rights-requests",
    summary="List rights requests",
    response_description="Open ones, the most urgent first; or closed ones, the newest first",
    responses=problems(401, 403),
)
async def rights_requests(
    session: Annotated[Session, Depends(staff)],
    conversations: TheConversations,
    closed: Annotated[bool, Query(description="Those that were closed instead")] = False,
) -> RightsRequests:
    """At most 200. Every role may see them."""
    found = await conversations.store.rights_requests(closed=closed)
    return RightsRequests(requests=[RightsRequestOut.of(request) for request in found])


@router.post(
    "/conversations/{id}/rights-requests/{request_id}/close",
    status_code=204,
    summary="Close a rights request",
    responses=problems(401, 403, 404),
)
async def close_rights_request(
    id: ConversationId,
    request_id: RequestId,
    actor: Acting,
    said: CloseRightsRequest,
    conversations: TheConversations,
) -> None:
    """With its outcome; a refusal needs a note that says why."""
    await conversations.close_rights_request(id, request_id, actor, said.outcome, said.note)


@router.get(
    "/agents",
    summary="List the agents",
    response_description="Everyone who may talk with visitors, by name",
    responses=problems(401, 403),
)
async def agents(reader: Reading, desk: TheDesk) -> Colleagues:
    """Who is here, and how many conversations they have: to reassign, and to take over."""
    return Colleagues(
        agents=[
            ColleagueOut.model_validate(
                {
                    "id": one.id,
                    "name": one.name,
                    "status": status,
                    "conversations": one.conversations,
                }
            )
            for one, status in await desk.colleagues()
        ]
    )


@router.get(
    "/figures",
    summary="Your own figures",
    response_description="Waiting time to the first reply, closed, rating",
    responses=problems(401, 403),
)
async def figures(
    reader: Reading,
    desk: TheDesk,
    days: Annotated[int, Query(ge=1, le=366, description="How far back")] = 30,
) -> Figures:
    """Yours only; nobody else's are shown to you, nor yours to them."""
    return Figures.model_validate(vars(await desk.figures(reader, days)))


@router.get(
    "/canned-replies",
    summary="List canned replies",
    response_description="By shortcut, with the variables that they may hold",
    responses=problems(401, 403),
)
async def canned_replies(reader: Reading, desk: TheDesk) -> CannedReplies:
    """Shared by all agents."""
    replies = [_canned(reply) for reply in await desk.canned_replies()]
    return CannedReplies(replies=replies, variables=VARIABLES)


@router.post(
    "/canned-replies",
    status_code=201,
    summary="Keep a canned reply",
    response_description="The reply as it was stored",
    responses=problems(401, 403, 409),
)
async def add_canned_reply(actor: Acting, said: CannedReplyIn, desk: TheDesk) -> CannedReplyOut:
    """A variable that there is not is refused, as is a shortcut that is taken."""
    return _canned(await desk.keep_reply(actor, said.shortcut, said.language, said.text))


@router.put(
    "/canned-replies/{reply_id}",
    summary="Change a canned reply",
    response_description="The reply as it was stored",
    responses=problems(401, 403, 404, 409),
)
async def change_canned_reply(
    reply_id: ReplyId, actor: Acting, said: CannedReplyIn, desk: TheDesk
) -> CannedReplyOut:
    """As keeping one."""
    return _canned(await desk.keep_reply(actor, said.shortcut, said.language, said.text, reply_id))


@router.delete(
    "/canned-replies/{reply_id}",
    status_code=204,
    summary="Forget a canned reply",
    responses=problems(401, 403, 404),
)
async def remove_canned_reply(reply_id: ReplyId, actor: Acting, desk: TheDesk) -> None:
    """For good."""
    await desk.remove_reply(actor, reply_id)


@router.get(
    "/conversations/{id}/canned-replies/{reply_id}",
    summary="Fill in a canned reply",
    response_description="The text, ready to be looked at and sent",
    responses=problems(401, 403, 404),
)
async def fill_canned_reply(
    id: ConversationId, reply_id: ReplyId, reader: Reading, desk: TheDesk
) -> FilledReply:
    """With what this conversation gives the variables; what has no value stands as written."""
    text, missing = await desk.fill_reply(reader, id, reply_id)
    return FilledReply(text=text, missing=missing)


@router.get(
    "/clauses",
    summary="Search the statements",
    response_description="Sentences that fit, best first, ready to be cited in a reply",
    responses=problems(401, 403),
)
async def clauses(
    reader: Reading,
    found: TheClauses,
    search: Annotated[str, Query(min_length=1, max_length=500)],
    language: Annotated[
        str, Query(max_length=10, description="The visitor's: texts in it come alone, if any")
    ] = "",
) -> ClausesFound:
    """In the words of the text or in others: the same search as the assistant's."""
    return ClausesFound(clauses=await asyncio.to_thread(found.search, search, language))


@router.post(
    "/conversations/{id}/wrong",
    status_code=201,
    summary="Say that the assistant was wrong",
    response_description="The candidate for a golden question",
    responses=problems(401, 403, 404),
)
async def mark_wrong(
    id: ConversationId, actor: Acting, said: MarkWrong, desk: TheDesk, request: Request
) -> CandidateOut:
    """Keeps the question with the section that answers it. Marked again, the newer counts."""
    if said.document is not None and said.anchor is not None:
        _check_section(request, said.document, said.anchor)
    kept = await desk.mark_wrong(actor, id, said.seq, said.document, said.anchor, said.note)
    return CandidateOut.model_validate(vars(kept))


@router.get(
    "/candidates",
    summary="List candidate golden questions",
    response_description="The newest first",
    responses=problems(401, 403),
)
async def candidates(session: Annotated[Session, Depends(owner)], desk: TheDesk) -> Candidates:
    """What agents marked as answered wrongly. For owners."""
    found = [CandidateOut.model_validate(vars(one)) for one in await desk.candidates()]
    return Candidates(candidates=found)


def _canned(reply: CannedReply) -> CannedReplyOut:
    return CannedReplyOut(**vars(reply), variables=variables_of(reply.text))


def _check_section(request: Request, document: str, anchor: str) -> None:
    """Raises Unprocessable for a section that no published statement has."""
    snapshots = request.app.state.parts.library.snapshots
    if not any(
        snapshot.document == document and section.anchor == anchor
        for snapshot in snapshots
        for section in snapshot.sections
    ):
        raise Unprocessable(
            f"There is no section “{anchor[:80]}” in “{document[:80]}”. Choose one from the statement."
        )
