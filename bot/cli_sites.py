"""The command line's keys that sites sign with who their visitors are: clause site-keys."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli_settings import read_settings
from bot.conversations.identity import SiteKey, clean_site, new_secret
from bot.errors import NotFound
from bot.settings import Settings


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""
    keys = typer.Typer(help="Keys that sites sign with who their visitors are: add, list, remove.")
    app.add_typer(keys, name="site-keys", no_args_is_help=True)

    @keys.command("list")
    def listed() -> None:
        """Show whose keys there are, without the keys."""
        table = Table("number", "site", "made", "by", "last used", box=None, pad_edge=False)
        for key in asyncio.run(_all(read_settings())):
            used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
            made = f"{key.made_at:%Y-%m-%d}"
            table.add_row(str(key.id), key.site, made, key.made_by, used)
        Console().print(table)

    @keys.command()
    def add(
        site: Annotated[str, typer.Argument(help="Its origin, such as https://shop.example.")],
    ) -> None:
        """Make a key for a site, beside those that it has, and print it: it is shown this once."""
        print(asyncio.run(_added(read_settings(), clean_site(site))))

    @keys.command()
    def remove(
        number: Annotated[int, typer.Argument(help="As `clause site-keys list` shows it.")],
    ) -> None:
        """Take a key back: what it signs is believed no more, at once."""
        print(f"A key of {asyncio.run(_removed(read_settings(), number))} was taken back.")


async def _all(settings: Settings) -> list[SiteKey]:
    from bot.serving import opened_store

    async with opened_store(settings) as store:
        return await store.site_keys()


async def _added(settings: Settings, site: str) -> str:
    from bot.serving import opened_store

    async with opened_store(settings) as store:
        return (await store.add_site_key(None, site, new_secret(), datetime.now(UTC))).secret


async def _removed(settings: Settings, number: int) -> str:
    from bot.serving import opened_store

    async with opened_store(settings) as store:
        site = await store.remove_site_key(None, number, datetime.now(UTC))
    if site is None:
        raise NotFound(f"There is no key {number}. See `clause site-keys list`.")
    return site
