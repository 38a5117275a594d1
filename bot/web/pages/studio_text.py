"""A version's text: the file beside how it is read, with doubts to accept and places to correct."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bot.accounts.accounts import Session
from bot.errors import ClauseError, Conflict, Unprocessable
from bot.publishing.looking import Looking, mark_of
from bot.web.pages.rendering import PRIVATE, PageRoute
from bot.web.pages.statement import address
from bot.web.pages.studio_upload import ADDRESS as UPLOAD
from bot.web.pages.studio_upload import uploads_of
from bot.web.pages.studio_version import (
    Field,
    Owner,
    OwnerForm,
    TheVersion,
    VersionShown,
    version_page,
)
from bot.web.pages.words import fill, told, words
from index.corrections import CorrectionKind
from index.errors import StatementError

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_PATH = "/studio/{slug}/{language}/{version}/text"


@router.get(_PATH)
async def text_page(
    request: Request, session: Owner, shown: TheVersion, at: int = -1, notice: str = ""
) -> HTMLResponse:
    """The text. at: the piece whose corrections are open; notice: what was just done."""
    return await _page(request, session, shown, at=at, notice=notice)


@router.post(_PATH)
async def correct_text(
    request: Request,
    session: OwnerForm,
    shown: TheVersion,
    do: Field = "",
    place: Annotated[int, Form()] = -1,
    mark: Field = "",
    given: Annotated[str, Form(alias="words")] = "",
) -> Response:
    """One correction, or what becomes of all: `do` is its kind, undo, discard or apply."""
    looking, version = _looking(request), shown.version
    try:
        if do == "apply":
            draft = await looking.draft(version)
            begun = uploads_of(request).begin(draft, session.account.name, corrects=version.id)
            return RedirectResponse(f"{UPLOAD}/{begun.id}", 303, PRIVATE)
        if do == "undo":
            await looking.undo(version, place, mark)
        elif do == "discard":
            await looking.discard(version)
        elif do in set(CorrectionKind):
            await looking.add(version, CorrectionKind(do), place, mark, given)
        else:
            raise Unprocessable("Choose what is to be done.")
    except (Unprocessable, Conflict, StatementError) as error:
        status = error.status if isinstance(error, ClauseError) else 422
        return await _page(request, session, shown, at=place, error=str(error), status=status)
    target = f"#p{place}" if do not in ("undo", "discard") and place >= 0 else "#corrections"
    return RedirectResponse(f"{shown.href}/text?notice={do}{target}", 303, PRIVATE)


async def _page(
    request: Request,
    session: Session,
    shown: VersionShown,
    *,
    at: int = -1,
    notice: str = "",
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    said = words("upload")["text"]
    try:
        look = await _looking(request).look(shown.version)
    except StatementError as refused:
        raise Unprocessable(fill(said["unreadable"], reason=told(refused))) from refused
    context = {
        "said": said,
        "look": look,
        "changed": look.kept != look.in_work,
        "doubtful": {entry.piece.line for entry in look.pieces if entry.doubts},
        "at": at,
        "notice": words("staff")["studio"]["notices"].get(notice) or said["done"].get(notice, ""),
        "error": error,
        "mark_of": mark_of,
        "here": f"{shown.href}/text",
        "reading": address(shown.text.slug, shown.text.language, shown.version.version),
    }
    page = version_page("studio_text.html", session, shown, "text", context)
    page.status_code = status
    return page


def _looking(request: Request) -> Looking:
    looking: Looking = request.app.state.looking
    return looking
