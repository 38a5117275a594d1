"""Who has the conversation, and what may change that. Pure: no clock, no database."""

from enum import StrEnum

from bot.errors import Conflict


class State(StrEnum):
    """Who answers the visitor."""

    BOT = "bot"
    WAITING = "waiting"
    AGENT = "agent"
    CLOSED = "closed"


class Action(StrEnum):
    """What may happen to a conversation."""

    ASK_PERSON = "ask_person"
    CANCEL = "cancel"
    CLAIM = "claim"
    RELEASE = "release"
    HAND_BACK = "hand_back"
    CLOSE = "close"
    REOPEN = "reopen"
    TAKE_OVER = "take_over"
    REASSIGN = "reassign"
    AWAY = "away"


TRANSITIONS: dict[tuple[State, Action], State] = {
    (State.BOT, Action.ASK_PERSON): State.WAITING,
    (State.BOT, Action.CLAIM): State.AGENT,
    (State.BOT, Action.CLOSE): State.CLOSED,
    (State.WAITING, Action.CANCEL): State.BOT,
    (State.WAITING, Action.CLAIM): State.AGENT,
    (State.WAITING, Action.CLOSE): State.CLOSED,
    (State.AGENT, Action.RELEASE): State.WAITING,
    (State.AGENT, Action.HAND_BACK): State.BOT,
    (State.AGENT, Action.CLOSE): State.CLOSED,
    (State.CLOSED, Action.REOPEN): State.BOT,
    (State.AGENT, Action.TAKE_OVER): State.AGENT,
    (State.AGENT, Action.REASSIGN): State.AGENT,
    (State.WAITING, Action.REASSIGN): State.AGENT,
    (State.AGENT, Action.AWAY): State.WAITING,
}

NEEDS_OWNER = frozenset({Action.RELEASE, Action.HAND_BACK})
"""Actions that only the agent who has the conversation may take."""

CHANGES_OWNER = frozenset({Action.TAKE_OVER, Action.REASSIGN})
"""Actions that may leave the state and change who has the conversation."""

_NOW = {
    State.BOT: "the assistant answers in this conversation",
    State.WAITING: "this conversation waits for a person and nobody has claimed it",
    State.AGENT: "a person has this conversation",
    State.CLOSED: "this conversation is closed",
}


def allowed(state: State, action: Action) -> bool:
    """Whether `action` may be taken in `state`."""
    return (state, action) in TRANSITIONS


def after(state: State, action: Action) -> State:
    """The state that `action` leads to.

    Raises Conflict, with a sentence that says what the state is, if it leads nowhere from `state`.
    """
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        what = action.value.replace("_", " ")
        raise Conflict(f"Not possible now ({what}): {_NOW[state]}.", state=state.value) from None
