"""What the command line shows: steps, progress, answers, and answers as JSON lines."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from rich.box import Box
from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from bot.answering.answer import Answer, Answers, Citation, Verdict
from bot.errors import ClauseError

# a rule at the left of the clause, and nothing else around it
HEAVY_LEFT = Box("    \n▌   \n    \n▌   \n    \n    \n▌   \n    \n")

_LABELS = {
    Verdict.ANSWERED: ("answered", "green"),
    Verdict.UNSURE: ("not sure", "yellow"),
    Verdict.NOT_COVERED: ("not in the statement", "red"),
    Verdict.SMALL_TALK: ("small talk", "cyan"),
    Verdict.HUMAN: ("asks for a person", "magenta"),
}


class Steps:
    """Shows on standard error what a slow start is busy with: a line a step, a bar for indexing."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            console=console,
        )
        self._console = console
        self._bars: dict[str, Any] = {}

    def step(self, sentence: str) -> None:
        """A step begins."""
        self._console.print(Text(f"· {sentence}", style="dim"))

    def indexing(self, name: str, done: int, of: int) -> None:
        """Sentences of a statement were encoded."""
        if name not in self._bars:
            self._progress.start()
            self._bars[name] = self._progress.add_task(f"Indexing {name}", total=of)
        self._progress.update(self._bars[name], completed=done, total=of)
        if done == of:
            self._progress.stop()


def show_answer(console: Console, answer: Answer) -> None:
    """Prints an answer for a person: the verdict, the words, and each clause on its card."""
    label, colour = _LABELS[answer.verdict]
    headline = Text.assemble((f" {label} ", f"bold reverse {colour}"))
    if answer.verdict in (Verdict.ANSWERED, Verdict.UNSURE, Verdict.NOT_COVERED):
        headline.append(f"  confidence {answer.confidence:.0%}", "dim")
    console.print(headline)
    if answer.curated:
        console.print(Text.assemble((f"{answer.curated.label} ", "dim"), answer.curated.text))
    console.print(Padding(Text(answer.text), (0, 0, 1, 0)))
    for number, citation in enumerate(answer.citations):
        if number == 0:
            console.print(Panel(_clause(citation), border_style="yellow", box=HEAVY_LEFT))
        else:
            console.print(Padding(_reference(citation), (0, 2)))
    if answer.citations:
        console.print(Text(answer.citations[0].url, style="dim"), soft_wrap=True)


def _clause(citation: Citation) -> Group:
    """The section path, and the passage with the sentence that answers as with a highlighter."""
    start = citation.start - citation.passage_start
    passage = Text(citation.passage)
    passage.stylize("black on bright_yellow", start, start + len(citation.quote))
    return Group(Text(_path(citation), style="dim"), passage)


def _reference(citation: Citation) -> Text:
    return Text.assemble((f"{_path(citation)}: ", "dim"), citation.quote, style="dim")


def _path(citation: Citation) -> str:
    """Without the document's title, where there is more."""
    return " › ".join(citation.heading_path[1:] or citation.heading_path)


def answer_lines(answerer: Answers, lines: Iterable[bytes]) -> Iterator[str]:
    """A line of JSON for each line of JSON, in order; a line that can't be answered gets its error.

    In: {"id"?, "question", "language"?}, other keys are left alone. Out: the Answer with the id, or
    {"id", "error"}.
    """
    for line in lines:
        identity: Any = None
        try:
            entry = _parsed(line)
            identity = entry.get("id")
            answer = answerer.answer(_text(entry, "question") or "", _text(entry, "language"))
            out = {"id": identity, **answer.model_dump(mode="json")}
        except (ValueError, ClauseError) as error:
            out = {"id": identity, "error": str(error)}
        # an id may hold half a surrogate pair, which no encoding can write: then all is escaped
        try:
            written = json.dumps(out, ensure_ascii=False)
            written.encode()
        except UnicodeEncodeError:
            written = json.dumps(out)
        yield written


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        entry = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"This line is not JSON: {error}") from error
    if not isinstance(entry, dict):
        raise ValueError('This line is not a JSON object. Write {"question": "…"}.')
    return entry


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def _text(entry: dict[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"“{key}” must be text. Currently, it is {json.dumps(value)[:60]}.")
    return value


def input_lines(path: str) -> Iterator[bytes]:
    """The lines of a file, or of standard input for '-'."""
    if path == "-":
        yield from sys.stdin.buffer
        return
    with open(path, "rb") as file:
        yield from file
