"""Structured logs on standard error: what happened, never what was said, by whom or from where."""

import logging
import sys

import structlog

from bot.errors import Unprocessable

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def configure(level: str) -> None:
    """Sets up logging for the process. Raises Unprocessable for a level that is not known."""
    if level.lower() not in LEVELS:
        raise Unprocessable(
            f"The log level “{level}” is not known. Set CLAUSE_LOG_LEVEL to one of {', '.join(LEVELS)}."
        )
    number = LEVELS[level.lower()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if sys.stderr.isatty() else [structlog.processors.format_exc_info]),
            # plain: the rich kind prints local variables, and those hold what visitors said
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
            if sys.stderr.isatty()
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(message)s"
    )
