"""Windows: what a model reads at once, so that a sentence is understood where it stands.

'These recordings are erased after two months' says nothing alone. A window is a heading and some
consecutive sentences of one passage under it; each sentence gets a vector of its own, made of its word
pieces after the model has read the whole window (after 'late chunking', Günther et al. 2024).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.passages import Passage, Sentence
from index.sections import Section

MOST_CHARACTERS = 480  # of a window's sentences; a longer sentence has a window of its own
MOST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Window:
    """text: `headings : sentences`; the headings are `text[:heading]`.

    rows: the searchable sentences that it holds, by their place among all of the statement.
    spans: where in `text` each of them stands, as (start, end).
    """

    text: str
    heading: int
    rows: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def alone(self) -> list[str]:
        """`headings : sentence` for each sentence."""
        return [self.text[: self.heading] + self.text[start:end] for start, end in self.spans]

    def pieces(self, offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """bool[sentences, pieces]: which word pieces are a sentence's: its own and its headings'.

        offsets: int64[pieces, 2], where each piece stands in `text`; (0, 0) for what is no text.
        A sentence of which nothing is left, where a long window was cut, gets all pieces.
        """
        start, end = offsets[:, 0], offsets[:, 1]
        real = end > start
        heading = real & (end <= self.heading)
        masks = []
        for first, last in self.spans:
            inside = real & (start >= first) & (end <= last)
            masks.append(inside | heading if inside.any() else real)
        return np.stack(masks)


def make_windows(sections: Sequence[Section], passages: Sequence[Passage]) -> tuple[Window, ...]:
    """Windows in document order; every searchable sentence is in the spans of exactly one."""
    windows: list[Window] = []
    row = 0
    for passage in passages:
        section = sections[passage.section]
        for context, group in _groups(section.text, passage.sentences):
            rows = tuple(range(row, row + sum(sentence.searchable for sentence in group)))
            row += len(rows)
            if rows:
                windows.append(_window(section, context, group, rows))
    return tuple(windows)


def heading_line(section: Section) -> str:
    """The last two headings above a text, without the document's title."""
    return " › ".join(section.heading_path[1:][-2:] or section.heading_path)[-MOST_HEADING:]


def _groups(
    text: str, sentences: Sequence[Sentence]
) -> list[tuple[Sentence | None, list[Sentence]]]:
    """Sentences that fit together, with one more before them to understand them by.

    That is the lead-in of a list, else the sentence before.
    """
    groups: list[tuple[Sentence | None, list[Sentence]]] = []
    group: list[Sentence] = []
    context: Sentence | None = None
    for sentence in sentences:
        if group and sentence.end - group[0].start > MOST_CHARACTERS:
            groups.append((context, group))
            first = sentences[0]
            is_list = text[first.start : first.end].rstrip().endswith(":")
            context, group = (first if is_list else group[-1]), []
        group.append(sentence)
    return [*groups, (context, group)] if group else groups


def _window(
    section: Section, context: Sentence | None, group: list[Sentence], rows: tuple[int, ...]
) -> Window:
    heading = heading_line(section) + " : "
    before = section.text[context.start : context.end] + " " if context else ""
    first = group[0].start
    offset = len(heading) + len(before) - first
    spans = tuple((s.start + offset, s.end + offset) for s in group if s.searchable)
    return Window(heading + before + section.text[first : group[-1].end], len(heading), rows, spans)
