"""The state machine: what may follow what."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.states import (
    CHANGES_OWNER,
    NEEDS_OWNER,
    TRANSITIONS,
    Action,
    State,
    after,
    allowed,
)
from bot.conversations.states_doc import state_table
from bot.errors import Conflict

ROOT = Path(__file__).resolve().parents[3]


@given(st.sampled_from(State), st.sampled_from(Action))
def test_an_action_leads_somewhere_or_is_refused(state: State, action: Action) -> None:
    if allowed(state, action):
        changes = after(state, action) is not state or action in CHANGES_OWNER
        assert changes, "an action that changes nothing is no action"
    else:
        with pytest.raises(Conflict) as refused:
            after(state, action)
        assert refused.value.extra == {"state": state.value}


@given(st.lists(st.sampled_from(Action), max_size=30))
def test_whatever_is_tried_the_rules_hold(actions: list[Action]) -> None:
    state = State.BOT
    for action in actions:
        if not allowed(state, action):
            continue
        before, state = state, after(state, action)
        # An agent has it by a claim or from a colleague; who waits can be fetched or stop waiting.
        assert (state is State.AGENT) == (action is Action.CLAIM or action in CHANGES_OWNER)
        if action is Action.TAKE_OVER:
            assert before is State.AGENT
        assert (state is State.CLOSED) == (action is Action.CLOSE)
        if before is State.CLOSED:
            assert action is Action.REOPEN
        if action in NEEDS_OWNER:
            assert before is State.AGENT
    # From wherever that led, the visitor can get a person or an answer.
    if state is State.CLOSED:
        state = after(state, Action.REOPEN)
    assert state is State.AGENT or allowed(state, Action.CLAIM)


def test_every_state_can_be_reached_and_left() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    assert {state for state, _ in TRANSITIONS} == set(State)
    assert {action for _, action in TRANSITIONS} == set(Action)


def test_a_refusal_says_what_the_state_is() -> None:
    with pytest.raises(Conflict, match=r"\(claim\): this conversation is closed"):
        after(State.CLOSED, Action.CLAIM)


def test_the_documentation_shows_the_table_as_it_is() -> None:
    assert state_table() in (ROOT / "docs" / "conversations.md").read_text("utf-8")
