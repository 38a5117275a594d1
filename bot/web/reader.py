"""The language of the page that is being made: the account's own choice, else the browser's.

It is kept beside the request, in a context variable, so that a sentence, a date and a number find it
without every function between them handing it on. `bot.web.pages.rendering.PageRoute` sets it by what the
browser asks for, `bot.web.deps.session_of` by what the account chose.
"""

from collections.abc import Sequence
from contextvars import ContextVar

from fastapi import Request

LANGUAGES = {"en": "English", "fr": "Français"}
"""What the pages of staff are written in, each by its own name; the first where none is asked for."""

FALLBACK = next(iter(LANGUAGES))

_language: ContextVar[str] = ContextVar("language", default=FALLBACK)


def language() -> str:
    """The language of the page that is being made; FALLBACK where no request is."""
    return _language.get()


def read_by(request: Request) -> None:
    """The page is read by whoever sends this request: as their browser asks."""
    _language.set(preferred_language(request, LANGUAGES))


def chosen(by_account: str | None) -> None:
    """The page is read by this account: as it chose, if it did."""
    if by_account in LANGUAGES:
        _language.set(by_account)


def preferred_language(request: Request, available: Sequence[str] | dict[str, str]) -> str:
    """The first language that the reader's browser asks for and that is there, else the first."""
    asked = []
    for position, entry in enumerate(request.headers.get("accept-language", "").split(",")[:20]):
        tag, _, quality = entry.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        asked.append((-weight, position, tag.split("-")[0].lower()))
    choices = list(available)
    return next((tag for _, _, tag in sorted(asked) if tag in choices), choices[0])
