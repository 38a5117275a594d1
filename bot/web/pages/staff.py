"""What the staff's own pages share: the tabs above them, who may see them, and their forms."""

from typing import Annotated, Any

from fastapi import Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.accounts.accounts import Role, Session
from bot.conversations.events import Person
from bot.errors import ClauseError
from bot.web.deps import csrf_fits
from bot.web.deps import staff_page as signed_in
from bot.web.pages.rendering import PRIVATE, staff_page
from bot.web.pages.words import words


class NotForYou(ClauseError):
    """A page for administrators."""

    status, code = 403, "not-allowed"

    def __init__(self) -> None:
        said = words("people")
        super().__init__(said["not_admin"])
        self.title = said["not_admin_title"]


class StaleForm(ClauseError):
    """A form that is not ours, or of a session that is over."""

    status, code = 403, "stale"

    def __init__(self) -> None:
        said = words("staff")["problem"]
        super().__init__(said["stale"])
        self.title = said["stale_title"]


def admin_page(session: Annotated[Session, Depends(signed_in)]) -> Session:
    """An administrator, looking. Raises NotForYou."""
    if session.account.role is not Role.ADMIN:
        raise NotForYou
    return session


def acting(
    session: Annotated[Session, Depends(signed_in)], csrf: Annotated[str, Form()] = ""
) -> Session:
    """Someone whose form comes from our own page. Raises StaleForm."""
    if not csrf_fits(session, csrf):
        raise StaleForm
    return session


def admin_acting(session: Annotated[Session, Depends(acting)]) -> Session:
    """An administrator whose form comes from our own page. Raises NotForYou, StaleForm."""
    return admin_page(session)


Mine = Annotated[Session, Depends(signed_in)]
Acting = Annotated[Session, Depends(acting)]
Admin = Annotated[Session, Depends(admin_page)]
AdminActing = Annotated[Session, Depends(admin_acting)]
Field = Annotated[str, Form(max_length=2000)]


def person(session: Session) -> Person:
    """Who is signed in, as the log names them."""
    return Person(session.account.id, session.account.name)


def tabbed_page(
    template: str,
    session: Session,
    tab: str,
    context: dict[str, Any],
    *,
    done: str = "",
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    """One of the staff's pages. done, error: a sentence above everything else."""
    said = words("people")
    tabs = ("account", "people", "connections", "privacy", "audit")
    shown = {
        "said": said[tab],
        "tabs": said["tabs"],
        "tab": tab,
        "tab_names": tabs if session.account.role is Role.ADMIN else tabs[:1],
        "is_admin": session.account.role is Role.ADMIN,
        "done": done,
        "error": error,
    }
    response = staff_page(template, session, tab, shown | context)
    response.status_code = status
    return response


def to(path: str) -> RedirectResponse:
    """After something was done: look at the page anew."""
    return RedirectResponse(path, 303, PRIVATE)
