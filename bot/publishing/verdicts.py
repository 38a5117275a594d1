"""What became of one golden question: asked of what is live and of the draft, and compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.publishing.golden import GoldenQuestion
from index.judged import Cited, Expected, JudgedQuestion
from index.snapshot import Snapshot

AROUND = 320
"""Characters of a passage that are shown before and after the sentence; a long list would hide it."""

LESS_SURE_BY = 0.2
"""A confidence that fell by more than this is told, though the answer is right still."""


class Citation(Protocol):
    """A sentence that an answer rests on."""

    document: str
    language: str
    anchor: str
    heading_path: list[str]
    quote: str
    start: int
    passage: str
    passage_start: int


class Finding(StrEnum):
    """What a question shows, the worst first."""

    SECTION_GONE = "section_gone"  # the section that it expects is no longer there
    BROKEN = "broken"  # right → wrong
    CITATION_GONE = "citation_gone"  # right, but the sentence that answered is no longer there
    LESS_SURE = "less_sure"
    CHANGED = "changed"  # right before and after, with another sentence
    WRONG = "wrong"  # wrong before (or nothing was live) and wrong after
    FIXED = "fixed"  # wrong → right
    SAME = "same"


BREAKING = (Finding.SECTION_GONE, Finding.BROKEN)
ORDER = list(Finding)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation to show: the passage in three pieces, the middle one marked."""

    path: str
    anchor: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What one side answered, and whether that is right. curated: the owner's words above it, if any."""

    verdict: str
    confidence: float
    right: bool
    cited: tuple[Quoted, ...] = ()
    curated: str = ""

    @property
    def first(self) -> str:
        """The sentence that answers; empty if none was shown as the answer."""
        return self.cited[0].quote if self.cited and self.verdict == "answered" else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with both answers.

    live: None if nothing was live. became: what the section that it expects is called in the draft, where
    that is something else; the question moves along when the draft is published.
    """

    question: GoldenQuestion
    finding: Finding
    live: Asked | None
    draft: Asked
    became: str = ""

    @property
    def breaks(self) -> bool:
        """Whether publishing needs a reason."""
        return self.finding in BREAKING


@dataclass(frozen=True, slots=True)
class GateResult:
    """All questions of a text, the worst first. live: the version compared with, None if none is."""

    document: str
    language: str
    live: str | None
    draft: str
    rows: tuple[Row, ...] = field(default=())

    @property
    def broken(self) -> tuple[Row, ...]:
        """The questions that a publish would break."""
        return tuple(row for row in self.rows if row.breaks)

    @property
    def counts(self) -> dict[Finding, int]:
        """How many questions show what."""
        return {one: sum(row.finding is one for row in self.rows) for one in Finding}


def judge(
    question: GoldenQuestion,
    verdict: str,
    confidence: float,
    citations: Sequence[Citation],
    snapshot: Snapshot,
) -> Asked:
    """Whether an answer is right, by the rules that `clause evaluate` has.

    snapshot: of the text that the question is about. A cited sentence of another text is not right.
    """
    heading = next((one.heading for one in snapshot.sections if one.anchor == question.anchor), "")
    expected = (Expected(heading, question.quote),) if question.anchor is not None else ()
    judged = JudgedQuestion(
        statement=snapshot.document,
        statement_language=snapshot.language,
        question=question.question,
        language=question.language,
        kind="answerable" if expected else "unanswerable",
        style="",
        verdict=verdict,
        confidence=confidence,
        cited=tuple(Cited(one.heading_path[-1], one.quote) for one in citations),
        expected=expected,
    )
    if not expected:
        right = not judged.answered
    else:
        # two sections may have one heading, so the anchor has to be the expected one as well
        first = citations[0] if citations else None
        here = first is not None and (first.document, first.language, first.anchor) == (
            snapshot.document,
            snapshot.language,
            question.anchor,
        )
        place = judged.right_place_first if question.quote else judged.right_section_first
        right = judged.answered and here and place
    return Asked(verdict, confidence, right, tuple(_quoted(one) for one in citations))


def _quoted(citation: Citation) -> Quoted:
    start = citation.start - citation.passage_start
    return Quoted(
        path=" › ".join(citation.heading_path[1:] or citation.heading_path),
        anchor=citation.anchor,
        before=_last(citation.passage[:start]),
        quote=citation.quote,
        after=_first(citation.passage[start + len(citation.quote) :]),
    )


def _first(text: str) -> str:
    """What follows the sentence, cut at a space where it is long."""
    end = text.rfind(" ", 0, AROUND)
    return text if len(text) <= AROUND or end < 0 else f"{text[:end]} …"


def _last(text: str) -> str:
    """What stands before the sentence, cut at a space where it is long."""
    begin = text.find(" ", len(text) - AROUND)
    return text if len(text) <= AROUND or begin < 0 else f"… {text[begin + 1 :]}"


def compared(
    question: GoldenQuestion,
    live: Asked | None,
    draft: Asked,
    before: Snapshot | None,
    now: Snapshot,
    moved: str | None = None,
) -> Row:
    """What the two answers show together; of several findings the worst.

    moved: the anchor that the expected section has in the draft, where it is another.
    """
    finding = _finding(question, moved or question.anchor, live, draft, before, now)
    became = next((one.heading for one in now.sections if one.anchor == moved), "")
    return Row(question, finding, live, draft, became)


def _finding(
    question: GoldenQuestion,
    anchor: str | None,
    live: Asked | None,
    draft: Asked,
    before: Snapshot | None,
    now: Snapshot,
) -> Finding:
    if question.anchor is not None and anchor is not None and not _has(now, anchor):
        # one that the live text does not have either is no promise that this draft breaks
        known = before is not None and _has(before, question.anchor)
        return Finding.SECTION_GONE if known else Finding.WRONG
    if live is None:
        return Finding.SAME if draft.right else Finding.WRONG
    if live.right and not draft.right:
        return Finding.BROKEN
    if not live.right:
        return Finding.FIXED if draft.right else Finding.WRONG
    if live.first and not any(live.first in section.text for section in now.sections):
        return Finding.CITATION_GONE
    if live.first and live.confidence - draft.confidence > LESS_SURE_BY:
        return Finding.LESS_SURE
    return Finding.CHANGED if live.first != draft.first else Finding.SAME


def _has(snapshot: Snapshot, anchor: str) -> bool:
    return any(section.anchor == anchor for section in snapshot.sections)
