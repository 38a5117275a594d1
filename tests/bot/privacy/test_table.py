"""docs/privacy.md names every column that the database has, and none that it has not."""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect

from bot.store import Store

PAGE = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"


def documented() -> dict[str, set[str]]:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", PAGE.read_text("utf-8"), re.M)
    assert all(why.strip() and how_long.strip() for _, _, why, how_long in rows)
    return {table: set(re.findall(r"`(\w+)`", columns)) for table, columns, _, _ in rows}


def there(connection: Connection) -> dict[str, set[str]]:
    look = inspect(connection)
    return {
        table: {column["name"] for column in look.get_columns(table)}
        for table in look.get_table_names()
    }


async def test_the_page_names_what_is_stored(store: Store) -> None:
    async with store.read() as connection:
        tables = await connection.run_sync(there)
    page = documented()
    missing = [
        f"{table}.{column}"
        for table, columns in tables.items()
        for column in sorted(columns - page.get(table, set()))
    ]
    assert not missing, f"docs/privacy.md must say why these are stored, and how long: {missing}"
    gone = [f"{table}.{c}" for table in page for c in page[table] - tables.get(table, set())]
    assert not gone, f"docs/privacy.md names what is not stored any more: {gone}"
