"""No sequence of calls breaks a promise: on the pure machine, and on the service over SQLite."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import create_engine, update

from bot.accounts.accounts import Role
from bot.answering.answer import Answer, Verdict
from bot.conversations.events import MessageEvent, Person, Question, StateEvent
from bot.conversations.hub import Hub
from bot.conversations.service import Conversations
from bot.conversations.shared import AWAY_AFTER
from bot.conversations.states import CHANGES_OWNER, TRANSITIONS, Action, State, after, allowed
from bot.errors import ClauseError
from bot.store import Store
from bot.store.migrate import upgrade
from bot.store.tables_live import presence

Result = TypeVar("Result")
AGENTS = st.integers(0, 2)


class PureMachine(RuleBasedStateMachine):
    """The table alone: what is refused changes nothing, and nobody is ever stuck."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.BOT

    @rule(action=st.sampled_from(Action))
    def act(self, action: Action) -> None:
        before = self.state
        if not allowed(before, action):
            try:
                after(before, action)
            except ClauseError:
                return
            raise AssertionError("what is not allowed was not refused")
        self.state = after(before, action)
        assert TRANSITIONS[before, action] is self.state
        assert self.state is not before or action in CHANGES_OWNER

    @invariant()
    def nobody_is_stuck(self) -> None:
        assert self.state in State
        reached, todo = {self.state}, [self.state]
        while todo:
            here = todo.pop()
            for (state, _), target in TRANSITIONS.items():
                if state is here and target not in reached:
                    reached.add(target)
                    todo.append(target)
        assert reached == set(State)


TestPureMachine = PureMachine.TestCase

_TEMPLATE: list[Path] = []


def fresh_database(folder: str) -> str:
    """A database with tables: a copy, as that is quicker."""
    if not _TEMPLATE:
        template = Path(tempfile.mkdtemp(prefix="clause-machine-")) / "template.db"
        engine = create_engine(f"sqlite:///{template}")
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        _TEMPLATE.append(template)
    path = Path(folder) / "clause.db"
    shutil.copy(_TEMPLATE[0], path)
    return f"sqlite+aiosqlite:///{path}"


