"""A question whose answer is known, what was answered, and whether that is right."""

from dataclasses import dataclass

from index.quotes import answers, same_heading

KINDS = ("answerable", "unanswerable", "offtopic", "smalltalk", "human")
ANSWERED = "answered"  # the verdict that shows a sentence as the answer
SHOWN = 3  # as many sentences as an answer cites


@dataclass(frozen=True, slots=True)
class Expected:
    """A sentence that answers. part: which part of the question, None if it has only one."""

    section: str
    quote: str
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence that was cited. verbatim: whether the statement holds it letter by letter."""

    section: str
    quote: str
    verbatim: bool = True


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question, what answers it, and what was answered.

    kind: one of KINDS. cited: best first; of a question that was refused, what would have been cited.
    confidence: 0 to 1, that the first citation answers. expected: alternatives, best first; where they
    have parts, one of each part is needed.
    """

    statement: str
    statement_language: str
    question: str
    language: str
    kind: str
    style: str
    verdict: str
    confidence: float
    cited: tuple[Cited, ...] = ()
    expected: tuple[Expected, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether a visitor was shown a sentence as the answer."""
        return self.verdict == ANSWERED and bool(self.cited)

    @property
    def parts(self) -> tuple[int, ...]:
        """The parts of the question; none if it has only one."""
        parts = sorted({gold.part for gold in self.expected if gold.part is not None})
        return tuple(parts) if len(parts) > 1 else ()

    def right(self, place: int) -> bool:
        """Whether the citation at this place, from 0, answers the question or one of its parts."""
        return place < len(self.cited) and answers(
            self.cited[place].quote, (gold.quote for gold in self.expected)
        )

    @property
    def right_section_first(self) -> bool:
        """Whether the first citation stands in an expected section, whatever its sentence."""
        return bool(self.cited) and any(
            same_heading(self.cited[0].section, gold.section) for gold in self.expected
        )

    @property
    def right_place_first(self) -> bool:
        """Whether the first citation is an expected sentence in its expected section."""
        return bool(self.cited) and any(
            answers(self.cited[0].quote, [gold.quote])
            and same_heading(self.cited[0].section, gold.section)
            for gold in self.expected
        )

    @property
    def all_parts(self) -> bool:
        """Whether every part of the question is answered by a citation."""
        return bool(self.parts) and all(
            any(
                answers(cited.quote, (gold.quote for gold in self.expected if gold.part == part))
                for cited in self.cited[:SHOWN]
            )
            for part in self.parts
        )
