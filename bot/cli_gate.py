"""The command line's golden questions: clause gate."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any
from xml.etree import ElementTree

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli_settings import read_settings
from bot.cli_texts import DOCUMENT, JSON, LANGUAGE, source_of
from bot.errors import Unprocessable
from bot.publishing.verdicts import Asked, Finding, GateResult, Row

SAYS = {
    Finding.SECTION_GONE: "section gone",
    Finding.BROKEN: "right → wrong",
    Finding.CITATION_GONE: "sentence gone",
    Finding.LESS_SURE: "less sure",
    Finding.CHANGED: "other answer",
    Finding.WRONG: "wrong before too",
    Finding.FIXED: "wrong → right",
    Finding.SAME: "unchanged",
}


def register(app: typer.Typer, errors: Console) -> None:
    """Adds the command to the application."""

    @app.command()
    def gate(
        text: Annotated[
            str, typer.Argument(help="A txt, md or html file, or the name of a version.")
        ],
        document: DOCUMENT = "",
        language: LANGUAGE = "",
        as_json: JSON = False,
        junit: Annotated[
            Path | None, typer.Option(metavar="FILE", help="Write a JUnit report, for pipelines.")
        ] = None,
    ) -> None:
        """Ask the golden questions of a text and of what is live. Nothing is stored or published.

        Exit code 0: none breaks; 1: one does; 2: something can't be read.
        """
        from bot.publishing.commands import gated

        source = source_of(text)
        result = asyncio.run(gated(read_settings(), errors, text, source, document, language))
        if junit is not None:
            try:
                junit.write_bytes(as_junit(result))
            except OSError as error:
                raise Unprocessable(f"“{junit}” can't be written ({error.strerror}).") from error
        if as_json:
            print(json.dumps(as_plain(result), ensure_ascii=False, indent=2))
        else:
            _print(Console(soft_wrap=True, highlight=False), result)
        if result.broken:
            raise typer.Exit(1)


def as_plain(result: GateResult) -> dict[str, Any]:
    """The result as JSON values."""
    return {
        "document": result.document,
        "language": result.language,
        "live": result.live,
        "draft": result.draft,
        "broken": len(result.broken),
        "counts": {finding.value: number for finding, number in result.counts.items()},
        "questions": [
            {
                "question": row.question.question,
                "language": row.question.language,
                "anchor": row.question.anchor,
                "finding": row.finding.value,
                "breaks": row.breaks,
                "moves_to": row.became or None,
                "live": _side(row.live) if row.live else None,
                "draft": _side(row.draft),
            }
            for row in result.rows
        ],
    }


def _side(asked: Asked) -> dict[str, Any]:
    return {
        "verdict": asked.verdict,
        "confidence": asked.confidence,
        "right": asked.right,
        "cited": [{"anchor": one.anchor, "quote": one.quote} for one in asked.cited],
    }


def as_junit(result: GateResult) -> bytes:
    """A test case a question; one that breaks is a failure."""
    name = f"{result.document}.{result.language}"
    suite = ElementTree.Element(
        "testsuite",
        name=f"clause gate {name} {result.draft}",
        tests=str(len(result.rows)),
        failures=str(len(result.broken)),
        errors="0",
    )
    for row in result.rows:
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=row.question.question)
        if row.breaks:
            failure = ElementTree.SubElement(case, "failure", message=SAYS[row.finding])
            failure.text = _told(row)
    ElementTree.indent(suite)
    written: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
    return written


def _told(row: Row) -> str:
    expects = f"#{row.question.anchor}" if row.question.anchor else "that the text is silent"
    live = f"live: {row.live.verdict}, “{row.live.first}”\n" if row.live else ""
    return f"expects: {expects}\n{live}draft: {row.draft.verdict}, “{row.draft.first}”"


def _print(console: Console, result: GateResult) -> None:
    against = f"against {result.live}, which is live" if result.live else "nothing is live"
    console.print(Text(f"{len(result.rows)} golden questions, {against}.", style="bold"))
    table = Table("finding", "question", "live", "now", box=None, pad_edge=False)
    for row in result.rows:
        if row.finding is not Finding.SAME:
            style = "red" if row.breaks else ""
            cells = (SAYS[row.finding], row.question.question, _short(row.live), _short(row.draft))
            table.add_row(*(Text(cell, style=style) for cell in cells))
    if table.row_count:
        console.print(table)
    same = result.counts[Finding.SAME]
    console.print(Text(f"{len(result.broken)} broken, {same} unchanged.", style="dim"))


def _short(asked: Asked | None) -> str:
    if asked is None:
        return "–"
    return f"{asked.verdict} {asked.confidence:.0%}" if asked.confidence else asked.verdict
