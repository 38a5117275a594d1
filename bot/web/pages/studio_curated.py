"""The studio's pages of curated answers: written, changed, confirmed, deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from bot.errors import ClauseError, Conflict, NotFound, Unprocessable
from bot.publishing.curated import Curated, CuratedAnswer, content_hash
from bot.publishing.curation import Curation
from bot.publishing.golden import LANGUAGES
from bot.store.curated import GONE, CuratedTables
from bot.web.pages.rendering import PageRoute, library_of, staff_page
from bot.web.pages.studio_version import (
    Field,
    Owner,
    OwnerForm,
    TextShown,
    TheText,
    person,
    see_other,
)
from bot.web.pages.words import words
from index.sections import Section

router = APIRouter(route_class=PageRoute, include_in_schema=False)


async def curated_of(request: Request) -> CuratedTables:
    """What the database of this app keeps of curated answers."""
    store: CuratedTables = request.app.state.parts.store
    return store


async def curation_of(request: Request) -> Curation:
    """What this process answers from; told at once of what is written here."""
    curation: Curation = request.app.state.parts.curation
    return curation


TheCurated = Annotated[CuratedTables, Depends(curated_of)]
TheCuration = Annotated[Curation, Depends(curation_of)]
Anchors = Annotated[list[str], Form()]


@router.get("/studio/{slug}/{language}/curated")
async def list_page(
    request: Request, text: TheText, session: Owner, curated: TheCurated, notice: str = ""
) -> HTMLResponse:
    """The answers of a text; those to be confirmed first."""
    return await _list(request, session, curated, text, notice=notice)


@router.get("/studio/{slug}/{language}/curated/new")
async def new_form(
    request: Request, text: TheText, session: Owner, question: str = "", anchor: str = ""
) -> HTMLResponse:
    """A form, filled with what the address says."""
    given = Curated("", text.language, (question[:500],), {anchor: ""} if anchor else {})
    return _form(request, session, text, given)


@router.post("/studio/{slug}/{language}/curated/new")
async def add(
    request: Request,
    text: TheText,
    session: OwnerForm,
    curated: TheCurated,
    curation: TheCuration,
    answer: Field = "",
    spoken: Field = "",
    questions: Field = "",
    anchors: Anchors = [],  # noqa: B006
) -> Response:
    """Keep an answer, and show it."""
    given = _given(request, text, answer, spoken, questions, anchors)
    try:
        _there(request, text, given)
        await curated.add_curated(text.slug, text.language, given.checked(), person(session))
    except ClauseError as error:
        return _form(request, session, text, given, error=error)
    await curation.look()
    return see_other(f"{text.href}/curated?notice=saved")


@router.get("/studio/{slug}/{language}/curated/{number}")
async def change_form(
    request: Request, text: TheText, session: Owner, curated: TheCurated, number: int
) -> HTMLResponse:
    """One answer, to change or delete."""
    kept = await _kept(curated, text, number)
    return _form(request, session, text, kept, number=number, seen=kept.updated_at.isoformat())


@router.post("/studio/{slug}/{language}/curated/{number}")
async def change(
    request: Request,
    text: TheText,
    session: OwnerForm,
    curated: TheCurated,
    curation: TheCuration,
    number: int,
    answer: Field = "",
    spoken: Field = "",
    questions: Field = "",
    anchors: Anchors = [],  # noqa: B006
    seen: Field = "",
) -> Response:
    """Keep it as it is now, and show it."""
    await _kept(curated, text, number)
    given = _given(request, text, answer, spoken, questions, anchors)
    try:
        _there(request, text, given)
        await curated.change_curated(number, given.checked(), person(session), seen=_moment(seen))
    except ClauseError as error:
        return _form(request, session, text, given, number=number, seen=seen, error=error)
    await curation.look()
    return see_other(f"{text.href}/curated?notice=saved")


@router.post("/studio/{slug}/{language}/curated/{number}/confirm")
async def confirm(
    request: Request,
    text: TheText,
    session: OwnerForm,
    curated: TheCurated,
    curation: TheCuration,
    number: int,
    seen: Field = "",
    live: Field = "",
) -> Response:
    """It is right of the sections as they are now, says the owner who saw the version named `live`."""
    kept = await _kept(curated, text, number)
    try:
        if text.live is None or text.live.version != live:
            raise Conflict("Another version is live meanwhile. Look at its sections first.")
        now = _hashes(request, text, list(kept.rests_on))
        if not all(now.values()):
            raise Unprocessable(words("curated")["gone_confirm"])
        await curated.change_curated(
            number,
            Curated(kept.text, kept.language, kept.questions, now),
            person(session),
            seen=_moment(seen),
            confirms=True,
        )
    except ClauseError as error:
        return await _list(request, session, curated, text, error=error)
    await curation.look()
    return see_other(f"{text.href}/curated?notice=confirmed")


@router.post("/studio/{slug}/{language}/curated/{number}/delete")
async def delete(
    text: TheText,
    session: OwnerForm,
    curated: TheCurated,
    curation: TheCuration,
    number: int,
) -> Response:
    """Take it out."""
    await _kept(curated, text, number)
    await curated.remove_curated(number, person(session))
    await curation.look()
    return see_other(f"{text.href}/curated?notice=deleted")


async def _kept(curated: CuratedTables, text: TextShown, number: int) -> CuratedAnswer:
    kept = await curated.curated_answer(number) if 0 < number < 2**31 else None
    if kept is None or (kept.document, kept.text_language) != (text.slug, text.language):
        raise NotFound(GONE)
    return kept


def _moment(seen: str) -> datetime:
    try:
        return datetime.fromisoformat(seen)
    except ValueError as error:
        raise Conflict("This page is out of date. Look at the answer again.") from error


def _sections(request: Request, text: TextShown) -> Sequence[Section]:
    live = library_of(request).live(text.slug, text.language)
    return [one for one in live.sections if one.text] if live is not None else []


def _hashes(request: Request, text: TextShown, anchors: Sequence[str]) -> dict[str, str]:
    """What these sections say now; empty for one that is not there."""
    now = {one.anchor: one.text for one in _sections(request, text)}
    return {anchor: content_hash(now[anchor]) if anchor in now else "" for anchor in anchors}


def _given(
    request: Request,
    text: TextShown,
    answer: str,
    spoken: str,
    questions: str,
    anchors: Sequence[str],
) -> Curated:
    rests_on = _hashes(request, text, [anchor[:300] for anchor in anchors])
    return Curated(answer, spoken, tuple(questions.splitlines()), rests_on)


def _there(request: Request, text: TextShown, given: Curated) -> None:
    """Raises Unprocessable if a section is not in the live text."""
    if not _sections(request, text):
        raise Unprocessable(words("curated")["nothing_live"])
    if not all(given.rests_on.values()):
        raise Unprocessable(words("curated")["gone_confirm"])


async def _list(
    request: Request,
    session: Owner,
    curated: CuratedTables,
    text: TextShown,
    *,
    notice: str = "",
    error: ClauseError | None = None,
) -> HTMLResponse:
    sections = _sections(request, text)
    now = [(one.anchor, one.text) for one in sections]
    kept = [(one, one.changed(now)) for one in await curated.curated(text.slug, text.language)]
    kept.sort(key=lambda pair: not pair[1])
    said = words("curated")
    context = {
        "text": text,
        "answers": kept,
        "stale": sum(bool(changed) for _, changed in kept),
        "headings": {one.anchor: one.heading for one in sections},
        "notice": notice if notice in said["notices"] else "",
        "error": error.detail if error else "",
    }
    return _page("studio_curated.html", session, context, error)


def _form(
    request: Request,
    session: Owner,
    text: TextShown,
    given: Curated,
    *,
    number: int | None = None,
    seen: str = "",
    error: ClauseError | None = None,
) -> HTMLResponse:
    sections = _sections(request, text)
    there = {one.anchor for one in sections}
    context = {
        "text": text,
        "given": given,
        "number": number,
        "seen": seen,
        "sections": sections,
        "gone": [anchor for anchor in given.rests_on if anchor not in there],
        "languages": LANGUAGES,
        "error": error.detail if error else "",
    }
    return _page("studio_curated_form.html", session, context, error)


def _page(
    template: str, session: Owner, context: Mapping[str, Any], error: ClauseError | None
) -> HTMLResponse:
    page = staff_page(template, session, "studio", {"curated": words("curated"), **context})
    page.status_code = error.status if error else 200
    return page
