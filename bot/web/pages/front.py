"""Every page put together, and the first: one to try the chat on."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.web.pages import (
    account,
    api,
    ask,
    audit,
    connections,
    console,
    desk,
    links,
    oidc,
    people,
    privacy,
    signin,
    statement,
    studio,
    studio_curated,
    studio_document,
    studio_gate,
    studio_golden,
    studio_golden_forms,
    studio_report,
    studio_review,
    studio_site_keys,
    studio_text,
    studio_upload,
    studio_widget,
)
from bot.web.pages.rendering import library_of, page

router = APIRouter(include_in_schema=False)
for part in (
    api,
    ask,
    signin,
    account,
    audit,
    connections,
    console,
    desk,
    links,
    oidc,
    people,
    privacy,
    studio,
    studio_widget,
    studio_site_keys,
    studio_upload,
    studio_text,
    studio_golden,
    studio_golden_forms,
    studio_report,
    studio_curated,
    studio_review,
    studio_gate,
    studio_document,
    statement,
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
            context["statement_url"] = statement.address(slug, live.language)
            context["statement_title"] = live.title
    return page("demo.html", context | {"lang": "fr"})
