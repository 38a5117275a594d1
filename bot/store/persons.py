"""All that is kept of one person who writes from outside, found by their e-mail address."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Person
from bot.conversations.rights_requests import Outcome
from bot.privacy.addresses import Written
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.purge import erase, strip_to_proof
from bot.store.tables import PURGED, accounts, conversations, events, open_questions
from bot.store.tables_golden import golden_questions
from bot.store.tables_identity import identities
from bot.store.tables_live import (
    candidates,
    handoffs,
    invites,
    left_messages,
    notes,
    ratings,
    rights_requests,
)
from bot.store.tables_outbox import outbox
from bot.store.tables_votes import votes

PAGE = 2000  # messages looked through at once

HANGS_ON = (
    events, notes, left_messages, rights_requests, ratings, votes, candidates, handoffs, outbox,
    open_questions, identities,
)  # fmt: skip
"""What an export gives of a conversation, beside itself."""
_NOT_THEIRS = {"token_hash", "folded", "lease", "leased_until", "account_id", "owner_id"}


@dataclass(frozen=True)
class Found:
    """A conversation of theirs.

    why: they 'left' or 'wrote' the address, or were 'named' by their site; or the 'same' visitor as in
    another.
    """

    id: str
    why: str
    state: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class OpenRequest:
    """A right that was exercised in one of them, and is not closed."""

    id: int
    conversation_id: str
    kind: str


@dataclass(frozen=True)
class Traces:
    """Where an address is. mentioned: conversations in which only others wrote it.

    proofs: how many of theirs hold the proof of a right. golden: golden questions that hold the address.
    tickets: references and addresses of tickets made of them outside. staff: an account or invitation.
    """

    conversations: list[Found]
    mentioned: list[str]
    open_requests: list[OpenRequest]
    proofs: int
    golden: int
    tickets: list[tuple[str, str]]
    staff: bool

    @property
    def ids(self) -> list[str]:
        """Of the conversations that are theirs."""
        return [one.id for one in self.conversations]


class PersonTables(Database):
    """What the database keeps of a person outside."""

    async def traces_of(self, written: Written) -> Traces:
        """Everything that hangs on the address, however it is written."""
        async with self.read() as connection:
            return await _traces(connection, written)

    async def all_of(self, ids: Collection[str]) -> list[dict[str, Any]]:
        """Every row of these conversations by table, without keys and what is only for machines."""
        found = []
        async with self.read() as connection:
            for id in ids:
                of = await _rows(connection, conversations, conversations.c.id == id)
                one: dict[str, Any] = {"conversation": of[0]} if of else {}
                for table in HANGS_ON:
                    one[table.name] = await _rows(connection, table, table.c.conversation_id == id)
                found.append(one)
        return found

    async def erase_person(
        self, written: Written, by: Person | None, receipt: dict[str, Any], now: datetime
    ) -> Traces:
        """Delete all that is theirs, in one transaction with the line of the log that says so.

        Of conversations in which a right was exercised the proof stays. Open requests for erasure are
        closed as done by it. receipt: for the log, without the address. Gives what there was.
        """
        async with self.write() as connection:
            there = await _traces(connection, written)
            ids = there.ids
            await connection.execute(
                update(rights_requests)
                .where(rights_requests.c.conversation_id.in_(ids))
                .where(rights_requests.c.closed_at.is_(None), rights_requests.c.kind == "erasure")
                .values(
                    closed_at=now,
                    closed_by=by.id if by else None,
                    outcome=Outcome.DONE.value,
                    note=f"Erased by address, receipt {receipt['receipt']}",
                )
            )
            found = await connection.execute(
                select(rights_requests.c.conversation_id)
                .where(rights_requests.c.conversation_id.in_(ids))
                .distinct()
            )
            proofs = set(found.scalars())
            await erase(connection, [id for id in ids if id not in proofs])
            await strip_to_proof(connection, [id for id in ids if id in proofs])
            target = f"person {receipt['address_sha256'][:16]}"
            detail = receipt | {"conversations": len(ids), "proofs": len(proofs)}
            await connection.execute(audit_line(by, "erase_person", target, now, detail))
        return there

    async def note_export(self, by: Person | None, target: str, now: datetime, count: int) -> None:
        """A line in the log that somebody took along what is kept of a person."""
        async with self.write() as connection:
            detail = {"conversations": count}
            await connection.execute(audit_line(by, "export_person", target, now, detail))


async def _traces(connection: AsyncConnection, written: Written) -> Traces:
    why: dict[str, str] = {}
    mentioned: set[str] = set()
    for row in await connection.execute(select(left_messages)):
        if written.is_it(row.email):
            why[row.conversation_id] = "left"
    for row in await connection.execute(select(identities)):
        if written.is_it(row.email):
            why.setdefault(row.conversation_id, "named")
    for row in await _texts(connection, events, events.c.seq, events.c.author, events.c.data):
        if written.is_in(row.text) or written.is_in(_word(row.data)):
            if row.author == "visitor" or row.author is None:
                why.setdefault(row.conversation_id, "wrote")
            else:
                mentioned.add(row.conversation_id)
    for row in await connection.execute(select(votes.c.conversation_id, votes.c.comment)):
        if written.is_in(row.comment):
            why.setdefault(row.conversation_id, "wrote")
    for row in await _texts(connection, notes, notes.c.number):
        if written.is_in(row.text):
            mentioned.add(row.conversation_id)
    for row in await connection.execute(select(candidates.c.conversation_id, candidates.c.note)):
        if written.is_in(row.note):
            mentioned.add(row.conversation_id)
    for row in await connection.execute(
        select(rights_requests.c.conversation_id, rights_requests.c.note)
    ):
        if written.is_in(row.note):
            mentioned.add(row.conversation_id)
    await _same_visitor(connection, why)
    ids = list(why)
    found = await connection.execute(
        select(conversations)
        .where(conversations.c.id.in_(ids), conversations.c.token_hash != PURGED)
        .order_by(conversations.c.created_at, conversations.c.id)
    )
    theirs = [Found(o.id, why[o.id], o.state, o.created_at, o.updated_at) for o in found]
    requests = [
        OpenRequest(row.id, row.conversation_id, row.kind)
        for row in await connection.execute(
            select(rights_requests)
            .where(rights_requests.c.conversation_id.in_(ids))
            .where(rights_requests.c.closed_at.is_(None))
            .order_by(rights_requests.c.id)
        )
    ]
    proofs = await connection.execute(
        select(func.count(rights_requests.c.conversation_id.distinct())).where(
            rights_requests.c.conversation_id.in_(ids)
        )
    )
    tickets = await connection.execute(
        select(outbox.c.reference, outbox.c.reference_url)
        .where(outbox.c.conversation_id.in_(ids), outbox.c.reference.is_not(None))
        .order_by(outbox.c.id)
    )
    golden = 0
    for row in await connection.execute(select(golden_questions.c.question)):
        golden += written.is_in(row.question)
    emails = [
        *(await connection.execute(select(accounts.c.email))).scalars(),
        *(await connection.execute(select(invites.c.email))).scalars(),
    ]
    return Traces(
        conversations=theirs,
        mentioned=sorted(mentioned - set(why)),
        open_requests=requests,
        proofs=proofs.scalar_one(),
        golden=golden,
        tickets=[(row.reference, row.reference_url or "") for row in tickets],
        staff=any(written.is_it(email) for email in emails),
    )


async def _texts(connection: AsyncConnection, table: Table, number: Any, *more: Any) -> list[Any]:
    """Rows of messages or notes that have an @ in them: a page at a time, as there may be millions."""
    found: list[Any] = []
    key = (table.c.conversation_id, number)
    page = select(*key, table.c.text, *more).order_by(*key).limit(PAGE)
    wanted = page
    while rows := (await connection.execute(wanted)).all():
        found.extend(
            row for row in rows if "@" in (row.text or "") or "@" in str(getattr(row, "data", ""))
        )
        last = (rows[-1].conversation_id, rows[-1][1])
        wanted = page.where(tuple_(*key) > tuple_(*last))
    return found


def _word(data: Any) -> str | None:
    """What a visitor wrote beside the stars."""
    return data.get("word") if isinstance(data, dict) else None


async def _same_visitor(connection: AsyncConnection, why: dict[str, str]) -> None:
    """Adds what the same visitors had before and after: each names the one before it."""
    links = await connection.execute(
        select(conversations.c.id, conversations.c.previous_id).where(
            conversations.c.previous_id.is_not(None)
        )
    )
    next_to: dict[str, list[str]] = {}
    for row in links:
        next_to.setdefault(row.id, []).append(row.previous_id)
        next_to.setdefault(row.previous_id, []).append(row.id)
    waiting = list(why)
    while waiting:
        for id in next_to.get(waiting.pop(), ()):
            if id not in why:
                why[id] = "same"
                waiting.append(id)


async def _rows(connection: AsyncConnection, table: Table, which: Any) -> list[dict[str, Any]]:
    rows = await connection.execute(select(table).where(which).order_by(*table.primary_key.columns))
    return [
        {name: value for name, value in row._mapping.items() if name not in _NOT_THEIRS}
        for row in rows
    ]
