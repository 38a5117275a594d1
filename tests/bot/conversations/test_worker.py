"""Answering in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.answering.answer import Answer
from bot.conversations import worker as worker_module
from bot.conversations.events import Event, MessageEvent, Person
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.conversations.states import State
from bot.conversations.worker import AnsweringWorker
from bot.errors import Unavailable
from bot.store import Store

Eventually = Callable[..., Awaitable[Any]]


def answers(events: list[Event]) -> list[tuple[int | None, str]]:
    return [
        (event.message.reply_to, event.message.text)
        for event in events
        if isinstance(event, MessageEvent) and event.message.author == "assistant"
    ]


async def answers_in(conversations: Conversations, id: str) -> list[tuple[int | None, str]]:
    return answers((await conversations.read_with_events(id))[1])


async def test_questions_are_answered_in_order(
    conversations: Conversations, started: str, parrot: Any, eventually: Eventually
) -> None:
    async def both() -> bool:
        return len(await answers_in(conversations, started)) == 2

    async with AnsweringWorker(conversations, parrot, at_once=8).running():
        parrot.slow = 0.02
        first, _ = await conversations.say(started, "1", "first")
        second, _ = await conversations.say(started, "2", "second")
        await eventually(both)
    assert await answers_in(conversations, started) == [
        (first.seq, "About: first"),
        (second.seq, "About: second"),
    ]


async def test_many_conversations_are_answered_side_by_side(
    conversations: Conversations, parrot: Any, eventually: Eventually, store: Store
) -> None:
    ids = [(await conversations.start("en")).conversation.id for _ in range(20)]

    async def all_answered() -> bool:
        return not await store.open_questions()

    async with AnsweringWorker(conversations, parrot).running():
        for number in range(3):
            await asyncio.gather(
                *(conversations.say(id, f"{number}", f"question {number}") for id in ids)
            )
        await eventually(all_answered)
    for id in ids:
        texts = [text for _, text in await answers_in(conversations, id)]
        assert texts == [f"About: question {number}" for number in range(3)]
    assert len(parrot.asked) == 60, "none was answered twice"


async def test_what_was_not_answered_before_a_restart_is_answered_after(
    conversations: Conversations, started: str, parrot: Any, eventually: Eventually
) -> None:
    await conversations.say(started, "1", "before the restart")
    again = Conversations(conversations.store, Hub())
    async with AnsweringWorker(again, parrot).running():
        await eventually(lambda: answers_in(again, started))
    assert await answers_in(again, started) == [(1, "About: before the restart")]


async def test_what_a_process_left_behind_another_picks_up(
    conversations: Conversations,
    started: str,
    parrot: Any,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "RESCAN_SECONDS", 0.05)
    monkeypatch.setattr(worker_module, "LEFT_BEHIND", timedelta(seconds=0.5))
    elsewhere = Conversations(conversations.store, Hub())  # nobody answers there
    async with AnsweringWorker(conversations, parrot).running():
        await asyncio.sleep(0.1)
        await elsewhere.say(started, "1", "hello")
        await asyncio.sleep(0.2)
        assert parrot.asked == [], "it is that process's own, for a while"
        await eventually(lambda: answers_in(conversations, started))


async def test_several_processes_answer_once(
    conversations: Conversations,
    started: str,
    parrot: Any,
    database_url: str,
    store: Store,
    eventually: Eventually,
) -> None:
    async def none_is_open() -> bool:
        return not await store.open_questions()

    second = await Store.open(database_url)
    elsewhere = Conversations(second, Hub())
    for number in range(5):
        await conversations.say(started, f"{number}", f"question {number}")
    first_worker = AnsweringWorker(conversations, parrot)
    second_worker = AnsweringWorker(elsewhere, parrot)
    async with first_worker.running(), second_worker.running():
        await eventually(none_is_open)
        await asyncio.sleep(0.1)  # for the slower worker's answers, which must be dropped
    await second.close()
    assert [seq for seq, _ in await answers_in(conversations, started)] == [1, 2, 3, 4, 5]


async def test_an_answer_in_the_making_is_dropped_when_an_agent_claims(
    conversations: Conversations,
    started: str,
    parrot: Any,
    eventually: Eventually,
    new_agent: Callable[[str], Awaitable[Person]],
) -> None:
    agent = await new_agent("Amélie")
    parrot.slow = 0.3

    async def was_asked() -> bool:
        return bool(parrot.asked)

    worker = AnsweringWorker(conversations, parrot)
    async with worker.running():
        await conversations.say(started, "1", "hello")
        await eventually(was_asked)
        await conversations.claim(started, agent)

        async def is_idle() -> bool:
            return not worker._busy

        await eventually(is_idle)
    assert await answers_in(conversations, started) == []


async def test_a_wish_for_a_person_puts_the_conversation_into_the_queue(
    conversations: Conversations, started: str, parrot: Any, eventually: Eventually
) -> None:
    async with AnsweringWorker(conversations, parrot).running():
        await conversations.say(started, "1", "a person please")

        async def waits() -> bool:
            return (await conversations.read(started)).state is State.WAITING

        await eventually(waits)
    assert await answers_in(conversations, started) == [(1, "About: a person please")]


async def test_a_question_that_always_fails_goes_to_a_person(
    conversations: Conversations,
    started: str,
    parrot: Any,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "RESCAN_SECONDS", 0.02)
    monkeypatch.setattr(worker_module, "LEFT_BEHIND", timedelta(0))
    parrot.fail = lambda question: ValueError(question) if "bad" in question else None
    other = (await conversations.start("en")).conversation.id
    with capture_logs() as logged:
        async with AnsweringWorker(conversations, parrot).running():
            await conversations.say(started, "1", "a bad one")
            await conversations.say(other, "1", "a good one")

            async def waits() -> bool:
                return (await conversations.read(started)).state is State.WAITING

            await eventually(waits)
            await eventually(lambda: answers_in(conversations, other))
    assert parrot.asked.count("a bad one") == worker_module.FAILURES_ALLOWED
    assert await answers_in(conversations, started) == []
    errors = [entry for entry in logged if entry["log_level"] == "error"]
    assert [entry["failures"] for entry in errors] == [1, 2, 3]
    assert errors[0]["kind"] == "ValueError"
    assert "a bad one" not in str(logged), "what visitors write is not logged"


async def test_a_failure_that_passes_costs_nothing(
    conversations: Conversations,
    started: str,
    parrot: Any,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "RESCAN_SECONDS", 0.02)
    monkeypatch.setattr(worker_module, "LEFT_BEHIND", timedelta(0))
    parrot.fail = lambda _: (
        Unavailable("No statement is published yet.") if len(parrot.asked) < 10 else None
    )
    async with AnsweringWorker(conversations, parrot).running():
        await conversations.say(started, "1", "hello")
        await eventually(lambda: answers_in(conversations, started))
    assert (await conversations.read(started)).state is State.BOT
    assert len(parrot.asked) == 10, "not being able to answer just now is no failure"


async def test_an_answer_in_the_making_is_finished_before_the_service_stops(
    conversations: Conversations,
    started: str,
    parrot: Any,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "STOP_SECONDS", 60)
    parrot.slow = 0.1

    async def begun() -> bool:
        return bool(parrot.asked)

    async with AnsweringWorker(conversations, parrot).running():
        await conversations.say(started, "1", "hello")
        await eventually(begun)
    assert len(await answers_in(conversations, started)) == 1


async def test_stopping_in_the_middle_loses_nothing(
    conversations: Conversations,
    started: str,
    parrot: Any,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "STOP_SECONDS", 0)
    parrot.slow = 0.1
    async with AnsweringWorker(conversations, parrot).running():
        await conversations.say(started, "1", "hello")
        await asyncio.sleep(0.03)
    assert conversations.on_question is None
    answered_before = await answers_in(conversations, started)
    assert answered_before == []
    async with AnsweringWorker(conversations, parrot).running():
        await eventually(lambda: answers_in(conversations, started))
    assert len(await answers_in(conversations, started)) == 1


class Misfit:
    """An answerer whose answer cannot be stored."""

    def answer(self, question: str, language: str | None = None) -> Answer:
        return "no answer at all"  # type: ignore[return-value]


async def test_an_answer_that_cannot_be_stored_does_not_stop_the_worker(
    conversations: Conversations,
    started: str,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "RESCAN_SECONDS", 0.02)
    monkeypatch.setattr(worker_module, "LEFT_BEHIND", timedelta(0))
    async with AnsweringWorker(conversations, Misfit()).running():
        await conversations.say(started, "1", "hello")

        async def waits() -> bool:
            return (await conversations.read(started)).state is State.WAITING

        await eventually(waits)
