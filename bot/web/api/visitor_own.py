"""What is the visitor's own: their conversation as a file, its end; and what they might ask."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter

from bot.answering.answer import Answers
from bot.answering.suggested import Suggestion, answered
from bot.conversations.events import Conversation, Event
from bot.web.api.ask import answerer_of
from bot.web.api.schemas import Language, problems
from bot.web.deps import TheConversations, conversation_for_visitor
from bot.web.pages.rendering import library_of
from bot.web.pages.transcript import transcript_page

router = APIRouter(prefix="/api", tags=["visitor"])

Mine = Annotated[Conversation, Depends(conversation_for_visitor)]

_EVENTS = TypeAdapter(list[Event])


@router.get(
    "/suggestions",
    summary="What might be asked?",
    response_description="Questions that the published statements answer for sure",
    responses=problems(503),
)
async def suggestions(
    request: Request,
    response: Response,
    answerer: Annotated[Answers, Depends(answerer_of)],
    language: Language = "en",
) -> list[Suggestion]:
    """A few questions that most visitors have, in their language; only those that are answered.

    Made once for what is published, so the first call after publishing takes a second or two.
    """
    response.headers["Cache-Control"] = "max-age=300"
    live = tuple(
        (slug, code, snapshot.version)
        for slug, codes in library_of(request).documents()
        for code in codes
        if (snapshot := library_of(request).live(slug, code))
    )
    kept: dict[object, asyncio.Task[list[Suggestion]]]
    state = request.app.state
    if getattr(state, "suggestions_for", None) != live:
        state.suggestions_for, state.suggestions = live, {}
    kept = state.suggestions
    if language not in kept or (kept[language].done() and kept[language].exception()):
        asking = asyncio.to_thread(answered, language, answerer.answer)
        kept[language] = asyncio.create_task(asking)
    return await asyncio.shield(kept[language])


@router.get(
    "/conversations/{id}/transcript",
    summary="Take the conversation along",
    response_description="The conversation as a file to keep",
    responses={
        200: {"content": {"text/html": {}, "application/json": {}}},
        **problems(401),
    },
    response_class=Response,
)
async def transcript(
    mine: Mine,
    conversations: TheConversations,
    form: Annotated[
        Literal["html", "json"], Query(description="A page to read, or data to work with")
    ] = "html",
) -> Response:
    """All that was said, with the sentences quoted and where they stand."""
    conversation, events = await conversations.read_with_events(mine.id)
    name = f"conversation-{conversation.created_at:%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    if form == "json":
        body = _EVENTS.dump_json(events, indent=2)
        return Response(body, headers=headers, media_type="application/json")
    page = transcript_page(conversation, events)
    return Response(page, headers=headers, media_type="text/html; charset=utf-8")


@router.delete(
    "/conversations/{id}",
    status_code=204,
    summary="Delete the conversation",
    responses=problems(401),
)
async def erase(mine: Mine, conversations: TheConversations) -> None:
    """Deletes it with all that hangs on it, at once. The token opens nothing any more."""
    await conversations.erase(mine.id)
