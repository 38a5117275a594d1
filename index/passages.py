"""Passages: what is retrieved. A paragraph, or a list with its lead-in, inside one section.

Each passage holds the spans of its sentences in the section's text; a list item and a table row count as
sentences of their own, because each can answer a question alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.sections import Block, PieceKind, Section, fold
from index.sentences import sentence_spans

CHUNKER = "1"  # part of a version's identity: raise it when sections, passages or sentences change


@dataclass(frozen=True, slots=True)
class Sentence:
    """A span of its section's text that can be cited: `section.text[start:end]`.

    searchable: False for a list item that only repeats a heading, as tables of contents do.
    """

    start: int
    end: int
    searchable: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """section: position in the outline's sections; start, end: characters of that section's text."""

    section: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]


def make_passages(sections: Sequence[Section]) -> tuple[Passage, ...]:
    """All passages of a statement in order; every sentence stands in exactly one."""
    headings = {fold(section.heading).strip(" :") for section in sections}
    return tuple(
        _passage(position, section, group, headings)
        for position, section in enumerate(sections)
        for group in _groups(section)
    )


def _groups(section: Section) -> list[list[Block]]:
    """Blocks that belong together: list items or rows, with the sentence that leads in to them."""
    groups: list[list[Block]] = []
    for block in section.blocks:
        last = groups[-1][-1] if groups else None
        joins = last is not None and (
            (block.kind != PieceKind.PARAGRAPH and last.kind == block.kind)
            or (
                block.kind != PieceKind.PARAGRAPH
                and last.kind == PieceKind.PARAGRAPH
                and section.text[last.start : last.end].rstrip().endswith(":")
            )
        )
        if joins:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _passage(position: int, section: Section, blocks: list[Block], headings: set[str]) -> Passage:
    sentences: list[Sentence] = []
    for block in blocks:
        if block.kind == PieceKind.PARAGRAPH:
            spans = sentence_spans(section.text, block.start, block.end)
            sentences.extend(Sentence(start, end) for start, end in spans)
            continue
        repeats = fold(section.text[block.start : block.end]).strip(" :.;,") in headings
        spans = (
            sentence_spans(section.text, block.start, block.end)
            if block.kind == PieceKind.ITEM
            else [(block.start, block.end)]
        )
        sentences.extend(Sentence(start, end, not repeats) for start, end in spans)
    return Passage(position, blocks[0].start, blocks[-1].end, tuple(sentences))
