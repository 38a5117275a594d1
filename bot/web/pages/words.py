"""What pages say: the word files, each in every language, and refusals in the page's language.

The files lie with the scripts because these read the same words.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

from bot.web.reader import FALLBACK, language

STATIC = Path(__file__).parent.parent / "static"


def words(name: str, spoken: str | None = None) -> dict[str, Any]:
    """The words of a file, such as 'staff' or 'people', in the page's language.

    spoken: another one, for what is written in its own language: a statement's page, an e-mail.
    """
    return _file(name, spoken or language())


@cache
def _file(name: str, spoken: str) -> dict[str, Any]:
    path = STATIC / f"{name}.words.{spoken}.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def fill(sentence: str, **values: object) -> str:
    """Put values into a sentence's {places}; a plain replacement, never str.format."""
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence


def told(sentence: object) -> str:
    """A refusal in the page's language.

    What refuses writes one English sentence, for the API, the command line and the log alike, and what
    failed may have been stored long ago. `refusals.words.<language>.json` has each of these sentences, with
    its {places}, and what it is in that language. A sentence that is not there is given as it is.
    """
    said = str(sentence)
    if language() == FALLBACK:
        return said
    for form, translated in _refusals(language()):
        values = _fits(form, said)
        if values is not None:
            return "".join(
                _value(values[piece]) if place else piece
                for piece, place in zip(_cut(translated), cycle((False, True)), strict=False)
            )
    return said


def _value(given: str) -> str:
    """What stands in a place: a number, or such a sentence itself, the reason within a reason."""
    if "," in given and given.replace(",", "").isdecimal():
        return given.replace(",", words("staff")["formats"]["thousands"])
    whole = told(given)
    return whole if whole != given else ", ".join(told(one) for one in given.split(", "))


def refusals() -> dict[str, str]:
    """What the console's API may refuse, for its scripts to say in the page's language."""
    if language() == FALLBACK:
        return {}
    said: dict[str, str] = words("refusals")["console"]
    return said


@cache
def _refusals(spoken: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Sentences cut at their places, and what they become; those that say most by themselves first."""
    table = words("refusals", spoken)
    pairs = [(tuple(_cut(form)), to) for part in table.values() for form, to in part.items()]
    return tuple(sorted(pairs, key=lambda pair: -sum(map(len, pair[0][::2]))))


def _cut(form: str) -> Iterator[str]:
    """'a {b} c' as 'a ', 'b', ' c': what is fixed and what a place is called, in turn."""
    first, *more = form.split("{")
    yield first
    for piece in more:
        name, _, fixed = piece.partition("}")
        yield name
        yield fixed


def _fits(form: tuple[str, ...], sentence: str) -> dict[str, str] | None:
    """What stands in the sentence's places; None where it is not of this form."""
    fixed, names = form[::2], form[1::2]
    if not names:
        return {} if sentence == fixed[0] else None
    if not (sentence.startswith(fixed[0]) and sentence.endswith(fixed[-1])):
        return None
    values, at, end = {}, len(fixed[0]), len(sentence) - len(fixed[-1])
    for name, following in zip(names[:-1], fixed[1:-1], strict=True):
        found = sentence.find(following, at, end)
        if found < 0:
            return None
        values[name], at = sentence[at:found], found + len(following)
    return {**values, names[-1]: sentence[at:end]} if at <= end else None
