"""The audit log in sentences, for administrators: by person, action and period, and as CSV."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response, StreamingResponse

from bot.accounts.administration import Administration
from bot.spreadsheet import escaped
from bot.store.audit import COMMAND_LINE, AuditLine
from bot.web.api.staff import TheAdministration
from bot.web.pages.formats import moment
from bot.web.pages.rendering import PRIVATE, PageRoute
from bot.web.pages.staff import Admin, tabbed_page
from bot.web.pages.words import fill, words

AUDIT = "/console/audit"
PAGE = 50
EXPORT_PAGE = 500

router = APIRouter(prefix=AUDIT, route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True)
class Filter:
    """Which lines. A date that can't be read is left out, and `wrong` is true."""

    account_id: int | None
    action: str
    since: date | None
    until: date | None
    wrong: bool

    def wanted(self) -> dict[str, Any]:
        """As the log is asked; the last day is in the period."""
        midnight = time(tzinfo=UTC)
        day = timedelta(days=1)
        return {
            "account_id": self.account_id,
            "action": self.action or None,
            "since": datetime.combine(self.since, midnight) if self.since else None,
            "until": datetime.combine(self.until + day, midnight) if self.until else None,
        }

    def query(self, **more: object) -> str:
        """As an address has it."""
        chosen = {
            "person": self.account_id,
            "action": self.action,
            "from": self.since,
            "to": self.until,
            **more,
        }
        return urlencode({name: value for name, value in chosen.items() if value})


def filter_of(
    person: Annotated[str, Query(max_length=20)] = "",
    action: Annotated[str, Query(max_length=40)] = "",
    since: Annotated[str, Query(alias="from", max_length=20)] = "",
    until: Annotated[str, Query(alias="to", max_length=20)] = "",
) -> Filter:
    """The filter that the address names."""
    days = [_day(text) for text in (since, until)]
    number = int(person) if person.isascii() and person.isdigit() else 0
    return Filter(
        account_id=number if 0 < number < 2**31 else None,
        action=action,
        since=days[0],
        until=days[1],
        wrong=any(text and day is None for text, day in zip((since, until), days, strict=True)),
    )


Wanted = Annotated[Filter, Depends(filter_of)]


@router.get("")
async def log(
    session: Admin,
    administration: TheAdministration,
    wanted: Wanted,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """A page of lines, the newest first."""
    found = await administration.audit(before=before, limit=PAGE + 1, **wanted.wanted())
    lines = found[:PAGE]
    said = _said()
    context = {
        "lines": [_shown(line) for line in lines],
        "people": await administration.all(),
        "wanted": wanted,
        "filtered": bool(wanted.query()),
        "older": f"{AUDIT}?{wanted.query(before=lines[-1].id)}" if len(found) > PAGE else "",
        "newest": f"{AUDIT}?{wanted.query()}" if before else "",
        "export": f"{AUDIT}/export.csv?{wanted.query()}",
    }
    error = said["bad_date"] if wanted.wrong else ""
    return tabbed_page(
        "audit.html", session, "audit", context, error=error, status=422 if error else 200
    )


@router.get("/export.csv")
async def export(session: Admin, administration: TheAdministration, wanted: Wanted) -> Response:
    """Every line that fits, the newest first, for a spreadsheet."""
    name = f"clause-audit-{datetime.now(UTC):%Y-%m-%d}.csv"
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    rows = _rows(administration, wanted)
    return StreamingResponse(rows, headers=headers, media_type="text/csv; charset=utf-8")


def sentence(line: AuditLine) -> str:
    """What the line tells, in words."""
    said = _said()
    known = line.detail or {}
    values = {"from": "", "to": "", "action": line.action} | {
        key: "–" if value is None else value for key, value in known.items()
    }
    values |= {"what": _what(line.target, said["things"])}
    outcomes = words("staff")["console"]["outcomes"]
    if values.get("outcome") in outcomes:
        values["outcome"] = outcomes[values["outcome"]].lower()
    roles = words("staff")["common"]["roles"]
    for place in ("role", "to"):
        if values.get(place) in roles and line.action != "rename":
            values[place] = roles[values[place]].lower()
    who = said["machine"] if line.account_name == COMMAND_LINE else line.account_name
    form = said["sentences"].get(line.action, said["unknown"])
    # one pass: what people are called is never read for places
    return str(form.format_map(defaultdict(lambda: "–", values, who=who)))


def _what(target: str, things: dict[str, str]) -> str:
    """What a line is about, in words: 'conversation 5B0C'; an account by its address alone."""
    kind = next((one for one in things if f"{target} ".startswith(f"{one} ")), "")
    name = target.removeprefix(kind).strip()
    if not kind or (kind == "account" and "@" in name):
        return name
    if kind == "session":
        name = name.partition(" ")[0]  # whose it is, the line says
    return fill(things[kind], name=visitor_code(name) if kind == "conversation" else name)


def visitor_code(conversation_id: str) -> str:
    """How agents tell visitors apart, as the console does."""
    return conversation_id[:4].upper()


def _shown(line: AuditLine) -> dict[str, str]:
    kind, _, name = line.target.partition(" ")
    reason = (line.detail or {}).get("reason", "")
    return {
        "at": moment(line.at),
        "iso": line.at.isoformat(),
        "text": sentence(line),
        "more": str(reason),
        "href": f"/console/c/{name}" if kind == "conversation" else "",
    }


async def _rows(administration: Administration, wanted: Filter) -> AsyncIterator[str]:
    yield "\ufeff" + _csv(_said()["columns"])  # the mark tells a spreadsheet that it is UTF-8
    before: int | None = None
    while True:
        lines = await administration.audit(before=before, limit=EXPORT_PAGE, **wanted.wanted())
        for line in lines:
            detail = json.dumps(line.detail, ensure_ascii=False) if line.detail else ""
            cells = [line.account_name, line.action, sentence(line), line.target, detail]
            yield _csv([line.at.isoformat(timespec="seconds"), *map(escaped, cells)])
        if len(lines) < EXPORT_PAGE:
            return
        before = lines[-1].id


def _csv(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _said() -> dict[str, Any]:
    said: dict[str, Any] = words("people")["audit"]
    return said