class Service(RuleBasedStateMachine):
    """One conversation, three agents, a visitor, and the assistant with answers in the making."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.mkdtemp(prefix="clause-machine-")
        self.said: list[tuple[str, str]] = []
        self.noted = 0
        self.making: list[Question] = []
        self.sent = 0

    def run(self, call: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(call)

    def attempt(self, call: Coroutine[Any, Any, Result]) -> Result | None:
        """A call that may be refused; a refusal must leave everything as it was."""
        before = self.run(self.service.read_with_events(self.id))
        refusal: ClauseError | None = None
        result = None
        try:
            result = self.run(call)
        except ClauseError as error:
            refusal = error
        if refusal is not None:
            assert refusal.status in (404, 409, 422)
            conversation, events = self.run(self.service.read_with_events(self.id))
            assert events == before[1]
            assert (conversation.state, conversation.owner) == (before[0].state, before[0].owner)
        return result

    @initialize()
    def begin(self) -> None:
        self.store = self.run(Store.open(fresh_database(self.folder)))
        self.service = Conversations(self.store, Hub())
        self.id = self.run(self.service.start("en")).conversation.id
        self.agents = [self.run(self.add_agent(name)) for name in ("Ada", "Bo", "Cy")]

    async def add_agent(self, name: str) -> Person:
        account = await self.store.add_account(
            email=f"{name}@example.org",
            name=name,
            role=Role.AGENT,
            password_hash="x",
            must_change_password=False,
            now=datetime.now(UTC),
        )
        assert account is not None
        await self.store.note_seen(account.id, datetime.now(UTC))
        return Person(account.id, account.name)

    @rule(text=st.sampled_from(["how long?", "delete my data", "hello", "Je m'oppose à cela"]))
    def say(self, text: str) -> None:
        self.sent += 1
        self.run(self.service.say(self.id, f"v{self.sent}", text))
        self.said.append(("visitor", f"v{self.sent}"))

    @precondition(lambda self: any(author == "visitor" for author, _ in self.said))
    @rule()
    def say_again(self) -> None:
        client_id = next(id for author, id in reversed(self.said) if author == "visitor")
        _, is_new = self.run(self.service.say(self.id, client_id, "sent twice"))
        assert not is_new

    @rule()
    def begin_to_answer(self) -> None:
        self.making += self.run(self.store.open_questions(conversation_id=self.id))

    @precondition(lambda self: self.making)
    @rule(verdict=st.sampled_from(Verdict), data=st.data())
    def finish_an_answer(self, verdict: Verdict, data: st.DataObject) -> None:
        question = self.making.pop(data.draw(st.integers(0, len(self.making) - 1)))
        before = self.run(self.service.read(self.id)).state
        answer = Answer(
            verdict=verdict,
            confidence=0.5,
            language="en",
            text="so it is",
            citations=[],
            handoff_offered=False,
        )
        stored = self.run(self.service.answer(question, answer))
        if before is not State.BOT:
            assert stored is None, "an answer in the making is dropped when a person came"
        if stored is not None:
            self.said.append(("assistant", str(question.seq)))

    @rule()
    def ask_person(self) -> None:
        self.run(self.service.ask_person(self.id))

    @rule()
    def cancel(self) -> None:
        self.attempt(self.service.cancel(self.id))

    @rule()
    def leave(self) -> None:
        before = len(self.messages())
        self.run(self.service.leave(self.id, "v@example.org", None))
        assert len(self.messages()) == before

    @rule(stars=st.integers(1, 5))
    def rate(self, stars: int) -> None:
        self.attempt(self.service.rate(self.id, stars, ""))

    @rule(who=AGENTS)
    def claim(self, who: int) -> None:
        self.attempt(self.service.claim(self.id, self.agents[who]))

    @rule(who=AGENTS, whose=AGENTS)
    def take_over(self, who: int, whose: int) -> None:
        self.attempt(self.service.take_over(self.id, self.agents[who], self.agents[whose].id))

    @rule(who=AGENTS, to=AGENTS)
    def reassign(self, who: int, to: int) -> None:
        self.attempt(self.service.reassign(self.id, self.agents[who], self.agents[to].id))

    @rule(who=AGENTS)
    def reply(self, who: int) -> None:
        self.sent += 1
        sent = self.attempt(self.service.reply(self.id, self.agents[who], f"a{self.sent}", "hi"))
        if sent:
            self.said.append(("agent", f"a{self.sent}"))

    @rule(who=AGENTS)
    def note(self, who: int) -> None:
        self.sent += 1
        number = self.run(self.service.note(self.id, self.agents[who], f"n{self.sent}", "psst"))
        self.noted += 1
        assert number[0].number == self.noted

    @rule(who=AGENTS, what=st.sampled_from(["release", "hand_back", "close"]))
    def act(self, who: int, what: str) -> None:
        self.attempt(getattr(self.service, what)(self.id, self.agents[who]))

    @rule(who=AGENTS, gone=st.booleans())
    def go_or_come(self, who: int, gone: bool) -> None:
        seen = datetime.now(UTC) - (AWAY_AFTER * 2 if gone else timedelta())

        async def note() -> None:
            async with self.store.write() as connection:
                await connection.execute(
                    update(presence)
                    .where(presence.c.account_id == self.agents[who].id)
                    .values(seen_at=seen)
                )

        self.run(note())
        self.run(self.service.presence.sweep())

    @rule(who=AGENTS)
    def sign_out(self, who: int) -> None:
        self.run(self.service.agent_gone(self.agents[who].id))

    def messages(self) -> list[MessageEvent]:
        _, events = self.run(self.service.read_with_events(self.id))
        return [event for event in events if isinstance(event, MessageEvent)]

    @invariant()
    def promises_hold(self) -> None:
        if not hasattr(self, "service"):
            return
        conversation, events = self.run(self.service.read_with_events(self.id))
        assert [event.seq for event in events] == list(range(1, conversation.last_seq + 1))
        state = State.BOT
        owner: str | None = None
        for event in events:
            if isinstance(event, StateEvent):
                assert allowed(state, event.state.action)
                state = after(state, event.state.action)
                assert state is event.state.state
                owner = event.state.owner.name if event.state.owner else None
                assert (owner is not None) == (state is State.AGENT)
            elif isinstance(event, MessageEvent):
                if event.message.author == "assistant":
                    assert state is State.BOT, "the bot wrote while a person owned it"
                elif event.message.author == "agent":
                    assert (state, owner) == (State.AGENT, event.message.author_name)
            elif event.type == "offer":
                assert state is State.BOT
        assert state is conversation.state
        assert owner == (conversation.owner.name if conversation.owner else None)
        kept = [
            (m.message.author.value, m.message.client_id or str(m.message.reply_to))
            for m in (event for event in events if isinstance(event, MessageEvent))
        ]
        assert kept == self.said, "none is lost, doubled or out of order"

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.run(self.store.close())
        self.loop.close()
        shutil.rmtree(self.folder, ignore_errors=True)


TestService = Service.TestCase
TestService.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a failure is reported as it is found
    suppress_health_check=list(HealthCheck),
)
