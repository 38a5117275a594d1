"""A version's tabs 'Questions' and 'Try it': what it answers, beside what is live."""

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from bot.errors import ClauseError
from bot.masking import masked
from bot.publishing.gate import Gate, Progress
from bot.publishing.golden import GoldenQuestion
from bot.store.asked import AskedTables
from bot.web.pages.rendering import PageRoute, library_of
from bot.web.pages.studio_version import Owner, TheVersion, usable, version_page
from bot.web.pages.words import words
from index.errors import IndexingError

RECENT = 8
LONGEST_RECENT = 160  # characters; a story is no suggestion

router = APIRouter(route_class=PageRoute, include_in_schema=False)


def gate_of(request: Request) -> Gate:
    """What asks the golden questions in this app."""
    gate: Gate = request.app.state.parts.gate
    return gate


TheGate = Annotated[Gate, Depends(gate_of)]


@router.get("/studio/{slug}/{language}/{version}/questions")
async def questions(
    request: Request, shown: TheVersion, session: Owner, gate: TheGate
) -> HTMLResponse:
    """The golden questions, the worst first; while they are asked, how far that is."""
    found, failed = None, ""
    try:
        found = await gate.look(shown.version)
    except (ClauseError, IndexingError) as error:
        failed = str(error)
    live = library_of(request).live(shown.text.slug, shown.text.language)
    sections = (*(live.sections if live else ()), *shown.snapshot.sections)
    context = {
        "golden": words("golden"),
        "failed": failed,
        "progress": found if isinstance(found, Progress) else None,
        "result": found,
        "headings": {one.anchor: one.heading for one in sections},
    }
    return version_page("studio_questions.html", session, shown, "questions", context)


@router.get("/studio/{slug}/{language}/{version}/questions/progress")
async def progress(shown: TheVersion, session: Owner, gate: TheGate) -> dict[str, object]:
    """How far the asking is, for the page that waits."""
    found = await gate.look(shown.version)
    if isinstance(found, Progress):
        return {"done": found.done, "of": found.of, "ready": False}
    return {"done": len(found.rows), "of": len(found.rows), "ready": True}


@router.get("/studio/{slug}/{language}/{version}/try")
async def try_it(
    request: Request, shown: TheVersion, session: Owner, gate: TheGate, question: str = ""
) -> HTMLResponse:
    """One question, answered by this version and by what is live."""
    text, error, live, draft, anchor = shown.text, "", None, None, ""
    question = " ".join(question.split())[:500]
    if question:
        asked = GoldenQuestion(question, text.language)
        snapshots = library_of(request).snapshots
        try:
            mine = await usable(request, shown.version)
            result = await asyncio.to_thread(gate.compare, mine, snapshots, [asked], Progress())
            live, draft = result.rows[0].live, result.rows[0].draft
            anchor = draft.cited[0].anchor if draft.first else ""
        except ClauseError as refused:
            error = refused.detail
    filled = {"question": question, "spoken": text.language, "anchor": anchor}
    context = {
        "golden": words("golden"),
        "recent": await _recent(request),
        "question": question,
        "error": error,
        "live": live,
        "draft": draft,
        "new_href": f"{text.href}/golden/new?{urlencode(filled)}",
    }
    return version_page("studio_try.html", session, shown, "try", context)


async def _recent(request: Request) -> list[str]:
    """What visitors asked lately, each once, without personal data."""
    store: AskedTables = request.app.state.parts.store
    shown = (" ".join(masked(text).split()) for text in await store.recent_questions())
    return list(dict.fromkeys(one for one in shown if len(one) <= LONGEST_RECENT))[:RECENT]
