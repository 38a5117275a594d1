"""A person is found by their address, exported whole, and erased whole, with a receipt."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import insert, make_url, select, text

from bot.accounts.accounts import Role
from bot.app import Parts, create_app
from bot.conversations.events import Person
from bot.conversations.hub import Hub
from bot.conversations.rights_requests import Outcome
from bot.conversations.service import Conversations
from bot.errors import Conflict, Unprocessable
from bot.notify.outbox import Channel, Dispatch
from bot.privacy.addresses import Written
from bot.privacy.person import People
from bot.privacy.retention import Retention, kept_now
from bot.store import Store
from bot.store.retention import Kept
from bot.store.tables import metadata
from bot.store.tables_golden import golden_questions
from bot.store.tables_live import candidates
from bot.store.tables_outbox import outbox
from tests.bot.test_doctor import clause
from tests.bot.web.whole_app import signed_in, whole

ANNA = "anna.kovacs@shop.example"
SECRET = "Zwetschgenkuchen"
NewAgent = Callable[..., Awaitable[Person]]


@pytest.mark.parametrize(
    "text",
    [ANNA, f"<{ANNA}>", f"Write to {ANNA}.", f"mailto:{ANNA}?subject=x", ANNA.upper(), f"({ANNA})"],
)
def test_the_address_is_found_in(text: str) -> None:
    assert Written(f" {ANNA.title()} ").is_in(text)


@pytest.mark.parametrize("text", [f"jo{ANNA}", f"jo.{ANNA}", f"{ANNA}.com", f"{ANNA}-x", "", None])
def test_another_address_is_not_taken_for_it(text: str | None) -> None:
    assert not Written(ANNA).is_in(text)


def test_a_domain_has_two_forms() -> None:
    written = Written("anna@müller.example")
    assert written.is_it("anna@xn--mller-kva.example")
    assert written.is_in("… anna@müller.example …")
    assert written.is_in("… anna@xn--mller-kva.example …")
    with pytest.raises(Unprocessable):
        Written("anna")


class Traced:
    """What Anna left behind, and what must stay."""

    def __init__(self, conversations: Conversations, agent: Person) -> None:
        self.conversations = conversations
        self.agent = agent
        self.store = conversations.store
        self.theirs: list[str] = []

    async def make(self) -> "Traced":
        say, store = self.conversations, self.store
        first = await say.start("en")
        await say.say(first.conversation.id, "1", f"Do you sell {SECRET}?")
        second = await say.start("en", (first.conversation.id, first.token))
        await say.leave(second.conversation.id, ANNA, f"Write to me about {SECRET}")
        await say.claim(second.conversation.id, self.agent)
        await say.note(second.conversation.id, self.agent, "1", f"She likes {SECRET}")
        await say.close(second.conversation.id, self.agent)
        await say.rate(second.conversation.id, 5, f"Thanks, {SECRET}")
        third = await say.start("en")
        await say.say(third.conversation.id, "1", f"I am {ANNA.upper()}, {SECRET}")
        now = datetime.now(UTC)
        async with store.write() as connection:
            await connection.execute(
                insert(candidates).values(
                    conversation_id=third.conversation.id, seq=1, at=now, account_id=self.agent.id,
                    question=f"{SECRET}?", language="en", note="",
                )
            )  # fmt: skip
            await connection.execute(
                insert(golden_questions).values(
                    document="privacy", text_language="en", question=f"Why {ANNA}?", language="en",
                    quote="", tags=[], origin="owner", author="O", created_at=now, updated_at=now,
                )
            )  # fmt: skip
        async with store.change(second.conversation.id) as change:
            assert change is not None
            await change.send(Dispatch("ticket-1", Channel.TICKET, second.conversation.id, 1))
        async with store.write() as connection:
            await connection.execute(
                outbox.update()
                .where(outbox.c.channel == "ticket")
                .values(reference="T-7", reference_url="https://desk.example/7")
            )
        self.theirs = [one.conversation.id for one in (first, second, third)]
        other = await say.start("en")
        await say.leave(other.conversation.id, f"jo{ANNA}", "Another person")
        mention = await say.start("en")
        await say.say(mention.conversation.id, "1", "Who answers?")
        await say.claim(mention.conversation.id, self.agent)
        await say.reply(mention.conversation.id, self.agent, "2", f"Ask {ANNA}")
        self.other, self.mention = other.conversation.id, mention.conversation.id
        return self


@pytest.fixture
async def traced(conversations: Conversations, new_agent: NewAgent) -> Traced:
    return await Traced(conversations, await new_agent("Bo")).make()


async def everywhere(store: Store) -> str:
    """All that is in all tables, as one text."""
    found = []
    async with store.read() as connection:
        for table in metadata.sorted_tables:
            found.extend(str(tuple(row)) for row in await connection.execute(select(table)))
    return "\n".join(found)


async def test_all_of_it_is_found(traced: Traced) -> None:
    found = await People(traced.store).find(ANNA)
    assert {one.id: one.why for one in found.conversations} == dict(
        zip(traced.theirs, ("same", "left", "wrote"), strict=True)
    )
    assert found.mentioned == [traced.mention]
    assert found.tickets == [("T-7", "https://desk.example/7")]
    assert (found.golden, found.staff, found.open_requests) == (1, False, [])
    assert (await People(traced.store).find("bo@example.org")).staff


async def test_the_export_holds_all_of_it_and_no_key(traced: Traced) -> None:
    given = await People(traced.store).export(ANNA, traced.agent)
    plain = json.dumps(given)
    assert [one["conversation"]["id"] for one in given["conversations"]] == traced.theirs
    for part in ("Do you sell", "Write to me", "She likes", "Thanks", "T-7", ANNA, '"stars": 5'):
        assert part in plain, part
    assert plain.count(SECRET) >= 6
    assert "token" not in plain
    [line] = await traced.store.audit_lines(action="export_person")
    assert ANNA not in str(line)
    assert line.detail == {"conversations": 3}


async def test_erased_nothing_of_it_is_left(traced: Traced) -> None:
    before = await everywhere(traced.store)
    assert SECRET in before
    told: list[str] = []
    receipt = await People(traced.store, told.append).erase(ANNA, traced.agent)
    assert (receipt.conversations, receipt.kept, receipt.golden) == (3, 0, 1)
    assert receipt.mentioned == [traced.mention]
    assert receipt.tickets == ["https://desk.example/7"]
    assert sorted(told) == sorted(traced.theirs), "whoever follows one is told"
    left = await everywhere(traced.store)
    assert SECRET not in left
    assert SECRET.lower() not in left
    for id in traced.theirs:
        # the log says who took one over, and by its number nothing can be found any more
        assert f"'{id}'" not in left
    assert await traced.store.conversation(traced.other) is not None
    assert await traced.store.conversation(traced.mention) is not None
    assert ANNA not in json.dumps(receipt.as_json())
    [line] = await traced.store.audit_lines(action="erase_person")
    assert line.detail is not None
    assert line.detail["receipt"] == receipt.receipt
    assert ANNA not in str(line)
    again = await People(traced.store).erase(ANNA, traced.agent)
    assert again.conversations == 0, "nothing found is no error"
    if traced.store.is_sqlite:
        path = Path(str(make_url(str(traced.store.engine.url)).database))
        for file in path.parent.glob(path.name + "*"):
            assert SECRET.encode() not in file.read_bytes(), file.name


async def test_of_a_right_the_proof_stays(
    conversations: Conversations, new_agent: NewAgent
) -> None:
    agent, store = await new_agent("Bo"), conversations.store
    id = (await conversations.start("en")).conversation.id
    await conversations.leave(id, ANNA, f"Please delete all my personal data, {SECRET}")
    receipt = await People(store).erase(ANNA, agent)
    assert (receipt.conversations, receipt.kept) == (1, 1)
    [proof] = await store.rights_requests(closed=True)
    assert (proof.right.value, proof.outcome) == ("erasure", Outcome.DONE)
    assert receipt.receipt in str(proof.note)
    left = await everywhere(store)
    assert SECRET not in left
    assert ANNA not in left


async def test_another_right_must_be_answered_first(
    conversations: Conversations, new_agent: NewAgent
) -> None:
    agent, store = await new_agent("Bo"), conversations.store
    id = (await conversations.start("en")).conversation.id
    await conversations.leave(id, ANNA, "Please send me a copy of all my personal data")
    [request] = await store.rights_requests()
    with pytest.raises(Conflict, match=request.right.value):
        await People(store).erase(ANNA, agent)
    assert await store.events_after(id, 0)
    await conversations.claim(id, agent)
    await conversations.close_rights_request(id, request.id, agent, Outcome.DONE, "sent")
    assert (await People(store).erase(ANNA, agent)).kept == 1


# --- the page ---------------------------------------------------------------------------------


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    async with whole(f"sqlite+aiosqlite:///{tmp_path}/clause.db", tmp_path / "texts") as opened:
        yield opened


async def test_on_the_administrators_page(parts: Parts) -> None:
    admin = await signed_in(parts.store, Role.ADMIN)
    started = await parts.conversations.start("en")
    await parts.conversations.leave(started.conversation.id, ANNA, f"About {SECRET}")
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://clause", headers=admin.headers
    ) as browser:

        async def send(what: str, **fields: str) -> httpx.Response:
            data = {"csrf": admin.csrf, "email": ANNA} | fields
            return await browser.post(f"/console/privacy/person{what}", data=data)

        page = await browser.get("/console/privacy")
        assert page.status_code == 200
        days = LexborHTMLParser(page.text).css_first("#answered_days").attributes["value"]
        assert days == "30"
        assert (await send("", email="anna")).status_code == 422
        found = LexborHTMLParser((await send("")).text)
        assert [one.attributes["href"] for one in found.css(".rows a")] == [
            f"/console/c/{started.conversation.id}"
        ]
        taken = await send("/export")
        assert "attachment" in taken.headers["Content-Disposition"]
        assert SECRET in json.dumps(taken.json())
        refused = await send("/erase", again="anna@elsewhere.example")
        assert refused.status_code == 422
        assert await parts.store.conversation(started.conversation.id) is not None
        done = LexborHTMLParser((await send("/erase", again=f" {ANNA.upper()} ")).text)
        assert await parts.store.conversation(started.conversation.id) is None
        receipt = json.loads(done.css_first(".receipt").text())
        assert receipt["conversations"] == 1
        assert ANNA not in done.body.html
        log = await browser.get("/console/audit")
        assert receipt["receipt"] in log.text


async def test_an_administrator_chooses_how_long_things_are_kept(parts: Parts) -> None:
    admin = await signed_in(parts.store, Role.ADMIN)
    settings = parts.settings.model_copy(update={"keep_audit_days": 400})
    transport = httpx.ASGITransport(create_app(replace(parts, settings=settings)))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://clause", headers=admin.headers
    ) as browser:

        async def choose(**days: object) -> httpx.Response:
            kept = {
                "answered_days": 14, "handed_off_days": 90, "requests_days": 2000, "audit_days": 1,
            } | days  # fmt: skip
            data = {name: str(value) for name, value in kept.items()}
            return await browser.post("/console/privacy/kept", data=data | {"csrf": admin.csrf})

        for wrong in ("0", "-3", "two", "", "1e3", "99999999999"):
            refused = await choose(answered_days=wrong)
            assert refused.status_code == 422
            shown = LexborHTMLParser(refused.text)
            assert "from 1 to 36,500" in shown.css_first("[role=alert]").text()
            assert shown.css_first("#answered_days").attributes["value"] == wrong, (
                "what was typed stays"
            )
        assert await parts.store.retention_kept() is None
        assert (await choose()).status_code == 303
        kept = await kept_now(parts.store, settings)
        assert kept == Kept(14, 90, 2000, 400), "what the deployment fixes is not chosen here"
        page = LexborHTMLParser((await browser.get("/console/privacy?kept=1")).text)
        values = [one.attributes["value"] for one in page.css(".kept input[inputmode]")]
        assert values == ["14", "90", "2000", "400"]
        fixed = page.css_first("#audit_days")
        assert "readonly" in fixed.attributes
        assert "CLAUSE_KEEP_AUDIT_DAYS" in page.css_first("#audit_days-hint").text()
        log = (await browser.get("/console/audit")).text
        assert "14 days what the assistant answered" in log
        forged = await browser.post("/console/privacy/kept", data={"answered_days": "1"})
        assert forged.status_code == 403
    owner = await signed_in(parts.store, Role.OWNER)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://clause", headers=owner.headers
    ) as browser:
        refused = await browser.post("/console/privacy/kept", data={"csrf": owner.csrf})
        assert refused.status_code == 403


async def test_the_page_says_when_the_first_deletion_is(parts: Parts) -> None:
    admin = await signed_in(parts.store, Role.ADMIN)
    later = datetime(2099, 1, 1, tzinfo=UTC)
    await parts.conversations.start("en")
    await Retention(parts.store, parts.settings, lambda: later).look()
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as browser:
        page = await browser.get("/console/privacy", headers=admin.headers)
    assert "4 Jan 2099" in LexborHTMLParser(page.text).css_first(".note-warn").text()


async def test_on_the_command_line(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/clause.db"
    store = await Store.open(url)
    conversations = Conversations(store, Hub())
    id = (await conversations.start("en")).conversation.id
    await conversations.leave(id, ANNA, f"About {SECRET}")
    await store.close()
    environment = {"CLAUSE_DATABASE_URL": url}
    taken = await asyncio.to_thread(clause, "export-person", ANNA, **environment)
    assert SECRET in json.dumps(json.loads(taken.stdout))
    gone = await asyncio.to_thread(clause, "erase-person", ANNA, "--yes", **environment)
    assert json.loads(gone.stdout)["conversations"] == 1, gone.stderr
    store = await Store.open(url)
    async with store.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM conversations"))).scalar() == 0
    await store.close()
