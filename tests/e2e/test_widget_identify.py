"""A site says who its visitor is: agents see it as verified; what does not hold is told its maker."""

import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import ConsoleMessage, Page, Request, expect

from bot.conversations.identity import new_secret
from bot.store import Store
from tests.bot.conversations.test_identity import signed
from tests.e2e.conftest import Chat, NewContext, Service, Site, Staff, eventually, here
from tests.e2e.desk import axe, fits
from tests.e2e.test_widget_waiting import wait_for_person

ANNA, NAME = "anna@example.org", '<img src=x onerror="document.title=1">Anna'


async def key_of(server: Service, site: Site) -> str:
    """A new key of the site."""
    store = await Store.open(server.database_url)
    key = await store.add_site_key(None, site.url, new_secret(), datetime.now(UTC))
    await store.close()
    return key.secret


def token(server: Service, site: Site, secret: str, **other: Any) -> str:
    claims = {
        "iss": site.url, "aud": server.url, "exp": int(time.time()) + 600, "email": ANNA, "name": NAME,
    }  # fmt: skip
    return signed(claims | other, secret)


def page_of(site: Site, given: str, path: str = "/") -> str:
    """A page that says who the visitor is, as the documents have it; `given` is JavaScript."""
    return site.add_page(path, head=f'<script type="module" src="WIDGET/clause-chat.js"></script>'
                         f'<script type="module">ClauseChat.identify({given})</script>')  # fmt: skip


async def picture(page: Page, name: str) -> None:
    """For whoever wants to look: in the folder that CLAUSE_PICTURES names."""
    if folder := os.environ.get("CLAUSE_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_an_agent_sees_who_it_is_and_nothing_is_sent_before_the_visitor_writes(
    page: Page, chat: Chat, site: Site, server: Service, staff: Staff, new_context: NewContext
) -> None:
    agent = await staff.sign_in(
        await new_context(locale="en-GB"), "Administrator", "/studio/widget/keys"
    )
    await agent.get_by_label("Address of the site").fill(f"{site.url}/path")
    await agent.keyboard.press("Enter")
    await expect(agent.get_by_role("alert")).to_contain_text("without a path")
    await axe(agent)
    await agent.get_by_label("Address of the site").fill(f"{site.url}/")
    await agent.keyboard.press("Enter")
    secret = await agent.get_by_label("Key", exact=True).input_value()
    await axe(agent)
    await picture(agent, "keys")
    given = token(server, site, secret)
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one))
    await page.goto(page_of(site, f"'{given}'"))
    await chat.open()
    await chat.input.fill("Combien de temps")
    assert not any("/identity" in one.url or given in (one.post_data or "") for one in asked)
    assert given not in str(await page.evaluate("JSON.stringify({...sessionStorage})"))
    await chat.ask("Combien de temps gardez-vous mes données ?")
    [sent] = [one for one in asked if "/identity" in one.url]
    assert given in (sent.post_data or "")
    id = (await chat.saved())["id"]

    await agent.goto(f"{server.url}/console/c/{id}")
    title = agent.locator(".conversation-title")
    await expect(title).to_contain_text(NAME)
    await expect(title.locator(".verified")).to_have_attribute("title", "verified by their site")
    facts = agent.locator(".facts")
    await expect(facts).to_contain_text(f"{NAME}{ANNA}Verified by {site.url[7:]}")
    await expect(agent.locator(f'a[data-id="{id}"] .row-name')).to_contain_text(NAME)
    for width, scheme in ((1440, "light"), (1440, "dark"), (320, "light")):
        await agent.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        await agent.set_viewport_size({"width": width, "height": 900})
        await axe(agent)
        await fits(agent)
        await picture(agent, f"console-{width}-{scheme}")
    assert await agent.title() != "1"
    # once told, it is not told again
    await chat.ask("Vendez-vous mes données ?")
    assert len([one for one in asked if "/identity" in one.url]) == 1


