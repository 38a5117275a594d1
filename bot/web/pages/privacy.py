"""Privacy, for administrators: how long things are kept, and what is kept of one person.

Addresses come in forms, never in the page's own address: those are written down in many places.
"""

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.accounts import Session
from bot.errors import ClauseError, Unprocessable
from bot.privacy.person import People, Receipt
from bot.privacy.retention import GRACE, LONGEST, fixed_by, kept_by, kept_now, limits_of
from bot.store.persons import Traces
from bot.store.retention import Kept
from bot.web.pages.audit import visitor_code
from bot.web.pages.forms import settings_of
from bot.web.pages.rendering import PRIVATE, PageRoute, fill, moment, words
from bot.web.pages.staff import Admin, AdminActing, Field, person, tabbed_page, to

PRIVACY = "/console/privacy"

router = APIRouter(prefix=PRIVACY, route_class=PageRoute, include_in_schema=False)


async def people_of(request: Request) -> People:
    """What this app keeps of people outside."""
    parts = request.app.state.parts
    return People(parts.store, parts.conversations.forgotten)


ThePeople = Annotated[People, Depends(people_of)]


@router.get("")
async def privacy(request: Request, session: Admin, kept: bool = False) -> Response:
    """How long things are kept, and the form to look for a person."""
    return await _page(request, session, done=_said()["chosen"] if kept else "")


@router.post("/kept")
async def keep(request: Request, session: AdminActing) -> Response:
    """How long things are kept from now on."""
    store, settings = request.app.state.parts.store, settings_of(request)
    form = await request.form()
    typed = {field.name: str(form.get(field.name, "")).strip() for field in fields(Kept)}
    try:
        kept = kept_by(settings, Kept(**{name: _days(text) for name, text in typed.items()}))
    except Unprocessable as refused:
        return await _page(request, session, typed=typed, refused=refused)
    await store.choose_retention(kept, datetime.now(UTC), GRACE, person(session))
    return to(f"{PRIVACY}?kept=1#kept-title")


def _days(text: str) -> int:
    """Raises Unprocessable."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LONGEST:
        return int(text)
    raise Unprocessable(fill(_said()["days_wrong"], longest=f"{LONGEST:,}"))


@router.post("/person")
async def find(
    request: Request, session: AdminActing, people: ThePeople, email: Field = ""
) -> Response:
    """What is kept of a person."""
    try:
        traces = await people.find(email)
    except ClauseError as refused:
        return await _page(request, session, email=email, refused=refused)
    return await _page(request, session, email=email.strip(), traces=traces)


@router.post("/person/export")
async def export(session: AdminActing, people: ThePeople, email: Field = "") -> Response:
    """All of it, as a file to hand over."""
    found = await people.export(email, person(session))
    name = f"person-{datetime.now(UTC):%Y-%m-%d}.json"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    body = json.dumps(found, ensure_ascii=False, indent=2)
    return Response(body, headers=headers, media_type="application/json")


@router.post("/person/erase")
async def erase(
    request: Request,
    session: AdminActing,
    people: ThePeople,
    email: Field = "",
    again: Field = "",
) -> Response:
    """Delete all of it; the address must be typed once more, as there is no way back."""
    try:
        if again.strip().lower() != email.strip().lower():
            raise Unprocessable(_said()["differ"])
        receipt = await people.erase(email, person(session))
    except ClauseError as refused:
        traces = await people.find(email)
        return await _page(request, session, email=email, traces=traces, refused=refused)
    return await _page(request, session, receipt=receipt)


async def _page(
    request: Request,
    session: Session,
    *,
    email: str = "",
    traces: Traces | None = None,
    receipt: Receipt | None = None,
    typed: dict[str, str] | None = None,
    done: str = "",
    refused: ClauseError | None = None,
) -> HTMLResponse:
    said, store, settings = _said(), request.app.state.parts.store, settings_of(request)
    now = datetime.now(UTC)
    begins = await store.retention_announced()
    kept = await kept_now(store, settings)
    fixed = fixed_by(settings)
    context: dict[str, Any] = {
        "kept": [
            (name, said["kept"][name], (typed or {}).get(name, days), name in fixed)
            for name, days in vars(kept).items()
        ],
        "all_fixed": len(fixed) == len(vars(kept)),
        "longest": LONGEST,
        "due": (await store.to_purge(limits_of(kept, now))).total,
        "begins": moment(begins) if begins and begins > now else "",
        "email": email[:254],
        "traces": traces,
        "code": visitor_code,
        "receipt": receipt,
        "receipt_text": json.dumps(receipt.as_json(), indent=2) if receipt else "",
    }
    return tabbed_page(
        "privacy.html",
        session,
        "privacy",
        context,
        done=said["erased"] if receipt else done,
        error=refused.detail if refused else "",
        status=refused.status if refused else 200,
    )


def _said() -> dict[str, Any]:
    said: dict[str, Any] = words("people", "en")["privacy"]
    return said
