"""The studio's way in: a file is brought, read, and indexed behind a page that says how far it is."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from bot.accounts.accounts import Session
from bot.answering.engine import LANGUAGES
from bot.answering.language import detect_language
from bot.errors import NotAllowed, NotFound, TooLarge
from bot.publishing.indexing import is_slug
from bot.publishing.naming import clean_name, named_by
from bot.publishing.publishing import Draft
from bot.publishing.reading import read_safely, text_of
from bot.publishing.uploads import Upload, Uploads
from bot.settings import Settings
from bot.store import Store
from bot.web.deps import csrf_fits
from bot.web.pages.rendering import PRIVATE, PageRoute, staff_page
from bot.web.pages.studio_version import Owner, OwnerForm
from bot.web.pages.words import fill, words
from bot.web.rates import check
from index.corrections import from_json
from index.errors import StatementError
from index.readers import READERS, outline_of

ADDRESS = "/studio/upload"
NEW = "new"
LONGEST_NOTE = 500

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(slots=True)
class Filled:
    """What stands in the form."""

    document: str = ""
    slug: str = ""
    language: str = ""
    note: str = ""
    effective: str = ""


class Wrong(Exception):
    """A field that can't be used: its name, and a sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@router.get(ADDRESS)
async def upload_form(
    request: Request, session: Owner, slug: str = "", language: str = ""
) -> HTMLResponse:
    """A form for a file; which text it is may be named already."""
    return await _form(request, session, Filled(document=slug, language=language))


@router.post(ADDRESS)
async def upload(request: Request, session: Owner) -> Response:
    """Takes a file, reads it in a process of its own, and begins to index it.

    The form is read here and not before: who sends it has to be known first.
    """
    check(request, "upload", str(session.account.id))
    with uploads_of(request).coming():
        return await _taken(request, session)


async def _taken(request: Request, session: Session) -> Response:
    """The form, read and begun with, or again with what is wrong."""
    filled = Filled()
    status = 422
    try:
        async with request.form(max_files=1, max_fields=10, max_part_size=20_000) as form:
            if not csrf_fits(session, _text(form, "csrf")):
                raise NotAllowed(words("staff")["signin"]["stale"])
            filled = Filled(**{name: _text(form, name).strip() for name in asdict(filled)})
            name, source = await _file(form, _settings(request).upload_bytes)
        draft = await _draft(_store(request), filled, name, source)
    except Wrong as error:
        wrong = {error.field: str(error)}
    except StatementError as error:
        wrong = {"file": str(error)}
    except TooLarge as error:
        wrong, status = {"file": str(error)}, error.status
    else:
        begun = uploads_of(request).begin(draft, session.account.name)
        return RedirectResponse(f"{ADDRESS}/{begun.id}", 303, PRIVATE)
    return await _form(request, session, filled, wrong, status)


@router.get(ADDRESS + "/{id}")
async def progress(request: Request, session: Owner, id: str) -> Response:
    """How far it is; once it is done, the way to the text."""
    found = _found(request, id)
    if found.state == "done":
        return RedirectResponse(_where(found), 303, PRIVATE)
    shown = {"upload": found, "said": words("upload"), "state": _state(found)}
    return staff_page("studio_reading.html", session, "studio", shown)


@router.get(ADDRESS + "/{id}/state")
async def state(request: Request, session: Owner, id: str) -> Response:
    """The same for the page's script."""
    return JSONResponse(_state(_found(request, id)), headers=PRIVATE)


@router.post(ADDRESS + "/{id}")
async def again(request: Request, session: OwnerForm, id: str) -> Response:
    """Tries once more what failed."""
    uploads_of(request).again(_found(request, id))
    return RedirectResponse(f"{ADDRESS}/{id}", 303, PRIVATE)


def uploads_of(request: Request) -> Uploads:
    """The uploads of this app."""
    uploads: Uploads = request.app.state.uploads
    return uploads


def _found(request: Request, id: str) -> Upload:
    found = uploads_of(request).find(id)
    if found is None:
        raise NotFound(words("upload")["gone"])
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
    assert version is not None
    notice = "known" if upload.known else "corrected" if upload.corrects else "uploaded"
    return f"/studio/{version.slug}/{version.language}/{version.version}/text?notice={notice}"


async def _draft(store: Store, filled: Filled, name: str, source: bytes) -> Draft:
    """What the form asks for, with the file read. Raises Wrong, StatementError."""
    said = words("staff")["studio"]
    slugs = [document.slug for document in await store.documents()]
    by_name, named_language = named_by(name, slugs, LANGUAGES)
    slug = filled.slug or by_name if filled.document in (NEW, "") else filled.document
    if not is_slug(slug):
        raise Wrong("slug", said["slug_wrong"])
    if filled.language and filled.language not in LANGUAGES:
        raise Wrong("language", words("upload")["no_language"])
    try:
        effective = date.fromisoformat(filled.effective) if filled.effective else None
    except ValueError:
        raise Wrong("effective", said["date_wrong"]) from None
    parsed = await asyncio.to_thread(read_safely, source, name)
    expected = next((version.language for version in await store.versions(slug)), "en")
    language = filled.language or named_language
    if not language:
        text = text_of(parsed)[:4000]
        language = await asyncio.to_thread(detect_language, text, None, LANGUAGES, expected)
    corrections = from_json(await store.last_corrections(slug, language))
    try:
        outline_of(parsed, corrections, name)  # what can't be used is said before the page changes
    except StatementError:
        corrections = ()
        outline_of(parsed, corrections, name)
    note = filled.note[:LONGEST_NOTE]
    return Draft(slug, language, name, source, note, effective, corrections, parsed)


async def _file(form: FormData, largest: int) -> tuple[str, bytes]:
    given = form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise Wrong("file", words("staff")["studio"]["file_missing"])
    source = await given.read(largest + 1)
    if len(source) > largest:
        said = words("upload")["too_large"]
        raise TooLarge(fill(said, name=clean_name(given.filename), n=largest // 1_000_000))
    return clean_name(given.filename), source


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
    request: Request,
    session: Session,
    filled: Filled,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    settings = _settings(request)
    context = {
        "given": asdict(filled),
        "errors": {**dict.fromkeys(("file", "slug", "language", "effective"), ""), **(wrong or {})},
        "documents": await _store(request).documents(),
        "languages": LANGUAGES,
        "endings": sorted(READERS),
        "largest": settings.upload_bytes,
        "megabytes": settings.upload_megabytes,
        "more": words("upload"),
    }
    page = staff_page("studio_upload.html", session, "studio", context)
    page.status_code = status
    return page
