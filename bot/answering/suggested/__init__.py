"""Questions that most statements answer, the same in every language: `<language>.json`, id → question.

They are what a visitor is shown to begin with. And where the models do not read a language, these
few can be asked in it all the same: the same question is put to them in a language that they read.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.answer import Answer, Verdict

_FOLDER = Path(__file__).parent
_NO_LETTERS = re.compile(r"[\W_]+")


class Suggestion(BaseModel):
    """A question that the statement answers, and the sections where it does."""

    model_config = ConfigDict(frozen=True)

    question: str = Field(examples=["Vendez-vous mes données ?"])
    anchors: list[str] = Field(description="Of the sections that answer it", examples=[["vente"]])


@cache
def questions(language: str) -> dict[str, str]:
    """The questions in a language by id; none where there is no file."""
    path = _FOLDER / f"{language}.json"
    if language not in _languages():
        return {}
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


def answered(language: str, answer: Callable[[str, str], Answer]) -> list[Suggestion]:
    """Those questions that are answered for sure, no two of them from the same section.

    answer: (question, language) → its answer, from what is published now.
    """
    found: list[Suggestion] = []
    shown: set[str] = set()
    for question in questions(language).values():
        given = answer(question, language)
        anchors = [citation.anchor for citation in given.citations]
        if given.verdict is Verdict.ANSWERED and anchors and anchors[0] not in shown:
            shown.add(anchors[0])
            found.append(Suggestion(question=question, anchors=anchors))
    return found


def in_language(question: str, spoken: str, wanted: str) -> str | None:
    """The same question in the language `wanted`, if it is one of these; else None."""
    id = _by_words(spoken).get(_words(question))
    return questions(wanted).get(id) if id else None


@cache
def _by_words(language: str) -> dict[str, str]:
    return {_words(question): id for id, question in questions(language).items()}


def _words(text: str) -> str:
    return _NO_LETTERS.sub(" ", text.casefold()).strip()


@cache
def _languages() -> frozenset[str]:
    return frozenset(path.stem for path in _FOLDER.glob("*.json"))
