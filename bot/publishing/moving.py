"""Golden questions move along with the sections that they expect, when a text takes another's place."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.store import Store, Version
from bot.store.publications import Moved
from index.diff import compare
from index.errors import IndexingError
from index.snapshot import Snapshot


def moved_anchors(before: Snapshot, now: Snapshot) -> dict[str, str]:
    """By the old anchor, the new one of each section that is the same under another heading or place."""
    return {
        match.old.anchor: match.new.anchor
        for match in compare(before.sections, now.sections).matches
        if match.old and match.new and match.old.anchor != match.new.anchor
    }


async def moved_along(
    store: Store, version: Version, snapshot_of: Callable[[Version], Awaitable[Snapshot]]
) -> Moved | None:
    """How the live text's sections are called in this version; None where no question hangs on it.

    snapshot_of: reads a version. What can't be read moves nothing.
    """
    if not await store.golden(version.slug, version.language):
        return None
    rows = await store.versions(version.slug, version.language)
    live = next((one for one in rows if one.state == "published"), None)
    if live is None or live.id == version.id:
        return None
    try:
        before, now = await snapshot_of(live), await snapshot_of(version)
    except IndexingError:
        return None
    return Moved(live.version, await asyncio.to_thread(moved_anchors, before, now))
