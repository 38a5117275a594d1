"""Documents and versions in the database."""

import asyncio
import hashlib

import pytest

from bot.errors import NotFound
from bot.store import Store, Version


async def add(store: Store, version: str, language: str = "fr", slug: str = "privacy") -> Version:
    return await store.add_version(
        slug,
        "Privacy statement",
        language,
        version,
        f"{slug}.{language}.txt",
        f"source {version}".encode(),
        f"snapshot {version}".encode(),
        "encoder-1",
    )


async def test_a_new_version_is_a_draft(store: Store) -> None:
    added = await add(store, "aaaaaaaaaaaa")
    assert (added.slug, added.language, added.version) == ("privacy", "fr", "aaaaaaaaaaaa")
    assert (added.state, added.published_at, added.note) == ("draft", None, "")
    assert added.snapshot_sha256 == hashlib.sha256(b"snapshot aaaaaaaaaaaa").hexdigest()
    assert added.created_at.utcoffset() is not None
    assert await store.versions("privacy") == [added]
    assert await store.live() == []
    [document] = await store.documents()
    assert (document.slug, document.title) == ("privacy", "Privacy statement")


async def test_the_same_version_again_is_the_same_row(store: Store) -> None:
    first = await add(store, "aaaaaaaaaaaa")
    assert await add(store, "aaaaaaaaaaaa") == first
    found = await asyncio.gather(*(add(store, "bbbbbbbbbbbb") for _ in range(10)))
    assert len({version.id for version in found}) == 1
    assert len(await store.versions("privacy")) == 2


async def test_a_document_named_by_many_at_once_is_made_once(store: Store) -> None:
    names = [f"{number:012d}" for number in range(10)]
    await asyncio.gather(*(add(store, name) for name in names))
    assert len(await store.documents()) == 1
    assert {version.version for version in await store.versions("privacy")} == set(names)


async def test_bytes_come_back_as_they_went_in(store: Store) -> None:
    every_byte = bytes(range(256)) * 1000
    await store.add_version("p", "P", "fr", "a" * 12, "a b.txt", every_byte, every_byte, "e")
    source = await store.version_source("p", "fr", "a" * 12)
    assert (source.name, source.content) == ("a b.txt", every_byte)
    assert await store.version_snapshot("p", "fr", "a" * 12) == every_byte


async def test_publishing_supersedes_the_version_before(store: Store) -> None:
    old, new = await add(store, "aaaaaaaaaaaa"), await add(store, "bbbbbbbbbbbb")
    other_language = await add(store, "cccccccccccc", language="en")
    other_document = await add(store, "dddddddddddd", slug="cookies")
    for version in (old, other_language, other_document, new):
        assert (await store.publish(version.id)).state == "published"
    live = await store.live()
    assert [(version.slug, version.language, version.version) for version in live] == [
        ("cookies", "fr", "dddddddddddd"),
        ("privacy", "en", "cccccccccccc"),
        ("privacy", "fr", "bbbbbbbbbbbb"),
    ]
    assert live[2].snapshot_sha256 == hashlib.sha256(b"snapshot bbbbbbbbbbbb").hexdigest()
    states = {version.version: version.state for version in await store.versions("privacy", "fr")}
    assert states == {"aaaaaaaaaaaa": "superseded", "bbbbbbbbbbbb": "published"}


async def test_going_back_is_publishing_again(store: Store) -> None:
    old, new = await add(store, "aaaaaaaaaaaa"), await add(store, "bbbbbbbbbbbb")
    await store.publish(old.id)
    first = await store.publish(new.id)
    assert (await store.publish(new.id)).published_at == first.published_at, "nothing to do"
    back = await store.publish(old.id)
    assert back.published_at is not None
    assert first.published_at is not None
    assert back.published_at > first.published_at
    assert [version.version for version in await store.live()] == ["aaaaaaaaaaaa"]


async def test_many_publish_at_once_and_one_is_live(store: Store) -> None:
    drafts = [await add(store, f"{number:012d}") for number in range(8)]
    await asyncio.gather(*(store.publish(draft.id) for draft in drafts))
    assert len(await store.live()) == 1


async def test_a_snapshot_is_renewed_in_place(store: Store) -> None:
    version = await add(store, "aaaaaaaaaaaa")
    await store.publish(version.id)
    await store.replace_snapshot(version.id, b"made anew", "encoder-2")
    [live] = await store.live()
    assert (live.encoder, live.id) == ("encoder-2", version.id)
    assert await store.version_snapshot("privacy", "fr", "aaaaaaaaaaaa") == b"made anew"
    assert live.snapshot_sha256 == hashlib.sha256(b"made anew").hexdigest()
    source = await store.version_source("privacy", "fr", "aaaaaaaaaaaa")
    assert source.content == b"source aaaaaaaaaaaa"


async def test_what_is_not_there_is_named(store: Store) -> None:
    assert await store.versions("nothing") == []
    with pytest.raises(NotFound, match="no version ffffffffffff of privacy in fr"):
        await store.version_source("privacy", "fr", "ffffffffffff")
    with pytest.raises(NotFound):
        await store.version_snapshot("privacy", "fr", "ffffffffffff")
    with pytest.raises(NotFound, match="no version number 77"):
        await store.publish(77)
    with pytest.raises(NotFound):
        await store.replace_snapshot(77, b"", "e")
