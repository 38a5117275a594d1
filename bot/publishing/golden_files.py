"""Golden questions in files: JSON lines and CSV, read and written."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import Unprocessable
from bot.publishing.golden import Golden, GoldenQuestion
from bot.spreadsheet import escaped, unescaped
from index.quotes import same_heading
from index.snapshot import Snapshot

COLUMNS = ("question", "language", "anchor", "quote", "tags")
MOST_QUESTIONS = 5000


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that can't be used. line: from 1; reason: what to do."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds."""

    questions: tuple[Golden, ...]
    bad: tuple[BadLine, ...]


def read_golden(content: bytes, name: str, language: str, text: Snapshot | None = None) -> Read:
    """The questions of a .jsonl or .csv file, and the lines that are none.

    language: of a question that names none. text: where sections are looked up by their heading.
    Raises Unprocessable if nothing of the file can be read.
    """
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unprocessable(f"“{name}” is not UTF-8. Save it as UTF-8 and try again.") from error
    ending = name.rpartition(".")[2].lower()
    if ending not in ("jsonl", "csv"):
        raise Unprocessable(f"“{name}” is neither .jsonl nor .csv. Export a file to see the form.")
    entries = _json_lines(decoded) if ending == "jsonl" else _csv_lines(decoded)
    questions: dict[str, Golden] = {}
    lines: dict[str, int] = {}
    bad: list[BadLine] = []
    for line, make in entries:
        try:
            one = _golden(make(), language, text).checked()
        except Unprocessable as error:
            bad.append(BadLine(line, error.detail))
            continue
        if one.question in questions:
            first = lines[one.question]
            bad.append(BadLine(line, f"It asks the same as line {first}. Take one of them out."))
            continue
        questions[one.question], lines[one.question] = one, line
    if not questions and not bad:
        raise Unprocessable(f"“{name}” holds no question.")
    if len(questions) > MOST_QUESTIONS:
        raise Unprocessable(
            f"“{name}” holds {len(questions):,} questions; {MOST_QUESTIONS:,} can be read. Part the file."
        )
    return Read(tuple(questions.values()), tuple(bad))


def kept_as(
    path: Path, document: str, text_language: str, text: Snapshot | None
) -> list[GoldenQuestion]:
    """The questions of a file as those of a text, unstored; none if there is no file.

    Raises Unprocessable if a line of it can't be used.
    """
    if not path.is_file():
        return []
    read = read_golden(path.read_bytes(), path.name, text_language, text)
    if read.bad:
        first = read.bad[0]
        raise Unprocessable(f"Line {first.line} of “{path}” can't be used. {first.reason}")
    return [
        GoldenQuestion(
            **{name: getattr(one, name) for name in one.as_entry()},
            id=place,
            document=document,
            text_language=text_language,
            origin="file",
        )
        for place, one in enumerate(read.questions, 1)
    ]


def as_jsonl(questions: Sequence[Golden]) -> bytes:
    """One JSON object a line; what is empty is left out."""
    lines = []
    for one in questions:
        entry: dict[str, object] = {"question": one.question, "lang": one.language}
        entry |= {"anchor": one.anchor, "quote": one.quote, "tags": list(one.tags)}
        kept = {name: value for name, value in entry.items() if value}
        lines.append(json.dumps(kept, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def as_csv(questions: Sequence[Golden]) -> bytes:
    """For a spreadsheet. What could be taken for a formula gets an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in questions:
        cells = (one.question, one.language, one.anchor or "", one.quote, "; ".join(one.tags))
        writer.writerow([escaped(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")  # without the mark, spreadsheets take it for Latin-1


Make = Callable[[], dict[str, Any]]


def _json_lines(text: str) -> Iterator[tuple[int, Make]]:
    # not splitlines: a JSON string may hold U+2028
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, lambda line=line: _json_entry(line)  # type: ignore[misc]


def _json_entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unprocessable(f"It is not JSON ({error}). Write one JSON object a line.") from error
    if not isinstance(entry, dict):
        raise Unprocessable('It is not a JSON object. Write {"question": "…"}.')
    return entry


def _csv_lines(text: str) -> Iterator[tuple[int, Make]]:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    names: list[str] | None = None
    begin = 1
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if names is None:
                names = [cell.strip().casefold() for cell in cells]
                if "question" not in names:
                    raise Unprocessable(
                        f"The first line must name the columns: {', '.join(COLUMNS)}. "
                        "Only “question” is needed."
                    )
                continue
            entry: dict[str, Any] = {
                name: unescaped(cell) for name, cell in zip(names, cells, strict=False) if cell
            }
            entry["tags"] = entry.get("tags", "").replace(",", ";").split(";")
            yield line, lambda entry=entry: entry  # type: ignore[misc]
    except csv.Error as error:
        raise Unprocessable(
            f"Line {reader.line_num} can't be read as CSV ({error}). Save it again as CSV, UTF-8."
        ) from error


def _golden(entry: dict[str, Any], language: str, text: Snapshot | None) -> Golden:
    spoken = entry.get("language") or entry.get("lang") or language
    anchor, quote, tags = entry.get("anchor"), entry.get("quote") or "", entry.get("tags") or []
    if entry.get("gold") and anchor is None:
        anchor, quote = _of_gold(entry["gold"], text)
    said = {
        "question": entry.get("question"),
        "language": spoken,
        "anchor": anchor or "",
        "quote": quote,
    }
    for name, value in said.items():
        if not isinstance(value, str):
            raise Unprocessable(f"“{name}” must be text. Write it in quotation marks.")
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Unprocessable("“tags” must be a list of words.")
    return Golden(str(said["question"]), str(spoken).lower(), anchor, str(quote), tuple(tags))


def _of_gold(gold: Any, text: Snapshot | None) -> tuple[str, str]:
    """The anchor and the quote of an entry in the form of data/questions/."""
    try:
        heading, quote = str(gold[0]["section"]), str(gold[0]["quote"])
    except (KeyError, IndexError, TypeError) as error:
        raise Unprocessable(
            "“gold” must be a list of objects with a section and a quote."
        ) from error
    for section in text.sections if text is not None else ():
        if same_heading(section.heading, heading) and quote in section.text:
            return section.anchor, quote
    raise Unprocessable(
        f"The text has no section “{heading[:80]}” with that sentence. Name its anchor instead."
    )
