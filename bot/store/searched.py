"""Searching in what was said where it is sealed: the database can't, so it is opened and read here.

That has a price: of the newest SEARCHED messages and as many notes, not of all.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy import literal, null, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering.text import fold
from bot.store import sealing
from bot.store.tables import events
from bot.store.tables_live import notes

SEARCHED = 20_000
PAGE = 1000
MOST = 5000  # conversations that a search gives on


def folded(text: str) -> str | None:
    """What the database searches in; nothing where the text is sealed: it would say it all."""
    return None if sealing.ring().keys else fold(text)


async def holding(connection: AsyncConnection, words: list[str]) -> list[str]:
    """The conversations in which all of the words stand, somewhere in messages and notes."""
    found: dict[str, set[str]] = defaultdict(set)
    messages = select(
        events.c.conversation_id,
        events.c.at,
        events.c.seq.label("number"),
        events.c.text,
        events.c.data,
    ).where(or_(events.c.text.is_not(None), events.c.type == "rating"))
    noted = select(
        notes.c.conversation_id, notes.c.at, notes.c.number, notes.c.text, null().label("data")
    )
    for statement, table in ((messages, events), (noted, notes)):
        number = events.c.seq if table is events else notes.c.number
        key = (table.c.at, table.c.conversation_id, number)
        page = statement.order_by(*(one.desc() for one in key)).limit(PAGE)
        wanted = page
        for _ in range(SEARCHED // PAGE):  # each page lets others have their turn
            rows = (await connection.execute(wanted)).all()
            for row in rows:
                read = fold(_said(row))
                found[row.conversation_id].update(word for word in words if word in read)
            if len(rows) < PAGE:
                break
            last = rows[-1]
            values = (last.at, last.conversation_id, last.number)
            wanted = page.where(
                tuple_(*key)
                < tuple_(*(literal(v, k.type) for k, v in zip(key, values, strict=True)))
            )
    return [id for id, there in found.items() if there >= set(words)][:MOST]


def reads_as(row: Any) -> str:
    """The folded text of a row that has `text` and `folded`, whether it is sealed or not."""
    return row.folded or fold(row.text)


def _said(row: Any) -> str:
    word = row.data.get("word") if isinstance(row.data, dict) else None
    return str(row.text or word or "")
