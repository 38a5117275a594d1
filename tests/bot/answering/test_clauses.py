"""Clauses for agents: found in other words, and cited only where they are word for word."""

from dataclasses import replace
from typing import Any

import pytest

from bot.answering.addresses import page_url
from bot.answering.citing import Span
from bot.answering.clauses import CLAUSES, Clauses
from bot.errors import Unprocessable
from index.models import Models
from index.snapshot import Snapshot


@pytest.fixture(scope="module")
def clauses(snapshot: Snapshot, models: Models) -> Clauses:
    return Clauses(lambda: (snapshot,), models, page_url("https://chat.example"))


def span(found: Any, **other: Any) -> Span:
    """The span that a citation stands on, with something else in it."""
    names = ("document", "language", "version", "anchor", "start", "end", "quote")
    return Span(**{name: getattr(found, name) for name in names} | other)


def test_a_clause_is_found_in_other_words_and_cited_as_the_assistant_does(
    clauses: Clauses, snapshot: Snapshot
) -> None:
    found = clauses.search("Comment effacer mon compte ?", "fr")
    assert len(found) == CLAUSES
    assert "Suppression de compte" in [one.heading_path[-1] for one in found[:2]]
    for one in found:
        section = next(s for s in snapshot.sections if s.anchor == one.anchor)
        assert section.text[one.start : one.end] == one.quote
    [cited] = clauses.cite([span(found[0])])
    assert cited == found[0].model_copy(update={"score": 1.0})
    assert cited.url.startswith("https://chat.example/statements/privacy?")


def test_texts_in_the_visitors_language_come_alone_where_there_are_any(
    snapshot: Snapshot, models: Models
) -> None:
    german = replace(snapshot, language="de")
    both = Clauses(lambda: (snapshot, german), models, page_url(""))
    assert {one.language for one in both.search("cookies", "de")} == {"de"}
    assert {one.language for one in both.search("cookies", "es")} == {"de", "fr"}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"quote": "Nous vendons vos données."}, "word for word"),
        ({"start": 0, "end": 3}, "word for word"),
        ({"start": 10_000_000, "end": 10_000_009}, "word for word"),
        ({"anchor": "nowhere"}, "word for word"),
        ({"version": "000000000000"}, "published anew"),
        ({"document": "cookies"}, "No statement “cookies”"),
        ({"language": "de"}, "in “de”"),
    ],
)
def test_what_is_not_verbatim_is_refused(clauses: Clauses, other: dict[str, Any], why: str) -> None:
    [found] = clauses.search("Comment effacer mon compte ?", "fr")[:1]
    with pytest.raises(Unprocessable, match=why):
        clauses.cite([span(found, **other)])


def test_nothing_to_look_for_is_refused(clauses: Clauses) -> None:
    with pytest.raises(Unprocessable):
        clauses.search("  \n ", "fr")
