"""What counts as an e-mail address that can be sent to: one rule, for visitors and settings alike."""

import re

from bot.errors import Unprocessable

LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def clean_address(text: str) -> str:
    """One plain e-mail address; a domain beyond ASCII in its encoded form.

    Raises Unprocessable if it is none that can be sent to.
    """
    refusal = Unprocessable("This is no e-mail address. Write it as name@example.org.")
    local, at, domain = text.strip().rpartition("@")
    try:
        domain = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise refusal from None
    labels = domain.split(".")
    fits = at and len(local) <= 64 and len(domain) <= 189 and LOCAL_PART.fullmatch(local)
    if not fits or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise refusal
    return f"{local}@{domain}"
