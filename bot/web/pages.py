"""The pages that people see: console, sign-in, studio, statement, and one to try the chat on."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.web import pages_console, pages_signin, pages_statement, pages_studio
from bot.web.rendering import page, words

router = APIRouter(include_in_schema=False)
for part in (pages_signin, pages_console, pages_studio, pages_statement):
    router.include_router(part.router)


@router.get("/")
async def demo() -> HTMLResponse:
    """A page with the chat on it."""
    return page("demo.html", {"lang": "en", "words": words("staff", "en")})
