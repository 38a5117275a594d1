"""What was asked already, word for word, is not worked out again while the same texts are live.

Most visitors begin with one of the questions that the chat suggests. An answer is a pure function of the
question, the page's language, the live texts and the owner's words: it is kept until one of these changes.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.answering.answer import Answer, Answers
from bot.answering.finding import OnStage

Live = Callable[[], tuple[Sequence[object], Sequence[object]]]
"""Gives what answers are made from: the live texts and the owner's words."""


class Remembered:
    """An answerer that keeps its last answers; used by several threads.

    most: how many; 0 to keep none. on_stage: told 'remembered' for each that is not made anew. Questions
    are not kept, only their digests.
    """

    def __init__(
        self,
        answerer: Answers,
        live: Live,
        most: int,
        on_stage: OnStage = lambda stage, seconds: None,
    ) -> None:
        self._answerer = answerer
        self._live = live
        self._most = most
        self._on_stage = on_stage
        self._made_from: tuple[Sequence[object], Sequence[object]] = ((), ())
        self._kept: OrderedDict[bytes, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, question: str, language: str | None = None) -> Answer:
        """As the answerer does. Raises what it raises, and keeps no refusal."""
        if not self._most:
            return self._answerer.answer(question, language)
        text = f"{language}\n{question}".encode("utf-8", "surrogatepass")
        key = hashlib.blake2b(text, digest_size=16).digest()
        live = self._live()
        with self._lock:
            if not _same(live, self._made_from):
                self._kept.clear()
                self._made_from = live
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
        if known is not None:
            self._on_stage("remembered", 0.0)
            return known
        answer = self._answerer.answer(question, language)
        with self._lock:
            # what was published meanwhile may or may not be what this was made from
            if _same(live, self._made_from) and _same(live, self._live()):
                self._kept[key] = answer
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return answer


def _same(
    one: tuple[Sequence[object], Sequence[object]], other: tuple[Sequence[object], Sequence[object]]
) -> bool:
    """The very same texts and words, not only equal ones."""
    return all(
        len(a) == len(b) and all(x is y for x, y in zip(a, b, strict=True))
        for a, b in zip(one, other, strict=True)
    )
