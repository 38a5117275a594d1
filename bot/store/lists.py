"""The console's list of conversations, the list of rights requests, and notices to agents."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, func, literal, null, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answering.rights import Right
from bot.conversations.events import Conversation, Person
from bot.conversations.excerpts import FoundIn, excerpt_of, words_of
from bot.conversations.rights_requests import Outcome, RightsRequest
from bot.conversations.states import State
from bot.store import sealing
from bot.store.engine import Database
from bot.store.rows import conversation_of, joined
from bot.store.searched import holding, reads_as
from bot.store.tables import PURGED, accounts, conversations, events
from bot.store.tables_identity import identities
from bot.store.tables_live import left_messages, notes, notices, reads, rights_requests

Filter = Literal["waiting", "mine", "all", "closed", "rights"]
LIST_LIMIT = 200
FOUND_LIMIT = 2000  # messages looked at for the excerpts of one search
CLOSED_SHOWN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Listed(Conversation):
    """A conversation as a line of the console's list.

    unread: the visitor's messages that this agent has not read. due_on: of its most urgent open
    rights request. left: whether the visitor left an address and went. verified: the visitor's name, or
    address, where their site has signed it. found: what a search found.
    """

    unread: int
    right: Right | None
    due_on: date | None
    left: bool
    verified: str | None = None
    found: FoundIn | None = None


@dataclass(frozen=True)
class Notice:
    """Something that an agent must be told: taken_over, reassigned, reassigned_to_you or away."""

    id: int
    at: datetime
    kind: str
    conversation_id: str
    by: str | None


class ListTables(Database):
    """What the database gives as lists."""

    async def conversations_listed(
        self, which: Filter, account_id: int, now: datetime, *, search: str | None = None
    ) -> list[Listed]:
        """Those that wait first, the longest wait first; then the newest activity first.

        With `rights`: those with an open request, the most urgent first. search: words that must
        stand in its messages or notes, whatever their capitals and accents.
        """
        table = conversations.c
        urgent = _urgent_request()
        chosen: dict[str, ColumnElement[bool]] = {
            "waiting": table.state == State.WAITING.value,
            "mine": table.owner_id == account_id,
            # nothing is left to read of what is but the proof of a rights request
            "closed": and_(table.state == State.CLOSED.value, table.token_hash != PURGED),
            "all": or_(table.state != State.CLOSED.value, table.updated_at > now - CLOSED_SHOWN),
            "rights": urgent.is_not(None),
        }
        if search is not None and which == "all":
            chosen["all"] = literal(True)  # who searches means the old ones, too
        order: tuple[Any, ...] = (
            table.waiting_since.is_(None),
            table.waiting_since,
            table.owner_id.is_(None),  # what agents have comes before the limit, too
            table.updated_at.desc(),
            table.id,
        )
        unread = (
            select(func.count())
            .where(
                events.c.conversation_id == table.id,
                events.c.author == "visitor",
                events.c.seq
                > func.coalesce(
                    select(reads.c.seq)
                    .where(reads.c.conversation_id == table.id, reads.c.account_id == account_id)
                    .correlate(conversations)
                    .scalar_subquery(),
                    0,
                ),
            )
            .correlate(conversations)
            .scalar_subquery()
        )
        left = select(left_messages.c.email).where(left_messages.c.conversation_id == table.id)
        statement = (
            joined()
            .add_columns(
                unread.label("unread"),
                rights_requests.c.kind.label("right"),
                rights_requests.c.due_on,
                left.exists().label("left"),
                identities.c.name.label("verified_name"),
                identities.c.email.label("verified_email"),
            )
            .outerjoin(identities, identities.c.conversation_id == table.id)
            .outerjoin(rights_requests, rights_requests.c.id == urgent)
            .where(chosen[which], table.last_seq > 0)
            .order_by(*((rights_requests.c.due_on, table.id) if which == "rights" else order))
            .limit(LIST_LIMIT)
        )
        words = words_of(search or "")
        sealed = bool(sealing.ring().keys)
        for word in () if sealed else words:
            statement = statement.where(_says(word))
        async with self.read() as connection:
            if words and sealed:
                statement = statement.where(table.id.in_(await holding(connection, words)))
            listed = [_listed(row) for row in await connection.execute(statement)]
            if not words:
                return listed
            found = await self._found(connection, [one.id for one in listed], words)
            return [replace(one, found=found.get(one.id)) for one in listed]

    async def _found(
        self, connection: AsyncConnection, ids: list[str], words: list[str]
    ) -> dict[str, FoundIn]:
        """For each conversation the message or note with most of the words; the newest of several."""
        best: dict[str, tuple[int, FoundIn]] = {}
        said = select(
            events.c.conversation_id, events.c.seq, events.c.author, events.c.text, events.c.folded
        ).where(events.c.text.is_not(None))
        noted = select(
            notes.c.conversation_id,
            null().label("seq"),
            literal("note").label("author"),
            notes.c.text,
            notes.c.folded,
        )
        for statement, table in ((noted, notes), (said, events)):
            statement = statement.where(table.c.conversation_id.in_(ids)).order_by(table.c.at)
            if not sealing.ring().keys:
                statement = statement.where(
                    or_(*(table.c.folded.contains(word, autoescape=True) for word in words))
                )
            for row in await connection.execute(statement.limit(FOUND_LIMIT)):
                count = sum(word in reads_as(row) for word in words)
                if count and count >= best.get(row.conversation_id, (0, None))[0]:
                    excerpt = excerpt_of(row.text, words)
                    best[row.conversation_id] = (count, FoundIn(row.seq, row.author, excerpt))
        return {id: found for id, (_, found) in best.items()}

    async def rights_requests(
        self, *, closed: bool = False, conversation_id: str | None = None
    ) -> list[RightsRequest]:
        """Open requests, the most urgent first; or closed ones, the newest first."""
        requests = rights_requests.c
        closer = accounts.alias("closer")
        statement = (
            select(
                rights_requests,
                conversations.c.visitor_preview,
                conversations.c.owner_id,
                accounts.c.name.label("owner_name"),
                closer.c.name.label("closer_name"),
            )
            .join(conversations, conversations.c.id == requests.conversation_id)
            .outerjoin(accounts, accounts.c.id == conversations.c.owner_id)
            .outerjoin(closer, closer.c.id == requests.closed_by)
            .limit(LIST_LIMIT)
        )
        if conversation_id is not None:
            statement = statement.where(requests.conversation_id == conversation_id)
            statement = statement.order_by(
                requests.closed_at.is_not(None), requests.due_on, requests.id
            )
        elif closed:
            statement = statement.where(requests.closed_at.is_not(None))
            statement = statement.order_by(requests.closed_at.desc(), requests.id)
        else:
            statement = statement.where(requests.closed_at.is_(None))
            statement = statement.order_by(requests.due_on, requests.id)
        async with self.read() as connection:
            return [_request(row) for row in await connection.execute(statement)]

    async def read_up_to(self, conversation_id: str, account_id: int) -> int:
        """Up to which event an agent has read a conversation; 0 for nothing."""
        async with self.read() as connection:
            found = await connection.execute(
                select(reads.c.seq).where(
                    reads.c.conversation_id == conversation_id, reads.c.account_id == account_id
                )
            )
            return found.scalar_one_or_none() or 0

    async def left_email(self, conversation_id: str) -> str | None:
        """Where an answer reaches the visitor, if they left an address."""
        async with self.read() as connection:
            found = await connection.execute(
                select(left_messages.c.email).where(
                    left_messages.c.conversation_id == conversation_id
                )
            )
            email: str | None = found.scalar_one_or_none()
            return email

    async def last_notice(self, account_id: int) -> int:
        """The number of the newest notice to an agent; 0 for none."""
        async with self.read() as connection:
            found = await connection.execute(
                select(func.max(notices.c.id)).where(notices.c.account_id == account_id)
            )
            return found.scalar_one() or 0

    async def notices_after(self, account_id: int, last: int) -> list[Notice]:
        """What the agent is to be told since notice `last`, in order."""
        statement = (
            select(notices)
            .where(notices.c.account_id == account_id, notices.c.id > last)
            .order_by(notices.c.id)
        )
        async with self.read() as connection:
            return [
                Notice(row.id, row.at, row.kind, row.conversation_id, row.by_name)
                for row in await connection.execute(statement)
            ]


def _urgent_request() -> Any:
    """The id of a conversation's open request that is due first."""
    return (
        select(rights_requests.c.id)
        .where(
            rights_requests.c.conversation_id == conversations.c.id,
            rights_requests.c.closed_at.is_(None),
        )
        .order_by(rights_requests.c.due_on, rights_requests.c.id)
        .limit(1)
        .correlate(conversations)
        .scalar_subquery()
    )


def _says(word: str) -> ColumnElement[bool]:
    said = select(events.c.seq).where(
        events.c.conversation_id == conversations.c.id,
        events.c.folded.contains(word, autoescape=True),
    )
    noted = select(notes.c.number).where(
        notes.c.conversation_id == conversations.c.id,
        notes.c.folded.contains(word, autoescape=True),
    )
    return or_(said.exists(), noted.exists())


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        **vars(conversation_of(row)),
        unread=row.unread,
        right=Right(row.right) if row.right else None,
        due_on=row.due_on,
        left=row.left,
        verified=row.verified_name or row.verified_email,
    )


def _request(row: Row[Any]) -> RightsRequest:
    return RightsRequest(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        right=Right(row.kind),
        received_at=row.received_at,
        due_on=row.due_on,
        preview=row.visitor_preview,
        owner=Person(row.owner_id, row.owner_name) if row.owner_id is not None else None,
        closed_at=row.closed_at,
        closed_by=row.closer_name,
        outcome=Outcome(row.outcome) if row.outcome else None,
        note=row.note,
    )
