"""What `clause versions`, `publish` and `rollback` do, without the command line."""

from pathlib import PurePath

from rich.console import Console

from bot.app import open_parts
from bot.errors import NotFound, Unprocessable
from bot.publishing.indexing import is_slug, named_by
from bot.publishing.publishing import Draft
from bot.settings import Settings
from bot.store import Store, Version
from bot.terminal import Steps

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


async def published(
    settings: Settings,
    console: Console,
    text: str,
    source: bytes | None,
    document: str,
    language: str,
    note: str,
    reason: str,
) -> Version:
    """Publishes a file, or a version by its name.

    text: the file's path or the version's name; source: what is in the file, None for a version.
    Raises ClauseError, StatementError.
    """
    path = PurePath(text)
    if source is None:
        return await _publish_stored(settings, console, text, document, language, reason)
    named = named_by(path.name)
    slug, spoken = document or (named[0] if named else ""), language or (named[1] if named else "")
    if not is_slug(slug) or not spoken:
        raise Unprocessable(
            f"“{path.name}” does not say which text it is. Name it such as privacy.fr.txt, or give "
            "--document and --language."
        )
    steps = Steps(console)
    async with open_parts(settings, index=False, on_step=steps.step) as parts:
        draft = Draft(slug, spoken, path.name, source, note)
        version = await parts.publishing.draft(
            draft, AUTHOR, lambda done, of: steps.indexing(path.name, done, of)
        )
        return await parts.publishing.publish(version, None, reason=reason)


async def _publish_stored(
    settings: Settings, console: Console, name: str, document: str, language: str, reason: str
) -> Version:
    rows = [
        one for one in await listed(settings, document, language) if one.version.startswith(name)
    ]
    if len(rows) != 1 or len(name) < 4:
        raise NotFound(
            f"“{name}” is neither a file nor the name of {'one' if rows else 'a'} version. "
            "`clause versions` lists them."
        )
    async with open_parts(settings, index=False, on_step=Steps(console).step) as parts:
        return await parts.publishing.publish(rows[0], None, reason=reason)


async def rolled_back(
    settings: Settings, console: Console, document: str, language: str, reason: str
) -> Version:
    """Goes back. Raises NotFound, Conflict."""
    async with open_parts(settings, index=False, on_step=Steps(console).step) as parts:
        return await parts.publishing.roll_back(document, language, None, reason=reason)


def _names(slugs: list[str]) -> str:
    return ", ".join(slugs) or "none yet"
