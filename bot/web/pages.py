"""The pages that people see: console, sign-in, studio, statement, and one to try the chat on."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.web import (
    pages_account,
    pages_api,
    pages_ask,
    pages_audit,
    pages_connections,
    pages_console,
    pages_desk,
    pages_gate,
    pages_golden,
    pages_links,
    pages_oidc,
    pages_people,
    pages_signin,
    pages_statement,
    pages_studio,
    pages_studio_text,
    pages_studio_upload,
    pages_text,
)
from bot.web.rendering import library_of, page

router = APIRouter(include_in_schema=False)
for part in (
    pages_api,
    pages_ask,
    pages_signin,
    pages_account,
    pages_audit,
    pages_connections,
    pages_console,
    pages_desk,
    pages_links,
    pages_oidc,
    pages_people,
    pages_studio,
    pages_studio_upload,
    pages_text,
    pages_golden,
    pages_gate,
    pages_studio_text,
    pages_statement,
):
    router.include_router(part.router)


@router.get("/")
async def demo(request: Request) -> HTMLResponse:
    """A page with the chat on it."""
    context = {"base_url": request.app.state.parts.settings.base_url}
    library = library_of(request)
    for slug, languages in library.documents()[:1]:
        live = library.live(slug, languages[0])
        if live is not None:
            context["statement_url"] = pages_statement.address(slug, live.language)
            context["statement_title"] = live.title
    return page("demo.html", context)
