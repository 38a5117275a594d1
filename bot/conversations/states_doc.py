"""The state machine as a table in Markdown: what docs/conversations.md shows."""

from bot.conversations.states import Action, State, after, allowed


def state_table() -> str:
    """A row a state, a column an action, and the state that it leads to."""
    rows = [
        ["state", *(f"`{action}`" for action in Action)],
        ["---"] * (len(Action) + 1),
        *([f"**{state}**", *(_cell(state, action) for action in Action)] for state in State),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(state: State, action: Action) -> str:
    return after(state, action).value if allowed(state, action) else "·"
