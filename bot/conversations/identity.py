"""Who a visitor is, as the site that they are signed in at says: read from a token that it signed.

A JSON Web Token (RFC 7519), HS256, with a key made for this one site. It is believed only as far as its
signature, issuer, audience and times go, and only on the site that it was signed for. What is wrong with
one is told in a sentence for whoever programs that site; nothing of it is secret.
"""

import json
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey
from joserfc.jwt import JWTClaimsRegistry
from pydantic import BaseModel, ConfigDict, Field

from bot.email_address import clean_address
from bot.errors import ClauseError, Unprocessable
from bot.plain_text import plain_text

ALGORITHM = "HS256"
SECRET_BYTES = 32
LONGEST = 4096  # characters of a token
LEEWAY = 60  # seconds that the site's clock may differ from ours
LIFETIME = 24 * 3600  # seconds that a token may be good for at most
NAME_LIMIT = 100  # characters
KEYS_LIMIT = 4  # of one site at once
_JOINERS = "\u200c\u200d"  # without them some scripts can't be written


class IdentityRefused(ClauseError):
    """The token does not say who somebody is; the sentence says why."""

    status, code, title = 422, "identity-refused", "Not identified"


class Identity(BaseModel):
    """Who the visitor is, as their site has signed it."""

    model_config = ConfigDict(frozen=True)

    email: str = Field(examples=["anna@example.org"])
    name: str = Field(description="May be empty", examples=["Anna Kovács"])
    site: str = Field(description="Who says so", examples=["https://shop.example"])

    def is_of_another(self, known: "Identity | None") -> bool:
        """Whether somebody is known already, and by another address."""
        return known is not None and known.email.casefold() != self.email.casefold()


@dataclass(frozen=True)
class SiteKey:
    """A key that one site signs with. last_used_at: to an hour."""

    id: int
    site: str
    secret: str
    made_at: datetime
    made_by: str
    last_used_at: datetime | None

    def __repr__(self) -> str:
        return f"SiteKey({self.id}, {self.site})"


def new_secret() -> str:
    """A key by chance; sites take it as it is written."""
    return secrets.token_urlsafe(SECRET_BYTES)


def clean_site(text: str) -> str:
    """A site's origin, as browsers write it. Raises Unprocessable with how."""
    refusal = Unprocessable(
        "This is no origin of a site. Write it as browsers do, without a path: https://shop.example."
    )
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        raise refusal from None
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("https", "http") or not host or more or len(text) > 300:
        raise refusal
    if set(host) - set("abcdefghijklmnopqrstuvwxyz0123456789.-:"):
        raise refusal
    shown = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, usual) else "")


def read_token(
    token: str, keys: Sequence[SiteKey], audience: str, origin: str, now: datetime
) -> tuple[Identity, SiteKey]:
    """Who it says the visitor is, and the key that signed it.

    audience: our own address. origin: of the page that the token came from. Raises IdentityRefused.
    """
    unproved = _opened(token)
    issuer = unproved.get("iss")
    of_the_site = [key for key in keys if key.site == issuer]
    if not of_the_site:
        raise IdentityRefused(
            f"No key was made for the issuer (iss) {_shown(issuer)}. It must be the site's origin, as it "
            "stands with the key in the studio, such as 'https://shop.example'."
        )
    claims, key = _verified(token, of_the_site)
    _check_times(claims, now)
    given = claims.get("aud")
    audiences = given if isinstance(given, list) else [given]
    if audience.rstrip("/") not in [str(one).rstrip("/") for one in audiences]:
        raise IdentityRefused(
            f"The token is for another service: its audience (aud) must be {audience!r}. Currently, it "
            f"is {_shown(given)}."
        )
    if origin != key.site:
        raise IdentityRefused(
            f"The token was signed for {key.site}, and the page that uses it is of {_shown(origin)}. Each "
            "site has a key of its own."
        )
    return Identity(email=_email(claims), name=_name(claims), site=key.site), key


def _opened(token: str) -> dict[str, Any]:
    """What it claims, before anything was checked but its form."""
    if len(token) > LONGEST:
        raise IdentityRefused(
            f"The token is too long: {LONGEST} characters are enough. Currently, it has {len(token)}."
        )
    try:
        signed = jws.extract_compact(token.encode("ascii"))
        header, claims = signed.headers(), json.loads(signed.payload or b"")
    except (JoseError, ValueError, TypeError):
        header, claims = {}, None
    if not isinstance(claims, dict):
        raise IdentityRefused("This is no signed token: it must be a JSON Web Token (JWT).")
    if header.get("alg") != ALGORITHM:
        raise IdentityRefused(
            f"The token must be signed with {ALGORITHM}. Currently, its alg is "
            f"{_shown(header.get('alg'))}."
        )
    if "crit" in header:
        raise IdentityRefused(
            "The token asks for something that is not known here (crit): leave it out."
        )
    return claims


def _verified(token: str, keys: Sequence[SiteKey]) -> tuple[dict[str, Any], SiteKey]:
    for key in keys:
        try:
            known = OctKey.import_key(key.secret)
            return dict(jwt.decode(token, known, algorithms=[ALGORITHM]).claims), key
        except (JoseError, ValueError, TypeError):
            continue
    raise IdentityRefused(
        f"The signature does not fit: it was made with another key than {keys[0].site} has now, or the "
        "token was changed since."
    )


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    seconds = int(now.timestamp())
    rules = JWTClaimsRegistry(now=seconds, leeway=LEEWAY, exp={"essential": True})
    try:
        rules.validate({name: claims[name] for name in ("exp", "nbf", "iat") if name in claims})
    except ExpiredTokenError as error:
        late = seconds - int(claims["exp"])
        raise IdentityRefused(
            f"The token expired {late} seconds ago (exp). Give identify() a function that fetches a new "
            "one, and look at the server's clock."
        ) from error
    except JoseError as error:
        raise IdentityRefused(
            f"A time in the token can't be (exp, iat, nbf): {error.description or error.error}. exp is "
            "needed; all are seconds since 1970, by a clock that is right."
        ) from error
    # asked this way round, what is no number fails too
    if not claims["exp"] <= seconds + LIFETIME + LEEWAY:
        raise IdentityRefused(
            f"The token is good for too long: exp may be {LIFETIME} seconds ahead at most."
        )


def _email(claims: dict[str, Any]) -> str:
    given = claims.get("email")
    try:
        return clean_address(given if isinstance(given, str) else "")
    except Unprocessable:
        raise IdentityRefused(
            "The token needs the visitor's e-mail address, as 'email': 'anna@example.org'. Currently, it "
            f"is {_shown(given)}."
        ) from None


def _name(claims: dict[str, Any]) -> str:
    given = claims.get("name") or ""
    if not isinstance(given, str):
        raise IdentityRefused(
            f"The visitor's 'name' must be a text. Currently, it is {_shown(given)}."
        )
    # without what turns the direction of the text around it, or can't be seen
    seen = [c for c in plain_text(given) if unicodedata.category(c) != "Cf" or c in _JOINERS]
    name = " ".join("".join(seen).split())
    if len(name) > NAME_LIMIT:
        raise IdentityRefused(
            f"The visitor's 'name' can have up to {NAME_LIMIT} characters. Currently, it has {len(name)}."
        )
    return name


def _shown(value: object) -> str:
    return "not there" if value is None else repr(value)[:120]
