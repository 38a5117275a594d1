"""A visitor is handed off and nobody is there: a ticket is made, with the address if they leave one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from bot.answering.answer import Answer, Verdict
from bot.conversations.events import Person
from bot.conversations.hub import Hub
from bot.conversations.office import OfficeHours
from bot.conversations.service import Conversations
from bot.notify.outbox import EntryState
from bot.notify.senders import Outside, TicketDesk
from bot.notify.service import ADDRESS_PATIENCE, Notify
from bot.notify.tickets.zendesk import Zendesk
from bot.notify.worker import OutboxWorker
from bot.store import Store
from tests.bot.notify.mail_server import Postbox, listening
from tests.bot.notify.receivers import HttpServer, Reply

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")

NewAgent = Callable[..., Awaitable[Person]]
Sending = Callable[..., OutboxWorker]
Eventually = Callable[..., Any]
HUMAN = Answer(
    verdict=Verdict.HUMAN, confidence=1, language="en", text="A person was called.", citations=[],
    handoff_offered=False,
)  # fmt: skip


@dataclass
class House:
    """A service that makes tickets, and the server where they arrive."""

    conversations: Conversations
    store: Store
    outside: Outside

    async def asked(self, text: str = "How long do you keep my data?") -> str:
        """A conversation in which something was asked."""
        id = (await self.conversations.start("en")).conversation.id
        await self.conversations.say(id, "1", text)
        return id


@pytest.fixture
def house(store: Store, hub: Hub, outside: Outside, receiver: HttpServer) -> House:
    """It makes tickets in Zendesk."""
    receiver.answer = lambda _: Reply(201, b'{"ticket": {"id": 35436}}')
    system = Zendesk(receiver.url, "agent@firm.example", "t0ken")
    outside = replace(outside, desk=TicketDesk(lambda: system))
    conversations = Conversations(store, hub)
    conversations.left_replies = Notify(store, hub, outside)
    return House(conversations, store, outside)


async def test_who_leaves_an_address_is_on_the_ticket_at_once(
    house: House, receiver: HttpServer, sending: Sending, eventually: Eventually
) -> None:
    id = await house.asked()
    async with sending(house.outside).running():
        await house.conversations.ask_person(id)
        [entry] = await house.store.entries()
        assert entry.due_at - entry.created_at == ADDRESS_PATIENCE, "they may be writing it"
        for _ in range(2):
            await house.conversations.leave(id, "visitor@example.org", "Please call me.")
        await eventually(lambda: house.store.entries(state=EntryState.SENT))
    [request] = receiver.received
    ticket = request.json["ticket"]
    assert ticket["requester"]["email"] == "visitor@example.org"
    assert "Please call me." in ticket["comment"]["html_body"]


async def test_who_leaves_nothing_gets_a_ticket_as_well(
    house: House, receiver: HttpServer, sending: Sending, eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.notify.service.ADDRESS_PATIENCE", ADDRESS_PATIENCE / 1000)
    id = await house.asked("I want a person")
    [question] = await house.store.open_questions(conversation_id=id)
    async with sending(house.outside).running():
        await house.conversations.answer(question, HUMAN)
        await eventually(lambda: house.store.entries(state=EntryState.SENT))
    assert receiver.received[0].json["ticket"]["subject"] == "I want a person"


async def test_an_assistant_that_gives_up_hands_off_too(house: House) -> None:
    id = await house.asked()
    [question] = await house.store.open_questions(conversation_id=id)
    assert await house.conversations.give_up(question)
    assert len(await house.store.entries()) == 1


async def test_where_somebody_is_there_no_ticket_is_made(house: House, new_agent: NewAgent) -> None:
    amelie = await new_agent("Amélie")
    other = await house.asked()
    await house.conversations.claim(other, amelie)  # so she is here
    id = await house.asked()
    await house.conversations.ask_person(id)
    await house.conversations.leave(id, "visitor@example.org", None)
    assert await house.store.entries() == []


async def test_out_of_hours_nobody_is_there(house: House, new_agent: NewAgent) -> None:
    every_day = [f"{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)]
    every_day += [f"{month:02d}-{day}" for month in range(1, 13) for day in (29, 30)
                  if month != 2] + ["02-29"]  # fmt: skip
    every_day += [f"{month:02d}-31" for month in (1, 3, 5, 7, 8, 10, 12)]
    closed = OfficeHours.parse("UTC", "", every_day)
    conversations = Conversations(house.store, house.conversations.hub, office=closed)
    conversations.left_replies = house.conversations.left_replies
    amelie = await new_agent("Amélie")
    id = await house.asked()
    await conversations.claim(await house.asked(), amelie)
    await conversations.ask_person(id)
    [entry] = await house.store.entries()
    assert entry.conversation_id == id


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    """A mail server that takes everything."""
    async with listening(Postbox()) as box:
        yield box


async def test_a_ticket_by_e_mail_reaches_the_mailbox(
    house: House, outside: Outside, hub: Hub, box: Postbox, sending: Sending,
    eventually: Eventually,
) -> None:  # fmt: skip
    box.on_recipient = lambda tries: "250 OK" if tries > 1 else "451 4.3.0 not now"
    desk = TicketDesk(None, mailbox="support@firm.example")
    by_mail = replace(outside, mail=box.server(), desk=desk, base_url="https://clause.example")
    house.conversations.left_replies = Notify(house.store, hub, by_mail)
    id = await house.asked("How <long>\r\nBcc: x@y.example")
    async with sending(by_mail).running():
        await house.conversations.leave(id, "visitor@example.org", "Bonjour, j’attends.")
        [entry] = await eventually(lambda: house.store.entries(state=EntryState.SENT))
    assert (entry.attempts, entry.status, entry.reference) == (2, 250, f"{id}-ticket")
    [envelope] = box.taken
    assert envelope.rcpt_tos == ["support@firm.example"]
    content = envelope.content
    assert isinstance(content, bytes)
    message = message_from_bytes(content, policy=default)
    assert message["To"] == "support@firm.example"
    assert message["Reply-To"] == "visitor@example.org"
    assert message["Bcc"] is None
    assert message["Subject"] == "How <long> Bcc: x@y.example"
    assert message["Message-ID"] == f"<{id}-ticket@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    for part in (plain, html):
        assert "j’attends." in part.get_content()
        assert f"https://clause.example/console?conversation={id}" in part.get_content()
    assert "How &lt;long&gt;" in html.get_content()
