"""Who a visitor is, as their site has signed it: kept with the conversation, and gone with it."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from typer.testing import CliRunner

from bot.cli import app as cli
from bot.conversations.events import Person
from bot.conversations.identity import KEYS_LIMIT, IdentityRefused, SiteKey, new_secret
from bot.conversations.rights_requests import Outcome
from bot.conversations.service import Conversations
from bot.errors import Conflict, NotSignedIn
from bot.privacy.person import People
from bot.store import Store, sealing
from bot.store.purge import Limits
from bot.store.sealing import Key, Ring
from bot.store.tables import conversations as table
from bot.store.tables import metadata
from bot.store.tables_identity import identities, site_keys
from tests.bot.conftest import Staff
from tests.bot.conversations.test_identity import HERE, SHOP, signed

ANNA, NAME = "anna@example.org", "Anna Zwetschge"
NewAgent = Callable[..., Awaitable[Person]]


@pytest.fixture
async def key(store: Store, conversations: Conversations) -> SiteKey:
    conversations.address = HERE
    return await store.add_site_key(None, SHOP, new_secret(), datetime.now(UTC))


def token(key: SiteKey, email: str = ANNA, name: str = NAME) -> str:
    soon = int(datetime.now(UTC).timestamp()) + 600
    claims = {"iss": SHOP, "aud": HERE, "exp": soon, "email": email, "name": name}
    return signed(claims, key.secret)


async def begun(say: Conversations, key: SiteKey, email: str = ANNA) -> str:
    """A conversation in which the visitor was named before they wrote."""
    id = (await say.start("en")).conversation.id
    await say.identify(id, token(key, email), SHOP)
    await say.say(id, "1", "How long do you keep my orders?")
    return id


async def test_it_is_kept_and_said_again_the_newer_name_counts(
    conversations: Conversations, store: Store, key: SiteKey, started: str
) -> None:
    assert await store.identity(started) is None
    for name in (NAME, "Anna Pflaume"):
        await conversations.identify(started, token(key, name=name), SHOP)
    found = await store.identity(started)
    assert found is not None
    assert (found.email, found.name, found.site) == (ANNA, "Anna Pflaume", SHOP)
    assert (await conversations.read(started)).last_seq == 0, "nothing happened, so no event"


async def test_what_does_not_hold_changes_nothing(
    conversations: Conversations, store: Store, key: SiteKey, started: str
) -> None:
    await conversations.identify(started, token(key), SHOP)
    with pytest.raises(IdentityRefused):
        await conversations.identify(started, token(key, "boss@example.org") + "x", SHOP)
    found = await store.identity(started)
    assert found is not None
    assert found.email == ANNA


async def test_nobody_goes_on_in_the_conversation_of_another(
    conversations: Conversations, store: Store, key: SiteKey, started: str
) -> None:
    await conversations.identify(started, token(key), SHOP)
    await conversations.identify(started, token(key, ANNA.upper()), SHOP)
    with pytest.raises(NotSignedIn, match="another visitor"):
        await conversations.identify(started, token(key, "ben@example.org"), SHOP)
    found = await store.identity(started)
    assert found is not None
    assert found.email.casefold() == ANNA


async def test_two_who_share_a_tab_are_not_taken_for_one(
    conversations: Conversations, store: Store, key: SiteKey
) -> None:
    first = await conversations.start("en")
    again = await conversations.start("en", (first.conversation.id, first.token))
    other = await conversations.start("en", (first.conversation.id, first.token))
    await conversations.identify(first.conversation.id, token(key), SHOP)
    await conversations.identify(again.conversation.id, token(key), SHOP)
    await conversations.identify(other.conversation.id, token(key, "ben@example.org"), SHOP)
    same = await conversations.read(again.conversation.id)
    assert same.previous_id == first.conversation.id
    assert (await conversations.read(other.conversation.id)).previous_id is None
    found = await People(store).find("ben@example.org")
    assert found.ids == [other.conversation.id]


async def test_a_key_is_changed_without_a_moment_between(
    conversations: Conversations, store: Store, key: SiteKey, started: str
) -> None:
    now = datetime.now(UTC)
    new = await store.add_site_key(None, SHOP, new_secret(), now)
    for one in (key, new):
        await conversations.identify(started, token(one), SHOP)
    kept = {one.id: one.last_used_at for one in await store.site_keys()}
    assert all(kept.values())
    assert await store.remove_site_key(None, key.id, now) == SHOP
    assert await store.remove_site_key(None, key.id, now) is None
    with pytest.raises(IdentityRefused, match="another key"):
        await conversations.identify(started, token(key), SHOP)
    await conversations.identify(started, token(new), SHOP)
    for _ in range(KEYS_LIMIT - 1):
        await store.add_site_key(None, SHOP, new_secret(), now)
    with pytest.raises(Conflict, match=str(KEYS_LIMIT)):
        await store.add_site_key(None, SHOP, new_secret(), now)
    lines = await store.audit_lines()
    assert {line.action for line in lines} == {"add_site_key", "remove_site_key"}
    assert not any(one.secret in str(lines) for one in (key, new))


async def test_that_a_key_was_used_is_written_once_an_hour(
    conversations: Conversations, store: Store, key: SiteKey, started: str
) -> None:
    long_ago, lately = (datetime.now(UTC) - timedelta(minutes=m) for m in (90, 30))
    for before in (lately, long_ago):
        async with store.write() as connection:
            await connection.execute(update(site_keys).values(last_used_at=before))
        await conversations.identify(started, token(key), SHOP)
        [kept] = await store.site_keys()
        assert (kept.last_used_at == before) == (before == lately)


async def test_a_person_is_found_by_what_their_site_has_signed(
    conversations: Conversations, store: Store, key: SiteKey
) -> None:
    id = await begun(conversations, key)
    others = await begun(conversations, key, "ben@example.org")
    people = People(store)
    [found] = (await people.find(ANNA.upper())).conversations
    assert (found.id, found.why) == (id, "named")
    [exported] = (await people.export(ANNA, None))["conversations"]
    assert exported["identities"][0]["name"] == NAME
    assert key.secret not in str(exported)
    receipt = await people.erase(ANNA, None)
    assert receipt.conversations == 1
    async with store.read() as connection:
        left = (await connection.execute(select(identities.c.conversation_id))).scalars().all()
    assert left == [others]


async def test_it_goes_with_the_conversation(
    conversations: Conversations, store: Store, key: SiteKey, new_agent: NewAgent
) -> None:
    agent = await new_agent("Bo")
    erased, old, proof = [await begun(conversations, key) for _ in range(3)]
    await conversations.say(proof, "2", "Please delete all my personal data")
    [request] = await store.rights_requests()
    await conversations.close_rights_request(proof, request.id, agent, Outcome.DONE, "")
    await conversations.erase(erased)
    later = datetime.now(UTC) + timedelta(days=400)
    proofs = later - timedelta(days=1000)
    await store.purge(Limits(answered=later, handed_off=later, requests=proofs, audit=proofs))
    async with store.read() as connection:
        left = (await connection.execute(select(table.c.id))).scalars().all()
        assert left == [proof], old
        assert (await connection.execute(select(identities))).all() == []


@pytest.fixture
def sealed() -> Iterator[None]:
    sealing.use(Ring([Key(os.urandom(32))]))
    yield
    sealing.use(Ring())


async def test_name_address_and_key_are_sealed(
    sealed: None, conversations: Conversations, store: Store, key: SiteKey
) -> None:
    id = await begun(conversations, key)
    async with store.read() as connection:
        lies = ""
        for one in (identities, site_keys):
            assert one in metadata.sorted_tables
            rows = await connection.exec_driver_sql(f"SELECT * FROM {one.name}")
            lies += str(rows.all())
    assert SHOP in lies
    for secret in (ANNA, NAME, key.secret):
        assert secret not in lies
    found = await store.identity(id)
    assert found is not None
    assert found.name == NAME
    [listed] = await store.conversations_listed("all", 1, datetime.now(UTC))
    assert listed.verified == NAME


async def test_over_http_the_visitor_is_named_and_agents_see_it(
    client: httpx.AsyncClient,
    app: FastAPI,
    key: SiteKey,
    signed_in: Callable[..., Awaitable[Staff]],
) -> None:
    made = (await client.post("/api/conversations", json={"language": "en"})).json()
    path, mine = f"/api/conversations/{made['id']}", {"Authorization": f"Bearer {made['token']}"}

    async def send(body: object, origin: str = SHOP) -> httpx.Response:
        headers = mine | {"Origin": origin}
        return await client.post(f"{path}/identity", json=body, headers=headers)

    refused = await send({"token": token(key)}, "https://evil.example")
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:clause:problem:identity-refused"
    assert "was signed for https://shop.example" in refused.json()["detail"]
    assert (await send({"token": "x" * 30_000})).status_code == 422
    assert (await send({})).status_code == 422
    taken = await send({"token": token(key, name="<b>Anna</b>")})
    assert (taken.status_code, taken.json()) == (200, ANNA)
    assert (await send({"token": token(key, "ben@example.org")})).status_code == 401
    await client.post(f"{path}/messages", json={"client_id": "1", "text": "Hello"}, headers=mine)
    agent = (await signed_in("Bo")).reading
    told = (await client.get(f"/api/console/conversations/{made['id']}", headers=agent)).json()
    assert told["verified"] == {"email": ANNA, "name": "<b>Anna</b>", "site": SHOP}
    listed = (await client.get("/api/console/conversations", headers=agent)).json()
    assert [one["verified"] for one in listed["conversations"]] == ["<b>Anna</b>"]
    # the visitor's own log tells nothing of it
    assert "verified" not in (await client.get(path, headers=mine)).json()


async def test_keys_are_made_listed_and_taken_back_on_the_command_line(
    put_back: None, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = store.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("CLAUSE_DATABASE_URL", address)
    monkeypatch.setenv("COLUMNS", "200")

    async def run(*words: str) -> str:
        done = await asyncio.to_thread(CliRunner().invoke, cli, ["site-keys", *words])
        return done.output + str(done.exception or "")

    made = await run("add", f"{SHOP}/")
    [key] = await store.site_keys()
    assert made == f"{key.secret}\n"
    listed = await run("list")
    assert SHOP in listed
    assert "never" in listed
    assert key.secret not in listed
    assert SHOP in await run("remove", str(key.id))
    assert await store.site_keys() == []
    assert "There is no key" in await run("remove", str(key.id))
    assert "no origin of a site" in await run("add", "shop")
