"""Every route lets in whom docs/access.md names, and nobody else."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from bot.accounts.accounts import Role
from bot.accounts.administration import Administration
from bot.app import Parts, create_app
from bot.conversations.events import Person
from bot.store.tables import conversations as table
from tests.bot.web.whole_app import Caller, signed_in, whole

PAGE = Path(__file__).resolve().parents[3] / "docs" / "access.md"
ROLES = {
    "staff": set(Role),
    "signed in": set(Role),
    "agent": {Role.AGENT, Role.ADMIN},
    "owner": {Role.OWNER, Role.ADMIN},
    "admin": {Role.ADMIN},
}
SECONDS = 10.0


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    path: str
    who: str
    form: str

    @property
    def is_page(self) -> bool:
        return not self.path.startswith("/api/")


def documented() -> dict[tuple[str, str], Row]:
    rows = re.findall(r"^\| `([A-Z]+) (\S+)` \| ([\w ]+) \| ([\w–]+) \|$", PAGE.read_text(), re.M)
    found = {(method, path): Row(method, path, who, form) for method, path, who, form in rows}
    assert len(found) == len(rows) > 100, "a route stands there twice, or the table was not read"
    return found


def routes(found: Any) -> Iterator[tuple[str, str]]:
    """Method and path of every route of the app, also of those that the API's document leaves out."""
    for route in found:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes(inner.routes)
            continue
        yield from ((method, route.path) for method in sorted(route.methods - {"HEAD"}))


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with whole(f"sqlite+aiosqlite:///{tmp_path}/clause.db", tmp_path / "texts") as opened:
        yield opened


@dataclass
class Answered:
    status: int
    location: str


