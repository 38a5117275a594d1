"""Reads questions whose answer is known, with the statements that they are about."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering.engine import LANGUAGES
from bot.errors import Unprocessable
from bot.publishing.reading import text_of
from bot.serving import file_language, read_source
from index.judged import KINDS, Expected
from index.quotes import normalised, same_heading
from index.readers import READERS, outline_of
from index.sections import Section

EXAMPLE = '{"question": "…", "gold": [{"section": "…", "quote": "…"}]}'


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question and what answers it. line: where it stands in its file, from 1; id: how it is named."""

    id: str
    line: int
    text: str
    language: str
    kind: str
    style: str
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class AskedStatement:
    """A statement with its questions. name: the file's without its ending."""

    name: str
    path: Path
    language: str
    text: str
    sections: tuple[Section, ...]
    questions: tuple[KnownQuestion, ...]

    def holds(self, quote: str) -> bool:
        """Whether the statement holds the quote letter by letter, as it is cited or as it was filed."""
        return bool(quote) and (
            any(quote in section.text for section in self.sections) or quote in self.text
        )


def read_questions(
    path: Path, statement: Path | None = None, only: Path | None = None
) -> list[AskedStatement]:
    """The questions of a file, or of every file in a folder, each with the statement beside it.

    statement: of a single file, where it does not lie beside it under the same name.
    only: a file that names those of a folder to take, a line each, such as its `held_out.txt`.
    Raises Unprocessable or StatementError with a sentence that says what to do.
    """
    if not path.exists():
        raise Unprocessable(
            f"There are no questions at “{path}”. Name a folder or a .jsonl file with --questions."
        )
    if path.is_dir():
        if statement is not None:
            raise Unprocessable(
                f"--statement goes with one file of questions; “{path}” is a folder. "
                "Name the file with --questions."
            )
        files = sorted(path.glob("*.jsonl"))
        if not files:
            raise Unprocessable(
                f"The folder “{path}” holds no .jsonl file. Put one beside each statement, with its name."
            )
        if only is not None:
            files = _only(files, only)
    elif only is not None:
        raise Unprocessable(
            f"--only goes with a folder of questions; “{path}” is one file. Leave one of them out."
        )
    else:
        files = [path]
    found = [_read(file, statement or _beside(file), len(files) > 1) for file in files]
    if not any(asked.questions for asked in found):
        raise Unprocessable(f"“{path}” holds no question. Write one a line: {EXAMPLE}.")
    return found


