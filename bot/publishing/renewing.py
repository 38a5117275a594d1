"""The index of a stored version: made again from its file, and what of it can be taken over.

A version's text is kept for good; its index is of one model. Where the service runs another by now, or a
blob is damaged, the index is made again from the file, as it was read and corrected then.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.publishing.reading import read_safely
from bot.store import Store, Version
from index.calibration import Calibration
from index.corrections import Correction, from_json
from index.encoder import Encoder
from index.errors import SnapshotError
from index.sections import Parsed
from index.snapshot import Snapshot, build_snapshot

REUSED = 12
"""Versions of a text whose vectors are taken over, the newest ones; more hold hardly anything new."""

Told = Callable[[str, int, int], None]
"""Told (file name, sentences done, of how many) while a statement is encoded."""


class Renewing:
    """Makes indexes of stored texts with one encoder."""

    def __init__(self, store: Store, encoder: Encoder, calibration: Calibration) -> None:
        self._store = store
        self._encoder = encoder
        self._calibration = calibration
        self._turn = asyncio.Lock()

    async def renew(
        self, version: Version, on_progress: Told | None = None, *, force: bool = False
    ) -> bool:
        """Make the index again where it is damaged or of another model; whether it was.

        force: even if it is good, and every sentence anew. Raises StatementError if the file can't be
        read any more.
        """
        async with self._turn:  # of two who want it at once, the second finds it done
            stored = await self._store.version_snapshot(
                version.slug, version.language, version.version
            )
            if not force and await asyncio.to_thread(self._usable, stored):
                return False
            source = await self._store.version_source(
                version.slug, version.language, version.version
            )
            snapshot = await asyncio.to_thread(
                self.build,
                source.content,
                source.name,
                version.slug,
                version.language,
                on_progress,
                from_json(await self._store.corrections(version.id)),
                () if force else await self.stored(version.slug, version.language),
            )
            await self._store.replace_snapshot(
                version.id, snapshot.to_bytes(), self._encoder.fingerprint
            )
            return True

    async def stored(self, slug: str, language: str) -> Sequence[bytes]:
        """The newest indexes of a text that this model made: their vectors need not be made again."""
        return await self._store.snapshots_made_with(
            slug, language, self._encoder.fingerprint, REUSED
        )

    def build(
        self,
        source: bytes,
        name: str,
        slug: str,
        language: str,
        on_progress: Told | None,
        corrections: Sequence[Correction] = (),
        stored: Sequence[bytes] = (),
        parsed: Parsed | None = None,
    ) -> Snapshot:
        """A snapshot of a file. Takes seconds. Raises StatementError.

        stored: indexes whose vectors are taken over. parsed: the file as it was read already.
        """
        return build_snapshot(
            source,
            name,
            document=slug,
            language=language,
            encoder=self._encoder,
            calibration=self._calibration,
            parsed=parsed or read_safely(source, name),
            corrections=corrections,
            reuse=opened(stored),
            on_progress=(lambda done, of: on_progress(name, done, of)) if on_progress else None,
        )

    def _usable(self, blob: bytes) -> bool:
        try:
            snapshot = Snapshot.from_bytes(blob)
            snapshot.check_encoder(self._encoder)
        except SnapshotError:
            return False
        return snapshot.calibration == self._calibration


def opened(blobs: Iterable[bytes]) -> Iterator[Snapshot]:
    """One after the other, when it is asked for; those that can't be read are passed over."""
    for blob in blobs:
        try:
            yield Snapshot.from_bytes(blob)
        except SnapshotError:
            continue
