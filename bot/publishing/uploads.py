"""Texts on their way to a draft: they are encoded behind the pages, which show how far it is.

What is under way is known to this process alone. A draft is stored as a whole or not at all, so whatever
ends in between leaves nothing behind but the file at whoever brought it.
"""

import asyncio
import contextlib
import secrets
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import structlog

from bot.errors import ClauseError, TooMany
from bot.publishing.publishing import Draft, Publishing
from bot.store import Store, Version
from index.errors import IndexingError

KEPT = 50
"""Uploads whose outcome can still be asked for."""
MOST_WAITING = 8  # each holds its file in memory

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Upload:
    """One text under way. done, of: sentences. reason: what went wrong, in a sentence.

    corrects: number of the version that it corrects. known: the very text was there already.
    """

    id: str
    draft: Draft
    author: str
    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    of: int = 0
    reason: str = ""
    version: Version | None = None
    corrects: int | None = None
    known: bool = False


class Uploads:
    """Makes drafts, one after the other, in the order in which they came."""

    def __init__(self, store: Store, publishing: Publishing) -> None:
        self._store = store
        self._publishing = publishing
        self._turn = asyncio.Lock()
        self._known: OrderedDict[str, Upload] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._coming = 0

    def refuse_if_full(self) -> None:
        """Raises TooMany while so many wait for their turn that another would wait for long."""
        if len(self._tasks) + self._coming >= MOST_WAITING:
            raise TooMany(
                f"{MOST_WAITING} texts are being read just now. Try again when they are done.",
                retry_after=60,
            )

    @contextlib.contextmanager
    def coming(self) -> Iterator[None]:
        """Holds a place while a file comes in and is read: many that come at once are counted, too.

        Raises TooMany.
        """
        self.refuse_if_full()
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1

    def begin(self, draft: Draft, author: str, corrects: int | None = None) -> Upload:
        """Begin to make a draft. corrects: number of the version whose corrections these were."""
        upload = Upload(secrets.token_urlsafe(12), draft, author, corrects=corrects)
        self._known[upload.id] = upload
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self._start(upload)
        return upload

    def again(self, upload: Upload) -> None:
        """Try once more what failed; the file was kept."""
        if upload.state == "failed":
            upload.state, upload.reason, upload.done = "running", "", 0
            self._start(upload)

    def find(self, id: str) -> Upload | None:
        """One that is under way, or was a while ago."""
        return self._known.get(id)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, upload: Upload) -> None:
        task = asyncio.create_task(self._make(upload), name=f"draft of {upload.draft.slug}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _make(self, upload: Upload) -> None:
        def told(done: int, of: int) -> None:
            upload.done, upload.of = done, of

        try:
            async with self._turn:
                draft = upload.draft
                before = {one.id for one in await self._store.versions(draft.slug, draft.language)}
                upload.version = await self._publishing.draft(upload.draft, upload.author, told)
                upload.known = upload.version.id in before
                if upload.corrects is not None:
                    await self._store.keep_corrections(upload.corrects, None)
            upload.state = "done"
            # what was read is with the version now
            upload.draft = replace(upload.draft, source=b"", parsed=None)
        except (IndexingError, ClauseError) as error:
            upload.state, upload.reason = "failed", str(error)
        except Exception as error:
            log.exception("upload_failed", document=upload.draft.slug)
            upload.state = "failed"
            upload.reason = (
                f"The text could not be indexed ({type(error).__name__}). Nothing was changed, and "
                "your file is still here: try again."
            )
