"""What `clause versions`, `publish` and `rollback` do, without the command line."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath

from rich.console import Console

from bot.app import open_parts
from bot.errors import NotFound, Unprocessable
from bot.publishing.gate import Progress
from bot.publishing.golden_files import kept_as
from bot.publishing.indexing import is_slug, named_by
from bot.publishing.publishing import Draft
from bot.publishing.reviewing import Reviewed, last_reviewed
from bot.publishing.verdicts import GateResult
from bot.settings import Settings
from bot.store import Store, Version
from bot.terminal import Steps
from index.corrections import from_json

AUTHOR = "command line"


async def listed(settings: Settings, document: str, language: str) -> list[Version]:
    """Versions, by document, the newest first; empty names stand for all. Raises NotFound."""
    store = await Store.open(settings.database_url)
    try:
        slugs = [one.slug for one in await store.documents()]
        if document and document not in slugs:
            raise NotFound(f"There is no document “{document}”. There are: {_names(slugs)}.")
        rows = []
        for slug in [document] if document else slugs:
            rows.extend(await store.versions(slug, language or None))
        return rows
    finally:
        await store.close()


async def ages(settings: Settings, rows: Sequence[Version]) -> dict[int, Reviewed]:
    """When the live ones of these versions were last looked through, by the version's number."""
    store = await Store.open(settings.database_url)
    found = {}
    try:
        for row in rows:
            if row.state == "published":
                kept = await store.reviews(row.slug, row.language)
                history = await store.publications(row.slug, row.language, 1)
                by = history[0].account_name if history else ""
                age = last_reviewed(row, by, kept, datetime.now(UTC), settings.review_months)
                if age is not None:
                    found[row.id] = age
    finally:
        await store.close()
    return found


async def published(
    settings: Settings,
    console: Console,
    text: str,
    source: bytes | None,
    document: str,
    language: str,
    note: str,
    reason: str,
    all_the_same: bool = False,
) -> Version:
    """Publishes a file, or a version by its name.

    text: the file's path or the version's name; source: what is in the file, None for a version.
    Raises ClauseError, StatementError.
    """
    if source is None:
        return await _publish_stored(
            settings, console, text, document, language, reason, all_the_same
        )
    draft = _draft(text, source, document, language, note)
    steps = Steps(console)
    async with open_parts(settings, index=False, on_step=steps.step) as parts:
        draft = await _corrected(parts.store, draft)
        version = await parts.publishing.draft(
            draft, AUTHOR, lambda done, of: steps.indexing(draft.name, done, of)
        )
        return await parts.publishing.publish(
            version, None, reason=reason, all_the_same=all_the_same
        )


async def _publish_stored(
    settings: Settings,
    console: Console,
    name: str,
    document: str,
    language: str,
    reason: str,
    all_the_same: bool,
) -> Version:
    row = _named(await listed(settings, document, language), name)
    async with open_parts(settings, index=False, on_step=Steps(console).step) as parts:
        return await parts.publishing.publish(row, None, reason=reason, all_the_same=all_the_same)


def _named(rows: list[Version], name: str) -> Version:
    """The version whose name begins so. Raises NotFound."""
    found = [one for one in rows if one.version.startswith(name)]
    if len(found) != 1 or len(name) < 4:
        raise NotFound(
            f"“{name}” is neither a file nor the name of {'one' if found else 'a'} version. "
            "`clause versions` lists them."
        )
    return found[0]


async def gated(
    settings: Settings,
    console: Console,
    text: str,
    source: bytes | None,
    document: str,
    language: str,
) -> GateResult:
    """Asks the golden questions of a file, or of a version by its name. Nothing is stored.

    Raises ClauseError, StatementError.
    """
    steps = Steps(console)
    if source is None:
        row = _named(await listed(settings, document, language), text)
        async with open_parts(settings, index=False, on_step=steps.step) as parts:
            return await parts.gate.check(row)
    given = _draft(text, source, document, language)
    async with open_parts(settings, index=False, on_step=steps.step) as parts:
        given = await _corrected(parts.store, given)
        draft = await parts.publishing.read(
            given, lambda done, of: steps.indexing(given.name, done, of)
        )
        questions = await parts.store.golden(given.slug, given.language)
        if not questions:
            shipped = settings.statements.parent / "golden" / f"{given.slug}.{given.language}.jsonl"
            questions = kept_as(shipped, given.slug, given.language, draft)
        return await asyncio.to_thread(
            parts.gate.compare, draft, parts.library.snapshots, questions, Progress()
        )


async def rolled_back(
    settings: Settings, console: Console, document: str, language: str, reason: str
) -> Version:
    """Goes back. Raises NotFound, Conflict."""
    async with open_parts(settings, index=False, on_step=Steps(console).step) as parts:
        return await parts.publishing.roll_back(document, language, None, reason=reason)


def _names(slugs: list[str]) -> str:
    return ", ".join(slugs) or "none yet"


async def _corrected(store: Store, draft: Draft) -> Draft:
    """With the corrections that were made to the text before."""
    kept = await store.last_corrections(draft.slug, draft.language)
    return replace(draft, corrections=from_json(kept))


def _draft(text: str, source: bytes, document: str, language: str, note: str = "") -> Draft:
    """The text that a file brings. Raises Unprocessable if it does not say which one it is."""
    path = PurePath(text)
    named = named_by(path.name)
    slug, spoken = document or (named[0] if named else ""), language or (named[1] if named else "")
    if not is_slug(slug) or not spoken:
        raise Unprocessable(
            f"“{path.name}” does not say which text it is. Name it such as privacy.fr.txt, or give "
            "--document and --language."
        )
    return Draft(slug, spoken, path.name, source, note)
