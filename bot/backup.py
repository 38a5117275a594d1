"""Where backups lie, what they are called, and which of them are old enough to go."""

from datetime import datetime
from pathlib import Path

from bot.errors import Unprocessable
from bot.settings import Settings
from bot.store.archive import Manifest, read_manifest

NAMED = "clause-{:%Y%m%dT%H%M%SZ}.backup"
PATTERN = "clause-*.backup"


def new_path(settings: Settings, chosen: Path | None, now: datetime) -> Path:
    """Where the next one goes: into the file or the folder that was chosen, else that of the settings.

    Raises Unprocessable where neither says.
    """
    if chosen is not None and not chosen.is_dir():
        return chosen
    folder = chosen or settings.backups
    if folder is None:
        raise Unprocessable("Name a file or a folder, or set CLAUSE_BACKUPS.")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / NAMED.format(now)


def all_in(folder: Path) -> list[Path]:
    """The backups of a folder, the oldest first, by name."""
    return sorted(folder.glob(PATTERN))


def newest_in(folder: Path) -> Manifest | None:
    """What the newest one that can be read says of itself; None for none."""
    for path in reversed(all_in(folder)):
        try:
            return read_manifest(path)
        except Unprocessable:
            continue
    return None


def drop_old(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep`; gives those that went."""
    gone = all_in(folder)[:-keep]
    for path in gone:
        path.unlink()
    return gone
