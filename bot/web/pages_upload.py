"""The studio's way in: a file is brought, read, indexed behind a page that says how far it is."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from bot.accounts.accounts import Session
from bot.answering.language import KNOWN_LANGUAGES, detect_language
from bot.errors import ClauseError, NotAllowed, NotFound, TooLarge, Unprocessable
from bot.publishing.naming import as_slug, clean_name, named_by
from bot.publishing.publishing import Draft
from bot.publishing.reading import read_safely, text_of
from bot.publishing.uploads import Upload, Uploads
from bot.settings import Settings
from bot.store import Store
from bot.web.deps import csrf_fits
from bot.web.deps import staff_page as signed_in
from bot.web.rendering import PRIVATE, PageRoute, may_own, staff_page, words
from index.corrections import from_json
from index.errors import StatementError
from index.readers import READERS, outline_of

ADDRESS = "/studio/upload"
NEW = "new document"  # no slug has a space
LONGEST_NOTE = 500

router = APIRouter(route_class=PageRoute, include_in_schema=False)


async def owner_page(session: Annotated[Session, Depends(signed_in)]) -> Session:
    """Someone who looks after the texts, for HTML pages. Raises NotAllowed."""
    if not may_own(session):
        raise NotAllowed(words("staff", "en")["problem"]["not_allowed"])
    return session


Owner = Annotated[Session, Depends(owner_page)]


def text_address(slug: str, language: str, version: str) -> str:
    """Where a version's text is looked through."""
    return f"/studio/{slug}/{language}/{version}/text"


@dataclass(slots=True)
class Filled:
    """What stands in the form."""

    document: str = ""
    name: str = ""
    language: str = ""
    note: str = ""
    effective_on: str = ""


@router.get(ADDRESS)
async def upload_form(request: Request, session: Owner, document: str = "") -> HTMLResponse:
    """The form; `document` chooses one beforehand."""
    return await _form(request, session, Filled(document=document))


@router.post(ADDRESS)
async def upload(request: Request, session: Owner) -> Response:
    """Take a file, read it in a process of its own, and begin to index it."""
    filled = Filled()
    try:
        async with request.form(max_files=1, max_fields=10, max_part_size=20_000) as form:
            if not csrf_fits(session, _text(form, "csrf")):
                raise NotAllowed(words("upload", "en")["stale"])
            filled = Filled(
                *(
                    _text(form, part)
                    for part in ("document", "name", "language", "note", "effective")
                )
            )
            name, source = await _file(form, _settings(request).upload_bytes)
        draft = await _draft(_store(request), filled, name, source)
    except (StatementError, Unprocessable, TooLarge, NotAllowed) as error:
        status = error.status if isinstance(error, ClauseError) else 422
        return await _form(request, session, filled, error=str(error), status=status)
    begun = uploads_of(request).begin(draft, session.account.name)
    return RedirectResponse(f"{ADDRESS}/{begun.id}", 303, PRIVATE)


@router.get(ADDRESS + "/{id}")
async def progress(request: Request, session: Owner, id: str) -> Response:
    """How far it is; once it is done, the way to the text."""
    found = _found(request, id)
    if found.state == "done":
        return RedirectResponse(_where(found), 303, PRIVATE)
    shown = {"upload": found, "said": words("upload", "en"), "state": _state(found)}
    return staff_page("studio_reading.html", session, "studio", shown)


@router.get(ADDRESS + "/{id}/state")
async def state(request: Request, session: Owner, id: str) -> Response:
    """The same for the page's script."""
    return JSONResponse(_state(_found(request, id)), headers=PRIVATE)


@router.post(ADDRESS + "/{id}")
async def again(request: Request, session: Owner, id: str) -> Response:
    """Try once more what failed."""
    async with request.form() as form:
        if not csrf_fits(session, _text(form, "csrf")):
            raise NotAllowed(words("upload", "en")["stale"])
    uploads_of(request).again(_found(request, id))
    return RedirectResponse(f"{ADDRESS}/{id}", 303, PRIVATE)


