"""The studio's pages of golden questions: list, search, candidates, files."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from bot.errors import ClauseError, NotFound, Unprocessable
from bot.masking import masked
from bot.publishing.golden_files import BadLine, as_csv, as_jsonl, read_golden
from bot.store.desk import DeskTables
from bot.store.golden import GoldenTables
from bot.web.deps import TheDesk
from bot.web.pages.rendering import PageRoute, library_of, staff_page
from bot.web.pages.studio_version import (
    Field,
    Owner,
    OwnerForm,
    TextShown,
    TheText,
    person,
    see_other,
    text_shown,
    texts_shown,
)
from bot.web.pages.words import words

router = APIRouter(route_class=PageRoute, include_in_schema=False)

IMPORT = "/studio/golden/import"
MOST_BYTES = 1024 * 1024
BAD_SHOWN = 50
EXPORTS = {
    "jsonl": ("application/x-ndjson", as_jsonl),
    "csv": ("text/csv; charset=utf-8", as_csv),
}


def golden_of(request: Request) -> GoldenTables:
    """What the database of this app keeps of golden questions."""
    store: GoldenTables = request.app.state.parts.store
    return store


def desk_tables_of(request: Request) -> DeskTables:
    """What the database of this app keeps for agents."""
    store: DeskTables = request.app.state.parts.store
    return store


TheGolden = Annotated[GoldenTables, Depends(golden_of)]


@router.get("/studio/golden")
async def overview(request: Request, session: Owner, golden: TheGolden) -> Response:
    """Which text's; where there is one text, its page."""
    texts = [
        (text, len(await golden.golden(text.slug, text.language)))
        for text in await texts_shown(request)
    ]
    if len(texts) == 1:
        return see_other(f"{texts[0][0].href}/golden")
    return golden_page("studio_golden_texts.html", session, {"texts": texts})


@router.post(IMPORT)
async def take_file(
    request: Request,
    session: OwnerForm,
    golden: TheGolden,
    desk: TheDesk,
    file: Annotated[UploadFile | None, File()] = None,
    slug: Field = "",
    language: Field = "",
    anyway: Field = "",
) -> Response:
    """Keep the questions of a file: all of them, or the good ones if that was asked for."""
    text = await text_shown(request, slug, language)
    name = file.filename or "" if file is not None else ""
    try:
        if file is None or not name:
            raise Unprocessable(words("golden")["no_file"])
        live = library_of(request).live(slug, language)
        read = read_golden(await file.read(), name, language, live)
    except ClauseError as error:
        return await _list(request, session, golden, desk, text, error=error.detail)
    if read.bad and not anyway:
        return await _list(request, session, golden, desk, text, bad=read.bad)
    await golden.add_golden(slug, language, read.questions, person(session), "file")
    if read.bad:
        return await _list(request, session, golden, desk, text, bad=read.bad, skipped=True)
    return see_other(f"{text.href}/golden?notice=imported")


@router.get("/studio/{slug}/{language}/golden")
async def list_page(
    request: Request,
    text: TheText,
    session: Owner,
    golden: TheGolden,
    desk: TheDesk,
    q: str = "",
    notice: str = "",
) -> HTMLResponse:
    """The questions of a text, and what agents marked."""
    return await _list(request, session, golden, desk, text, q=q.strip()[:200], notice=notice)


@router.get("/studio/{slug}/{language}/golden/export.{kind}")
async def export(text: TheText, session: Owner, golden: TheGolden, kind: str) -> Response:
    """All of them as a file."""
    if kind not in EXPORTS:
        raise NotFound("There is no export of that kind.")
    media, write = EXPORTS[kind]
    questions = [one.plain for one in await golden.golden(text.slug, text.language)]
    name = f"{text.slug}.{text.language}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(write(questions), media_type=media, headers=headers)


async def _list(
    request: Request,
    session: Owner,
    golden: GoldenTables,
    desk: TheDesk,
    text: TextShown,
    *,
    q: str = "",
    notice: str = "",
    error: str = "",
    bad: Sequence[BadLine] = (),
    skipped: bool = False,
) -> HTMLResponse:
    questions = await golden.golden(text.slug, text.language)
    wanted = q.casefold()
    found = [
        one
        for one in questions
        if wanted in " ".join((one.question, one.anchor or "", one.quote, *one.tags)).casefold()
    ]
    live = library_of(request).live(text.slug, text.language)
    headings = {one.anchor: one.heading for one in live.sections} if live else {}
    candidates = [one for one in await desk.candidates() if one.document in (None, text.slug)]
    context = {
        "text": text,
        "questions": found,
        "total": len(questions),
        "q": q,
        "headings": headings,
        "candidates": [(one, masked(one.question), _new_href(text, one)) for one in candidates],
        "notice": notice if notice in words("golden")["notices"] else "",
        "error": error,
        "bad": bad[:BAD_SHOWN],
        "bad_count": len(bad),
        "skipped": skipped,
        "import_to": IMPORT,
    }
    page = golden_page("studio_golden.html", session, context)
    page.status_code = 422 if error or (bad and not skipped) else 200
    return page


def _new_href(text: TextShown, candidate: Any) -> str:
    filled = {
        "question": masked(candidate.question),
        "spoken": candidate.language,
        "anchor": candidate.anchor or "",
        "accepts": candidate.id,
    }
    return f"{text.href}/golden/new?{urlencode(filled)}"


def golden_page(template: str, session: Owner, context: dict[str, Any]) -> HTMLResponse:
    """One of these pages, with their words."""
    return staff_page(template, session, "studio", {"golden": words("golden"), **context})
