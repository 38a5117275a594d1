"""Which language a visitor writes in.

Three things are weighed against each other, as logarithms of odds: how the letters follow one
another (lingua, over the known languages only); small words that hardly any other language has, and
signs such as `¿` (they survive missing accents and the spelling of text messages, and are what
lingua misses when a question is full of names); and what is expected before reading: the hint, else
the default. In `cookies ?` nothing speaks for a language, so the expectation decides; in a sentence
of four words it hardly counts. `benchmarks/intent.py` measures it.
"""

import math
import re
from collections.abc import Sequence
from functools import cache
from threading import Lock

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from bot.answering.phrases import SMALL_WORDS
from bot.answering.text import words

_LINGUA = {
    Language.FRENCH: "fr",
    Language.ENGLISH: "en",
    Language.SPANISH: "es",
    Language.GERMAN: "de",
}
KNOWN_LANGUAGES = tuple(_LINGUA.values())
# There are words in these too, but no detector: who chose one in the chat is answered in it.
CHOSEN_LANGUAGES = ("it", "nl", "pt", "pl", "uk", "ar")

# Enough to tell a language by; lingua's time grows with the length.
_CHARACTERS_READ = 500
# Letters from which on lingua is believed in full; with fewer, in proportion.
_LETTERS_FOR_FULL_BELIEF = 30
# No confidence below this one is told apart: what lingua rules out, small words may bring back.
_LEAST_CONFIDENCE = 0.01
_WEIGHT_OF_SMALL_WORD = 1.8
_WEIGHT_OF_HINT = 1.6
_WEIGHT_OF_DEFAULT = 0.8

# Words alike in every language, and names: they give no reason to believe lingua.
_WORDS_OF_NO_LANGUAGE = frozenset(
    """cookie cookies email e mail mails newsletter dpo iso pdf csv json app web wifi chat chatbot
    bot robot tracking marketing login google amazon microsoft facebook meta apple instagram tiktok
    paypal stripe cloud analytics spam ok test sms ip gps usb id api crm html url sla""".split()
)

# What the second of two words speaks for where it follows the first: `es` is a Spanish word, but not in
# the French `tu es`; in `es tu` it may be either, which takes what Spanish has of it already.
_PAIRS = {("tu", "es"): ("fr",), ("t", "es"): ("fr",), ("es", "tu"): ("fr", "fr", "es")}

# Signs that among the known languages only one has.
_SIGNS = {"¿": "es", "¡": "es", "ñ": "es", "ß": "de", "œ": "fr"}

_TAG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_LONGER_TAGS = {"fra": "fr", "fre": "fr", "eng": "en", "spa": "es", "deu": "de", "ger": "de"}


def normalise_language(tag: str | None) -> str | None:
    """The two letters of a language tag (`FR`, `fr-CA`, `en_US`, `deu`); None if it is not known."""
    match = _TAG.match((tag or "").strip())
    if match is None:
        return None
    code = match.group().lower()
    code = _LONGER_TAGS.get(code, code)
    return code if code in (*KNOWN_LANGUAGES, *CHOSEN_LANGUAGES) else None


def detect_language(question: str, hint: str | None, languages: Sequence[str], default: str) -> str:
    """The language of the question: one of `languages`, or `default`.

    hint: the language that the visitor's page is in, as a tag; counts where the question is short.
    languages: the codes to choose from; one of CHOSEN_LANGUAGES is reached by the hint only, and
    always.
    default: the statement's language; expected where there is no hint.
    """
    hinted = normalise_language(hint)
    if hinted not in languages:
        hinted = None
    if hinted in CHOSEN_LANGUAGES:
        return hinted
    expected = hinted or default
    candidates = [language for language in languages if language in KNOWN_LANGUAGES]
    evidence = _evidence(question) if len(candidates) > 1 else {}
    if not evidence:
        return expected
    bonus = _WEIGHT_OF_HINT if hinted else _WEIGHT_OF_DEFAULT
    return max(
        candidates,
        # The second member settles a draw.
        key=lambda language: (
            evidence[language] + bonus * (language == expected),
            language == expected,
        ),
    )


_BUILDING = Lock()


def _detector() -> LanguageDetector:
    """lingua over the known languages, built once for all threads."""
    with _BUILDING:
        return _build()


@cache
def _build() -> LanguageDetector:
    """lingua with all its n-grams: 180 MB, a second to load.

    With trigrams only it takes a tenth of that, but errs several times as often.
    """
    return LanguageDetectorBuilder.from_languages(*_LINGUA).with_preloaded_language_models().build()


def warm_up() -> None:
    """Load lingua's models now, which the first visitor need not wait for."""
    _detector()


def _evidence(question: str) -> dict[str, float]:
    """How much speaks for each known language; empty where nothing speaks for any."""
    # Half a surrogate pair, which JSON can carry, is no text to lingua.
    start = question[:_CHARACTERS_READ].encode("utf-8", "ignore").decode()
    telling = [word for word in words(start) if word not in _WORDS_OF_NO_LANGUAGE]
    evidence = dict.fromkeys(KNOWN_LANGUAGES, 0.0)
    signed = [language for sign, language in _SIGNS.items() if sign in start]
    if not signed and not any(word.isalpha() for word in telling):
        return {}
    belief = min(1.0, sum(map(len, telling)) / _LETTERS_FOR_FULL_BELIEF)
    for confidence in _detector().compute_language_confidence_values(start):
        language = _LINGUA[confidence.language]
        evidence[language] = belief * math.log(max(confidence.value, _LEAST_CONFIDENCE))
    for language in signed:
        evidence[language] += _WEIGHT_OF_SMALL_WORD
    for before, word in zip(["", *telling], telling, strict=False):
        for language in _PAIRS.get((before, word), _LANGUAGES_OF.get(word, ())):
            evidence[language] += _WEIGHT_OF_SMALL_WORD
    return evidence


def _languages_of_small_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, listed in SMALL_WORDS.items():
        for word in {part for listed_word in listed.split() for part in words(listed_word)}:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


_LANGUAGES_OF = _languages_of_small_words()
