"""What the studio says of a live text's age, and 'reviewed today, nothing to change'."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bot.errors import Conflict
from bot.publishing.reviewing import Reviewed, in_words, last_reviewed
from bot.store.asked import AskedTables
from bot.store.reviews import Review, ReviewTables
from bot.web.pages.formats import count
from bot.web.pages.rendering import PageRoute, library_of
from bot.web.pages.studio_version import (
    Field,
    OwnerForm,
    TextShown,
    TheText,
    person,
    see_other,
)
from bot.web.pages.words import fill, words

router = APIRouter(route_class=PageRoute, include_in_schema=False)

CITED_DAYS = 90
CITED = 5  # sections


@dataclass(frozen=True, slots=True)
class Age:
    """How old a live text is, in words. cited: (anchor, heading, times), where it is due."""

    reviewed: Reviewed
    said: str
    due: str = ""
    cited: tuple[tuple[str, str, int], ...] = ()


async def reviews_of(request: Request) -> ReviewTables:
    """What the database of this app keeps of reviews."""
    store: ReviewTables = request.app.state.parts.store
    return store


TheReviews = Annotated[ReviewTables, Depends(reviews_of)]


@router.post("/studio/{slug}/{language}/reviewed")
async def reviewed(
    text: TheText, session: OwnerForm, reviews: TheReviews, live: Field = "", back: Field = ""
) -> Response:
    """Keeps that its owner looked the live version through and found nothing to change."""
    if text.live is None or text.live.version != live:
        raise Conflict("Another version is live by now. Look at it first.")
    await reviews.add_review(text.live.id, person(session))
    return see_other("/studio?notice=reviewed" if back else f"{text.href}?notice=reviewed")


async def ages(
    request: Request, texts: Sequence[TextShown], kept: Sequence[Review]
) -> dict[str, Age]:
    """By the text's address: its age. What is live only. kept: reviews, the newest first."""
    now = datetime.now(UTC)
    months: int = request.app.state.parts.settings.review_months
    found = {}
    for text in texts:
        mine = [one for one in kept if (one.slug, one.language) == (text.slug, text.language)]
        by = text.history[0].account_name if text.history else ""
        age = last_reviewed(text.live, by, mine, now, months)
        if age is not None:
            found[text.href] = _in_words(age)
    if any(age.reviewed.due for age in found.values()):
        cited = await _cited(request, now)
        for text in texts:
            age_shown = found.get(text.href)
            if age_shown is not None and age_shown.reviewed.due:
                sections = _sections(request, text, cited)
                found[text.href] = replace(age_shown, cited=sections)
    return found


def _in_words(age: Reviewed) -> Age:
    said = words("review")
    unit, number = in_words(age)
    ago = count(said["ages"][unit], number)
    how = "reviewed" if age.how == "reviewed" else "published"
    due = fill(said["due"], age=ago) if age.due else ""
    return Age(age, fill(said["last"][how], age=ago, name=age.by), due)


async def _cited(request: Request, now: datetime) -> Counter[tuple[str, str, str]]:
    """How often each section answered lately, by document, language and anchor."""
    store: AskedTables = request.app.state.parts.store
    rows = await store.asked_between(now - timedelta(days=CITED_DAYS), now)
    return Counter(
        row.cited for row in rows if row.answer.get("verdict") == "answered" and row.cited
    )


def _sections(
    request: Request, text: TextShown, cited: Counter[tuple[str, str, str]]
) -> tuple[tuple[str, str, int], ...]:
    live = library_of(request).live(text.slug, text.language)
    there = [
        (one.anchor, one.heading, times)
        for one in (live.sections if live else ())
        if (times := cited[text.slug, text.language, one.anchor])
    ]
    return tuple(sorted(there, key=lambda one: -one[2])[:CITED])
