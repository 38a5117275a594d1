"""Windows: every sentence in exactly one, with what is needed to understand it."""

from itertools import pairwise

import numpy as np

from index.passages import make_passages
from index.readers import read_statement
from index.snapshot import Snapshot
from index.windows import MOST_CHARACTERS, Window, make_windows

TEXT = """# Privacy

## Calls

We may record calls after telling you. These recordings are erased after two months.

## What we keep

We keep the following:

- your name
- your address
"""


def windows_of(text: str, name: str = "a.md") -> tuple[Window, ...]:
    outline = read_statement(text.encode(), name)
    return make_windows(outline.sections, make_passages(outline.sections))


def test_a_sentence_stands_in_its_window_with_what_was_said_before() -> None:
    calls, kept = windows_of(TEXT)
    assert calls.text == (
        "Calls : We may record calls after telling you. These recordings are erased after two months."
    )
    assert calls.alone() == [
        "Calls : We may record calls after telling you.",
        "Calls : These recordings are erased after two months.",
    ]
    assert [kept.text[start:end] for start, end in kept.spans] == [
        "We keep the following:",
        "your name",
        "your address",
    ]
    assert (calls.rows, kept.rows) == ((0, 1), (2, 3, 4))


def test_a_long_paragraph_is_parted_and_each_part_begins_with_the_sentence_before() -> None:
    sentences = [f"Sentence number {n} says {'something ' * 12}here." for n in range(12)]
    windows = windows_of(f"# Title\n\n## Long\n\n{' '.join(sentences)}\n")
    assert len(windows) > 2
    for before, window in pairwise(windows):
        start, end = before.spans[-1]
        assert window.text[window.heading :].startswith(before.text[start:end])
    assert [row for window in windows for row in window.rows] == list(range(12))
    assert all(w.spans[-1][1] - w.spans[0][0] <= MOST_CHARACTERS for w in windows)


def test_a_long_list_keeps_its_lead_in() -> None:
    items = "\n".join(f"- item {n} {'of many words ' * 6}" for n in range(14))
    windows = windows_of(f"# Title\n\n## List\n\nWe keep the following:\n\n{items}\n")
    assert len(windows) > 2
    assert all("We keep the following:" in window.text for window in windows)


def test_the_real_statement_has_every_sentence_in_exactly_one_window(snapshot: Snapshot) -> None:
    rows = [row for window in snapshot.windows for row in window.rows]
    assert rows == list(range(snapshot.vector_index.ntotal))
    units = [
        (snapshot.section_of(passage), sentence)
        for passage in snapshot.passages
        for sentence in passage.sentences
        if sentence.searchable
    ]
    spans = [(window, span) for window in snapshot.windows for span in window.spans]
    for (section, sentence), (window, (start, end)) in zip(units, spans, strict=True):
        assert window.text[start:end] == section.text[sentence.start : sentence.end]


def test_a_sentences_pieces_are_its_own_and_its_headings() -> None:
    window = Window("Top : One two. Three.", 6, (0, 1), ((6, 14), (15, 21)))
    offsets = np.array(
        [(0, 0), (0, 3), (4, 5), (6, 9), (10, 13), (13, 14), (15, 20), (20, 21), (0, 0)]
    )
    assert window.pieces(offsets).tolist() == [
        [False, True, True, True, True, True, False, False, False],
        [False, True, True, False, False, False, True, True, False],
    ]
    cut = window.pieces(offsets[:6])
    assert cut[1].tolist() == [False, True, True, True, True, True]  # nothing of it is left
