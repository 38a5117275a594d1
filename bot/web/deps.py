"""What routes ask for before they run: the parts of the app, and who is calling.

All of them are coroutines: FastAPI runs plain functions in a thread each, which costs more than they do.
"""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Annotated, TypeVar
from urllib.parse import quote

from fastapi import Depends, HTTPException, Path, Request
from fastapi.security import APIKeyCookie, APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from bot.accounts.accounts import Accounts, Role, Session
from bot.answering.clauses import Clauses
from bot.conversations.desk import Desk
from bot.conversations.events import Conversation, Person
from bot.conversations.service import Conversations, is_conversation_id
from bot.conversations.streams import Permission
from bot.errors import NotAllowed, NotFound, NotSignedIn
from bot.web import reader
from bot.web.cookies import SESSION, cookies_of

Item = TypeVar("Item")

CSRF_HEADER = "X-CSRF-Token"

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="visitor-token",
    description="The `token` that came with the conversation. It opens this conversation only.",
)
_cookie = APIKeyCookie(
    name=SESSION,
    auto_error=False,
    scheme_name="staff-session",
    description="Set by signing in at /console/login. Under https its name begins with `__Host-`.",
)
_csrf = APIKeyHeader(
    name=CSRF_HEADER,
    auto_error=False,
    scheme_name="csrf-token",
    description='Stands in every page of the console as `<meta name="csrf-token">`.',
)


async def conversations_of(request: Request) -> Conversations:
    """The conversations of this app."""
    conversations: Conversations = request.app.state.parts.conversations
    return conversations


async def accounts_of(request: Request) -> Accounts:
    """The accounts of this app."""
    accounts: Accounts = request.app.state.parts.accounts
    return accounts


async def desk_of(request: Request) -> Desk:
    """The agents' desk of this app."""
    parts = request.app.state.parts
    return Desk(parts.store, parts.conversations.office)


async def clauses_of(request: Request) -> Clauses:
    """The published clauses, to search and to cite."""
    clauses: Clauses = request.app.state.parts.clauses
    return clauses


TheClauses = Annotated[Clauses, Depends(clauses_of)]
TheDesk = Annotated[Desk, Depends(desk_of)]
TheConversations = Annotated[Conversations, Depends(conversations_of)]
TheAccounts = Annotated[Accounts, Depends(accounts_of)]


async def conversation_for_visitor(
    id: Annotated[str, Path(description="The conversation's id")],
    conversations: TheConversations,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Conversation:
    """The conversation that the visitor's token opens.

    Raises NotSignedIn, in the same words for a token that is missing, wrong or expired and for an
    id that does not exist.
    """
    return await conversations.open(id, credentials.credentials if credentials else "")


async def session_of(
    request: Request, accounts: TheAccounts, _: Annotated[str | None, Depends(_cookie)]
) -> Session | None:
    """The session that the cookie opens, also where the password must be changed first.

    From here on the page speaks as its account chose.
    """
    token = cookies_of(request).get(request, SESSION)
    session = await accounts.session(token) if token else None
    if session is not None:
        reader.chosen(session.account.language)
    return session


async def staff(session: Annotated[Session | None, Depends(session_of)]) -> Session:
    """A signed-in member of staff. Raises NotSignedIn."""
    if session is None:
        raise NotSignedIn("Your session has ended. Sign in at /console/login.")
    if session.must_change_password:
        raise NotSignedIn("Choose a password of your own first, at /console/password.")
    return session


async def staff_csrf(
    session: Annotated[Session, Depends(staff)],
    token: Annotated[str | None, Depends(_csrf)],
) -> Session:
    """A signed-in member of staff whose request comes from our own page.

    Raises NotSignedIn, and NotAllowed without the right CSRF token.
    """
    if token is None or not csrf_fits(session, token):
        raise NotAllowed(
            f"The {CSRF_HEADER} header is missing or out of date. Load the page again."
        )
    return session


async def staff_page(
    request: Request, session: Annotated[Session | None, Depends(session_of)]
) -> Session:
    """A signed-in member of staff, for HTML pages: others are led to the page to sign in."""
    if session is None:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise _elsewhere(f"/console/login?next={quote(here, safe='')}")
    if session.must_change_password:
        raise _elsewhere("/console/password")
    return session


async def agent(session: Annotated[Session, Depends(staff)]) -> Person:
    """Someone who may talk with visitors, reading. Raises NotSignedIn, NotAllowed."""
    return _agent(session)


async def agent_csrf(session: Annotated[Session, Depends(staff_csrf)]) -> Person:
    """Someone who may talk with visitors, acting. Raises NotSignedIn, NotAllowed."""
    return _agent(session)


async def still_signed_in(
    session: Annotated[Session, Depends(staff)],
    accounts: TheAccounts,
    conversations: TheConversations,
) -> Permission:
    """Asked regularly by a stream: whether its reader is signed in still. They are seen by it."""

    async def permitted() -> bool:
        current = await accounts.session(session.token)
        if current is None:
            return False
        await conversations.presence.seen(_agent(current))
        return True

    return permitted


async def owner(session: Annotated[Session, Depends(staff)]) -> Session:
    """Someone who looks after the statements. Raises NotSignedIn, NotAllowed."""
    if session.account.role not in (Role.OWNER, Role.ADMIN):
        raise NotAllowed("Only an owner may see this. An administrator can change your role.")
    return session


async def admin(session: Annotated[Session, Depends(staff)]) -> Session:
    """An administrator, reading. Raises NotSignedIn, NotAllowed."""
    return _admin(session)


async def admin_csrf(session: Annotated[Session, Depends(staff_csrf)]) -> Session:
    """An administrator, acting. Raises NotSignedIn, NotAllowed."""
    return _admin(session)


async def conversation_id(id: Annotated[str, Path(description="The conversation's id")]) -> str:
    """The id in the path. Raises NotFound if it can be none."""
    if not is_conversation_id(id):
        raise NotFound("There is no such conversation. It may have been deleted.")
    return id


def csrf_fits(session: Session, token: str) -> bool:
    """Whether the form or the header carries the session's own CSRF token."""
    return compare_digest(session.csrf.encode(), token.encode("utf-8", "replace"))


def safe_next(target: str | None, otherwise: str = "/console") -> str:
    """Where to go after signing in: a path of this site only, never another site's address."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    if any(ord(character) < 33 or character == "\\" for character in target):
        return otherwise
    return target


@contextlib.asynccontextmanager
async def streaming(stream: AsyncGenerator[Item]) -> AsyncIterator[AsyncGenerator[Item]]:
    """Closes the stream when its response is over, however it ended."""
    async with contextlib.aclosing(stream):
        yield stream


def still_valid(conversation: Conversation) -> bool:
    """Whether the visitor's token has not expired meanwhile."""
    return conversation.expires_at > datetime.now(UTC)


def _agent(session: Session) -> Person:
    if session.account.role not in (Role.AGENT, Role.ADMIN):
        raise NotAllowed("Your account may not talk with visitors. An administrator can change it.")
    return Person(session.account.id, session.account.name)


def _admin(session: Session) -> Session:
    if session.account.role is not Role.ADMIN:
        raise NotAllowed("Only an administrator may do this.")
    return session


def _elsewhere(location: str) -> HTTPException:
    return HTTPException(303, "Sign in first.", headers={"Location": location})
