"""Curated answers, in the database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.conversations.events import Person
from bot.errors import Conflict, NotFound
from bot.publishing.curated import Curated, CuratedAnswer
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.tables_curated import curated_answers as table

GONE = "There is no such answer. Somebody may have deleted it."


class CuratedTables(Database):
    """What the database keeps of curated answers."""

    async def curated(
        self, document: str | None = None, text_language: str | None = None
    ) -> list[CuratedAnswer]:
        """Those of a text, or all, in the order in which they came."""
        statement = select(table).order_by(table.c.id)
        if document is not None:
            statement = statement.where(
                table.c.document == document, table.c.text_language == text_language
            )
        async with self.read() as connection:
            return [_answer(row) for row in await connection.execute(statement)]

    async def curated_stamp(self) -> tuple[int, datetime | None, int | None]:
        """Another one as soon as any of them was written, changed or deleted."""
        statement = select(func.count(), func.max(table.c.updated_at), func.max(table.c.id))
        async with self.read() as connection:
            number, changed, last = (await connection.execute(statement)).one()
        return number, changed, last

    async def curated_answer(self, number: int) -> CuratedAnswer:
        """One of them. Raises NotFound."""
        async with self.read() as connection:
            found = await connection.execute(select(table).where(table.c.id == number))
            row = found.one_or_none()
        if row is None:
            raise NotFound(GONE)
        return _answer(row)

    async def add_curated(
        self, document: str, text_language: str, answer: Curated, who: Person
    ) -> int:
        """Keep an answer; its number."""
        now = datetime.now(UTC)
        values = {"document": document, "text_language": text_language, "created_at": now}
        async with self.write() as connection:
            added = await connection.execute(
                insert(table).values(**values, **_values(answer, who, now)).returning(table.c.id)
            )
            number: int = added.scalar_one()
            await connection.execute(_line(who, "curated-answer-added", number, now, answer))
        return number

    async def change_curated(
        self, number: int, to: Curated, who: Person, *, seen: datetime, confirms: bool = False
    ) -> None:
        """Keep an answer as it is now.

        seen: when what the owner looked at was last changed. confirms: only what it rests on is new.
        Raises NotFound, and Conflict if a colleague changed it meanwhile.
        """
        now = datetime.now(UTC)
        async with self.write() as connection:
            found = await connection.execute(
                select(table.c.updated_at, table.c.author).where(table.c.id == number)
            )
            row = found.one_or_none()
            if row is None:
                raise NotFound(GONE)
            if row.updated_at != seen:
                raise Conflict(f"{row.author} changed this answer meanwhile. Look at it again.")
            await connection.execute(
                update(table).where(table.c.id == number).values(**_values(to, who, now))
            )
            action = "curated-answer-confirmed" if confirms else "curated-answer-changed"
            await connection.execute(_line(who, action, number, now, to))

    async def remove_curated(self, number: int, who: Person) -> None:
        """Take one out; that it is gone already is no error."""
        now = datetime.now(UTC)
        async with self.write() as connection:
            found = await connection.execute(select(table).where(table.c.id == number))
            row = found.one_or_none()
            if row is None:
                return
            await connection.execute(delete(table).where(table.c.id == number))
            await connection.execute(
                _line(who, "curated-answer-removed", number, now, _answer(row))
            )


def _values(answer: Curated, who: Person, now: datetime) -> dict[str, Any]:
    return {
        "text": answer.text,
        "language": answer.language,
        "questions": list(answer.questions),
        "rests_on": answer.rests_on,
        "author": who.name,
        "updated_at": now,
    }


def _line(who: Person, action: str, number: int, now: datetime, answer: Curated) -> Any:
    return audit_line(who, action, f"curated answer {number}", now, {"text": answer.text})


def _answer(row: Row[Any]) -> CuratedAnswer:
    return CuratedAnswer(**{**row._mapping, "questions": tuple(row.questions)})
