"""The studio's report: what visitors ask."""

import asyncio
import csv
import io
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.publishing.report import LOOKED_UP, Report, make_report
from bot.spreadsheet import escaped
from bot.store.asked import AskedTables
from bot.web.pages.rendering import PageRoute, library_of, staff_page, words
from bot.web.pages.studio_version import Owner

router = APIRouter(route_class=PageRoute, include_in_schema=False)

PERIODS = (7, 30, 90, 365)  # days
DAYS = 30
SHOWN = 12  # sections and groups that are shown before 'all of them'


@router.get("/studio/report")
async def report(request: Request, session: Owner, days: int = DAYS) -> Response:
    """Counts, charts with their tables, sections, and what the texts lack."""
    days = days if days in PERIODS else DAYS
    made = await _made(request, days)
    context = {
        "report": made,
        "days": days,
        "periods": PERIODS,
        "shown": SHOWN,
        "verdicts": LOOKED_UP,
        "zone": _zone(request),
        "most": max([one.times for one in made.cited], default=1),
        "busiest": max([*made.hours, 1]),
        "golden_of": {
            one.language: f"/studio/{quote(one.document)}/{one.language}/golden/new"
            for one in reversed(library_of(request).snapshots)
        },
        "text_of": {
            (one.document, one.language): f"/statements/{quote(one.document)}?lang={one.language}"
            for one in (*made.cited, *made.never)
        },
    }
    return staff_page("studio_report.html", session, "studio", context)


@router.get("/studio/report.json")
async def as_json(request: Request, session: Owner, days: int = DAYS) -> Response:
    """All of it, for programs."""
    made = asdict(await _made(request, days if days in PERIODS else DAYS))
    body = json.dumps(made, ensure_ascii=False, indent=2, default=str)
    return _file(body, "application/json", "json")


@router.get("/studio/report.csv")
async def as_csv(request: Request, session: Owner, days: int = DAYS) -> Response:
    """One row a figure: what, which, how many."""
    made = await _made(request, days if days in PERIODS else DAYS)
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(("figure", "of", "count"))
    for figure, of, count in _rows(made):
        rows.writerow((figure, escaped(of), count))
    return _file("\ufeff" + file.getvalue(), "text/csv; charset=utf-8", "csv")


def _rows(made: Report) -> list[tuple[str, str, int]]:
    return [
        ("questions", "", made.questions),
        *(("verdict", name, count) for name, count in made.verdicts.items()),
        ("handed off", "", made.handed_off),
        *(("language", name, count) for name, count in made.languages.items()),
        *(("hour", f"{hour:02}", count) for hour, count in enumerate(made.hours)),
        *(("section", one.heading, one.times) for one in (*made.cited, *made.never)),
        *(("not answered", one.title, len(one.questions)) for one in made.missing),
        *(("version", name, count) for name, (count, _) in made.versions.items()),
    ]


async def _made(request: Request, days: int) -> Report:
    parts: Any = request.app.state.parts
    store: AskedTables = parts.store
    end = datetime.now(UTC)
    begin = end - timedelta(days=days)
    rows = await store.asked_between(begin, end)
    handed_off = await store.handed_off_between(begin, end)
    return await asyncio.to_thread(
        make_report,
        rows,
        handed_off,
        library_of(request).snapshots,
        (begin, end),
        ZoneInfo(_zone(request)),
        parts.publishing.vectors_of,
    )


def _zone(request: Request) -> str:
    zone: str = request.app.state.parts.settings.office_time_zone
    return zone


def _file(body: str, kind: str, ending: str) -> Response:
    name = words("staff", "en")["report"]["file"]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(body, media_type=kind, headers={**headers, "Cache-Control": "no-store"})
