"""What every command begins with: the settings, and logs on standard error."""

from typing import Any

from bot import logs
from bot.settings import Settings


def read_settings(**changes: Any) -> Settings:
    """The settings, with what the command line changes; None changes nothing.

    Logs go to standard error from here on, so that standard output is the command's alone.
    """
    settings = Settings(**{name: value for name, value in changes.items() if value is not None})
    logs.configure(settings.log_level)
    return settings
