"""What is typed is sent once and in order, whatever becomes of the connection."""

import re

import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from tests.e2e.conftest import Chat, NewContext, Service, Site, eventually, free_port

QUESTIONS = ["Bonjour", "Comment supprimer mon compte ?", "Merci"]


async def test_what_is_typed_offline_is_sent_once_and_in_order(
    context: BrowserContext, page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")

    await context.set_offline(True)
    for question in QUESTIONS:
        await chat.send(question)
    await expect(chat.panel.locator(".trouble-bar")).to_contain_text("Pas de connexion.")
    await expect(chat.panel.locator(".trouble-bar")).to_be_visible()
    await expect(chat.log.locator(".pending")).to_have_count(3)
    await expect(chat.log.locator(".pending").last).to_contain_text("En attente de la connexion")
    waiting = [one["clientId"] for one in (await chat.saved())["pending"]]
    await context.set_offline(False)

    await expect(chat.answers).to_have_count(4)
    await expect(chat.panel.locator(".trouble-bar")).to_be_hidden()
    assert await chat.sent() == ["Bonjour", *QUESTIONS]
    events = (await chat.conversation())["events"]
    sent = [event["message"]["client_id"] for event in events if event["type"] == "message"]
    assert [one for one in sent if one in waiting] == waiting, "they kept their ids"
    assert (await chat.saved())["pending"] == []


async def test_what_is_typed_offline_survives_a_page_change(
    context: BrowserContext, page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    # the service is out of reach, the site is not
    await page.route("**/api/**", lambda route: route.abort("internetdisconnected"))
    await chat.send("Bonjour")
    await expect(chat.log.locator(".pending")).to_have_count(1)
    await page.goto(site.add_page("/autre"))
    await expect(chat.log.locator(".pending")).to_have_count(1)
    await page.unroute("**/api/**")
    await chat.panel.get_by_role("button", name="Réessayer").click()
    await expect(chat.answers).to_have_count(1)
    assert await chat.sent() == ["Bonjour"]


async def test_a_message_whose_receipt_was_lost_is_not_stored_twice(
    page: Page, chat: Chat, site: Site
) -> None:
    lost: list[str] = []

    async def lose_the_first_receipt(route: Route) -> None:
        if lost or route.request.method != "POST":
            await route.continue_()
            return
        lost.append(str(route.request.post_data))
        await route.fetch()  # the service has it …
        await route.abort("connectionreset")  # … and the visitor does not know

    await page.route("**/messages", lose_the_first_receipt)
    # no stream yet either: the message has to be sent again
    await page.route("**/events", lambda route: route.abort("connectionreset"), times=1)
    await page.goto(site.add_page())
    await chat.open()
    await chat.send("Bonjour")
    await expect(chat.answers).to_have_count(1)
    await eventually(lambda: _nothing_pending(chat))
    assert lost
    assert await chat.sent() == ["Bonjour"]
    await expect(chat.questions).to_have_count(1)


async def _nothing_pending(chat: Chat) -> bool:
    return not (await chat.saved())["pending"]


async def test_a_service_in_trouble_is_tried_again_then_the_visitor_decides(
    page: Page, chat: Chat, site: Site
) -> None:
    tries: list[int] = []

    async def refuse(route: Route) -> None:
        if route.request.method == "OPTIONS":
            await route.continue_()
            return
        tries.append(503)
        await route.fulfill(
            status=503,
            headers={"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"},
            body='{"detail": "later"}',
        )

    await page.goto(site.add_page())
    await chat.open()
    await page.route("**/messages", refuse)
    await chat.send("Bonjour")
    failed = chat.log.locator(".failed")
    await expect(failed).to_contain_text("Message non envoyé.", timeout=20_000)
    assert len(tries) == 4
    await page.unroute("**/messages")
    await failed.get_by_role("button", name="Réessayer").click()
    await expect(chat.answers).to_have_count(1)
    await expect(chat.input).to_be_focused()
    assert await chat.sent() == ["Bonjour"]


async def test_a_message_that_is_refused_for_good_does_not_hold_back_the_others(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.element.evaluate("element => element.ask('x'.repeat(2001))")
    await expect(chat.log.locator(".failed")).to_be_visible()
    await chat.ask("Bonjour")
    assert await chat.sent() == ["Bonjour"]


async def test_a_conversation_that_cannot_be_opened_any_more_begins_afresh_and_says_so(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    first = await chat.saved()
    await chat.input.fill("Comment supprimer")
    await page.evaluate(
        """() => {
          const key = Object.keys(sessionStorage)[0];
          const saved = JSON.parse(sessionStorage.getItem(key));
          sessionStorage.setItem(key, JSON.stringify({ ...saved, token: 'no longer' }));
        }"""
    )
    await page.reload()

    await expect(chat.notices).to_contain_text(
        ["La conversation précédente ne peut plus être ouverte."]
    )
    await expect(chat.log.locator("li").first).to_contain_text("assistant automatique")
    await expect(chat.answers).to_have_count(0)
    await expect(chat.input).to_have_value("Comment supprimer")
    await chat.ask("Comment supprimer mon compte ?")
    assert (await chat.saved())["id"] != first["id"]


async def test_a_token_refused_while_sending_loses_no_message(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    refused = {"status": 401, "headers": {"Access-Control-Allow-Origin": "*"}, "body": "{}"}
    await page.route("**/messages", lambda route: route.fulfill(**refused), times=1)
    await chat.send("Comment supprimer mon compte ?")
    await expect(chat.answers).to_have_count(1)
    await expect(chat.answers).to_contain_text(["supprimer son compte"])
    assert await chat.sent() == ["Comment supprimer mon compte ?"]


async def test_without_a_secure_context_messages_have_ids_all_the_same(
    new_context: NewContext, site: Site
) -> None:
    context = await new_context()
    await context.add_init_script("delete Crypto.prototype.randomUUID")
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    await chat.ask("Merci")
    events = (await chat.conversation())["events"]
    ids = [event["message"]["client_id"] for event in events]
    made = [one for one in ids if one]
    assert len(set(made)) == 2
    # four numbers of 32 random bits, of which none is left out
    assert all(re.fullmatch(r"([0-9]{1,10}-){3}[0-9]{1,10}", one) for one in made)


async def test_when_the_service_comes_back_the_conversation_goes_on(
    page: Page, chat: Chat, tmp_path_factory: pytest.TempPathFactory, site: Site
) -> None:
    own = Service(tmp_path_factory.mktemp("own"), free_port())
    own.start()
    try:
        await page.goto(site.add_page(attributes=f'server="{own.url}"'))
        await chat.open()
        await chat.ask("Bonjour")
        own.stop()
        await expect(chat.panel.locator(".trouble-bar")).to_be_visible()
        await chat.send("Merci")
        own.start()
        await expect(chat.answers).to_have_count(2, timeout=30_000)
        await expect(chat.panel.locator(".trouble-bar")).to_be_hidden()
        assert await chat.sent() == ["Bonjour", "Merci"]
    finally:
        own.stop()


async def test_the_chat_that_could_not_be_loaded_says_so_and_is_tried_again(
    context: BrowserContext, page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await expect(chat.bubble).to_be_visible()
    await context.set_offline(True)
    await chat.bubble.click()
    await expect(chat.element.get_by_role("status")).to_contain_text("Le chat ne s’ouvre pas.")
    await context.set_offline(False)
    await chat.open()
    await expect(chat.element.get_by_role("status")).to_be_empty()
