"""From settings to the keys that seal what people said."""

from bot.errors import Unprocessable
from bot.settings import Settings
from bot.store import Store, sealing
from bot.store.sealing import Ring, ring_of


def keys_of(settings: Settings) -> Ring:
    """The keys of the settings. Raises Unprocessable if one is none, or the file can't be read."""
    written = settings.data_key.get_secret_value()
    if settings.data_key_file is not None:
        if written:
            raise Unprocessable("Set CLAUSE_DATA_KEY or CLAUSE_DATA_KEY_FILE, not both.")
        try:
            written = settings.data_key_file.read_text("ascii")
        except (OSError, ValueError) as error:
            raise Unprocessable(
                f"CLAUSE_DATA_KEY_FILE can't be read: {type(error).__name__}."
            ) from error
    return ring_of(written)


def use_keys(settings: Settings) -> None:
    """Seal and open with the keys of the settings from here on. Raises Unprocessable."""
    sealing.use(keys_of(settings))


async def refuse_without_keys(store: Store) -> None:
    """Raises Unprocessable where the database holds what none of the keys opens."""
    if missing := await store.unknown_keys():
        raise Unprocessable(
            f"The database holds text sealed with the key {', '.join(sorted(missing))}, which is not "
            "set. Name it in CLAUSE_DATA_KEY, after the one that seals."
        )
