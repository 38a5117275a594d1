"""From a folder of statements to published versions in the store."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.errors import Unprocessable
from bot.publishing.moving import moved_along
from bot.publishing.renewing import Renewing, Told
from bot.store import Store, Version
from index.calibration import Calibration
from index.encoder import Encoder
from index.errors import StatementError
from index.readers import READERS
from index.snapshot import Snapshot, version_of

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_NAME = re.compile(rf"(?P<slug>{_SLUG.pattern})\.(?P<language>[a-z]{{2}})(?P<ending>\.[a-z]+)")

Progress = Told


class Action(StrEnum):
    """What became of a file."""

    PUBLISHED = "published"
    REINDEXED = "reindexed"  # the same text; its index was damaged or of another model
    UNCHANGED = "unchanged"
    DRAFT = "draft"  # someone publishes this document in the studio: it waits there for them
    REFUSED = "refused"  # what was published before stays published


@dataclass(frozen=True, slots=True)
class Indexed:
    """One file. reason: a sentence that says what to do, where it was refused."""

    name: str
    action: Action
    version: str = ""
    reason: str = ""


def statement_files(folder: Path) -> list[Path]:
    """The statements of a folder, by name. Raises Unprocessable if it is not there or holds none."""
    if not folder.is_dir():
        raise Unprocessable(
            f"The folder of statements “{folder}” is not there. Make it, or set CLAUSE_STATEMENTS."
        )
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in READERS and not path.name.startswith(".")
    )
    if not files:
        raise Unprocessable(
            f"There is no statement in “{folder}”. Put one there, named such as privacy.fr.txt."
        )
    return files


class Indexing:
    """Indexes statements into the store with one encoder."""

    def __init__(self, store: Store, encoder: Encoder, calibration: Calibration) -> None:
        self._store = store
        self._encoder = encoder
        self._renewing = Renewing(store, encoder, calibration)

    async def index_folder(
        self, folder: Path, on_progress: Progress | None = None, *, force: bool = False
    ) -> list[Indexed]:
        """Indexes and publishes every new text of a folder; what is known already costs nothing.

        A file that can't be used is refused, alone: the others go on, and so does what was published.
        force: makes every published index again, even if it is good.
        Raises Unprocessable if there is no folder, or nothing in it.
        """
        done: list[Indexed] = []
        seen: dict[tuple[str, str], str] = {}
        for path in statement_files(folder):
            try:
                slug, language = _named(path)
                before = seen.setdefault((slug, language), path.name)
                if before != path.name:
                    raise Unprocessable(
                        f"“{path.name}” and “{before}” are the same document. Keep one of them."
                    )
                done.append(await self._index_file(path, slug, language, on_progress, force=force))
            except (StatementError, Unprocessable, OSError) as error:
                done.append(Indexed(path.name, Action.REFUSED, reason=str(error)))
        return done + await self._renew_live(on_progress, force=force, but=done)

    async def _renew_live(
        self, on_progress: Progress | None, *, force: bool, but: Sequence[Indexed]
    ) -> list[Indexed]:
        """What is live and not in the folder: published in the studio, or from a pipeline."""
        looked_at = {entry.version for entry in but}
        done: list[Indexed] = []
        for version in await self._store.live():
            if version.version in looked_at:
                continue
            try:
                if await self._renewing.renew(version, on_progress, force=force):
                    name = version.source_name
                    done.append(Indexed(name, Action.REINDEXED, version.version))
            except StatementError as error:
                done.append(Indexed(version.source_name, Action.REFUSED, reason=str(error)))
        return done

    async def _index_file(
        self, path: Path, slug: str, language: str, on_progress: Progress | None, *, force: bool
    ) -> Indexed:
        source = await asyncio.to_thread(path.read_bytes)
        identity = version_of(source, path.name)
        versions = await self._store.versions(slug, language)
        known = next((version for version in versions if version.version == identity), None)
        if known is not None:
            renewed = await self._renewing.renew(known, on_progress, force=force)
            if known.state == "published":
                action = Action.REINDEXED if renewed else Action.UNCHANGED
                return Indexed(path.name, action, identity)
        else:
            snapshot = await asyncio.to_thread(
                self._renewing.build,
                source,
                path.name,
                slug,
                language,
                on_progress,
                stored=await self._renewing.stored(slug, language),
            )
            known = await self._store.add_version(
                slug,
                snapshot.title,
                language,
                identity,
                path.name,
                source,
                snapshot.to_bytes(),
                self._encoder.fingerprint,
            )
        last = await self._store.publications(slug, language, 1)
        if last and last[0].action != "folder":
            # a start must not undo what somebody published or took back
            return Indexed(path.name, Action.DRAFT, identity)
        # a text that was put back, or whose publishing was cut off, is published here as well
        moved = await moved_along(self._store, known, self._snapshot_of)
        await self._store.publish(known.id, moved=moved)
        return Indexed(path.name, Action.PUBLISHED, identity)

    async def _snapshot_of(self, version: Version) -> Snapshot:
        blob = await self._store.version_snapshot(version.slug, version.language, version.version)
        return await asyncio.to_thread(Snapshot.from_bytes, blob)


def named_by(name: str) -> tuple[str, str] | None:
    """(slug, language) that a file's name tells, None if it tells none."""
    found = _NAME.fullmatch(name)
    return (found["slug"], found["language"]) if found else None


def is_slug(name: str) -> bool:
    """Whether a document may be called that."""
    return bool(_SLUG.fullmatch(name))


def _named(path: Path) -> tuple[str, str]:
    """(slug, language) that a file's name tells. Raises Unprocessable."""
    found = named_by(path.name)
    if found is None:
        raise Unprocessable(
            f"“{path.name}” does not say what it is. Name it <document>.<language>.<ending>, "
            "such as privacy.fr.txt."
        )
    return found
