"""From a template to a response: words, safe defaults and the headers that every page carries."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.accounts.accounts import Role, Session
from bot.errors import ClauseError
from bot.store.versions import Version, VersionTables
from bot.web import reader
from bot.web.guard import PAGE_POLICY
from bot.web.pages.formats import count, day, duration, moment, number
from bot.web.pages.words import fill, told, words
from index.snapshot import Snapshot

TEMPLATES = Path(__file__).parent.parent / "templates"

_HEADERS = {"Content-Security-Policy": PAGE_POLICY, "Vary": "Accept-Language, Cookie"}
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
        day=day,
        moment=moment,
        duration=duration,
        number=number,
        told=told,
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
    """A whole page. What the context does not name must not be used by the template.

    lang: of the page, where it is not the reader's: a statement is written in its own.
    """
    context = {"lang": reader.language(), **context}
    spoken = {"Content-Language": context["lang"]}
    return HTMLResponse(
        rendered(template, context), status, {**_HEADERS, **spoken, **(headers or {})}
    )


def rendered(template: str, context: dict[str, Any]) -> str:
    """The template's HTML, all that was put in escaped."""
    return _ENVIRONMENT.get_template(template).render(context)


def staff_page(
    template: str, session: Session, current: str, context: dict[str, Any] | None = None
) -> HTMLResponse:
    """A page for someone who is signed in; `current` is the part that the bar on top marks."""
    everywhere = {
        "words": words("staff"),
        "account": session.account,
        "csrf": session.csrf,
        "current": current,
        "may_own": may_own(session),
        "may_chat": may_chat(session),
    }
    return page(template, {**everywhere, **(context or {})}, headers=PRIVATE)


def may_own(session: Session) -> bool:
    """Whether the account works on the texts, and not only on conversations."""
    return session.account.role != Role.AGENT


def may_chat(session: Session) -> bool:
    """Whether the account talks with visitors."""
    return session.account.role in (Role.AGENT, Role.ADMIN)


def problem_page(status: int, title: str, detail: str, **more: Any) -> HTMLResponse:
    """What went wrong, in words, with a way on."""
    common = words("staff")
    context = {
        "product": common["common"]["product"],
        "title": title,
        "detail": detail,
        "choose": "",
        "choices": [],
        "home": common["problem"]["home"],
        "home_href": "/",
    }
    return page("problem.html", {**context, **more}, status=status, headers=PRIVATE)


def refusal_page(error: ClauseError) -> HTMLResponse:
    """What the service refused, as a page in the reader's language."""
    return problem_page(error.status, told(error.title), told(error.detail))


class PageRoute(APIRoute):
    """A route whose refusals are pages; what a program calls answers with problem documents."""

    def unguarded_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, before refusals become pages."""
        return super().get_route_handler()

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with refusals turned into pages."""
        handle = self.unguarded_handler()

        async def with_pages(request: Request) -> Response:
            reader.read_by(request)
            try:
                return await handle(request)
            except ClauseError as error:
                response = refusal_page(error)
                if "retry_after" in error.extra:
                    response.headers["Retry-After"] = str(error.extra["retry_after"])
                return response

        return with_pages
