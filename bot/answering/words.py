"""The assistant's own words, in files that a translator can edit: `words/<language>.json`.

A file holds a text a key of `SLOTS`, and under `languages` what the languages are called in it. The
words are few and plain and never claim anything of a statement: that is what the quotes are for.
"""

import json
import string
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
FALLBACK = "en"

# What the engine says: key → the slots that its text must have, in every language.
SLOTS: dict[str, frozenset[str]] = {
    "answered": frozenset(),
    "answered_other_language": frozenset({"statement_language"}),
    "unsure": frozenset(),
    "unsure_other_language": frozenset({"statement_language"}),
    "not_covered": frozenset(),
    "not_covered_other_document": frozenset({"document"}),
    "not_understood": frozenset({"languages"}),
    "human": frozenset(),
    "in_owners_words": frozenset(),
    "greeting": frozenset(),
    "thanks": frozenset(),
    "goodbye": frozenset(),
    "small_talk": frozenset(),
    "about_bot": frozenset(),
    "empty": frozenset(),
    # said beside an answer, when a person is offered
    "offer_unanswered": frozenset(),
    "offer_rights_request": frozenset(),
}
_NAMES = "languages"


class Words:
    """What the assistant says, by language. Made by `load`, which checks every file."""

    def __init__(self, texts: dict[str, dict[str, str]], names: dict[str, dict[str, str]]) -> None:
        self._texts = texts
        self._names = names

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Words":
        """Reads every file of the folder.

        Raises ValueError, naming file and key, for a file that is not JSON, a key or a slot too
        few or too many, a language without a name, or if there is no English file.
        """
        paths = {path.stem: path for path in sorted(folder.glob("*.json"))}
        if FALLBACK not in paths:
            raise ValueError(f"There is no {FALLBACK}.json in {folder}.")
        texts: dict[str, dict[str, str]] = {}
        names: dict[str, dict[str, str]] = {}
        for language, path in paths.items():
            file = _read(path)
            names[language] = _names(path, file.pop(_NAMES, None), set(paths))
            texts[language] = _texts(path, file)
        return cls(texts, names)

    def say(self, key: str, language: str, **slots: str) -> str:
        """The words for `key`, in English where the language has no file.

        Raises KeyError for a key that is not in SLOTS or a slot that is not given.
        """
        return self._texts.get(language, self._texts[FALLBACK])[key].format(**slots)

    def language_name(self, language: str, in_language: str) -> str:
        """What a language is called in another: ('fr', 'en') → 'French'; the code if unknown."""
        return self._names.get(in_language, self._names[FALLBACK]).get(language, language)


def _read(path: Path) -> dict[str, Any]:
    try:
        file = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(file, dict):
        raise ValueError(f"{path.name} must hold one JSON object.")
    return file


def _texts(path: Path, file: dict[str, Any]) -> dict[str, str]:
    wrong = sorted(file.keys() ^ SLOTS.keys())
    if wrong:
        raise ValueError(f"{path.name} has these keys too few or too many: {', '.join(wrong)}.")
    for key, text in file.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{path.name}: “{key}” must be a text that is not empty.")
        try:
            slots = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            raise ValueError(f"{path.name}: “{key}” has a brace too few or too many.") from error
        if slots != SLOTS[key]:
            wanted = ", ".join(f"{{{name}}}" for name in sorted(SLOTS[key])) or "no slot"
            raise ValueError(f"{path.name}: “{key}” must have {wanted}. Currently, it is: {text}")
    return file


def _names(path: Path, names: Any, languages: set[str]) -> dict[str, str]:
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise ValueError(f"{path.name} must say under “{_NAMES}” what the languages are called.")
    missing = sorted(languages - names.keys())
    if missing:
        raise ValueError(f"{path.name} does not name these languages: {', '.join(missing)}.")
    return names
