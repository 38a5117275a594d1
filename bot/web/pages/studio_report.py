"""The studio's report: what visitors ask."""

import asyncio
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from bot.errors import ClauseError, Unprocessable
from bot.publishing.effect import Stretch
from bot.publishing.golden import Golden
from bot.publishing.missing import Missing
from bot.publishing.report import LOOKED_UP, Report, make_report
from bot.spreadsheet import escaped
from bot.store.asked import AskedTables
from bot.web.pages.rendering import PageRoute, library_of, staff_page, words
from bot.web.pages.studio_golden import TheGolden, golden_of
from bot.web.pages.studio_version import Field, Owner, OwnerForm, person, see_other
from index.snapshot import Snapshot

router = APIRouter(route_class=PageRoute, include_in_schema=False)

PERIODS = (7, 30, 90, 365)  # days
DAYS = 30
SHOWN = 12  # sections that are shown before 'all of them'
SHOWN_VERSIONS = 20
GROUPS = 60


@router.get("/studio/report")
async def report(
    request: Request, session: Owner, days: int = DAYS, notice: str = ""
) -> HTMLResponse:
    """Counts, charts with their tables, sections, and what the texts lack."""
    return await _page(request, session, days, notice=notice)


@router.post("/studio/report/answers")
async def section_answers(
    request: Request,
    session: OwnerForm,
    golden: TheGolden,
    days: Annotated[int, Form()] = DAYS,
    question: Field = "",
    spoken: Field = "",
    place: Field = "",
) -> Response:
    """'This section answers it': kept as a golden question, which every draft is asked from then on."""
    text, _, anchor = place.partition("#")
    slug, _, language = text.rpartition(".")
    try:
        live = library_of(request).live(slug, language)
        if live is None or anchor not in {one.anchor for one in live.sections}:
            raise Unprocessable(words("staff", "en")["report"]["no_section"])
        kept = Golden(question, spoken, anchor).checked()
        await golden.add_golden(slug, language, [kept], person(session))
    except ClauseError as error:
        return await _page(request, session, days, error=error)
    return see_other(f"/studio/report?days={days}&notice=kept#missing")


async def _page(
    request: Request,
    session: Owner,
    days: int,
    *,
    notice: str = "",
    error: ClauseError | None = None,
) -> HTMLResponse:
    days = days if days in PERIODS else DAYS
    made = await _made(request, days)
    live = library_of(request).snapshots
    context = {
        "report": made,
        "days": days,
        "periods": PERIODS,
        "shown": SHOWN,
        "shown_versions": SHOWN_VERSIONS,
        "titles": {(one.document, one.language): one.title for one in live},
        "verdicts": LOOKED_UP,
        "zone": _zone(request),
        "most": max([one.times for one in made.cited], default=1),
        "busiest": max([*made.hours, 1]),
        "groups": [(group, _texts_of(group, live)) for group in made.missing[:GROUPS]],
        "golden": await _golden(request, live),
        "notice": notice if notice in words("staff", "en")["report"]["notices"] else "",
        "error": error.detail if error else "",
        "text_of": {
            (one.document, one.language): f"/statements/{quote(one.document)}?lang={one.language}"
            for one in (*made.cited, *made.never)
        },
    }
    page = staff_page("studio_report.html", session, "studio", context)
    page.status_code = error.status if error else 200
    return page


def _texts_of(group: Missing, live: Sequence[Snapshot]) -> list[Snapshot]:
    """The texts that may answer a group: the one that was cited first, then those in its language."""

    def rank(one: Snapshot) -> tuple[bool, bool]:
        cited = (one.document, one.language) == (group.document, group.text_language)
        return not cited, one.language != group.language

    return sorted(live, key=rank)


async def _golden(request: Request, live: Sequence[Snapshot]) -> set[str]:
    """What is a golden question already."""
    kept = [await golden_of(request).golden(one.document, one.language) for one in live]
    return {one.question for questions in kept for one in questions}


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
        ("vote", "helpful", made.helpful),
        ("vote", "not helpful", made.unhelpful),
        *(("language", name, count) for name, count in made.languages.items()),
        *(("hour", f"{hour:02}", count) for hour, count in enumerate(made.hours)),
        *(("section", one.heading, one.times) for one in (*made.cited, *made.never)),
        *(("not answered", one.title, len(one.questions)) for one in made.missing),
        *(("not helpful", one.title, one.unhelpful) for one in made.missing if one.unhelpful),
        *(("comment", text, 1) for one in made.missing for text in one.comments),
        *(row for one in made.versions for row in _version_rows(one)),
    ]


def _version_rows(one: Stretch) -> list[tuple[str, str, int]]:
    of = f"{one.document} {one.language} {one.version} since {one.begin:%Y-%m-%d %H:%M} UTC"
    figures = ("questions", "answered", "unsure", "not_covered", "helpful", "unhelpful")
    return [(f"version: {name}", of, getattr(one, name)) for name in figures]


async def _made(request: Request, days: int) -> Report:
    parts: Any = request.app.state.parts
    store: AskedTables = parts.store
    end = datetime.now(UTC)
    begin = end - timedelta(days=days)
    rows = await store.asked_between(begin, end)
    handed_off = await store.handed_off_between(begin, end)
    live = library_of(request).snapshots
    histories = [await parts.store.publications(one.document, one.language) for one in live]
    return await asyncio.to_thread(
        make_report,
        rows,
        handed_off,
        live,
        (begin, end),
        ZoneInfo(_zone(request)),
        parts.publishing.vectors_of,
        histories,
    )


def _zone(request: Request) -> str:
    zone: str = request.app.state.parts.settings.office_time_zone
    return zone


def _file(body: str, kind: str, ending: str) -> Response:
    name = words("staff", "en")["report"]["file"]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(body, media_type=kind, headers={**headers, "Cache-Control": "no-store"})
