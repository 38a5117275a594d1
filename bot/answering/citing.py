"""Making citations of published text, and checking those that somebody else wants to make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.answer import Citation
from bot.answering.in_force import in_force_since
from bot.errors import Unprocessable
from index.snapshot import Snapshot

Url = Callable[[Snapshot, str, int, int], str]
"""Where a citation opens: (snapshot, anchor, start, end) → address."""


@dataclass(frozen=True, slots=True)
class Span:
    """What somebody wants to cite: where it stands, in characters, and what it says there."""

    document: str
    language: str
    version: str
    anchor: str
    start: int
    end: int
    quote: str


def cite(snapshot: Snapshot, place: int, start: int, end: int, score: float, url: Url) -> Citation:
    """The citation of `[start:end]` in the section of passage number `place`."""
    passage = snapshot.passages[place]
    section = snapshot.section_of(passage)
    return Citation(
        document=snapshot.document,
        version=snapshot.version,
        language=snapshot.language,
        anchor=section.anchor,
        heading_path=list(section.heading_path),
        quote=section.text[start:end],
        start=start,
        end=end,
        passage=section.text[passage.start : passage.end],
        passage_start=passage.start,
        url=url(snapshot, section.anchor, start, end),
        in_force_since=in_force_since(snapshot),
        score=round(score, 4),
    )


def cite_span(span: Span, snapshots: Sequence[Snapshot], url: Url) -> Citation:
    """The citation that a span names, if it is word for word what is published now.

    Everything but the place is taken from the published text, never from who asks. Raises
    Unprocessable with what differs.
    """
    snapshot = next(
        (
            one
            for one in snapshots
            if one.document == span.document and one.language == span.language
        ),
        None,
    )
    if snapshot is None:
        raise Unprocessable(
            f"No statement “{span.document[:80]}” is published in “{span.language[:10]}”."
        )
    if snapshot.version != span.version:
        raise Unprocessable(
            f"“{snapshot.title}” was published anew since this clause was chosen. "
            "Search for the clause again and insert it anew."
        )
    for place, passage in enumerate(snapshot.passages):
        section = snapshot.section_of(passage)
        if section.anchor == span.anchor and passage.start <= span.start < span.end <= passage.end:
            if section.text[span.start : span.end] != span.quote:
                break
            return cite(snapshot, place, span.start, span.end, 1.0, url)
    raise Unprocessable(
        "The quote is not, word for word, what the statement says there: “"
        f"{span.quote[:80]}” in section “{span.anchor[:80]}”."
    )
