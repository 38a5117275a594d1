"""The interface's words: every language says the same things."""

import json
import re
from typing import Any

import pytest

from bot.settings import ROOT

FOLDER = ROOT / "widget" / "words"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.json"))


def words_of(language: str) -> dict[str, Any]:
    """One language's file."""
    read: dict[str, Any] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return read


def places(sentence: object) -> list[str]:
    """The {places} that a sentence leaves open."""
    return sorted(re.findall(r"\{\w+\}", str(sentence)))


def test_the_languages_are_those_that_the_bubble_speaks() -> None:
    script = (ROOT / "widget" / "clause-chat.js").read_text(encoding="utf-8")
    table = script[script.index("const BUBBLE_WORDS") : script.index("const BUBBLE_STYLE")]
    assert sorted(re.findall(r"^  (\w\w): \[", table, re.MULTILINE)) == LANGUAGES
    assert set(LANGUAGES) == {"fr", "en", "es", "de", "it", "nl", "pt", "pl", "uk", "ar"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_and_every_place_is_kept(language: str) -> None:
    english, said = words_of("en"), words_of(language)
    assert said.keys() == english.keys()
    for key, sentence in said.items():
        assert sentence, key
        assert type(sentence) is type(english[key]), key
        assert places(sentence) == places(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_used(language: str) -> None:
    folder = ROOT / "widget"
    scripts = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    for key in words_of(language):
        assert key.startswith(("event_", "right_", "secret_")) or re.search(
            rf"\b{key}\b", scripts
        ), key
