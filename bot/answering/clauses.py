"""The published clauses, for agents: looked for in any words, and cited word for word."""

from collections.abc import Callable, Sequence

from bot.answering.answer import Citation
from bot.answering.citing import Span, Url, cite, cite_span
from bot.answering.question import clean_question
from index.models import Models
from index.snapshot import Snapshot

CLAUSES = 6  # shown for one search


class Clauses:
    """Searches and cites what is live. Pure but for reading which snapshots are live."""

    def __init__(
        self, snapshots: Callable[[], Sequence[Snapshot]], models: Models, url: Url
    ) -> None:
        self._snapshots = snapshots
        self._models = models
        self._url = url

    def search(self, text: str, language: str) -> list[Citation]:
        """The sentences that fit best, best first, at most CLAUSES.

        language: the visitor's; texts in it are searched, all others only where there is none.
        Raises Unprocessable for a search that is empty or too long.
        """
        text = clean_question(text)
        snapshots = self._snapshots()
        own = [one for one in snapshots if one.language == language] or snapshots
        vector = self._models.encoder.encode_questions([text])[0]
        found = [
            (hit.score, snapshot, hit)
            for snapshot in own
            for hit in snapshot.searcher.search(
                text, language, vector, CLAUSES, self._models.reranker
            ).hits
        ]
        found.sort(key=lambda one: -one[0])
        return [
            cite(snapshot, hit.passage, hit.start, hit.end, score, self._url)
            for score, snapshot, hit in found[:CLAUSES]
        ]

    def cite(self, spans: Sequence[Span]) -> list[Citation]:
        """The citations of these spans. Raises Unprocessable for one that is not verbatim."""
        snapshots = self._snapshots()
        return [cite_span(span, snapshots, self._url) for span in spans]
