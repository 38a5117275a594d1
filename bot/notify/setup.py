"""From settings to ways out: which mail server and which ticket system there are."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.email_address import clean_address
from bot.errors import Unprocessable
from bot.notify.mail import sender_of
from bot.notify.senders import Outside, TicketDesk
from bot.notify.smtp import MailServer
from bot.notify.tickets.chatwoot import Chatwoot
from bot.notify.tickets.freshdesk import Freshdesk
from bot.notify.tickets.ticket import TicketSystem
from bot.notify.tickets.zammad import Zammad
from bot.notify.tickets.zendesk import Zendesk
from bot.notify.webhooks import Poster
from bot.settings import Settings

T = TypeVar("T")


def outside_of(settings: Settings) -> Outside:
    """The ways out that the settings name.

    Raises Unprocessable, naming the setting, if something that belongs to one of them is missing.
    """
    return Outside(
        poster=Poster(allow_private=settings.webhooks_private),
        mail=_mail(settings),
        desk=_desk(settings),
        base_url=settings.base_url,
    )


def _mail(settings: Settings) -> MailServer | None:
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=_checked("smtp_sender", settings.smtp_sender, sender_of),
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        password_file=settings.smtp_password_file,
        ca_file=settings.smtp_ca_file,
        reply_to=_checked("smtp_reply_to", settings.smtp_reply_to, clean_address)
        if settings.smtp_reply_to
        else None,
    )


def _desk(settings: Settings) -> TicketDesk | None:
    kind = settings.tickets
    if not kind:
        return None
    if kind == "email":
        if not settings.smtp_host:
            raise Unprocessable("Tickets by e-mail need a mail server: set CLAUSE_SMTP_HOST.")
        return TicketDesk(
            None, mailbox=_checked("tickets_mailbox", settings.tickets_mailbox, clean_address)
        )
    requester = settings.tickets_requester
    if kind in ("freshdesk", "zammad") or requester:
        requester = _checked("tickets_requester", requester, clean_address)
    url = _needed("tickets_url", settings.tickets_url).rstrip("/")
    if not url.startswith(("https://", "http://")):
        raise Unprocessable("CLAUSE_TICKETS_URL must begin with https://.")
    token_file = settings.tickets_token_file
    if token_file is None:
        raise Unprocessable("CLAUSE_TICKETS_TOKEN_FILE is missing; CLAUSE_TICKETS needs it.")
    return TicketDesk(_system(settings, url, token_file), requester=requester or None)


def _system(settings: Settings, url: str, token_file: Path) -> Callable[[], TicketSystem]:
    def token() -> str:
        return token_file.read_text("utf-8").strip()

    match settings.tickets:
        case "zendesk":
            user = _needed("tickets_user", settings.tickets_user)
            return lambda: Zendesk(url, user, token())
        case "freshdesk":
            return lambda: Freshdesk(url, token())
        case "zammad":
            group = _needed("tickets_group", settings.tickets_group)
            return lambda: Zammad(url, token(), group)
        case _:
            account, inbox = settings.tickets_account, settings.tickets_inbox
            if not account or not inbox:
                raise Unprocessable(
                    "Chatwoot needs CLAUSE_TICKETS_ACCOUNT and CLAUSE_TICKETS_INBOX: the numbers "
                    "in the address of the inbox's settings."
                )
            return lambda: Chatwoot(url, token(), account, inbox)


def _needed(name: str, value: str) -> str:
    if not value:
        raise Unprocessable(
            f"CLAUSE_{name.upper()} is missing; CLAUSE_{name.partition('_')[0].upper()} needs it."
        )
    return value


def _checked(name: str, value: str, check: Callable[[str], T]) -> T:
    try:
        return check(value)
    except Unprocessable:
        raise Unprocessable(
            f"CLAUSE_{name.upper()} must be an e-mail address. Currently, it is {value!r}."
        ) from None
