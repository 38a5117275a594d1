"""English that shows up where everything should be in another language."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bot.web.pages.words import STATIC, words

FILES = sorted(path.name.partition(".")[0] for path in STATIC.glob("*.words.en.json"))
SPOKEN = ("aria-label", "title", "placeholder", "alt", "content")
NOT_WORDS = ("script", "style", "code", "pre")
LONG = 16  # characters; so long a sentence is found within another text, too


def sentences(said: Any, at: str = "") -> dict[str, str]:
    """Every sentence of a word file, by where it stands."""
    if isinstance(said, str):
        return {at: said}
    inside = said.items() if isinstance(said, dict) else enumerate(said)
    return {
        place: text for key, one in inside for place, text in sentences(one, f"{at}/{key}").items()
    }


@cache
def _english(language: str) -> tuple[dict[str, str], dict[str, str], re.Pattern[str]]:
    """What stands in the English files alone: whole texts, long ones, and those with places."""
    ours = {_plain(text) for name in FILES for text in sentences(words(name, language)).values()}
    english = {
        text: f"{name}.words.en.json {at}"
        for name in FILES
        for at, text in sentences(words(name, "en")).items()
        if _plain(text) not in ours and re.search(r"[^\W\d_]{2}", text)
    }
    for part, table in words("refusals", language).items():
        english |= {text: f"refusals, {part}" for text, to in table.items() if text != to}
    plain = {text: at for text, at in english.items() if "{" not in text}
    with_places = []
    for text in english.keys() - plain.keys():
        fixed = re.split(r"\{\w+\}", text)
        if len(re.sub(r"\W", "", "".join(fixed))) > 3:
            with_places.append(".+?".join(map(re.escape, fixed)))
    long = {text: at for text, at in plain.items() if len(text) >= LONG}
    return plain, long, re.compile("|".join(with_places), re.DOTALL)


def _plain(text: str) -> str:
    return " ".join(text.split())


def english_in(texts: Iterable[str], language: str, names: Collection[str] = ()) -> list[str]:
    """Those of the texts of a page in `language` that are English, and where they stand.

    names: what people are called.
    """
    plain, long, with_places = _english(language)
    found = []
    for text in dict.fromkeys(_plain(one) for one in texts):
        if text in names:
            continue
        if text in plain:
            found.append(f"{text!r} ({plain[text]})")
        elif with_places.fullmatch(text):
            found.append(f"{text!r}")
        else:
            found += [f"{one!r} in {text!r} ({at})" for one, at in long.items() if one in text]
    return found


def texts_of(html: str, language: str) -> Iterator[str]:
    """What a page says in its own language: what people wrote in another is marked as that."""
    tree = LexborHTMLParser(html)
    assert tree.root is not None
    for node in tree.root.traverse(include_text=True):
        element = node.parent if node.tag == "-text" else node
        if element is None or element.tag in NOT_WORDS or _spoken(element) != language:
            continue
        if node.tag == "-text":
            yield node.text()
            continue
        for name, value in node.attributes.items():
            if value and (name in SPOKEN or name.startswith("data-")):
                yield value


def _spoken(element: Any) -> str:
    while element is not None:
        if spoken := (element.attributes or {}).get("lang"):
            return str(spoken)
        element = element.parent
    return ""
