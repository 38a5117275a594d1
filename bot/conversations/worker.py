"""Answers what visitors ask, in the background.

The list of open questions in the database is what counts: a question is on it from the transaction
that stored it to the one that stores its answer. So a kill in between loses nothing, and the list
is read at start and every few seconds. Several processes may do so at once; the first answer wins.
"""

import asyncio
import contextlib
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import structlog

from bot.answering.answer import Answers
from bot.conversations.events import Question
from bot.conversations.service import Conversations
from bot.errors import ClauseError, Unavailable

RESCAN_SECONDS = 3.0
STOP_SECONDS = 3.0
"""So long an answer in the making may take when the service stops; then another process makes it."""
LEFT_BEHIND = timedelta(seconds=10)
"""A question this old was forgotten by the process that stored it, and is anyone's."""
FAILURES_ALLOWED = 3
"""Answering may fail so often before a person is called."""

log = structlog.get_logger(__name__)


class AnsweringWorker:
    """Answers open questions: within a conversation one after the other, in order."""

    def __init__(
        self, conversations: Conversations, answerer: Answers, *, at_once: int = 2
    ) -> None:
        """at_once: how many answers are made at the same time, each in a thread."""
        self._conversations = conversations
        self._answerer = answerer
        self._slots = asyncio.Semaphore(at_once)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer for as long as the block runs, what was left over first."""
        self._conversations.on_question = self.wake
        rescan = asyncio.create_task(self._rescan(), name="rescan open questions")
        try:
            yield
        finally:
            self._conversations.on_question = None
            rescan.cancel()
            if self._busy:
                await asyncio.wait(self._busy.values(), timeout=STOP_SECONDS)
            tasks = [rescan, *self._busy.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self, conversation_id: str) -> None:
        """There is a question in this conversation."""
        if conversation_id in self._busy:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._answer_all(conversation_id), name="answer")
        self._busy[conversation_id] = task
        task.add_done_callback(lambda _: self._done(conversation_id))

    def _done(self, conversation_id: str) -> None:
        task = self._busy.pop(conversation_id)
        again = conversation_id in self._again
        self._again.discard(conversation_id)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            # The questions stay on the list; the rescan comes back to them.
            log.info("questions_left_for_later", conversation=conversation_id, **_described(error))
        elif again:
            self.wake(conversation_id)

    async def _rescan(self) -> None:
        asked_before: datetime | None = None  # at first all of them
        while True:
            try:
                await self._wake_left_behind(asked_before)
            except Exception as error:  # whatever it was, the next look must come
                log.warning("open_questions_unreadable", **_described(error))
            await asyncio.sleep(RESCAN_SECONDS)
            asked_before = datetime.now(UTC) - LEFT_BEHIND

    async def _wake_left_behind(self, asked_before: datetime | None) -> None:
        questions = await self._conversations.store.open_questions(asked_before=asked_before)
        if questions:
            log.warning("questions_waiting", count=len(questions))
        for question in questions:
            self.wake(question.conversation_id)

    async def _answer_all(self, conversation_id: str) -> None:
        store = self._conversations.store
        while questions := await store.open_questions(conversation_id=conversation_id):
            for question in questions:
                await self._answer(question)

    async def _answer(self, question: Question) -> None:
        """Raises Unavailable if nothing can be answered just now, and after a failure."""
        try:
            async with self._slots:
                answer = await asyncio.to_thread(
                    self._answerer.answer, question.text, question.language
                )
            await self._conversations.answer(question, answer)
        except Unavailable:
            raise
        except Exception as error:
            log.error(
                "question_failed",
                conversation=question.conversation_id,
                seq=question.seq,
                failures=question.failures + 1,
                **_described(error),
            )
            if question.failures + 1 >= FAILURES_ALLOWED:
                await self._conversations.give_up(question)
                return
            await self._conversations.store.count_failure(question)
            raise Unavailable("Answering failed; it is tried again.") from error


def _described(error: BaseException) -> dict[str, str]:
    """What a log may say of an error: our own sentences; of others' the kind and the place only.

    Another's message, or a traceback with its variables, may hold what a visitor wrote.
    """
    if isinstance(error, ClauseError):
        return {"why": error.detail}
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    return {"kind": type(error).__name__, "place": place}
