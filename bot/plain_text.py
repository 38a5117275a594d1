"""What is kept of a text that somebody sent: one rule for what is stored and what is searched."""

import re

# C0 and C1 control characters but for tab and line feed, and halves of surrogate pairs
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def plain_text(text: str) -> str:
    """The text without control characters and outer white space, its lines ended by line feeds."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
