"""Where a statement refers to other documents: `the list is in our Cookie Notice`.

A visitor who asks what such a document says can't be answered from the statement; one who asks where
something is described is answered by the sentence that names the document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.document_names import document_names, is_itself
from index.passages import make_passages
from index.sections import Section, fold


@dataclass(frozen=True, slots=True)
class Reference:
    """A sentence that can be cited and refers to another document.

    `sections[section].text[start:end] == sentence`.

    name: of the document, as it is written there.
    """

    name: str
    section: int
    start: int
    end: int
    sentence: str


def find_references(
    sections: Sequence[Section], language: str, title: str
) -> tuple[Reference, ...]:
    """The other documents that the sections refer to, each with every sentence that does, in order.

    title: of the statement itself. What it calls itself, and what stands in it as a section of that
    name, is no other document. None for a language without patterns.
    """
    own = {name_key(title), *(name_key(section.heading) for section in sections)}
    return tuple(
        Reference(name, passage.section, sentence.start, sentence.end, text)
        for passage in make_passages(sections)
        for sentence in passage.sentences
        for text in [sections[passage.section].text[sentence.start : sentence.end]]
        for name in document_names(text, language)
        if not is_itself(name, title) and name_key(name) not in own
    )


_SMALL = frozenset(
    "d de du des da la le les l aux au a of and the our your zur zum der die das del los las el y".split()
)


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, folded, without their plural's ending."""
    words = re.findall(r"[^\W_]+", fold(name))
    return tuple(
        word.rstrip("s") if len(word) > 3 else word for word in words if word not in _SMALL
    )