async def test_who_has_the_conversation_open_sees_who_it_is_when_they_are_named(
    page: Page, chat: Chat, site: Site, server: Service, staff: Staff, new_context: NewContext
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Combien de temps gardez-vous mes données ?")
    path = f"/console/c/{(await chat.saved())['id']}"
    agent = await staff.sign_in(await new_context(locale="en-GB"), "Administrator", path)
    title = agent.locator(".conversation-title")
    await expect(title).to_contain_text("Visitor")
    given = token(server, site, await key_of(server, site), name="Anna Kovács")
    await page.evaluate("token => ClauseChat.identify(token)", given)
    await chat.send("Merci")
    await expect(title).to_contain_text("Anna Kovács")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("key", "The signature does not fit"),
        ("expired", "The token expired"),
        ("audience", "The token is for another service"),
        ("site", "The token was signed for https://other.example"),
        ("unsigned", "The token must be signed with HS256. Currently, its alg is 'none'."),
    ],
)
async def test_what_does_not_hold_is_told_and_the_chat_goes_on(
    wrong: str, told: str, page: Page, chat: Chat, site: Site, server: Service
) -> None:
    secret = await key_of(server, site)
    other = {"expired": {"exp": int(time.time()) - 3600}, "audience": {"aud": "https://c.example"}}
    given = token(server, site, new_secret() if wrong == "key" else secret, **other.get(wrong, {}))
    if wrong == "site":
        store = await Store.open(server.database_url)
        for one in await store.site_keys():
            if one.site == "https://other.example":
                await store.remove_site_key(None, one.id, datetime.now(UTC))
        await store.add_site_key(None, "https://other.example", secret, datetime.now(UTC))
        await store.close()
        given = token(server, site, secret, iss="https://other.example")
    if wrong == "unsigned":
        given = re.sub(r"[^.]+$", "", signed({"iss": site.url}, secret, alg="none"))
    said: list[ConsoleMessage] = []
    page.on("console", lambda one: said.append(one))
    await page.goto(page_of(site, f"'{given}'"))
    await chat.open()
    await chat.ask("Combien de temps gardez-vous mes données ?")
    await chat.send("Merci")
    await eventually(lambda: _sent_both(chat))
    warned = [one.text for one in said if one.type == "warning"]
    assert len(warned) == 1, warned
    assert warned[0].startswith(f"clause-chat: {told}")
    store = await Store.open(server.database_url)
    assert await store.identity((await chat.saved())["id"]) is None
    await store.close()


async def test_a_site_that_can_give_no_token_holds_no_message_up(
    page: Page, chat: Chat, site: Site, server: Service
) -> None:
    given = token(server, site, await key_of(server, site))
    fails = "() => window.token ?? Promise.reject(new Error('no token today'))"
    async with page.expect_console_message() as told:
        await page.goto(page_of(site, fails))
        await chat.open()
        await chat.ask("Combien de temps gardez-vous mes données ?")
    assert (await told.value).text == "clause-chat: no token today"
    store = await Store.open(server.database_url)
    id = (await chat.saved())["id"]
    assert await store.identity(id) is None
    await page.evaluate("token => { window.token = token }", given)
    await chat.ask("Vendez-vous mes données ?")
    assert await store.identity(id) is not None
    await store.close()


async def _sent_both(chat: Chat) -> bool:
    return (await chat.sent())[1:] == ["Merci"]


async def test_the_next_who_signs_in_has_a_conversation_of_their_own(
    page: Page, chat: Chat, site: Site, server: Service
) -> None:
    secret = await key_of(server, site)
    anna = token(server, site, secret)
    ben = token(server, site, secret, email="ben@example.org", name="Ben")
    # a function is asked when the token is needed, and not before
    given = f"() => {{ window.times = (window.times ?? 0) + 1; return Promise.resolve('{anna}') }}"
    await page.goto(page_of(site, given))
    await chat.open()
    assert await page.evaluate("window.times") is None
    await chat.ask("Combien de temps gardez-vous mes données ?")
    assert await page.evaluate("window.times") == 1
    first = (await chat.saved())["id"]

    await page.goto(page_of(site, f"'{ben}'", "/autre"))
    await expect(chat.questions).to_have_count(1)
    await chat.send("Vendez-vous mes données ?")
    await eventually(lambda: _is_another(chat, first))
    await expect(chat.answers).to_have_count(1)
    second = (await chat.saved())["id"]
    store = await Store.open(server.database_url)
    found = [await store.identity(id) for id in (first, second)]
    assert [one and one.email for one in found] == [ANNA, "ben@example.org"]
    read = await store.conversation(second)
    assert read is not None
    assert read.previous_id is None, "they are two"

    # nobody is signed in any more: what Ben said is not there for who comes next
    await page.goto(page_of(site, "null", "/dehors"))
    await expect(chat.panel).to_be_visible()
    await expect(chat.questions).to_have_count(0)
    await chat.ask("Où sont mes données ?")
    third = (await chat.saved())["id"]
    assert third not in (first, second)
    assert await store.identity(third) is None
    await page.evaluate("token => ClauseChat.identify(token)", ben)
    await chat.ask("Merci")
    assert (await chat.saved())["id"] == third, "who signs in keeps what they have begun"
    await page.evaluate("ClauseChat.identify(null)")
    await expect(chat.questions).to_have_count(0)
    await store.close()


async def _is_another(chat: Chat, id: str) -> bool:
    return bool((await chat.saved()).get("id") not in ("", id, None))


async def test_the_form_for_an_answer_by_mail_has_the_address_already(
    page: Page, chat: Chat, site: Site, server: Service
) -> None:
    await here(server)
    await page.goto(page_of(site, f"'{token(server, site, await key_of(server, site))}'"))
    await chat.open()
    id = await wait_for_person(chat)
    field = chat.panel.get_by_label("Adresse e-mail")
    await expect(field).to_have_value(ANNA)
    await chat.panel.locator("#left").fill("Où sont mes données ?")
    await chat.panel.locator("form.card button.main").click()
    await expect(chat.panel.locator(".card")).to_contain_text(ANNA)
    store = await Store.open(server.database_url)
    assert await store.left_email(id) == ANNA
    await store.close()
