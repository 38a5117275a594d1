"""Signing in by OpenID Connect: the authorization code flow with PKCE, against any provider.

What the provider says is believed only as far as its signature, issuer, audience, times and our nonce go.
It tells who someone is; what they may do is our account's role, unless the settings name a claim for it.
"""

import asyncio
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from bot.accounts.accounts import Account, Accounts, Role, clean_email
from bot.errors import ClauseError, Unavailable, Unprocessable

SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Asymmetric ones alone: whoever knows the client's secret must not be able to sign."""
LEEWAY = 60  # seconds that the provider's clock may differ from ours
FRESH_SECONDS = 3600.0  # so long what the provider tells of itself is kept
NEW_KEYS_AFTER = 10.0  # seconds between two looks for a key that is not known
TIMEOUT = 10.0


class OidcRefused(ClauseError):
    """The provider, or our own rules, do not let this person in; the sentence says why."""

    status, code, title = 403, "oidc-refused", "Not signed in"


@dataclass(frozen=True)
class OidcSettings:
    """How the provider is reached and who may come in by it.

    issuer: the provider's address, as it names itself. name: what the button says. domains: of e-mail
    addresses that may come; empty for any. new_role: of accounts that are made at a first sign-in, None
    if only those may come who have an account. roles: value of the claim `roles_claim` → role; where a
    value fits, the account gets that role at each sign-in.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str = "OpenID Connect"
    domains: Sequence[str] = ()
    new_role: Role | None = None
    roles_claim: str = "roles"
    roles: Mapping[str, Role] | None = None


@dataclass(frozen=True)
class Start:
    """What the browser keeps while it is at the provider, and where it is sent."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is. role: by its claim, None where it names none of ours."""

    email: str
    name: str
    role: Role | None


class Oidc:
    """Talks with one provider."""

    def __init__(self, settings: OidcSettings) -> None:
        self.settings = settings
        self._metadata: dict[str, Any] = {}
        self._read_at = 0.0
        self._keys: KeySet | None = None
        self._keys_at = 0.0
        self._reading = asyncio.Lock()

    async def start(self, redirect_uri: str) -> Start:
        """Where to send the browser. Raises Unavailable if the provider can't be reached."""
        metadata = await self._about()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        async with self._client(redirect_uri) as client:
            address, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                scope=SCOPE,
            )
        return Start(address, state, nonce, verifier)

    async def identity(self, code: str, redirect_uri: str, nonce: str, verifier: str) -> Identity:
        """Who came back with this code.

        Raises OidcRefused if the provider refuses it or its token does not hold, Unavailable if it can't
        be reached.
        """
        metadata = await self._about()
        try:
            async with self._client(redirect_uri) as client:
                token = await client.fetch_token(
                    metadata["token_endpoint"], code=code, code_verifier=verifier
                )
        except AuthlibBaseError as error:
            raise OidcRefused(
                f"{self.settings.name} did not accept the sign-in ({error.error or 'no reason'}). "
                "Try once more."
            ) from error
        except (httpx.HTTPError, ValueError) as error:
            raise self._unreachable(error) from error
        claims = await self._verified(str(token.get("id_token") or ""), nonce)
        return self._identity(claims)

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        email = claims.get("email")
        if not isinstance(email, str):
            raise OidcRefused(
                f"{self.settings.name} does not tell your e-mail address, and accounts go by it. Ask "
                "an administrator to allow the scope 'email'."
            )
        # a provider where anybody may claim any address would open everybody's account
        if claims.get("email_verified") is False:
            raise OidcRefused(f"{self.settings.name} has not verified your e-mail address yet.")
        try:
            email = clean_email(email)
        except Unprocessable as error:
            raise OidcRefused(error.detail) from error
        domains = [domain.lower().removeprefix("@") for domain in self.settings.domains]
        if domains and email.rpartition("@")[2] not in domains:
            raise OidcRefused(f"Addresses such as {email} may not sign in here.")
        name = claims.get("name")
        plain = name if isinstance(name, str) and name.strip() else email.partition("@")[0]
        return Identity(email, plain, self._role(claims))

    def _role(self, claims: Mapping[str, Any]) -> Role | None:
        given = claims.get(self.settings.roles_claim)
        values = given if isinstance(given, list) else [given]
        fitting = [
            role for value, role in (self.settings.roles or {}).items() if value in map(str, values)
        ]
        # the one that may do most, where several fit
        return next(
            (role for role in (Role.ADMIN, Role.OWNER, Role.AGENT) if role in fitting), None
        )

    async def _verified(self, id_token: str, nonce: str) -> dict[str, Any]:
        registry = JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        last: Exception | None = None
        for fresh in (False, True):  # a key that is not known may be a new one
            keys = await self._key_set(fresh=fresh)
            try:
                decoded = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError) as error:
                last = error
                continue
            try:
                registry.validate(decoded.claims)
            except JoseError as error:
                last = error
                break
            return dict(decoded.claims)
        raise OidcRefused(
            f"What {self.settings.name} sent could not be verified. Try once more; if it stays so, an "
            "administrator should check issuer, client and clock."
        ) from last

    async def _about(self) -> dict[str, Any]:
        async with self._reading:
            if self._metadata and time.monotonic() - self._read_at < FRESH_SECONDS:
                return self._metadata
            address = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
            metadata = await self._json(address)
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if metadata.get("issuer") != self.settings.issuer or not all(
                isinstance(metadata.get(name), str) for name in needed
            ):
                raise Unavailable(
                    f"{self.settings.name} calls itself {str(metadata.get('issuer'))[:200]!r} and not "
                    f"{self.settings.issuer!r}, or does not say where to sign in. An administrator "
                    "should check CLAUSE_OIDC_ISSUER."
                )
            self._metadata, self._read_at = metadata, time.monotonic()
            return metadata

    async def _key_set(self, *, fresh: bool) -> KeySet:
        metadata = await self._about()
        async with self._reading:
            old = time.monotonic() - self._keys_at
            if self._keys is None or old > FRESH_SECONDS or (fresh and old > NEW_KEYS_AFTER):
                found = await self._json(metadata["jwks_uri"])
                try:
                    self._keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
                except (JoseError, ValueError, KeyError, TypeError) as error:
                    raise self._unreachable(error) from error
                self._keys_at = time.monotonic()
            return self._keys

    async def _json(self, address: str) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT) as client:
                response = await client.get(address)
            response.raise_for_status()
            found = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise self._unreachable(error) from error
        if not isinstance(found, dict):
            raise self._unreachable(ValueError("no JSON object"))
        return found

    def _client(self, redirect_uri: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self.settings.client_id,
            self.settings.client_secret,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )

    def _unreachable(self, error: Exception) -> Unavailable:
        return Unavailable(
            f"{self.settings.name} can't be reached just now ({type(error).__name__}). Try again in a "
            "minute, or sign in with your password.",
            retry_after=30,
        )


async def account_of(accounts: Accounts, identity: Identity, settings: OidcSettings) -> Account:
    """Whose account it is; made at the first sign-in where the settings say so.

    Raises OidcRefused if there is none and none is made, or it is disabled.
    """
    account = await accounts.by_email(identity.email)
    if account is not None and account.disabled:
        raise OidcRefused("Your account is disabled. Ask an administrator.")
    role = identity.role or settings.new_role
    if account is None and role is None:
        raise OidcRefused(
            f"There is no account for {identity.email}. Ask an administrator to invite you."
        )
    if account is None:
        assert role is not None
        return await accounts.add_from_provider(identity.email, identity.name, role)
    if identity.role is not None and identity.role is not account.role:
        return await accounts.role_from_provider(account, identity.role)
    return account
