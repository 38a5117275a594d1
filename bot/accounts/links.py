"""Links that let someone in who can't sign in yet: an invitation, or a new password.

A link opens one page, once, for some time. The database keeps its token's hash, and for a while
what became of a link that opens nothing any more, so that whoever follows it is told what to do.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import NotFound

if TYPE_CHECKING:
    from bot.accounts.accounts import Account, Role

INVITE_LENGTH = timedelta(days=7)
PASSWORD_LINK_LENGTH = timedelta(hours=24)
REMEMBERED = timedelta(days=90)
"""So long what became of a link is kept."""


class Ending(StrEnum):
    """Why a link opens nothing. `unknown`: it never did, or that was long ago."""

    USED = "used"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Invite:
    """An invitation that was not used yet. invited_by: the name of who did."""

    email: str
    name: str
    role: "Role"
    created_at: datetime
    expires_at: datetime
    invited_by: str


@dataclass(frozen=True)
class PasswordLink:
    """A link for a new password. by_name: who made it."""

    account: "Account"
    by_name: str
    expires_at: datetime


class LinkOver(NotFound):
    """The link opens nothing any more; `ending` says why."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(_SENTENCES[ending])
        self.ending = ending


_SENTENCES = {
    Ending.USED: "This link was used already. Sign in with the password that was chosen then.",
    Ending.REVOKED: "This link was taken back. Ask whoever sent it if you still need it.",
    Ending.REPLACED: "A newer link was made in place of this one. Use the newest.",
    Ending.EXPIRED: "This link has expired. Ask whoever sent it for a new one.",
    Ending.UNKNOWN: "This link opens nothing. See that it was copied whole, or ask for another.",
}