def _only(files: list[Path], only: Path) -> list[Path]:
    names = [line.strip() for line in _read_text(only).split("\n") if line.strip()]
    if not names:
        raise Unprocessable(f"“{only}” names no statement. Write the name of one a line.")
    by_name = {file.stem: file for file in files}
    for name in names:
        if name not in by_name:
            raise Unprocessable(
                f"“{only}” names “{name[:60]}”, and there is no {name[:60]}.jsonl among the questions. "
                "Write the names of their files, without the ending."
            )
    return [file for file in files if file.stem in names]


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise Unprocessable(f"“{path}” can't be read ({error.strerror}). Name another.") from error
    except UnicodeDecodeError as error:
        raise Unprocessable(f"“{path}” is not UTF-8. Save it as UTF-8 and try again.") from error


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of a file with their lines, from 1; empty lines are left out.

    Raises Unprocessable naming the line.
    """
    # not splitlines: a JSON string may hold U+2028
    for number, line in enumerate(_read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Unprocessable(
                f"Line {number} of “{path}” is not JSON ({error}). Write one JSON object a line."
            ) from error
        if not isinstance(entry, dict):
            raise Unprocessable(
                f"Line {number} of “{path}” is not a JSON object. Write one a line."
            )
        yield number, entry


def _beside(questions: Path) -> Path:
    """The statement under the same name."""
    here = [
        path
        for path in sorted(questions.parent.glob("*"))
        if path.stem == questions.stem and path.suffix.lower() in READERS
    ]
    if not here:
        raise Unprocessable(
            f"There is no statement beside “{questions}”. Put it there under the same name "
            f"({questions.stem}.txt, .md or .html), or name it with --statement."
        )
    return here[0]


def _read(questions: Path, statement: Path, several: bool) -> AskedStatement:
    _, parsed = read_source(statement)
    outline = outline_of(parsed, (), statement.name)
    language = file_language(statement, text_of(parsed))
    known: list[KnownQuestion] = []
    lines: dict[str, int] = {}
    for line, entry in read_lines(questions):
        place = f"Line {line} of “{questions}”"
        question = _question(entry, line, language, place)
        if several:  # else lines of different files would be named alike
            question = _renamed(question, questions.stem)
        if question.text in lines:
            raise Unprocessable(
                f"{place} asks the same as line {lines[question.text]}. Take one of them out."
            )
        lines[question.text] = line
        known.append(question)
    asked = AskedStatement(
        statement.stem,
        statement,
        language,
        "\n".join(parsed.shown) or text_of(parsed),
        outline.sections,
        tuple(known),
    )
    _check_expected(asked, questions)
    return asked


def _renamed(question: KnownQuestion, file: str) -> KnownQuestion:
    fields = {name: getattr(question, name) for name in KnownQuestion.__slots__}
    return KnownQuestion(**{**fields, "id": f"{file}:{question.id}"})


def _question(entry: dict[str, Any], line: int, language: str, place: str) -> KnownQuestion:
    text = _text(entry, "question", "", place)
    if not text.strip():
        raise Unprocessable(f"{place} has no question. Write {EXAMPLE}.")
    expected = _expected(entry.get("gold") or [], place)
    kind = _text(entry, "kind", "answerable" if expected else "unanswerable", place)
    if kind not in KINDS:
        raise Unprocessable(
            f"{place} has the kind “{kind[:40]}”, which is not known. Known kinds: {', '.join(KINDS)}."
        )
    if (kind == "answerable") != bool(expected):
        raise Unprocessable(
            f"{place} is {kind}, but {'has a' if expected else 'has no'} gold. "
            "A question is answerable if and only if it names what answers it."
        )
    spoken = _text(entry, "lang", language, place)
    if spoken not in LANGUAGES:
        raise Unprocessable(
            f"{place} has the lang “{spoken[:20]}”, which is not known. "
            f"Known languages: {', '.join(LANGUAGES)}."
        )
    name = entry.get("id")
    return KnownQuestion(
        id=str(line if name is None else name),
        line=line,
        text=text,
        language=spoken,
        kind=kind,
        style=_text(entry, "style", "", place) or "none given",
        expected=expected,
    )


def _text(entry: dict[str, Any], key: str, otherwise: str, place: str) -> str:
    value = entry.get(key)
    if value is None:
        return otherwise
    if not isinstance(value, str):
        raise Unprocessable(
            f"{place}: “{key}” must be text. Currently, it is {json.dumps(value)[:60]}."
        )
    return value


def _expected(golds: object, place: str) -> tuple[Expected, ...]:
    if not isinstance(golds, list) or not all(_is_gold(gold) for gold in golds):
        raise Unprocessable(
            f"{place}: “gold” must be a list of objects with a section, a quote and, where the question "
            f"has parts, the number of the part. Write {EXAMPLE}."
        )
    return tuple(Expected(gold["section"], gold["quote"], gold.get("part")) for gold in golds)


def _is_gold(gold: object) -> bool:
    return (
        isinstance(gold, dict)
        and all(
            isinstance(gold.get(key), str) and gold[key].strip() for key in ("section", "quote")
        )
        and (gold.get("part") is None or type(gold["part"]) is int)
    )


def _check_expected(asked: AskedStatement, questions: Path) -> None:
    """What is expected must be possible. Raises Unprocessable."""
    texts = [normalised(section.text) for section in asked.sections]
    headings = {section.heading for section in asked.sections}
    for question in asked.questions:
        for gold in question.expected:
            place = f"Line {question.line} of “{questions}” expects"
            if not any(normalised(gold.quote) in text for text in texts):
                raise Unprocessable(
                    f"{place} “{gold.quote[:80]}”, which is not in “{asked.path.name}”. "
                    "Copy the sentence from the statement as it stands there."
                )
            if not any(same_heading(gold.section, heading) for heading in headings):
                raise Unprocessable(
                    f"{place} the section “{gold.section[:80]}”, which “{asked.path.name}” does not have. "
                    "Copy the heading that stands over the sentence."
                )
