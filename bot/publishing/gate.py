"""The gate: a draft is asked every golden question before it is published."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.errors import ClauseError, Conflict
from bot.publishing.golden import GoldenQuestion
from bot.publishing.library import Library
from bot.publishing.moving import moved_anchors
from bot.publishing.verdicts import ORDER, Asked, GateResult, Row, compared, judge
from bot.store import Store, Version
from bot.store.golden import golden_stamp
from index.snapshot import Snapshot

RESULTS_KEPT = 16
NO_ANSWER = "error"  # the verdict of a question that was refused as such

Key = tuple[str, ...]


class Answers(Protocol):
    """Whatever answers a question."""

    def answer(self, question: str, language: str | None = None) -> Any:
        """An answer with a verdict, a confidence and citations."""


class BreaksQuestions(Conflict):
    """The draft answers golden questions wrongly that are answered rightly now.

    `broken` in the problem document names them; it may be published all the same, with a reason.
    """

    code, title = "breaks-golden-questions", "Golden questions break"


@dataclass
class Progress:
    """How far the asking is: questions done, of how many."""

    done: int = 0
    of: int = 0


class Gate:
    """Asks, compares, and remembers the results of the last few drafts.

    answers_from: what answers from some snapshots and from nothing else.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        answers_from: Callable[[Sequence[Snapshot]], Answers],
    ) -> None:
        self._store = store
        self._library = library
        self._answers_from = answers_from
        self._results: OrderedDict[Key, GateResult] = OrderedDict()
        self._running: dict[Key, tuple[asyncio.Task[GateResult], Progress]] = {}

    async def check(self, version: Version) -> GateResult:
        """The result for a version against what is live. Known already, it costs nothing.

        Raises NotFound, and IndexingError if the version can't be answered from.
        """
        found = await self.look(version)
        while isinstance(found, Progress):
            # the asking goes on for whoever else waits for it if this one gives up
            await asyncio.wait(
                [task for task, progress in self._running.values() if progress is found]
            )
            found = await self.look(version)
        return found

    async def look(self, version: Version) -> GateResult | Progress:
        """The result if there is one, else how far it is; asking begins if it had not.

        Raises what the asking raised.
        """
        questions = await self._store.golden(version.slug, version.language)
        live = self._library.snapshots
        key = _key(version, live, questions)
        if key in self._results:
            self._results.move_to_end(key)
            return self._results[key]
        if key not in self._running:
            progress = Progress(0, len(questions))
            task = asyncio.create_task(self._run(version, live, questions, progress))
            self._running[key] = task, progress
        task, progress = self._running[key]
        if not task.done():
            return progress
        del self._running[key]
        self._results[key] = result = task.result()
        while len(self._results) > RESULTS_KEPT:
            self._results.popitem(last=False)
        return result

    async def publishable(self, version: Version, *, all_the_same: bool, reason: str) -> GateResult:
        """The one question that publishing asks. Raises BreaksQuestions if a reason is needed."""
        result = await self.check(version)
        broken = result.broken
        if broken and not (all_the_same and reason.strip()):
            count = "1 golden question" if len(broken) == 1 else f"{len(broken)} golden questions"
            raise BreaksQuestions(
                f"This version breaks {count}. Mend the text, or publish it all the same with a reason.",
                broken=[row.question.question for row in broken],
            )
        return result

    async def _run(
        self,
        version: Version,
        live: Sequence[Snapshot],
        questions: Sequence[GoldenQuestion],
        progress: Progress,
    ) -> GateResult:
        draft = await self._library.usable(version)
        return await asyncio.to_thread(self.compare, draft, live, questions, progress)

    def compare(
        self,
        draft: Snapshot,
        live: Sequence[Snapshot],
        questions: Sequence[GoldenQuestion],
        progress: Progress,
    ) -> GateResult:
        """Ask both sides every question. Takes seconds; never on the event loop.

        live: all that visitors are answered from. The draft takes the place of its own text there.
        """

        def is_own(one: Snapshot) -> bool:
            return (one.document, one.language) == (draft.document, draft.language)

        before = next((one for one in live if is_own(one)), None)
        others = [one for one in live if not is_own(one)]
        now = self._answers_from([draft, *others])
        then = self._answers_from([before, *others]) if before is not None else None
        moved = moved_anchors(before, draft) if before is not None else {}
        rows: list[Row] = []
        for question in questions:
            anchor = moved.get(question.anchor or "")
            after = _ask(now, replace(question, anchor=anchor) if anchor else question, draft)
            earlier = None
            if before is not None and then is not None:
                # the live version against itself needs no second asking
                same = before.version == draft.version
                earlier = after if same else _ask(then, question, before)
            rows.append(compared(question, earlier, after, before, draft, anchor))
            progress.done += 1
        rows.sort(key=lambda row: (ORDER.index(row.finding), row.question.id))
        live_version = before.version if before is not None else None
        return GateResult(draft.document, draft.language, live_version, draft.version, tuple(rows))


def _key(version: Version, live: Sequence[Snapshot], questions: Sequence[GoldenQuestion]) -> Key:
    """Names the two sides and the questions. An index that is made again has another checksum."""
    sides = sorted(f"{one.document}.{one.language}.{one.version}" for one in live)
    return version.version, version.snapshot_sha256, golden_stamp(questions), *sides


def _ask(answers: Answers, question: GoldenQuestion, snapshot: Snapshot) -> Asked:
    try:
        answer = answers.answer(question.question, question.language)
    except ClauseError:
        return Asked(NO_ANSWER, 0.0, right=False)
    asked = judge(question, str(answer.verdict), answer.confidence, answer.citations, snapshot)
    return replace(asked, curated=answer.curated.text) if answer.curated else asked
