"""Cookies, all of one kind: out of reach of scripts, and of other hosts wherever https is used.

Under https a name begins with `__Host-`: a browser takes such a cookie from this very host alone, over
https, for all of its paths. No neighbour, and nobody who can change what goes over http, can put one there.
"""

from dataclasses import dataclass
from typing import Literal

from fastapi import Request
from fastapi.responses import Response

SESSION = "clause_session"
FORM = "clause_form"
OIDC = "clause_oidc"


@dataclass(frozen=True)
class Cookies:
    """The service's cookies. secure: whether browsers reach it over https."""

    secure: bool = False

    def name(self, name: str) -> str:
        """As the browser has it."""
        return f"__Host-{name}" if self.secure else name

    def get(self, request: Request, name: str) -> str:
        """What the browser sent; '' if it has none. Under https nothing else is believed."""
        return request.cookies.get(self.name(name), "")

    def keep(
        self,
        response: Response,
        name: str,
        value: str,
        *,
        same_site: Literal["lax", "strict"],
        path: str = "/",
        seconds: int | None = None,
    ) -> None:
        """Hand it to the browser. path: only without https, where the browser may be told."""
        response.set_cookie(
            self.name(name),
            value,
            max_age=seconds,
            path="/" if self.secure else path,
            httponly=True,
            samesite=same_site,
            secure=self.secure,
        )

    def drop(self, response: Response, name: str, path: str = "/") -> None:
        """Take it back."""
        response.delete_cookie(
            self.name(name),
            path="/" if self.secure else path,
            httponly=True,
            secure=self.secure,
        )


def cookies_of(request: Request) -> Cookies:
    """The cookies of this app."""
    cookies: Cookies = getattr(request.app.state, "cookies", Cookies())
    return cookies
