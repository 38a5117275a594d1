"""The owner's studio over HTTP: bring a text, see what changes, publish it, take it back."""

import asyncio
import csv
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select, update

from bot.accounts.accounts import Accounts, Role
from bot.app import Parts, create_app, open_parts
from bot.conversations.events import Person
from bot.conversations.worker import AnsweringWorker
from bot.settings import Settings
from bot.store.publications import Publication
from bot.store.tables import versions
from bot.store.tables_live import audit
from tests.shipped import MODEL, MODELS

PASSWORD = "correct horse battery"
OLD = """# Privacy

In force from 1 March 2025.

## Cookies

We set one cookie, and it lasts a day.

## Orders

We keep your orders for ten years.
"""
NEW = OLD.replace("ten years", "3 years").replace("2025", "2026") + "\n## Contact\n\nWrite to us.\n"

SignIn = Callable[..., Awaitable[None]]


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    """A service with one text, published from the folder."""
    folder = tmp_path / "statements"
    folder.mkdir()
    (folder / "privacy.en.md").write_text(OLD)
    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path}/clause.db",
        statements=folder,
        encoder=str(MODEL),
        reranker=MODELS / "reranker",
        office_time_zone="Europe/Paris",
    )
    async with open_parts(settings) as opened:
        yield opened


@pytest.fixture
async def browser(parts: Parts) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://clause") as client:
        yield client


@pytest.fixture
def sign_in(parts: Parts, browser: httpx.AsyncClient) -> SignIn:
    async def make(role: Role = Role.OWNER) -> None:
        await Accounts(parts.store).add("anna@example.org", "Anna", role, PASSWORD)
        data = {"email": "anna@example.org", "password": PASSWORD}
        data["csrf"] = hidden(await browser.get("/console/login"), "csrf")
        assert (await browser.post("/console/login", data=data)).status_code == 303

    return make


def tree(response: httpx.Response) -> LexborHTMLParser:
    return LexborHTMLParser(response.text)


def hidden(response: httpx.Response, name: str) -> str:
    return tree(response).css_first(f"input[name={name}]").attributes["value"] or ""


def said(response: httpx.Response, selector: str) -> str:
    node = tree(response).css_first(selector)
    assert node is not None, f"nothing matches {selector}"
    return " ".join(node.text().split())


async def upload(browser: httpx.AsyncClient, text: str | bytes, **fields: str) -> httpx.Response:
    """Sends the form as it stands in the page."""
    data = {"csrf": hidden(await browser.get("/studio/upload"), "csrf"), "document": "privacy"}
    name = fields.pop("name", "privacy.en.md")
    file = (name, text.encode() if isinstance(text, str) else text, "text/plain")
    sent = await browser.post("/studio/upload", data=data | fields, files={"file": file})
    return await indexed(browser, sent)


async def indexed(browser: httpx.AsyncClient, sent: httpx.Response) -> httpx.Response:
    """What the page says at last that waits for the index; another response as it is."""
    while sent.headers.get("location", "").startswith("/studio/upload/"):
        page = sent.headers["location"]
        while (sent := await browser.get(page)).status_code == 200:
            if "<progress" not in sent.text:  # it failed, and says why
                return sent
            await asyncio.sleep(0.05)
    return sent


async def send(browser: httpx.AsyncClient, page: str, action: str, **fields: str) -> httpx.Response:
    """Sends the form of a page, with what it holds."""
    form = await browser.get(page)
    data = {"csrf": hidden(form, "csrf"), "live": hidden(form, "live")}
    return await browser.post(action, data=data | fields)


async def history(parts: Parts) -> list[Publication]:
    return await parts.store.publications("privacy", "en")


