"""Whether an answer helped: two buttons under it, a word if it did not, seen again after a page change."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Chat, NewContext, Site
from tests.e2e.test_widget_access import findings

QUESTION = "Comment supprimer mon compte ?"


def votes(answer: Locator) -> Locator:
    """The two buttons under an answer."""
    return answer.get_by_role("group", name="Cette réponse vous aide-t-elle ?")


async def stored(chat: Chat) -> list[tuple[bool, str]]:
    """The votes as the service has them."""
    saved = await chat.saved()
    found: list[dict[str, object]] = await chat.page.evaluate(
        """async ([server, id, token]) => (await fetch(`${server}api/conversations/${id}/votes`,
             { headers: { Authorization: `Bearer ${token}` } })).json()""",
        [await chat.element.evaluate("element => element.server"), saved["id"], saved["token"]],
    )
    return [(bool(one["helpful"]), str(one["comment"])) for one in found]


async def test_an_answer_helped_or_not_and_why(page: Page, chat: Chat, site: Site) -> None:
    await page.goto(site.add_page())
    await page.evaluate(
        "addEventListener('clause:vote', ({ detail }) => (window.heard ??= []).push(detail))"
    )
    await chat.open()
    answer = await chat.ask(QUESTION)
    yes = votes(answer).get_by_role("button", name="Oui")
    no = votes(answer).get_by_role("button", name="Non")
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await yes.click()
    await expect(yes).to_have_attribute("aria-pressed", "true")
    await expect(chat.panel.locator(".shell > .unseen")).to_contain_text("Merci, c’est noté.")
    assert await stored(chat) == [(True, "")]

    # thought better of, by keyboard, and a word with it
    await no.press("Enter")
    word = answer.get_by_label("Que manquait-il ? (facultatif)")
    await expect(word).to_be_focused()
    await expect(no).to_have_attribute("aria-pressed", "true")
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await word.fill("Le délai.")
    await word.press("Enter")
    await expect(word).to_have_count(0)
    await expect(no).to_be_focused()
    assert await stored(chat) == [(False, "Le délai.")]
    assert await page.evaluate("heard") == [
        {"helpful": True},
        {"helpful": False},
        {"helpful": False},
    ]

    # another page of the site: it is still known, and the word is not asked for again
    await page.goto(site.add_page("/autre"))
    again = votes(chat.answers.first)
    await expect(again.get_by_role("button", name="Non")).to_have_attribute("aria-pressed", "true")
    await expect(chat.panel.locator(".votes form")).to_have_count(0)


async def test_small_talk_is_not_asked_about_and_silence_is(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await expect(votes(await chat.ask("Bonjour !"))).to_have_count(0)
    await expect(votes(await chat.ask("Quelle est la capitale du Pérou ?"))).to_have_count(1)


async def test_a_vote_that_is_not_taken_is_not_shown(page: Page, chat: Chat, site: Site) -> None:
    await page.goto(site.add_page())
    await chat.open()
    yes = votes(await chat.ask(QUESTION)).get_by_role("button", name="Oui")
    await page.route("**/votes", lambda route: route.abort())
    await yes.click()
    await expect(chat.panel.locator(".shell > .unseen")).to_contain_text("Cela n’a pas marché")
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await page.unroute("**/votes")
    await yes.click()
    await expect(yes).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
async def test_axe_finds_nothing_where_a_word_is_asked_for(
    new_context: NewContext, site: Site, width: int, scheme: str
) -> None:
    context = await new_context(viewport={"width": width, "height": 720}, color_scheme=scheme)
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page(attributes='theme="auto"'))
    await chat.open()
    answer = await chat.ask(QUESTION)
    await votes(answer).get_by_role("button", name="Non").click()
    await expect(answer.get_by_label("Que manquait-il ? (facultatif)")).to_be_focused()
    assert await findings(page) == []
    box = await votes(answer).get_by_role("button", name="Oui").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
