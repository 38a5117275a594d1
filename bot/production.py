"""What a deployment in production must not have: secrets that anybody guesses.

In production is what browsers reach over https (CLAUSE_PUBLIC_URL begins with https://, or
CLAUSE_SECURE_COOKIES is set). On a machine of one's own anything goes.
"""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Unprocessable
from bot.settings import Settings

SHORTEST = 12  # characters of a secret
FEWEST = 5  # different ones among them
EVERYBODYS = (
    "postgres",
    "password",
    "passwort",
    "secret",
    "changeme",
    "admin",
    "clause",
    "example",
)


def is_weak(secret: str) -> bool:
    """Whether somebody who tries what is usual would find it."""
    plain = "".join(filter(str.isalnum, secret)).lower()
    rest = plain
    for word in EVERYBODYS:
        rest = rest.replace(word, "")
    return len(secret) < SHORTEST or len(set(secret)) < FEWEST or len(rest.strip("0123456789")) < 4


def unfit(settings: Settings) -> list[str]:
    """A sentence for each setting that must not be so in production, with what to do; [] elsewhere."""
    if not settings.over_https:
        return []
    found = []
    if (password := _database_password(settings.database_url)) is not None and is_weak(password):
        found.append(
            "The password in CLAUSE_DATABASE_URL is short or one that everybody tries. Set another "
            f"on the database server, of {SHORTEST} characters or more, by chance."
        )
    if (secret := _read(settings.oidc_client_secret_file)) is not None and is_weak(secret):
        found.append(
            "The secret in CLAUSE_OIDC_CLIENT_SECRET_FILE is short or one that everybody tries. Make "
            "a new one at the provider."
        )
    return found


def refuse_unfit(settings: Settings) -> None:
    """Raises Unprocessable with all that is not fit for production."""
    if found := unfit(settings):
        raise Unprocessable(" ".join(found))


def _database_password(url: str) -> str | None:
    """None where there is none, or the server is reached through a file on this machine."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None  # opening it says what is wrong
    host = parsed.host or str(parsed.query.get("host", ""))
    through_file = not host or host.startswith("/")
    return None if through_file or parsed.password is None else str(parsed.password)


def _read(path: Path | None) -> str | None:
    try:
        return path.read_text("utf-8").strip() if path else None
    except (OSError, ValueError):
        return None  # whoever needs it says that it can't be read
