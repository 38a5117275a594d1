"""Numbers, dates and counted things as the page's language writes them, and names in its order."""

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.web.pages.words import fill, words
from bot.web.reader import language

_ONES = {"en": (1, 1), "fr": (0, 1.999)}
"""Which numbers take the form 'one', from and to (CLDR): in French none and a half do, too."""


def is_one(number: float, spoken: str) -> bool:
    """Whether a language counts so many in its form for one; it has 'other' for the rest."""
    first, last = _ONES[spoken]
    return first <= abs(number) <= last


def number(value: float, digits: int = 0) -> str:
    """'2,300' or '2 300', '0.35' or '0,35'."""
    said = words("staff")["formats"]
    whole, _, fraction = f"{value:,.{digits}f}".partition(".")
    return str(
        whole.replace(",", said["thousands"]) + (said["decimal"] + fraction if digits else "")
    )


def count(forms: dict[str, str], counted: int) -> str:
    """A counted thing, '1 section', '2,300 sections', '2 300 sections'."""
    return fill(forms["one" if is_one(counted, language()) else "other"], n=number(counted))


def moment(at: datetime, zone: str = "UTC") -> str:
    """A date and time as staff read it, in UTC until accounts have a time zone.

    zone: the office's, where a moment was chosen in it.
    """
    local = at.astimezone(ZoneInfo(zone))
    form = words("staff")["formats"]["moment"]
    return fill(form, day=day(local), time=f"{local:%H:%M}", zone=f"{local:%Z}")


def day(at: date) -> str:
    """'26 Nov 2026', '26 nov. 2026'."""
    said = words("staff")["formats"]
    first = said["first_day"] if at.day == 1 else str(at.day)
    return fill(said["day"], day=first, month=said["months"][at.month - 1], year=at.year)


def duration(seconds: float | None) -> str:
    """A wait as staff read it: '40 s', '12 min 5 s', '2 h 5 min'; '–' for none."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 else "")
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def in_order(name: str) -> tuple[str, str]:
    """By what names are sorted: 'Élodie' stands beside 'Eloi', not after 'Zoé'."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one)), name
