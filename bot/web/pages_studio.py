"""The owner's studio, its first page: what is published, and how it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from bot.accounts.accounts import Session
from bot.store.versions import Version
from bot.web.deps import staff_page as signed_in
from bot.web.pages_statement import address
from bot.web.rendering import (
    PageRoute,
    library_of,
    may_own,
    problem_page,
    staff_page,
    store_of,
    words,
)
from bot.web.statement_view import TocEntry, contents, titled
from index.calibration import Price
from index.sections import Doubt
from index.snapshot import Snapshot

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class TextView:
    """One document in one language: its versions, and the live one's outline and doubts."""

    slug: str
    language: str
    title: str
    versions: Sequence[Version]
    live: Snapshot | None
    outline: Sequence[TocEntry]
    intro_size: int
    largest: int
    doubts: Sequence[Doubt]
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the scale. used: whether it is the one that answers are given by."""

    price: Price
    used: bool


@router.get("/studio")
async def studio(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
    """Every text with its versions. For those who own the texts; agents are told who to ask."""
    if not may_own(session):
        said = words("staff", "en")["problem"]
        more = {"home": said["console"], "home_href": "/console"}
        return problem_page(403, said["not_allowed_title"], said["not_allowed"], **more)
    store, library = store_of(request), library_of(request)
    texts = []
    for document in await store.documents():
        versions = await store.versions(document.slug)
        for language in sorted({version.language for version in versions}):
            own = [version for version in versions if version.language == language]
            texts.append(_text(document.slug, language, own, library.live(document.slug, language)))
    chosen = request.app.state.parts.settings.answer_from
    scale = _scale([text.live for text in texts if text.live is not None], chosen)
    shown = {"texts": texts, "address": address, "scale": scale}
    return staff_page("studio.html", session, "studio", shown)


def _scale(live: Sequence[Snapshot], chosen: float | None) -> list[Row]:
    """What each tenth of the scale costs, and the row that is in use; empty where none was fitted."""
    if not live or not live[0].calibration.scale:
        return []
    calibration = live[0].calibration
    in_use = calibration.answer_from if chosen is None else chosen
    nearest = min(calibration.scale, key=lambda price: abs(price.confidence - in_use))
    tenths = [
        price
        for place, price in enumerate(calibration.scale)
        if 0.2 <= price.confidence <= 0.9 and (place % 2 == 0 or price == nearest)
    ]
    return [Row(price, price == nearest) for price in tenths]


def _text(slug: str, language: str, versions: Sequence[Version], live: Snapshot | None) -> TextView:
    sections = live.sections if live is not None else ()
    has_title = live is not None and titled(sections, live.title)
    return TextView(
        slug=slug,
        language=language,
        title=live.title if live is not None else versions[0].title,
        versions=versions,
        live=live,
        outline=contents(sections, live.title) if live is not None else [],
        intro_size=len(sections[0].text) if has_title else 0,
        largest=max((len(section.text) for section in sections), default=0),
        doubts=live.doubts if live is not None else (),
        href=address(slug, language),
    )
