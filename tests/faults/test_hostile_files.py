"""Files that were made to do harm: each is read or refused with a sentence, in time, and nothing else.

In short here; CLAUSE_HOSTILE=100 takes a hundred of each format.
"""

import resource
import time
from itertools import chain, islice
from pathlib import Path

import pytest

from bot.publishing.library import Library
from bot.publishing.publishing import Draft, Publishing
from bot.publishing.reading import SECONDS, read_safely
from bot.store import Store
from index.errors import StatementError, StatementTooLarge
from index.models import Models
from index.readers import outline_of
from index.snapshot import build_snapshot
from tests.faults.hostile import FORMATS, TEXT, good, mutations, traps
from tests.faults.scale import number

MUTATED = 4
"""How many changed files of each format, beside the traps."""
SLOW = {
    ("md", "deep elements"),
    ("html", "deep elements"),
    ("md", "many lines"),
    ("docx", "a document of paragraphs"),
}
"""What takes all the time that it is given: one of each kind is enough in short."""


def hostile(kind: str) -> list[tuple[str, bytes]]:
    """The files of one format."""
    wanted = number("HOSTILE", 0, 100)
    named = [
        (what, source)
        for what, source in traps(kind)
        if wanted or (kind, what) not in SLOW or kind == "docx"
    ]
    return list(islice(chain(named, mutations(kind, 1)), max(wanted, len(named) + MUTATED)))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_good_file_of_each_format_is_read(kind: str) -> None:
    parsed = read_safely(good(kind), f"good.{kind}")
    assert any("un seul cookie" in piece.text for piece in parsed.pieces)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_hostile_file_is_read_or_refused_in_time(kind: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for what, source in hostile(kind):
        began = time.monotonic()
        try:
            outline_of(read_safely(source, f"trap.{kind}"), (), f"trap.{kind}")
        except StatementError as refusal:
            sentence = str(refusal)
            assert f"trap.{kind}" in sentence, what
            assert sentence.endswith((".", "?", ".)")), what
            assert "Traceback" not in sentence, what
        taken = time.monotonic() - began
        assert taken < SECONDS + 5, f"{what}: {taken:.1f} s"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 600_000, f"the service's own memory grew by {grown} KB"


def test_a_reader_that_never_ends_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(StatementTooLarge, match="took longer"):
        read_safely(b"Text.", "slow.txt", seconds=0.001)
    assert time.monotonic() - began < 5


async def test_nothing_of_what_is_live_changes(tmp_path: Path, models: Models) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/clause.db")
    library = Library(store, models.encoder)
    publishing = Publishing(store, library, models)
    version = await publishing.draft(Draft("privacy", "fr", "privacy.fr.md", TEXT.encode()), "Anna")
    await publishing.publish(version, None)
    live = await store.version_snapshot("privacy", "fr", version.version)
    for kind in FORMATS:
        for _, source in islice(traps(kind), 10):
            with pytest.raises(StatementError):
                await publishing.draft(Draft("privacy", "fr", f"trap.{kind}", source), "Anna")
    assert len(await store.versions("privacy")) == 1
    assert await store.version_snapshot("privacy", "fr", version.version) == live
    snapshot = library.live("privacy", "fr")
    assert snapshot is not None
    assert snapshot.to_bytes() == live
    again = build_snapshot(
        TEXT.encode(),
        "privacy.fr.md",
        document="privacy",
        language="fr",
        encoder=models.encoder,
        calibration=models.calibration,
    )
    assert again.version == version.version
    await store.close()
