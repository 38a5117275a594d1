"""The way of a question: language → intent → search → confidence → verdict → citations → words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bot.answering.answer import Answer, Citation, Verdict
from bot.answering.intent import Intent, detect_intent
from bot.answering.language import detect_language
from bot.answering.question import clean_question, known_language
from bot.answering.words import Words
from bot.errors import Unavailable
from index.encoder import Encoder, Vectors
from index.evidence import evidence
from index.search import Hit, Ranking
from index.snapshot import Snapshot

MAX_CITATIONS = 3
LANGUAGES = ("fr", "en", "es", "de")
_CANDIDATES = 20  # sentences ranked for one question; the evidence looks at the best few

Url = Callable[[Snapshot, str, int, int], str]
"""Where a citation opens: (snapshot, anchor, start, end) → address."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The best of one snapshot."""

    snapshot: Snapshot
    ranking: Ranking
    confidence: float


class Answerer:
    """Answers questions from the live snapshots. Pure but for reading which snapshots are live.

    snapshots: gives the tuple that is live now; an answer uses the tuple it took at its beginning.
    """

    def __init__(
        self, snapshots: Callable[[], Sequence[Snapshot]], encoder: Encoder, url: Url
    ) -> None:
        self._snapshots = snapshots
        self._encoder = encoder
        self._url = url
        self._words = Words.load()

    def answer(self, question: str, language: str | None = None) -> Answer:
        """The answer to one question.

        language: what the visitor's page is in, a hint where the question itself does not tell.
        Raises Unprocessable for a question that is empty or too long or a language that is not
        known, Unavailable if nothing is published.
        """
        hint = known_language(language, LANGUAGES)
        text = clean_question(question)
        snapshots = self._snapshots()
        if not snapshots:
            raise Unavailable("No statement is published yet. Try again in a few minutes.")
        spoken = detect_language(text, hint, LANGUAGES, snapshots[0].language)
        intent = detect_intent(text, spoken)
        if intent is not Intent.QUESTION:
            return self._small_talk(intent, spoken)
        return self._from_statement(text, spoken, snapshots)

    def _small_talk(self, intent: Intent, language: str) -> Answer:
        wants_person = intent is Intent.WANTS_PERSON
        return Answer(
            verdict=Verdict.HUMAN if wants_person else Verdict.SMALL_TALK,
            confidence=0.0,
            language=language,
            text=self._words.say("human" if wants_person else intent.value, language),
            citations=[],
            handoff_offered=wants_person,
        )

    def _from_statement(
        self, question: str, language: str, snapshots: Sequence[Snapshot]
    ) -> Answer:
        own = [snapshot for snapshot in snapshots if snapshot.language == language]
        vector = self._encoder.encode_questions([question])[0]
        found = [self._search(question, language, vector, s) for s in own or snapshots]
        best = max(found, key=lambda result: result.confidence)
        calibration = best.snapshot.calibration
        if best.confidence >= calibration.answer_from:
            verdict = Verdict.ANSWERED
        elif best.confidence >= calibration.unsure_from:
            verdict = Verdict.UNSURE
        else:
            verdict = Verdict.NOT_COVERED
        hits = () if verdict is Verdict.NOT_COVERED else best.ranking.hits[:MAX_CITATIONS]
        return Answer(
            verdict=verdict,
            confidence=round(best.confidence, 4),
            language=language,
            text=self._say(verdict, language, best.snapshot.language),
            citations=[self._cite(best.snapshot, hit) for hit in hits],
            handoff_offered=verdict is not Verdict.ANSWERED,
        )

    def _search(self, question: str, language: str, vector: Vectors, snapshot: Snapshot) -> _Found:
        ranking = snapshot.searcher.search(question, vector, _CANDIDATES)
        features = evidence(question, language, ranking, snapshot)
        return _Found(snapshot, ranking, snapshot.calibration.confidence(features))

    def _say(self, verdict: Verdict, language: str, statement_language: str) -> str:
        if verdict is Verdict.NOT_COVERED or language == statement_language:
            return self._words.say(verdict.value, language)
        name = self._words.language_name(statement_language, language)
        return self._words.say(f"{verdict.value}_other_language", language, statement_language=name)

    def _cite(self, snapshot: Snapshot, hit: Hit) -> Citation:
        passage = snapshot.passages[hit.passage]
        section = snapshot.section_of(passage)
        return Citation(
            document=snapshot.document,
            version=snapshot.version,
            language=snapshot.language,
            anchor=section.anchor,
            heading_path=list(section.heading_path),
            quote=section.text[hit.start : hit.end],
            start=hit.start,
            end=hit.end,
            passage=section.text[passage.start : passage.end],
            passage_start=passage.start,
            url=self._url(snapshot, section.anchor, hit.start, hit.end),
            score=round(hit.score, 4),
        )


def page_url(base_url: str) -> Url:
    """Addresses of the service's own statement page, with the sentence marked."""

    def url(snapshot: Snapshot, anchor: str, start: int, end: int) -> str:
        query = urlencode(
            {
                "lang": snapshot.language,
                "version": snapshot.version,
                "section": anchor,
                "start": start,
                "end": end,
            }
        )
        return f"{base_url}/statements/{snapshot.document}?{query}#{quote(anchor)}"

    return url


def file_url(name: str) -> Url:
    """Addresses inside a file that no service shows: its name and the section's anchor."""
    return lambda _snapshot, anchor, _start, _end: f"{quote(name)}#{quote(anchor)}"
