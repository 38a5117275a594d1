"""A version's text: the file beside how it is read, with doubts to accept and places to correct."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.accounts import Session
from bot.errors import ClauseError, Conflict, NotAllowed, Unprocessable
from bot.publishing.looking import Looking, mark_of
from bot.store import Store, Version
from bot.web.deps import csrf_fits
from bot.web.pages_upload import ADDRESS as UPLOAD
from bot.web.pages_upload import Owner, text_address, uploads_of
from bot.web.rendering import PRIVATE, PageRoute, staff_page, words
from index.corrections import CorrectionKind
from index.errors import StatementError

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_PATH = "/studio/{slug}/{language}/{version}/text"
Field = Annotated[str, Form()]


@router.get(_PATH)
async def text_page(
    request: Request,
    session: Owner,
    slug: str,
    language: str,
    version: str,
    at: int = -1,
    done: str = "",
) -> HTMLResponse:
    """The text. at: the piece whose corrections are open; done: what was just done."""
    found = await _store(request).version(slug, language, version)
    return await _page(request, session, found, at=at, done=done)


@router.post(_PATH)
async def correct_text(
    request: Request,
    session: Owner,
    slug: str,
    language: str,
    version: str,
    csrf: Field = "",
    do: Field = "",
    place: Annotated[int, Form()] = -1,
    mark: Field = "",
    words_given: Annotated[str, Form(alias="words")] = "",
) -> Response:
    """One correction, or what is done with all of them. `do`: a kind of correction, undo, discard or
    apply."""
    found = await _store(request).version(slug, language, version)
    if not csrf_fits(session, csrf):
        raise NotAllowed(words("upload", "en")["stale"])
    looking = _looking(request)
    try:
        if do == "apply":
            draft = await looking.draft(found)
            begun = uploads_of(request).begin(draft, session.account.name, corrects=found.id)
            return RedirectResponse(f"{UPLOAD}/{begun.id}", 303, PRIVATE)
        if do == "undo":
            await looking.undo(found, place, mark)
        elif do == "discard":
            await looking.discard(found)
        elif do in set(CorrectionKind):
            await looking.add(found, CorrectionKind(do), place, mark, words_given)
        else:
            raise Unprocessable("Choose what is to be done.")
    except (Unprocessable, Conflict, StatementError) as error:
        status = error.status if isinstance(error, ClauseError) else 422
        return await _page(request, session, found, at=place, error=str(error), status=status)
    here = text_address(slug, language, version)
    target = f"#p{place}" if do not in ("undo", "discard") and place >= 0 else "#corrections"
    return RedirectResponse(f"{here}?done={do}{target}", 303, PRIVATE)


async def _page(
    request: Request,
    session: Session,
    version: Version,
    *,
    at: int = -1,
    done: str = "",
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    said = words("upload", "en")
    try:
        look = await _looking(request).look(version)
    except StatementError as refused:
        reason = said["text"]["unreadable"].replace("{reason}", str(refused))
        raise Unprocessable(reason) from refused
    shown = {
        "said": said["text"],
        "version": version,
        "look": look,
        "changed": look.kept != look.in_work,
        "at": at,
        "doubtful": {entry.piece.line for entry in look.pieces if entry.doubts},
        "done": said["text"]["done"].get(done, ""),
        "error": error,
        "mark_of": mark_of,
        "here": text_address(version.slug, version.language, version.version),
    }
    page = staff_page("studio_text.html", session, "studio", shown)
    page.status_code = status
    return page


def _looking(request: Request) -> Looking:
    looking: Looking = request.app.state.looking
    return looking


def _store(request: Request) -> Store:
    store: Store = request.app.state.parts.store
    return store
