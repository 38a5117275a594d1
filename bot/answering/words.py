"""The assistant's own words, in files that a translator can edit."""

import json
import string
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "words"
FALLBACK = "en"


class Words:
    """What the assistant says, by language. Made by `load`, which checks every file."""

    def __init__(self, texts: dict[str, dict[str, str]], names: dict[str, dict[str, str]]) -> None:
        self._texts = texts
        self._names = names

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Words":
        """Reads every file of the folder. Raises ValueError if keys or slots differ between them."""
        files: dict[str, dict[str, Any]] = {
            path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
        }
        names = {language: file.pop("languages") for language, file in files.items()}
        expected = {key: _slots(text) for key, text in files[FALLBACK].items()}
        for language, file in files.items():
            found = {key: _slots(text) for key, text in file.items()}
            if found != expected:
                wrong = sorted(k for k in found.keys() | expected.keys() if found.get(k) != expected.get(k))
                raise ValueError(f"{language}.json differs from {FALLBACK}.json in: {', '.join(wrong)}")
        return cls(files, names)

    def say(self, key: str, language: str, **slots: str) -> str:
        """The words for `key`, in English where the language has no file."""
        return self._texts.get(language, self._texts[FALLBACK])[key].format(**slots)

    def language_name(self, language: str, in_language: str) -> str:
        """What a language is called in another: ('fr', 'en') → 'French'."""
        return self._names.get(in_language, self._names[FALLBACK]).get(language, language)


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
