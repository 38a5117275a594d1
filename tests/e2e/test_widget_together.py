"""With a person there: typing and read on both sides, who comes and goes, and what one thought of it."""

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.conftest import Agent, Chat, NewContext, Service, Site, eventually, signed_in
from tests.e2e.test_widget_access import findings

LOOKS = [(1280, "light"), (320, "dark")]
PASSAGE = "Nous les gardons. Nous effaçons vos données après trente jours."


async def with_agent(page: Page, chat: Chat, site: Site, agent: Agent) -> str:
    """A conversation that the agent has, opened on a page; its id."""
    await page.goto(site.add_page())
    await chat.open()
    await chat.panel.get_by_role("button", name="Menu").click()
    await chat.panel.get_by_role("button", name="Parler à une personne").click()
    await expect(chat.notices).to_have_text(["Une personne a été prévenue."])
    id: str = (await chat.saved())["id"]
    await agent.act(id, "claim")
    await expect(chat.panel.locator(".who-answers")).to_have_text(agent.name)
    return id


async def test_each_side_sees_that_the_other_types_and_has_read(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    id = await with_agent(page, chat, site, agent)
    told: list[str] = []
    page.on(
        "request",
        lambda request: told.append(str(request.post_data)) if "/typing" in request.url else None,
    )
    status = chat.log.locator(".status")
    await chat.send("Bonjour ?")
    await expect(status).to_have_text("Distribué")
    await agent.act(id, "read", seq=(await agent.read(id))["last_seq"])
    await expect(status).to_have_text("Lu")
    await chat.send("Je suis là.")
    await expect(chat.log.locator(".visitor").last.locator(".status")).to_have_text("Distribué")
    await expect(status).to_have_count(1)

    busy = chat.log.locator(".thinking")
    await agent.act(id, "typing", typing=True)
    await expect(busy).to_have_text("Claire écrit…")
    await agent.say(id, "Bonjour !")
    await expect(busy).to_be_hidden()
    seen = (await agent.read(id))["last_seq"]
    await eventually(lambda: _has_read(agent, id, seen))

    told.clear()
    await chat.input.press_sequentially("Merci beaucoup", delay=30)
    await eventually(lambda: told == ['{"typing":true}'])  # not once a letter
    await chat.input.fill("")
    await eventually(lambda: told == ['{"typing":true}', '{"typing":false}'])


async def test_what_is_typed_after_a_message_is_told_at_once(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    await with_agent(page, chat, site, agent)
    told: list[str] = []
    page.on(
        "request",
        lambda request: told.append(str(request.post_data)) if "/typing" in request.url else None,
    )
    await chat.send("Bonjour")
    await chat.input.press("E")
    await eventually(lambda: told == ['{"typing":true}'] * 2, 2)


async def _has_read(agent: Agent, id: str, seq: int) -> bool:
    return bool((await agent.read(id))["visitor_read"] >= seq)


async def test_what_comes_to_a_closed_chat_is_not_read(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    id = await with_agent(page, chat, site, agent)
    await chat.bubble.click()
    before = (await agent.read(id))["last_seq"]
    await agent.say(id, "Êtes-vous là ?")
    await expect(chat.element.locator(".badge")).to_have_text("1")
    await page.wait_for_timeout(900)
    assert (await agent.read(id))["visitor_read"] <= before
    await chat.open()
    await eventually(lambda: _has_read(agent, id, before + 1))


async def test_who_comes_goes_and_is_away_is_said(
    page: Page, chat: Chat, site: Site, server: Service, agent: Agent
) -> None:
    id = await with_agent(page, chat, site, agent)
    who = chat.panel.locator(".who-answers")
    async with signed_in(server, "Bruno") as bruno:
        await bruno.act(id, "take-over", from_owner=agent.id)
        await expect(who).to_have_text("Bruno")
        await expect(chat.notices.last).to_have_text("Bruno poursuit la conversation.")
        await bruno.act(id, "reassign", to=agent.id)
        await expect(who).to_have_text("Claire")
        await expect(chat.notices.last).to_have_text("Claire poursuit la conversation.")
    await agent.sign_out()  # as two minutes after her console is gone
    await expect(chat.notices.last).to_have_text(
        "Claire s’est absenté(e). Vous attendez une autre personne."
    )
    await expect(who).to_have_text("En attente d’une personne")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
async def test_the_help_is_rated_by_keyboard_once(
    new_context: NewContext, site: Site, agent: Agent, width: int, theme: str
) -> None:
    context = await new_context(
        viewport={"width": width, "height": 720}, reduced_motion="reduce", color_scheme=theme
    )
    page = await context.new_page()
    chat = Chat(page)
    head = f"<style>:root {{ color-scheme: {theme}; background: Canvas }} a {{ color: LinkText }}"
    site.add_page("/", attributes=f'theme="{theme}"', head=head + "</style>")
    await page.goto(site.url + "/")
    await chat.open()
    await chat.send("Je veux parler à un humain")
    await expect(chat.notices).to_have_count(1)
    id = (await chat.saved())["id"]
    await agent.act(id, "claim")
    await agent.act(id, "close")
    radios = chat.element.get_by_role("radiogroup", name="Évaluation").get_by_role("radio")
    await expect(radios).to_have_count(5)
    await expect(radios.first).to_have_accessible_name("1 sur 5 Pas du tout")
    await expect(chat.input).to_be_focused()
    assert await findings(page) == [], "asked"

    send = chat.element.locator(".card").get_by_role("button", name="Envoyer")
    await send.focus()
    await page.keyboard.press("Enter")
    await expect(radios.first).to_be_focused()
    await expect(chat.element.get_by_text("Choisissez un chiffre de 1 à 5.")).to_be_visible()
    assert await findings(page) == [], "with what is missing"
    await page.keyboard.press("Space")
    for _ in range(3):
        await page.keyboard.press("ArrowRight")
    await expect(radios.nth(3)).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.type("Très clair.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(chat.log.locator(".receipt")).to_have_text("Merci de votre évaluation : 4 sur 5.")
    await expect(chat.input).to_be_focused()
    await expect(radios).to_have_count(0)
    assert await findings(page) == [], "thanked"
    events = (await chat.conversation())["events"]
    assert [event["rating"] for event in events if event["type"] == "rating"] == [
        {"stars": 4, "word": "Très clair."}
    ]

    await page.reload()
    if width < 400:
        await chat.open()
    await expect(chat.log.locator(".receipt")).to_have_count(1)
    await expect(radios).to_have_count(0)
    await chat.send("Encore une question")
    await expect(chat.notices.last).to_contain_text("La conversation est rouverte.")


async def test_a_log_that_is_not_the_one_known_is_read_again(
    page: Page, chat: Chat, site: Site
) -> None:
    """As after a backup was put back: the number that the widget has is beyond what there is."""
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    asked: list[str] = []

    async def too_far(route: Route) -> None:
        asked.append(route.request.headers["last-event-id"])
        headers = route.request.headers | ({"last-event-id": "999"} if len(asked) == 1 else {})
        await route.continue_(headers=headers)

    await page.route("**/events", too_far)
    await page.evaluate("dispatchEvent(new Event('online'))")  # connects anew
    await eventually(lambda: len(asked) == 2)
    assert asked == ["2", "0"], "everything is read again"
    await expect(chat.questions).to_have_text(["Vous :Bonjour"])
    await expect(chat.answers).to_have_count(1)
    await chat.ask("Merci")
    await expect(chat.questions).to_have_count(2)
