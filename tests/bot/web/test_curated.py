"""Curated answers: written in the studio, shown above the clause, silent as soon as it changes."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.accounts.accounts import Role
from bot.answering.answer import Answer, InOwnersWords, Verdict
from bot.app import Parts
from bot.conversations.events import Author, Message, MessageEvent
from bot.notify.transcript import html_transcript, plain_transcript
from bot.publishing.curation import Curation
from tests.bot.web.test_studio import (
    OLD,
    SignIn,
    browser,
    hidden,
    parts,
    said,
    send,
    sign_in,
    tree,
    upload,
)

__all__ = ["browser", "parts", "sign_in"]

HOME = "/studio/privacy/en/curated"
WORDS = "Ten years, as the law wants it."
ANSWER = {
    "answer": WORDS,
    "spoken": "en",
    "questions": "How long do you keep my orders?\nFor how many years are orders kept?",
    "anchors": "orders",
}


async def write(browser: httpx.AsyncClient, to: str = f"{HOME}/new", **fields: str) -> Any:
    form = await browser.get(to)
    data = {"csrf": hidden(form, "csrf"), "seen": hidden(form, "seen")}
    return await browser.post(to, data={**data, **ANSWER, **fields})


async def ask(browser: httpx.AsyncClient, question: str, language: str = "en") -> dict[str, Any]:
    response = await browser.post("/api/ask", json={"question": question, "language": language})
    answer: dict[str, Any] = response.json()
    return answer


async def publish(browser: httpx.AsyncClient, text: str) -> None:
    page = (await upload(browser, text)).headers["location"].rpartition("/")[0]
    to = f"{page}/publish"
    assert (await send(browser, to, to)).status_code == 303


async def test_it_is_shown_above_the_clause_to_who_means_the_same(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    assert said(await browser.get(HOME), ".blank h3") == "No curated answer yet"
    assert (await write(browser)).headers["location"] == f"{HOME}?notice=saved"
    for question in ("How long do you keep my orders?", "how long are my orders kept"):
        answer = await ask(browser, question)
        assert answer["curated"]["text"] == WORDS
        assert answer["curated"]["label"] == "In the company’s words:"
        assert answer["citations"][0]["quote"] == "We keep your orders for ten years."
        assert WORDS not in answer["text"]
    plain = await browser.post("/ask", data={"question": "How long do you keep my orders?"})
    assert said(plain, ".owners-words") == f"In the company’s words: {WORDS}"
    shown = await browser.get(HOME)
    assert (said(shown, ".golden-one .chip"), said(shown, ".curated-text")) == ("Shown", WORDS)


async def test_try_it_shows_it_on_the_side_where_visitors_would_see_it(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    await write(browser)
    changed = await upload(browser, OLD.replace("ten years", "3 years"))
    page = changed.headers["location"].rpartition("/")[0]
    tried = await browser.get(f"{page}/try?question=How+long+do+you+keep+my+orders")
    live, draft = tree(tried).css(".asked")
    assert f"In the company’s words: {WORDS}" in " ".join(live.text().split())
    assert WORDS not in draft.text(), "the section that it rests on says something else there"
    assert "3 years" in draft.text()
    assert "to confirm" not in said(await browser.get("/studio"), ".text-card")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How long does the cookie last?", "en"),  # another section answers
        ("Do you own a submarine?", "en"),
        ("Combien de temps gardez-vous mes commandes ?", "fr"),  # not written in French
        ("Hello!", "en"),
    ],
)
async def test_to_any_other_question_it_is_not(
    browser: httpx.AsyncClient, sign_in: SignIn, question: str, language: str
) -> None:
    await sign_in()
    await write(browser)
    assert (await ask(browser, question, language))["curated"] is None


async def test_it_is_silent_from_the_moment_on_that_its_section_changes_until_it_is_confirmed(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    await write(browser)
    question = "How long do you keep my orders?"
    await publish(browser, OLD.replace("a day", "a week"))  # another section
    assert (await ask(browser, question))["curated"]["text"] == WORDS
    await publish(browser, OLD.replace("ten years", "3 years"))
    answer = await ask(browser, question)
    assert answer["citations"][0]["quote"] == "We keep your orders for 3 years."
    assert answer["curated"] is None
    studio = await browser.get("/studio")
    assert "1 curated answer to confirm" in said(studio, ".text-card")
    stale = await browser.get(HOME)
    assert said(stale, ".golden-one .chip") == "Not shown: to be confirmed"
    assert "Orders" in said(stale, ".golden-one")
    # going back makes the words right again
    await send(browser, "/studio/privacy/en", "/studio/privacy/en/back")
    assert (await ask(browser, question))["curated"]["text"] == WORDS
    await send(browser, "/studio/privacy/en", "/studio/privacy/en/back")
    assert (await ask(browser, question))["curated"] is None
    form = {one: hidden(stale, one) for one in ("csrf", "seen")}
    other = {**form, "live": "0123456789ab"}
    assert (await browser.post(f"{HOME}/1/confirm", data=other)).status_code == 409
    assert (await ask(browser, question))["curated"] is None
    form["live"] = hidden(stale, "live")
    confirmed = await browser.post(f"{HOME}/1/confirm", data=form)
    assert confirmed.headers["location"] == f"{HOME}?notice=confirmed"
    assert (await ask(browser, question))["curated"]["text"] == WORDS


async def test_a_section_that_is_gone_cant_be_confirmed(
    browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    await write(browser)
    await publish(browser, OLD.replace("## Orders", "## Purchases"))
    assert (await ask(browser, "How long do you keep my orders?"))["curated"] is None
    page = await browser.get(HOME)
    form = {one: hidden(page, one) for one in ("csrf", "seen", "live")}
    refused = await browser.post(f"{HOME}/1/confirm", data=form)
    assert (refused.status_code, said(refused, "[role=alert]")[:30]) == (
        422,
        "A section that this answer res",
    )
    moved = await write(browser, f"{HOME}/1", anchors="purchases")
    assert moved.status_code == 303
    assert (await ask(browser, "How long do you keep my orders?"))["curated"]["text"] == WORDS


async def test_it_is_changed_and_deleted_and_nobody_overwrites_a_colleague(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in()
    await write(browser)
    opened = await browser.get(f"{HOME}/1")
    old = {one: hidden(opened, one) for one in ("csrf", "seen")}
    await write(browser, f"{HOME}/1", answer="For ten years.")
    late = await browser.post(f"{HOME}/1", data={**old, **ANSWER})
    assert (late.status_code, said(late, "[role=alert]")) == (
        409,
        "Anna changed this answer meanwhile. Look at it again.",
    )
    question = "How long do you keep my orders?"
    assert (await ask(browser, question))["curated"]["text"] == "For ten years."
    elsewhere = Curation(parts.store, parts.curation._encoder)  # another process of the service
    assert await elsewhere.look()
    assert not await elsewhere.look()
    await browser.post(f"{HOME}/1/delete", data=old)
    assert (await ask(browser, question))["curated"] is None
    assert await elsewhere.look()
    assert elsewhere.examples == ()
    lines = [line.action for line in await parts.store.audit_lines()]
    assert {f"curated-answer-{done}" for done in ("added", "changed", "removed")} <= set(lines)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"answer": " "}, "An answer has 1 to 400 characters."),
        ({"answer": "a" * 401}, "An answer has 1 to 400 characters."),
        ({"spoken": "xx"}, "The language “xx” is not known."),
        ({"questions": "\n \n"}, "Give 1 to 30 questions"),
        ({"questions": "a" * 501}, "A question has up to 500 characters."),
        ({"anchors": "nowhere"}, "A section that this answer rests on is gone."),
    ],
)
async def test_what_cant_be_kept_is_refused_with_a_sentence(
    parts: Parts,
    browser: httpx.AsyncClient,
    sign_in: SignIn,
    fields: dict[str, str],
    reason: str,
) -> None:
    await sign_in()
    refused = await write(browser, **fields)
    assert refused.status_code == 422
    assert said(refused, "[role=alert]").startswith(reason)
    assert await parts.store.curated() == []


async def test_only_owners_write_and_what_they_write_is_text(
    parts: Parts, browser: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(Role.AGENT)
    for page in (HOME, f"{HOME}/new", f"{HOME}/1"):
        assert (await browser.get(page)).status_code == 403
    assert (await browser.post(f"{HOME}/new", data=ANSWER)).status_code == 403
    assert await parts.store.curated() == []


async def test_markup_is_shown_as_it_was_typed(browser: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in()
    await write(browser, answer="<img src=x onerror=alert(1)> No.")
    page = await browser.get(HOME)
    assert tree(page).css("img") == []
    assert said(page, ".curated-text") == "<img src=x onerror=alert(1)> No."


async def test_whoever_reads_the_conversation_later_reads_whose_words_they_were() -> None:
    own = InOwnersWords(text="No.", label="In the company’s words:", id=1)
    answer = Answer(
        verdict=Verdict.ANSWERED,
        confidence=1.0,
        language="en",
        text="This is what the statement says:",
        citations=[],
        handoff_offered=False,
        curated=own,
    )
    message = Message(
        author=Author.ASSISTANT, author_name=None, text=answer.text, client_id=None, reply_to=1,
        answer=answer,
    )  # fmt: skip
    event = MessageEvent(seq=2, at=datetime.now(UTC), message=message)
    for transcript in (plain_transcript([event]), html_transcript([event])):
        assert "In the company’s words: No." in transcript
        assert "This is what the statement says:" in transcript
