"""Office hours: whether people are at work, and when they are next. Pure but for the zone's rules."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
DAYS_LOOKED_AHEAD = 60
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_HOLIDAY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
_END_OF_DAY = 24 * 60


@dataclass(frozen=True)
class OfficeHours:
    """When people are at work. Without hours they always are, save on holidays.

    spans: minutes since midnight, (from, until) for each day of the week from Monday on.
    holidays: (year or None for every year, month, day).
    """

    zone: tzinfo = UTC
    spans: tuple[tuple[tuple[int, int], ...], ...] = field(default=(((0, _END_OF_DAY),),) * 7)
    holidays: frozenset[tuple[int | None, int, int]] = frozenset()

    @classmethod
    def parse(cls, zone: str = "UTC", hours: str = "", holidays: list[str] | None = None) -> Self:
        """From settings: 'Europe/Zurich', 'mo-fr 08:00-12:00 13:00-17:30; sa 09:00-12:00',
        ['2026-05-14', '12-25'].

        Raises ValueError with a sentence that names what cannot be read.
        """
        try:
            known: tzinfo = UTC if zone == "UTC" else ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f"There is no time zone {zone!r}. Write it such as Europe/Zurich."
            ) from None
        spans = tuple(_week(hours)) if hours.strip() else cls().spans
        return cls(known, spans, frozenset(map(_holiday, holidays or [])))

    def is_open(self, now: datetime) -> bool:
        """Whether people are at work at that moment (any zone)."""
        local = now.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in self._spans_on(local.date()))

    def opens_at(self, now: datetime) -> datetime | None:
        """When people are next at work, UTC; `now` if they are; None if not in the next 60 days."""
        if self.is_open(now):
            return now.astimezone(UTC)
        today = now.astimezone(self.zone).date()
        for days in range(DAYS_LOOKED_AHEAD + 1):
            day = today + timedelta(days=days)
            for start, _ in self._spans_on(day):
                # an hour that the change to summer time leaves out begins when it is over
                begins = datetime.combine(day, time(start // 60, start % 60), self.zone)
                if begins.astimezone(UTC) > now:
                    return begins.astimezone(UTC)
        return None

    def _spans_on(self, day: date) -> tuple[tuple[int, int], ...]:
        if {(None, day.month, day.day), (day.year, day.month, day.day)} & self.holidays:
            return ()
        return self.spans[day.weekday()]


def _week(hours: str) -> list[tuple[tuple[int, int], ...]]:
    week: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for part in hours.lower().split(";"):
        if not part.strip():
            continue
        names, *spans = part.split()
        if not spans:
            raise ValueError(f"“{part.strip()}” has no hours. Write it such as mo-fr 08:00-17:30.")
        for day in _days(names):
            week[day] += [_span(span) for span in spans]
    return [tuple(sorted(day)) for day in week]


def _days(names: str) -> list[int]:
    days: list[int] = []
    for name in names.split(","):
        first, _, last = name.partition("-")
        if first not in DAYS or (last and last not in DAYS):
            raise ValueError(f"“{name}” is no day. Days are {', '.join(DAYS)}, or mo-fr.")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days += range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)]
    return days


def _span(span: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(span)
    if not found:
        raise ValueError(f"“{span}” is no span of time. Write it such as 08:00-17:30.")
    hour, minute, until_hour, until_minute = map(int, found.groups())
    start, end = hour * 60 + minute, until_hour * 60 + until_minute
    if minute > 59 or until_minute > 59 or not start < end <= _END_OF_DAY:
        raise ValueError(f"“{span}” must end after it begins, within one day.")
    return start, end


def _holiday(written: str) -> tuple[int | None, int, int]:
    found = _HOLIDAY.fullmatch(written.strip())
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        assert month is not None
        assert day is not None
        date(year or 2000, month, day)
    except ValueError:
        raise ValueError(
            f"“{written}” is no day. Write 2026-05-14, or 12-25 for every year."
        ) from None
    return year, month, day
