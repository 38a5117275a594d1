"""A conversation as a page to keep: it opens from the disk, in the visitor's language, without us."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bot.answering.answer import Citation
from bot.conversations.events import (
    Author,
    Conversation,
    Event,
    Message,
    MessageEvent,
    OfferEvent,
    RatingEvent,
    RightsEvent,
    StateEvent,
)
from bot.settings import ROOT
from bot.web.pages.rendering import rendered
from bot.web.pages.words import fill

_WORDS = ROOT / "widget" / "words"
_FALLBACK = "en"


@dataclass(frozen=True)
class Line:
    """One entry: who, when, what, and what it quotes. `who` is empty for a notice."""

    who: str
    at: str
    text: str
    kind: str
    citations: list[Citation]


@cache
def chat_words(language: str) -> dict[str, Any]:
    """What the chat says in a language; in English where it has no words."""
    path = _WORDS / f"{language}.json"
    if path.name not in {one.name for one in _WORDS.glob("*.json")}:
        path = _WORDS / f"{_FALLBACK}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def transcript_page(conversation: Conversation, events: list[Event]) -> str:
    """The whole page, in the visitor's language; nothing that was written is interpreted."""
    said = chat_words(conversation.language)
    lines = [line for event in events if (line := _line(event, said))]
    context = {"lang": conversation.language, "words": said, "lines": lines}
    return rendered("transcript.html", context | {"begun": conversation.created_at.date()})


def _line(event: Event, said: dict[str, Any]) -> Line | None:
    at = f"{event.at:%Y-%m-%d %H:%M} UTC"
    match event:
        case MessageEvent(message=message):
            cited = message.answer.citations if message.answer else message.citations
            text = message.answer.all_words if message.answer else message.text
            return Line(_who(message, said), at, text, message.author.value, cited)
        case StateEvent(state=change):
            action = "take_over" if change.action == "reassign" else change.action
            person = change.owner or change.previous or change.agent
            name = person.name if person else said["person"]
            return Line("", at, fill(said[f"event_{action}"], name=name), "notice", [])
        case RightsEvent(rights=rights):
            text = fill(
                said["rights"], right=said[f"right_{rights.right}"], date=_day(rights.due_on)
            )
            return Line("", at, text, "notice", [])
        case RatingEvent(rating=rating):
            stars = fill(said["stars"], count=rating.stars)
            return Line(said["rating"], at, f"{stars} {rating.word or ''}".strip(), "notice", [])
        case OfferEvent(offer=offer):
            return Line(said["assistant"], at, offer.text, "assistant", [])
    return None


def _who(message: Message, said: dict[str, Any]) -> str:
    if message.author is Author.VISITOR:
        return str(said["you"])
    if message.author is Author.AGENT:
        return message.author_name or str(said["person"])
    return str(said["assistant"])


def _day(day: date) -> str:
    return day.isoformat()
