"""The same answers without JavaScript: a form, a page, and nothing stored."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from bot.answering.answer import Answer, Answers, Citation
from bot.answering.engine import SPOKEN
from bot.errors import ClauseError
from bot.web.api.ask import answerer_of
from bot.web.api.conversations import preferred_language
from bot.web.pages.rendering import PRIVATE, PageRoute, page
from bot.web.pages.transcript import chat_words
from bot.web.rates import by_network

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/ask")
async def form(request: Request, lang: str = "") -> HTMLResponse:
    """The empty form, in the language of `lang`, else in the browser's."""
    return _page(request, lang, "")


@router.post("/ask", dependencies=[Depends(by_network("ask"))])
async def ask(
    request: Request,
    answerer: Annotated[Answers, Depends(answerer_of)],
    question: Annotated[str, Form(max_length=4_000)] = "",
    lang: Annotated[str, Form(max_length=35)] = "",
) -> HTMLResponse:
    """The answer. A question is sent by POST, so that it stands in no address and no log."""
    language = _language(request, lang)
    try:
        answer = await asyncio.to_thread(answerer.answer, question, language)
    except ClauseError as error:
        return _page(request, language, question, status=error.status)
    return _page(request, language, question, answer)


def _page(
    request: Request, lang: str, question: str, answer: Answer | None = None, status: int = 200
) -> HTMLResponse:
    language = _language(request, lang)
    said = chat_words(language)
    context: dict[str, Any] = {
        "lang": language,
        "words": said,
        "question": question[:2_000],
        "answer": answer,
        "cited": [_parts(citation) for citation in answer.citations] if answer else [],
        "refused": status != 200,
        "languages": [(code, chat_words(code)["title"]) for code in SPOKEN if code != language],
    }
    return page("ask.html", context, status=status, headers=PRIVATE | {"Vary": "Accept-Language"})


def _language(request: Request, lang: str) -> str:
    return (
        lang if lang in SPOKEN else preferred_language(request.headers.get("accept-language", ""))
    )


def _parts(citation: Citation) -> dict[str, Any]:
    """A citation with its passage cut where the quote begins and ends."""
    start = citation.start - citation.passage_start
    end = start + len(citation.quote)
    path = citation.heading_path
    return {
        "citation": citation,
        "before": citation.passage[:start],
        "after": citation.passage[end:],
        "path": path[1:] if len(path) > 1 else path,
    }
