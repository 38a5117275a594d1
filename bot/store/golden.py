"""Golden questions, in the database."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, case, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Person
from bot.errors import Conflict, NotFound
from bot.publishing.golden import Golden, GoldenQuestion, Origin
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.tables_golden import golden_questions as table
from bot.store.tables_live import candidates

TWICE = "This text has that question already. Change the one that is there."


class GoldenTables(Database):
    """What the database keeps of golden questions."""

    async def golden(self, document: str, text_language: str) -> list[GoldenQuestion]:
        """Those of a text, in the order in which they came."""
        statement = (
            select(table)
            .where(table.c.document == document, table.c.text_language == text_language)
            .order_by(table.c.id)
        )
        async with self.read() as connection:
            return [_question(row) for row in await connection.execute(statement)]

    async def golden_question(self, question_id: int) -> GoldenQuestion:
        """One of them. Raises NotFound."""
        async with self.read() as connection:
            found = await connection.execute(select(table).where(table.c.id == question_id))
            row = found.one_or_none()
        if row is None:
            raise NotFound("There is no such golden question. Somebody may have deleted it.")
        return _question(row)

    async def add_golden(
        self,
        document: str,
        text_language: str,
        questions: Sequence[Golden],
        who: Person | None,
        origin: Origin = "owner",
        *,
        accepts: int | None = None,
    ) -> int:
        """Keep all of them or none; how many were new. From a file, those that are there are renewed.

        who: None for the file that ships with the service. accepts: the candidate that becomes this.
        Raises Conflict if an owner writes one that is there already, or the candidate is gone.
        """
        now = datetime.now(UTC)
        added = 0
        async with self.write() as connection:
            if accepts is not None:
                gone = await connection.execute(
                    delete(candidates).where(candidates.c.id == accepts)
                )
                if not gone.rowcount:
                    raise Conflict("Somebody else has seen to this one already.")
            mine = (table.c.document == document, table.c.text_language == text_language)
            known = {
                row.question: row.id
                for row in await connection.execute(
                    select(table.c.id, table.c.question).where(*mine)
                )
            }
            for one in questions:
                values = {**one.as_entry(), "updated_at": now}
                if one.question in known:
                    if origin != "file":
                        raise Conflict(TWICE)
                    await connection.execute(
                        update(table).where(table.c.id == known[one.question]).values(values)
                    )
                    continue
                added += 1
                await connection.execute(
                    insert(table).values(
                        **values,
                        document=document,
                        text_language=text_language,
                        origin=origin,
                        author=who.name if who else "",
                        created_at=now,
                    )
                )
            if who is not None:
                detail = {"count": len(questions), "origin": origin}
                await connection.execute(
                    audit_line(
                        who, "golden-questions-added", f"{document}.{text_language}", now, detail
                    )
                )
        return added

    async def change_golden(self, question_id: int, to: Golden, who: Person) -> None:
        """Raises NotFound, and Conflict if another one asks that already."""
        now = datetime.now(UTC)
        statement = (
            update(table)
            .where(table.c.id == question_id)
            .values(**to.as_entry(), author=who.name, updated_at=now)
        )
        try:
            async with self.write() as connection:
                changed = await connection.execute(statement)
                if not changed.rowcount:
                    raise NotFound(
                        "There is no such golden question. Somebody may have deleted it."
                    )
                line = audit_line(who, "golden-question-changed", f"question {question_id}", now)
                await connection.execute(line)
        except IntegrityError as error:
            raise Conflict(TWICE) from error

    async def remove_golden(self, question_id: int, who: Person) -> None:
        """Take one out; that it is gone already is no error."""
        now = datetime.now(UTC)
        async with self.write() as connection:
            found = await connection.execute(select(table).where(table.c.id == question_id))
            row = found.one_or_none()
            if row is None:
                return
            await connection.execute(delete(table).where(table.c.id == question_id))
            detail = {"question": row.question}
            target = f"{row.document}.{row.text_language}"
            await connection.execute(
                audit_line(who, "golden-question-removed", target, now, detail)
            )

    async def reject_candidate(self, candidate_id: int, who: Person) -> None:
        """Take a candidate off the list; that it is gone already is no error."""
        now = datetime.now(UTC)
        async with self.write() as connection:
            gone = await connection.execute(
                delete(candidates).where(candidates.c.id == candidate_id)
            )
            if gone.rowcount:
                line = audit_line(who, "candidate-rejected", f"candidate {candidate_id}", now)
                await connection.execute(line)


async def move_golden(
    connection: AsyncConnection, document: str, text_language: str, anchors: Mapping[str, str]
) -> int:
    """Let the questions of a text expect other anchors, all at once: two sections may swap names.

    How many did.
    """
    if not anchors:
        return 0
    changed = await connection.execute(
        update(table)
        .where(
            table.c.document == document,
            table.c.text_language == text_language,
            table.c.anchor.in_(list(anchors)),
        )
        .values(anchor=case(dict(anchors), value=table.c.anchor, else_=table.c.anchor))
    )
    return changed.rowcount


def golden_stamp(questions: Sequence[GoldenQuestion]) -> str:
    """Names this set of questions: the same again if and only if none of them was changed."""
    entries = [one.plain.as_entry() for one in questions]
    return hashlib.sha256(json.dumps(entries).encode()).hexdigest()[:16]


def _question(row: Row[Any]) -> GoldenQuestion:
    return GoldenQuestion(**{**row._mapping, "tags": tuple(row.tags)})
