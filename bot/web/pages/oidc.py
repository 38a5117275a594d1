"""Signing in at a provider and coming back (OpenID Connect)."""

import json
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bot.accounts.oidc import Oidc, OidcRefused, account_of
from bot.errors import NotFound
from bot.web.cookies import OIDC, cookies_of
from bot.web.deps import TheAccounts, safe_next
from bot.web.pages.forms import begin_session, settings_of
from bot.web.pages.rendering import PRIVATE, PageRoute
from bot.web.pages.words import words

START = "/console/oidc"
BACK = "/console/oidc/back"
MINUTES = 10  # that signing in at the provider may take

router = APIRouter(route_class=PageRoute, include_in_schema=False)


async def oidc_of(request: Request) -> Oidc:
    """The provider of this app. Raises NotFound if it has none."""
    oidc: Oidc | None = request.app.state.oidc
    if oidc is None:
        raise NotFound("Nobody signs in here that way.")
    return oidc


TheOidc = Annotated[Oidc, Depends(oidc_of)]


@router.get(START)
async def start(request: Request, oidc: TheOidc, next: str = "") -> Response:
    """Sends the browser to the provider."""
    begun = await oidc.start(_back(request))
    response = RedirectResponse(begun.address, 303, PRIVATE)
    kept = {"s": begun.state, "n": begun.nonce, "v": begun.verifier, "to": safe_next(next)}
    cookies_of(request).keep(
        response,
        OIDC,
        json.dumps(kept).encode().hex(),
        same_site="lax",  # it has to come along when the provider sends the browser back
        path=START,
        seconds=MINUTES * 60,
    )
    return response


@router.get(BACK)
async def back(
    request: Request,
    oidc: TheOidc,
    accounts: TheAccounts,
    code: str = "",
    state: str = "",
    error: str = "",
) -> Response:
    """Who comes back from the provider is signed in."""
    said = words("staff")["signin"]
    kept = _kept(cookies_of(request).get(request, OIDC))
    if kept is None or not secrets.compare_digest(state.encode(), str(kept["s"]).encode()):
        raise OidcRefused(said["oidc_stale"])
    if error or not code:
        raise OidcRefused(said["oidc_given_up"])
    identity = await oidc.identity(code, _back(request), kept["n"], kept["v"])
    account = await account_of(accounts, identity, oidc.settings)
    client = request.headers.get("user-agent", "")
    session = await accounts.start_session(account, client=client)
    response = RedirectResponse(safe_next(kept["to"]), 303, PRIVATE)
    begin_session(request, response, session, "/console/login")
    cookies_of(request).drop(response, OIDC, START)
    return response


def _back(request: Request) -> str:
    return settings_of(request).base_url + BACK


def _kept(cookie: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(bytes.fromhex(cookie))
    except ValueError:
        return None
    names = ("s", "n", "v", "to")
    whole = isinstance(kept, dict) and all(isinstance(kept.get(name), str) for name in names)
    return kept if whole else None
