"""Bringing a new text: a file becomes a draft."""

from datetime import date
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from bot.answering.engine import LANGUAGES
from bot.answering.language import detect_language
from bot.publishing.indexing import is_slug, named_by
from bot.publishing.publishing import Draft
from bot.web.rendering import PageRoute, staff_page, store_of, words
from bot.web.studio_version import Field, Owner, OwnerForm, ThePublishing, see_other
from index.errors import IndexingError
from index.readers import READERS, decode

router = APIRouter(route_class=PageRoute, include_in_schema=False)

MOST_BYTES = 10 * 1024 * 1024
NEW = "new"


@router.get("/studio/upload")
async def upload_form(
    request: Request, session: Owner, slug: str = "", language: str = ""
) -> HTMLResponse:
    """A form for a file; which text it is may be named already."""
    return await _page(request, session, {"document": slug, "language": language})


@router.post("/studio/upload")
async def upload(
    request: Request,
    session: OwnerForm,
    publishing: ThePublishing,
    file: Annotated[UploadFile | None, File()] = None,
    document: Field = "",
    slug: Field = "",
    language: Field = "",
    note: Field = "",
    effective: Field = "",
) -> Response:
    """Reads the file into a draft, and shows how it was read."""
    said = words("staff", "en")["studio"]
    given = {
        "document": document,
        "slug": slug,
        "language": language,
        "note": note,
        "effective": effective,
    }
    name = PurePath(file.filename or "").name if file else ""
    if file is None or not name:
        return await _page(request, session, given, {"file": said["file_missing"]})
    source = await file.read()
    by_name = named_by(name)
    chosen = slug.strip() if document in (NEW, "") else document
    chosen = chosen or (by_name[0] if by_name else "")
    errors = {}
    if not is_slug(chosen):
        errors["slug"] = said["slug_wrong"]
    starts = None
    if effective:
        try:
            starts = date.fromisoformat(effective)
        except ValueError:
            errors["effective"] = said["date_wrong"]
    if errors:
        return await _page(request, session, given, errors)
    try:
        if not language:
            language = by_name[1] if by_name else ""
        if not language:
            text = decode(source, name)[:4000]
            language = detect_language(text, None, LANGUAGES, "en")
        known = await store_of(request).versions(chosen, language)
        draft = Draft(chosen, language, name, source, note.strip()[:500], starts)
        version = await publishing.draft(draft, session.account.name)
    except IndexingError as error:
        return await _page(request, session, given, {"file": str(error)})
    seen = any(one.id == version.id for one in known)
    notice = "known" if seen else "uploaded"
    return see_other(f"/studio/{chosen}/{language}/{version.version}/text?notice={notice}")


async def _page(
    request: Request,
    session: Owner,
    given: dict[str, str],
    errors: dict[str, str] | None = None,
) -> HTMLResponse:
    empty = dict.fromkeys(("document", "slug", "language", "note", "effective"), "")
    documents = await store_of(request).documents()
    context = {
        "given": {**empty, **given},
        "errors": {**dict.fromkeys(("file", "slug", "effective"), ""), **(errors or {})},
        "documents": documents,
        "languages": LANGUAGES,
        "endings": sorted(READERS),
        "most": MOST_BYTES // 1024 // 1024,
    }
    page = staff_page("studio_upload.html", session, "studio", context)
    page.status_code = 422 if errors else 200
    return page
