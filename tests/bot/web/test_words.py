"""What the pages say: every language says the same things, and refusals have words in each.

Whoever adds an English sentence is told here which file wants it in French.
"""

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import bot.app  # noqa: F401 — so that every kind of refusal is known
from bot.errors import ClauseError
from bot.settings import ROOT
from bot.web import reader
from bot.web.pages.formats import count, day, in_order, is_one, moment, number
from bot.web.pages.words import STATIC, told, words
from index.errors import IndexingError
from tests.leaks import FILES, sentences

TRANSLATED = [(name, language) for name in FILES for language in reader.LANGUAGES]
OTHERS = [language for language in reader.LANGUAGES if language != reader.FALLBACK]

# what no member of staff reads on a page: the command line, settings at the start, visitors' requests
NOT_ON_PAGES = (
    "bot/accounts/oidc_setup.py",
    "bot/answering/question.py",
    "bot/backup.py",
    "bot/cli",
    "bot/conversations/identifying.py",
    "bot/conversations/identity.py",
    "bot/conversations/office.py",
    "bot/conversations/visitors.py",
    "bot/conversations/voting.py",
    "bot/conversations/worker.py",
    "bot/data_keys.py",
    "bot/doctor.py",
    "bot/evaluating/",
    "bot/logs.py",
    "bot/notify/setup.py",
    "bot/production.py",
    "bot/publishing/commands.py",
    "bot/publishing/indexing.py",
    "bot/serving.py",
    "bot/settings.py",
    "bot/store/archive.py",
    "bot/store/engine.py",
    "bot/store/migrate.py",
    "bot/store/probe.py",
    "bot/store/purge.py",
    "bot/store/rotation.py",
    "bot/terminal.py",
    "bot/web/files.py",
    "index/calibration.py",
    "index/encoder.py",
    "index/light.py",
    "index/quick",
    "index/rerank.py",
    "index/training/",
)


@pytest.fixture
def french() -> Iterator[None]:
    """The page that is being made is a French one."""
    token = reader._language.set("fr")
    yield
    reader._language.reset(token)


def places(sentence: str) -> list[str]:
    """The {places} that a sentence leaves open."""
    return sorted(re.findall(r"\{\w+\}", sentence))


@pytest.mark.parametrize(("name", "language"), TRANSLATED)
def test_every_language_says_the_same_things(name: str, language: str) -> None:
    english, said = sentences(words(name, "en")), sentences(words(name, language))
    wanted = f"{name}.words.{language}.json"
    assert list(said) == list(english), f"{wanted} must have what {name}.words.en.json has"
    for at, sentence in said.items():
        assert sentence, f"{wanted}: {at} is empty"
        assert places(sentence) == places(english[at]), f"{wanted}: {at} has other places"


@pytest.mark.parametrize(("name", "language"), TRANSLATED)
def test_what_is_counted_has_the_forms_of_its_language(name: str, language: str) -> None:
    def check(said: Any, at: str) -> None:
        if not isinstance(said, dict):
            return
        if "one" in said:
            assert said.keys() == {"one", "other"}, f"{name}.words.{language}.json: {at}"
            # 'one' is of more than the number 1 in French, so that it must say of which
            assert places(said["one"]) == places(said["other"]), at
        for key, inside in said.items():
            check(inside, f"{at}/{key}")

    check(words(name, language), "")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", FILES)
def test_nothing_was_left_in_english(name: str, language: str) -> None:
    english = sentences(words(name, "en"))
    left = [
        f"{at}: {sentence}"
        for at, sentence in sentences(words(name, language)).items()
        # 'Messages' and 'Version {version}' are the same; a replies' lead-in is in the reply's language
        if sentence == english[at]
        and len(re.findall(r"[^\W\d_]{3,}", re.sub(r"\{\w+\}", "", sentence))) > 2
        and "/cite_lead/" not in at
    ]
    assert not left, f"{name}.words.{language}.json still says:\n" + "\n".join(left)


def test_french_is_set_as_french_is() -> None:
    for path in STATIC.glob("*.words.fr.json"):
        for at, sentence in sentences(json.loads(path.read_text("utf-8"))).items():
            assert "'" not in sentence, f"{path.name}: {at}: the apostrophe is ’"
            assert '"' not in sentence.replace('"question"', ""), f"{path.name}: {at}: « and »"
            broken = re.search(r"[^ ] [;:!?»%](\s|$)|« ", sentence)
            assert not broken, f"{path.name}: {at}: a space that does not break, please"


