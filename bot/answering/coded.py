"""Patterns over the codes of `bot.answering.lexicon`, written with the names of the kinds.

`<want can> <little polite>{0,4} <talk>` is a wish or a possibility, up to four small words, and talking.
Between angle brackets stand names of `CODES`, of `GROUPS`, or marks; a leading `not` takes all others.
White space means nothing, and anything else is as in `re`.
"""

import re

from bot.answering.lexicon import CODES, NUMBER, UNKNOWN

# Kinds that hardly ever count apart from each other.
GROUPS = {
    "little": ("article", "small"),
    "person": ("staff", "someone"),
    "people": ("staff", "someone", "team"),
    # what may stand between two words of a wish
    "near": ("article", "small", "real", "to", "for", "polite", "with", "time", ","),
}
_OTHERS = {"unknown": UNKNOWN, "number": NUMBER} | {mark: mark for mark in ",.?"}
_CLASS = re.compile(r"<([^<>=!]+)>")


def coded(pattern: str) -> re.Pattern[str]:
    """The pattern over codes. Raises KeyError for a name that is not known."""
    return re.compile(_CLASS.sub(_class, "".join(_without_space(pattern))))


def codes_of(names: str) -> str:
    """The codes of the kinds and groups named, parted by white space."""
    return "".join(
        CODES.get(member) or _OTHERS[member]
        for name in names.split()
        for member in GROUPS.get(name, (name,))
    )


def _class(match: re.Match[str]) -> str:
    names = match.group(1).strip()
    negated = names.startswith("not ")
    codes = codes_of(names.removeprefix("not "))
    return f"[{'^' * negated}{re.escape(codes)}]" if negated or len(codes) > 1 else re.escape(codes)


def _without_space(pattern: str) -> list[str]:
    """The pattern in pieces, without white space but between the names of a class."""
    pieces = re.split(r"(<[^<>=!]+>)", pattern)
    return [piece if at % 2 else re.sub(r"\s+", "", piece) for at, piece in enumerate(pieces)]
