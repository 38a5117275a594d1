"""What an owner does with texts: a draft, published now or on a day, and back again."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import structlog

from bot.background import again_and_again, meanwhile
from bot.conversations.events import Person
from bot.errors import Conflict, NotFound, Unprocessable
from bot.publishing.gate import Gate
from bot.publishing.library import Library
from bot.publishing.moving import moved_along
from bot.publishing.renewing import Renewing
from bot.store import Store, Version
from bot.store.publications import ANY_LIVE, LiveChanged, Moved, NotDue, Whatever
from index.corrections import Correction, to_json
from index.encoder import Vectors
from index.errors import SnapshotError, StatementError
from index.models import Models
from index.sections import Parsed
from index.snapshot import Snapshot, version_of

LOOK_EVERY = 1.0
"""Seconds between two looks whether another process published, or a day has come."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that someone brings. source: the file as it came; name: the file's.

    corrections: how the owner has it read. parsed: what was read of it already.
    """

    slug: str
    language: str
    name: str
    source: bytes
    note: str = ""
    effective_on: date | None = None
    corrections: tuple[Correction, ...] = ()
    parsed: Parsed | None = None


class Publishing:
    """Over one store, with the library that this process answers from.

    gate: asks the golden questions before a text is published; None to ask none.
    """

    def __init__(
        self, store: Store, library: Library, models: Models, gate: Gate | None = None
    ) -> None:
        self._gate = gate
        self._store = store
        self._library = library
        self._models = models
        self._seen = -1
        self.looked_at: datetime | None = None  # when this process last saw what is published
        self._unusable: set[tuple[int, str]] = set()  # by version number and checksum

    async def draft(
        self,
        given: Draft,
        author: str,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Version:
        """Read and index a text, and store it. Nothing that is live changes.

        A text that is known already is that version. Sentences that stand in another stored version are
        not encoded again. on_progress: told (sentences done, of how many).
        Raises StatementError with a sentence for whoever brings it.
        """
        identity = version_of(given.source, given.name, given.corrections)
        known = await self._store.versions(given.slug, given.language)
        for version in known:
            if version.version == identity:
                return version
        snapshot = await self.read(given, on_progress)
        return await self._store.add_version(
            given.slug,
            snapshot.title,
            given.language,
            identity,
            given.name,
            given.source,
            snapshot.to_bytes(),
            self._models.encoder.fingerprint,
            note=given.note,
            author=author,
            effective_on=given.effective_on,
            corrections=to_json(given.corrections),
        )

    async def read(
        self, given: Draft, on_progress: Callable[[int, int], None] | None = None
    ) -> Snapshot:
        """Read and index a text, and store nothing. Raises StatementError."""
        indexes = Renewing(self._store, self._models.encoder, self._models.calibration)
        return await asyncio.to_thread(
            indexes.build,
            given.source,
            given.name,
            given.slug,
            given.language,
            (lambda _, done, of: on_progress(done, of)) if on_progress else None,
            given.corrections,
            await indexes.stored(given.slug, given.language),
            given.parsed,
        )

    def vectors_of(self, questions: Sequence[str]) -> Vectors:
        """float32[n, d], unit length: what questions mean, to group them."""
        return self._models.encoder.encode_questions(questions)

    async def publish(
        self,
        version: Version,
        who: Person | None,
        *,
        expected: str | Whatever | None = ANY_LIVE,
        reason: str = "",
        all_the_same: bool = False,
    ) -> Version:
        """Make it what visitors are answered from.

        expected: the version that the owner thinks is live. who: None for the command line.
        all_the_same: with a reason, also where golden questions break.
        Raises LiveChanged, BreaksQuestions, and Unprocessable if it could not be answered from.
        """
        checked = await self._check(version)
        broken = await self._broken(version, all_the_same, reason)
        published = await self._store.publish(
            version.id,
            action="publish",
            who=who,
            expected=expected,
            reason=reason,
            broken=broken,
            moved=await self._moved(version, checked),
        )
        await self._library.reload()
        return published

    async def roll_back(
        self,
        slug: str,
        language: str,
        who: Person | None,
        *,
        expected: str | Whatever | None = ANY_LIVE,
        reason: str = "",
    ) -> Version:
        """Make live again what was live before. Raises Conflict if nothing was, and LiveChanged."""
        last = await self._store.publications(slug, language, 1)
        if not last:
            raise NotFound(f"Nothing of {slug} in {language} was ever published.")
        if last[0].replaced is None:
            raise Conflict("No text was live before this one, so there is none to go back to.")
        before = await self._store.version(slug, language, last[0].replaced)
        checked = await self._check(before)
        if isinstance(expected, Whatever):
            expected = last[0].version
        restored = await self._store.publish(
            before.id,
            action="back",
            who=who,
            expected=expected,
            reason=reason,
            moved=await self._moved(before, checked),
        )
        await self._library.reload()
        return restored

    async def schedule(
        self,
        version: Version,
        at: datetime | None,
        who: Person,
        *,
        reason: str = "",
        all_the_same: bool = False,
    ) -> Version:
        """Publish it at that moment, or, with None, not by itself.

        Raises Unprocessable, and BreaksQuestions as publishing does: nobody is there at that moment.
        """
        if at is not None and at <= datetime.now(UTC):
            raise Unprocessable("That moment has passed. Choose a later one, or publish now.")
        if at is not None and version.state == "published":
            raise Unprocessable("This version is live already.")
        broken: Sequence[str] = ()
        if at is not None:
            await self._check(version)
            broken = await self._broken(version, all_the_same, reason)
        return await self._store.schedule(version.id, at, who, reason=reason, broken=broken)

    async def publish_due(self, now: datetime) -> list[Version]:
        """Publish what was to be live by now; several processes may, and one does.

        What can't be answered from goes on waiting, so that its owner sees that it is overdue.
        """
        done = []
        for version, who in await self._store.due(now):
            if (version.id, version.snapshot_sha256) in self._unusable:
                continue
            try:
                moved = await self._moved(version, await self._check(version))
                done.append(
                    await self._store.publish(
                        version.id, action="publish", who=who, due=now, moved=moved
                    )
                )
            except NotDue:
                continue  # another process was quicker, or its owner thought better of it
            except Unprocessable as error:
                self._unusable.add((version.id, version.snapshot_sha256))
                log.error("scheduled_text_unusable", version=version.version, reason=str(error))
                continue
            log.info("scheduled_text_published", document=version.slug, version=version.version)
        return done

    async def look(self) -> bool:
        """Take up what another process published, and what is due. Whether anything changed."""
        await self.publish_due(datetime.now(UTC))
        stamp = await self._store.publication_stamp()
        changed = stamp != self._seen
        if changed:
            await self._library.reload()
            self._seen = stamp
        self.looked_at = datetime.now(UTC)
        return changed

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look again and again for as long as the block runs."""
        looking = again_and_again(self.look, LOOK_EVERY, "publications_unreadable")
        async with meanwhile(looking, "looking for what was published"):
            yield

    async def _broken(self, version: Version, all_the_same: bool, reason: str) -> Sequence[str]:
        """The golden questions that it breaks. Raises BreaksQuestions if that needs a reason."""
        if self._gate is None:
            return ()
        result = await self._gate.publishable(version, all_the_same=all_the_same, reason=reason)
        return [row.question.question for row in result.broken]

    async def _moved(self, version: Version, checked: Snapshot) -> Moved | None:
        async def snapshot_of(one: Version) -> Snapshot:
            return checked if one is version else await self._library.usable(one)

        return await moved_along(self._store, version, snapshot_of)

    async def _check(self, version: Version) -> Snapshot:
        try:
            return await self._library.usable(version, fitted=True)
        except (SnapshotError, StatementError) as error:
            raise Unprocessable(
                f"Version {version.version} can't be answered from: {error} What is live stays live."
            ) from error


__all__ = ["Draft", "LiveChanged", "Publishing"]
