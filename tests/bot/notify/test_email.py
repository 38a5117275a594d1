"""An agent's answer to a visitor who left, by way of the outbox to a real mail server."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.conversations.events import Author
from bot.notify.outbox import EntryState, reply_email
from bot.notify.senders import Outside
from bot.notify.worker import OutboxWorker
from tests.bot.notify.conftest import Talk
from tests.bot.notify.mail_server import Postbox, listening

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    """A mail server that takes everything, until a test tells it otherwise."""
    async with listening(Postbox()) as box:
        yield box


async def test_an_agents_answer_reaches_the_visitor_who_left(
    talk: Talk,
    box: Postbox,
    outside: Outside,
    sending: Callable[..., OutboxWorker],
    eventually: Callable[..., Any],
) -> None:
    await talk.leave()
    box.on_recipient = lambda tries: "250 OK" if tries > 2 else "451 4.3.0 not now"
    async with sending(replace(outside, mail=box.server())).running():
        seqs = []
        for text in ("Trente jours.", "Et c’est tout."):
            seqs.append(seq := await talk.reply(text))
            for _ in range(2):  # asked for twice, it is sent once
                async with talk.store.change(talk.id) as change:
                    assert change is not None
                    await change.send(reply_email(talk.id, seq))
            talk.conversations.hub.wake(talk.id)
            await eventually(lambda: _taken(box, len(seqs)))
        await eventually(lambda: _all_sent(talk, 2))
    assert [envelope.rcpt_tos for envelope in box.taken] == [["visitor@example.org"]] * 2
    first, second = (str(envelope.content) for envelope in box.taken)
    assert f"In-Reply-To: <{talk.id}-{seqs[0]}-email@example.org>" in second
    assert "In-Reply-To" not in first
    entries = await talk.store.entries()
    assert [entry.attempts for entry in reversed(entries)] == [3, 1]
    found = await talk.store.entry(entries[-1].id)
    assert found is not None
    assert [(one.outcome, one.status) for one in found[1]] == [
        (EntryState.PENDING, 451), (EntryState.PENDING, 451), (EntryState.SENT, 250),
    ]  # fmt: skip


async def test_an_answer_that_is_refused_for_good_is_dead_and_shown(
    talk: Talk,
    box: Postbox,
    outside: Outside,
    sending: Callable[..., OutboxWorker],
    eventually: Callable[..., Any],
) -> None:
    await talk.leave("gone@example.org")
    box.on_recipient = lambda _: "550 5.1.1 <gone@example.org> no such user"
    async with talk.store.change(talk.id) as change:
        assert change is not None
        await change.send(reply_email(talk.id, await talk_reply(talk, change)))
    async with sending(replace(outside, mail=box.server())).running():
        await eventually(lambda: talk.store.entries(state=EntryState.DEAD))
    [entry] = await talk.store.entries()
    assert (entry.status, entry.attempts) == (550, 1)
    assert entry.problem == "The mail server refused the recipient (550 5.1.1)."
    assert box.tried == 1


async def talk_reply(talk: Talk, change: Any) -> int:
    """The agent's message within the transaction that puts it into the outbox."""
    event = await change.add_message(
        Author.AGENT, talk.agent.sender, "Bonjour", agent_name=talk.agent.name
    )
    return int(event.seq)


async def _taken(box: Postbox, count: int) -> bool:
    return len(box.taken) >= count


async def _all_sent(talk: Talk, count: int) -> bool:
    return len(await talk.store.entries(state=EntryState.SENT)) == count
