"""What administrators change about webhooks and the outbox; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Conflict, NotFound, Unprocessable
from bot.notify.service import Notify
from tests.bot.notify.conftest import Talk
from tests.bot.notify.samples import ADMIN


async def test_a_webhook_is_changed_and_gets_another_secret(notify: Notify) -> None:
    made = await notify.add_webhook(ADMIN, "http://127.0.0.1:1/", "one")
    changed = await notify.change_webhook(ADMIN, made.id, "http://127.0.0.1:2/", "two\n")
    assert (changed.url, changed.description) == ("http://127.0.0.1:2/", "two")
    assert changed.secret == made.secret
    assert (await notify.rotate_webhook(ADMIN, made.id)).secret != made.secret
    with pytest.raises(Unprocessable):
        await notify.change_webhook(ADMIN, made.id, "ftp://127.0.0.1/", "two")
    for asked in (
        notify.rotate_webhook(ADMIN, made.id + 1),
        notify.change_webhook(ADMIN, made.id + 1, "http://127.0.0.1:2/", ""),
    ):
        with pytest.raises(NotFound):
            await asked


async def test_what_is_being_sent_or_was_sent_is_not_discarded(notify: Notify, talk: Talk) -> None:
    await notify.add_webhook(ADMIN, "http://127.0.0.1:1/", "")
    await talk.reply("said")
    [entry] = await talk.store.entries()
    now = datetime.now(UTC)
    await talk.store.lease([entry.id], "mine", now, now + timedelta(minutes=1))
    with pytest.raises(Conflict, match="just now"):
        await notify.discard(ADMIN, entry.id)
    await talk.reply("more")
    other = next(one for one in await talk.store.entries() if one.id != entry.id)
    await notify.discard(ADMIN, other.id)
    assert [one.id for one in await talk.store.entries()] == [entry.id]
    with pytest.raises(NotFound):
        await notify.discard(ADMIN, other.id)
