"""Accounts, sign-in and sessions; every test on both databases."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.accounts.accounts import FIRST_ADMIN_EMAIL, Accounts, Role
from bot.accounts.administration import Administration
from bot.accounts.browsers import browser_of
from bot.accounts.links import Ending, LinkOver
from bot.accounts.passwords import password_fits, random_password
from bot.conversations.events import Person
from bot.errors import Conflict, NotFound, Unprocessable
from bot.store import Store
from bot.store.tables import accounts as account_table
from bot.store.tables import sessions as session_table
from bot.store.tables_live import invites

PASSWORD = "correct horse battery"


async def test_signing_in_and_out(accounts: Accounts) -> None:
    account, _ = await accounts.add(" Amelie@Example.org ", "  Amélie  ", "agent", PASSWORD)
    assert (account.email, account.name, account.role) == (
        "amelie@example.org",
        "Amélie",
        Role.AGENT,
    )
    session = await accounts.sign_in("AMELIE@example.org", PASSWORD)
    assert session is not None
    assert session.account == account
    assert not session.must_change_password
    assert timedelta(hours=11) < session.expires_at - datetime.now(UTC) <= timedelta(hours=12)
    assert await accounts.session(session.token) == session
    await accounts.sign_out(session.token)
    assert await accounts.session(session.token) is None
    await accounts.sign_out(session.token)


async def test_who_did_what_with_an_account_is_logged(accounts: Accounts, store: Store) -> None:
    account, once = await accounts.add("amelie@example.org", "Amélie", "agent")
    session = await accounts.sign_in(account.email, once)
    assert session is not None
    assert await accounts.sign_in(account.email, "wrong") is None
    await accounts.change_password(account.id, PASSWORD, keep_token=session.token)
    await accounts.sign_out(session.token)
    await accounts.sign_out(session.token)  # of a session that is over: nothing happened
    await accounts.reset_password(account.email)
    lines = list(reversed(await store.audit_lines()))
    assert [(line.account_id, line.account_name, line.action) for line in lines] == [
        (None, "command line", "add_account"),
        (account.id, "Amélie", "sign_in"),
        (account.id, "Amélie", "change_password"),
        (account.id, "Amélie", "sign_out"),
        (None, "command line", "reset_password"),
    ]
    assert {line.target for line in lines} == {"account amelie@example.org"}
    assert session.token not in str(lines)


async def test_who_does_not_come_in(accounts: Accounts) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    for email, password in (
        ("amelie@example.org", PASSWORD + "x"),
        ("amelie@example.org", ""),
        ("amelie@example.org", "x" * 100_000),
        ("boris@example.org", PASSWORD),
        ("", PASSWORD),
        ("amelie@example.org\x00", PASSWORD),
        ("\ud800@example.org", "\ud800"),
    ):
        assert await accounts.sign_in(email, password) is None, email
    for token in ("", "x", "\ud800", "\x00"):
        assert await accounts.session(token) is None


async def test_an_unknown_email_takes_as_long_as_a_wrong_password(accounts: Accounts) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)

    async def quickest(email: str) -> float:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            await accounts.sign_in(email, "wrong")
            times.append(time.perf_counter() - began)
        return min(times)

    known, unknown = await quickest("amelie@example.org"), await quickest("b@example.org")
    assert unknown > known / 2, "a hash is compared in either case"


async def test_neither_password_nor_session_can_be_read_in_the_database(
    accounts: Accounts, store: Store
) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    session = await accounts.sign_in("amelie@example.org", PASSWORD)
    assert session is not None
    async with store.read() as connection:
        stored = str((await connection.execute(select(account_table))).all())
        stored += str((await connection.execute(select(session_table))).all())
    assert "$argon2id$" in stored
    assert PASSWORD not in stored
    assert session.token not in stored


async def test_a_session_ends_by_itself(accounts: Accounts, store: Store) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    session = await accounts.sign_in("amelie@example.org", PASSWORD)
    assert session is not None
    async with store.write() as connection:
        await connection.execute(update(session_table).values(expires_at=datetime.now(UTC)))
    assert await accounts.session(session.token) is None
    await accounts.sign_in("amelie@example.org", PASSWORD)
    async with store.read() as connection:
        assert len((await connection.execute(select(session_table))).all()) == 1, "old ones go"


async def test_the_first_administrator_gets_a_password_for_once(accounts: Accounts) -> None:
    passwords = await asyncio.gather(*(accounts.ensure_first_admin() for _ in range(3)))
    [password] = [password for password in passwords if password is not None]
    assert await accounts.ensure_first_admin() is None
    session = await accounts.sign_in(FIRST_ADMIN_EMAIL, password)
    assert session is not None
    assert session.must_change_password
    assert session.account.role is Role.ADMIN
    await accounts.change_password(session.account.id, PASSWORD, keep_token=session.token)
    assert await accounts.sign_in(FIRST_ADMIN_EMAIL, password) is None
    changed = await accounts.session(session.token)
    assert changed is not None
    assert not changed.must_change_password
    assert await accounts.sign_in(FIRST_ADMIN_EMAIL, PASSWORD) is not None
    assert await accounts.ensure_first_admin() is None


async def test_where_there_is_an_account_no_administrator_is_made(accounts: Accounts) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    assert await accounts.ensure_first_admin() is None
    assert [account.name for account in await accounts.all()] == ["Amélie"]


async def test_a_changed_password_ends_the_other_sessions(accounts: Accounts) -> None:
    account, _ = await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    here = await accounts.sign_in("amelie@example.org", PASSWORD)
    there = await accounts.sign_in("amelie@example.org", PASSWORD)
    assert here is not None
    assert there is not None
    assert await accounts.password_is(account.id, PASSWORD)
    await accounts.change_password(account.id, "another good one", keep_token=here.token)
    assert await accounts.session(here.token) is not None
    assert await accounts.session(there.token) is None
    assert not await accounts.password_is(account.id, PASSWORD)


async def test_a_forgotten_password_is_made_anew(accounts: Accounts) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    before = await accounts.sign_in("amelie@example.org", PASSWORD)
    assert before is not None
    password = await accounts.reset_password("Amelie@example.org")
    assert await accounts.session(before.token) is None
    after = await accounts.sign_in("amelie@example.org", password)
    assert after is not None
    assert after.must_change_password
    with pytest.raises(NotFound):
        await accounts.reset_password("nobody@example.org")


@pytest.mark.parametrize(
    ("email", "name", "role", "password", "helps"),
    [
        ("amelie", "A", "agent", PASSWORD, "no e-mail address: 'amelie'"),
        ("a b@example.org", "A", "agent", PASSWORD, "no e-mail address"),
        ("x" * 250 + "@example.org", "A", "agent", PASSWORD, "no e-mail address"),
        ("a@example.org", " ", "agent", PASSWORD, "A name needs"),
        ("a@example.org", "x" * 101, "agent", PASSWORD, "A name needs"),
        ("a@example.org", "A\x00", "agent", PASSWORD, "A name needs"),
        ("a@example.org", "A", "boss", PASSWORD, "Currently, it is 'boss'"),
        ("a@example.org", "A", "agent", "short", "Currently, it has 5"),
        ("a@example.org", "A", "agent", "x" * 201, "up to 200"),
        ("a@example.org", "A", "agent", "abababababab", "too easy"),
    ],
)
async def test_an_account_that_is_not_acceptable(
    accounts: Accounts, email: str, name: str, role: str, password: str, helps: str
) -> None:
    with pytest.raises(Unprocessable) as refused:
        await accounts.add(email, name, role, password)
    assert helps in refused.value.detail
    assert await accounts.all() == []


async def test_an_email_belongs_to_one_account(accounts: Accounts) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    with pytest.raises(Conflict, match=r"an account for amelie@example\.org already"):
        await accounts.add("AMELIE@example.org", "Another", "admin", PASSWORD)


async def test_a_new_password_that_is_not_acceptable(accounts: Accounts) -> None:
    account, _ = await accounts.add("long.amelie@example.org", "Amélie", "agent", PASSWORD)
    for new, helps in (
        ("short", "at least 12"),
        (PASSWORD, "is the old one"),
        ("Long.Amelie@example.org", "must not be the e-mail"),
    ):
        with pytest.raises(Unprocessable, match=helps):
            await accounts.change_password(account.id, new)
    with pytest.raises(NotFound):
        await accounts.change_password(account.id + 1, "a good password")
    assert await accounts.sign_in("long.amelie@example.org", PASSWORD) is not None


def test_passwords_that_are_made_up() -> None:
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(password) == 19 for password in made)


def test_nobodys_password_never_fits() -> None:
    assert not password_fits("anything", None)


async def test_that_a_session_is_used_is_written_every_five_minutes_at_most(
    accounts: Accounts, store: Store
) -> None:
    await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    session = await accounts.sign_in("amelie@example.org", PASSWORD)
    assert session is not None

    async def used(ago: timedelta) -> datetime:
        then = datetime.now(UTC) - ago
        async with store.write() as connection:
            await connection.execute(update(session_table).values(last_used_at=then))
        assert await accounts.session(session.token) is not None
        [found] = await store.sessions_of(session.account.id, datetime.now(UTC))
        assert found.last_used_at is not None
        return found.last_used_at - then

    assert await used(timedelta(minutes=4)) == timedelta()
    assert await used(timedelta(minutes=6)) > timedelta(minutes=5)


async def test_an_agent_who_pauses_is_not_counted_on(accounts: Accounts, store: Store) -> None:
    account, _ = await accounts.add("amelie@example.org", "Amélie", "agent", PASSWORD)
    amelie, now = Person(account.id, account.name), datetime.now(UTC)
    await store.note_seen(account.id, now)
    for away in (True, False):
        await store.set_away(amelie, away, now)
        here = await store.agents_seen(now - timedelta(minutes=2))
        assert here == ([] if away else [account.id])
        [colleague] = await store.colleagues()
        assert colleague.away is away


async def test_what_became_of_a_link_is_told(accounts: Accounts, store: Store) -> None:
    administration = Administration(store, accounts)
    account, _ = await accounts.add("ada@example.org", "Ada", "admin", PASSWORD)
    ada = Person(account.id, account.name)

    async def ending(token: str) -> Ending:
        with pytest.raises(LinkOver) as over:
            await administration.invitation(token)
        with pytest.raises(LinkOver):
            await administration.accept(token, None, PASSWORD)
        return over.value.ending

    first, _ = await administration.invite(ada, "bo@example.org", "Bo", "agent")
    second, _ = await administration.invite(ada, "bo@example.org", "Bo", "agent")
    assert await ending(first) is Ending.REPLACED
    assert (await administration.invitation(second)).invited_by == "Ada"
    await administration.accept(second, None, PASSWORD)
    assert await ending(second) is Ending.USED
    third, _ = await administration.invite(ada, "cy@example.org", "Cy", "agent")
    async with store.write() as connection:
        await connection.execute(update(invites).values(expires_at=datetime.now(UTC)))
    assert await ending(third) is Ending.EXPIRED
    assert [one.email for one in await administration.unused_invites()] == ["cy@example.org"]
    await administration.take_back_invite(ada, "cy@example.org")
    assert await ending(third) is Ending.EXPIRED, "it had expired before"
    assert await ending("guessed") is Ending.UNKNOWN


async def test_a_link_for_a_new_password(accounts: Accounts, store: Store) -> None:
    administration = Administration(store, accounts)
    account, _ = await accounts.add("ada@example.org", "Ada", "admin", PASSWORD)
    other, _ = await accounts.add("bo@example.org", "Bo", "agent", PASSWORD)
    ada = Person(account.id, account.name)
    session = await accounts.sign_in("bo@example.org", PASSWORD)
    assert session is not None
    old, _, _ = await administration.make_password_link(ada, other.id)
    token, _, _ = await administration.make_password_link(ada, other.id)
    assert await accounts.session(session.token) is None
    assert await accounts.sign_in("bo@example.org", PASSWORD) is None
    with pytest.raises(LinkOver):
        await administration.use_password_link(old, "another good one")
    used = await asyncio.gather(
        *(administration.use_password_link(token, "another good one") for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(not isinstance(one, Exception) for one in used) == 1, "it opens once"
    assert await accounts.sign_in("bo@example.org", "another good one") is not None
    with pytest.raises(Conflict, match="your own password"):
        await administration.make_password_link(ada, account.id)
    token, _, _ = await administration.make_password_link(ada, other.id)
    await administration.change(ada, other.id, disabled=True)
    with pytest.raises(LinkOver):
        await administration.password_link(token)


@pytest.mark.parametrize(
    ("client", "known"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            ("Firefox", "Windows"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            ("Edge", "Windows"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            ("Safari", "iPhone"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Mobile Safari/537.36",
            ("Chrome", "Android"),
        ),
        ("python-httpx/0.28", None),
        ("", None),
    ],
)
def test_a_browser_is_known_by_its_family(client: str, known: tuple[str, str] | None) -> None:
    assert browser_of(client) == known
