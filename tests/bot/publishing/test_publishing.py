"""From a draft to what visitors are answered from, and back, on one replica and on two."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import faiss
import pytest
from sqlalchemy import update

from bot.answering.engine import Answerer
from bot.conversations.events import Person
from bot.errors import Conflict, NotFound, Unprocessable
from bot.publishing.library import Library
from bot.publishing.publishing import Draft, LiveChanged, Publishing
from bot.publishing.renewing import Renewing
from bot.store import Store, Version
from bot.store.tables import versions
from index.errors import StatementError
from index.models import Models
from index.snapshot import Snapshot

CLAIRE = Person(1, "Claire")
TEXT = (
    "# Privacy\n\n## Cookies\n\nWe set one cookie, and it lasts a day.\n\n"
    "## Orders\n\nWe keep your orders for {years} years.\n\n"
    "## Questions\n\nWrite to our data protection officer at dpo@example.org.\n"
)


@dataclass
class House:
    """A replica: its store, its library, its publishing."""

    store: Store
    library: Library
    publishing: Publishing

    async def draft(self, years: str, **more: Any) -> Version:
        given = Draft("privacy", "en", "privacy.en.md", TEXT.format(years=years).encode(), **more)
        return await self.publishing.draft(given, "Claire")

    def orders(self) -> str:
        live = self.library.live("privacy", "en")
        assert live is not None
        return next(one.text for one in live.sections if one.heading == "Orders")


@pytest.fixture
async def replica(
    empty_database_url: str, models: Models
) -> AsyncIterator[Callable[[], Awaitable[House]]]:
    stores: list[Store] = []

    async def open_one() -> House:
        store = await Store.open(empty_database_url)
        stores.append(store)
        library = Library(store, models.encoder)
        library.renew = Renewing(store, models.encoder, models.calibration).renew
        return House(store, library, Publishing(store, library, models))

    yield open_one
    for store in stores:
        await store.close()


@pytest.fixture
async def house(replica: Callable[[], Awaitable[House]]) -> House:
    return await replica()


async def test_a_draft_changes_nothing_until_it_is_published(house: House) -> None:
    first = await house.draft("ten", note="For the audit.")
    assert (first.state, first.author, first.note) == ("draft", "Claire", "For the audit.")
    assert house.library.snapshots == ()
    await house.publishing.publish(first, CLAIRE, expected=None)
    assert house.orders() == "We keep your orders for ten years."
    second = await house.draft("three")
    assert house.orders() == "We keep your orders for ten years."
    assert await house.draft("three") == second, "the same text is the same version"
    await house.publishing.publish(second, CLAIRE, expected=first.version)
    assert house.orders() == "We keep your orders for three years."


async def test_only_what_changed_is_encoded_again(
    house: House, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.publishing.publish(await house.draft("ten"), CLAIRE)
    read: list[str] = []
    encode = models.encoder.encode_sentences

    def listen(windows: Any, on_progress: Any = None) -> Any:
        read.extend(window.text for window in windows)
        return encode(windows, on_progress)

    monkeypatch.setattr(models.encoder, "encode_sentences", listen)
    draft = await house.draft("three")
    assert len(read) == 1
    assert "three years" in read[0]
    await house.publishing.publish(draft, CLAIRE)
    # and it answers as one that was encoded as a whole
    live = house.library.live("privacy", "en")
    assert live is not None
    rows = live.vector_index.reconstruct_n(0, live.vector_index.ntotal)
    assert abs(rows - encode(live.windows)).max() < 1e-5


async def test_what_stood_in_any_version_before_is_not_encoded_again(
    house: House, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    for years in ("ten", "three", "four"):
        await house.publishing.publish(await house.draft(years), CLAIRE)
    read: list[str] = []
    encode = models.encoder.encode_sentences

    def listen(windows: Any, on_progress: Any = None) -> Any:
        read.extend(window.text for window in windows)
        return encode(windows, on_progress)

    monkeypatch.setattr(models.encoder, "encode_sentences", listen)
    text = TEXT.format(years="ten") + "\n## Selling\n\nWe sell no data.\n"
    given = Draft("privacy", "en", "privacy.en.md", text.encode())
    await house.publishing.draft(given, "Claire")
    assert len(read) == 1, "ten years were live two versions ago"
    assert "We sell no data." in read[0]


async def test_back_is_what_was_live_before(house: House) -> None:
    first, second = await house.draft("ten"), await house.draft("three")
    with pytest.raises(NotFound, match="ever published"):
        await house.publishing.roll_back("privacy", "en", CLAIRE)
    await house.publishing.publish(first, CLAIRE)
    with pytest.raises(Conflict, match="none to go back to"):
        await house.publishing.roll_back("privacy", "en", CLAIRE)
    await house.publishing.publish(second, CLAIRE)
    back = await house.publishing.roll_back("privacy", "en", CLAIRE, reason="Wrong tariff.")
    assert back.version == first.version
    assert house.orders() == "We keep your orders for ten years."
    with pytest.raises(LiveChanged):
        await house.publishing.roll_back("privacy", "en", CLAIRE, expected=second.version)
    # back from going back is the newer text again
    again = await house.publishing.roll_back("privacy", "en", CLAIRE)
    assert again.version == second.version


async def test_a_text_that_cannot_be_answered_from_is_not_published(house: House) -> None:
    first, second = await house.draft("ten"), await house.draft("three")
    await house.publishing.publish(first, CLAIRE)
    blob = await house.store.version_snapshot("privacy", "en", second.version)
    damaged = blob[:-100] + bytes(100)
    await house.store.replace_snapshot(second.id, damaged, second.encoder)
    async with house.store.write() as connection:
        await connection.execute(
            update(versions).where(versions.c.id == second.id).values(source=b"\x00\xff\x00")
        )
    with pytest.raises(Unprocessable, match=r"not a text file.*What is live stays live"):
        await house.publishing.publish(second, CLAIRE)
    assert house.orders() == "We keep your orders for ten years."


@pytest.mark.parametrize("how", ["damaged", "of another model"])
async def test_going_back_to_a_text_whose_index_is_of_no_use_makes_it_again(
    house: House, models: Models, how: str
) -> None:
    first, second = await house.draft("ten"), await house.draft("three")
    await house.publishing.publish(first, CLAIRE)
    await house.publishing.publish(second, CLAIRE)
    good = Snapshot.from_bytes(await house.store.version_snapshot("privacy", "en", first.version))
    rows = good.vector_index.reconstruct_n(0, good.vector_index.ntotal)
    other = faiss.IndexFlatIP(rows.shape[1])
    other.add(rows[::-1].copy())
    foreign = replace(good, encoder=replace(good.encoder, fingerprint="0" * 64), vector_index=other)
    blob = b"damaged" if how == "damaged" else foreign.to_bytes()
    await house.store.replace_snapshot(first.id, blob, "0" * 64)
    back = await house.publishing.roll_back("privacy", "en", CLAIRE)
    assert back.version == first.version
    answer = Answerer(lambda: house.library.snapshots, models, lambda *_: "/").answer(
        "How long do you keep my orders?", "en"
    )
    assert answer.citations[0].quote == "We keep your orders for ten years."
    live = house.library.live("privacy", "en")
    assert live is not None
    assert (live.encoder, live.version) == (good.encoder, first.version)
    assert abs(live.vector_index.reconstruct_n(0, live.vector_index.ntotal) - rows).max() < 1e-5
    stored = await house.store.version("privacy", "en", first.version)
    assert stored.encoder == models.encoder.fingerprint


async def test_what_goes_live_is_fitted_with_the_calibration_of_now(
    house: House, models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await house.draft("ten")
    blob = await house.store.version_snapshot("privacy", "en", first.version)
    before = replace(
        Snapshot.from_bytes(blob), calibration=replace(models.calibration, answer_from=0.99)
    )
    await house.store.replace_snapshot(first.id, before.to_bytes(), first.encoder)
    encode = models.encoder.encode_sentences

    def nothing_new(windows: Any, on_progress: Any = None) -> Any:
        assert list(windows) == [], "its own vectors are taken over"
        return encode(windows, on_progress)

    monkeypatch.setattr(models.encoder, "encode_sentences", nothing_new)
    await house.publishing.publish(first, CLAIRE)
    live = house.library.live("privacy", "en")
    assert live is not None
    assert live.calibration == models.calibration


async def test_a_text_without_a_sentence_is_refused_and_nothing_stored(house: House) -> None:
    with pytest.raises(StatementError):
        await house.publishing.draft(Draft("privacy", "en", "privacy.en.md", b"# Only\n"), "Claire")
    assert await house.store.documents() == []


async def test_on_its_day_it_is_published_by_itself(house: House) -> None:
    first, second = await house.draft("ten"), await house.draft("three")
    await house.publishing.publish(first, CLAIRE)
    soon = datetime.now(UTC) + timedelta(hours=1)
    with pytest.raises(Unprocessable, match="has passed"):
        await house.publishing.schedule(second, datetime.now(UTC), CLAIRE)
    await house.publishing.schedule(second, soon, CLAIRE)
    assert await house.publishing.publish_due(soon - timedelta(seconds=1)) == []
    [done] = await house.publishing.publish_due(soon)
    assert (done.version, done.publish_at) == (second.version, None)
    assert await house.publishing.look()
    assert house.orders() == "We keep your orders for three years."
    assert (await house.store.publications("privacy", "en"))[0].account_name == "Claire"
    assert await house.publishing.publish_due(soon) == []


async def test_the_other_replica_follows_within_two_seconds(
    replica: Callable[[], Awaitable[House]],
) -> None:
    one, other = await replica(), await replica()
    await one.publishing.publish(await one.draft("ten"), CLAIRE)
    async with other.publishing.running():
        for years in ("three", "ten"):
            await one.publishing.publish(await one.draft(years), CLAIRE)
            until = time.monotonic() + 2
            while not other.library.snapshots or years not in other.orders():
                assert time.monotonic() < until
                await asyncio.sleep(0.02)


async def test_several_replicas_publish_once_what_is_due(
    replica: Callable[[], Awaitable[House]],
) -> None:
    houses = [await replica() for _ in range(3)]
    first, second = await houses[0].draft("ten"), await houses[0].draft("three")
    await houses[0].publishing.publish(first, CLAIRE)
    soon = datetime.now(UTC) + timedelta(hours=1)
    await houses[0].publishing.schedule(second, soon, CLAIRE)
    await asyncio.gather(*(house.publishing.publish_due(soon) for house in houses))
    history = await houses[0].store.publications("privacy", "en")
    assert [one.version for one in history] == [second.version, first.version]


async def test_fifty_publishes_between_questions_and_every_answer_is_of_one_version(
    house: House, models: Models
) -> None:
    versions = {years: await house.draft(years) for years in ("three", "ten")}
    await house.publishing.publish(versions["ten"], CLAIRE)
    answerer = Answerer(lambda: house.library.snapshots, models, lambda *_: "/")
    going = True
    seen: set[str] = set()

    def ask() -> int:
        count = 0
        while going:
            answer = answerer.answer("How long do you keep my orders?", "en")
            [years] = [y for y, v in versions.items() if v.version == answer.citations[0].version]
            assert answer.citations[0].quote == f"We keep your orders for {years} years."
            assert {one.version for one in answer.citations} == {versions[years].version}
            seen.add(years)
            count += 1
        return count

    asking = [asyncio.create_task(asyncio.to_thread(ask)) for _ in range(2)]
    for number in range(50):
        years = ("three", "ten")[number % 2]
        await house.publishing.publish(versions[years], CLAIRE)
        await asyncio.sleep(0.02)
    going = False
    asked = sum(await asyncio.gather(*asking))
    assert asked > 20
    assert seen == {"three", "ten"}
    assert len(await house.store.publications("privacy", "en", 100)) == 51
