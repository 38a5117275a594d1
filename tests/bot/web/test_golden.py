"""Golden questions in the studio, and a publish that one of them holds up."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx

from bot.accounts.accounts import Accounts, Role
from bot.app import Parts
from bot.conversations.events import Person
from bot.publishing.golden import Golden
from tests.bot.web.test_studio import (
    NEW,
    PASSWORD,
    SignIn,
    browser,
    hidden,
    parts,
    said,
    sign_in,
    tree,
    upload,
)

__all__ = ["browser", "parts", "sign_in"]

HOME = "/studio/privacy/en/golden"
COOKIES = {"question": "How long does the cookie last?", "spoken": "en", "anchor": "cookies"}


async def send(browser: httpx.AsyncClient, to: str, **fields: str) -> httpx.Response:
    csrf = hidden(await browser.get("/studio/privacy/en/golden/new"), "csrf")
    return await browser.post(to, data={"csrf": csrf, **fields})


async def test_a_question_is_written_found_changed_and_deleted(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    assert (await browser.get("/studio/golden")).headers["location"] == HOME
    response = await send(browser, f"{HOME}/new", **COOKIES, tags="promise, cookie")
    assert response.headers["location"] == f"{HOME}?notice=saved"
    page = await browser.get(HOME, params={"q": "COOKIE"})
    assert said(page, ".golden-question") == COOKIES["question"]
    assert said(page, ".golden-expects") == "Cookies promise cookie"
    assert tree(await browser.get(HOME, params={"q": "zebra"})).css(".golden-one") == []
    kept = (await parts.store.golden("privacy", "en"))[0]
    here = f"{kept.updated_at.astimezone(ZoneInfo('Europe/Paris')):%H:%M CE}"
    assert here in said(page, ".golden-one"), "in the office's time"
    assert (kept.author, kept.origin, kept.tags) == ("Anna", "owner", ("promise", "cookie"))
    twice = await send(browser, f"{HOME}/new", **COOKIES)
    assert (twice.status_code, said(twice, "[role=alert]")[:27]) == (
        409,
        "This text has that question",
    )
    wrong = await send(browser, f"{HOME}/{kept.id}", **COOKIES, quote="We set nine cookies.")
    assert wrong.status_code == 422
    await send(browser, f"{HOME}/{kept.id}", question="Cookies?", spoken="en")
    assert (await parts.store.golden("privacy", "en"))[0].plain == Golden("Cookies?", "en")
    await send(browser, f"{HOME}/{kept.id}/delete")
    assert await parts.store.golden("privacy", "en") == []
    assert said(await browser.get(HOME), ".blank h3") == "No golden question yet"
    assert (await browser.get(f"{HOME}/{kept.id}")).status_code == 404


async def test_agents_see_none_of_it(browser: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in(Role.AGENT)
    for address in (HOME, "/studio/golden", f"{HOME}/export.csv", f"{HOME}/new"):
        assert (await browser.get(address)).status_code == 403


async def test_a_file_comes_in_whole_or_not_at_all_unless_asked(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    good = '{"question": "=cookies?", "anchor": "cookies"}\n'
    fields = {"slug": "privacy", "language": "en"}

    async def bring(content: str, **more: str) -> httpx.Response:
        csrf = hidden(await browser.get(HOME), "csrf")
        files = {"file": ("mine.jsonl", content.encode(), "text/plain")}
        data = {"csrf": csrf, **fields, **more}
        return await browser.post("/studio/golden/import", data=data, files=files)

    refused = await bring(good + "nonsense\n")
    assert refused.status_code == 422
    assert said(refused, ".bad-lines li").startswith("Line 2: It is not JSON")
    assert await parts.store.golden("privacy", "en") == []
    assert (await bring(good + "nonsense\n", anyway="yes")).status_code == 200
    assert (await bring(good)).status_code == 303, "what is there is renewed"
    assert [one.question for one in await parts.store.golden("privacy", "en")] == ["=cookies?"]
    exported = await browser.get(f"{HOME}/export.csv")
    assert "\n'=cookies?,en,cookies,," in exported.text
    assert (await browser.get(f"{HOME}/export.jsonl")).text == (
        '{"question": "=cookies?", "lang": "en", "anchor": "cookies"}\n'
    )


async def finished(browser: httpx.AsyncClient, address: str) -> httpx.Response:
    for _ in range(200):
        if (await browser.get(f"{address}/progress")).json()["ready"]:
            return await browser.get(address)
        await asyncio.sleep(0.05)
    raise AssertionError("the questions were not asked in ten seconds")


async def test_what_breaks_a_question_is_shown_and_not_published_without_a_reason(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    await send(browser, f"{HOME}/new", **COOKIES)
    without = NEW.replace("## Cookies\n\nWe set one cookie, and it lasts a day.\n\n", "")
    href = (await upload(browser, without)).headers["location"]
    href = href.partition("?")[0].removesuffix("/text").removesuffix("/changes")
    page = await finished(browser, f"{href}/questions")
    assert said(page, ".note-danger").startswith("1 golden question breaks")
    assert said(page, ".gate summary .chip") == "Section gone"
    assert said(page, ".gate mark") == "We set one cookie, and it lasts a day."
    live = hidden(await browser.get(f"{href}/publish"), "live")
    for fields in ({}, {"reason": "For the audit."}, {"all_the_same": "yes"}):
        refused = await send(browser, f"{href}/publish", live=live, **fields)
        assert refused.status_code == 409
        assert said(refused, ".bad-lines") == COOKIES["question"]
        assert tree(refused).css_first("[name=all_the_same]") is not None
    assert (await parts.store.live())[0].version == live
    done = await send(browser, f"{href}/publish", live=live, reason="Renamed.", all_the_same="yes")
    assert done.status_code == 303
    assert (await parts.store.publications("privacy", "en"))[0].reason == "Renamed."


async def test_a_renamed_section_takes_its_question_along(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    await send(browser, f"{HOME}/new", **COOKIES)
    href = (await upload(browser, NEW.replace("## Cookies", "## Storage"))).headers["location"]
    href = href.partition("?")[0].removesuffix("/text").removesuffix("/changes")
    page = await finished(browser, f"{href}/questions")
    assert tree(page).css_first(".note-danger") is None
    assert said(page, ".gate summary .chip") == "Moves along"
    assert "Its section is “Storage” in this version" in said(page, ".gate-hint")
    live = hidden(await browser.get(f"{href}/publish"), "live")
    done = await send(browser, f"{href}/publish", live=live)
    assert done.status_code == 303
    assert (await parts.store.golden("privacy", "en"))[0].anchor == "storage"


async def test_one_question_is_tried_on_both_sides(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    href = (await upload(browser, NEW)).headers["location"].partition("?")[0]
    href = href.removesuffix("/text").removesuffix("/changes")
    page = await browser.get(f"{href}/try", params={"question": "How long do you keep my orders?"})
    assert [" ".join(mark.text().split()) for mark in tree(page).css(".asked mark")][:1] == [
        "We keep your orders for ten years."
    ]
    assert "We keep your orders for 3 years." in page.text
    link = [
        a.attributes["href"] or "" for a in tree(page).css("a") if "golden/new" in str(a.attributes)
    ]
    form = await browser.get(link[0])
    assert hidden(form, "question") == "How long do you keep my orders?"
    assert tree(form).css_first("option[selected][value=orders]") is not None
    assert await parts.store.golden("privacy", "en") == [], "trying keeps nothing"


async def test_what_agents_marked_is_taken_over_or_dismissed(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    amelie, _ = await Accounts(parts.store).add(
        "amelie@example.org", "Amélie", Role.AGENT, PASSWORD
    )
    for seq, text in enumerate(("How long, anna@example.org?", "Do you own a zoo?"), 1):
        await parts.store.keep_candidate(
            Person(amelie.id, amelie.name),
            conversation_id="0" * 32,
            seq=seq,
            question=text,
            language="en",
            document="privacy" if seq == 1 else None,
            anchor="orders" if seq == 1 else None,
            note="",
            now=datetime.now(UTC),
        )
    await sign_in()
    page = await browser.get(HOME)
    accept = tree(page).css_first(".golden-one a[aria-label*='How long, [e-mail]?']")
    assert accept is not None
    form = await browser.get(accept.attributes["href"] or "")
    assert hidden(form, "question") == "How long, [e-mail]?"
    fields = {"question": "How long?", "spoken": "en", "anchor": "orders"}
    taken = {**fields, "accepts": hidden(form, "accepts")}
    assert (await send(browser, f"{HOME}/new", **taken)).status_code == 303
    kept = (await parts.store.golden("privacy", "en"))[0]
    assert (kept.question, kept.origin, kept.anchor) == ("How long?", "agent", "orders")
    again = await send(browser, f"{HOME}/new", **{**taken, "question": "How long again?"})
    assert (again.status_code, len(await parts.store.golden("privacy", "en"))) == (409, 1)
    [left] = await parts.store.candidates()
    assert left.question == "Do you own a zoo?"
    await send(browser, f"{HOME}/{left.id}/reject")
    assert await parts.store.candidates() == []
    assert (await parts.store.audit_lines())[0].action == "candidate-rejected"


async def test_what_visitors_asked_is_suggested_without_what_is_personal(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    started = (await browser.post("/api/conversations", json={})).json()
    headers = {"Authorization": f"Bearer {started['token']}"}
    to = f"/api/conversations/{started['id']}/messages"
    for number, text in enumerate(("How long do you keep orders of anna@example.org?", "Hello!")):
        body = {"text": text, "client_id": f"question-{number}"}
        assert (await browser.post(to, json=body, headers=headers)).status_code == 201
    for question in await parts.store.open_questions():
        answer = await asyncio.to_thread(parts.answerer.answer, question.text)
        await parts.conversations.answer(question, answer)
    await sign_in()
    version = (await parts.store.live())[0].version
    page = await browser.get(f"/studio/privacy/en/{version}/try")
    assert [a.text() for a in tree(page).css(".recent a")] == [
        "How long do you keep orders of [e-mail]?"
    ]


async def test_a_text_without_questions_says_so(
    browser: httpx.AsyncClient, sign_in: SignIn, parts: Parts
) -> None:
    await sign_in()
    version = (await parts.store.live())[0].version
    page = await finished(browser, f"/studio/privacy/en/{version}/questions")
    assert said(page, ".blank h2") == "There is no golden question for this text"
