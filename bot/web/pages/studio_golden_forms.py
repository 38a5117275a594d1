"""The studio's forms of golden questions: written, changed, deleted, taken over, dismissed."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.errors import ClauseError, NotFound, Unprocessable
from bot.publishing.golden import LANGUAGES, Golden, GoldenQuestion
from bot.store.golden import GoldenTables
from bot.web.pages.rendering import PageRoute, library_of
from bot.web.pages.studio_golden import TheGolden, golden_page
from bot.web.pages.studio_version import (
    Field,
    Owner,
    OwnerForm,
    TextShown,
    TheText,
    person,
    see_other,
)

router = APIRouter(route_class=PageRoute, include_in_schema=False)


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
    page = golden_page("studio_golden_form.html", session, context)
    page.status_code = error.status if error else 200
    return page
