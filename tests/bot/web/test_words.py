"""What pages say to people who are not signed in: every language says the same things."""

import re
from typing import Any

import pytest

from bot.web.pages.links import LANGUAGES
from bot.web.pages.rendering import words


def sentences(said: dict[str, Any], at: str = "") -> dict[str, list[str]]:
    """Where each sentence stands, and the {places} that it leaves open."""
    found = {}
    for key, value in said.items():
        if isinstance(value, dict):
            found |= sentences(value, f"{at}{key}.")
        else:
            assert value, f"{at}{key}"
            found[at + key] = sorted(re.findall(r"\{\w+\}", value))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_links(language: str) -> None:
    assert sentences(words("links", language)) == sentences(words("links", "en"))
