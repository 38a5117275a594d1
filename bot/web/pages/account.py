"""My account: the name, whether conversations are taken, the password, and where one is signed in."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from bot.accounts.accounts import Session, hashed
from bot.accounts.administration import HANDLE, Administration
from bot.accounts.browsers import browser_of
from bot.errors import ClauseError
from bot.store.accounts import OpenSession
from bot.web.api.staff import TheAdministration
from bot.web.deps import safe_next
from bot.web.pages.formats import moment
from bot.web.pages.rendering import PageRoute
from bot.web.pages.staff import Acting, Field, Mine, person, tabbed_page, to
from bot.web.pages.words import fill, words
from bot.web.reader import LANGUAGES

ACCOUNT = "/console/account"

router = APIRouter(prefix=ACCOUNT, route_class=PageRoute, include_in_schema=False)
Handle = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


@router.get("")
async def account(session: Mine, administration: TheAdministration, done: str = "") -> Response:
    """All of it on one page."""
    return await _page(session, administration, done=done)


@router.post("/name")
async def rename(session: Acting, administration: TheAdministration, name: Field = "") -> Response:
    """Another name, for visitors and colleagues."""
    try:
        await administration.rename_oneself(person(session), name)
    except ClauseError as refused:
        return await _page(session, administration, refused=refused, name=name)
    return to(f"{ACCOUNT}?done=name")


@router.post("/language")
async def speak(
    session: Acting, administration: TheAdministration, language: Field = ""
) -> Response:
    """The language of one's own pages; '' as the browser asks."""
    chosen = language if language in LANGUAGES else None
    await administration.choose_language(person(session), chosen)
    return to(f"{ACCOUNT}?done=language")


@router.post("/away")
async def pause(
    request: Request, session: Acting, administration: TheAdministration, away: Field = ""
) -> Response:
    """Away, or back; the page from which it was chosen is shown again."""
    await administration.pause(person(session), bool(away))
    request.app.state.parts.conversations.queues.look_again()
    return to(_from(request) or f"{ACCOUNT}?done={'away' if away else 'back'}")


@router.post("/sessions/others")
async def end_others(session: Acting, administration: TheAdministration) -> Response:
    """All sessions but this one end."""
    await administration.end_other_sessions(person(session), session.token)
    return to(f"{ACCOUNT}?done=others")


@router.post("/sessions/{handle}")
async def end_session(
    handle: Handle, session: Acting, administration: TheAdministration
) -> Response:
    """One session ends."""
    try:
        await administration.end_session(person(session), session.account.id, handle)
    except ClauseError as refused:
        return await _page(session, administration, refused=refused)
    return to(f"{ACCOUNT}?done=session")


async def _page(
    session: Session,
    administration: Administration,
    *,
    done: str = "",
    refused: ClauseError | None = None,
    name: str | None = None,
) -> HTMLResponse:
    said = words("people")["account"]
    current = hashed(session.token)
    found = await administration.sessions(session.account.id)
    context = {
        "name": session.account.name if name is None else name[:100],
        "languages": LANGUAGES,
        "sessions": [_shown(one, current, said) for one in found],
    }
    return tabbed_page(
        "account.html",
        session,
        "account",
        context,
        done=said["done"].get(done, ""),
        error=refused.detail if refused else "",
        status=refused.status if refused else 200,
    )


def _shown(one: OpenSession, current: str, said: dict[str, Any]) -> dict[str, Any]:
    browser = browser_of(one.client)
    return {
        "handle": one.token_hash[:HANDLE],
        "current": one.token_hash == current,
        "browser": fill(said["session"], browser=browser[0], system=browser[1])
        if browser
        else said["session_unknown"],
        "since": moment(one.created_at),
        "used": moment(one.last_used_at or one.created_at),
    }


def _from(request: Request) -> str:
    """The path of the page that the form stood in; '' where the browser does not tell."""
    referrer = request.headers.get("referer", "")
    base = f"{request.url.scheme}://{request.url.netloc}"
    path = referrer[len(base) :] if referrer.startswith(f"{base}/") else ""
    return "" if path.startswith(ACCOUNT) else safe_next(path, "")
