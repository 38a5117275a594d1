"""From a folder of statements to published versions in the store."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Unprocessable
from bot.store import Store, Version
from index.calibration import Calibration
from index.encoder import Encoder
from index.errors import SnapshotError
from index.readers import READERS
from index.snapshot import Snapshot, build_snapshot, version_of

_NAME = re.compile(r"(?P<slug>[a-z0-9][a-z0-9-]{0,60})\.(?P<language>[a-z]{2})(?P<ending>\.[a-z]+)")

Progress = Callable[[str, int, int], None]
"""Told (file name, sentences done, of how many) while a statement is encoded."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of one file. action: 'published', 'unchanged', 'reindexed' or 'kept'.

    'kept': the file is an older text than the one that the owner has published since.
    """

    name: str
    slug: str
    language: str
    version: str
    action: str


def statement_files(folder: Path) -> list[tuple[Path, str, str]]:
    """(path, slug, language) of the statements of a folder, by name.

    Raises Unprocessable if the folder is not there, holds none, or a name does not tell slug and language.
    """
    if not folder.is_dir():
        raise Unprocessable(
            f"The folder of statements “{folder}” is not there. Make it, or set CLAUSE_STATEMENTS."
        )
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix.lower() not in READERS:
            continue
        name = _NAME.fullmatch(path.name)
        if name is None:
            raise Unprocessable(
                f"“{path.name}” does not say what it is. Name it <document>.<language>.<ending>, "
                "such as privacy.fr.txt."
            )
        found.append((path, name["slug"], name["language"]))
    if not found:
        raise Unprocessable(
            f"There is no statement in “{folder}”. Put one there, named such as privacy.fr.txt."
        )
    return found


class Indexing:
    """Indexes statements into the store with one encoder."""

    def __init__(self, store: Store, encoder: Encoder, calibration: Calibration) -> None:
        self._store = store
        self._encoder = encoder
        self._calibration = calibration

    async def index_folder(
        self, folder: Path, on_progress: Progress | None = None, *, force: bool = False
    ) -> list[Indexed]:
        """Indexes and publishes every new text of a folder; what is known already costs nothing.

        force: makes every published index again, even if it is good.
        Raises StatementError or Unprocessable; what was published before stays published.
        """
        return [
            await self._index_file(path, slug, language, on_progress, force=force)
            for path, slug, language in statement_files(folder)
        ]

    async def _index_file(
        self, path: Path, slug: str, language: str, on_progress: Progress | None, *, force: bool
    ) -> Indexed:
        source = await asyncio.to_thread(path.read_bytes)
        identity = version_of(source)
        versions = await self._store.versions(slug, language)
        published = next((v for v in versions if v.state == "published"), None)
        known = next((v for v in versions if v.version == identity), None)
        if published is not None and known is not None:
            # the folder is where texts come from, the store says which of them is live
            renewed = await self._renew(published, on_progress, force=force)
            action = "reindexed" if renewed else "unchanged"
            return Indexed(
                path.name,
                slug,
                language,
                published.version,
                action if known == published else "kept",
            )
        snapshot = await asyncio.to_thread(
            self._build, source, path.name, slug, language, on_progress
        )
        version = await self._store.add_version(
            slug,
            snapshot.title,
            language,
            identity,
            path.name,
            source,
            snapshot.to_bytes(),
            self._encoder.fingerprint,
        )
        await self._store.publish(version.id)
        return Indexed(path.name, slug, language, identity, "published")

    async def _renew(self, version: Version, on_progress: Progress | None, *, force: bool) -> bool:
        """Makes the index of a stored version again where it is damaged or of another model."""
        stored = await self._store.version_snapshot(version.slug, version.language, version.version)
        if not force and await asyncio.to_thread(self._usable, stored):
            return False
        source = await self._store.version_source(version.slug, version.language, version.version)
        snapshot = await asyncio.to_thread(
            self._build, source.content, source.name, version.slug, version.language, on_progress
        )
        await self._store.replace_snapshot(
            version.id, snapshot.to_bytes(), self._encoder.fingerprint
        )
        return True

    def _usable(self, blob: bytes) -> bool:
        try:
            snapshot = Snapshot.from_bytes(blob)
            snapshot.check_encoder(self._encoder)
        except SnapshotError:
            return False
        return snapshot.calibration == self._calibration

    def _build(
        self, source: bytes, name: str, slug: str, language: str, on_progress: Progress | None
    ) -> Snapshot:
        return build_snapshot(
            source,
            name,
            document=slug,
            language=language,
            encoder=self._encoder,
            calibration=self._calibration,
            on_progress=(lambda done, of: on_progress(name, done, of)) if on_progress else None,
        )
