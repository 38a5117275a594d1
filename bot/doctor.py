"""`clause doctor`: looks at a deployment from all sides, and says how to mend what it finds.

Nothing is changed, nothing is sent to anybody. Each look is a coroutine that gives its findings; one that
fails in a way that nobody expected is a finding itself, and does not keep the others from looking.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib
import httpx
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.accounts.oidc_setup import oidc_of
from bot.backup import newest_in
from bot.data_keys import keys_of
from bot.errors import ClauseError, Unprocessable
from bot.notify.setup import outside_of
from bot.notify.smtp import MailServer
from bot.production import unfit
from bot.settings import Settings
from bot.store.engine import DatabaseUnusable
from bot.store.probe import Probed, probe
from index.errors import IndexingError

SECONDS = 10.0
LITTLE = 1_000_000_000  # bytes of room on a disk
CLOCK_MAY_DIFFER = timedelta(seconds=30)
BACKUP_EVERY = timedelta(days=2)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class State(StrEnum):
    """How bad it is."""

    GOOD = "good"
    NOTE = "note"  # works, but should be looked at
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What a look found. about: what was looked at; mend: what to do, '' where nothing is."""

    about: str
    state: State
    says: str
    mend: str = ""


def good(about: str, says: str) -> Finding:
    """All is well."""
    return Finding(about, State.GOOD, says)


def note(about: str, says: str, mend: str) -> Finding:
    """It works so, and could be better."""
    return Finding(about, State.NOTE, says, mend)


def bad(about: str, says: str, mend: str) -> Finding:
    """It does not work so, or is not safe."""
    return Finding(about, State.BAD, says, mend)


Look = Callable[[Settings], Awaitable[list[Finding]]]


async def examine(settings: Settings, looks: "tuple[Look, ...] | None" = None) -> list[Finding]:
    """Every finding, in the order of the looks."""
    found = []
    for look in LOOKS if looks is None else looks:
        try:
            found.extend(await look(settings))
        except Exception as error:  # the next look must come
            name = look.__name__
            says = f"Looking failed: {type(error).__name__}."
            found.append(bad(name, says, "Report this, with the version of Clause."))
    return found


async def secrets(settings: Settings) -> list[Finding]:
    """Nothing that anybody guesses."""
    wrong = unfit(settings)
    if not settings.over_https:
        says = (
            "Not looked at: this is no production (CLAUSE_PUBLIC_URL does not begin with https://)."
        )
        return [good("secrets", says)]
    split = [sentence.partition(". ") for sentence in wrong]
    return [bad("secrets", f"{says}.", mend) for says, _, mend in split] or [
        good("secrets", "None is short or one that everybody tries.")
    ]


async def public_url(settings: Settings) -> list[Finding]:
    """Whether visitors reach it, over TLS, through a proxy that is believed; and what time it is there."""
    about, url = "public address", settings.public_url
    if not url:
        return [
            note(about, "None is set: links begin with this machine's.", "Set CLAUSE_PUBLIC_URL.")
        ]
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        says = f"{url} is not encrypted: what visitors write can be read on its way."
        return [
            bad(about, says, "Put a proxy with a certificate before it, and set https://… there.")
        ]
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            answer = await client.get(f"{url.rstrip('/')}/healthz")
    except httpx.HTTPError as error:
        says = f"{url} does not answer from here ({type(error).__name__})."
        return [note(about, says, "If visitors reach it all the same, this machine just can't.")]
    if answer.status_code != 200:
        says = f"{url}/healthz answers {answer.status_code}, and not the service."
        return [bad(about, says, "See that the proxy passes every path on to Clause.")]
    found = [good(about, f"{url} answers.")]
    if parts.scheme == "https" and "strict-transport-security" not in answer.headers:
        says = "The service is not told that visitors come over https."
        mend = (
            "Let the proxy send X-Forwarded-Proto and -For, and name its address in "
            "CLAUSE_TRUSTED_PROXIES."
        )
        found.append(bad("proxy", says, mend))
    if told := answer.headers.get("date"):
        found.append(_clock("The clock of the public address", parsedate_to_datetime(told)))
    return found


async def proxies(settings: Settings) -> list[Finding]:
    """Whose word is taken for a visitor's address."""
    if "*" in settings.trusted_proxies:
        says = "Everybody's X-Forwarded-For is believed: limits by network can be evaded."
        return [bad("proxy", says, "Name the proxy's own addresses in CLAUSE_TRUSTED_PROXIES.")]
    return [good("proxy", f"{settings.trusted_proxies or 'Nobody'} is believed.")]


async def sites(settings: Settings) -> list[Finding]:
    """Who may put the chat on their pages."""
    if "*" in settings.allowed_origins:
        says = "Any site may embed the chat."
        return [note("sites", says, "Name yours in CLAUSE_ALLOWED_ORIGINS.")]
    return [good("sites", f"{', '.join(settings.allowed_origins)} may embed the chat.")]


async def database(settings: Settings) -> list[Finding]:
    """Whether it can be used, its tables, its clock, and what is in it."""
    try:
        there = await probe(settings.database_url)
    except DatabaseUnusable as error:
        return [bad("database", str(error), "See CLAUSE_DATABASE_URL.")]
    if there.behind:
        says = "Its tables are those of another version; the next start brings them up to date."
        return [
            note("database", says, "Run `clause backup` before, with the version that made them.")
        ]
    return [
        good("database", f"It answers; its tables are up to date ({there.revision})."),
        *_texts(there),
        *_clocks(there),
        *(
            note("accounts", f"{email} still has a one-time password.", "Sign in and choose one.")
            for email in there.one_time
        ),
    ]


