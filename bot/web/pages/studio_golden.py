"""The studio's pages of golden questions: list, search, write, candidates, files."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from bot.errors import ClauseError, NotFound, Unprocessable
from bot.masking import masked
from bot.publishing.golden import LANGUAGES, Golden, GoldenQuestion
from bot.publishing.golden_files import BadLine, as_csv, as_jsonl, read_golden
from bot.store.desk import DeskTables
from bot.store.golden import GoldenTables
from bot.web.deps import TheDesk
from bot.web.pages.rendering import PageRoute, library_of, staff_page, words
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
    return _page("studio_golden_texts.html", session, {"texts": texts})


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
            raise Unprocessable(words("golden", "en")["no_file"])
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


@router.get("/studio/{slug}/{language}/golden/new")
async def new_form(
    request: Request,
    text: TheText,
    session: Owner,
    question: str = "",
    spoken: str = "",
    anchor: str = "",
    accepts: str = "",
) -> HTMLResponse:
    """A form, filled with what the address says."""
    given = Golden(question[:500], spoken or text.language, anchor[:300] or None)
    return _form(request, session, text, given, accepts=accepts)


@router.post("/studio/{slug}/{language}/golden/new")
async def add(
    request: Request,
    text: TheText,
    session: OwnerForm,
    golden: TheGolden,
    question: Field = "",
    spoken: Field = "",
    anchor: Field = "",
    quote: Field = "",
    tags: Field = "",
    accepts: Field = "",
) -> Response:
    """Keep a question; one that an agent marked is then off the list of marks."""
    given = _given(question, spoken, anchor, quote, tags)
    number = int(accepts) if accepts.isdecimal() and len(accepts) < 10 else None
    try:
        _check(request, text, given)
        await golden.add_golden(
            text.slug,
            text.language,
            [given.checked()],
            person(session),
            "owner" if number is None else "agent",
            accepts=number,
        )
    except ClauseError as error:
        return _form(request, session, text, given, accepts=accepts, error=error)
    return see_other(f"{text.href}/golden?notice=saved")


@router.get("/studio/{slug}/{language}/golden/{number}")
async def change_form(
    request: Request, text: TheText, session: Owner, golden: TheGolden, number: int
) -> HTMLResponse:
    """One question, to change or delete."""
    kept = await _kept(golden, text, number)
    return _form(request, session, text, kept.plain, number=number)


@router.post("/studio/{slug}/{language}/golden/{number}")
async def change(
    request: Request,
    text: TheText,
    session: OwnerForm,
    golden: TheGolden,
    number: int,
    question: Field = "",
    spoken: Field = "",
    anchor: Field = "",
    quote: Field = "",
    tags: Field = "",
) -> Response:
    """Keep it as it is now."""
    await _kept(golden, text, number)
    given = _given(question, spoken, anchor, quote, tags)
    try:
        _check(request, text, given)
        await golden.change_golden(number, given.checked(), person(session))
    except ClauseError as error:
        return _form(request, session, text, given, number=number, error=error)
    return see_other(f"{text.href}/golden?notice=saved")


@router.post("/studio/{slug}/{language}/golden/{number}/delete")
async def delete(text: TheText, session: OwnerForm, golden: TheGolden, number: int) -> Response:
    """Take it out."""
    await _kept(golden, text, number)
    await golden.remove_golden(number, person(session))
    return see_other(f"{text.href}/golden?notice=deleted")


@router.post("/studio/{slug}/{language}/golden/{number}/reject")
async def reject(text: TheText, session: OwnerForm, golden: TheGolden, number: int) -> Response:
    """Dismiss what an agent marked."""
    await golden.reject_candidate(number, person(session))
    return see_other(f"{text.href}/golden?notice=rejected")


async def _kept(golden: GoldenTables, text: TextShown, number: int) -> GoldenQuestion:
    kept = await golden.golden_question(number) if number < 2**31 else None
    if kept is None or (kept.document, kept.text_language) != (text.slug, text.language):
        raise NotFound("There is no such golden question. Somebody may have deleted it.")
    return kept


def _given(question: str, spoken: str, anchor: str, quote: str, tags: str) -> Golden:
    return Golden(question, spoken, anchor or None, quote, tuple(tags.replace(";", ",").split(",")))


def _check(request: Request, text: TextShown, given: Golden) -> None:
    """A quote must stand in the live text's section. Raises Unprocessable."""
    live = library_of(request).live(text.slug, text.language)
    section = next(
        (one for one in (live.sections if live else ()) if one.anchor == given.anchor), None
    )
    if section is not None and given.quote.strip() not in section.text:
        raise Unprocessable(
            "The section does not hold that sentence. Copy it from the text as it stands there."
        )


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
        "notice": notice if notice in words("golden", "en")["notices"] else "",
        "error": error,
        "bad": bad[:BAD_SHOWN],
        "bad_count": len(bad),
        "skipped": skipped,
        "import_to": IMPORT,
    }
    page = _page("studio_golden.html", session, context)
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


def _form(
    request: Request,
    session: Owner,
    text: TextShown,
    given: Golden,
    *,
    number: int | None = None,
    accepts: str = "",
    error: ClauseError | None = None,
) -> HTMLResponse:
    live = library_of(request).live(text.slug, text.language)
    sections = live.sections if live is not None else ()
    context = {
        "text": text,
        "given": given,
        "number": number,
        "accepts": accepts,
        "error": error.detail if error else "",
        "sections": sections,
        "known": any(one.anchor == given.anchor for one in sections),
        "languages": LANGUAGES,
    }
    page = _page("studio_golden_form.html", session, context)
    page.status_code = error.status if error else 200
    return page


def _page(template: str, session: Owner, context: dict[str, Any]) -> HTMLResponse:
    return staff_page(template, session, "studio", {"golden": words("golden", "en"), **context})