async def test_from_a_file_to_live_and_back(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    old = (await parts.store.live())[0].version
    draft = await upload(browser, NEW, note="For spring.", effective="2026-03-01", language="en")
    assert draft.status_code == 303
    page, _, notice = draft.headers["location"].partition("/text?notice=")
    assert notice == "uploaded"
    assert (await parts.store.live())[0].version == old, "nothing is live before it is published"
    assert "Contact" in [
        leaf.text() for leaf in tree(await browser.get(f"{page}/text")).css(".piece-heading strong")
    ]
    # who opens the draft sees first what it changes
    assert (await browser.get(page)).headers["location"] == f"{page}/changes"
    changes = await browser.get(f"{page}/changes")
    assert said(changes, ".counts") == "1 new 2 changed 1 unchanged"
    told = [" ".join(li.text().split()) for li in tree(changes).css(".telling li")]
    assert told == [
        "Privacy deleted: 2025 → inserted: 2026",
        "Orders deleted: ten → inserted: 3",
    ]
    published = await send(browser, f"{page}/publish", f"{page}/publish", reason="Signed off.")
    assert published.headers["location"] == "/studio/privacy/en?notice=published"
    new = (await parts.store.live())[0]
    assert (new.version, new.note, str(new.effective_on)) == (
        page[-12:],
        "For spring.",
        "2026-03-01",
    )
    live = parts.library.live("privacy", "en")
    assert live is not None
    assert live.version == new.version, "and the service answers from it"
    text = await browser.get("/studio/privacy/en")
    assert "Anna published" in said(text, ".history li")
    assert "Signed off." in said(text, ".history li")
    back = await send(browser, "/studio/privacy/en", "/studio/privacy/en/back", reason="Typo.")
    assert back.headers["location"].endswith("?notice=rolled-back")
    assert (await parts.store.live())[0].version == old
    assert [one.action for one in await history(parts)] == ["back", "publish", "folder"]
    actions = [line.action for line in await parts.store.audit_lines()]
    assert actions[:2] == ["statement-rolled-back", "statement-published"]


async def test_the_same_text_again_is_the_version_that_is_there(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    again = await upload(browser, OLD)
    assert again.headers["location"].endswith("/text?notice=known")
    assert len(await parts.store.versions("privacy")) == 1


async def test_nobody_publishes_over_what_they_did_not_see(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    page = (await upload(browser, NEW)).headers["location"].partition("/text")[0]
    other = (await upload(browser, NEW.replace("3 years", "6 years"))).headers["location"]
    other = other.partition("/text")[0]
    form = await browser.get(f"{page}/publish")
    await send(browser, f"{other}/publish", f"{other}/publish")
    data = {"csrf": hidden(form, "csrf"), "live": hidden(form, "live")}
    late = await browser.post(f"{page}/publish", data=data)
    assert late.status_code == 409
    assert "Anna published version" in said(late, ".note-danger")
    at = (await history(parts))[0].at.astimezone(ZoneInfo("Europe/Paris"))
    assert f"{at:%H:%M %Z}" in said(late, ".note-danger")
    late = await browser.post("/studio/privacy/en/back", data=data)
    assert late.status_code == 409
    assert len(await history(parts)) == 2


async def test_a_day_is_read_in_the_offices_time_zone(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    page = (await upload(browser, NEW)).headers["location"].partition("/text")[0]
    form = f"{page}/publish"
    for at, words in (("", "on which day"), ("2020-01-01T00:00", "has passed")):
        refused = await send(browser, form, form, when="later", at=at)
        assert refused.status_code == 422
        assert words in said(refused, ".note-danger")
    assert "(Europe/Paris)" in said(await browser.get(form), "label[for=at]")
    taken = await send(browser, form, form, when="later", at="2099-07-01T00:00")
    assert taken.headers["location"].endswith("?notice=scheduled")
    [waiting] = [one for one in await parts.store.versions("privacy") if one.publish_at]
    assert waiting.publish_at is not None
    assert waiting.publish_at.isoformat() == "2099-06-30T22:00:00+00:00"
    assert "1 Jul 2099, 00:00 CEST" in said(await browser.get("/studio/privacy/en"), ".scheduled")
    # moved: the form says what is chosen
    field = tree(await browser.get(form)).css_first("#at")
    assert field.attributes["value"] == "2099-07-01T00:00"
    await send(browser, form, form, when="later", at="2099-12-01T09:30")
    assert "1 Dec 2099, 09:30 CET" in said(await browser.get("/studio/privacy/en"), ".scheduled")
    off = await send(browser, form, f"{page}/unschedule")
    assert off.headers["location"].endswith("?notice=not-scheduled")
    assert all(one.publish_at is None for one in await parts.store.versions("privacy"))


async def test_what_could_not_be_published_on_its_day_is_overdue_and_can_be_taken_off(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    page = (await upload(browser, NEW)).headers["location"].partition("/text")[0]
    [draft] = [one for one in await parts.store.versions("privacy") if one.state == "draft"]
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    await parts.store.schedule(draft.id, hour_ago, Person(1, "Anna"))
    await parts.store.replace_snapshot(draft.id, b"damaged", "x")
    async with parts.store.write() as connection:
        await connection.execute(
            update(versions).where(versions.c.id == draft.id).values(source=b"")
        )
    for _ in range(2):
        assert await parts.publishing.publish_due(datetime.now(UTC)) == []
    text = await browser.get("/studio/privacy/en")
    assert "neither its index nor its file can be read any more" in said(text, ".scheduled")
    assert tree(text).css_first(".scheduled a").attributes["href"].startswith("/studio/upload?")
    data = {"csrf": hidden(text, "csrf")}
    off = await browser.post(f"{page}/unschedule", data=data)
    assert off.headers["location"].endswith("?notice=not-scheduled")
    assert [one.state for one in await parts.store.versions("privacy")] == ["draft", "published"]


@pytest.mark.parametrize(
    ("text", "fields", "words"),
    [
        (b"", {}, "is empty"),
        (b"\x00\xff\x00", {}, "not a text file"),
        (b"# Only\n", {}, "no text"),
        (b"x" * 2_100_000, {}, "2,000,000"),
        (b"Text.", {"name": "privacy.en.exe"}, "Known endings"),
        (b"Text. More.", {"document": "new", "slug": "No Good"}, "small letters"),
        (b"Text. More.", {"effective": "soon"}, "no date"),
    ],
)
async def test_what_cannot_be_used_is_said_and_the_form_keeps_what_was_typed(
    browser: httpx.AsyncClient,
    parts: Parts,
    sign_in: SignIn,
    text: bytes,
    fields: dict[str, str],
    words: str,
) -> None:
    await sign_in()
    refused = await upload(browser, text, note="Keep me", **fields)
    assert refused.status_code == 422
    assert words in said(refused, ".field-error")
    assert tree(refused).css_first("#note").attributes["value"] == "Keep me"
    assert len(await parts.store.versions("privacy")) == 1
    assert len(await parts.store.documents()) == 1


async def test_a_new_document_in_the_language_that_it_is_written_in(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    text = "# Cookies\n\n## Dauer\n\nUnser Cookie bleibt einen Tag auf Ihrem Gerät und verfällt dann.\n"
    made = await upload(browser, text, document="new", slug="cookies", name="Cookies final.md")
    assert made.headers["location"].startswith("/studio/cookies/de/")
    page = made.headers["location"].partition("/text")[0]
    assert "only version" in said(await browser.get(f"{page}/changes"), ".blank")
    assert "Nothing is live yet" in said(await browser.get(f"{page}/publish"), ".lead")
    assert "1 draft" in (await browser.get("/studio")).text
    await send(browser, f"{page}/publish", f"{page}/publish")
    assert [one.document for one in parts.library.snapshots] == ["cookies", "privacy"]
    data = {"csrf": hidden(await browser.get("/studio/cookies/de"), "csrf"), "live": page[-12:]}
    back = await browser.post("/studio/cookies/de/back", data=data)
    assert back.status_code == 409
    assert "none to go back to" in said(back, ".note-danger")


FORMS: list[tuple[str, dict[str, Any]]] = [
    ("/studio/privacy/en/back", {}),
    ("/studio/privacy/en/{old}/publish", {}),
    ("/studio/privacy/en/{old}/unschedule", {}),
    ("/studio/upload", {"files": {"file": ("a.md", b"Text. More.")}}),
]


async def test_agents_look_at_the_console(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    old = (await parts.store.live())[0].version
    pages = [
        "/studio/upload",
        "/studio/privacy/en",
        *(f"/studio/privacy/en/{old}/{tab}" for tab in ("text", "changes", "publish")),
    ]
    for page in pages:
        assert (await browser.get(page)).headers["location"].startswith("/console/login"), page
    await sign_in(Role.AGENT)
    for page in pages:
        assert (await browser.get(page)).status_code == 403, page
    for action, more in FORMS:
        assert (await browser.post(action.format(old=old), **more)).status_code == 403


async def test_a_form_of_another_page_changes_nothing(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    old = (await parts.store.live())[0].version
    for action, more in FORMS:
        refused = await browser.post(action.format(old=old), data={"csrf": "0" * 64}, **more)
        assert refused.status_code == 403, action
    assert len(await history(parts)) == 1
    for missing in ("/studio/nothing/en", "/studio/privacy/fr", "/studio/privacy/en/" + "0" * 12):
        assert (await browser.get(missing + "/text")).status_code == 404, missing


async def test_a_text_that_nobody_looked_at_for_long_asks_to_be_reviewed(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    await sign_in()
    page = await browser.get("/studio")
    assert "Published today, not reviewed since" in said(page, ".text-card")
    in_use = parts.library.snapshots[0].calibration.answer_from
    assert said(page, ".scale-used th") == f"{in_use:.2f} In use"
    assert tree(page).css_first(".review") is None
    year_ago = datetime.now(UTC) - timedelta(days=365)
    async with parts.store.write() as connection:
        await connection.execute(update(versions).values(published_at=year_ago))
    talks = parts.conversations
    started = (await talks.start("en")).conversation.id
    await talks.say(started, "1", "How long do you keep my orders?")
    async with AnsweringWorker(talks, parts.answerer).running():
        until = time.monotonic() + 20
        while await parts.store.open_questions():
            assert time.monotonic() < until
            await asyncio.sleep(0.05)
    page = await browser.get("/studio")
    assert "was last reviewed 12 months ago" in said(page, ".review")
    [section] = tree(page).css(".review li a")
    assert section.text() == "Orders"
    assert (section.attributes["href"] or "").endswith("#orders")
    form = {"csrf": hidden(page, "csrf"), "live": hidden(page, "live"), "back": "studio"}
    other = await browser.post("/studio/privacy/en/reviewed", data=form | {"live": "0" * 12})
    assert other.status_code == 409, "what was seen is not live any more"
    kept = await browser.post("/studio/privacy/en/reviewed", data=form)
    assert kept.headers["location"] == "/studio?notice=reviewed"
    page = await browser.get("/studio?notice=reviewed")
    assert "Last reviewed today by Anna" in said(page, ".text-card")
    assert "reviewed today by Anna" in said(page, "[role=status]")
    text = await browser.get("/studio/privacy/en")
    assert "Anna reviewed version" in said(text, ".history li:first-child")
    async with parts.store.read() as connection:
        found = await connection.execute(select(audit.c.action, audit.c.account_name))
        assert ("statement-reviewed", "Anna") in [tuple(row) for row in found]


async def test_what_visitors_ask_is_reported(
    browser: httpx.AsyncClient, parts: Parts, sign_in: SignIn
) -> None:
    assert (await browser.get("/studio/report")).status_code == 303
    await sign_in()
    assert "Nobody asked anything" in said(await browser.get("/studio/report"), ".blank")
    talks = parts.conversations
    started = (await talks.start("en")).conversation.id
    for number, text in enumerate(
        ("How long are orders kept?", "=1+1 costs how much, a@b.example?")
    ):
        await talks.say(started, str(number), text)
    worker = AnsweringWorker(talks, parts.answerer)
    async with worker.running():
        until = time.monotonic() + 20
        while await parts.store.open_questions():
            assert time.monotonic() < until
            await asyncio.sleep(0.05)
    report = await browser.get("/studio/report?days=7")
    assert said(report, ".figures dd") == "2"
    assert "a@b.example" not in report.text
    json_report = (await browser.get("/studio/report.json?days=7")).json()
    assert json_report["questions"] == 2
    csv_report = await browser.get("/studio/report.csv?days=7")
    assert csv_report.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(csv_report.text.splitlines()))
    [figures] = [row for row in rows if row[0] == "version: questions"]
    assert (figures[1].split()[:2], figures[2]) == (["privacy", "en"], "2")
    cells = [row[1] for row in csv.reader(csv_report.text.splitlines()) if row[0] == "not answered"]
    assert cells == ["'=1+1 costs how much, [e-mail]?"], "and no spreadsheet takes it for a formula"
    assert "no votes yet" in said(report, ".figures")
    # the answer did not help, and the owner says what does
    events = await parts.store.events_after(started, 0)
    answer = next(one for one in events if one.type == "message" and one.message.reply_to == 1)
    await talks.vote(started, answer.seq, False, "Ask c@d.example instead")
    report = await browser.get("/studio/report?days=7")
    assert "Helpful of 1 vote" in said(report, ".figures")
    assert "[e-mail] instead" in said(report, "#missing")
    assert "c@d.example" not in report.text
    [version] = tree(report).css(".versions tbody tr")
    cells = [" ".join(cell.text().split()) for cell in version.css("td")]
    assert cells[0].endswith("now")
    assert cells[1] == "2"
    assert cells[-1].endswith("of 1 vote")
    [group] = [
        one
        for one in tree(report).css(".missing > li")
        if "orders" in one.css_first("summary").text()
    ]
    assert "1 not helpful" in group.css_first("summary").text()
    links = [one.attributes["href"] or "" for one in group.css("a")]
    assert [link.partition("?")[0] for link in links] == [
        "/studio/privacy/en/golden/new",
        "/studio/privacy/en/curated/new",
    ]
    golden, curated = [tree(await browser.get(link)) for link in links]
    assert golden.css_first("[name=question]").attributes["value"] == "How long are orders kept?"
    assert curated.css_first("[name=questions]").text() == "How long are orders kept?"
    assert curated.css_first("[name=anchors][checked]") is None, "what did not help is not proposed"
    form = {
        node.attributes["name"]: node.attributes["value"] or ""
        for node in group.css("input[type=hidden]")
    }
    refused = await browser.post(
        "/studio/report/answers", data=form | {"place": "privacy.en#submarines"}
    )
    assert refused.status_code == 422
    assert "Choose the section" in said(refused, "[role=alert]")
    kept = await browser.post("/studio/report/answers", data=form | {"place": "privacy.en#orders"})
    assert kept.headers["location"] == "/studio/report?days=7&notice=kept#missing"
    [question] = await parts.store.golden("privacy", "en")
    assert (question.question, question.anchor, question.author) == (
        "How long are orders kept?",
        "orders",
        "Anna",
    )
    again = await browser.post("/studio/report/answers", data=form | {"place": "privacy.en#orders"})
    assert again.status_code == 409
    report = await browser.get(kept.headers["location"])
    assert "Kept as a golden question" in said(report, "[role=status]")
    assert "Golden question" in said(report, ".missing summary .chip-good")
