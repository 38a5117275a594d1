"""A small statement, questions about it, and answers to them that need no model."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.answering.answer import Answer, Citation, Verdict
from bot.errors import Unprocessable
from index.calibration import Calibration

STATEMENT = """# Privacy at Larkspur

## Cookies

We set one cookie, and it lasts a day. You may refuse it in your browser.

## Sharing

We never sell your personal data to anyone.
"""
COOKIE = "We set one cookie, and it lasts a day."
SHARING = "We never sell your personal data to anyone."

QUESTIONS: list[dict[str, Any]] = [
    {
        "question": "How long does the cookie last?",
        "lang": "en",
        "kind": "answerable",
        "style": "formal",
        "gold": [{"section": "Cookies", "quote": COOKIE}],
    },
    {
        "question": "Do you sell my data?",
        "lang": "en",
        "kind": "answerable",
        "style": "yes-no",
        "gold": [{"section": "Sharing", "quote": SHARING}],
    },
    {"question": "Who is your host?", "lang": "en", "kind": "unanswerable", "style": "formal"},
    {"question": "Hello", "lang": "en", "kind": "smalltalk", "style": "formal"},
]


def write_lines(path: Path, entries: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    return path


def citation(section: str, quote: str) -> Citation:
    return Citation(
        document="larkspur",
        version="0" * 12,
        language="en",
        anchor=section.lower(),
        heading_path=["Privacy at Larkspur", section],
        quote=quote,
        start=0,
        end=len(quote),
        passage=quote,
        passage_start=0,
        url="larkspur.en.md",
        score=1.0,
    )


@dataclass(frozen=True)
class Silent:
    """In place of a snapshot: only what says from when on to answer."""

    calibration: Calibration = field(default_factory=lambda: Calibration.unfitted())


@dataclass(frozen=True)
class Scripted:
    """Answers by a script: question → (confidence, citations); a missing one is refused as such."""

    script: dict[str, tuple[float, list[Citation]]]
    calibration: Calibration

    def answer(self, question: str, language: str | None = None) -> Answer:
        assert language is None, "visitors do not say which language they write"
        if question not in self.script:
            raise Unprocessable("no")
        confidence, citations = self.script[question]
        if not citations:
            verdict = Verdict.SMALL_TALK
        elif confidence >= self.calibration.answer_from:
            verdict = Verdict.ANSWERED
        elif confidence >= self.calibration.unsure_from:
            verdict = Verdict.UNSURE
        else:
            verdict, citations = Verdict.NOT_COVERED, []
        return Answer(
            verdict=verdict,
            confidence=confidence,
            language="en",
            text="…",
            citations=citations,
            handoff_offered=False,
        )


@dataclass
class ScriptedFiles:
    """Gives the same script for every statement."""

    script: dict[str, tuple[float, list[Citation]]]

    def snapshot(self, path: Path, on_progress: Callable[..., None] | None = None) -> Any:
        return Silent()

    def answerer(self, snapshot: Any, name: str) -> Scripted:
        return Scripted(self.script, snapshot.calibration)
