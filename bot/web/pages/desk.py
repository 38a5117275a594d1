"""An agent's own pages beside the console: figures, and canned replies."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bot.accounts.accounts import Session
from bot.conversations.events import Person
from bot.web.deps import TheDesk
from bot.web.deps import staff_page as signed_in
from bot.web.pages.rendering import PageRoute, may_chat, staff_page
from bot.web.pages.words import refusals, words

router = APIRouter(route_class=PageRoute, include_in_schema=False)

PERIODS = (7, 30, 90)  # days
LANGUAGES = ("fr", "en", "es", "de")


@router.get("/console/figures")
async def figures(session: Annotated[Session, Depends(signed_in)], desk: TheDesk) -> Response:
    """Waiting time to the first reply, closed conversations and ratings, by period."""
    if not may_chat(session):
        return RedirectResponse("/studio", 303)
    agent = Person(session.account.id, session.account.name)
    found = [await desk.figures(agent, days) for days in PERIODS]
    empty = not any(one.replies or one.closed or one.ratings for one in found)
    return staff_page("figures.html", session, "figures", {"figures": found, "empty": empty})


@router.get("/console/replies")
async def replies(request: Request, session: Annotated[Session, Depends(signed_in)]) -> Response:
    """Canned replies: a list and a form; scripts fill them."""
    if not may_chat(session):
        return RedirectResponse("/studio", 303)
    said = words("staff")
    given = {
        "me": {"id": session.account.id, "name": session.account.name},
        "open": "",
        "statements": [],
        "words": {part: said[part] for part in ("console", "common", "formats", "replies")}
        | {"refusals": refusals()},
    }
    return staff_page("replies.html", session, "replies", {"given": given, "languages": LANGUAGES})
