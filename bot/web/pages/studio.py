"""The owner's studio, its first page: every text, and how sure an answer must be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.publishing.curated import CuratedAnswer
from bot.web.pages.rendering import PageRoute, library_of, staff_page, words
from bot.web.pages.statement import address
from bot.web.pages.studio_curated import TheCurated
from bot.web.pages.studio_review import TheReviews, ages
from bot.web.pages.studio_version import Owner, texts_shown
from index.calibration import Price
from index.snapshot import Snapshot

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the scale. used: whether it is the one that answers are given by."""

    price: Price
    used: bool


@router.get("/studio")
async def studio(
    request: Request,
    session: Owner,
    reviews: TheReviews,
    curated: TheCurated,
    notice: str = "",
) -> HTMLResponse:
    """Every text, with what is live, what waits, and what wants to be looked at."""
    library = library_of(request)
    texts = await texts_shown(request)
    live = [library.live(text.slug, text.language) for text in texts]
    chosen = request.app.state.parts.settings.answer_from
    context = {
        "texts": texts,
        "ages": await ages(request, texts, await reviews.reviews()),
        "stale": _stale(await curated.curated(), library.snapshots),
        "review": words("review", "en"),
        "address": address,
        "notice": notice,
        "scale": _scale([snapshot for snapshot in live if snapshot is not None], chosen),
    }
    return staff_page("studio.html", session, "studio", context)


def _stale(kept: Sequence[CuratedAnswer], live: Sequence[Snapshot]) -> Counter[tuple[str, str]]:
    """By document and language: curated answers that are not shown until they are confirmed."""
    sections = {
        (one.document, one.language): [(section.anchor, section.text) for section in one.sections]
        for one in live
    }
    return Counter(
        text
        for one in kept
        if (text := (one.document, one.text_language)) in sections and one.changed(sections[text])
    )


def _scale(live: Sequence[Snapshot], chosen: float | None) -> list[Row]:
    """What each tenth of the scale costs, and the row that is in use; empty where none was fitted."""
    if not live or not live[0].calibration.scale:
        return []
    calibration = live[0].calibration
    in_use = calibration.price(calibration.answer_from if chosen is None else chosen)
    tenths = [
        Row(price, False)
        for price in calibration.scale[::2]
        if 0.2 <= price.confidence <= 0.9 and abs(price.confidence - in_use.confidence) > 0.005
    ]
    return sorted([*tenths, Row(in_use, True)], key=lambda row: row.price.confidence)
