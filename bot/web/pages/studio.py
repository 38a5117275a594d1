"""The owner's studio, its first page: every text, and how sure an answer must be."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.web.pages.rendering import PageRoute, library_of, staff_page, store_of
from bot.web.pages.studio_version import Owner, text_shown
from index.calibration import Price
from index.snapshot import Snapshot

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the scale. used: whether it is the one that answers are given by."""

    price: Price
    used: bool


@router.get("/studio")
async def studio(request: Request, session: Owner) -> HTMLResponse:
    """Every text, with what is live and what waits."""
    store, library = store_of(request), library_of(request)
    texts = []
    for document in await store.documents():
        versions = await store.versions(document.slug)
        texts.extend(
            [
                await text_shown(request, document.slug, language)
                for language in sorted({version.language for version in versions})
            ]
        )
    live = [library.live(text.slug, text.language) for text in texts]
    chosen = request.app.state.parts.settings.answer_from
    scale = _scale([snapshot for snapshot in live if snapshot is not None], chosen)
    return staff_page("studio.html", session, "studio", {"texts": texts, "scale": scale})


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
