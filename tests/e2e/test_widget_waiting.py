"""While a person is waited for: the place in the queue, and what to do where nobody is there."""

import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import (
    Agent,
    Chat,
    NewContext,
    Service,
    Site,
    eventually,
    free_port,
    here,
)
from tests.e2e.test_widget_access import findings

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
# three days on, where the office is: after a midnight in between, not yet 'tomorrow'
AWAY = datetime.now(ZoneInfo("Europe/Zurich")) + timedelta(days=3)
LOOKS = [(1280, "light"), (320, "dark")]


async def wait_for_person(chat: Chat) -> str:
    """Ask for a person from the menu; gives the conversation's id."""
    await chat.panel.get_by_role("button", name="Menu").click()
    await chat.panel.get_by_role("button", name="Parler à une personne").click()
    await expect(chat.notices.last).to_have_text("Une personne a été prévenue.")
    id: str = (await chat.saved())["id"]
    return id


async def test_the_place_in_the_queue_and_the_usual_wait_are_shown(
    page: Page, chat: Chat, site: Site, server: Service, agent: Agent
) -> None:
    await here(server, agent)
    async with httpx.AsyncClient(base_url=server.url) as http:

        async def another() -> tuple[str, dict[str, str]]:
            made = (await http.post("/api/conversations", json={"language": "fr"})).json()
            headers = {"Authorization": f"Bearer {made['token']}"}
            response = await http.post(f"/api/conversations/{made['id']}/handoff", headers=headers)
            assert response.is_success
            return made["id"], headers

        for _ in range(3):  # so many first replies make a usual wait
            id, _headers = await another()
            await agent.act(id, "claim")
            await agent.say(id, "Bonjour")
            await agent.act(id, "close")
        before = [await another() for _ in range(2)]
        await page.goto(site.add_page())
        await chat.open()
        mine = await wait_for_person(chat)
        token = (await chat.saved())["token"]

        async def place() -> int:
            headers = {"Authorization": f"Bearer {token}"}
            found = (await http.get(f"/api/conversations/{mine}/queue", headers=headers)).json()
            return int(found["place"])

        bar = chat.panel.locator(".waiting-bar")
        first = await place()
        assert first >= 3
        await expect(bar).to_contain_text(f"Avant vous : {first - 1}.")
        await expect(bar).to_contain_text(re.compile(r"Attente habituelle : \d+ minutes?\."))
        for id, headers in before:
            await http.delete(f"/api/conversations/{id}/handoff", headers=headers)
        await eventually(lambda: _is(place, first - 2))
        now = first - 2
        said = "C’est bientôt à vous." if now == 1 else f"Avant vous : {now - 1}."
        await expect(bar).to_contain_text(said)
        await expect(chat.log.locator("..").locator("[aria-live=polite]")).to_contain_text(said)
        await expect(chat.element.locator(".card")).to_have_count(0)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
async def test_where_nobody_is_there_an_address_may_be_left(
    new_context: NewContext, site: Site, server: Service, agent: Agent, width: int, theme: str
) -> None:
    await here(server)
    context = await new_context(
        viewport={"width": width, "height": 720}, reduced_motion="reduce", color_scheme=theme
    )
    page = await context.new_page()
    chat = Chat(page)
    head = f"<style>:root {{ color-scheme: {theme}; background: Canvas }} a {{ color: LinkText }}"
    await page.goto(site.add_page(attributes=f'theme="{theme}"', head=head + "</style>"))
    await chat.open()
    id = await wait_for_person(chat)
    await expect(chat.panel.locator(".waiting-bar")).to_contain_text("Personne n’est là")
    form = chat.element.get_by_role("group", name=re.compile("Laissez votre adresse"))
    email = form.get_by_role("textbox", name="Adresse e-mail")
    question = form.get_by_role("textbox", name="Votre question")
    send = chat.element.locator(".card").get_by_role("button", name="Envoyer")
    await expect(form).to_be_visible()
    await expect(chat.input).to_be_focused()  # nothing is taken out of the visitor's hands
    assert await findings(page) == [], "the form"

    await send.click()
    await expect(email).to_be_focused()
    await expect(email).to_have_accessible_description(re.compile("nom@exemple.org"))
    await expect(question).to_have_accessible_description("Écrivez votre question.")
    await expect(question).to_have_attribute("aria-invalid", "true")
    assert await findings(page) == [], "with what is wrong"
    await question.fill("Puis-je avoir une copie de mes données ?")
    await expect(question).to_have_attribute("aria-invalid", "false")
    for wrong in ("moi", "moi@exemple", "moi@-exemple.org"):  # the last is the service's to see
        await email.fill(wrong)
        await email.press("Enter")
        await expect(email).to_have_attribute("aria-invalid", "true")

    await page.route("**/leave", lambda route: route.abort("connectionreset"), times=1)
    await email.fill("moi@exemple.org")
    await send.click()
    await expect(chat.element.locator(".card [role=alert]")).to_have_text("Message non envoyé.")
    await expect(email).to_have_value("moi@exemple.org")
    await send.click()
    done = chat.element.locator(".card")
    await expect(done).to_contain_text("Une personne vous répondra à moi@exemple.org.")
    await expect(chat.questions).to_have_text([re.compile("Puis-je avoir une copie")])
    assert (await agent.read(id))["left_email"] == "moi@exemple.org"
    assert await findings(page) == [], "confirmed"

    await page.reload()
    if width < 400:
        await chat.open()
    await expect(done).to_contain_text("moi@exemple.org")
    await done.get_by_role("button", name="Changer l’adresse").click()
    await expect(email).to_be_focused()
    await email.fill("moi@autre.example")
    await email.press("Enter")  # a question is there already: none is needed
    await expect(done).to_contain_text("moi@autre.example")
    assert (await agent.read(id))["left_email"] == "moi@autre.example"
    assert len(await chat.sent()) == 1

    await agent.act(id, "claim")
    await expect(done).to_have_count(0)
    await expect(chat.panel.locator(".who-answers")).to_have_text("Claire")


