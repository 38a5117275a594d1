"""What differs between two versions of a statement: sections that match, and what happened to each.

Sections are matched by anchor, then by the same text under another heading, then by likeness; the words
within a pair are compared by `index.diff_words`. Pure: two lists of sections in, a `Comparison` out.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from index.diff_words import Edit, Stretch, compare_texts
from index.sections import Section, fold

LIKE = 0.45  # share of word pairs in common from which two sections are taken for the same
RELATED = 0.1  # the same, where their headings say so already
SAME_HEADING = 0.8  # share of words in common from which two headings say nearly the same
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-"})
_TELLING = re.compile(
    r"\d|@|\b(?:not|no|never|only|always|without|unless|"
    r"ne|pas|jamais|aucune?s?|sans|seule?s?|seulement|uniquement|toujours|"
    r"nicht|keine?[nmrs]?|nie|niemals|nur|ohne|immer|"
    r"janv\w*|févr\w*|mars|avril|mai|juin|juillet|août|sept\w*|oct\w*|nov\w*|déc\w*|"
    r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|dec\w*|märz|juni|juli|okt\w*|dez\w*|"
    r"enero|febrero|abril|mayo|junio|julio|agosto|dic\w*|"
    r"nunca|jamás|sólo|solo|solamente|siempre|sin|ningun[ao]?|"
    # numbers in words; 'one' is left out, it is mostly an article
    r"two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety|hundred|"
    r"deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|quinze|vingt|trente|soixante|cents?|mille|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|vierzehn|zwanzig|dreißig|sechzig|hundert|"
    r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|sesenta|cien)\b",
    re.I,
)


KINDS = ("added", "removed", "edited", "typographic", "renamed", "moved")


@dataclass(frozen=True)
class Match:
    """A section of the old version and the one that it became; None where there is none.

    moved: it stands elsewhere among the sections that both versions have.
    """

    old: Section | None
    new: Section | None
    moved: bool = False

    @property
    def section(self) -> Section:
        """The new one, or the old one where it was removed."""
        section = self.new or self.old
        assert section is not None
        return section

    @property
    def added(self) -> bool:
        """Whether it is new."""
        return self.old is None

    @property
    def removed(self) -> bool:
        """Whether it is gone."""
        return self.new is None

    @property
    def renamed(self) -> bool:
        """Whether its heading differs in more than quotes, spaces and a colon at its end."""
        if not (self.old and self.new):
            return False
        return _plain(self.old.heading).rstrip(" :.") != _plain(self.new.heading).rstrip(" :.")

    @property
    def edited(self) -> bool:
        """Whether both have it and its text differs."""
        return bool(self.old and self.new and self.old.text != self.new.text)

    @property
    def unchanged(self) -> bool:
        """Whether nothing happened to it."""
        whole = self.old is not None and self.new is not None
        return whole and not (self.moved or self.renamed or self.edited)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What happened to it, of KINDS; 'typographic' comes beside 'edited'."""
        return tuple(kind for kind in KINDS if getattr(self, kind))

    @cached_property
    def typographic(self) -> bool:
        """Whether its text differs in quotes, dashes and spaces alone."""
        if not (self.edited and self.old and self.new):
            return False
        return _plain(self.old.text) == _plain(self.new.text)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The text, old and new, in one."""
        return compare_texts(self.old.text if self.old else "", self.new.text if self.new else "")

    @cached_property
    def telling(self) -> tuple[tuple[str, str], ...]:
        """(old, new) words that differ and hold a number, an address or a 'not', 'only', 'always'.

        An owner has to have meant them. Either is empty where there was nothing.
        """
        if not self.edited or self.typographic:
            return ()
        found = []
        pending = ""
        for stretch in (*self.stretches, Stretch(Edit.KEPT, "")):
            if stretch.edit is Edit.DELETED:
                pending = stretch.text
                continue
            new = stretch.text if stretch.edit is Edit.INSERTED else ""
            if (pending or new) and (_TELLING.search(pending) or _TELLING.search(new)):
                found.append((pending.strip(), new.strip()))
            pending = ""
        return tuple(found)


@dataclass(frozen=True)
class Comparison:
    """Two versions of a statement. matches: in the new order, what was removed where it stood."""

    matches: tuple[Match, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return all(match.unchanged for match in self.matches)

    def counts(self) -> dict[str, int]:
        """How many sections are each: added, removed, edited, renamed, moved, unchanged.

        A section that is renamed and edited counts for both.
        """
        kinds = ("added", "removed", "edited", "renamed", "moved", "unchanged")
        return {kind: sum(getattr(match, kind) for match in self.matches) for kind in kinds}


def compare(old: Sequence[Section], new: Sequence[Section]) -> Comparison:
    """What differs between the sections of two versions."""
    pairs = _pairs(old, new)
    steady = _longest_rise([pairs[place] for place in sorted(pairs)])
    matches: list[Match] = []
    gone = [number for number in range(len(old)) if number not in set(pairs.values())]
    for place, section in enumerate(new):
        number = pairs.get(place)
        if number is None:
            matches.append(Match(None, section))
            continue
        if number in steady:
            while gone and gone[0] < number:  # what was removed stood before this one
                matches.append(Match(old[gone.pop(0)], None))
        matches.append(Match(old[number], section, moved=number not in steady))
    matches.extend(Match(old[number], None) for number in gone)
    return Comparison(tuple(matches))


def _pairs(old: Sequence[Section], new: Sequence[Section]) -> dict[int, int]:
    """Place in the new version → place in the old one."""
    pairs: dict[int, int] = {}
    anchors = {section.anchor: number for number, section in enumerate(old)}
    likely = [
        (place, anchors[section.anchor])
        for place, section in enumerate(new)
        if section.anchor in anchors
    ]
    # an anchor alone does not say that it is the same: 'Contact' may be another text by now
    pairs.update(
        (place, number)
        for place, number in likely
        if not old[number].text or not new[place].text or _like(old[number], new[place]) > RELATED
    )
    taken = set(pairs.values())
    texts = {s.text: n for n, s in reversed(list(enumerate(old))) if s.text and n not in taken}
    for place, section in enumerate(new):
        number = texts.get(section.text)
        if place not in pairs and number is not None and number not in taken:
            pairs[place] = number
            taken.add(number)
    left = [
        (_like(old[number], section), -place, -number)
        for place, section in enumerate(new)
        if place not in pairs and section.text
        for number in range(len(old))
        if number not in taken and old[number].text
    ]
    for likeness, place, number in sorted(left, reverse=True):
        if likeness >= LIKE and -place not in pairs and -number not in taken:
            pairs[-place] = -number
            taken.add(-number)
    # written anew under nearly the same heading
    for place, section in enumerate(new):
        for number, other in enumerate(old):
            if place in pairs or number in taken or _like_headings(other, section) < SAME_HEADING:
                continue
            if _like(other, section) > RELATED:
                pairs[place] = number
                taken.add(number)
    for place, number in likely:  # nothing liker was found for either: the anchor decides
        if place not in pairs and number not in taken:
            pairs[place] = number
            taken.add(number)
    return pairs


def _like(old: Section, new: Section) -> float:
    """0 to 1: how many of their pairs of neighbouring words two texts share (Dice)."""
    one, other = _word_pairs(old.text), _word_pairs(new.text)
    if not one or not other:
        return float(old.text == new.text)
    return 2 * len(one & other) / (len(one) + len(other))


def _like_headings(old: Section, new: Section) -> float:
    """0 to 1: how many of their words two headings share (Dice)."""
    one, other = (set(re.findall(r"\w+", fold(section.heading))) for section in (old, new))
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _word_pairs(text: str) -> set[tuple[str, str]]:
    words = re.findall(r"\w+", fold(text))
    return set(pairwise(words)) or {(word, "") for word in words}


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The most numbers that stand in rising order; what is outside was moved."""
    ends: list[int] = []
    last: list[int] = []  # places of the ends
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(number)
            last.append(place)
        else:
            ends[at], last[at] = number, place
    rise: set[int] = set()
    place = last[-1] if last else -1
    while place >= 0:
        rise.add(numbers[place])
        place = before[place]
    return rise


def _plain(text: str) -> str:
    return " ".join(text.replace("…", "...").translate(_TYPOGRAPHY).split())
