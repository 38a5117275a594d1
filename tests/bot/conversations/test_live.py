"""Live support: taking over, being away, rights requests, offers, notes, ratings, leaving."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.accounts.accounts import Role
from bot.answering.answer import Answer, Verdict
from bot.answering.rights import Right
from bot.conversations.events import (
    Event,
    MessageEvent,
    OfferEvent,
    OfferReason,
    Person,
    RightsEvent,
    StateEvent,
)
from bot.conversations.hub import Hub
from bot.conversations.left import LeftReply
from bot.conversations.rights_requests import Outcome, due_on
from bot.conversations.service import Conversations
from bot.conversations.shared import AWAY_AFTER
from bot.conversations.states import State
from bot.errors import AlreadyClaimed, Conflict, NotFound, Unprocessable
from bot.store import Store
from bot.store.tables_live import presence

NewAgent = Callable[..., Awaitable[Person]]


def an_answer(verdict: Verdict = Verdict.ANSWERED) -> Answer:
    return Answer(
        verdict=verdict,
        confidence=0.5,
        language="fr",
        text="voilà",
        citations=[],
        handoff_offered=verdict is not Verdict.ANSWERED,
    )


async def ask(conversations: Conversations, id: str, text: str, verdict: Verdict) -> None:
    """The visitor asks, and the assistant answers."""
    await conversations.say(id, text, text)
    [question] = await conversations.store.open_questions(conversation_id=id)
    await conversations.answer(question, an_answer(verdict))


async def log(conversations: Conversations, id: str) -> list[Event]:
    _, events = await conversations.read_with_events(id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1)), "no gaps"
    return events


def offers(events: list[Event]) -> list[tuple[OfferReason, int]]:
    return [
        (event.offer.reason, event.offer.reply_to)
        for event in events
        if isinstance(event, OfferEvent)
    ]


async def unseen(store: Store, agent: Person, ago: timedelta) -> None:
    async with store.write() as connection:
        await connection.execute(
            update(presence)
            .where(presence.c.account_id == agent.id)
            .values(seen_at=datetime.now(UTC) - ago)
        )


# A person is offered


async def test_after_two_answers_that_were_none_a_person_is_offered_once(
    conversations: Conversations, started: str
) -> None:
    await ask(conversations, started, "one", Verdict.UNSURE)
    assert offers(await log(conversations, started)) == []
    await ask(conversations, started, "two", Verdict.NOT_COVERED)
    events = await log(conversations, started)
    assert offers(events) == [(OfferReason.UNANSWERED, 3)]
    assert isinstance(events[-1], OfferEvent)
    assert "?" in events[-1].offer.text, "said in words, in the visitor's language"
    assert events[-1].offer.language == "fr"
    for number in range(6):
        await ask(conversations, started, f"more {number}", Verdict.UNSURE)
    assert len(offers(await log(conversations, started))) == 1, "never twice, never in a loop"


async def test_what_is_answered_in_between_starts_the_count_anew(
    conversations: Conversations, started: str
) -> None:
    for text, verdict in (
        ("a", Verdict.UNSURE),
        ("b", Verdict.ANSWERED),
        ("c", Verdict.NOT_COVERED),
        ("d", Verdict.SMALL_TALK),
    ):
        await ask(conversations, started, text, verdict)
    assert offers(await log(conversations, started)) == []
    await ask(conversations, started, "e", Verdict.UNSURE)
    assert len(offers(await log(conversations, started))) == 1, "small talk answers nothing"


async def test_after_a_person_had_it_one_may_be_offered_again(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    for text in ("a", "b"):
        await ask(conversations, started, text, Verdict.UNSURE)
    await conversations.ask_person(started)
    await conversations.claim(started, amelie)
    await conversations.hand_back(started, amelie)
    await ask(conversations, started, "c", Verdict.UNSURE)
    assert len(offers(await log(conversations, started))) == 1
    await ask(conversations, started, "d", Verdict.UNSURE)
    assert len(offers(await log(conversations, started))) == 2


# Rights requests


async def test_a_rights_request_is_marked_listed_and_a_person_offered_in_the_same_turn(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    await ask(conversations, started, "I want you to delete all my data", Verdict.ANSWERED)
    events = await log(conversations, started)
    kinds = [event.type for event in events]
    assert kinds == ["message", "rights", "message", "offer"]
    mark = events[1]
    assert isinstance(mark, RightsEvent)
    today = datetime.now(UTC)
    assert (mark.rights.right, mark.rights.reply_to) == (Right.ERASURE, 1)
    assert mark.rights.due_on == due_on(today, UTC)
    assert offers(events) == [(OfferReason.RIGHTS_REQUEST, 1)]

    await ask(conversations, started, "delete my data, please", Verdict.ANSWERED)
    assert [e.type for e in await log(conversations, started)][4:] == ["message", "message"], (
        "the same request while it is open is not a second one"
    )
    [listed] = await conversations.listed("rights", amelie)
    assert (listed.id, listed.right, listed.due_on) == (started, Right.ERASURE, due_on(today, UTC))
    [request] = await conversations.store.rights_requests()
    with pytest.raises(Unprocessable, match="reason"):
        await conversations.close_rights_request(started, request.id, amelie, Outcome.REFUSED, " ")
    await conversations.close_rights_request(started, request.id, amelie, Outcome.DONE, "")
    with pytest.raises(NotFound):
        await conversations.close_rights_request(started, request.id, amelie, Outcome.DONE, "")
    assert await conversations.store.rights_requests() == []
    assert await conversations.listed("rights", amelie) == []
    [closed] = await conversations.store.rights_requests(closed=True)
    assert (closed.outcome, closed.closed_by) == (Outcome.DONE, "Amélie")


async def test_a_request_made_to_a_person_is_marked_too(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    await conversations.ask_person(started)
    await conversations.claim(started, await new_agent("Amélie"))
    await conversations.say(started, "1", "Je retire mon consentement")
    events = await log(conversations, started)
    assert [event.type for event in events] == ["state", "state", "message", "rights"]


async def test_requests_are_listed_by_their_due_date(
    conversations: Conversations, store: Store, new_agent: NewAgent
) -> None:
    ids = [(await conversations.start("en")).conversation.id for _ in range(3)]
    days = [date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 3)]
    for id, day in zip(ids, days, strict=True):
        await conversations.say(id, "1", "delete my account")
        async with store.change(id) as change:
            assert change is not None
            await change.add_rights_request(Right.ACCESS, 1, day)
    requests = [r for r in await store.rights_requests() if r.right is Right.ACCESS]
    assert [request.due_on for request in requests] == sorted(days)
    listed = await conversations.listed("rights", await new_agent("Amélie"))
    assert [one.id for one in listed] == [ids[1], ids[0], ids[2]]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-01-31T12:00+00:00", date(2026, 2, 28)),
        ("2028-01-31T12:00+00:00", date(2028, 2, 29)),
        ("2026-12-15T12:00+00:00", date(2027, 1, 15)),
        ("2026-03-31T12:00+00:00", date(2026, 4, 30)),
        ("2026-02-28T12:00+00:00", date(2026, 3, 28)),
        ("2026-01-30T23:30+00:00", date(2026, 2, 28)),  # the 31st already in Zurich
    ],
)
def test_a_request_is_due_one_calendar_month_on(received: str, due: date) -> None:
    assert due_on(datetime.fromisoformat(received), ZoneInfo("Europe/Zurich")) == due


# Who has it


async def test_taking_over_tells_both_and_names_the_one_it_is_taken_from(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie, boris, chloe = [await new_agent(name) for name in ("Amélie", "Boris", "Chloé")]
    with pytest.raises(Conflict, match="Nobody"):
        await conversations.take_over(started, boris, amelie.id)
    await conversations.claim(started, amelie)
    taken = await conversations.take_over(started, boris, amelie.id)
    assert taken.owner == boris
    with pytest.raises(AlreadyClaimed, match="Boris"):
        await conversations.take_over(started, chloe, amelie.id)
    change = (await log(conversations, started))[-1]
    assert isinstance(change, StateEvent)
    people = (change.state.agent, change.state.owner, change.state.previous)
    assert [person.name if person else None for person in people] == ["Boris", "Boris", "Amélie"]
    [told] = await conversations.store.notices_after(amelie.id, 0)
    assert (told.kind, told.by, told.conversation_id) == ("taken_over", "Boris", started)
    with pytest.raises(AlreadyClaimed):
        await conversations.reply(started, amelie, "1", "too late")


async def test_a_conversation_is_given_to_a_colleague_who_is_here(
    conversations: Conversations, store: Store, started: str, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    ada = await new_agent("Ada", Role.ADMIN)
    owner = await new_agent("Émile", Role.OWNER)
    await conversations.claim(started, amelie)
    with pytest.raises(Conflict, match="Boris is away"):
        await conversations.reassign(started, amelie, boris.id)
    await store.note_seen(boris.id, datetime.now(UTC))
    with pytest.raises(AlreadyClaimed):
        await conversations.reassign(started, boris, boris.id)
    with pytest.raises(NotFound):
        await conversations.reassign(started, amelie, owner.id)
    given = await conversations.reassign(started, amelie, boris.id)
    assert given.owner == boris
    [told] = await store.notices_after(boris.id, 0)
    assert (told.kind, told.by) == ("reassigned_to_you", "Amélie")
    await conversations.claim((await conversations.start("en")).conversation.id, amelie)
    back = await conversations.reassign(started, ada, amelie.id, role=Role.ADMIN)
    assert back.owner == amelie
    assert [n.kind for n in await store.notices_after(boris.id, told.id)] == ["reassigned"]


async def test_an_agent_who_is_gone_for_two_minutes_is_away(
    conversations: Conversations, store: Store, started: str, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    await conversations.claim(started, amelie)
    await unseen(store, amelie, AWAY_AFTER - timedelta(seconds=5))
    assert await conversations.presence.sweep() == 0
    with pytest.raises(AlreadyClaimed):
        await conversations.claim(started, boris)
    await unseen(store, amelie, AWAY_AFTER + timedelta(seconds=1))
    assert await conversations.presence.sweep() == 1
    assert await conversations.presence.sweep() == 0
    away = (await log(conversations, started))[-1]
    assert isinstance(away, StateEvent)
    assert (away.state.action.value, away.state.state) == ("away", State.WAITING)
    assert away.state.previous is not None, "the visitor is told who is gone"
    assert [n.kind for n in await store.notices_after(amelie.id, 0)] == ["away"]


async def test_what_someone_who_is_gone_has_may_be_claimed(
    conversations: Conversations, store: Store, started: str, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    await conversations.claim(started, amelie)
    await unseen(store, amelie, AWAY_AFTER + timedelta(seconds=1))
    assert (await conversations.claim(started, boris)).owner == boris


async def test_the_console_being_open_keeps_an_agent_here(
    conversations: Conversations, store: Store, started: str, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    await conversations.claim(started, amelie)
    await unseen(store, amelie, AWAY_AFTER + timedelta(seconds=1))
    await conversations.presence.seen(amelie)
    assert await conversations.presence.sweep() == 0


# Notes


async def test_notes_have_numbers_of_their_own_and_no_visitor_sees_them(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    await conversations.say(started, "1", "hello")
    first, is_new = await conversations.note(started, amelie, "n1", "secret word")
    assert is_new
    assert (first.number, first.note.after_seq) == (1, 1)
    assert await conversations.note(started, amelie, "n1", "other") == (first, False)
    await conversations.say(started, "2", "still there?")
    second, _ = await conversations.note(started, amelie, "n2", "again")
    assert (second.number, second.note.after_seq) == (2, 2)
    events = await log(conversations, started)
    assert [event.seq for event in events] == [1, 2]
    assert "secret" not in str(events)
    conversation = await conversations.read(started)
    assert "secret" not in conversation.preview


# Leaving, rating, reading


class Outbox:
    """Keeps what was handed over, with whether it was inside the transaction."""

    def __init__(self) -> None:
        self.replies: list[LeftReply] = []

    async def agent_replied(self, change: Any, reply: LeftReply) -> None:
        assert change.connection.in_transaction()
        self.replies.append(reply)

    async def nobody_there(self, change: Any, *, at_once: bool) -> None:
        assert change.connection.in_transaction()


async def test_who_leaves_an_address_is_answered_there(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    outbox = conversations.left_replies = Outbox()
    for _ in range(2):  # sent again, it is one message
        left = await conversations.leave(started, " v@example.org ", "How long do you keep it?")
    assert left.state is State.WAITING
    messages = [e for e in await log(conversations, started) if isinstance(e, MessageEvent)]
    assert [message.message.text for message in messages] == ["How long do you keep it?"]
    [listed] = await conversations.listed("waiting", amelie)
    assert listed.left
    await conversations.claim(started, amelie)
    await conversations.reply(started, amelie, "1", "Two years.")
    await conversations.reply(started, amelie, "1", "Two years.")
    assert [(r.email, r.text, r.agent_name) for r in outbox.replies] == [
        ("v@example.org", "Two years.", "Amélie")
    ]
    for address in (
        "",
        "a",
        "a@b",
        "a b@c.de",
        "a@b.de\nBcc: x@y.z",
        "x" * 250 + "@b.de",
        "a@-b.de",
    ):
        with pytest.raises(Unprocessable):
            await conversations.leave(started, address, None)


async def test_what_is_left_is_a_message_like_any(
    conversations: Conversations, started: str, store: Store
) -> None:
    """A right that it exercises is marked and listed, once."""
    for _ in range(2):
        await conversations.leave(started, "v@example.org", "Please delete all my data.")
    await conversations.leave(started, "w@example.org", None)
    events = await log(conversations, started)
    assert [event.type for event in events] == ["state", "message", "rights"]
    [request] = await store.rights_requests(conversation_id=started)
    assert (request.right, request.seq) == (Right.ERASURE, 2)


async def test_a_rating_is_given_once_after_each_closing(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    await conversations.say(started, "1", "hello")
    with pytest.raises(Conflict):
        await conversations.rate(started, 5, "")
    await conversations.claim(started, amelie)
    await conversations.close(started, amelie)
    event, is_new = await conversations.rate(started, 4, " clear ")
    assert is_new
    assert (event.rating.stars, event.rating.word) == (4, "clear")
    again, is_new = await conversations.rate(started, 4, "clear")
    assert (again, is_new) == (event, False), "the time of the first one, too"
    with pytest.raises(Conflict, match="already"):
        await conversations.rate(started, 1, "")
    await conversations.say(started, "2", "one more thing")
    with pytest.raises(Conflict):
        await conversations.rate(started, 1, "")
    await conversations.close(started, amelie)
    assert (await conversations.rate(started, 2, ""))[1]
    figures = await conversations.store.agent_figures(
        amelie.id, datetime.now(UTC), timedelta(days=1)
    )
    assert sorted(figures.stars) == [2, 4]
    assert figures.closed == 2


async def test_what_was_read_counts_in_its_own_conversation_only(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    ids = [started, *[(await conversations.start("en")).conversation.id for _ in range(2)]]
    for number, id in enumerate(ids):
        for message in range(number + 1):
            await conversations.say(id, f"{message}", "hello")
    await conversations.agent_read(ids[1], amelie, 2)
    await conversations.agent_read(ids[2], amelie, 1)
    listed = {one.id: one.unread for one in await conversations.listed("all", amelie)}
    assert [listed[id] for id in ids] == [1, 0, 2]


async def test_marks_of_what_was_read_never_go_back(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    for number in range(3):
        await conversations.say(started, f"{number}", "hello")
    await conversations.claim(started, amelie)

    async def unread(agent: Person) -> int:
        [listed] = await conversations.listed("all", agent)
        return listed.unread

    assert (await unread(amelie), await unread(boris)) == (3, 3)
    await conversations.agent_read(started, amelie, 2)
    await conversations.agent_read(started, amelie, 1)
    await conversations.agent_read(started, boris, 3)
    assert (await unread(amelie), await unread(boris)) == (1, 0)
    await conversations.visitor_read(started, 4)
    await conversations.visitor_read(started, 1)
    conversation = await conversations.read(started)
    assert (conversation.agent_read, conversation.visitor_read) == (2, 4), "Boris does not have it"
    with pytest.raises(Unprocessable):
        await conversations.visitor_read(started, 5)


# Lists, search, the queue


async def test_transcripts_are_searched_whatever_the_accents(
    conversations: Conversations, new_agent: NewAgent
) -> None:
    amelie = await new_agent("Amélie")
    ids = [(await conversations.start("fr")).conversation.id for _ in range(3)]
    await conversations.say(ids[0], "1", "Où sont mes DONNÉES à 100 % ?")
    await conversations.say(ids[1], "1", "Bonjour")
    await conversations.note(ids[1], amelie, "n", "parle de données")
    await conversations.say(ids[2], "1", "rien")

    async def found(words: str) -> set[int]:
        listed = await conversations.listed("all", amelie, words)
        return {ids.index(one.id) for one in listed}

    assert await found("donnees") == {0, 1}
    assert await found("100 DONNÉES") == {0}
    assert await found("100 %") == {0}, "a percent sign is a percent sign"
    assert await found("_") == set()
    assert await found("nothing of it") == set()


async def test_who_waits_is_told_the_place_and_the_usual_wait(
    conversations: Conversations, store: Store, new_agent: NewAgent, monkeypatch: Any
) -> None:
    monkeypatch.setattr("bot.conversations.queue.KNOWN_FOR_SECONDS", 0.0)
    amelie = await new_agent("Amélie")
    ids = [(await conversations.start("en")).conversation.id for _ in range(4)]
    for id in ids:
        await conversations.ask_person(id)
    place = await conversations.queues.of(await conversations.read(ids[2]))
    assert (place.place, place.usual_wait_seconds, place.agents_online) == (3, None, False)
    for id in ids[:3]:
        await conversations.claim(id, amelie)
        await conversations.reply(id, amelie, "1", "hello")
    place = await conversations.queues.of(await conversations.read(ids[3]))
    assert (place.place, place.agents_online) == (1, True)
    assert place.usual_wait_seconds is not None
    assert 0 <= place.usual_wait_seconds < 30, "they were answered at once"
    figures = await store.agent_figures(amelie.id, datetime.now(UTC), timedelta(days=1))
    assert len(figures.first_reply_seconds) == 3


async def test_every_staff_action_leaves_a_line(
    conversations: Conversations, store: Store, started: str, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    await conversations.say(started, "1", "delete my data")
    await conversations.claim(started, amelie)
    await conversations.reply(started, amelie, "1", "secret words")
    await conversations.note(started, amelie, "n", "secret note")
    await conversations.take_over(started, boris, amelie.id)
    await conversations.release(started, boris)
    await conversations.close(started, boris)
    lines = [line for line in await store.audit_lines() if line.action != "add_account"]
    assert [(line.account_name, line.action) for line in reversed(lines)] == [
        ("Amélie", "claim"),
        ("Amélie", "reply"),
        ("Amélie", "note"),
        ("Boris", "take_over"),
        ("Boris", "release"),
        ("Boris", "close"),
    ]
    assert all(started in line.target for line in lines)
    assert "secret" not in str(lines), "what was written stands in the transcript alone"


async def test_two_services_agree_on_one_taker(
    conversations: Conversations, store: Store, started: str, new_agent: NewAgent
) -> None:
    """Twenty colleagues take over from the same agent at once: one gets it."""
    amelie = await new_agent("Amélie")
    await conversations.claim(started, amelie)
    others = [await new_agent(f"Agent{number}") for number in range(20)]
    services = [conversations, Conversations(store, Hub())]
    results = await asyncio.gather(
        *(
            services[number % 2].take_over(started, other, amelie.id)
            for number, other in enumerate(others)
        ),
        return_exceptions=True,
    )
    won = [result for result in results if not isinstance(result, BaseException)]
    assert len(won) == 1
    assert all(isinstance(r, AlreadyClaimed) for r in results if isinstance(r, BaseException))
