"""What the studio's pages about one text and one version share: who may, which text, which tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.accounts.accounts import Session
from bot.conversations.events import Person
from bot.errors import NotAllowed, NotFound, Unprocessable
from bot.publishing.publishing import Publishing
from bot.store.publications import Publication, PublicationTables
from bot.store.versions import Version
from bot.web.deps import csrf_fits
from bot.web.deps import staff_page as signed_in
from bot.web.pages.rendering import library_of, may_own, staff_page, store_of
from bot.web.pages.words import words
from index.errors import IndexingError, SnapshotError
from index.snapshot import Snapshot

TABS = ("text", "changes", "questions", "try", "publish")
"""In their order; each is a page of its own under the version's address."""

A_WHILE = timedelta(minutes=1)
"""Only then is what waits for its day called overdue: a look comes every second."""

Field = Annotated[str, Form()]


async def owner_page(session: Annotated[Session, Depends(signed_in)]) -> Session:
    """Someone who looks after the texts. Raises NotAllowed, as a page."""
    if not may_own(session):
        raise NotAllowed(words("staff")["problem"]["not_allowed"])
    return session


async def owner_form(
    session: Annotated[Session, Depends(owner_page)], csrf: Annotated[str, Form()] = ""
) -> Session:
    """The same, who sent a form of our own page. Raises NotAllowed."""
    if not csrf_fits(session, csrf):
        raise NotAllowed(words("staff")["signin"]["stale"])
    return session


Owner = Annotated[Session, Depends(owner_page)]
OwnerForm = Annotated[Session, Depends(owner_form)]


async def publishing_of(request: Request) -> Publishing:
    """What publishes in this app."""
    publishing: Publishing = request.app.state.parts.publishing
    return publishing


def publications_of(request: Request) -> PublicationTables:
    """What the database of this app keeps of publishing."""
    store: PublicationTables = request.app.state.parts.store
    return store


ThePublishing = Annotated[Publishing, Depends(publishing_of)]


def person(session: Session) -> Person:
    """Whose name a change bears."""
    return Person(session.account.id, session.account.name)


@dataclass(frozen=True)
class TextShown:
    """A document in one language.

    versions: the newest first; history: what was live, the newest first; zone: the office's time zone.
    """

    slug: str
    language: str
    versions: Sequence[Version]
    history: Sequence[Publication]
    zone: str

    @property
    def title(self) -> str:
        """As the newest version has it."""
        return self.versions[0].title

    @property
    def live(self) -> Version | None:
        """What visitors are answered from."""
        return next((one for one in self.versions if one.state == "published"), None)

    @property
    def before(self) -> Version | None:
        """What going back would make live again."""
        name = self.history[0].replaced if self.history else None
        return next((one for one in self.versions if one.version == name), None)

    @property
    def scheduled(self) -> Version | None:
        """What waits for its day."""
        return next((one for one in self.versions if one.publish_at is not None), None)

    @property
    def overdue(self) -> bool:
        """What waits for its day should be live by now: it could not be answered from."""
        waits = self.scheduled
        at = waits.publish_at if waits else None
        return at is not None and at < datetime.now(UTC) - A_WHILE

    @property
    def drafts(self) -> Sequence[Version]:
        """Newer than what is live, and not published yet."""
        newest = self.live.id if self.live else 0
        return [one for one in self.versions if one.state == "draft" and one.id > newest]

    @property
    def href(self) -> str:
        """Its page in the studio."""
        return f"/studio/{quote(self.slug)}/{quote(self.language)}"


@dataclass(frozen=True)
class VersionShown:
    """One version of a text, and its snapshot."""

    text: TextShown
    version: Version
    snapshot: Snapshot

    @property
    def href(self) -> str:
        """Its pages in the studio."""
        return f"{self.text.href}/{self.version.version}"


async def text_shown(request: Request, slug: str, language: str) -> TextShown:
    """The text of the address. Raises NotFound."""
    versions = await store_of(request).versions(slug, language)
    if not versions:
        raise NotFound(f"There is no text “{slug}” in “{language}”.")
    return await _shown(request, slug, language, versions)


async def texts_shown(request: Request) -> list[TextShown]:
    """Every text, by document and language."""
    texts = []
    for document in await store_of(request).documents():
        by_language: dict[str, list[Version]] = {}
        for version in await store_of(request).versions(document.slug):
            by_language.setdefault(version.language, []).append(version)
        for language, versions in sorted(by_language.items()):
            texts.append(await _shown(request, document.slug, language, versions))
    return texts


async def _shown(
    request: Request, slug: str, language: str, versions: Sequence[Version]
) -> TextShown:
    history = await publications_of(request).publications(slug, language)
    zone: str = request.app.state.parts.settings.office_time_zone
    return TextShown(slug, language, versions, history, zone)


def row_of(text: TextShown, version: str) -> Version:
    """The version of that name. Raises NotFound."""
    row = next((one for one in text.versions if one.version == version), None)
    if row is None:
        raise NotFound(f"There is no version {version} of “{text.slug}” in “{text.language}”.")
    return row


async def text_for_owner(request: Request, session: Owner, slug: str, language: str) -> TextShown:
    """The text of the address, for who may know whether there is such a one. Raises NotFound."""
    return await text_shown(request, slug, language)


async def version_shown(
    request: Request,
    text: Annotated[TextShown, Depends(text_for_owner)],
    version: str,
) -> VersionShown:
    """The version of the address. Raises NotFound, and Unprocessable if its index can't be read."""
    row = row_of(text, version)
    library = library_of(request)
    try:
        snapshot = await library.version(text.slug, text.language, version)
    except SnapshotError:
        snapshot = await usable(request, row)
    assert snapshot is not None
    return VersionShown(text, row, snapshot)


async def usable(request: Request, version: Version) -> Snapshot:
    """A version to be answered from; its index is made again if it must be. Raises Unprocessable."""
    try:
        return await library_of(request).usable(version)
    except IndexingError as error:
        raise Unprocessable(str(error)) from error


TheText = Annotated[TextShown, Depends(text_for_owner)]
TheVersion = Annotated[VersionShown, Depends(version_shown)]


def version_page(
    template: str, session: Session, shown: VersionShown, tab: str, context: dict[str, Any]
) -> HTMLResponse:
    """A tab of a version's pages."""
    everywhere = {"shown": shown, "text": shown.text, "tab": tab, "tabs": TABS}
    return staff_page(template, session, "studio", {**everywhere, **context})


def see_other(address: str) -> RedirectResponse:
    """Where to look after a form was taken."""
    return RedirectResponse(address, 303)