def uploads_of(request: Request) -> Uploads:
    """The uploads of this app."""
    uploads: Uploads = request.app.state.uploads
    return uploads


def _found(request: Request, id: str) -> Upload:
    found = uploads_of(request).find(id)
    if found is None:
        raise NotFound(words("upload", "en")["gone"])
    return found


def _state(upload: Upload) -> dict[str, object]:
    return {
        "state": upload.state,
        "done": upload.done,
        "of": upload.of,
        "reason": upload.reason,
        "where": _where(upload) if upload.state == "done" else "",
    }


def _where(upload: Upload) -> str:
    version = upload.version
    return text_address(version.slug, version.language, version.version) if version else "/studio"


async def _draft(store: Store, filled: Filled, name: str, source: bytes) -> Draft:
    """What the form asks for, with the file read. Raises StatementError, Unprocessable."""
    if len(filled.note) > LONGEST_NOTE:
        raise Unprocessable(f"A note may have {LONGEST_NOTE} characters. Shorten it.")
    effective = _date(filled.effective_on)
    slugs = [document.slug for document in await store.documents()]
    by_name, named_language = named_by(name, slugs, KNOWN_LANGUAGES)
    slug = by_name
    if filled.document == NEW:
        slug = as_slug(filled.name)
        if slug in slugs:
            raise Unprocessable(
                f"There is a document “{slug}” already. Choose it, or another name."
            )
    elif filled.document:
        slug = filled.document
        if slug not in slugs:
            raise Unprocessable(f"There is no document “{slug[:60]}”. Choose one from the list.")
    else:
        slug = as_slug(by_name)
    parsed = await asyncio.to_thread(read_safely, source, name)
    expected = next((v.language for v in await store.versions(slug)), "en")
    language = filled.language or named_language
    if language and language not in KNOWN_LANGUAGES:
        raise Unprocessable(f"“{language[:20]}” is no language. Choose one from the list.")
    language = language or detect_language(text_of(parsed)[:4000], None, KNOWN_LANGUAGES, expected)
    corrections = from_json(await store.last_corrections(slug, language))
    try:
        outline_of(parsed, corrections, name)  # what can't be used is said before the page changes
    except StatementError:
        corrections = ()
        outline_of(parsed, corrections, name)
    return Draft(slug, language, name, source, filled.note.strip(), effective, corrections, parsed)


async def _file(form: FormData, largest: int) -> tuple[str, bytes]:
    given = form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise Unprocessable(words("upload", "en")["no_file"])
    source = await given.read(largest + 1)
    if len(source) > largest:
        raise TooLarge(
            f"The file is larger than {largest / 1_000_000:,.0f} MB, which a statement does not need. "
            "Take large pictures out of it, or give the text as docx, md or txt."
        )
    return clean_name(given.filename), source


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given.strip() else None
    except ValueError as error:
        raise Unprocessable(
            f"“{given[:20]}” is no day. Write it as year-month-day, such as 2027-01-01."
        ) from error


def _text(form: FormData, name: str) -> str:
    given = form.get(name)
    return given if isinstance(given, str) else ""


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.parts.settings
    return settings


def _store(request: Request) -> Store:
    store: Store = request.app.state.parts.store
    return store


async def _form(
    request: Request, session: Session, filled: Filled, *, error: str = "", status: int = 200
) -> HTMLResponse:
    settings = _settings(request)
    shown = {
        "said": words("upload", "en"),
        "filled": filled,
        "error": error,
        "documents": await _store(request).documents(),
        "languages": KNOWN_LANGUAGES,
        "endings": ",".join(sorted(READERS)),
        "largest": settings.upload_bytes,
        "megabytes": settings.upload_megabytes,
        "new": NEW,
        "address": ADDRESS,
    }
    page = staff_page("studio_upload.html", session, "studio", shown)
    page.status_code = status
    return page
