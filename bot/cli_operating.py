"""The command line's part for whoever runs the service: clause doctor | backup | restore."""

import asyncio
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli_settings import read_settings
from bot.errors import Unprocessable
from bot.store.archive import Manifest

JSON = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, for programs.")]
SIGNS = {"good": "[green]good[/]", "note": "[yellow]note[/]", "bad": "[bold red]bad[/]"}


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""

    @app.command()
    def doctor(as_json: JSON = False) -> None:
        """Look at this deployment from all sides and say how to mend what is wrong.

        Changes nothing. Exit code 1: something is bad.
        """
        from bot.doctor import State, examine

        found = asyncio.run(examine(read_settings()))
        worst = next((s for s in reversed(State) if any(f.state is s for f in found)), State.GOOD)
        if as_json:
            said = {"state": worst, "findings": [asdict(one) for one in found]}
            print(json.dumps(said, ensure_ascii=False, indent=2))
        else:
            table = Table(
                "", "about", "what was found, and how to mend it", box=None, pad_edge=False
            )
            for one in found:
                mend = f"\n[bold]→[/] {escape(one.mend)}" if one.mend else ""
                table.add_row(SIGNS[one.state], one.about, escape(one.says) + mend)
            Console(highlight=False).print(table)
        if worst is State.BAD:
            raise typer.Exit(1)

    @app.command()
    def backup(
        to: Annotated[
            Path | None, typer.Argument(help="File or folder. Default: CLAUSE_BACKUPS.")
        ] = None,
        keep: Annotated[
            int, typer.Option(help="Delete all but so many of the newest in that folder.", min=1)
        ] = 0,
    ) -> None:
        """Write the whole database into one file, as it is at this moment; the service may run.

        The file holds what visitors said: keep it as safe as the database, and no longer.
        """
        from bot.backup import drop_old, new_path
        from bot.serving import opened_store

        now, settings = datetime.now(UTC), read_settings()
        path = new_path(settings, to, now)

        async def run() -> Manifest:
            async with opened_store(settings) as store:
                return await store.back_up(path, now)

        made = asyncio.run(run())
        print(f"{path}: {made.rows} rows of {len(made.tables)} tables")
        for gone in drop_old(path.parent, keep) if keep else ():
            print(f"{gone}: deleted")

    @app.command("new-key")
    def new_key() -> None:
        """Print a new key for CLAUSE_DATA_KEY. Keep it apart from the database and its backups."""
        from bot.store.sealing import new_key as made

        print(made())

    @app.command("rotate-keys")
    def rotate_keys() -> None:
        """Seal all that is stored with the first key of CLAUSE_DATA_KEY; the service may run.

        What was not sealed yet is sealed; afterwards older keys are needed for old backups alone.
        """
        from bot.data_keys import keys_of, refuse_without_keys
        from bot.serving import opened_store

        settings = read_settings()
        keys = keys_of(settings).keys
        if not keys:
            raise Unprocessable("No key is set. Make one with `clause new-key`: CLAUSE_DATA_KEY.")

        async def run() -> int:
            async with opened_store(settings) as store:
                await refuse_without_keys(store)
                return await store.seal_all()

        print(f"{asyncio.run(run())} rows are sealed anew, with the key {keys[0].name}")

    @app.command()
    def restore(
        file: Annotated[Path, typer.Argument(help="What `clause backup` wrote.")],
        overwrite: Annotated[
            bool, typer.Option("--overwrite", help="Take the place of what is in the database now.")
        ] = False,
    ) -> None:
        """Put a backup into the database that the settings name. Stop the service before.

        All of it or nothing; the tables become those of this version. It may be the other kind of database.
        """
        from bot.serving import opened_store

        if not file.is_file():
            raise Unprocessable(f"There is no file {file}.")

        async def run() -> Manifest:
            async with opened_store(read_settings()) as store:
                done = await store.restore(file, overwrite=overwrite)
                if overwrite:
                    await store.forget_bytes()
                return done

        done = asyncio.run(run())
        print(f"{done.rows} rows, as they were on {done.made_at:%Y-%m-%d at %H:%M} UTC")