@pytest.mark.usefixtures("french")
def test_numbers_and_moments_in_french() -> None:
    at = datetime(2026, 2, 1, 14, 5, tzinfo=UTC)
    assert moment(at) == "1er févr. 2026 à 14:05 UTC"
    assert moment(at, "Europe/Paris") == "1er févr. 2026 à 15:05 CET"
    assert day(at.replace(day=12)) == "12 févr. 2026"
    assert number(2300) == "2\u202f300"
    assert number(0.349, 2) == "0,35"
    forms = {"one": "{n} jour", "other": "{n} jours"}
    assert [count(forms, n) for n in (0, 1, 2, 1000)] == [
        "0 jour",
        "1 jour",
        "2 jours",
        "1\u202f000 jours",
    ]


def test_numbers_and_moments_in_english() -> None:
    at = datetime(2026, 2, 1, 14, 5, tzinfo=UTC)
    assert moment(at) == "1 Feb 2026, 14:05 UTC"
    assert number(2300) == "2,300"
    assert number(0.349, 2) == "0.35"
    assert [is_one(n, "en") for n in (0, 1, 2)] == [False, True, False]


def test_names_stand_where_a_reader_looks_for_them() -> None:
    assert sorted(["Zoé", "Élodie", "eloi", "Anna"], key=in_order) == [
        "Anna",
        "Élodie",
        "eloi",
        "Zoé",
    ]


@pytest.mark.usefixtures("french")
def test_a_refusal_is_told_with_what_stands_in_its_places() -> None:
    assert told("“a b.txt” is UTF-16. Save it as UTF-8 and try again.") == (
        "«\u00a0a b.txt\u00a0» est en UTF-16. Enregistrez-le en UTF-8, puis réessayez."
    )
    assert told("“x” has 12,345 pages; a statement may have 500. Is it the right file?").startswith(
        "«\u00a0x\u00a0» compte 12\u202f345 pages"
    )
    assert told("Somebody invented this sentence.") == "Somebody invented this sentence."
    assert told("“{name}” is empty. Save the statement's text in it and try again.").startswith(
        "«\u00a0{name}\u00a0» est vide"
    ), "what people are called is never read for places"


@pytest.mark.usefixtures("french")
def test_a_reason_within_a_reason_is_told_too() -> None:
    whole = (
        "Version ab12 can't be answered from: The index is damaged: its checksum differs. Run `clause "
        "index` to make it again. What is live stays live."
    )
    assert told(whole) == (
        "La version ab12 ne peut pas servir à répondre\u00a0: L’index est endommagé\u00a0: sa somme de "
        "contrôle diffère. Lancez `clause index` pour le refaire. Ce qui est en ligne le reste."
    )


def test_in_english_a_refusal_is_what_it_is() -> None:
    assert told("Not found") == "Not found"


@pytest.mark.parametrize("language", OTHERS)
def test_a_refusal_keeps_its_places(language: str) -> None:
    for part in words("refusals", language).values():
        for form, translated in part.items():
            assert set(places(translated)) <= set(places(form)), form


@pytest.mark.parametrize("language", OTHERS)
def test_every_refusal_that_staff_may_read_has_words(language: str) -> None:
    token = reader._language.set(language)
    try:
        without = [
            f"{where}: {sentence}" for where, sentence in refusals() if told(sentence) == sentence
        ]
        untitled = [
            kind.title
            for kind in kinds_of(ClauseError)
            if "title" in vars(kind) and told(kind.title) == kind.title
        ]
    finally:
        reader._language.reset(token)
    file = f"bot/web/static/refusals.words.{language}.json"
    assert not without, f"{file} does not have these:\n" + "\n".join(without)
    assert not untitled, f"{file} does not have these titles: {untitled}"


def kinds_of(root: type[Exception]) -> set[type[Any]]:
    """The class and all below it."""
    return {root}.union(*(kinds_of(one) for one in root.__subclasses__()))


def refusals() -> Iterator[tuple[str, str]]:
    """Where a refusal or a failure is written, and its sentence, with x in its places."""
    kinds = {one.__name__ for root in (ClauseError, IndexingError) for one in kinds_of(root)}
    kinds |= {"Failed", "LiveChanged"}
    for path in sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("index/**/*.py")]):
        where = path.relative_to(ROOT).as_posix()
        if where.startswith(NOT_ON_PAGES):
            continue
        for line, sentence in sentences_in(path, kinds):
            yield f"{where}:{line}", sentence


def sentences_in(path: Path, kinds: set[str]) -> Iterator[tuple[int, str]]:
    """The first argument of each such call, where it is written out, there or as a constant."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = {
        target.id: one.value
        for one in tree.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        given = node.args[0]
        if isinstance(given, ast.Name):
            given = constants.get(given.id, given)
        if name in kinds and (sentence := written(given)):
            yield node.lineno, sentence


def written(node: ast.expr) -> str:
    """A literal as it comes out; '' for what is none, or is nothing but one place."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [written(one) if isinstance(one, ast.Constant) else "x" for one in node.values]
        return "".join(parts) if len(parts) > 1 else ""
    return ""
