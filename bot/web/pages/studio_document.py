"""The studio's pages about one text: its versions, publishing one, taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from bot.errors import ClauseError, Unprocessable
from bot.publishing.gate import BreaksQuestions
from bot.publishing.publishing import LiveChanged
from bot.store.corrections import CorrectionTables
from bot.store.publications import Publication
from bot.store.reviews import Review, ReviewTables
from bot.web.pages.formats import moment
from bot.web.pages.rendering import PageRoute, library_of, staff_page
from bot.web.pages.statement import address
from bot.web.pages.studio_gate import TheGate
from bot.web.pages.studio_review import TheReviews, ages
from bot.web.pages.studio_version import (
    Field,
    Owner,
    OwnerForm,
    TextShown,
    ThePublishing,
    TheText,
    TheVersion,
    VersionShown,
    person,
    row_of,
    see_other,
    version_page,
)
from bot.web.pages.words import fill, words
from index.diff import compare

router = APIRouter(route_class=PageRoute, include_in_schema=False)

NOTICES = (
    "published",
    "rolled-back",
    "scheduled",
    "not-scheduled",
    "uploaded",
    "known",
    "reviewed",
)


class Kept(TypedDict):
    """Why something is published, also where golden questions break."""

    reason: str
    all_the_same: bool


TELLING = 12  # changes that stand out, shown at most


@router.get("/studio/{slug}/{language}")
async def text_page(
    request: Request, text: TheText, session: Owner, reviews: TheReviews, notice: str = ""
) -> Response:
    """Its versions and what was live when, with the way back."""
    return await _text_page(request, text, session, reviews, notice)


@router.post("/studio/{slug}/{language}/back")
async def back(
    request: Request,
    text: TheText,
    session: OwnerForm,
    publishing: ThePublishing,
    reviews: TheReviews,
    live: Field = "",
    reason: Field = "",
) -> Response:
    """Makes live again what was live before."""
    try:
        await publishing.roll_back(
            text.slug, text.language, person(session), expected=live, reason=reason.strip()[:500]
        )
    except ClauseError as error:
        page = await _text_page(request, text, session, reviews, error=_refusal(error, text))
        page.status_code = error.status
        return page
    return see_other(f"{text.href}?notice=rolled-back")


async def _text_page(
    request: Request,
    text: TextShown,
    session: Owner,
    reviews: ReviewTables,
    notice: str = "",
    error: str = "",
) -> Response:
    kept = await reviews.reviews(text.slug, text.language)
    happened: list[Publication | Review] = [*text.history, *kept]
    context = {
        "text": text,
        "address": address,
        "notice": notice if notice in NOTICES else "",
        "error": error,
        "review": words("review"),
        "age": (await ages(request, [text], kept)).get(text.href),
        "happened": sorted(happened, key=lambda one: one.at, reverse=True),
    }
    return staff_page("studio_document.html", session, "studio", context)


@router.get("/studio/{slug}/{language}/{version}")
async def version_page_itself(shown: TheVersion, session: Owner) -> Response:
    """A draft is looked at for what it changes, any other version for its text."""
    draft = shown.version.state == "draft" and shown.text.live is not None
    return see_other(f"{shown.href}/{'changes' if draft else 'text'}")


@router.get("/studio/{slug}/{language}/{version}/changes")
async def changes(
    request: Request, shown: TheVersion, session: Owner, against: str = ""
) -> HTMLResponse:
    """What differs from the live version, or from another one."""
    live = shown.text.live
    names = [one.version for one in shown.text.versions if one.version != shown.version.version]
    default = live.version if live and live.version in names else (names[0] if names else "")
    other = against if against in names else default
    older = await library_of(request).version(shown.text.slug, shown.text.language, other)
    compared = compare(older.sections, shown.snapshot.sections) if older else None
    told = [
        (match.section, old, new)
        for match in (compared.matches if compared else ())
        for old, new in match.telling
    ]
    context = {
        "compared": compared,
        "other": next((one for one in shown.text.versions if one.version == other), None),
        "names": [one for one in shown.text.versions if one.version in names],
        "telling": told[:TELLING],
        "telling_more": max(0, len(told) - TELLING),
    }
    return version_page("studio_changes.html", session, shown, "changes", context)


@router.get("/studio/{slug}/{language}/{version}/publish")
async def publish_form(
    request: Request, shown: TheVersion, session: Owner, gate: TheGate
) -> HTMLResponse:
    """What publishing it will do, and the form that does it."""
    store: CorrectionTables = request.app.state.parts.store
    in_work = await store.corrections_in_work(shown.version.id) is not None
    if shown.version.state != "published":
        await gate.look(shown.version)  # so that the button need not wait for it
    at = shown.version.publish_at
    if at is None:
        return _publish_page(shown, session, in_work=in_work)
    local = at.astimezone(ZoneInfo(shown.text.zone))
    return _publish_page(
        shown, session, when="later", at=f"{local:%Y-%m-%dT%H:%M}", in_work=in_work
    )


@router.post("/studio/{slug}/{language}/{version}/publish")
async def publish(
    shown: TheVersion,
    session: OwnerForm,
    publishing: ThePublishing,
    live: Field = "",
    when: Field = "now",
    at: Field = "",
    reason: Field = "",
    all_the_same: Field = "",
) -> Response:
    """Publishes it, now or on its day."""
    kept = Kept(reason=reason.strip()[:500], all_the_same=bool(all_the_same))
    try:
        if when == "later":
            moment = _moment(shown.text.zone, at)
            await publishing.schedule(shown.version, moment, person(session), **kept)
            return see_other(f"{shown.text.href}?notice=scheduled")
        await publishing.publish(shown.version, person(session), expected=live or None, **kept)
    except ClauseError as error:
        broken = error.extra["broken"] if isinstance(error, BreaksQuestions) else ()
        page = _publish_page(shown, session, _refusal(error, shown.text), when, at, reason, broken)
        page.status_code = error.status
        return page
    return see_other(f"{shown.text.href}?notice=published")


@router.post("/studio/{slug}/{language}/{version}/unschedule")
async def unschedule(
    version: str, text: TheText, session: OwnerForm, publishing: ThePublishing
) -> Response:
    """It is not published by itself any more; also where its index can't be read."""
    await publishing.schedule(row_of(text, version), None, person(session))
    return see_other(f"{text.href}?notice=not-scheduled")


def _publish_page(
    shown: VersionShown,
    session: Owner,
    error: str = "",
    when: str = "now",
    at: str = "",
    reason: str = "",
    broken: Sequence[str] = (),
    in_work: bool = False,
) -> HTMLResponse:
    form = {
        "in_work": in_work,
        "broken": broken,
        "golden": words("golden"),
        "error": error,
        "when": when,
        "at": at,
        "reason": reason,
    }
    return version_page("studio_publish.html", session, shown, "publish", form)


def _refusal(error: ClauseError, text: TextShown) -> str:
    """Why it was not done; what a colleague did meanwhile is told in the office's time."""
    if not isinstance(error, LiveChanged) or not error.extra.get("by"):
        return error.detail
    at = datetime.fromisoformat(error.extra["at"])
    return fill(
        words("staff")["studio"]["live_changed"],
        version=error.extra["live"],
        name=error.extra["by"],
        at=moment(at, text.zone),
    )


def _moment(zone: str, at: str) -> datetime:
    """What the form's field says, in the office's time zone. Raises Unprocessable."""
    said = words("staff")["studio"]
    try:
        chosen = datetime.fromisoformat(at)
    except ValueError:
        raise Unprocessable(said["when_missing"]) from None
    return chosen.replace(tzinfo=ZoneInfo(zone))
