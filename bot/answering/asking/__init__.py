"""What marks a question in four languages: where a clause begins to ask.

Rules over folded words, as the intent has them: no parser, microseconds a question, and no claim to
find every question. `opening` says how sure a beginning is, so that who must not err (`parts`) can
ask for more than who only looks for the likeliest sentence (`gist`).
"""

from collections.abc import Sequence

from bot.answering.asking import english, french, german, spanish
from bot.answering.asking.reading import Opening, Token

LANGUAGES = ("fr", "en", "de", "es")
# What stands before `which` and the like, in any language.
PREPOSITIONS = french.BEFORE | english.BEFORE - {"how"} | german.BEFORE | spanish.BEFORE

_OPENINGS = {
    "fr": french.opening,
    "en": english.opening,
    "de": german.opening,
    "es": spanish.opening,
}


def opening(found: Sequence[Token], at: int, language: str) -> Opening:
    """How sure it is that the clause from `found[at]` on asks something; in English if unknown."""
    return _OPENINGS.get(language, english.opening)(found, at) if at < len(found) else Opening.NONE
