"""A visitor's words as a string of codes, a letter a word, on which rules are easily written.

`Lexicon.encode("Je veux parler à un conseiller !")` is `WTdaP.`: wanting, talking, a small word, an
article, a member of staff. Phrases of `bot.answering.phrases` are found longest first; a word that
no phrase knows is tried with one letter mended, then coded `x`.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.answering.phrases import PHRASES, SMALL_WORDS
from bot.answering.text import shorten, words, words_and_marks

# Kind of phrase: its code. In one language the first kind that lists a phrase has it.
CODES = {
    "data_protection": "D",  # the officer, the controller, the data subject: the statement's people
    "staff": "P",  # a person of the company, or plainly a human being
    "someone": "p",  # someone, whoever it is
    "team": "Q",  # several of them; a person only where one talks to them
    "anyone_there": "E",
    "connect": "M",  # put me through
    "call_back": "K",
    "who_are_you": "i",
    "how_are_you": "h",
    "nice_day": "f",
    "goodbye": "e",
    "you_are": "I",
    "fed_up": "u",
    "no": "N",
    "want": "W",
    "can": "C",
    "can_one": "J",  # as a rule asked about, not wished
    "how": "H",
    "what": "O",
    "if": "S",  # if, when, before, without: what follows is supposed, not wished
    "polite": "y",
    "greeting": "g",
    "thanks": "k",
    "talk": "T",
    "write": "w",
    "reach": "r",
    "help": "A",
    "bot": "B",
    "real": "R",
    "time": "z",
    "to": "L",
    "for": "F",
    "with": "m",
    "article": "a",
    "remark": "c",  # ok, great, test, useless
    "small": "d",
    "all_of_you": "t",  # the people greeted: a tous, mate, zusammen
    "given": "G",  # what is thanked for, and asked about too: information, explanations
    "filler": "v",  # what else stands in thanks and compliments
}
UNKNOWN = "x"
NUMBER = "#"

_MARKS = dict.fromkeys(".!;…\n", ".") | {"?": "?", ",": ",", ":": ","}
# Two letters that changed places hardly ever give another word; one letter more, less or other
# does in short words, and at the end of a word it is an inflection.
_SHORTEST_SWAPPED = 5
_SHORTEST_MENDED = 6
_LONGEST_MENDED = 20
# Kinds whose words are worth mending.
_MENDED_KINDS = (
    "staff someone talk connect call_back bot real thanks greeting goodbye nice_day remark".split()
)
_DOUBLE = re.compile(r"(.)\1")
_LAUGHS = ({"h", "a"}, {"j", "a"}, {"h", "e"}, {"j", "e"}, {"h", "i"}, {"l", "o"}, {"x", "d"})
# Words that are one letter away from a word of the lexicon without being a slip for it.
_NOT_SLIPS = frozenset(
    """
    abrufen actuel agence apparait apple aufgezeichnet bornes charging college commercial
    compras compter concent conector connecteur connector consent consultent contient contract
    contre domain donneur emploie espere exchange faciale faits fuites gerat grosse halbe machen
    manche manger metre pagais parait parlait passage passee personen player police preise
    propre puesto reader regler repose sejours sprache three trade varie vivent wenden werten
    """.split()
)


class Lexicon:
    """The phrases of all languages, those of `language` first where two of them disagree."""

    def __init__(self, language: str) -> None:
        self._codes: dict[tuple[str, ...], str] = {}
        others = [other for other in PHRASES if other != language]
        # What is an everyday word here means nothing else, whatever it means elsewhere.
        own = {(word,) for word in words(SMALL_WORDS.get(language, ""))}
        for spoken in [language, *others]:
            for kind, code in CODES.items():
                for phrase in _phrases(PHRASES.get(spoken, {}).get(kind, "")):
                    if spoken == language or phrase not in own:
                        self._codes.setdefault(phrase, code)
        self._longer: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(self._codes, key=len, reverse=True):
            if len(phrase) > 1:
                self._longer.setdefault(phrase[0], []).append(phrase)

    def encode(self, question: str) -> str:
        """The codes of the words, with `,` for marks inside sentences, `.` and `?` for their ends."""
        tokens = [
            token if token in _MARKS else _mend(token)
            for token in words_and_marks(shorten(question))
        ]
        codes: list[str] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            mark = _MARKS.get(token)
            if mark:
                codes.append(mark)
                position += 1
                continue
            for phrase in self._longer.get(token, ()):
                if tuple(tokens[position : position + len(phrase)]) == phrase:
                    codes.append(self._codes[phrase])
                    position += len(phrase)
                    break
            else:
                codes.append(self._codes.get((token,)) or _code_of_unlisted(token))
                position += 1
        return "".join(codes)


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon for questions in `language`; English's for a language without phrases."""
    return Lexicon(language if language in PHRASES else "en")


def _phrases(listed: str) -> Iterator[tuple[str, ...]]:
    """Every spelling of the phrases listed, as folded words."""
    for phrase in listed.split(","):
        alternatives = [
            [*part.rstrip("?").split("/"), *([""] if part.endswith("?") else [])]
            for part in phrase.split()
        ]
        for chosen in itertools.product(*alternatives):
            spelling = " ".join(chosen)
            for written in {spelling, re.sub(r"['’]", "", spelling)}:
                found = tuple(words(written))
                if found:
                    yield found


def _code_of_unlisted(token: str) -> str:
    if token.isdigit():
        return NUMBER
    if len(token) > 2 and set(token) in _LAUGHS:
        return CODES["remark"]
    return UNKNOWN


def _mend(token: str) -> str:
    """The word of the lexicon that this is a slip for, else the token itself."""
    if (
        not _SHORTEST_SWAPPED <= len(token) <= _LONGEST_MENDED
        or token in _VOCABULARY
        or token in _NOT_SLIPS
    ):
        return token
    for spelling in (token, *_with_a_letter_less(token)):
        for word in _MENDED.get(spelling, ()):
            if is_slip(token, word):
                return word
    return token


def is_slip(written: str, meant: str) -> bool:
    """Whether one is the other with a letter doubled or not, with two letters inside that have
    changed places or, in a longer word, with one that is missing, added or wrong."""
    if _DOUBLE.sub(r"\1", written) == _DOUBLE.sub(r"\1", meant):
        return written != meant
    if written[:1] != meant[:1] or abs(len(written) - len(meant)) > 1:
        return False
    same = 0
    while same < min(len(written), len(meant)) and written[same] == meant[same]:
        same += 1
    rest, rest_meant = written[same:], meant[same:]
    if rest[:2] == rest_meant[1::-1] and rest[2:] == rest_meant[2:]:
        return len(meant) >= _SHORTEST_SWAPPED
    if (
        len(meant) < _SHORTEST_MENDED
        or not rest
        or not rest_meant
        or len(rest) == len(rest_meant) == 1
    ):
        return False
    return rest[1:] in (rest_meant, rest_meant[1:]) or rest == rest_meant[1:]


def _with_a_letter_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _words_of(kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        for phrases in PHRASES.values():
            for phrase in _phrases(phrases.get(kind, "")):
                yield from phrase


def _mended() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for word in _words_of(_MENDED_KINDS):
        if len(word) >= _SHORTEST_SWAPPED:
            for spelling in (word, *_with_a_letter_less(word)):
                found.setdefault(spelling, set()).add(word)
    return {spelling: tuple(sorted(meant)) for spelling, meant in found.items()}


_VOCABULARY = frozenset(_words_of(CODES)) | frozenset(
    word for listed in SMALL_WORDS.values() for word in words(listed)
)
_MENDED = _mended()