async def test_a_form_that_was_begun_stays_though_somebody_has_come(
    page: Page, chat: Chat, site: Site, server: Service, agent: Agent
) -> None:
    await here(server)
    await page.goto(site.add_page())
    await chat.open()
    await wait_for_person(chat)
    card = chat.element.locator(".card")
    place = re.compile(r"C’est bientôt à vous|Avant vous : \d+")
    bar = chat.panel.locator(".waiting-bar")
    await expect(card).to_be_visible()
    await here(server, agent)
    await expect(bar).to_contain_text(place)
    await expect(card).to_have_count(0)  # nothing was written in it
    await here(server)
    await card.get_by_role("textbox", name="Adresse e-mail").fill("moi@exemple.org")
    await here(server, agent)
    await expect(bar).to_contain_text(place)
    await card.get_by_role("textbox", name="Votre question").fill("Où sont mes données ?")
    await card.get_by_role("button", name="Envoyer").click()
    await expect(card).to_contain_text("Une personne vous répondra à moi@exemple.org.")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose people are at work again in three days, `AWAY`, at nine."""
    folder = tmp_path_factory.mktemp("closed")
    (folder / "texts").mkdir()
    (folder / "texts" / "privacy.fr.md").write_text("# Vie privée\n\nNous gardons tout un an.\n")
    day = DAYS[AWAY.weekday()]
    settings = {
        "CLAUSE_OFFICE_HOURS": f"{day} 09:00-17:00",
        "CLAUSE_OFFICE_TIME_ZONE": "Europe/Zurich",
        "CLAUSE_STATEMENTS": str(folder / "texts"),
    }
    service = Service(folder, free_port(), settings=settings)
    service.start()
    yield service
    service.stop()


async def test_out_of_hours_it_is_said_when_somebody_is_back(
    new_context: NewContext, site: Site, closed: Service
) -> None:
    context = await new_context(timezone_id="Europe/Zurich")
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page(attributes=f'server="{closed.url}"'))
    await chat.open()
    await wait_for_person(chat)
    day = await page.evaluate(
        "at => new Date(at).toLocaleDateString('fr', { weekday: 'long', timeZone: 'Europe/Zurich' })",
        AWAY.timestamp() * 1000,
    )
    bar = chat.panel.locator(".waiting-bar")
    await expect(bar).to_contain_text(
        re.compile(f"Personne n’est là pour l’instant. De retour {day} à 0?9:00\\.")
    )
    await expect(chat.element.locator(".card")).to_be_visible()


async def test_a_right_that_is_exercised_gets_its_receipt_and_the_offer_of_a_person(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.send("Supprimez toutes mes données, s’il vous plaît.")
    receipt = chat.log.locator(".receipt")
    await expect(receipt).to_contain_text("Votre demande est enregistrée : effacement.")
    events: list[dict[str, Any]] = (await chat.conversation())["events"]
    [due] = [event["rights"]["due_on"] for event in events if event["type"] == "rights"]
    year, month, day = due.split("-")
    await expect(receipt).to_contain_text(re.compile(rf"\b{int(day)}(er)? \S+ {year}\."))
    offers = chat.log.get_by_role("button", name="Parler à une personne")
    await expect(offers).to_have_count(1)  # one to see, however many were made
    assert await findings(page) == []
    await offers.click()
    await expect(chat.notices.last).to_have_text("Une personne a été prévenue.")
    await expect(offers).to_have_count(0)
    assert int(month) in range(1, 13)
    await eventually(lambda: _waits(chat))


async def _is(ask: Callable[[], Awaitable[int]], expected: int) -> bool:
    return await ask() == expected


async def _waits(chat: Chat) -> bool:
    return bool((await chat.conversation())["state"] == "waiting")
