"""Since when a statement says that it is in force: 'est en vigueur à partir du 1er janvier 2024'.

Read from the statement's own first paragraphs, never guessed: a date counts only near words that say
so, and where two such dates differ, none does.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from index.sections import fold
from index.snapshot import Snapshot

_SECTIONS_READ = 4
_CHARACTERS_READ = 1500  # of each section
_WORDS_BETWEEN = 40  # characters from the words that say so to the date

_IN_FORCE = (
    r"(?:en vigueur|entre en vigueur|in force|effective|applies from|valid from|in kraft|gultig ab|"
    r"gultig seit|wirksam|en vigor|em vigor|vigente|in vigore|van kracht|geldig vanaf|obowiazuje|"
    r"wchodzi w zycie)"
)
_MONTHS = (
    "janvier january enero januar gennaio januari janeiro stycznia|"
    "fevrier february febrero februar febbraio februari fevereiro lutego|"
    "mars march marzo marz maart marco marca|"
    "avril april abril aprile kwietnia|"
    "mai may mayo maggio mei maio maja|"
    "juin june junio juni giugno junho czerwca|"
    "juillet july julio juli luglio julho lipca|"
    "aout august agosto augustus sierpnia|"
    "septembre september septiembre settembre setembro wrzesnia|"
    "octobre october octubre oktober ottobre outubro pazdziernika|"
    "novembre november noviembre listopada novembro|"
    "decembre december diciembre dezember dicembre dezembro grudnia"
)
_NUMBER_OF = {
    name: number
    for number, names in enumerate(_MONTHS.split("|"), start=1)
    for name in names.split()
}
_MONTH = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_DATE = (
    rf"(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|\.|º)? ?(?:de |di )?(?P<month>{_MONTH}),? (?:de )?"
    rf"(?P<year>\d{{4}})|(?P<us_month>{_MONTH}) (?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,? "
    r"(?P<us_year>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))"
)
_SAID = re.compile(rf"\b{_IN_FORCE}\b[^.;\d]{{0,{_WORDS_BETWEEN}}}?{_DATE}\b")


def in_force_since(snapshot: Snapshot) -> date | None:
    """The day that the statement names; None where it names none, more than one, or one to come."""
    day = _read(tuple(section.text for section in snapshot.sections[:_SECTIONS_READ]))
    # published before its day, it is answered from, but 'in force since' would not be true
    return day if day is not None and day <= datetime.now(UTC).date() else None


@lru_cache(maxsize=64)
def _read(texts: tuple[str, ...]) -> date | None:
    found = {
        day
        for text in texts
        for said in _SAID.finditer(fold(text[:_CHARACTERS_READ]))
        if (day := _day(said)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _day(said: re.Match[str]) -> date | None:
    try:
        if said["iso"]:
            return date.fromisoformat(said["iso"])
        month = _NUMBER_OF[said["month"] or said["us_month"]]
        return date(int(said["year"] or said["us_year"]), month, int(said["day"] or said["us_day"]))
    except ValueError:
        return None  # 31 June
