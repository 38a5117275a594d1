"""The assistant's own words: complete in every language, short, polite, well set."""

import json
import re
import shutil
from pathlib import Path

import pytest

from bot.answering.answer import Verdict
from bot.answering.engine import SPOKEN
from bot.answering.intent import Intent
from bot.answering.words import FOLDER, SLOTS, Words
from bot.conversations.events import OfferReason

LANGUAGES = SPOKEN


@pytest.fixture(scope="module")
def spoken() -> Words:
    return Words.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "words"))


def change(folder: Path, language: str, **changes: object) -> None:
    """Write the file anew with some members changed, or left out where they are None."""
    path = folder / f"{language}.json"
    file = json.loads(path.read_text("utf-8")) | changes
    kept = {key: text for key, text in file.items() if text is not None}
    path.write_text(json.dumps(kept), "utf-8")


def say(words: Words, key: str, language: str) -> str:
    """The words with a language in their slot."""
    name = words.language_name("fr" if language != "fr" else "en", language)
    return words.say(key, language, **dict.fromkeys(SLOTS[key], name))


def test_there_is_a_file_for_every_language() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(SPOKEN)


def test_whatever_the_engine_says_has_words() -> None:
    said = {verdict.value for verdict in Verdict}
    said |= {i.value for i in Intent if i not in (Intent.QUESTION, Intent.WANTS_PERSON)}
    said |= {"answered_other_language", "unsure_other_language", "not_covered_other_document"}
    said |= {"not_understood", "in_owners_words"}
    said |= {f"offer_{reason.value}" for reason in OfferReason}
    assert said == set(SLOTS)


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("key", SLOTS)
def test_every_text_is_short_and_a_sentence(spoken: Words, key: str, language: str) -> None:
    text = say(spoken, key, language)
    assert 0 < len(text) <= 240
    assert text == text.strip()
    assert text[0].isupper() or text[0] in "¿¡" or language == "ar"
    assert text[-1] in ".?!:؟"
    assert "{" not in text
    # Followed by the quotes, or by the owner's words; nothing else is.
    assert (text[-1] == ":") == key.startswith(("answered", "unsure", "in_owners"))
    if key.endswith("_other_language"):
        assert spoken.language_name("fr" if language != "fr" else "en", language) in text
    # A bare `yes` from the visitor could not be told from small talk.
    if key.startswith("not_covered"):
        assert "?" not in text


def test_the_language_is_the_one_asked_for(spoken: Words) -> None:
    for key in SLOTS:
        assert len({say(spoken, key, language) for language in LANGUAGES}) == len(LANGUAGES)


def test_french_is_set_as_french_is(spoken: Words) -> None:
    for key in SLOTS:
        text = say(spoken, key, "fr")
        assert "'" not in text, "the apostrophe is ’"
        assert not re.search(r"[^\u00a0][:?!;]", text), "before : ? ! ; no line may end"
        assert not re.search(r"\b(tu|ton|ta|tes|toi)\b", text, re.IGNORECASE)


def test_spanish_and_german_are_polite(spoken: Words) -> None:
    for key in SLOTS:
        assert not re.search(r"\b(tú|tu|tus|te|ti|vuestr\w+)\b", say(spoken, key, "es").lower())
        assert not re.search(r"\b(du|dein\w*|dir|dich|euch|euer)\b", say(spoken, key, "de").lower())
    for text in (say(spoken, key, "es") for key in SLOTS):
        assert text.count("¿") == text.count("?")
        assert text.count("¡") == text.count("!")


def test_another_language_is_answered_in_english(spoken: Words) -> None:
    assert spoken.say("thanks", "ja") == spoken.say("thanks", "en")
    assert spoken.language_name("fr", "ja") == "French"
    assert spoken.language_name("tlh", "fr") == "tlh"


def test_language_names(spoken: Words) -> None:
    assert spoken.language_name("de", "fr") == "allemand"
    assert spoken.language_name("fr", "de") == "Französisch"


def test_a_slot_that_is_not_given_or_a_key_unknown_fails(spoken: Words) -> None:
    with pytest.raises(KeyError):
        spoken.say("answered_other_language", "fr")
    with pytest.raises(KeyError):
        spoken.say("nothing", "fr")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"thanks": None}, r"de\.json has these keys too few or too many: thanks"),
        ({"more": "mehr"}, r"de\.json has these keys too few or too many: more"),
        ({"thanks": "Gern, {name}."}, r"de\.json: “thanks” must have no slot"),
        ({"thanks": "Gern, {}."}, r"de\.json: “thanks” must have no slot"),
        ({"unsure_other_language": "Unsicher."}, r"must have \{statement_language\}"),
        ({"thanks": "Gern {"}, r"de\.json: “thanks” has a brace too few or too many"),
        ({"thanks": " "}, r"de\.json: “thanks” must be a text"),
        ({"thanks": 1}, r"de\.json: “thanks” must be a text"),
        ({"languages": None}, r"de\.json must say under “languages”"),
        (
            {"languages": {"de": "Deutsch"}},
            r"de\.json does not name these languages: ar, en, es, fr",
        ),
    ],
)
def test_a_file_that_differs_is_refused(
    folder: Path, changes: dict[str, object], message: str
) -> None:
    change(folder, "de", **changes)
    with pytest.raises(ValueError, match=message):
        Words.load(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00"])
def test_a_file_that_is_no_object_is_refused(folder: Path, content: str) -> None:
    (folder / "es.json").write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"es\.json"):
        Words.load(folder)


def test_without_english_there_is_nothing_to_fall_back_on(folder: Path) -> None:
    (folder / "en.json").unlink()
    with pytest.raises(ValueError, match=r"no en\.json"):
        Words.load(folder)


def test_a_language_less_is_no_error(folder: Path) -> None:
    (folder / "de.json").unlink()
    assert Words.load(folder).say("thanks", "de") == Words.load(folder).say("thanks", "en")
