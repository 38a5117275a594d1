"""Texts as they are stored, and events as they are sent."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.conversations.events import (
    PREVIEW_LIMIT,
    Agent,
    Event,
    StateChange,
    StateEvent,
    clean_text,
    preview_of,
)
from bot.conversations.states import Action, State
from bot.errors import Unprocessable


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("bonjour", "bonjour"),
        ("  bonjour\n", "bonjour"),
        ("a\r\nb\rc\n\td", "a\nb\nc\n\td"),
        ("a\x00b\x07c\x1b[31m\x7f\x9b", "abc[31m"),
        ("<b>été</b> 👩‍👩‍👧", "<b>été</b> 👩‍👩‍👧"),
        ("half \ud83d a pair", "half  a pair"),
        ("x" * 50, "x" * 50),
    ],
)
def test_what_is_kept_of_a_text(sent: str, stored: str) -> None:
    assert clean_text(sent, 50) == stored


@pytest.mark.parametrize("sent", ["", " \n\t ", "\x00\x01\x1f\x7f", "\x90\x9f", "\ud83d"])
def test_a_text_of_which_nothing_is_left(sent: str) -> None:
    with pytest.raises(Unprocessable, match="The message is empty"):
        clean_text(sent, 50)


def test_a_text_that_is_too_long() -> None:
    with pytest.raises(Unprocessable, match=r"up to 50 characters\. Currently, it has 51"):
        clean_text("x" * 51, 50)


@given(st.text())
def test_any_text_is_refused_or_safe_to_store(sent: str) -> None:
    try:
        stored = clean_text(sent, 2000)
    except Unprocessable:
        return
    stored.encode("utf-8")
    assert "\x00" not in stored
    assert clean_text(stored, 2000) == stored


def test_a_preview_is_one_short_line() -> None:
    assert preview_of("a\n b\t\tc") == "a b c"
    assert len(preview_of("x" * 1000)) == PREVIEW_LIMIT
    assert preview_of("x" * 1000).endswith("…")
    assert preview_of("x" * PREVIEW_LIMIT) == "x" * PREVIEW_LIMIT


def test_an_event_as_it_is_sent() -> None:
    event = StateEvent(
        seq=3,
        at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        state=StateChange(state=State.AGENT, action=Action.CLAIM, agent=Agent(name="Amélie")),
    )
    assert json.loads(event.model_dump_json()) == {
        "seq": 3,
        "type": "state",
        "at": "2026-03-02T09:30:00Z",
        "state": {
            "state": "agent",
            "action": "claim",
            "agent": {"name": "Amélie"},
            "owner": None,
            "previous": None,
        },
    }
    assert TypeAdapter(Event).validate_json(event.model_dump_json()) == event
