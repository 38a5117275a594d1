"""From a template to a response: words, safe defaults and the headers that every page carries."""

import json
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.accounts.accounts import Role, Session
from bot.errors import ClauseError
from bot.store.versions import Version, VersionTables
from bot.web.guard import PAGE_POLICY
from index.snapshot import Snapshot

TEMPLATES = Path(__file__).parent.parent / "templates"
STATIC = Path(__file__).parent.parent / "static"

_HEADERS = {"Content-Security-Policy": PAGE_POLICY}
PRIVATE = {"Cache-Control": "no-store"}


class Library(Protocol):
    """The published texts, as pages need them."""

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """All that is live now."""

    def documents(self) -> list[tuple[str, list[str]]]:
        """Slugs with the languages that each is published in."""

    def live(self, slug: str, language: str | None) -> Snapshot | None:
        """The published version."""

    async def version(self, slug: str, language: str, version: str) -> Snapshot | None:
        """Any version, the live one too."""

    async def usable(self, version: Version) -> Snapshot:
        """Any version, to be answered from."""


def library_of(request: Request) -> Library:
    """The published texts of this app."""
    library: Library = request.app.state.parts.library
    return library


def store_of(request: Request) -> VersionTables:
    """What the database of this app keeps about texts."""
    store: VersionTables = request.app.state.parts.store
    return store


@cache
def words(name: str, language: str) -> dict[str, Any]:
    """What the pages say; `name` is 'staff' or 'statement'.

    The files lie with the scripts because these read the same words.
    """
    loaded: dict[str, Any] = json.loads(
        (STATIC / f"{name}.words.{language}.json").read_text(encoding="utf-8")
    )
    return loaded


def fill(sentence: str, **values: object) -> str:
    """Put values into a sentence's {places}; a plain replacement, never str.format."""
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence


def count(forms: dict[str, str], number: int) -> str:
    """A counted thing in English, '1 section', '2,300 sections'."""
    return fill(forms["one" if number == 1 else "other"], n=f"{number:,}")


def folded(text: str, ends: int = 120) -> tuple[str, str, str]:
    """The beginning, the middle and the end of a text, parted at spaces; a short one has no middle."""
    if len(text) <= 3 * ends:
        return text, "", ""
    head, tail = text.rfind(" ", 0, ends) + 1 or ends, text.find(" ", len(text) - ends)
    tail = tail if tail > head else len(text) - ends
    return text[:head], text[head:tail], text[tail:]


def initials(name: str) -> str:
    """One or two letters for an avatar."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def moment(at: datetime, zone: str = "UTC") -> str:
    """A date and time as staff read it, in UTC until accounts have a time zone.

    zone: the office's, where a moment was chosen in it.
    """
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


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


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        fill=fill,
        count=count,
        folded=folded,
        initials=initials,
        moment=moment,
        duration=duration,
    )
    return environment


_ENVIRONMENT = _environment()


def page(
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HTMLResponse:
    """A whole page. What the context does not name must not be used by the template."""
    return HTMLResponse(rendered(template, context), status, {**_HEADERS, **(headers or {})})


def rendered(template: str, context: dict[str, Any]) -> str:
    """The template's HTML, all that was put in escaped."""
    return _ENVIRONMENT.get_template(template).render(context)


def staff_page(
    template: str, session: Session, current: str, context: dict[str, Any] | None = None
) -> HTMLResponse:
    """A page for someone who is signed in; `current` is the part that the bar on top marks."""
    everywhere = {
        "lang": "en",
        "words": words("staff", "en"),
        "account": session.account,
        "csrf": session.csrf,
        "current": current,
        "may_own": may_own(session),
        "may_chat": may_chat(session),
    }
    return page(template, {**everywhere, **(context or {})}, headers=PRIVATE)


def preferred_language(request: Request, available: Sequence[str] | dict[str, str]) -> str:
    """The first language that the reader's browser asks for and that is there, else the first."""
    asked = []
    for position, entry in enumerate(request.headers.get("accept-language", "").split(",")[:20]):
        tag, _, quality = entry.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        asked.append((-weight, position, tag.split("-")[0].lower()))
    choices = list(available)
    return next((tag for _, _, tag in sorted(asked) if tag in choices), choices[0])


def may_own(session: Session) -> bool:
    """Whether the account works on the texts, and not only on conversations."""
    return session.account.role != Role.AGENT


def may_chat(session: Session) -> bool:
    """Whether the account talks with visitors."""
    return session.account.role in (Role.AGENT, Role.ADMIN)


def problem_page(status: int, title: str, detail: str, **more: Any) -> HTMLResponse:
    """What went wrong, in words, with a way on."""
    common = words("staff", "en")
    context = {
        "lang": "en",
        "product": common["common"]["product"],
        "title": title,
        "detail": detail,
        "choose": "",
        "choices": [],
        "home": common["problem"]["home"],
        "home_href": "/",
    }
    return page("problem.html", {**context, **more}, status=status, headers=PRIVATE)


class PageRoute(APIRoute):
    """A route whose refusals are pages; what a program calls answers with problem documents."""

    def unguarded_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, before refusals become pages."""
        return super().get_route_handler()

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with refusals turned into pages."""
        handle = self.unguarded_handler()

        async def with_pages(request: Request) -> Response:
            try:
                return await handle(request)
            except ClauseError as error:
                response = problem_page(error.status, error.title, error.detail)
                if "retry_after" in error.extra:
                    response.headers["Retry-After"] = str(error.extra["retry_after"])
                return response

        return with_pages
