"""The keys that sites sign with who their visitors are: made here, shown once, taken back."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.accounts import Session
from bot.conversations.identity import SiteKey, clean_site, new_secret
from bot.errors import ClauseError, NotFound
from bot.store.identities import IdentityTables
from bot.web.pages.rendering import PageRoute, staff_page
from bot.web.pages.studio_version import Owner, OwnerForm, person, see_other
from bot.web.pages.studio_widget import ADDRESS as CONFIGURATOR
from bot.web.pages.words import words

ADDRESS = f"{CONFIGURATOR}/keys"

router = APIRouter(prefix=ADDRESS, route_class=PageRoute, include_in_schema=False)


def _store(request: Request) -> IdentityTables:
    store: IdentityTables = request.app.state.parts.store
    return store


@router.get("")
async def keys(request: Request, session: Owner, done: str = "") -> HTMLResponse:
    """Whose keys there are, and a form for another."""
    return await _page(request, session, done=done == "removed")


@router.post("")
async def add(
    request: Request, session: OwnerForm, site: Annotated[str, Form(max_length=2000)] = ""
) -> Response:
    """A new key; it is on the page that follows, and nowhere else."""
    try:
        origin = clean_site(site)
        now = datetime.now(UTC)
        key = await _store(request).add_site_key(person(session), origin, new_secret(), now)
    except ClauseError as refused:
        return await _page(request, session, refused=refused, site=site)
    return await _page(request, session, made=key)


@router.post("/{id}/remove")
async def remove(
    request: Request, session: OwnerForm, id: Annotated[int, Path(ge=1, le=2**31 - 1)]
) -> Response:
    """Takes a key back: what it signed is believed no more."""
    if await _store(request).remove_site_key(person(session), id, datetime.now(UTC)) is None:
        raise NotFound("There is no such key. Somebody may have taken it back already.")
    return see_other(f"{ADDRESS}?done=removed")


async def _page(
    request: Request,
    session: Session,
    *,
    made: SiteKey | None = None,
    refused: ClauseError | None = None,
    site: str = "",
    done: bool = False,
) -> HTMLResponse:
    said: dict[str, Any] = words("configurator")["site_keys"]
    context = {
        "said": said,
        "words_of_copying": words("configurator"),
        "keys": await _store(request).site_keys(),
        "made": made,
        "error": refused.detail if refused else "",
        "site": site,
        "done": done,
    }
    response = staff_page("studio_site_keys.html", session, "studio", context)
    if refused is not None:
        response.status_code = refused.status
    return response
