"""The published statement as a page to read, with the sentence that an answer quoted marked."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from bot.accounts.accounts import Session
from bot.store.versions import Version
from bot.web.deps import session_of
from bot.web.pages.rendering import PageRoute, library_of, may_own, page, problem_page, store_of
from bot.web.pages.statement_view import contents, find_quote, titled, view_sections
from bot.web.pages.transcript import chat_words
from bot.web.pages.words import fill, words
from bot.web.reader import preferred_language
from index.errors import SnapshotError
from index.snapshot import Snapshot

# what a language or a version is called; nothing else is looked up
_TAG = re.compile(r"[a-z0-9]{1,64}")

LANGUAGE_NAMES = {"en": "English", "fr": "Français", "es": "Español", "de": "Deutsch"}

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.api_route("/statements/{slug}", methods=["GET", "HEAD"])
async def statement(
    request: Request,
    slug: str,
    session: Annotated[Session | None, Depends(session_of)],
    lang: str | None = None,
    version: str | None = None,
    section: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> HTMLResponse:
    """The text of one version; without `version` the live one, without `lang` the reader's.

    section, start, end: the quote to mark, `section.text[start:end]`; else ignored.
    """
    library = library_of(request)
    languages = dict(library.documents()).get(slug, [])
    reader = preferred_language(request, LANGUAGE_NAMES)
    if not languages:
        return _missing(reader, "missing_document", slug, languages)
    language = lang or preferred_language(request, languages)
    if not _TAG.fullmatch(language) or not _TAG.fullmatch(version or "x"):
        return _missing(reader, "missing_version", slug, languages)
    if language not in languages and version is None:
        return _missing(reader, "missing_language", slug, languages)
    stored = await store_of(request).versions(slug, language)
    try:
        shown = await _find(request, session, slug, language, version, stored)
    except SnapshotError:
        said = words("statement", reader)
        return _problem(reader, 503, said["unreadable_title"], said["unreadable"], slug, languages)
    if shown is None:
        return _missing(reader, "missing_version", slug, languages)
    row = next((one for one in stored if one.version == shown.version), None)
    return _render(slug, shown, row, languages, (section, start, end))


async def _find(
    request: Request,
    session: Session | None,
    slug: str,
    language: str,
    version: str | None,
    stored: Sequence[Version],
) -> Snapshot | None:
    """The snapshot to show. A draft is shown to those only who may publish it."""
    library = library_of(request)
    if version is None:
        return library.live(slug, language)
    row = next((one for one in stored if one.version == version), None)
    if row is None:
        return None
    if row.state == "draft" and not _is_owner(session):
        return None
    return await library.version(slug, language, version)


def _is_owner(session: Session | None) -> bool:
    return session is not None and not session.must_change_password and may_own(session)


def _render(
    slug: str,
    shown: Snapshot,
    row: Version | None,
    languages: Sequence[str],
    wanted: tuple[str | None, str | None, str | None],
) -> HTMLResponse:
    page_language = shown.language if shown.language in LANGUAGE_NAMES else "en"
    said = words("statement", page_language)
    marked = find_quote(shown.sections, *wanted)
    state = row.state if row is not None else "published"
    dated = [fill(said["version"], version=shown.version)]
    if row is not None and row.published_at is not None:
        dated.append(fill(said["published"], date=_date(row.published_at, said)))
    live_link = address(slug, shown.language)
    context = {
        "lang": shown.language,
        "words": said,
        "chat_words": chat_words(shown.language),
        "title": shown.title,
        "version": shown.version,
        "dateline": " · ".join(dated),
        "languages": [
            {"code": code, "name": LANGUAGE_NAMES.get(code, code), "href": address(slug, code)}
            for code in languages
        ],
        "canonical": live_link,
        "superseded": state == "superseded",
        "draft": state == "draft",
        "current_href": live_link + (f"#{quote(marked.anchor)}" if marked else ""),
        "quote": marked,
        "titled": titled(shown.sections, shown.title),
        "toc": contents(shown.sections, shown.title),
        "sections": view_sections(shown.sections, shown.title, marked),
    }
    return page("statement.html", context, headers={"Vary": "Accept-Language"})


def address(slug: str, language: str, version: str | None = None) -> str:
    """Where a text is read, as a path of this site."""
    query = {"lang": language, **({"version": version} if version else {})}
    return f"/statements/{quote(slug)}?{urlencode(query)}"


def _date(moment: datetime, said: dict[str, Any]) -> str:
    return fill(
        said["date"], day=moment.day, month=said["months"][moment.month - 1], year=moment.year
    )


def _missing(reader: str, reason: str, slug: str, languages: Sequence[str]) -> HTMLResponse:
    said = words("statement", reader)
    return _problem(reader, 404, said["missing_title"], said[reason], slug, languages)


def _problem(
    reader: str, status: int, title: str, detail: str, slug: str, languages: Sequence[str]
) -> HTMLResponse:
    said = words("statement", reader)
    choices = [
        {"href": address(slug, code), "text": LANGUAGE_NAMES.get(code, code), "lang": code}
        for code in languages
    ]
    more = {"lang": reader, "home": said["home"], "choose": said["missing_choose"]}
    return problem_page(status, title, detail, choices=choices, **more)
