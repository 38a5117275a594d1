"""The command line's privacy: clause purge | export-person | erase-person."""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.cli_settings import read_settings
from bot.settings import Settings
from bot.store.purge import Purged

SAYS = {
    "answered": "conversations that the bot answered",
    "handed_off": "conversations that people had a part in",
    "to_proof": "rights requests, whose text goes and whose proof stays",
    "requests": "proofs of rights requests",
    "audit": "lines of the audit log",
}

EMAIL = Annotated[str, typer.Argument(help="The address that they wrote from.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""

    @app.command()
    def purge(
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Count what would be deleted, and leave it.")
        ] = False,
    ) -> None:
        """Delete what was kept as long as the settings say; a service that runs does so by itself."""
        done = asyncio.run(_purged(read_settings(), dry_run=dry_run))
        table = Table("would end" if dry_run else "ended", "", box=None, pad_edge=False)
        for name, says in SAYS.items():
            table.add_row(str(getattr(done, name)), says)
        Console().print(table)

    @app.command("export-person")
    def export_person(
        email: EMAIL,
        to: Annotated[
            Path | None, typer.Option("--to", help="File to write. Default: standard output.")
        ] = None,
    ) -> None:
        """Write all that is kept of a person outside, found by their e-mail address, as JSON."""
        found = json.dumps(
            asyncio.run(_exported(read_settings(), email)), ensure_ascii=False, indent=2
        )
        if to is None:
            print(found)
            return
        with open(
            os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(found + "\n")

    @app.command("erase-person")
    def erase_person(
        email: EMAIL,
        yes: Annotated[
            bool, typer.Option("--yes", help="Do not ask: there is no way back.")
        ] = False,
    ) -> None:
        """Delete all that is kept of a person outside, found by their e-mail address.

        Prints a receipt as JSON. Of a right that was exercised the proof stays.
        """
        settings = read_settings()
        if not yes:
            count = asyncio.run(_count(settings, email))
            typer.confirm(f"Delete {count} conversations for good?", abort=True, err=True)
        receipt = asyncio.run(_erased(settings, email))
        print(json.dumps(receipt, ensure_ascii=False, indent=2))


async def _exported(settings: Settings, email: str) -> dict[str, Any]:
    from bot.privacy.person import People
    from bot.serving import opened_store

    async with opened_store(settings) as store:
        return await People(store).export(email, None)


async def _count(settings: Settings, email: str) -> int:
    from bot.privacy.person import People
    from bot.serving import opened_store

    async with opened_store(settings) as store:
        return len((await People(store).find(email)).conversations)


async def _erased(settings: Settings, email: str) -> dict[str, Any]:
    from bot.privacy.person import People
    from bot.serving import opened_store

    async with opened_store(settings) as store:
        return (await People(store).erase(email, None)).as_json()


async def _purged(settings: Settings, *, dry_run: bool) -> Purged:
    from bot.privacy.retention import kept_now, limits_of
    from bot.serving import opened_store

    async with opened_store(settings) as store:
        limits = limits_of(await kept_now(store, settings), datetime.now(UTC))
        return await (store.to_purge(limits) if dry_run else store.purge(limits))
