"""The endpoints that are told of every event, in the database."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Insert, Row, insert, select, update

from bot.conversations.events import Person
from bot.notify.outbox import EntryState, Webhook
from bot.store.audit import audit_line
from bot.store.engine import Database
from bot.store.tables_outbox import outbox, webhooks

DISABLED = "The endpoint was disabled before this was sent."


class WebhookTables(Database):
    """What the database keeps of endpoints."""

    async def add_webhook(
        self, by: Person, url: str, description: str, secret: str, now: datetime
    ) -> Webhook:
        """Store an endpoint, enabled."""
        async with self.write() as connection:
            row = await connection.execute(
                insert(webhooks)
                .values(
                    url=url, description=description, secret=secret, enabled=True, created_at=now
                )
                .returning(*webhooks.c)
            )
            webhook = _webhook(row.one())
            await connection.execute(_line(by, "add_webhook", webhook.id, now, url))
            return webhook

    async def webhook(self, webhook_id: int) -> Webhook | None:
        """One endpoint."""
        async with self.read() as connection:
            found = await connection.execute(select(webhooks).where(webhooks.c.id == webhook_id))
            row = found.one_or_none()
        return _webhook(row) if row else None

    async def all_webhooks(self) -> list[Webhook]:
        """Every endpoint, the oldest first."""
        async with self.read() as connection:
            found = await connection.execute(select(webhooks).order_by(webhooks.c.id))
            return [_webhook(row) for row in found]

    async def set_webhook(
        self, by: Person, webhook_id: int, *, enabled: bool, now: datetime
    ) -> bool:
        """Enable or disable an endpoint; what waits for one that is disabled is not sent.

        False if there is none such.
        """
        async with self.write() as connection:
            changed = await connection.execute(
                update(webhooks).where(webhooks.c.id == webhook_id).values(enabled=enabled)
            )
            if not enabled:
                await connection.execute(
                    update(outbox)
                    .where(
                        outbox.c.webhook_id == webhook_id,
                        outbox.c.state == EntryState.PENDING.value,
                        outbox.c.lease.is_(None),  # what is being sent ends by itself
                    )
                    .values(state=EntryState.DEAD.value, finished_at=now, problem=DISABLED)
                )
            if changed.rowcount:
                action = "enable_webhook" if enabled else "disable_webhook"
                await connection.execute(_line(by, action, webhook_id, now))
            return bool(changed.rowcount)

    async def change_webhook(
        self, by: Person, webhook_id: int, url: str, description: str, now: datetime
    ) -> bool:
        """Another address and description; False if there is none such."""
        async with self.write() as connection:
            changed = await connection.execute(
                update(webhooks)
                .where(webhooks.c.id == webhook_id)
                .values(url=url, description=description)
            )
            if changed.rowcount:
                await connection.execute(_line(by, "change_webhook", webhook_id, now, url))
            return bool(changed.rowcount)

    async def rotate_webhook(self, by: Person, webhook_id: int, secret: str, now: datetime) -> bool:
        """Another secret; what is sent from now on is signed with it. False if none such."""
        async with self.write() as connection:
            changed = await connection.execute(
                update(webhooks).where(webhooks.c.id == webhook_id).values(secret=secret)
            )
            if changed.rowcount:
                await connection.execute(_line(by, "rotate_webhook", webhook_id, now))
            return bool(changed.rowcount)


def _line(by: Person, action: str, webhook_id: int, now: datetime, url: str = "") -> Insert:
    # where it leads, without what may be a secret in the address
    host = urlsplit(url).hostname
    return audit_line(by, action, f"webhook {webhook_id}", now, {"host": host} if host else None)


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.id,
        url=row.url,
        description=row.description,
        secret=row.secret,
        enabled=row.enabled,
        created_at=row.created_at,
    )
