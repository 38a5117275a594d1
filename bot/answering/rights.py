"""Whether a visitor exercises a right of a data subject (GDPR art. 7(3), 15 to 18, 20, 21).

Rules over folded words, in five languages, no model: what a deadline hangs on must be readable. A
wish is meant (`Je veux que vous effaciez mes données`), never a question about the right (`Puis-je
faire effacer mes données ?`), which the statement answers. The words are in `rights_words`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.answering.rights_words import ACTS, ASKED, DECLARED, IMPERATIVES, WISHES
from bot.answering.text import shorten, words_and_marks


class Right(StrEnum):
    """What can be asked for; the articles are the GDPR's."""

    ACCESS = "access"  # art. 15
    RECTIFICATION = "rectification"  # art. 16
    ERASURE = "erasure"  # art. 17
    PORTABILITY = "portability"  # art. 20
    OBJECTION = "objection"  # art. 21, and art. 18 where someone wants a use stopped
    WITHDRAWAL = "withdrawal"  # of consent, art. 7(3)


LANGUAGES = tuple(WISHES)

_ARTICLES = {
    "15": Right.ACCESS,
    "16": Right.RECTIFICATION,
    "17": Right.ERASURE,
    "20": Right.PORTABILITY,
    "21": Right.OBJECTION,
}
_ARTICLE = re.compile(r"\b(?:art|article|articulo|artikel|articolo) (15|16|17|20|21)\b")
_LONGEST_SENTENCE = 60  # words; whoever writes without full stops is read in pieces
_ENDS = frozenset(".!?;…\n")
_GAP = r"(?:(?:(?:[^\W_]+|,) ){0,7}?)"  # a few words that may stand in between


@dataclass(frozen=True, slots=True)
class _Rules:
    """One language's patterns."""

    wish: re.Pattern[str]
    asked: re.Pattern[str]
    acts: dict[Right, re.Pattern[str]]
    imperatives: dict[Right, re.Pattern[str]]
    declared: dict[Right, re.Pattern[str]]


def rights_exercised(text: str, language: str) -> list[Right]:
    """The rights that the text exercises, in the order of `Right`; none, as a rule.

    language: what the text is thought to be in; the other known languages are tried as well, as a
    short message is easily taken for another.
    """
    sentences = list(_sentences(shorten(text)))
    for spoken in [language, *(other for other in LANGUAGES if other != language)]:
        if spoken not in LANGUAGES:
            continue
        rules = _rules(spoken)
        found = {right for sentence in sentences for right in _in_sentence(sentence, rules)}
        if found:
            return [right for right in Right if right in _without_twins(found)]
    return []


def _without_twins(found: set[Right]) -> set[Right]:
    """A copy to take elsewhere is one request, not two; consent taken back is no objection too."""
    if Right.PORTABILITY in found:
        found = found - {Right.ACCESS}
    if Right.WITHDRAWAL in found:
        found = found - {Right.OBJECTION}
    return found


def _in_sentence(sentence: str, rules: _Rules) -> Iterator[Right]:
    if rules.asked.search(sentence):
        return
    wishes = [wish.end() for wish in rules.wish.finditer(sentence)]
    for right in Right:
        wished = any(rules.acts[right].match(sentence, end) for end in wishes)
        if (
            wished
            or rules.imperatives[right].search(sentence)
            or (rules.declared[right].search(sentence) and not sentence.endswith("?"))
        ):
            yield right
    if not sentence.endswith("?") and (wishes or " " in sentence[:60]):
        for article in _ARTICLE.finditer(sentence):
            if wishes or _invoked(sentence, article.start()):
                yield _ARTICLES[article.group(1)]


def _invoked(sentence: str, position: int) -> bool:
    """Whether the article is called upon: 'under article 15', 'gemäß Artikel 17'."""
    before = sentence[:position].split()[-4:]
    return bool(
        {"under", "vertu", "conformement", "application", "gemass", "nach", "conforme", "virtud"}
        & set(before)
        or {"amparo", "sensi", "base", "pursuant", "per"} & set(before)
    )


def _sentences(text: str) -> Iterator[str]:
    """Folded words parted by spaces, ` , ` for marks inside; a question ends in `?`."""
    current: list[str] = []
    for token in words_and_marks(text):
        if token not in _ENDS and len(current) < _LONGEST_SENTENCE:
            current.append("," if token == ":" else token)
            continue
        if current:
            yield " ".join([*current, "?"] if token == "?" else current)
        current = []
    if current:
        yield " ".join(current)


@cache
def _rules(language: str) -> _Rules:
    def pattern(listed: str) -> str:
        lines = [line.strip() for line in listed.strip().splitlines() if line.strip()]
        return "(?:" + "|".join(lines).replace("~", _GAP) + ")" if lines else "(?!)"

    def each(
        table: dict[str, str], before: str, after: str = r"\b"
    ) -> dict[Right, re.Pattern[str]]:
        return {r: re.compile(before + pattern(table.get(r.value, "")) + after) for r in Right}

    start = r"(?:^|, |\b(?:" + WISHES[language]["opening"] + r") (?:, )?)"
    return _Rules(
        wish=re.compile(r"\b" + pattern(WISHES[language]["wish"]) + r"\b"),
        asked=re.compile(r"\b" + pattern(ASKED[language])),
        acts=each(ACTS[language], rf"(?: ,)? {_GAP}"),
        imperatives=each(IMPERATIVES[language], start),
        declared=each(DECLARED[language], r"\b"),
    )
