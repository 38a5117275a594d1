"""The command line's privacy: clause purge."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

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


def register(app: typer.Typer) -> None:
    """Adds the command to the application."""

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


async def _purged(settings: Settings, *, dry_run: bool) -> Purged:
    from bot.privacy.retention import limits_of
    from bot.serving import opened_store

    limits = limits_of(settings, datetime.now(UTC))
    async with opened_store(settings) as store:
        return await (store.to_purge(limits) if dry_run else store.purge(limits))
