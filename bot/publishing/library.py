"""What is live: one snapshot a document and language, swapped as a whole and never changed in place."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import NotFound
from bot.store import Store, Version
from index.encoder import Encoder
from index.errors import SnapshotError, StatementError
from index.snapshot import Snapshot

log = structlog.get_logger(__name__)

OLD_VERSIONS_KEPT = 8  # superseded versions that links still open, kept parsed


class Library:
    """The published snapshots, in memory. Readers take `snapshots` once and work on that tuple.

    renew: makes the index of a stored version again (`Renewing.renew`); None to refuse it.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._snapshots: tuple[Snapshot, ...] = ()
        self._opened: dict[tuple[int, str], Snapshot] = {}  # by version number and checksum
        self._reloading = asyncio.Lock()
        self._older: OrderedDict[tuple[str, str, str], Snapshot] = OrderedDict()
        self.renew: Callable[[Version], Awaitable[bool]] | None = None

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """All that is live now. An answer made from one of them is unaffected by a later swap."""
        return self._snapshots

    async def reload(self) -> None:
        """Takes up what the database says is published.

        A snapshot that can't be used is left out and the one that was live before goes on; if there
        was none, the error is raised, for there is nothing to answer from.
        """
        async with self._reloading:
            fresh: list[Snapshot] = []
            broken: list[SnapshotError] = []
            opened: dict[tuple[int, str], Snapshot] = {}
            for version in await self._store.live():
                try:
                    snapshot = await self._snapshot(version)
                    opened[version.id, version.snapshot_sha256] = snapshot
                    fresh.append(snapshot)
                except SnapshotError as error:
                    log.error("snapshot_refused", document=version.slug, reason=str(error))
                    broken.append(error)
                    before = self.live(version.slug, version.language)
                    if before is not None:
                        fresh.append(before)
            if broken and not fresh:
                raise broken[0]
            self._opened = opened
            self._snapshots = tuple(fresh)

    def documents(self) -> list[tuple[str, list[str]]]:
        """(slug, languages) of every live document."""
        found: dict[str, list[str]] = {}
        for snapshot in self._snapshots:
            found.setdefault(snapshot.document, []).append(snapshot.language)
        return sorted(found.items())

    def live(self, slug: str, language: str | None = None) -> Snapshot | None:
        """The live snapshot of a document, in that language or else in any."""
        mine = [snapshot for snapshot in self._snapshots if snapshot.document == slug]
        if language is None:
            return mine[0] if mine else None
        return next((snapshot for snapshot in mine if snapshot.language == language), None)

    async def version(self, slug: str, language: str, version: str) -> Snapshot | None:
        """A given version, live or older; None if there is none.

        Raises SnapshotError if it is stored but can't be read.
        """
        live = self.live(slug, language)
        if live is not None and live.version == version:
            return live
        key = (slug, language, version)
        if key not in self._older:
            try:
                blob = await self._store.version_snapshot(slug, language, version)
                self._older[key] = await asyncio.to_thread(Snapshot.from_bytes, blob)
            except NotFound:
                return None
            while len(self._older) > OLD_VERSIONS_KEPT:
                self._older.popitem(last=False)
        return self._older[key]

    async def usable(self, version: Version, *, fitted: bool = False) -> Snapshot:
        """The version, to be answered from. An index of another model, or a damaged one, is made again.

        That takes seconds. fitted: so is one that was fitted with another calibration, which is soon done.
        Raises SnapshotError, and StatementError if its file can't be read any more.
        """
        if fitted and self.renew is not None:
            with contextlib.suppress(StatementError):  # as it is, it may do
                await self.renew(version)
        try:
            return await self._snapshot(version)
        except SnapshotError:
            if self.renew is None:
                raise
            await self.renew(version)
            self._older.pop((version.slug, version.language, version.version), None)
            fresh = await self._store.version(version.slug, version.language, version.version)
            return await self._snapshot(fresh)

    async def _snapshot(self, version: Version) -> Snapshot:
        opened = self._opened.get((version.id, version.snapshot_sha256))
        if opened is not None:
            return opened
        blob = await self._store.version_snapshot(version.slug, version.language, version.version)
        return await asyncio.to_thread(self._open, blob)

    def _open(self, blob: bytes) -> Snapshot:
        snapshot = Snapshot.from_bytes(blob)
        snapshot.check_encoder(self._encoder)
        _ = snapshot.searcher  # built now, not while the first visitor waits
        return snapshot
