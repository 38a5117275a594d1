"""The outbox: put in with what caused it, sent by one at a time, tried again, kept till it is sent."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversations.events import Author
from bot.conversations.hub import Hub
from bot.notify.outbox import Entry, EntryState, Failed, Outcome, Sent, reply_email, ticket
from bot.notify.schedule import Schedule
from bot.notify.senders import Outside
from bot.notify.service import Notify
from bot.notify.webhooks import Poster, signature
from bot.notify.worker import OutboxWorker
from bot.store import Store
from tests.bot.notify.conftest import QUICK, Talk
from tests.bot.notify.receivers import HttpServer, Received, Reply
from tests.bot.notify.samples import ADMIN

Sending = Callable[..., OutboxWorker]
Eventually = Callable[..., Any]


async def put(talk: Talk) -> Entry:
    """One e-mail in the outbox."""
    async with talk.store.change(talk.id) as change:
        assert change is not None
        assert await change.send(reply_email(talk.id, 2))
    return (await talk.store.entries())[0]


async def test_what_is_undone_is_not_sent(talk: Talk, notify: Notify) -> None:
    """In one transaction with its cause: no message, no webhook, and the other way round."""
    await notify.add_webhook(ADMIN, "http://127.0.0.1:1/", "")
    before = (await talk.store.conversation(talk.id)).last_seq  # type: ignore[union-attr]

    async def undone() -> None:
        async with talk.store.change(talk.id) as change:
            assert change is not None
            await change.add_message(Author.AGENT, "agent:1", "never said")
            await change.send(reply_email(talk.id, before + 1))
            raise RuntimeError("undo")

    with pytest.raises(RuntimeError, match="undo"):
        await undone()
    assert await talk.store.entries() == []
    await talk.reply("said")
    [entry] = await talk.store.entries()
    assert (entry.seq, entry.delivery_id) == (before + 1, f"{talk.id}-{before + 1}-w1")


async def test_the_same_cause_is_put_in_once(talk: Talk) -> None:
    async with talk.store.change(talk.id) as change:
        assert change is not None
        assert [await change.send(ticket(talk.id, 1)) for _ in range(2)] == [True, False]
    async with talk.store.change(talk.id) as change:
        assert change is not None
        assert not await change.send(ticket(talk.id, 2))


async def test_of_many_replicas_one_has_the_lease(talk: Talk, database_url: str) -> None:
    entry = await put(talk)
    stores = [await Store.open(database_url) for _ in range(5)]
    now = datetime.now(UTC)
    until = now + timedelta(seconds=60)
    taken = await asyncio.gather(
        *(stores[n % 5].lease([entry.id], f"lease-{n}", now, until) for n in range(20))
    )
    winners = [one[0] for one in taken if one]
    assert len(winners) == 1
    assert winners[0].attempts == 1
    assert await talk.store.entries_due(now, 10) == []
    # once it has run out, it is anyone's; and who had it may say nothing any more
    later = until + timedelta(seconds=1)
    [again] = await talk.store.lease([entry.id], "other", later, later + timedelta(seconds=60))
    assert again.attempts == 2
    worker = OutboxWorker(talk.store, Hub(), _sent)
    await worker._try(winners[0])
    found = await talk.store.entry(entry.id)
    assert found is not None
    assert found[0].state is EntryState.PENDING
    assert found[0].lease == "other"
    assert len(found[1]) == 1, "that it was tried is logged all the same"
    await worker._try(again)
    found = await talk.store.entry(entry.id)
    assert found is not None
    assert found[0].state is EntryState.SENT
    for store in stores:
        await store.close()


async def _sent(entry: Entry) -> Outcome:
    return Sent(200)


async def test_several_workers_send_each_entry_once(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, receiver: HttpServer,
    eventually: Eventually,
) -> None:  # fmt: skip
    for _ in range(2):
        await notify.add_webhook(ADMIN, f"{receiver.url}/", "")
    async with sending(outside).running(), sending(outside).running(), sending(outside).running():
        for n in range(12):
            await talk.reply(str(n))
        await eventually(lambda: _states(talk.store, sent=24), 20)
    ids = Counter(request.headers["webhook-id"] for request in receiver.received)
    assert len(ids) == 24
    assert set(ids.values()) == {1}


async def _states(store: Store, **wanted: int) -> bool:
    count = await store.count_entries()
    return all(count[EntryState(state)] == number for state, number in wanted.items())


async def test_every_event_reaches_the_endpoint_signed(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, receiver: HttpServer,
    eventually: Eventually,
) -> None:  # fmt: skip
    webhook = await notify.add_webhook(ADMIN, f"{receiver.url}/hook", "Ours\nand more")
    assert webhook.description == "Ours and more"
    async with sending(outside).running():
        seq = await talk.reply("Bonjour\nà vous")
        await talk.conversations.close(talk.id, talk.agent)
        await eventually(lambda: _states(talk.store, sent=2))
    for request in receiver.received:
        assert request.headers["webhook-signature"] == signature(
            webhook.secret,
            request.headers["webhook-id"],
            int(request.headers["webhook-timestamp"]),
            request.body,
        )
    said, closed = sorted((one.json for one in receiver.received), key=lambda body: body["type"])
    events = await talk.store.events_after(talk.id, seq - 1)
    assert said["type"] == "conversation.message"
    assert said["data"]["conversation"] == {"id": talk.id, "language": "fr"}
    assert said["data"]["event"] == events[0].model_dump(mode="json")
    assert closed["data"]["event"] == events[1].model_dump(mode="json")
    assert closed["timestamp"] == closed["data"]["event"]["at"]


async def test_it_is_tried_again_then_given_up_shown_and_sent_again(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, receiver: HttpServer,
    eventually: Eventually,
) -> None:  # fmt: skip
    receiver.answer = lambda _: Reply(503)
    await notify.add_webhook(ADMIN, f"{receiver.url}/", "")
    async with sending(outside).running():
        await talk.reply("Bonjour")
        await eventually(lambda: _states(talk.store, dead=1))
        entries, counts = await notify.outbox(EntryState.DEAD)
        assert counts.dead == 1
        assert (entries[0].status, entries[0].attempts) == (503, QUICK.tries)
        assert entries[0].problem == "The endpoint answered 503."
        _, tries = await notify.entry(entries[0].id)
        assert [one.outcome for one in tries] == [EntryState.PENDING] * 3 + [EntryState.DEAD]
        assert all(one.status == 503 and 0 <= one.milliseconds < 2000 for one in tries)
        receiver.answer = lambda _: Reply(200)
        await notify.send_again(ADMIN, entries[0].id)
        await eventually(lambda: _states(talk.store, sent=1))
        await notify.send_again(ADMIN, entries[0].id)  # a replay of what was sent
        await eventually(lambda: _received(receiver, QUICK.tries + 2))
    ids = {request.headers["webhook-id"] for request in receiver.received}
    bodies = {request.body for request in receiver.received}
    assert (len(ids), len(bodies)) == (1, 1), "a double can be told by its id, and says the same"


async def _received(receiver: HttpServer, count: int) -> bool:
    return len(receiver.received) == count


async def test_a_slow_endpoint_holds_up_no_other(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, receiver: HttpServer,
    monkeypatch: pytest.MonkeyPatch, eventually: Eventually,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.notify.worker.STOP_SECONDS", 0.1)
    receiver.answer = lambda request: Reply(slow=600 if request.path == "/slow" else 0)
    await notify.add_webhook(ADMIN, f"{receiver.url}/slow", "")
    await notify.add_webhook(ADMIN, f"{receiver.url}/quick", "")
    patient = replace(outside, poster=Poster(allow_private=True, seconds=600))
    async with sending(patient, at_once=3).running():
        for n in range(6):
            await talk.reply(str(n))

        async def quick_ones() -> bool:
            return sum(request.path == "/quick" for request in receiver.received) == 6

        await eventually(quick_ones, 20)
        assert sum(request.path == "/slow" for request in receiver.received) <= 2


async def test_an_endpoint_that_is_disabled_gets_nothing(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, receiver: HttpServer,
    eventually: Eventually,
) -> None:  # fmt: skip
    webhook = await notify.add_webhook(ADMIN, f"{receiver.url}/", "")
    await talk.reply("waits")
    await notify.set_webhook(ADMIN, webhook.id, enabled=False)
    await talk.reply("is not even put in")
    [entry] = await talk.store.entries()
    assert entry.state is EntryState.DEAD
    assert "disabled" in str(entry.problem)
    async with sending(outside).running():
        await notify.send_again(ADMIN, entry.id)
        await eventually(lambda: _states(talk.store, dead=1))
        await notify.set_webhook(ADMIN, webhook.id, enabled=True)
        await notify.send_again(ADMIN, entry.id)
        await eventually(lambda: _states(talk.store, sent=1))
    assert len(receiver.received) == 1


async def test_what_a_kill_left_behind_is_sent_by_another(
    talk: Talk, sending: Sending, outside: Outside, eventually: Eventually, receiver: HttpServer,
    notify: Notify,
) -> None:  # fmt: skip
    """A killed process leaves a lease; it runs out, and the same delivery id is sent."""
    await notify.add_webhook(ADMIN, f"{receiver.url}/", "")
    await talk.reply("Bonjour")
    [entry] = await talk.store.entries()
    now = datetime.now(UTC)
    await talk.store.lease([entry.id], "of the dead", now, now + timedelta(seconds=1))
    async with sending(outside).running():
        await asyncio.sleep(0.3)
        assert receiver.received == [], "as long as the lease runs, nobody else sends it"
        await eventually(lambda: _states(talk.store, sent=1))
    assert receiver.received[0].headers["webhook-id"] == entry.delivery_id


async def test_what_ends_the_process_each_time_is_given_up(talk: Talk) -> None:
    entry = await put(talk)
    sent: list[int] = []

    async def send(entry: Entry) -> Outcome:
        sent.append(entry.attempts)
        return Failed("no")

    worker = OutboxWorker(talk.store, Hub(), send, schedule=Schedule(tries=3))
    moment = datetime.now(UTC)
    for _ in range(4):  # three are killed, the fourth does not even try
        moment += timedelta(minutes=5)
        [held] = await talk.store.lease([entry.id], "x", moment, moment + timedelta(minutes=1))
    await worker._try(held)
    found = await talk.store.entry(entry.id)
    assert found is not None
    assert found[0].state is EntryState.DEAD
    assert sent == []


async def test_it_stops_in_peace(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, receiver: HttpServer,
    monkeypatch: pytest.MonkeyPatch, eventually: Eventually,
) -> None:  # fmt: skip
    """What nearly ends is waited for; what does not is given back at once, and was no try."""
    monkeypatch.setattr("bot.notify.worker.STOP_SECONDS", 0.6)
    slow = {"/nearly": 0.3, "/never": 30.0}
    receiver.answer = lambda request: Reply(slow=slow[request.path])
    for path in slow:
        await notify.add_webhook(ADMIN, f"{receiver.url}{path}", "")
    patient = replace(outside, poster=Poster(allow_private=True, seconds=30))
    async with sending(patient).running():
        await talk.reply("Bonjour")
        await eventually(lambda: _received(receiver, 2))
    assert await _states(talk.store, sent=1, pending=1)
    [left] = await talk.store.entries(state=EntryState.PENDING)
    assert (left.lease, left.attempts) == (None, 0)
    assert await talk.store.entries_due(datetime.now(UTC), 10) == [(left.id, left.target)]


async def test_a_database_that_is_away_for_a_moment_ends_nothing(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, receiver: HttpServer,
    monkeypatch: pytest.MonkeyPatch, eventually: Eventually,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.notify.worker.LOOK_SECONDS", 0.05)
    await notify.add_webhook(ADMIN, f"{receiver.url}/", "")
    await talk.reply("Bonjour")
    real, failures = Store.entries_due, [OSError("away"), OSError("away")]

    async def sometimes(*arguments: Any) -> Any:
        if failures:
            raise failures.pop()
        return await real(*arguments)

    monkeypatch.setattr(Store, "entries_due", sometimes)
    async with sending(outside).running():
        await eventually(lambda: _states(talk.store, sent=1))


async def test_a_sender_that_fails_itself_is_tried_again(talk: Talk) -> None:
    entry = await put(talk)

    async def fails(entry: Entry) -> Outcome:
        raise ValueError("visitor@example.org said something")

    now = datetime.now(UTC)
    [held] = await talk.store.lease([entry.id], "x", now, now + timedelta(minutes=1))
    await OutboxWorker(talk.store, Hub(), fails)._try(held)
    [kept] = await talk.store.entries()
    assert kept.state is EntryState.PENDING
    assert kept.problem == "Sending failed inside the service (ValueError)."


async def test_what_ended_long_ago_is_forgotten(talk: Talk) -> None:
    entry = await put(talk)
    now = datetime.now(UTC)
    [held] = await talk.store.lease([entry.id], "x", now, now + timedelta(minutes=1))
    await OutboxWorker(talk.store, Hub(), _sent)._try(held)
    assert await talk.store.forget_finished(now - timedelta(days=30)) == 0
    assert await talk.store.forget_finished(now + timedelta(minutes=1)) == 1
    assert await talk.store.entries() == []


async def test_no_row_holds_a_text_or_an_address(talk: Talk, notify: Notify) -> None:
    await notify.add_webhook(ADMIN, "http://127.0.0.1:1/", "")
    await talk.leave("visitor@example.org")
    seq = await talk.reply("A secret text")
    async with talk.store.change(talk.id) as change:
        assert change is not None
        await change.send(reply_email(talk.id, seq))
        await change.send(ticket(talk.id, seq))
    stored = json.dumps([entry.__dict__ for entry in await talk.store.entries()], default=str)
    assert len(await talk.store.entries()) == 3
    assert "secret" not in stored
    assert "visitor@" not in stored


async def test_logs_say_neither_text_nor_address_nor_secret(
    talk: Talk, notify: Notify, outside: Outside, sending: Sending, eventually: Eventually,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def hang_up(request: Received) -> Reply:
        return Reply(hang_up=True)

    async with HttpServer(hang_up).running() as server:
        webhook = await notify.add_webhook(ADMIN, f"{server.url}/secret-path", "")
        async with sending(outside).running():
            await talk.reply("A private text")
            await eventually(lambda: _states(talk.store, dead=1))
    captured = capsys.readouterr()
    logged = captured.out + captured.err
    assert "outbox_try" in logged
    for secret in ("private text", "secret-path", str(server.port), webhook.secret):
        assert secret not in logged
