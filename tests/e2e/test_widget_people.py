"""A person is asked for, joins by name, writes and leaves; and may be no longer wanted."""

import re

from playwright.async_api import Page, expect

from tests.e2e.conftest import Agent, Chat, Service, Site, here


async def test_where_the_statement_is_silent_a_person_is_offered_and_may_be_no_longer_wanted(
    page: Page, chat: Chat, site: Site, server: Service, agent: Agent
) -> None:
    await here(server, agent)
    await page.goto(site.add_page())
    await chat.open()
    given = await chat.ask("Combien de temps gardez-vous mes données ?")
    await expect(given.locator(".clause")).to_have_count(0)
    await given.get_by_role("button", name="Parler à une personne").click()

    await expect(chat.notices.last).to_have_text("Une personne a été prévenue.")
    await expect(given.get_by_role("button", name="Parler à une personne")).to_be_hidden()
    await expect(chat.panel.locator(".who-answers")).to_have_text("En attente d’une personne")
    await expect(chat.panel.locator(".waiting-bar")).to_contain_text(
        re.compile(r"C’est bientôt à vous|Avant vous : \d+")
    )
    assert (await chat.conversation())["state"] == "waiting"
    await chat.panel.get_by_role("button", name="Ne plus attendre").click()
    await expect(chat.notices.last).to_contain_text("Vous n’attendez plus.")
    await expect(chat.input).to_be_focused()
    assert (await chat.conversation())["state"] == "bot"


async def test_a_person_joins_by_name_writes_and_leaves(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    who = chat.panel.locator(".who-answers")
    await expect(who).to_have_text("Assistant automatique")
    # from the menu, before a word was said
    await chat.panel.get_by_role("button", name="Menu").click()
    await chat.panel.get_by_role("button", name="Parler à une personne").click()
    await expect(chat.notices).to_have_text(["Une personne a été prévenue."])
    conversation = (await chat.saved())["id"]

    await agent.act(conversation, "claim")
    await expect(chat.notices.last).to_have_text("Claire a rejoint la conversation.", timeout=1000)
    await expect(who).to_have_text("Claire")
    await agent.say(conversation, "Bonjour, <b>je suis</b> Claire.")
    said = chat.log.locator(".agent")
    await expect(said).to_contain_text("Bonjour, <b>je suis</b> Claire.", timeout=1000)
    await expect(said.locator(".who")).to_have_text("Claire")
    await chat.send("Bonjour Claire")
    await expect(chat.questions).to_have_count(1)
    await expect(chat.log.locator(".thinking")).to_be_hidden()

    await agent.act(conversation, "hand-back")
    await expect(chat.notices.last).to_contain_text("Claire a quitté la conversation.")
    await expect(who).to_have_text("Assistant automatique")
    await chat.ask("Comment supprimer mon compte ?")

    await agent.act(conversation, "claim")
    await agent.act(conversation, "close")
    await expect(chat.notices.last).to_contain_text("La conversation est close.")
    await chat.ask("Bonjour")
    await expect(chat.notices.last).to_contain_text("La conversation est rouverte.")


async def test_what_a_person_writes_to_a_closed_panel_is_counted_on_the_bubble(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    site.add_page("/autre")
    await page.goto(site.add_page())
    await chat.open()
    await chat.send("Je veux parler à un humain")
    await expect(chat.notices).to_have_count(1)
    await chat.bubble.click()
    await page.get_by_role("link", name="Autre page").click()
    await page.wait_for_url("**/autre")
    conversation = (await chat.saved())["id"]
    await agent.act(conversation, "claim")
    await agent.say(conversation, "Bonjour !")
    await expect(chat.element.locator(".badge")).to_have_text("1")
    await expect(chat.bubble).to_have_accessible_name(re.compile(r"\(1 non lu\(s\)\)$"))
    await chat.open()
    await expect(chat.element.locator(".badge")).to_be_empty()
    await expect(chat.log.locator(".agent")).to_contain_text("Bonjour !")
