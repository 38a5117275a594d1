"""The command line: clause serve | index | ask | evaluate | users …"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from bot import cli_gate, cli_operating, cli_privacy, cli_sites, cli_texts
from bot.cli_settings import read_settings
from bot.errors import ClauseError, Unprocessable
from index.errors import IndexingError

app = typer.Typer(
    name="clause",
    help="Answers visitors' questions about a privacy statement with the clause itself.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    add_completion=False,
)
users = typer.Typer(help="Add support agents and owners, list them, reset a password.")
app.add_typer(users, name="users", no_args_is_help=True)

errors = Console(stderr=True)
cli_texts.register(app, errors)
cli_gate.register(app, errors)
cli_privacy.register(app)
cli_operating.register(app)
cli_sites.register(app)

EncoderOption = Annotated[
    str | None,
    typer.Option(
        "--encoder", help="Folder or name of a sentence-transformers model.", metavar="MODEL"
    ),
]


def main() -> None:
    """Runs the command; a refusal is one sentence on standard error and exit code 2."""
    try:
        app()
    except (ClauseError, IndexingError) as error:
        _refuse(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        name = "CLAUSE_" + "_".join(str(part) for part in first["loc"] or ("office",)).upper()
        reason = first["msg"].removeprefix("Value error, ").rstrip(".")
        _refuse(f"The setting {name} is not acceptable: {reason}.")
    except SettingsError as error:
        name = str(error).partition('"')[2].partition('"')[0].upper()
        _refuse(
            f'The setting CLAUSE_{name} is a list: write it as JSON, such as ["https://a.example"].'
        )
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _refuse(sentence: str) -> None:
    print(f"clause: {sentence}", file=sys.stderr)
    sys.exit(2)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=1, max=65535)] = None,
    encoder: EncoderOption = None,
) -> None:
    """Start the service: chat widget, agents' console, owner's studio and statement pages.

    New statements in the folder are indexed and published first. Stop with Ctrl+C.
    """
    from bot.serving import serve as run

    _loop()(run(read_settings(host=host, port=port, encoder=encoder), errors))


def _loop() -> Callable[[Coroutine[Any, Any, None]], None]:
    """What runs the service: uvloop where it is installed, a fifth quicker, else asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    return uvloop.run


@app.command()
def index(
    force: Annotated[bool, typer.Option(help="Make every index again, even a good one.")] = False,
    encoder: EncoderOption = None,
) -> None:
    """Index the statements of the folder and publish what is new.

    A service that is running takes it up when it is started again.
    """
    from bot.serving import index_statements

    done = asyncio.run(index_statements(read_settings(encoder=encoder), errors, force=force))
    table = Table("statement", "version", "what happened", box=None, pad_edge=False)
    refused = [entry.reason for entry in done if entry.reason]
    for entry in done:
        if not entry.reason:
            table.add_row(entry.name, entry.version, entry.action)
    if table.rows:
        Console().print(table)
    if refused:
        raise Unprocessable(" ".join(refused))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What you want to know.")] = None,
    jsonl: Annotated[
        str | None,
        typer.Option(
            "--jsonl",
            metavar="FILE|-",
            help='Answer a file of questions, a line each: {"id"?, "question", "language"?}. '
            "Answers go to standard output in the same order.",
        ),
    ] = None,
    statement: Annotated[
        Path | None,
        typer.Option(
            "--statement",
            metavar="FILE",
            help="Answer from this txt, md or html file instead of what is published.",
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Language of the question: fr, en, es or de.")
    ] = None,
    encoder: EncoderOption = None,
) -> None:
    """Ask a question about the statement and read the clause that answers it."""
    from bot.serving import answering_from

    if (question is None) == (jsonl is None):
        raise typer.BadParameter("give one question, or --jsonl with a file of questions")
    if jsonl not in (None, "-") and not Path(str(jsonl)).is_file():
        raise typer.BadParameter(f"there is no file “{jsonl}”", param_hint="--jsonl")
    asyncio.run(
        answering_from(read_settings(encoder=encoder), errors, statement, question, jsonl, language)
    )


@app.command()
def evaluate(
    questions: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER|FILE",
            help="Questions whose answer is known, as JSON lines. Default: data/questions/.",
        ),
    ] = None,
    statement: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The statement that one file of questions is about."),
    ] = None,
    only: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Take only the statements that this file names, such as data/questions/held_out.txt.",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Judge these answers, as `clause ask --jsonl` writes them, instead of asking.",
        ),
    ] = None,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report as JSON, to compare with.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the report as a page, with every miss."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Show what changed since this report (made by --json)."),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=N", help="Exit with 1 if it is less, such as answer@1=0.7."),
    ] = None,
    fail_over: Annotated[
        list[str] | None,
        typer.Option(metavar="FIGURE=N", help="Exit with 1 if it is more, such as wrong=0.2."),
    ] = None,
    encoder: EncoderOption = None,
) -> None:
    """Measure how good the answers are, on questions whose answer is known."""
    from bot.evaluating.run import Wanted
    from bot.evaluating.run import evaluate as run

    wanted = Wanted(
        questions=questions,
        statement=statement,
        only=only,
        answers=answers,
        json=json,
        html=html,
        compare=compare,
        fail_under=fail_under or (),
        fail_over=fail_over or (),
    )
    missed = run(read_settings(encoder=encoder), errors, wanted)
    for sentence in missed:
        errors.print(f"clause: {sentence}", highlight=False, markup=False, soft_wrap=True)
    if missed:
        raise typer.Exit(1)


@users.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="What they sign in with.")],
    name: Annotated[str, typer.Option(help="How visitors see them.", prompt=True)],
    role: Annotated[str, typer.Option(help="agent, owner or admin.")] = "agent",
) -> None:
    """Add a member of staff; prints a one-time password to hand on."""
    from bot.serving import add_account

    password = asyncio.run(add_account(read_settings(), email, name, role))
    Console().print(
        Panel(
            f"{email} signs in once with the password [bold]{password}[/] and then chooses a new one."
        )
    )


@users.command("reset-password")
def reset_password(email: Annotated[str, typer.Argument(help="Whose.")]) -> None:
    """Give someone a new one-time password; their sessions end."""
    from bot.serving import reset_account

    password = asyncio.run(reset_account(read_settings(), email))
    Console().print(Panel(f"{email} signs in once with the password [bold]{password}[/]."))


@users.command("list")
def list_users() -> None:
    """List who may sign in."""
    from bot.serving import list_accounts

    table = Table("e-mail", "name", "role", box=None, pad_edge=False)
    for account in asyncio.run(list_accounts(read_settings())):
        table.add_row(account.email, account.name, account.role.value)
    Console().print(table)


if __name__ == "__main__":
    main()
