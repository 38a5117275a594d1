"""Work that goes on for as long as a block of code runs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)


@contextlib.asynccontextmanager
async def meanwhile(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
    """Run `work` beside the block; it is cancelled when the block ends. name: of its task."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def again_and_again(
    work: Callable[[], Awaitable[object]], seconds: float, complaint: str
) -> None:
    """Do it, wait so many seconds, and so on; complaint: what is logged when it fails."""
    while True:
        try:
            await work()
        except Exception as error:  # whatever it was, the next time must come
            log.warning(complaint, kind=type(error).__name__)
        await asyncio.sleep(seconds)
