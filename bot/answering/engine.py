"""The way of a question: language → intent → search → confidence → verdict → citations → words."""

import re
from collections.abc import Callable, Sequence

from bot.answering.answer import Answer, Citation, Verdict
from bot.answering.citing import Url, cite
from bot.answering.curated import with_owners_words
from bot.answering.finding import Finder, Found, OnStage
from bot.answering.intent import Intent, detect_intent
from bot.answering.language import CHOSEN_LANGUAGES, detect_language
from bot.answering.other_documents import Asks, other_document
from bot.answering.parts import question_parts
from bot.answering.question import clean_question, known_language
from bot.answering.suggested import in_language
from bot.answering.words import Words
from bot.errors import Unavailable
from bot.publishing.curated import Example
from index.models import Models
from index.references import Reference
from index.search import Hit
from index.snapshot import Snapshot

MAX_CITATIONS = 3
LANGUAGES = ("fr", "en", "es", "de")
# what a visitor's page may be in: there are words for all of these
SPOKEN = (*LANGUAGES, *CHOSEN_LANGUAGES)
# a rule found the sentence that names the document; it was right wherever it fired on data/questions/,
# which is too seldom to claim more
SURE_OF_REFERENCE = 0.9
# Cyrillic and Arabic: the models' tokens for these mean nothing to them
_OTHER_LETTERS = re.compile(r"[\u0400-\u04ff\u0600-\u06ff]{3}")


