"""Rights requests: when they are due, and what may come of them."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from bot.answering.rights import Right
from bot.conversations.events import Person


class Outcome(StrEnum):
    """What came of a rights request."""

    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the visitor
    NOT_A_REQUEST = "not_a_request"  # it was taken for one by mistake


@dataclass(frozen=True)
class RightsRequest:
    """One request on the list. Moments are UTC; `due_on` is a day at the office."""

    id: int
    conversation_id: str
    seq: int
    right: Right
    received_at: datetime
    due_on: date
    preview: str
    owner: Person | None
    closed_at: datetime | None
    closed_by: str | None
    outcome: Outcome | None
    note: str | None


def due_on(received_at: datetime, zone: tzinfo) -> date:
    """The day by which it must be answered: one calendar month on (GDPR art. 12(3)).

    Where that month is too short, its last day (Regulation 1182/71, art. 3(2)(c)).
    """
    day = received_at.astimezone(zone).date()
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
