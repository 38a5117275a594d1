"""Stored indexes with bytes changed or cut off: each is found out, and made again or done without."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.errors import Unprocessable
from bot.publishing.indexing import Action, Indexing
from bot.publishing.library import Library
from bot.publishing.publishing import Draft, Publishing
from bot.publishing.renewing import Renewing
from bot.store import Store, Version
from bot.store.tables import versions
from index.errors import SnapshotError
from index.models import Models
from index.snapshot import Snapshot, build_snapshot
from tests.faults.owner import TEXT, WORDS
from tests.faults.scale import number
from tests.letters import letters
from tests.shipped import STATEMENT

EVERY = 1_000  # bytes
REBUILT = number("REBUILT", 3, 40)
"""So many damaged indexes are made again; reading the file anew takes a second."""


@pytest.fixture(scope="module")
def models() -> Models:
    return letters()


@pytest.fixture(scope="module")
def made(models: Models) -> Snapshot:
    """The index of a real statement."""
    return build_snapshot(
        STATEMENT.read_bytes(), STATEMENT.name, document="privacy", language="fr",
        encoder=models.encoder, calibration=models.calibration,
    )  # fmt: skip


def damaged(blob: bytes) -> Iterator[tuple[str, bytes]]:
    """A bit of every 1,000th byte and of each of the first line turned over; cut off; longer."""
    first_line = blob.index(b"\n") + 1
    for at in sorted({*range(first_line), *range(0, len(blob), EVERY), len(blob) - 1}):
        changed = bytearray(blob)
        changed[at] ^= 1
        yield f"byte {at} changed", bytes(changed)
    for at in (0, 1, first_line - 1, first_line, *range(EVERY, len(blob), EVERY), len(blob) - 1):
        yield f"cut off at {at}", blob[:at]
        if blob[at:].strip(b"\0"):  # else it is zeros already
            yield f"zeros from {at}", blob[:at] + b"\0" * (len(blob) - at)
    yield "one byte more", blob + b"\0"
    yield "twice", blob + blob


def refusal_of(blob: bytes) -> str:
    """What is said of it; empty if it is taken."""
    try:
        Snapshot.from_bytes(blob)
    except SnapshotError as error:
        return str(error)
    return ""


def test_every_damage_is_found_out(made: Snapshot) -> None:
    blob = made.to_bytes()
    assert len(blob) > 20 * EVERY
    for what, changed in damaged(blob):
        assert "clause index" in refusal_of(changed), f"{what}: was taken, or says nothing"
    assert Snapshot.from_bytes(blob).sections == made.sections


async def damage(store: Store, version: Version, blob: bytes) -> None:
    """What a bad disk, or a hand, does to a row."""
    async with store.write() as connection:
        await connection.execute(
            update(versions).where(versions.c.id == version.id).values(snapshot=blob)
        )


async def test_a_start_makes_it_again_and_answers_as_before(
    store: Store, models: Models, made: Snapshot, tmp_path: Path
) -> None:
    (tmp_path / STATEMENT.name).write_bytes(STATEMENT.read_bytes())
    indexing = Indexing(store, models.encoder, models.calibration)
    await indexing.index_folder(tmp_path)
    [version] = await store.live()
    blob = await store.version_snapshot("privacy", "fr", version.version)
    assert Snapshot.from_bytes(blob).sections == made.sections
    every = list(damaged(blob))
    for what, changed in every[:: -(-len(every) // REBUILT)]:
        await damage(store, version, changed)
        [done] = await indexing.index_folder(tmp_path)
        assert done.action is Action.REINDEXED, what
        library = Library(store, models.encoder)
        await library.reload()
        [live] = library.snapshots
        assert live.to_bytes() == blob, what


async def test_the_last_good_one_goes_on_where_another_process_published_a_damaged_one(
    store: Store, models: Models
) -> None:
    library = Library(store, models.encoder)
    publishing = Publishing(store, library, models)
    first, second = [
        await publishing.draft(
            Draft("privacy", "en", "privacy.en.md", TEXT.format(word=word).encode()), "Anna"
        )
        for word in WORDS
    ]
    await publishing.publish(first, None)
    blob = await store.version_snapshot("privacy", "en", second.version)
    await damage(store, second, blob[:-1])
    await store.publish(second.id, action="publish")  # as a process that did not look would
    assert await publishing.look()
    [live] = library.snapshots
    assert live.version == first.version
    # this one looks: it can't make the index again here, so it refuses
    with pytest.raises(Unprocessable, match=r"can't be answered from.*What is live stays live"):
        await publishing.publish(second, None)
    library.renew = Renewing(store, models.encoder, models.calibration).renew
    await publishing.publish(second, None)
    [live] = library.snapshots
    assert live.version == second.version
    assert live.to_bytes() == blob


async def test_a_damaged_one_that_a_link_leads_to_is_refused_each_time(
    store: Store, models: Models, made: Snapshot
) -> None:
    version = await store.add_version(
        "privacy", "P", "fr", made.version, STATEMENT.name, b"", made.to_bytes()[:-9], "0" * 64
    )
    library = Library(store, models.encoder)
    for refusal in await asyncio.gather(
        *(library.version("privacy", "fr", version.version) for _ in range(3)),
        return_exceptions=True,
    ):
        assert isinstance(refusal, SnapshotError)
