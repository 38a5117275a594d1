"""Structured logs on standard error: what happened, never what was said, by whom or from where.

Everything goes this way, the libraries' own lines too. Of an error the kind is told and where it passed,
not its message and no variables: those may hold what a visitor wrote.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

from bot.errors import Unprocessable

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
DEEPEST = 40  # frames of an error that are told


def configure(level: str) -> None:
    """Sets up logging for the process. Raises Unprocessable for a level that is not known."""
    if level.lower() not in LEVELS:
        raise Unprocessable(
            f"The log level “{level}” is not known. Set CLAUSE_LOG_LEVEL to one of {', '.join(LEVELS)}."
        )
    number = LEVELS[level.lower()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        places_of_errors,
    ]
    # what is shown is the event alone: a message with its arguments, an error with its frames
    shown: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=_as_it_is)
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, shown],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)


def places_of_errors(_: Any, __: str, event: EventDict) -> EventDict:
    """In place of an error: its kind and the lines that it passed, with those of what caused it."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["places"] = [place for one in _chain(error) for place in _places(one)]
    event.pop("exception", None)
    event.pop("stack_info", None)
    return event


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    return chain


def _places(error: BaseException) -> list[str]:
    frames: TracebackType | None = error.__traceback__
    told = traceback.extract_tb(frames)[-DEEPEST:]
    return [
        f"{type(error).__name__}",
        *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in told),
    ]


def _as_it_is(out: TextIO, _: ExcInfo) -> None:
    """Nothing more: places_of_errors has told it."""
