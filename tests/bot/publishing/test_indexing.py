"""From a folder to what is live: one bad file harms nothing, and what was good goes on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversations.events import Person
from bot.publishing.golden import Golden
from bot.publishing.indexing import Action, Indexed, Indexing
from bot.publishing.library import Library
from bot.store import Store
from index.calibration import Calibration
from index.encoder import Encoder
from index.errors import SnapshotError

GOOD = "# Privacy\n\n## Cookies\n\nWe set one cookie, and it lasts a day.\n"
OTHER = "# Privacy\n\n## Cookies\n\nWe set no cookie at all.\n"


class House:
    """A folder, a store, and what indexing the one into the other gives."""

    def __init__(
        self, folder: Path, store: Store, encoder: Encoder, calibration: Calibration
    ) -> None:
        self.folder, self.store, self.encoder = folder, store, encoder
        self.indexing = Indexing(store, encoder, calibration)
        self.library = Library(store, encoder)

    def write(self, text: str | bytes, name: str = "privacy.en.md") -> None:
        (self.folder / name).write_bytes(text.encode() if isinstance(text, str) else text)

    async def index(self, *, force: bool = False) -> dict[str, Indexed]:
        done = await self.indexing.index_folder(self.folder, force=force)
        await self.library.reload()
        return {entry.name: entry for entry in done}

    def live_text(self, slug: str = "privacy") -> str:
        snapshot = self.library.live(slug)
        assert snapshot is not None
        return snapshot.sections[-1].text


@pytest.fixture
async def house(tmp_path: Path, encoder: Encoder, calibration: Calibration) -> AsyncIterator[House]:
    folder = tmp_path / "statements"
    folder.mkdir()
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/clause.db")
    yield House(folder, store, encoder, calibration)
    await store.close()


async def test_new_unchanged_changed_and_put_back(house: House) -> None:
    for text, action in (
        (GOOD, Action.PUBLISHED),
        (GOOD, Action.UNCHANGED),
        (OTHER, Action.PUBLISHED),
        (GOOD, Action.PUBLISHED),
        (GOOD, Action.UNCHANGED),
    ):
        house.write(text)
        assert (await house.index())["privacy.en.md"].action is action
        assert house.live_text() in text
    assert len(await house.store.versions("privacy")) == 2


async def test_a_start_undoes_nothing_that_somebody_published(house: House) -> None:
    house.write(GOOD)
    await house.index()
    house.write(OTHER)
    await house.index()
    [_, good] = await house.store.versions("privacy")
    await house.store.publish(good.id, action="back", who=Person(1, "Claire"))
    assert (await house.index())["privacy.en.md"].action is Action.DRAFT
    assert house.live_text() in GOOD
    house.write(OTHER.replace("no cookie", "two cookies"))
    assert (await house.index())["privacy.en.md"].action is Action.DRAFT
    assert house.live_text() in GOOD
    assert [one.state for one in await house.store.versions("privacy")] == [
        "draft",
        "superseded",
        "published",
    ]


@pytest.mark.parametrize(
    "bad", [b"", b"\xff\xfeU\x00", b"\x00\xff\x00", b"# Cookies\n\n- Cookies\n", b"x" * 2_000_001]
)
async def test_a_bad_file_is_refused_alone(house: House, bad: bytes) -> None:
    house.write(GOOD)
    await house.index()
    house.write(bad)
    house.write(OTHER, "cookies.en.md")
    house.write(OTHER, "Bad Name.md")
    done = await house.index()
    assert {name: entry.action for name, entry in done.items()} == {
        "Bad Name.md": Action.REFUSED,
        "cookies.en.md": Action.PUBLISHED,
        "privacy.en.md": Action.REFUSED,
    }
    assert "privacy" in done["privacy.en.md"].reason
    assert house.live_text() in GOOD
    assert house.live_text("cookies") in OTHER


async def test_two_files_for_one_document(house: House) -> None:
    house.write(GOOD)
    house.write("Privacy\n\nWe keep nothing.", "privacy.en.txt")
    done = await house.index()
    assert done["privacy.en.md"].action is Action.PUBLISHED
    assert "same document" in done["privacy.en.txt"].reason


async def test_golden_questions_move_along_with_the_folders_text(house: House) -> None:
    house.write(GOOD)
    await house.index()
    question = Golden("How long does the cookie last?", "en", "cookies")
    await house.store.add_golden("privacy", "en", [question], None, "file")
    house.write(GOOD.replace("## Cookies", "## Small files"))
    assert (await house.index())["privacy.en.md"].action is Action.PUBLISHED
    [kept] = await house.store.golden("privacy", "en")
    assert kept.anchor == "small-files"


async def test_the_same_bytes_as_another_format_are_another_version(house: House) -> None:
    house.write(GOOD)
    first = (await house.index())["privacy.en.md"]
    (house.folder / "privacy.en.md").rename(house.folder / "privacy.en.txt")
    second = (await house.index())["privacy.en.txt"]
    assert second.action is Action.PUBLISHED
    assert second.version != first.version


async def test_a_publishing_that_was_cut_off_is_done_the_next_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.write(GOOD)

    async def killed(version_id: int, **_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(house.store, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            await house.indexing.index_folder(house.folder)
    assert [version.state for version in await house.store.versions("privacy")] == ["draft"]
    assert (await house.index())["privacy.en.md"].action is Action.PUBLISHED


async def test_an_index_is_made_again_when_told_damaged_or_calibrated_anew(house: House) -> None:
    house.write(GOOD)
    await house.index()
    assert (await house.index(force=True))["privacy.en.md"].action is Action.REINDEXED
    version = (await house.store.versions("privacy"))[0]
    await house.store.replace_snapshot(version.id, b"damaged", "x")
    assert (await house.index())["privacy.en.md"].action is Action.REINDEXED
    live = house.library.live("privacy")
    assert live is not None
    house.indexing = Indexing(
        house.store, house.encoder, replace(live.calibration, answer_from=0.9)
    )
    assert (await house.index())["privacy.en.md"].action is Action.REINDEXED
    live = house.library.live("privacy")
    assert live is not None
    assert live.calibration.answer_from == 0.9


async def test_the_index_of_what_is_live_is_mended_though_it_is_not_in_the_folder(
    house: House,
) -> None:
    house.write(GOOD)
    await house.index()
    house.write(OTHER)
    await house.index()
    [_, good] = await house.store.versions("privacy")
    await house.store.publish(good.id, action="back", who=Person(1, "Claire"))
    await house.store.replace_snapshot(good.id, b"damaged", "of a model before")
    await house.index()
    assert house.live_text() in GOOD
    fresh = Library(house.store, house.encoder)
    await fresh.reload()
    assert [one.version for one in fresh.snapshots] == [good.version]


async def test_a_damaged_snapshot_leaves_the_good_one_live(house: House) -> None:
    house.write(GOOD)
    await house.index()
    version = (await house.store.versions("privacy"))[0]
    await house.store.replace_snapshot(version.id, b"damaged", "x")
    await house.library.reload()
    assert house.live_text() in GOOD
    fresh = Library(house.store, house.encoder)
    with pytest.raises(SnapshotError, match="clause index"):
        await fresh.reload()
    assert fresh.snapshots == ()


async def test_older_versions_stay_readable(house: House) -> None:
    house.write(GOOD)
    old = (await house.index())["privacy.en.md"].version
    house.write(OTHER)
    await house.index()
    snapshot = await house.library.version("privacy", "en", old)
    assert snapshot is not None
    assert snapshot.sections[-1].text in GOOD
    assert await house.library.version("privacy", "en", "0" * 12) is None
