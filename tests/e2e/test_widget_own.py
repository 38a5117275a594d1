"""What is the visitor's own: language, files, the end of it; secrets held back; answers to take along."""

import asyncio
import json
import re
from html import unescape
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import ROOT, Agent, Chat, NewContext, Service, Site, eventually
from tests.e2e.test_widget_access import findings

LANGUAGES = sorted(path.stem for path in (ROOT / "widget" / "words").glob("*.json"))


def words(language: str) -> dict[str, str]:
    """What the chat says."""
    read: dict[str, str] = json.loads(
        (ROOT / "widget" / "words" / f"{language}.json").read_text("utf-8")
    )
    return read


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_asks_is_answered_and_loads_its_own_words_alone(
    new_context: NewContext, site: Site, server: Service, language: str
) -> None:
    context = await new_context(reduced_motion="reduce")
    page = await context.new_page()
    chat = Chat(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said = words(language)
    await page.goto(site.add_page(attributes=f'lang="{language}"'))
    await chat.open()
    await expect(chat.log.locator("li").first).to_have_text(said["notice"])
    await expect(chat.panel).to_have_attribute("dir", said["direction"])
    # a question that the statement answers, in this very language
    await chat.panel.locator(".suggestions button").nth(1).click(timeout=30_000)
    await expect(chat.answers.locator("mark").first).to_be_visible()
    await expect(chat.answers.locator(".says")).to_have_attribute("lang", language)
    await expect(chat.answers.locator(".source").first).to_contain_text(said["source"])
    await chat.panel.get_by_role("button", name=said["menu"]).click()
    await expect(chat.panel.get_by_text(said["erase"])).to_be_visible()
    assert await findings(page) == []
    loaded = [url.rpartition("/")[2] for url in asked if "/widget/" in url]
    assert loaded == ["clause-chat.js", f"chat.js?lang={language}"]


async def test_in_arabic_the_whole_chat_is_mirrored_and_the_site_may_still_choose_the_side(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page(attributes='lang="ar"'))
    for part in (chat.bubble, chat.panel):
        if part is chat.panel:
            await chat.open()
        box = await part.bounding_box()
        assert box
        assert box["x"] == 20
    close = await chat.panel.get_by_role("button", name="إغلاق").bounding_box()
    heading = await chat.panel.get_by_role("heading").bounding_box()
    assert close
    assert heading
    assert close["x"] < heading["x"]
    assert await chat.input.evaluate("node => getComputedStyle(node).direction") == "rtl"
    await chat.element.evaluate("element => element.setAttribute('position', 'right')")
    box = await chat.panel.bounding_box()
    assert box
    assert round(box["x"] + box["width"]) == 1260


async def test_the_visitor_changes_the_language_and_the_next_page_keeps_it(
    page: Page, chat: Chat, site: Site
) -> None:
    site.add_page("/autre")
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Comment supprimer mon compte ?")
    await chat.panel.get_by_role("button", name="Menu").click()
    await chat.panel.get_by_label("Langue").select_option("uk")
    await expect(chat.panel.get_by_role("heading")).to_have_text(words("uk")["title"])
    # who chooses by the arrow keys goes on from there
    await expect(chat.panel.locator("#language")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(chat.answers).to_have_count(1)
    given = await chat.ask("Чи продаєте ви мої дані?")
    await expect(given.locator(".says")).to_have_attribute("lang", "uk")
    assert (await chat.conversation())["language"] == "uk"
    await page.get_by_role("link", name="Autre page").click()
    await page.wait_for_url("**/autre")
    await expect(chat.panel).to_have_attribute("lang", "uk")


async def download(page: Page, chat: Chat, name: str) -> tuple[str, str]:
    """The file that a menu item gives: its name and its text."""
    await chat.panel.get_by_role("button", name="Menu").click()
    async with page.expect_download() as waiting:
        await chat.panel.get_by_role("button", name=name).click()
    file = await waiting.value
    text = await asyncio.to_thread(Path(await file.path()).read_text, "utf-8")
    return file.suggested_filename, text


async def test_the_conversation_is_taken_along_as_a_page_and_as_data(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    given = await chat.ask("Comment supprimer mon compte ?")
    quote = await given.locator("mark").first.inner_text()
    name, html = await download(page, chat, "Télécharger la conversation")
    assert name == "Conversation.html"
    assert quote in unescape(html)
    await page.keyboard.press("Escape")
    name, data = await download(page, chat, "Télécharger les données (JSON)")
    assert name == "Conversation.json"
    assert quote in json.dumps(json.loads(data), ensure_ascii=False)
    # the page reads well by itself, and axe has nothing to say
    kept = await page.context.new_page()
    await kept.set_content(html)
    assert await findings(kept) == []


async def test_deleted_it_is_gone_here_and_there_and_said_so(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    saved = await chat.saved()
    await chat.panel.get_by_role("button", name="Menu").click()
    erase = chat.panel.locator(".erase")
    await erase.dblclick()  # by haste: it asks once more all the same
    await expect(erase).to_have_text("Supprimer pour de bon")
    assert (await chat.conversation())["id"] == saved["id"], "asked once more before"
    await erase.click()
    await expect(chat.notices).to_have_text(["La conversation est supprimée, ici comme chez nous."])
    await expect(chat.questions).to_have_count(0)
    await expect(chat.element.locator("[aria-live=polite]")).to_have_text(
        "La conversation est supprimée, ici comme chez nous."
    )
    kept = await chat.saved()
    assert "id" not in kept
    assert "token" not in kept
    response = await page.request.get(
        f"{site.widget.removesuffix('/widget')}/api/conversations/{saved['id']}",
        headers={"Authorization": f"Bearer {saved['token']}"},
    )
    assert response.status == 401
    # and a new one may begin
    await chat.ask("Bonjour")
    assert (await chat.saved())["id"] != saved["id"]


SECRETS = [
    ("Ma carte est 4111 1111 1111 1111", "un numéro de carte", "Ma carte est •••• •••• •••• 1111"),
    ("IBAN FR76 3000 6000 0112 3456 7890 189", "un IBAN", "IBAN •••• •••• •••• •••• •••• •••0 189"),
    ("mot de passe : hunter22", "un mot de passe", "mot de passe : ••••••"),
]


@pytest.mark.parametrize(("text", "what", "masked"), SECRETS)
async def test_a_secret_is_held_back_and_masked_on_wish(
    page: Page, chat: Chat, site: Site, text: str, what: str, masked: str
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.send(text)
    warning = chat.panel.locator(".secret")
    await expect(warning).to_contain_text(f"semble contenir {what}")
    assert await findings(page) == []
    mask = warning.get_by_role("button", name="Masquer et envoyer")
    await expect(mask).to_be_focused()
    await expect(chat.questions).to_have_count(0)
    await mask.press("Enter")
    await expect(chat.questions).to_have_count(1)
    await expect(warning).to_be_hidden()
    await expect(chat.panel.locator(".pending")).to_have_count(0)
    assert await chat.sent() == [masked]


async def test_as_it_is_or_written_anew_and_what_is_no_secret_goes_at_once(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    harmless = [
        "Commande 4111 1111 1111 1112 ?",
        "Comment changer mon mot de passe ?",
        "06 12 34 56 78",
    ]
    for count, text in enumerate(harmless, start=1):
        await chat.send(text)
        await expect(chat.questions).to_have_count(count)
        await expect(chat.answers).to_have_count(count)
    await chat.send("4111111111111111")
    await expect(chat.panel.locator(".secret")).to_be_visible()
    await chat.input.fill("Bonjour")
    await expect(chat.panel.locator(".secret")).to_be_hidden()
    await chat.send("4111111111111111")
    await chat.panel.get_by_role("button", name="Envoyer tel quel").click()
    await expect(chat.questions).to_have_count(4)
    assert (await chat.sent())[-1] == "4111111111111111"


async def test_an_answer_is_copied_with_its_place_and_so_is_its_link(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto(site.add_page())
    await chat.open()
    given = await chat.ask("Comment supprimer mon compte ?")
    await expect(given.locator(".clause").first).to_contain_text(
        "En vigueur depuis le 1er janvier 2024."
    )
    link = await given.locator(".source").first.get_attribute("href")
    await given.get_by_role("button", name="Copier", exact=True).first.click()
    await expect(given.get_by_role("status").first).to_have_text("Copié.")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert await given.locator("mark:not(.also)").first.inner_text() in copied
    assert "Suppression de compte" in copied
    assert link in copied
    await given.get_by_role("button", name="Copier le lien").first.click()
    await eventually(
        lambda: page.evaluate(
            "link => navigator.clipboard.readText().then((t) => t === link)", link
        )
    )


async def test_after_an_answer_others_are_suggested_from_other_sections(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    chips = chat.panel.locator(".suggestions button")
    await expect(chips).to_have_count(3)
    first = await chips.first.inner_text()
    await chips.first.click()
    await expect(chat.answers).to_have_count(1)
    group = chat.panel.get_by_role("group", name="Vous pouvez aussi demander")
    await expect(group).to_be_visible()
    assert first not in await chips.all_inner_texts()
    await chips.first.click()
    await expect(chat.answers).to_have_count(2)
    for verdict in await chat.answers.locator(".clause").all():
        await expect(verdict).to_be_attached()
    # nothing to go on with after an answer that was none
    await chat.ask("Quel est le salaire de votre directeur ?")
    await expect(chips).to_have_count(0)


async def test_the_site_suggests_and_words_as_it_likes(page: Page, chat: Chat, site: Site) -> None:
    own = '{"title": "Nos données", "bubble": "Une question ?", "en": {"title": "Our data"}}'
    attributes = f"suggestions=\"Vendez-vous mes données ? | Et l'avenir ?\" words='{own}'"
    await page.goto(site.add_page(attributes=attributes))
    await expect(chat.bubble).to_have_accessible_name("Une question ?")
    await chat.open()
    await expect(chat.panel.get_by_role("heading")).to_have_text("Nos données")
    await expect(chat.panel.locator(".suggestions button")).to_have_text(
        ["Vendez-vous mes données ?", "Et l'avenir ?"]
    )
    await page.evaluate("ClauseChat.setLanguage('en')")
    await expect(chat.panel.get_by_role("heading")).to_have_text("Our data")
    broken = site.add_page("/broken", attributes="words='{'")
    await page.goto(broken)
    await expect(chat.panel.get_by_role("heading")).to_have_text("Vos données, vos questions")


async def test_in_memory_alone_nothing_is_stored(page: Page, chat: Chat, site: Site) -> None:
    await page.goto(site.add_page(attributes="memory"))
    await chat.open()
    await chat.ask("Bonjour")
    assert await page.evaluate("sessionStorage.length") == 0
    await page.reload()
    await expect(chat.bubble).to_be_visible()
    await expect(chat.panel).to_be_hidden()


async def test_the_site_speaks_to_the_chat_and_hears_of_it(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await page.evaluate(
        """() => {
          window.heard = [];
          for (const name of ['open', 'close', 'answer', 'handoff', 'erase'])
            addEventListener(`clause:${name}`, ({ type, detail }) => heard.push([type, detail]));
        }"""
    )
    await page.evaluate("ClauseChat.open()")
    await expect(chat.panel).to_be_visible()
    await page.evaluate("ClauseChat.ask('Comment supprimer mon compte ?')")
    await expect(chat.answers).to_have_count(1)
    await page.evaluate("ClauseChat.setLanguage('de')")
    await expect(chat.panel).to_have_attribute("lang", "de")
    await chat.panel.get_by_role("button", name="Menü").click()
    await chat.panel.get_by_role("button", name=words("de")["ask_person"]).click()
    await eventually(lambda: page.evaluate("heard.some(([type]) => type === 'clause:handoff')"))
    await page.evaluate("ClauseChat.close()")
    await expect(chat.panel).to_be_hidden()
    heard = await page.evaluate("heard")
    assert [name for name, _ in heard] == [
        "clause:open", "clause:answer", "clause:handoff", "clause:close",
    ]  # fmt: skip
    assert heard[1][1]["answer"]["verdict"] == "answered"
    assert heard[2][1]["state"] == "waiting"


BRANDS = ["#ffd400", "yellow", "hsl(60 100% 90%)", "#00e5ff", "white", "#c0ffee", "tomato"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("brand", BRANDS)
async def test_a_brand_that_cannot_be_read_is_shown_in_a_tone_that_can(
    new_context: NewContext, site: Site, brand: str, scheme: str
) -> None:
    context = await new_context(reduced_motion="reduce")
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    chat = Chat(page)
    style = f"<style>html {{ color-scheme: {scheme}; background: light-dark(#fff, #111) }}"
    style += " a { color: inherit }"
    style += f" clause-chat {{ --clause-accent: {brand} }}</style>"
    await page.goto(site.add_page(head=style))
    await chat.open()
    await chat.ask("Comment supprimer mon compte ?")
    assert [one for one in await findings(page) if "contrast" in one] == []
    if scheme == "light":
        assert [bool(re.search("hard to read", one)) for one in said] == [True], said


async def test_a_brand_that_can_be_read_stays_as_it_is(page: Page, chat: Chat, site: Site) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    style = "<style>clause-chat { --clause-accent: #7a1f5c }</style>"
    await page.goto(site.add_page(head=style))
    await chat.open()
    colour = await chat.bubble.evaluate(
        """node => {
          const paint = document.createElement('canvas').getContext('2d');
          paint.fillStyle = getComputedStyle(node).backgroundColor;
          paint.fillRect(0, 0, 1, 1);
          return [...paint.getImageData(0, 0, 1, 1).data];
        }"""
    )
    assert all(abs(a - b) <= 1 for a, b in zip(colour, [0x7A, 0x1F, 0x5C, 255], strict=True))
    assert said == []


async def test_a_sound_only_where_it_is_wished_for(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    await page.add_init_script(
        """(() => {
          const { start } = OscillatorNode.prototype;
          window.heard = 0;
          OscillatorNode.prototype.start = function (...at) { heard += 1; start.apply(this, at); };
        })()"""
    )
    await page.goto(site.add_page())
    await chat.open()
    menu = chat.panel.get_by_role("button", name="Menu")
    await menu.click()
    await chat.panel.get_by_role("button", name="Parler à une personne").click()
    await expect(chat.notices.last).to_have_text("Une personne a été prévenue.")
    id = (await chat.saved())["id"]
    await agent.act(id, "claim")
    await page.keyboard.press("Escape")
    await agent.say(id, "Bonjour !")
    await expect(chat.element.locator(".badge")).to_have_text("1")
    assert await page.evaluate("heard") == 0

    await chat.open()
    await menu.click()
    await chat.panel.get_by_label("Son à chaque nouveau message").check()
    assert await page.evaluate("heard") == 1  # this is what it will be like
    await page.keyboard.press("Escape")
    await agent.say(id, "Encore là ?")  # before the eyes: no sound
    await expect(chat.log.locator(".agent")).to_have_count(2)
    assert await page.evaluate("heard") == 1
    await page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    await agent.say(id, "Et maintenant ?")
    await eventually(lambda: page.evaluate("heard === 2"))

    # on another page of the site it is still wished for
    await page.goto(site.add_page("/autre"))
    await agent.say(id, "Toujours là ?")
    await eventually(lambda: page.evaluate("heard === 1"))
