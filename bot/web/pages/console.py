"""The support agent's console: one page, whatever conversation is open; scripts fill it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bot.accounts.accounts import Session
from bot.web.deps import staff_page as signed_in
from bot.web.pages.rendering import PageRoute, library_of, may_chat, staff_page
from bot.web.pages.words import refusals, words

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/console")
async def console(request: Request, session: Annotated[Session, Depends(signed_in)]) -> Response:
    """The list of conversations, none of them opened."""
    return _console(request, session, "")


@router.get("/console/c/{conversation_id}")
async def console_conversation(
    request: Request, conversation_id: str, session: Annotated[Session, Depends(signed_in)]
) -> Response:
    """The same page with a conversation opened; whether there is such a one the API tells."""
    return _console(request, session, conversation_id)


def _console(request: Request, session: Session, conversation_id: str) -> Response:
    if not may_chat(session):
        return RedirectResponse("/studio", 303)
    library = library_of(request)
    said = words("staff")
    given: dict[str, Any] = {
        "me": {"id": session.account.id, "name": session.account.name},
        "open": conversation_id,
        "statements": [
            {"slug": slug, "language": language, "title": snapshot.title}
            for slug, languages in library.documents()
            for language in languages
            if (snapshot := library.live(slug, language)) is not None
        ],
        "words": {part: said[part] for part in ("console", "common", "formats")}
        | {"refusals": refusals()},
    }
    return staff_page("console.html", session, "console", {"given": given})
