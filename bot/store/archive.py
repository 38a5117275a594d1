"""A copy of the whole database in one file, and a database made of such a file again.

The file is a zip: a table a member, a row a JSON line, and a manifest with the number and the checksum of
each. It is read in one transaction, so it shows one moment, whatever is written meanwhile; it fits either
kind of database. Values are taken as they stand: what is encrypted in a table is encrypted here.
"""

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
    tuple_,
)

from bot.errors import Conflict, Unprocessable
from bot.store.engine import Database
from bot.store.migrate import is_known, migration_config

FORMAT = 1
MANIFEST = "manifest.json"
ROWS = 500  # read and written at once
REVISIONS = "alembic_version"
UNREADABLE = (
    OSError, EOFError, zipfile.BadZipFile, zlib.error,
    KeyError, TypeError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What reading a damaged zip may end with."""


@dataclass(frozen=True)
class Manifest:
    """What is in a file. tables: rows and SHA-256 by name."""

    made_at: datetime
    revision: str
    tables: dict[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        """All together."""
        return sum(count for count, _ in self.tables.values())


class ArchiveTables(Database):
    """The database as a file, and back."""

    async def back_up(self, path: Path, now: datetime) -> Manifest:
        """Write it all into a new file, which is there once it is whole.

        Raises Conflict if there is one already, Unprocessable if it can't be written.
        """
        _refuse_existing(path)
        part = path.with_name(path.name + ".part")
        try:
            async with self.read() as connection:
                if not self.is_sqlite:  # SQLite's reader sees one moment anyway
                    await connection.execute(
                        text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    )
                manifest = await connection.run_sync(_write_whole, part, now)
            part.rename(path)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
        return manifest

    async def restore(self, path: Path, *, overwrite: bool) -> Manifest:
        """Put in what the file has, in one transaction: all of it or nothing.

        The tables become those of this version. Raises Unprocessable if the file is damaged, is none of
        ours, or comes from a newer version; Conflict if there is something already and not `overwrite`.
        """
        manifest = checked(path)
        if not is_known(manifest.revision):
            raise Unprocessable(f"{path} was made by a newer version of Clause. Use that one.")
        async with self.write() as connection:
            await connection.run_sync(_restore, path, manifest, overwrite)
        return manifest


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise Conflict(f"The file {path} is there already. Choose another name.")


def read_manifest(path: Path) -> Manifest:
    """What the file says is in it. Raises Unprocessable."""
    try:
        with zipfile.ZipFile(path) as file:
            said = json.loads(file.read(MANIFEST))
        if said["format"] != FORMAT:
            raise Unprocessable(f"{path} was made by another version of Clause, which can read it.")
        return Manifest(
            made_at=datetime.fromisoformat(said["made_at"]),
            revision=str(said["revision"]),
            tables={str(name): (int(n), str(sha)) for name, (n, sha) in said["tables"].items()},
        )
    except UNREADABLE as error:
        raise Unprocessable(f"{path} can't be read as a backup: {type(error).__name__}.") from error


def checked(path: Path) -> Manifest:
    """The manifest, after every byte was compared with it. Raises Unprocessable."""
    manifest = read_manifest(path)
    try:
        with zipfile.ZipFile(path) as file:
            for name, (_, expected) in manifest.tables.items():
                with file.open(f"{name}.jsonl") as member:
                    checksum = hashlib.sha256()
                    while some := member.read(1 << 20):
                        checksum.update(some)
                    if checksum.hexdigest() != expected:
                        raise Unprocessable(
                            f"{path} is damaged: the table {name} is not what it was."
                        )
    except UNREADABLE as error:
        raise Unprocessable(f"{path} is damaged: {type(error).__name__}.") from error
    return manifest


def _tables(connection: Connection) -> list[Table]:
    """The tables as they are, those that others refer to first."""
    there = MetaData()
    there.reflect(connection)
    for table in there.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):  # NULL is NULL, and no 'null' in JSON
                column.type.none_as_null = True
    return [table for table in there.sorted_tables if table.name != REVISIONS]


def _write_whole(connection: Connection, part: Path, now: datetime) -> Manifest:
    try:
        return _write(connection, part, now)
    except (ConnectionError, TimeoutError):
        raise  # the database's
    except OSError as error:
        raise Unprocessable(
            f"The backup can't be written to {part.parent}: {error.strerror}. Make room there, or name "
            "another folder; nothing is left of it."
        ) from error


def _write(connection: Connection, part: Path, now: datetime) -> Manifest:
    tables: dict[str, tuple[int, str]] = {}
    revision = MigrationContext.configure(connection).get_current_revision()
    # only its owner may read it: it holds what people said, and secrets
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as file:
            for table in _tables(connection):
                count, checksum = 0, hashlib.sha256()
                with file.open(f"{table.name}.jsonl", "w", force_zip64=True) as member:
                    for line in _lines(connection, table):
                        member.write(line)
                        checksum.update(line)
                        count += 1
                tables[table.name] = (count, checksum.hexdigest())
            said = {
                "format": FORMAT,
                "made_at": now.isoformat(),
                "revision": revision,
                "tables": tables,
            }
            file.writestr(MANIFEST, json.dumps(said, indent=1))
        raw.flush()
        os.fsync(raw.fileno())
    return Manifest(now, str(revision), tables)


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """A page at a time, each from where the last one ended."""
    key = list(table.primary_key.columns)
    page = select(table).order_by(*key).limit(_at_once(table))
    wanted = page
    while rows := connection.execute(wanted).mappings().all():
        for row in rows:
            plain = {name: _plain(value) for name, value in row.items()}
            yield json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        last = [literal(rows[-1][column.name], column.type) for column in key]
        wanted = page.where(tuple_(*key) > tuple_(*last))


def _at_once(table: Table) -> int:
    """How many rows; one with a file in it may have megabytes."""
    large = any(isinstance(column.type, LargeBinary) for column in table.columns)
    return 5 if large else ROWS


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _restore(connection: Connection, path: Path, manifest: Manifest, overwrite: bool) -> None:
    there = _tables(connection)
    if not overwrite and any(_is_filled(connection, table) for table in there):
        raise Conflict(
            "There is something in this database already. Choose an empty one with "
            "CLAUSE_DATABASE_URL, or say --overwrite: what is there now is lost then."
        )
    before = MetaData()
    before.reflect(connection)
    before.drop_all(connection)
    config = migration_config()
    config.attributes["connection"] = connection
    # the tables as they were when the backup was made; then all that came after
    command.upgrade(config, manifest.revision)
    with zipfile.ZipFile(path) as file:
        for table in _tables(connection):
            if table.name in manifest.tables:
                _fill(connection, table, file)
    command.upgrade(config, "head")


def _is_filled(connection: Connection, table: Table) -> bool:
    return connection.execute(select(func.count()).select_from(table)).scalar_one() > 0


def _fill(connection: Connection, table: Table, file: zipfile.ZipFile) -> None:
    sqlite = connection.dialect.name == "sqlite"
    connection.execute(table.delete())  # what migrations put in is in the backup too
    rows: list[dict[str, Any]] = []
    most = _at_once(table)
    with file.open(f"{table.name}.jsonl") as member:
        for line in member:
            row = json.loads(line)
            rows.append({c.name: _value(c, row[c.name], sqlite) for c in table.columns})
            if len(rows) == most:
                connection.execute(insert(table), rows)
                rows.clear()
    if rows:
        connection.execute(insert(table), rows)
    if not sqlite:
        _count_on(connection, table)


def _value(column: Column[Any], value: Any, sqlite: bool) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=None) if sqlite else at
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    return value


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows after those that were put in with their numbers."""
    names = [column["name"] for column in inspect(connection).get_columns(table.name)]
    if "id" not in names:
        return
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
    ).scalar()
    if sequence:
        last = connection.execute(select(func.max(table.c.id))).scalar()
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :last, :used)"),
            {"sequence": sequence, "last": last or 1, "used": last is not None},
        )
