"""The command line's part about texts: clause versions | publish | rollback | diff."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli_settings import read_settings
from bot.errors import Unprocessable
from index.diff import Comparison
from index.diff_words import Edit

if TYPE_CHECKING:
    from bot.publishing.reviewing import Reviewed
    from bot.store.versions import Version

DOCUMENT = Annotated[
    str, typer.Option("--document", help="Slug of the document, such as privacy.", metavar="SLUG")
]
LANGUAGE = Annotated[
    str, typer.Option("--language", help="Language of the text, such as fr.", metavar="CODE")
]
JSON = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, for programs.")]
REASON = Annotated[str, typer.Option("--reason", help="Why; kept in the history.")]
STYLES = {Edit.DELETED: "red strike", Edit.INSERTED: "green underline"}
SIGNS = {Edit.KEPT: "{}", Edit.DELETED: "[-{}-]", Edit.INSERTED: "{{+{}+}}"}
AROUND = 60  # characters that are shown of what did not change, on each side


def register(app: typer.Typer, errors: Console) -> None:
    """Adds the commands to the application."""

    @app.command()
    def versions(document: DOCUMENT = "", language: LANGUAGE = "", as_json: JSON = False) -> None:
        """List the texts' versions, the newest first, and when what is live was last reviewed."""
        from bot.publishing.commands import ages, listed

        rows = asyncio.run(listed(read_settings(), document, language))
        reviewed = asyncio.run(ages(read_settings(), rows))
        if as_json:
            _print_json(
                [
                    _plain(asdict(row))
                    | {"reviewed_at": age.at.isoformat() if age else None}
                    | {"review_due": bool(age and age.due)}
                    for row in rows
                    for age in [reviewed.get(row.id)]
                ]
            )
            return
        table = Table(
            "document", "language", "version", "state", "brought", "by", "note",
            box=None, pad_edge=False,
        )  # fmt: skip
        for row in rows:
            at = f"{row.created_at:%Y-%m-%d %H:%M}"
            table.add_row(
                row.slug, row.language, row.version, row.state, at, row.author or "folder", row.note
            )
        console = Console()
        console.print(table)
        for row in rows:
            if age := reviewed.get(row.id):
                console.print(_age(row, age), highlight=False, markup=False, soft_wrap=True)

    @app.command()
    def publish(
        text: Annotated[
            str, typer.Argument(help="A txt, md or html file, or the name of a version.")
        ],
        document: DOCUMENT = "",
        language: LANGUAGE = "",
        note: Annotated[str, typer.Option(help="Note for colleagues, of a new text.")] = "",
        reason: REASON = "",
        all_the_same: Annotated[
            bool,
            typer.Option("--all-the-same", help="Also if golden questions break; needs --reason."),
        ] = False,
        as_json: JSON = False,
    ) -> None:
        """Publish a file or a stored version; a running service takes it up within two seconds.

        A file named such as privacy.fr.txt says itself which document and language it is.
        """
        from bot.publishing.commands import published

        source = source_of(text)
        version = asyncio.run(
            published(
                read_settings(),
                errors,
                text,
                source,
                document,
                language,
                note,
                reason,
                all_the_same,
            )
        )
        if as_json:
            _print_json(_plain(asdict(version)))
        else:
            Console().print(f"{version.slug}.{version.language}: {version.version} is live.")

    @app.command()
    def rollback(
        document: Annotated[str, typer.Argument(help="Slug of the document, such as privacy.")],
        language: Annotated[str, typer.Argument(help="Language of the text, such as fr.")],
        reason: REASON = "",
        as_json: JSON = False,
    ) -> None:
        """Make live again what was live before."""
        from bot.publishing.commands import rolled_back

        version = asyncio.run(rolled_back(read_settings(), errors, document, language, reason))
        if as_json:
            _print_json(_plain(asdict(version)))
        else:
            Console().print(f"{version.slug}.{version.language}: {version.version} is live again.")

    @app.command()
    def diff(
        old: Annotated[Path, typer.Argument(help="A txt, md or html file.")],
        new: Annotated[Path, typer.Argument(help="The file that it became.")],
        as_json: JSON = False,
    ) -> None:
        """Compare two texts section by section. Exit code 0 if they are the same, 1 if not."""
        from bot.publishing.reading import read_safely
        from index.diff import compare
        from index.readers import outline_of

        outlines = [
            outline_of(read_safely(_bytes(path), path.name), (), path.name) for path in (old, new)
        ]
        compared = compare(outlines[0].sections, outlines[1].sections)
        if as_json:
            _print_json(_diff_json(compared))
        else:
            _print_diff(Console(soft_wrap=True, highlight=False), compared)
        if not compared.same:
            raise typer.Exit(1)


def _age(version: "Version", age: "Reviewed") -> str:
    """How long ago a live text was looked through, in a sentence."""
    from bot.publishing.reviewing import in_words

    unit, number = in_words(age)
    ago = unit if unit == "today" else f"{number} {unit if number > 1 else unit[:-1]} ago"
    by = f" by {age.by}" if age.by else ""
    sentence = f"{version.slug}.{version.language} was last {age.how} {ago}{by}"
    return sentence + (": look it through in the studio." if age.due else ".")


def source_of(text: str) -> bytes | None:
    """What is in the file of that name; None if it is no file, but perhaps a version's name.

    Raises Unprocessable.
    """
    path = Path(text)
    return _bytes(path) if path.is_file() else None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unprocessable(f"The file “{path}” can't be read ({error.strerror}).") from error


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Moments and days as ISO 8601; the database's own number left out."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
        if name != "id"
    }


def _diff_json(compared: Comparison) -> dict[str, Any]:
    return {
        "same": compared.same,
        "counts": compared.counts(),
        "sections": [
            {
                "heading": match.section.heading,
                "anchor": match.section.anchor,
                "old_heading": match.old.heading if match.old else None,
                "kinds": list(match.kinds),
                "telling": [{"old": one, "new": other} for one, other in match.telling],
                "stretches": [[s.edit, s.text] for s in match.stretches],
            }
            for match in compared.matches
            if not match.unchanged
        ],
    }


def _print_diff(console: Console, compared: Comparison) -> None:
    counts = ", ".join(f"{n} {kind}" for kind, n in compared.counts().items() if n)
    console.print(Text(f"Sections: {counts}.", style="bold"))
    for match in compared.matches:
        if match.unchanged:
            continue
        heading = Text(f"\n{match.section.heading}", style="bold")
        heading.append(f"  ({', '.join(match.kinds)})", style="dim")
        if match.renamed and match.old:
            heading.append(f", was: {match.old.heading}", style="dim")
        console.print(heading)
        if not (match.edited or match.added or match.removed):
            continue
        body = Text()
        for stretch in match.stretches:
            text = stretch.text
            if stretch.edit is Edit.KEPT and len(text) > 3 * AROUND:
                text = f"{text[:AROUND]} […] {text[-AROUND:]}"
            shown = text if console.is_terminal else SIGNS[stretch.edit].format(text)
            body.append(shown, style=STYLES.get(stretch.edit))
        console.print(body)