class Answerer:
    """Answers questions from the live snapshots. Pure but for reading which snapshots are live.

    snapshots: gives the tuple that is live now; an answer uses the tuple it took at its beginning.
    curated: gives what owners say in words of their own. on_stage: told where the time goes.
    """

    def __init__(
        self,
        snapshots: Callable[[], Sequence[Snapshot]],
        models: Models,
        url: Url,
        curated: Callable[[], Sequence[Example]] = tuple,
        on_stage: OnStage = lambda stage, seconds: None,
    ) -> None:
        self._snapshots = snapshots
        self._encoder = models.encoder
        self._curated = curated
        self._finder = Finder(models, on_stage)
        self._url = url
        self._words = Words.load()

    def answer(self, question: str, language: str | None = None) -> Answer:
        """The answer to one question.

        language: what the visitor's page is in, a hint where the question itself does not tell.
        Raises Unprocessable for a question that is empty or too long or a language that is not
        known, Unavailable if nothing is published.
        """
        hint = known_language(language, SPOKEN)
        text = clean_question(question)
        snapshots = self._snapshots()
        if not snapshots:
            raise Unavailable("No statement is published yet. Try again in a few minutes.")
        spoken = detect_language(text, hint, SPOKEN, snapshots[0].language)
        if spoken in CHOSEN_LANGUAGES:
            return self._in_chosen_language(text, spoken, snapshots)
        intent = detect_intent(text, spoken)
        if intent is not Intent.QUESTION:
            return self._small_talk(intent, spoken)
        elsewhere = self._about_another_document(text, spoken, snapshots)
        answer = elsewhere or self._from_statement(text, spoken, snapshots)
        return with_owners_words(
            answer,
            lambda: self._encoder.encode_questions([text])[0],
            self._curated(),
            snapshots,
            self._words,
        )

    def _in_chosen_language(self, text: str, spoken: str, snapshots: Sequence[Snapshot]) -> Answer:
        """To a question in a language that the models were not trained on.

        One of the suggested questions is put to them in a language that they read. Where they know
        not even the letters, nothing that they find is worth showing.
        """
        read = snapshots[0].language if snapshots[0].language in LANGUAGES else LANGUAGES[0]
        known = in_language(text, spoken, read)
        if known is not None:
            found = self._finder.find(known, read, snapshots)
            if found.sure:
                return self._of_one(found, spoken)
        if known is not None or not _OTHER_LETTERS.search(text):
            answer = self._from_statement(text, spoken, snapshots)
            if answer.verdict is not Verdict.NOT_COVERED:
                return answer
        names = ", ".join(self._words.language_name(one, spoken) for one in LANGUAGES)
        return Answer(
            verdict=Verdict.NOT_COVERED,
            confidence=0.0,
            language=spoken,
            text=self._words.say("not_understood", spoken, languages=names),
            citations=[],
            handoff_offered=True,
        )

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

    def _about_another_document(
        self, question: str, language: str, snapshots: Sequence[Snapshot]
    ) -> Answer | None:
        """What another document says is not covered; where it is, the sentence that names it says."""
        here = [name for snapshot in snapshots for name in (snapshot.title, *snapshot.headings)]
        placed = [(one, reference) for one in snapshots for reference in one.references]
        asked = other_document(question, language, [reference for _, reference in placed], here)
        if asked is None:
            return None
        if asked.asks is Asks.WHERE and asked.reference is not None:
            snapshot = next(one for one, reference in placed if reference is asked.reference)
            return self._where(asked.reference, snapshot, language)
        return Answer(
            verdict=Verdict.NOT_COVERED,
            confidence=0.0,
            language=language,
            text=self._words.say("not_covered_other_document", language, document=asked.name),
            citations=[],
            handoff_offered=True,
        )

    def _where(self, reference: Reference, snapshot: Snapshot, language: str) -> Answer:
        passage = next(
            position
            for position, one in enumerate(snapshot.passages)
            if one.section == reference.section and one.start <= reference.start < one.end
        )
        return Answer(
            verdict=Verdict.ANSWERED,
            confidence=SURE_OF_REFERENCE,
            language=language,
            text=self._say(Verdict.ANSWERED, language, snapshot.language),
            citations=[self._cite(snapshot, passage, reference.start, reference.end, 1.0)],
            handoff_offered=False,
        )

    def _from_statement(
        self, question: str, language: str, snapshots: Sequence[Snapshot]
    ) -> Answer:
        """From the question as a whole, or part by part where every part has an answer of its own."""
        whole = self._finder.find(question, language, snapshots)
        parts = question_parts(question, language)
        if len(parts) > 1:
            found = [self._finder.find(part, language, snapshots) for part in parts]
            places = {(one.snapshot.version, one.first.passage, one.first.start) for one in found}
            if len(places) == len(found) and all(one.sure for one in found):
                return self._of_parts(found, whole, language)
            whole = max([whole, *found], key=lambda one: one.confidence)
        return self._of_one(whole, language)

    def _of_one(self, found: Found, language: str) -> Answer:
        if found.sure:
            verdict = Verdict.ANSWERED
        elif found.worth_showing:
            verdict = Verdict.UNSURE
        else:
            verdict = Verdict.NOT_COVERED
        hits = () if verdict is Verdict.NOT_COVERED else found.ranking.hits[:MAX_CITATIONS]
        return Answer(
            verdict=verdict,
            confidence=round(found.confidence, 4),
            language=language,
            text=self._say(verdict, language, found.snapshot.language),
            citations=[self._cite_hit(found.snapshot, hit) for hit in hits],
            handoff_offered=verdict is not Verdict.ANSWERED,
        )

    def _of_parts(self, parts: Sequence[Found], whole: Found, language: str) -> Answer:
        """The first sentence for each part, in the order in which the parts were asked."""
        cited = [(part.snapshot, part.first) for part in parts]
        cited += [(whole.snapshot, hit) for hit in whole.ranking.hits]
        citations: dict[tuple[str, str, int, int], Citation] = {}
        for snapshot, hit in cited:
            key = (snapshot.document, snapshot.language, hit.passage, hit.start)
            if key not in citations and len(citations) < MAX_CITATIONS:
                citations[key] = self._cite_hit(snapshot, hit)
        return Answer(
            verdict=Verdict.ANSWERED,
            confidence=round(parts[0].confidence, 4),
            language=language,
            text=self._say(Verdict.ANSWERED, language, parts[0].snapshot.language),
            citations=list(citations.values()),
            handoff_offered=False,
        )

    def _say(self, verdict: Verdict, language: str, statement_language: str) -> str:
        if verdict is Verdict.NOT_COVERED or language == statement_language:
            return self._words.say(verdict.value, language)
        name = self._words.language_name(statement_language, language)
        return self._words.say(f"{verdict.value}_other_language", language, statement_language=name)

    def _cite(self, snapshot: Snapshot, place: int, start: int, end: int, score: float) -> Citation:
        return cite(snapshot, place, start, end, score, self._url)

    def _cite_hit(self, snapshot: Snapshot, hit: Hit) -> Citation:
        return self._cite(snapshot, hit.passage, hit.start, hit.end, hit.score)
