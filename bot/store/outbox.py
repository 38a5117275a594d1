"""The outbox in the database: put in with what caused it, sent by one process at a time.

A process that sends an entry holds a lease on it: a secret and a moment until which nobody else may
send it. Taking a lease is one conditional UPDATE, and so is saying how the try ended, which only
the holder can. A process that is killed lets its leases run out.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Insert,
    Integer,
    Row,
    String,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.events import Person
from bot.notify.outbox import (
    Attempt,
    Channel,
    Dispatch,
    Entry,
    EntryState,
    Outcome,
    Sent,
)
from bot.notify.schedule import Next
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.tables_live import left_messages
from bot.store.tables_outbox import outbox, outbox_attempts, webhooks

LIST_LIMIT = 200


async def put(connection: AsyncConnection, dispatch: Dispatch, now: datetime) -> bool:
    """Put something into the outbox, in the caller's transaction; False if it was put before.

    Put again to be sent sooner, it is. The caller holds the conversation, so that nobody else puts
    the same meanwhile.
    """
    due = now + dispatch.after
    known = await connection.execute(
        select(outbox.c.id).where(outbox.c.delivery_id == dispatch.delivery_id)
    )
    if known.first() is not None:
        await connection.execute(
            update(outbox)
            .where(
                outbox.c.delivery_id == dispatch.delivery_id,
                outbox.c.attempts == 0,  # one that failed keeps the time of its next try
                outbox.c.due_at > due,
            )
            .values(due_at=due)
        )
        return False
    await connection.execute(
        insert(outbox).values(
            delivery_id=dispatch.delivery_id,
            channel=dispatch.channel.value,
            target=dispatch.channel.value,
            state=EntryState.PENDING.value,
            conversation_id=dispatch.conversation_id,
            seq=dispatch.seq,
            created_at=now,
            due_at=due,
            attempts=0,
        )
    )
    return True


def _for_webhooks() -> Insert:
    number = cast(webhooks.c.id, String)
    now = bindparam("now", type_=outbox.c.created_at.type)
    columns: dict[str, Any] = {
        "delivery_id": bindparam("name", type_=String).concat(number),
        "channel": literal(Channel.WEBHOOK.value),
        "target": literal("webhook:", String).concat(number),
        "state": literal(EntryState.PENDING.value),
        "conversation_id": bindparam("of", type_=String),
        "seq": bindparam("number", type_=Integer),
        "webhook_id": webhooks.c.id,
        "created_at": now,
        "due_at": now,
        "attempts": literal(0),
    }
    rows = select(*columns.values()).where(webhooks.c.enabled)
    return insert(outbox).from_select(list(columns), rows)


# made once: putting a statement together costs more than running it
_FOR_WEBHOOKS = _for_webhooks()


async def put_for_webhooks(
    connection: AsyncConnection, conversation_id: str, seq: int, now: datetime
) -> None:
    """Put an event into the outbox once for every endpoint that is enabled, in one statement."""
    values = {
        "of": conversation_id,
        "number": seq,
        "name": f"{conversation_id}-{seq}-w",
        "now": now,
    }
    await connection.execute(_FOR_WEBHOOKS, values)


class OutboxTables(Database):
    """What the database keeps of what goes outside."""

    # What the sender does

    async def entries_due(
        self, now: datetime, limit: int, without: Collection[str] = ()
    ) -> list[tuple[int, str]]:
        """Entries that nobody sends and that are due, as (id, target), the longest due first.

        without: targets to leave out.
        """
        statement = (
            select(outbox.c.id, outbox.c.target)
            .where(*_free(now), outbox.c.target.not_in(without))
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit)
        )
        async with self.read() as connection:
            return [(row.id, row.target) for row in await connection.execute(statement)]

    async def lease(
        self, ids: Sequence[int], lease: str, now: datetime, until: datetime
    ) -> list[Entry]:
        """Take these entries for one try each; those that another took meanwhile are left out.

        The try is counted here: one that ends with the process is one that was made.
        """
        if not ids:
            return []
        # PostgreSQL: rows that another holds just now are passed over, so nobody waits in a circle
        mine = (
            select(outbox.c.id)
            .where(outbox.c.id.in_(ids), *_free(now))
            .order_by(outbox.c.id)
            .with_for_update(skip_locked=True)
        )
        async with self.write() as connection:
            taken = await connection.execute(
                update(outbox)
                .where(outbox.c.id.in_(mine), *_free(now))
                .values(lease=lease, leased_until=until, attempts=outbox.c.attempts + 1)
                .returning(*outbox.c)
            )
            return [_entry(row) for row in taken]

    async def end_try(self, entry: Entry, outcome: Outcome, then: Next, attempt: Attempt) -> bool:
        """Say how a try ended and log it. False if the lease had run out: then another decides."""
        values: dict[str, Any] = {
            "state": then.state.value,
            "lease": None,
            "leased_until": None,
            "status": attempt.status,
            "problem": attempt.problem,
            "finished_at": None if then.due_at else attempt.at,
        }
        if then.due_at is not None:
            values["due_at"] = then.due_at
        if isinstance(outcome, Sent):
            values |= {"reference": outcome.reference, "reference_url": outcome.reference_url}
        async with self.write() as connection:
            there = await connection.execute(select(outbox.c.id).where(outbox.c.id == entry.id))
            if there.first() is None:
                return False  # its conversation or endpoint was deleted meanwhile
            await connection.execute(
                insert(outbox_attempts).values(
                    outbox_id=entry.id,
                    at=attempt.at,
                    milliseconds=attempt.milliseconds,
                    outcome=attempt.outcome.value,
                    status=attempt.status,
                    problem=attempt.problem,
                )
            )
            changed = await connection.execute(
                update(outbox)
                .where(outbox.c.id == entry.id, outbox.c.lease == entry.lease)
                .values(values)
            )
            return bool(changed.rowcount)

    async def give_back(self, lease: str, now: datetime) -> None:
        """Let others send at once what this process began and could not end; it was no try."""
        async with self.write() as connection:
            await connection.execute(
                update(outbox)
                .where(outbox.c.lease == lease)
                .values(lease=None, leased_until=None, due_at=now, attempts=outbox.c.attempts - 1)
            )

    async def forget_finished(self, before: datetime) -> int:
        """Delete entries that ended before this, with their log. How many they were."""
        async with self.write() as connection:
            gone = await connection.execute(delete(outbox).where(outbox.c.finished_at < before))
            return gone.rowcount

    async def left_email(self, conversation_id: str) -> str | None:
        """The address that the visitor left, if they did."""
        async with self.read() as connection:
            found = await connection.execute(
                select(left_messages.c.email).where(
                    left_messages.c.conversation_id == conversation_id
                )
            )
            return found.scalar_one_or_none()

    async def emails_before(self, entry: Entry) -> list[str]:
        """Delivery ids of the e-mails of this conversation that were sent before, in order."""
        statement = (
            select(outbox.c.delivery_id)
            .where(
                outbox.c.conversation_id == entry.conversation_id,
                outbox.c.channel == Channel.EMAIL.value,
                outbox.c.state == EntryState.SENT.value,
                outbox.c.seq < entry.seq,
            )
            .order_by(outbox.c.seq)
        )
        async with self.read() as connection:
            return list((await connection.execute(statement)).scalars())

    # What administrators do

    async def entries(
        self,
        *,
        state: EntryState | None = None,
        channel: Channel | None = None,
        webhook_id: int | None = None,
        conversation_id: str | None = None,
        before_id: int | None = None,
        limit: int = LIST_LIMIT,
    ) -> list[Entry]:
        """Entries, the newest first; only those that fit all that is given."""
        statement = select(outbox).order_by(outbox.c.id.desc()).limit(min(limit, LIST_LIMIT))
        if state is not None:
            statement = statement.where(outbox.c.state == state.value)
        if channel is not None:
            statement = statement.where(outbox.c.channel == channel.value)
        if webhook_id is not None:
            statement = statement.where(outbox.c.webhook_id == webhook_id)
        if conversation_id is not None:
            statement = statement.where(outbox.c.conversation_id == conversation_id)
        if before_id is not None:
            statement = statement.where(outbox.c.id < before_id)
        async with self.read() as connection:
            return [_entry(row) for row in await connection.execute(statement)]

    async def entry(self, entry_id: int) -> tuple[Entry, list[Attempt]] | None:
        """One entry with the log of its tries, in order."""
        async with self.read() as connection:
            found = await connection.execute(select(outbox).where(outbox.c.id == entry_id))
            row = found.one_or_none()
            if row is None:
                return None
            tries = await connection.execute(
                select(outbox_attempts)
                .where(outbox_attempts.c.outbox_id == entry_id)
                .order_by(outbox_attempts.c.id)
            )
            return _entry(row), [_attempt(one) for one in tries]

    async def count_entries(self) -> dict[EntryState, int]:
        """How many entries there are in each state."""
        counted = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        async with self.read() as connection:
            found = {EntryState(state): n for state, n in await connection.execute(counted)}
        return {state: found.get(state, 0) for state in EntryState}

    async def send_again(self, by: Person, entry_id: int, now: datetime) -> bool:
        """Send an ended entry anew, or one that waits at once, with all its tries before it.

        False if there is none, or it is being sent just now.
        """
        async with self.write() as connection:
            changed = await connection.execute(
                update(outbox)
                .where(
                    outbox.c.id == entry_id,
                    or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now),
                )
                .values(
                    state=EntryState.PENDING.value,
                    due_at=now,
                    attempts=0,
                    finished_at=None,
                    lease=None,
                    leased_until=None,
                )
            )
            if changed.rowcount:
                line = audit_line(by, "send_again", f"outbox entry {entry_id}", now)
                await connection.execute(line)
            return bool(changed.rowcount)

    async def discard(self, by: Person, entry_id: int, now: datetime) -> bool:
        """Take an entry out that waits or was given up; False if it is neither, or being sent."""
        async with self.write() as connection:
            gone = await connection.execute(
                delete(outbox).where(
                    outbox.c.id == entry_id,
                    outbox.c.state != EntryState.SENT.value,
                    or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now),
                )
            )
            if gone.rowcount:
                line = audit_line(by, "discard", f"outbox entry {entry_id}", now)
                await connection.execute(line)
            return bool(gone.rowcount)


def _free(now: datetime) -> tuple[Any, ...]:
    return (
        outbox.c.state == EntryState.PENDING.value,
        outbox.c.due_at <= now,
        or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now),
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        delivery_id=row.delivery_id,
        channel=Channel(row.channel),
        target=row.target,
        state=EntryState(row.state),
        conversation_id=row.conversation_id,
        seq=row.seq,
        webhook_id=row.webhook_id,
        attempts=row.attempts,
        lease=row.lease,
        created_at=row.created_at,
        due_at=row.due_at,
        finished_at=row.finished_at,
        status=row.status,
        problem=row.problem,
        reference=row.reference,
        reference_url=row.reference_url,
    )


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        at=row.at,
        milliseconds=row.milliseconds,
        outcome=EntryState(row.outcome),
        status=row.status,
        problem=row.problem,
    )