async def call(app: FastAPI, method: str, path: str, caller: Caller, csrf: str) -> Answered:
    """The answer's status, without waiting for the end of what never ends."""
    page = not path.startswith("/api/")
    body = f"csrf={csrf}".encode() if page else b"{}"
    kind = "application/x-www-form-urlencoded" if page else "application/json"
    headers = caller.headers | {"content-type": kind, "host": "clause", "x-csrf-token": csrf}
    sent, started, over = [body], asyncio.get_running_loop().create_future(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        if sent:
            return {"type": "http.request", "body": sent.pop(), "more_body": False}
        await over.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start" and not started.done():
            started.set_result(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "client": ("192.0.2.1", 1), "server": ("clause", 80),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    running = asyncio.create_task(app(scope, receive, send))
    async with asyncio.timeout(SECONDS):
        await asyncio.wait([running, started], return_when=asyncio.FIRST_COMPLETED)
        over.set()
        await running
        message = await started
    sent_headers = {name.decode(): value.decode() for name, value in message["headers"]}
    return Answered(message["status"], sent_headers.get("location", ""))


def expected(row: Row, who: str) -> tuple[str, ...]:
    """How this one is answered: 'in', or the ways in which they are refused."""
    login, password = ("login",) if row.is_page else ("401",), ("password",)
    if row.who in ("anyone", "link"):
        return ("403",) if row.form == "form" else ("in",)
    if row.who == "visitor":
        return ("in",) if who == "visitor" else ("401",)
    if who not in (*Role, "one-time"):
        return login
    if who == "one-time":
        if row.who == "signed in":
            return ("in",)
        return password if row.is_page else ("401",)
    if Role(who) in ROLES[row.who]:
        return ("in",)
    return ("403", "studio") if row.is_page else ("403",)


def outcome(row: Row, answered: Answered) -> str:
    if answered.status == 303 and answered.location.startswith("/console/login?next="):
        return "login"
    if answered.status == 303 and answered.location == "/console/password":
        return "password"
    if answered.status == 303 and answered.location == "/studio" and row.path[:8] == "/console":
        return "studio"
    return str(answered.status) if answered.status in (401, 403) else "in"


async def new_conversation(parts: Parts, *, expired: bool = False) -> tuple[str, Caller]:
    made = await parts.conversations.start("en")
    id = made.conversation.id
    await parts.conversations.say(id, "1", "How long do you keep my orders?")
    if expired:
        async with parts.store.write() as connection:
            await connection.execute(
                update(table)
                .where(table.c.id == id)
                .values(expires_at=datetime.now(UTC) - timedelta(seconds=1))
            )
    return id, Caller({"authorization": f"Bearer {made.token}"})


class Walk:
    """Calls a route as somebody, each time on a conversation and with a session of their own."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.app = create_app(parts)
        self.shared, self.victim = "", 0
        self.links: dict[str, str] = {}
        [live] = parts.library.snapshots
        self.places = {
            "slug": "privacy", "language": "en", "version": live.version, "kind": "csv",
            "handle": "0" * 16, "email": "nobody@example.org", "name": "base.css",
        }  # fmt: skip

    async def asks(self, row: Row, who: str, *, csrf: bool = True) -> str:
        id, caller = await self.conversation(row, who)
        if who in ("forged", "expired", "one-time", *Role):
            caller = await self.staff(who)
        places = self.places | {
            "id": id if "/conversations/" in row.path else "1",
            "conversation_id": id,
            "account_id": str(self.victim),
            "token": self.links.get(row.path.rpartition("/")[0].rpartition("/")[2], "x" * 43),
        }
        path = re.sub(r"\{(\w+)(?::path)?\}", lambda found: places.get(found[1], "1"), row.path)
        token = caller.csrf if csrf else "of-another-session"
        return outcome(row, await call(self.app, row.method, path, caller, token))

    async def staff(self, who: str) -> Caller:
        if who == "forged":
            return Caller({"cookie": "clause_session=" + "x" * 43}, "x")
        role = Role(who) if who in set(Role) else Role.ADMIN
        expired, one_time = who == "expired", who == "one-time"
        return await signed_in(self.parts.store, role, expired=expired, one_time=one_time)

    async def make_links(self) -> None:
        """An invitation and a link to a new password that open something."""
        staff = Administration(self.parts.store, self.parts.accounts)
        await signed_in(self.parts.store, Role.ADMIN)
        ada = Person(max(one.id for one in await self.parts.accounts.all()), "Ada")
        invitation, _ = await staff.invite(ada, "new@example.org", "New", "agent")
        password, *_ = await staff.make_password_link(ada, self.victim)
        self.links = {"invite": invitation, "invitation": invitation, "new-password": password}

    async def conversation(self, row: Row, who: str) -> tuple[str, Caller]:
        """The one that is asked for, and the token that is sent: new ones, as it may be deleted."""
        if row.who == "visitor" or not self.shared:
            id, mine = await new_conversation(self.parts, expired=who == "expired token")
            self.shared = self.shared or id
            if not self.victim:
                await signed_in(self.parts.store, Role.AGENT)
                self.victim = max(one.id for one in await self.parts.accounts.all())
                await self.make_links()
            if who == "another's token":
                return id, (await new_conversation(self.parts))[1]
            return id, mine if who in ("visitor", "expired token") else Caller()
        tokens = ("visitor", "another's token", "expired token")
        return self.shared, Caller({"authorization": "Bearer x"} if who in tokens else {})


def test_the_table_names_every_route(parts: Parts) -> None:
    there, table = set(routes(create_app(parts).routes)), set(documented())
    assert not there - table, "docs/access.md must say who may call these"
    assert not table - there, "docs/access.md names what is not there any more"


STRANGERS = ("nobody", "another's token", "expired token", "forged", "expired", "one-time")


async def test_whoever_calls_is_let_in_or_refused_as_the_table_says(parts: Parts) -> None:
    walk, wrong = Walk(parts), []
    for row in documented().values():
        for who in (*STRANGERS, "visitor", *Role):
            if row.who in ("anyone", "link") and who != "nobody":
                continue  # nobody asks them who they are
            got = await walk.asks(row, who)
            if got not in (should := expected(row, who)):
                wrong.append(f"{row.method} {row.path}, {who}: {got} instead of {should}")
    assert not wrong, "\n".join(wrong)


async def test_nothing_is_done_for_a_form_of_another_site(parts: Parts) -> None:
    walk, wrong, forms = Walk(parts), [], 0
    for row in documented().values():
        assert row.form == "session" or row.method == "GET" or row.who not in ROLES, row
        if row.form != "session":
            continue
        forms += 1
        got = await walk.asks(row, Role.ADMIN, csrf=False)
        if got != "403":
            wrong.append(f"{row.method} {row.path}: {got} with another session's token")
    assert not wrong, "\n".join(wrong)
    assert forms > 50


def test_the_apis_document_says_which_key_is_needed(parts: Parts) -> None:
    described = create_app(parts).openapi()
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            row = documented()[method.upper(), path]
            keys = {name for one in told.get("security", ()) for name in one}
            should = {"visitor": {"visitor-token"}, "anyone": set(), "link": set()}.get(
                row.who, {"staff-session"} | ({"csrf-token"} if row.form == "session" else set())
            )
            assert keys == should, json.dumps([method, path, sorted(keys), sorted(should)])


async def test_who_is_not_let_in_is_not_told_what_there_is(parts: Parts) -> None:
    walk = Walk(parts)
    agent = await signed_in(parts.store, Role.AGENT)
    for row in documented().values():
        if "{slug}" not in row.path or not row.path.startswith("/studio"):
            continue
        for caller in (Caller(), agent):
            answers = []
            for slug in ("privacy", "secret-plan"):
                places = walk.places | {"slug": slug}
                path = re.sub(
                    r"\{(\w+)\}", lambda found, at=places: at.get(found[1], "1"), row.path
                )
                answers.append((await call(walk.app, row.method, path, caller, caller.csrf)).status)
            assert answers[0] == answers[1], (row, answers)
