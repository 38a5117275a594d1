"""What visitors, agents and the assistant may do; every test on both databases."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.answering.answer import Answer, Verdict
from bot.conversations.events import Event, MessageEvent, Person, StateEvent
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.conversations.states import Action, State
from bot.errors import AlreadyClaimed, Conflict, NotFound, NotSignedIn, Unprocessable
from bot.store import Store
from bot.store.tables import conversations as table

NewAgent = Callable[[str], Awaitable[Person]]
NOBODY = "0" * 32


def an_answer(text: str = "yes", verdict: Verdict = Verdict.ANSWERED) -> Answer:
    return Answer(
        verdict=verdict,
        confidence=0.9,
        language="en",
        text=text,
        citations=[],
        handoff_offered=False,
    )


async def log(conversations: Conversations, id: str) -> list[Event]:
    _, events = await conversations.read_with_events(id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1)), "no gaps"
    return events


def said(events: list[Event]) -> list[str]:
    return [event.message.text for event in events if isinstance(event, MessageEvent)]


def moves(events: list[Event]) -> list[tuple[str, str, str | None]]:
    return [
        (
            event.state.action.value,
            event.state.state.value,
            event.state.agent.name if event.state.agent else None,
        )
        for event in events
        if isinstance(event, StateEvent)
    ]


# The token


async def test_a_token_opens_its_own_conversation_only(conversations: Conversations) -> None:
    mine, yours = await conversations.start("fr"), await conversations.start("en")
    assert (await conversations.open(mine.conversation.id, mine.token)).language == "fr"
    refused = [
        (mine.conversation.id, yours.token),
        (mine.conversation.id, ""),
        (mine.conversation.id, mine.token + "x"),
        (NOBODY, mine.token),
        ("../../etc", mine.token),
        ("\x00" * 32, mine.token),
        (mine.conversation.id, "\ud800"),
    ]
    words = set()
    for id, token in refused:
        with pytest.raises(NotSignedIn) as raised:
            await conversations.open(id, token)
        words.add((raised.value.detail, str(raised.value.extra)))
    assert len(words) == 1, "the words give nothing away"


async def test_a_token_expires_for_good(conversations: Conversations, store: Store) -> None:
    started = await conversations.start("fr")
    length = started.conversation.expires_at - started.conversation.created_at
    assert length == timedelta(days=30)
    id = started.conversation.id
    await conversations.say(id, "1", "hello")
    assert (await conversations.open(id, started.token)).expires_at == (
        started.conversation.expires_at
    ), "use does not prolong it"
    async with store.write() as connection:
        await connection.execute(update(table).values(expires_at=datetime.now(UTC)))
    with pytest.raises(NotSignedIn):
        await conversations.open(id, started.token)


async def test_the_token_itself_is_not_stored(conversations: Conversations, store: Store) -> None:
    started = await conversations.start("fr")
    found = await store.conversation_and_token(started.conversation.id)
    assert found is not None
    assert started.token not in found[1]
    assert len(started.token) >= 43


# Messages


async def test_a_message_is_stored_once_a_client_id(
    conversations: Conversations, started: str
) -> None:
    first, is_new = await conversations.say(started, "a", "hello")
    assert is_new
    assert (first.seq, first.message.client_id, first.message.text) == (1, "a", "hello")
    again, is_new = await conversations.say(started, "a", "something else")
    assert not is_new
    assert again == first
    assert said(await log(conversations, started)) == ["hello"]


async def test_the_same_message_sent_many_times_at_once(
    conversations: Conversations, started: str
) -> None:
    results = await asyncio.gather(*(conversations.say(started, "a", "hi") for _ in range(30)))
    assert sum(is_new for _, is_new in results) == 1
    assert len({event.seq for event, _ in results}) == 1
    assert said(await log(conversations, started)) == ["hi"]


async def test_a_client_id_is_the_senders_own(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    await conversations.say(started, "a", "from the visitor")
    await conversations.claim(started, amelie)
    _, is_new = await conversations.reply(started, amelie, "a", "from Amélie")
    assert is_new
    await conversations.release(started, amelie)
    await conversations.claim(started, boris)
    _, is_new = await conversations.reply(started, boris, "a", "from Boris")
    assert is_new
    other = (await conversations.start("en")).conversation.id
    _, is_new = await conversations.say(other, "a", "elsewhere")
    assert is_new


async def test_numbers_have_no_gaps_however_many_write_at_once(
    store: Store, database_url: str, new_agent: NewAgent
) -> None:
    second = await Store.open(database_url)  # as another process would
    services = [Conversations(store, Hub()), Conversations(second, Hub())]
    agent = await new_agent("Amélie")
    ids = [(await services[0].start("en")).conversation.id for _ in range(3)]
    await services[0].claim(ids[2], agent)
    writes = []
    for number in range(20):
        service = services[number % 2]
        writes += [service.say(id, f"v{number}", f"visitor {number}") for id in ids]
        writes.append(services[1 - number % 2].reply(ids[2], agent, f"a{number}", f"a {number}"))
    written = await asyncio.gather(*writes)
    assert all(is_new for _, is_new in written)
    for id, expected in zip(ids, (20, 20, 41), strict=True):
        events = await log(services[0], id)
        assert len(events) == expected
        assert (await services[0].read(id)).last_seq == expected
        moments = [event.at for event in events]
        assert max(moments) - min(moments) < timedelta(minutes=1)
    await second.close()


async def test_what_is_refused_leaves_no_gap(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    agent = await new_agent("Amélie")
    await conversations.say(started, "a", "hello")
    for refused in (
        conversations.say(started, "b", " \x00 "),
        conversations.say(started, "b", "x" * 2001),
        conversations.reply(started, agent, "b", "not mine"),
        conversations.release(started, agent),
    ):
        with pytest.raises((Unprocessable, Conflict)):
            await refused
    await conversations.say(started, "c", "again")
    assert said(await log(conversations, started)) == ["hello", "again"]


async def test_a_write_that_fails_half_way_leaves_nothing(
    conversations: Conversations, started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.store.changes import Change

    async def fail(*_: object) -> None:
        raise RuntimeError("the power went off")

    with monkeypatch.context() as patch:
        patch.setattr(Change, "ask", fail)
        with pytest.raises(RuntimeError):
            await conversations.say(started, "a", "hello")
    assert await log(conversations, started) == []
    event, is_new = await conversations.say(started, "a", "hello")
    assert (event.seq, is_new) == (1, True)


async def test_state_and_events_are_of_one_moment(
    conversations: Conversations, started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await conversations.say(started, "1", "hello")
    read = conversations.store.events_after

    async def read_late(*place: Any) -> list[Event]:
        await conversations.ask_person(started)
        return await read(*place)

    monkeypatch.setattr(conversations.store, "events_after", read_late)
    conversation, events = await conversations.read_with_events(started)
    assert (conversation.state, conversation.last_seq) == (State.BOT, 1)
    assert [event.seq for event in events] == [1]


# A person


async def test_asking_for_a_person_and_thinking_better_of_it(
    conversations: Conversations, started: str
) -> None:
    waiting = await conversations.ask_person(started)
    assert waiting.state is State.WAITING
    assert waiting.waiting_since is not None
    again = await conversations.ask_person(started)
    assert (again.last_seq, again.waiting_since) == (1, waiting.waiting_since)
    back = await conversations.cancel(started)
    assert (back.state, back.waiting_since) == (State.BOT, None)
    assert (await conversations.cancel(started)).last_seq == 2
    assert moves(await log(conversations, started)) == [
        ("ask_person", "waiting", None),
        ("cancel", "bot", None),
    ]


async def test_a_conversation_with_a_person_from_end_to_end(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    agent = await new_agent("Amélie")
    await conversations.ask_person(started)
    claimed = await conversations.claim(started, agent)
    assert (claimed.state, claimed.owner, claimed.waiting_since) == (State.AGENT, agent, None)
    assert (await conversations.claim(started, agent)).last_seq == 2, "mine already"
    assert (await conversations.ask_person(started)).state is State.AGENT
    with pytest.raises(Conflict, match="a person has this conversation"):
        await conversations.cancel(started)
    reply, is_new = await conversations.reply(started, agent, "1", "Hello")
    assert is_new
    assert (reply.message.author, reply.message.author_name) == ("agent", "Amélie")
    assert await conversations.reply(started, agent, "1", "Hello") == (reply, False)
    handed = await conversations.hand_back(started, agent)
    assert (handed.state, handed.owner) == (State.BOT, None)
    assert await conversations.reply(started, agent, "1", "Hello") == (reply, False), (
        "a repeated request gets what it was promised, also after the hand-back"
    )
    with pytest.raises(Conflict, match="not yours"):
        await conversations.reply(started, agent, "2", "One more thing")
    closed = await conversations.close(started, agent)
    assert closed.state is State.CLOSED
    assert (await conversations.close(started, agent)).last_seq == closed.last_seq
    with pytest.raises(Conflict, match="closed"):
        await conversations.claim(started, agent)
    await conversations.say(started, "1", "Are you there?")
    assert moves(await log(conversations, started)) == [
        ("ask_person", "waiting", None),
        ("claim", "agent", "Amélie"),
        ("hand_back", "bot", "Amélie"),
        ("close", "closed", "Amélie"),
        ("reopen", "bot", None),
    ]


async def test_asking_for_a_person_opens_a_closed_conversation(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    await conversations.close(started, await new_agent("Amélie"))
    assert (await conversations.ask_person(started)).state is State.WAITING


async def test_anothers_conversation_is_out_of_reach(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    await conversations.claim(started, amelie)
    for attempt in (
        conversations.claim(started, boris),
        conversations.reply(started, boris, "1", "hello"),
        conversations.release(started, boris),
        conversations.hand_back(started, boris),
        conversations.close(started, boris),
    ):
        with pytest.raises(AlreadyClaimed, match="Amélie has this conversation") as refused:
            await attempt
        assert refused.value.extra == {"owner": "Amélie"}
    assert len(await log(conversations, started)) == 1


async def test_what_does_not_exist(conversations: Conversations, new_agent: NewAgent) -> None:
    agent = await new_agent("Amélie")
    for attempt in (
        conversations.read(NOBODY),
        conversations.claim(NOBODY, agent),
        conversations.reply(NOBODY, agent, "1", "hello"),
        conversations.close(NOBODY, agent),
        conversations.say(NOBODY, "1", "hello"),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_of_fifty_agents_exactly_one_wins(
    store: Store, database_url: str, new_agent: NewAgent
) -> None:
    second = await Store.open(database_url)
    services = [Conversations(store, Hub()), Conversations(second, Hub())]
    agents = [await new_agent(f"Agent{number}") for number in range(50)]
    id = (await services[0].start("en")).conversation.id
    await services[0].ask_person(id)
    results = await asyncio.gather(
        *(services[number % 2].claim(id, agent) for number, agent in enumerate(agents)),
        return_exceptions=True,
    )
    owner = (await services[0].read(id)).owner
    assert owner is not None
    losers: list[AlreadyClaimed] = []
    for agent, result in zip(agents, results, strict=True):
        if agent == owner:
            assert not isinstance(result, BaseException)
            assert result.owner == owner
        else:
            assert isinstance(result, AlreadyClaimed), result
            losers.append(result)
    assert len(losers) == 49
    assert all(loser.extra == {"owner": owner.name} for loser in losers)
    assert all(owner.name in loser.detail for loser in losers)
    assert moves(await log(services[0], id))[1:] == [("claim", "agent", owner.name)]
    await second.close()


# The assistant


async def test_an_answer_is_stored_once(conversations: Conversations, started: str) -> None:
    await conversations.say(started, "1", "how long?")
    [question] = await conversations.store.open_questions()
    assert (question.seq, question.text, question.language) == (1, "how long?", "en")
    written = await asyncio.gather(
        *(conversations.answer(question, an_answer()) for _ in range(10))
    )
    [event] = [event for event in written if event is not None]
    assert (event.message.author, event.message.reply_to) == ("assistant", 1)
    assert event.message.answer == an_answer()
    assert said(await log(conversations, started)) == ["how long?", "yes"]
    assert await conversations.store.open_questions() == []


@pytest.mark.parametrize("handed_back", [False, True])
async def test_an_answer_is_dropped_when_a_person_came_first(
    conversations: Conversations, started: str, new_agent: NewAgent, handed_back: bool
) -> None:
    agent = await new_agent("Amélie")
    await conversations.say(started, "1", "how long?")
    [question] = await conversations.store.open_questions()
    await conversations.claim(started, agent)
    if handed_back:
        await conversations.hand_back(started, agent)
    assert await conversations.answer(question, an_answer()) is None
    assert not await conversations.give_up(question)
    assert said(await log(conversations, started)) == ["how long?"]
    assert await conversations.store.open_questions() == []


@pytest.mark.parametrize("action", [Action.ASK_PERSON, Action.CLOSE])
async def test_nothing_is_answered_after_the_bot_lost_the_conversation(
    conversations: Conversations, started: str, new_agent: NewAgent, action: Action
) -> None:
    await conversations.say(started, "1", "how long?")
    if action is Action.CLOSE:
        await conversations.close(started, await new_agent("Amélie"))
    else:
        await conversations.ask_person(started)
    assert await conversations.store.open_questions() == []


async def test_the_assistant_owes_nothing_for_what_a_person_was_told(
    conversations: Conversations, started: str, new_agent: NewAgent
) -> None:
    agent = await new_agent("Amélie")
    await conversations.ask_person(started)
    await conversations.say(started, "1", "while waiting")
    await conversations.claim(started, agent)
    await conversations.say(started, "2", "to the person")
    await conversations.hand_back(started, agent)
    assert await conversations.store.open_questions() == []
    await conversations.say(started, "3", "to the assistant")
    [question] = await conversations.store.open_questions()
    assert question.text == "to the assistant"


async def test_answer_and_claim_at_once_never_both(
    conversations: Conversations, new_agent: NewAgent
) -> None:
    agent = await new_agent("Amélie")
    for _ in range(10):
        id = (await conversations.start("en")).conversation.id
        await conversations.say(id, "1", "how long?")
        [question] = await conversations.store.open_questions(conversation_id=id)
        await asyncio.gather(
            conversations.answer(question, an_answer()), conversations.claim(id, agent)
        )
        events = await log(conversations, id)
        claimed = next(event.seq for event in events if isinstance(event, StateEvent))
        answered = [event.seq for event in events if said([event]) == ["yes"]]
        assert all(seq < claimed for seq in answered)


async def test_a_wish_for_a_person_is_answered_and_granted_together(
    conversations: Conversations, started: str
) -> None:
    await conversations.say(started, "1", "a person please")
    await conversations.say(started, "2", "quickly")
    first, _ = await conversations.store.open_questions()
    await conversations.answer(first, an_answer("of course", Verdict.HUMAN))
    events = await log(conversations, started)
    assert said(events) == ["a person please", "quickly", "of course"]
    assert moves(events) == [("ask_person", "waiting", None)]
    assert await conversations.store.open_questions() == [], "the person answers the rest"


# The list


async def test_the_list_shows_who_waits_longest_first(
    conversations: Conversations, store: Store, new_agent: NewAgent
) -> None:
    amelie, boris = await new_agent("Amélie"), await new_agent("Boris")
    names = ["empty", "bot", "wait1", "wait2", "mine", "his", "closed", "old"]
    ids = {name: (await conversations.start("en")).conversation.id for name in names}
    for name in names[1:]:
        await conversations.say(ids[name], "1", f"{name} says  hello")
    await conversations.ask_person(ids["wait2"])
    await conversations.ask_person(ids["wait1"])
    await conversations.claim(ids["mine"], amelie)
    await conversations.claim(ids["his"], boris)
    for name in ("closed", "old"):
        await conversations.close(ids[name], amelie)
    await conversations.say(ids["bot"], "2", "the newest")
    async with store.write() as connection:
        await connection.execute(
            update(table)
            .where(table.c.id == ids["old"])
            .values(updated_at=datetime.now(UTC) - timedelta(days=2))
        )

    async def listed(which: Any) -> list[str]:
        found = await conversations.listed(which, amelie)
        return [next(n for n in names if ids[n] == conversation.id) for conversation in found]

    assert await listed("all") == ["wait2", "wait1", "his", "mine", "bot", "closed"]
    assert await listed("waiting") == ["wait2", "wait1"]
    assert await listed("mine") == ["mine"]
    assert await listed("closed") == ["closed", "old"]
    [mine] = await conversations.listed("mine", amelie)
    assert (mine.preview, mine.owner) == ("mine says hello", amelie)
