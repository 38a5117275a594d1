"""One question, one answer, nothing stored."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from bot.answering.answer import Answer, Answers
from bot.answering.engine import SPOKEN
from bot.answering.question import MAX_CHARACTERS
from bot.web.api.schemas import problems
from bot.web.rates import by_network

router = APIRouter(prefix="/api", tags=["visitor"])


class Ask(BaseModel):
    """A question about the statement."""

    question: str = Field(
        max_length=MAX_CHARACTERS, examples=["Vendez-vous mes données personnelles ?"]
    )
    language: str | None = Field(
        None,
        max_length=35,
        description=f"Language of the visitor's page ({', '.join(SPOKEN)}), for questions that do "
        "not tell their own",
        examples=["fr"],
    )


async def answerer_of(request: Request) -> Answers:
    """What answers in this app."""
    answerer: Answers = request.app.state.parts.answerer
    return answerer


@router.post(
    "/ask",
    summary="Ask one question",
    response_description="The answer with its citations",
    responses=problems(429, 503),
    dependencies=[Depends(by_network("ask"))],
)
async def ask(body: Ask, answerer: Annotated[Answers, Depends(answerer_of)]) -> Answer:
    """Answers from the published statements, with the exact sentence, its section and a link.

    Nothing is stored. For a chat that a person can take over, start a conversation instead.
    """
    return await asyncio.to_thread(answerer.answer, body.question, body.language)
