"""When a live text was last looked through, and whether it is time to do it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.store.reviews import Review
from bot.store.versions import Version

MONTH = timedelta(days=30.4)  # twelve of them are a year's whole days


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The last time that somebody looked at a live text.

    by: their name, empty where nobody was named. how: it was published then, or found to need no change.
    days: since then. due: whether it is time to look it through again.
    """

    at: datetime
    by: str
    how: Literal["published", "reviewed"]
    days: int
    due: bool

    @property
    def months(self) -> int:
        """Whole months since then."""
        return int(timedelta(days=self.days) / MONTH)


def last_reviewed(
    live: Version | None, by: str, reviews: Sequence[Review], now: datetime, months: int
) -> Reviewed | None:
    """Of the reviews of a text and its publishing, the later one; None if nothing is live.

    by: who published it. reviews: of this text, the newest first. months: until it is due again, 0 for
    never.
    """
    if live is None or live.published_at is None:
        return None
    at, how = live.published_at, "published"
    if reviews and reviews[0].at >= at:
        at, by, how = reviews[0].at, reviews[0].account_name, "reviewed"
    age = now - at
    due = bool(months) and age >= months * MONTH
    return Reviewed(at, by, "reviewed" if how == "reviewed" else "published", age.days, due)


def in_words(reviewed: Reviewed) -> tuple[str, int]:
    """('months' | 'days' | 'today', how many): the age as one would say it."""
    if reviewed.months >= 2:
        return "months", reviewed.months
    return ("days", reviewed.days) if reviewed.days else ("today", 0)
