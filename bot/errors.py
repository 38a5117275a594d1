"""What the service refuses, and how it says so.

ClauseError                     status, code, title, and a sentence that helps
├── NotSignedIn           401   no credential, or one that opens nothing
├── NotAllowed            403   signed in, but the role may not do this
├── NotFound              404   no such conversation, document, version or account
├── Conflict              409   the conversation is in another state, or another's
│   └── AlreadyClaimed    409   names the owner
├── TooLarge              413   more than may be sent at once
├── Unprocessable         422   well formed, but not acceptable
├── TooMany               429   too often within a minute; Retry-After says when
└── Unavailable           503   try again later; Retry-After says when

`bot.web.problems` turns each into an `application/problem+json` document, `bot.cli` into one line
and exit code 2.
"""

from typing import Any


class ClauseError(Exception):
    """Root of everything that the service refuses on purpose.

    detail: one sentence for whoever can mend it.
    extra: further members of the problem document (RFC 9457), JSON values only.
    """

    status = 500
    code = "internal"
    title = "Something went wrong"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra = extra


class NotSignedIn(ClauseError):
    """No credential, or one that opens nothing. The same words for both, so that ids can't be tried."""

    status, code, title = 401, "not-signed-in", "Sign in first"


class NotAllowed(ClauseError):
    """Signed in, but the role may not do this."""

    status, code, title = 403, "not-allowed", "Not allowed"


class NotFound(ClauseError):
    """No such conversation, document, version or account."""

    status, code, title = 404, "not-found", "Not found"


class Conflict(ClauseError):
    """The conversation is in another state than the request supposes."""

    status, code, title = 409, "conflict", "Not possible now"


class AlreadyClaimed(Conflict):
    """Another agent has the conversation; `owner` in the problem document names them."""

    code, title = "already-claimed", "Someone else has this conversation"


class TooLarge(ClauseError):
    """More than may be sent at once."""

    status, code, title = 413, "too-large", "Too large"


class Unprocessable(ClauseError):
    """Well formed, but not acceptable."""

    status, code, title = 422, "unprocessable", "Not acceptable"


class TooMany(ClauseError):
    """Too often; `retry_after` (seconds) goes into the Retry-After header."""

    status, code, title = 429, "too-many", "Too many at once"


class Unavailable(ClauseError):
    """Not now; `retry_after` (seconds) goes into the Retry-After header."""

    status, code, title = 503, "unavailable", "Not available now"