async def encryption(settings: Settings) -> list[Finding]:
    """Whether what people said is sealed in the database."""
    try:
        keys = keys_of(settings).keys
    except Unprocessable as error:
        return [bad("encryption", str(error), "See docs/privacy.md.")]
    if not keys:
        says = "What people said lies readable in the database."
        mend = "Set CLAUSE_DATA_KEY to what `clause new-key` prints, and run `clause rotate-keys`."
        return [note("encryption", says, mend)]
    return [good("encryption", f"What people say is sealed with the key {keys[0].name}.")]


async def models(settings: Settings) -> list[Finding]:
    """Whether they load, and fit each other."""
    from bot.app import load_models  # loading takes seconds, importing too

    try:
        loaded = await asyncio.to_thread(load_models, settings)
    except (IndexingError, OSError, ValueError) as error:
        return [bad("models", str(error), "See CLAUSE_ENCODER and CLAUSE_RERANKER.")]
    if not loaded.fit_together:
        says = "How sure answers are is only a guess: the calibration was made for other models."
        return [note("models", says, "Run `python -m index.training.calibrate`.")]
    return [good("models", "They load, and were fitted to each other.")]


async def disk(settings: Settings) -> list[Finding]:
    """Room for the database, written anew when something is purged, and for backups."""
    folders = {"the database": _folder_of(settings.database_url), "backups": settings.backups}
    found = []
    for what, folder in folders.items():
        if folder is None or not folder.is_dir():
            continue
        free = shutil.disk_usage(folder).free
        size = sum(file.stat().st_size for file in folder.glob("*.db*")) if what != "backups" else 0
        says = f"{free / 1e9:.1f} GB are free where {what} lie{'s' if what != 'backups' else ''}."
        if free < max(LITTLE, 2 * size):
            found.append(bad("disk", says, "Make room: twice the database's size, 1 GB at least."))
        else:
            found.append(good("disk", says))
    return found


async def backups(settings: Settings) -> list[Finding]:
    """How old the newest is."""
    about = "backup"
    if settings.backups is None:
        mend = "Set CLAUSE_BACKUPS to a folder, and run `clause backup` every night."
        return [note(about, "No folder is set.", mend)]
    newest = await asyncio.to_thread(newest_in, settings.backups)
    if newest is None:
        return [bad(about, f"There is none in {settings.backups}.", "Run `clause backup`.")]
    age = datetime.now(UTC) - newest.made_at
    says = f"The newest is {age.days} days and {age.seconds // 3600} hours old."
    if age > BACKUP_EVERY:
        return [bad(about, says, "See why the nightly `clause backup` does not run.")]
    return [good(about, says)]


async def mail(settings: Settings) -> list[Finding]:
    """Whether e-mails, tickets and sign-in by a provider are set so that they can work."""
    try:
        outside = outside_of(settings)
    except ClauseError as error:
        return [bad("mail", str(error), "See docs/notify.md.")]
    if outside.mail is None:
        says = "No mail server is set: visitors who leave an address get no answer by e-mail."
        return [note("mail", says, "Set CLAUSE_SMTP_HOST and CLAUSE_SMTP_SENDER.")]
    return [await _mail_server(outside.mail)]


async def provider(settings: Settings) -> list[Finding]:
    """Whether sign-in by a provider is set whole."""
    try:
        there = oidc_of(settings)
    except ClauseError as error:
        return [bad("sign-in", str(error), "See docs/staff.md.")]
    return [good("sign-in", "By a provider." if there else "By password.")]


LOOKS: tuple[Look, ...] = (
    secrets, public_url, proxies, sites, encryption, database, models, disk, backups, mail, provider,
)  # fmt: skip


async def _mail_server(server: MailServer) -> Finding:
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        timeout=SECONDS,
    )
    at = f"{server.host}, port {server.port}"
    try:
        await client.connect()
        await client.quit()
    except (aiosmtplib.SMTPException, OSError) as error:
        says = f"The mail server {at} can't be reached ({type(error).__name__})."
        return bad("mail", says, "See CLAUSE_SMTP_HOST, _PORT and _TLS.")
    if server.tls == "none" and server.host not in LOOPBACK:
        return bad("mail", f"E-mails go to {at} unencrypted.", "Set CLAUSE_SMTP_TLS=starttls.")
    return good("mail", f"The mail server {at} answers.")


def _texts(there: Probed) -> list[Finding]:
    if not there.live:
        mend = "Upload a statement in the studio, or run `clause publish`."
        return [bad("texts", "Nothing is published: every question stays without an answer.", mend)]
    says = f"{there.live} texts are live."
    if there.drafts:
        mend = "Look at them in the studio; publish them, or let them be."
        return [note("texts", f"{says} {there.drafts} drafts are not published.", mend)]
    return [good("texts", says)]


def _clocks(there: Probed) -> list[Finding]:
    found = [_clock("The database's clock", there.now)] if there.now else []
    if there.newest and there.newest > datetime.now(UTC) + CLOCK_MAY_DIFFER:
        says = "Something in the database was said later than it is now: this clock went back."
        found.append(bad("clock", says, "Set the machine's clock by NTP."))
    return found or [good("clock", "Nothing in the database is later than now.")]


def _clock(whose: str, theirs: datetime) -> Finding:
    apart = abs(datetime.now(UTC) - theirs)
    if apart > CLOCK_MAY_DIFFER:
        says = f"{whose} and this one are {apart.total_seconds():.0f} seconds apart."
        return bad("clock", says, "Set both by NTP: sessions and tokens end by it.")
    return good("clock", f"{whose} agrees with this one.")


def _folder_of(database_url: str) -> Path | None:
    try:
        url = make_url(database_url)
    except ArgumentError:
        return None
    file = url.get_backend_name() == "sqlite" and url.database
    return Path(file).resolve().parent if file else None
