"""What the database did not do, said so that the caller knows whether to try again."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import Unavailable

RETRY_SECONDS = 2
NO_ROOM_SECONDS = 30
"""Nobody makes room on a disk within two seconds."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_POSTGRES_NO_ROOM = "53100"  # disk_full

log = structlog.get_logger(__name__)


@dataclass
class Stage:
    """How far a transaction came. committing: from here on it may be stored without our knowing."""

    committing: bool = False


@contextlib.contextmanager
def unavailable_if_lost(stage: Stage) -> Iterator[None]:
    """Turns what a database does when it is gone, busy or full into Unavailable, and logs which it was."""
    try:
        yield
    except (DataError, IntegrityError, NotSupportedError, ProgrammingError):
        raise  # about what was asked for, not about the database
    except (DBAPIError, PoolTimeout, OSError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        # the kind alone: a message may hold what a visitor wrote
        log.warning("database_unavailable", kind=type(cause).__name__, code=_code(cause))
        raise _refusal(cause, stage) from error


def _refusal(cause: BaseException, stage: Stage) -> Unavailable:
    if _is_full(cause):
        return Unavailable(
            "There is no room to store anything just now; nothing was stored. "
            "Please try again in a while.",
            retry_after=NO_ROOM_SECONDS,
        )
    if stage.committing:
        return Unavailable(
            "The database went away while it stored this: it may be stored or not. "
            "Please look, and try again if it is not there.",
            retry_after=RETRY_SECONDS,
        )
    return Unavailable(
        "The database does not respond just now; nothing was stored. Please try again.",
        retry_after=RETRY_SECONDS,
    )


def _is_full(cause: BaseException) -> bool:
    return (
        getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or _code(cause) == _POSTGRES_NO_ROOM
        or getattr(cause, "errno", None) in _NO_ROOM
    )


def _code(cause: BaseException) -> str | None:
    """SQLite's name of what went wrong, or PostgreSQL's five letters."""
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return str(code) if code else None
