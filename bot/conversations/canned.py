"""Replies kept for later: what they may hold, and how they are filled in. Pure."""

import re
from dataclasses import dataclass

from bot.errors import Unprocessable

CANNED_LIMIT = 4000  # characters

VARIABLES = {
    "agent_name": "your name, as visitors see it",
    "conversation_id": "the conversation's id, to quote in letters",
    "question": "the visitor's last words",
    "rights_due_on": "the day by which the visitor's rights request must be answered",
    "opens_at": "when people are next at work",
}
_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class CannedReply:
    """A reply kept for later."""

    id: int
    shortcut: str
    language: str | None
    text: str


def variables_of(text: str) -> list[str]:
    """The variables that a text holds, each once, in order."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def check_variables(text: str) -> None:
    """Raises Unprocessable, naming it, for a variable that there is not."""
    for name in variables_of(text):
        if name not in VARIABLES:
            known = ", ".join(f"{{{variable}}}" for variable in VARIABLES)
            raise Unprocessable(f"There is no variable {{{name[:40]}}}. Known are {known}.")


def filled(text: str, values: dict[str, str | None]) -> tuple[str, list[str]]:
    """The text with its variables filled in, and those without a value: they stay as written.

    A value is put in as it is: what looks like a variable in it is none.
    """
    missing = [name for name in variables_of(text) if not values.get(name)]
    return _VARIABLE.sub(lambda found: values.get(found.group(1)) or found.group(), text), missing
