"""Agents at work: who was seen, what they have, how long visitors waited for them, their figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from bot.conversations.states import Action, State
from bot.store.engine import Database, upsert
from bot.store.tables import accounts, conversations, events
from bot.store.tables_live import handoffs, presence, ratings


@dataclass(frozen=True)
class Colleague:
    """An agent, as colleagues see them. seen_at: UTC, None if never here; away: they pause."""

    id: int
    name: str
    seen_at: datetime | None
    conversations: int
    away: bool


@dataclass(frozen=True)
class AgentFigures:
    """What an agent did: seconds to the first reply a handoff, conversations closed, stars."""

    first_reply_seconds: list[float]
    closed: int
    stars: list[int]


class PeopleTables(Database):
    """What the database knows of agents at work."""

    async def note_seen(self, account_id: int, now: datetime) -> None:
        """The agent is here."""
        async with self.write() as connection:
            await upsert(connection, presence, {"account_id": account_id}, {"seen_at": now})

    async def note_gone(self, account_id: int) -> None:
        """The agent signed out or was disabled: they are not here from now on."""
        async with self.write() as connection:
            await connection.execute(delete(presence).where(presence.c.account_id == account_id))

    async def agents_seen(self, since: datetime) -> list[int]:
        """The agents who were seen since and do not pause, by id."""
        async with self.read() as connection:
            found = await connection.execute(
                select(presence.c.account_id)
                .join(accounts, accounts.c.id == presence.c.account_id)
                .where(
                    presence.c.seen_at > since,
                    accounts.c.disabled_at.is_(None),
                    accounts.c.away.is_(False),
                )
                .order_by(presence.c.account_id)
            )
            return list(found.scalars())

    async def colleagues(self) -> list[Colleague]:
        """Everyone who may talk with visitors, by name."""
        owned = (
            select(func.count())
            .where(conversations.c.owner_id == accounts.c.id)
            .correlate(accounts)
            .scalar_subquery()
        )
        statement = (
            select(
                accounts.c.id,
                accounts.c.name,
                presence.c.seen_at,
                owned.label("owned"),
                accounts.c.away,
            )
            .outerjoin(presence, presence.c.account_id == accounts.c.id)
            .where(accounts.c.disabled_at.is_(None), accounts.c.role.in_(("agent", "admin")))
            .order_by(accounts.c.name, accounts.c.id)
        )
        async with self.read() as connection:
            return [
                Colleague(row.id, row.name, row.seen_at, row.owned, row.away)
                for row in await connection.execute(statement)
            ]

    async def owners_gone(self, unseen_since: datetime) -> list[tuple[str, int]]:
        """Conversations, with their owner, whose owner is disabled or was not seen since."""
        statement = (
            select(conversations.c.id, conversations.c.owner_id)
            .join(accounts, accounts.c.id == conversations.c.owner_id)
            .outerjoin(presence, presence.c.account_id == conversations.c.owner_id)
            .where(
                or_(
                    accounts.c.disabled_at.is_not(None),
                    presence.c.seen_at.is_(None),
                    presence.c.seen_at <= unseen_since,
                )
            )
        )
        async with self.read() as connection:
            return [(row.id, row.owner_id) for row in await connection.execute(statement)]

    async def owned_by(self, account_id: int) -> list[tuple[str, int]]:
        """The conversations that an agent has, with the agent."""
        async with self.read() as connection:
            found = await connection.execute(
                select(conversations.c.id).where(conversations.c.owner_id == account_id)
            )
            return [(id, account_id) for id in found.scalars()]

    async def waiting_ids(self) -> list[str]:
        """The conversations that wait, the longest wait first."""
        async with self.read() as connection:
            found = await connection.execute(
                select(conversations.c.id)
                .where(conversations.c.state == State.WAITING.value)
                .order_by(conversations.c.waiting_since, conversations.c.id)
            )
            return list(found.scalars())

    async def first_reply_seconds(self, since: datetime, limit: int) -> list[float]:
        """How long visitors waited for the first reply, the newest `limit` since then."""
        statement = (
            select(handoffs.c.asked_at, handoffs.c.replied_at)
            .where(handoffs.c.replied_at > since)
            .order_by(handoffs.c.replied_at.desc())
            .limit(limit)
        )
        async with self.read() as connection:
            return [
                (row.replied_at - row.asked_at).total_seconds()
                for row in await connection.execute(statement)
            ]

    async def agent_figures(self, account_id: int, now: datetime, span: timedelta) -> AgentFigures:
        """What the agent did within the span before now."""
        since = now - span
        async with self.read() as connection:
            waits = await connection.execute(
                select(handoffs.c.asked_at, handoffs.c.replied_at).where(
                    handoffs.c.account_id == account_id, handoffs.c.replied_at > since
                )
            )
            seconds = [(row.replied_at - row.asked_at).total_seconds() for row in waits]
            closed = await connection.execute(
                select(func.count()).where(
                    events.c.sender == f"agent:{account_id}",
                    events.c.action == Action.CLOSE.value,
                    events.c.at > since,
                )
            )
            stars = await connection.execute(
                select(ratings.c.stars).where(
                    ratings.c.account_id == account_id, ratings.c.at > since
                )
            )
            return AgentFigures(sorted(seconds), closed.scalar_one(), list(stars.scalars()))
