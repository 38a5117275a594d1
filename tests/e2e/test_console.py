"""The console, the statement and the studio in a real browser, before the real service."""

import re
import time
from contextlib import suppress

import httpx
import pytest
from playwright.async_api import Page, Route, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.e2e.conftest import Chat, NewContext, Service, eventually
from tests.e2e.desk import PASSWORD, NewVisitor, Staff, Visitor, axe, fits, open_row, reply, row

QUESTION = "Comment supprimer mon compte ?"


# --- the whole way ----------------------------------------------------------------------------


async def test_from_the_question_to_a_person_and_back(
    server: Service, staff: Staff, page: Page, chat: Chat, new_context: NewContext
) -> None:
    # the visitor asks, in French, and gets the clause
    await page.goto(server.url)
    await chat.open()
    answer = await chat.ask(QUESTION)
    quote = await answer.locator("mark:not(.also)").first.inner_text()
    async with page.expect_popup() as opened:
        await answer.get_by_role("link").first.click()
    statement = await opened.value
    await expect(statement.locator("#cited")).to_have_text(quote)
    await expect(statement.locator("#cited")).to_be_in_viewport()
    await expect(statement.locator("section:has(#cited)")).to_have_id("suppression-de-compte")
    await statement.close()

    # and asks for a person
    await chat.send("Je voudrais parler à une personne, s'il vous plaît")
    desk = await staff.sign_in(await new_context(locale="en-GB"), "Amélie")
    waiting = desk.get_by_role("region", name="Waiting for a person").get_by_role("link").last
    await expect(waiting).to_contain_text("waits")
    await expect(desk).to_have_title(re.compile(r"^\(\d+\) Console"))
    await waiting.click()

    # the agent sees what the assistant answered, on which clause, and how sure it was
    log = desk.get_by_role("log")
    cited = log.locator(".by-assistant.citing").first
    await expect(cited.locator("mark").first).to_have_text(quote)
    await expect(cited.locator(".clause-path").first).to_contain_text("Suppression de compte")
    await expect(cited.locator(".verdict")).to_contain_text("Answered with the clause")
    await expect(cited.locator(".confidence")).to_contain_text(re.compile(r"\d+ % · \w+"))
    href = await cited.get_by_role("link").first.get_attribute("href")
    assert href is not None
    assert "section=suppression-de-compte" in href
    await expect(log).to_contain_text("The visitor asked for a person")

    # nothing can be written before the conversation is taken
    await expect(desk.get_by_label("Reply to the visitor")).to_have_count(0)
    await desk.get_by_role("button", name="Take over").click()
    await expect(desk.get_by_label("Reply to the visitor")).to_be_focused()
    await expect(log).to_contain_text("Amélie took over")
    await expect(chat.log).to_contain_text("Amélie")

    # what the agent writes is before the visitor within a second
    await reply(desk, "Bonjour, ici Amélie.\nJe regarde votre compte.")
    began = time.monotonic()
    await expect(chat.log).to_contain_text("Je regarde votre compte.")
    assert time.monotonic() - began < 1
    await expect(log.locator(".by-agent .message-text")).to_have_text(
        "Bonjour, ici Amélie.\nJe regarde votre compte.", use_inner_text=True
    )
    await chat.send("Merci beaucoup !")
    began = time.monotonic()
    await expect(log).to_contain_text("Merci beaucoup !")
    assert time.monotonic() - began < 1

    # handed back, the assistant answers again
    await desk.get_by_role("button", name="Hand back to the assistant").click()
    await expect(log).to_contain_text("Amélie handed back to the assistant")
    await expect(desk.get_by_label("Reply to the visitor")).to_have_count(0)
    again = await chat.ask("Vendez-vous mes informations à des tiers ?")
    await expect(again.locator("mark").first).to_be_attached()
    await expect(log.locator(".by-assistant.citing")).to_have_count(2)


async def test_of_two_agents_one_gets_it_and_the_other_is_told_who(
    server: Service, staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION, waiting=True)
    path = f"/console/c/{visitor.id}"
    first = await staff.sign_in(await new_context(locale="en-GB"), "Amélie", path)
    late = await new_context(locale="en-GB")
    # the second one's page hears of nothing, as on a slow line: it still offers to take over
    await late.route("**/events*", lambda route: route.abort())
    second = await staff.sign_in(late, "Boris", path)
    await expect(second.get_by_role("button", name="Take over")).to_be_visible()

    await first.get_by_role("button", name="Take over").click()
    await expect(first.get_by_label("Reply to the visitor")).to_be_visible()
    async with second.expect_response("**/claim") as answered:
        await second.get_by_role("button", name="Take over").click()
    assert (await answered.value).status == 409
    await expect(second.locator(".composer [role=alert]")).to_contain_text("Amélie")
    await expect(second.locator(".composer")).to_contain_text("You can read along")
    await expect(second.get_by_role("button", name="Take over", exact=True)).to_have_count(0)
    await expect(second.locator(".conversation-title")).to_contain_text("With Amélie")
    states = [e["state"]["action"] for e in await visitor.events() if e["type"] == "state"]
    assert states == ["ask_person", "claim"]

    # put back into the queue, the other may have it
    await first.get_by_label("More", exact=True).click()
    await first.get_by_role("button", name="Put back in the queue").click()
    await expect(first.get_by_role("log")).to_contain_text("Amélie put it back in the queue")
    await second.reload()
    await second.get_by_role("button", name="Take over").click()
    await expect(second.get_by_label("Reply to the visitor")).to_be_visible()
    await expect(first.locator(".composer")).to_contain_text("Boris has this conversation")


# --- nothing is lost, nothing is doubled ------------------------------------------------------


async def test_what_could_not_be_sent_is_kept_and_sent_once(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION, waiting=True)
    context = await new_context(locale="en-GB")
    desk = await staff.sign_in(context, "Amélie", f"/console/c/{visitor.id}")
    await desk.get_by_role("button", name="Take over").click()
    ids: list[str] = []
    before_arriving = [True, False]

    async def cut(route: Route) -> None:
        ids.append(route.request.post_data_json["client_id"])
        if not before_arriving.pop(0):
            await route.fetch()  # it arrives; only the answer to it is lost
        await route.abort()

    await context.route("**/messages", cut)
    await reply(desk, "Bonjour, une seconde.")
    failed = desk.locator(".message.failed")
    await expect(failed).to_contain_text("Not sent")
    await expect(failed).to_contain_text("does not answer")
    assert await visitor.texts() == [*visitor.sent, (await visitor.texts())[-1]]

    await failed.get_by_role("button", name="Try again").click()
    await expect(desk.get_by_role("log").locator(".by-agent")).to_have_count(1)
    await expect(desk.locator(".log-unsent > *")).to_have_count(0)
    assert (await visitor.texts()).count("Bonjour, une seconde.") == 1

    # a second one fails, and is still there after the page was loaded again
    before_arriving.append(True)
    await reply(desk, "Voilà.")
    await expect(failed).to_contain_text("Voilà.")
    await context.unroute("**/messages")
    await desk.reload()
    await expect(desk.get_by_role("log").locator(".by-agent")).to_have_count(2)
    await expect(desk.locator(".log-unsent > *")).to_have_count(0)
    assert (await visitor.texts())[-2:] == ["Bonjour, une seconde.", "Voilà."]
    assert len(set(ids)) == 2

    # what will not be sent can be thrown away
    await context.route("**/messages", lambda route: route.abort())
    await reply(desk, "Non, rien.")
    await failed.get_by_role("button", name="Discard").click()
    await expect(desk.locator(".log-unsent > *")).to_have_count(0)


async def test_the_console_comes_back_by_itself_when_the_service_does(
    server: Service, staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION, waiting=True)
    desk = await staff.sign_in(
        await new_context(locale="en-GB"), "Amélie", f"/console/c/{visitor.id}"
    )
    await desk.get_by_role("button", name="Take over").click()
    await expect(desk.locator("#connection")).to_have_text("Live")
    server.stop()
    await expect(desk.locator("#connection")).to_contain_text("Connection lost")
    await reply(desk, "Écrit pendant la coupure.")
    await expect(desk.locator(".message.failed")).to_be_visible()
    server.start()
    await expect(desk.locator("#connection")).to_have_text("Live")
    # it goes out by itself, once
    await expect(desk.get_by_role("log").locator(".by-agent")).to_have_count(1)
    await expect(desk.locator(".log-unsent > *")).to_have_count(0)
    await visitor.say("Me revoilà.")
    await expect(desk.get_by_role("log")).to_contain_text("Me revoilà.")
    assert (await visitor.texts())[-2:] == ["Écrit pendant la coupure.", "Me revoilà."]


# --- the list ---------------------------------------------------------------------------------


async def test_the_list_tells_who_waits_what_is_new_and_who_has_it(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    desk = await staff.sign_in(await new_context(locale="en-GB"), "Amélie")
    await expect(desk.locator("#connection")).to_have_text("Live")
    await expect(desk.locator(".skeleton")).to_have_count(0)
    before = int((re.match(r"\((\d+)\)", await desk.title()) or [0, 0])[1])
    visitor = await new_visitor(QUESTION)
    await expect(row(desk, visitor)).to_contain_text("Assistant")
    await expect(row(desk, visitor)).to_contain_text("FR")
    await expect(row(desk, visitor).locator(".row-unread")).to_have_count(0)

    await visitor.ask_person()
    await expect(desk).to_have_title(re.compile(rf"^\({before + 1}\)"))
    await expect(desk.locator("#announcer")).to_contain_text("waiting")
    await expect(row(desk, visitor)).to_contain_text("waits")
    await expect(row(desk, visitor).locator(".row-unread")).to_have_count(1)
    await desk.get_by_role("button", name="Waiting").click()
    await expect(row(desk, visitor)).to_be_visible()

    await open_row(desk, visitor)
    await expect(row(desk, visitor).locator(".row-unread")).to_have_count(0)
    await expect(row(desk, visitor)).to_have_attribute("aria-current", "true")
    await desk.get_by_role("button", name="Take over").click()
    await expect(row(desk, visitor)).to_have_count(0)
    await desk.get_by_role("button", name="Mine").click()
    await expect(row(desk, visitor)).to_contain_text("You")

    # elsewhere for a moment: what comes now is new
    await desk.go_back()
    await expect(desk).to_have_url(re.compile(r"/console$"))
    await visitor.say("Vous êtes là ?")
    await expect(row(desk, visitor)).to_contain_text("Vous êtes là ?")
    await expect(row(desk, visitor).locator(".row-unread")).to_have_count(1)
    await open_row(desk, visitor)
    await desk.get_by_role("button", name="Close", exact=True).click()
    await desk.get_by_role("button", name="Close it").click()
    await expect(desk.get_by_role("log")).to_contain_text("Amélie closed the conversation")
    await expect(desk.locator(".composer")).to_contain_text("opens again when the visitor writes")
    await desk.get_by_role("button", name="Closed").click()
    await expect(row(desk, visitor)).to_be_visible()
    await visitor.say("Encore une question")
    await expect(desk.get_by_role("log")).to_contain_text("The visitor wrote again")


async def test_the_keyboard_does_it_all(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION, waiting=True)
    desk = await staff.sign_in(await new_context(locale="en-GB"), "Amélie")
    await row(desk, visitor).wait_for()
    keyboard = desk.keyboard
    links = desk.locator("a[data-id]")
    await keyboard.press("j")
    await expect(links.nth(0)).to_be_focused()
    await keyboard.press("k")
    await expect(links.nth(0)).to_be_focused()
    for _ in range(await links.count()):
        focused = await desk.evaluate("document.activeElement.dataset.id")
        if focused == visitor.id:
            break
        await keyboard.press("j")
    await keyboard.press("Enter")
    await expect(desk).to_have_url(re.compile(f"{visitor.id}$"))
    await expect(desk.get_by_role("button", name="Take over")).to_be_visible()
    await keyboard.press("r")
    await expect(desk.locator(".composer [role=alert]")).to_contain_text("Take over first")
    await keyboard.press("c")
    box = desk.get_by_label("Reply to the visitor")
    await expect(box).to_be_focused()

    # while writing, letters are letters; Shift+Enter is a new line
    await keyboard.type("je")
    await keyboard.press("Shift+Enter")
    await keyboard.type("corrige ?")
    await expect(box).to_have_value("je\ncorrige ?")
    await keyboard.press("Enter")
    await expect(box).to_have_value("")
    await eventually(lambda: _said(visitor, "je\ncorrige ?"))

    await keyboard.press("Escape")
    await expect(row(desk, visitor)).to_be_focused()
    await keyboard.press("r")
    await expect(box).to_be_focused()
    await keyboard.press("Escape")
    await keyboard.press("?")
    help_window = desk.get_by_role("dialog", name="Keyboard")
    await expect(help_window).to_be_visible()
    await keyboard.press("Escape")
    await expect(help_window).to_be_hidden()
    await keyboard.press("e")
    await expect(desk.get_by_role("dialog", name="Close this conversation?")).to_be_visible()
    await keyboard.press("Enter")
    await expect(desk.get_by_role("log")).to_contain_text("Amélie closed the conversation")

    # single keys can be switched off, for good
    await keyboard.press("?")
    await desk.get_by_label("Use single-key shortcuts").uncheck()
    await keyboard.press("Escape")
    await desk.reload()
    await row(desk, visitor).wait_for()
    await keyboard.press("?")
    await expect(help_window).to_be_hidden()


async def _said(visitor: Visitor, text: str) -> bool:
    return text in await visitor.texts()


async def test_what_a_visitor_writes_stays_text(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    evil = "<img src=x onerror=\"document.title='caught'\"> <script>alert(1)</script>"
    visitor = await new_visitor(evil)
    desk = await staff.sign_in(
        await new_context(locale="en-GB"), "Amélie", f"/console/c/{visitor.id}"
    )
    await expect(desk.locator(".by-visitor .message-text")).to_have_text(evil)
    await expect(desk.locator(".message img, .row img, .message script")).to_have_count(0)
    assert "caught" not in await desk.title()


async def test_a_conversation_that_is_not_there_is_said_in_words(
    staff: Staff, new_context: NewContext
) -> None:
    desk = await staff.sign_in(await new_context(locale="en-GB"), "Amélie", "/console/c/nowhere")
    await expect(desk.locator("#conversation [role=alert]")).to_contain_text("No such conversation")


async def test_a_session_that_ended_leads_to_the_form_and_back(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION, waiting=True)
    context = await new_context(locale="en-GB")
    desk = await staff.sign_in(context, "Amélie", f"/console/c/{visitor.id}")
    await expect(desk.get_by_role("button", name="Take over")).to_be_visible()
    await context.clear_cookies()
    # what the page asks by itself may find out first; the button is gone with the page then
    with suppress(PlaywrightTimeout):
        await desk.get_by_role("button", name="Take over").click(timeout=5_000)
    await desk.wait_for_url("**/console/login?next=*")
    await desk.get_by_label("E-mail").fill(staff.emails["Amélie"])
    await desk.get_by_label("Password").fill(PASSWORD)
    await desk.get_by_role("button", name="Sign in").click()
    await desk.wait_for_url(f"**/console/c/{visitor.id}")


# --- on every screen, for everybody -----------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
async def test_axe_finds_nothing(
    server: Service,
    staff: Staff,
    new_context: NewContext,
    new_visitor: NewVisitor,
    scheme: str,
    width: int,
) -> None:
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 720}}
    context = await new_context(locale="en-GB", **options)
    stranger = await context.new_page()
    for path in ("/console/login", "/statements/privacy?lang=fr", "/statements/none"):
        await stranger.goto(server.url + path)
        await axe(stranger)
        await fits(stranger)
    await stranger.goto(server.url + "/console/login")
    await stranger.get_by_label("E-mail").fill("nobody@example.org")
    await stranger.get_by_label("Password").fill("not the password")
    await stranger.get_by_role("button", name="Sign in").click()
    await expect(stranger.get_by_role("alert")).to_be_visible()
    await axe(stranger)
    await stranger.close()

    visitor = await new_visitor(QUESTION, "Quel temps fait-il ?", waiting=True)
    desk = await staff.sign_in(context, "Administrator")
    await row(desk, visitor).wait_for()
    await axe(desk)
    await fits(desk)
    await open_row(desk, visitor)
    await expect(desk.get_by_role("button", name="Take over")).to_be_visible()
    await axe(desk)
    if width < 1100:
        await desk.get_by_role("button", name="Show details").click()
        await expect(desk.locator("#context")).to_be_visible()
        await axe(desk)
        await desk.get_by_role("button", name="Hide details").click()
        await expect(desk.get_by_role("button", name="Show details")).to_be_focused()
    await desk.get_by_role("button", name="Take over").click()
    await expect(desk.get_by_label("Reply to the visitor")).to_be_focused()
    await reply(desk, "Bonjour !")
    await context.route("**/messages", lambda route: route.abort())
    await reply(desk, "Cela n'arrive pas.")
    await expect(desk.locator(".message.failed")).to_be_visible()
    await axe(desk)
    await fits(desk)
    await desk.get_by_role("button", name="Discard").click()
    await context.unroute("**/messages")
    await desk.keyboard.press("Escape")
    await desk.get_by_role("button", name="Close", exact=True).click()
    await axe(desk)
    await desk.get_by_role("button", name="Close it").click()
    await expect(desk.locator(".composer")).to_contain_text("closed")
    await axe(desk)
    await desk.keyboard.press("?")
    await expect(desk.get_by_role("dialog", name="Keyboard")).to_be_visible()
    await axe(desk)

    for path in ("/studio", "/console/password", "/console/c/nowhere"):
        await desk.goto(server.url + path)
        await desk.wait_for_load_state()
        await axe(desk)
        await fits(desk)


async def test_one_pane_on_a_phone_two_on_a_tablet_three_on_a_desk(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION, waiting=True)
    desk = await staff.sign_in(await new_context(locale="en-GB"), "Amélie")
    panes = desk.locator("section.list, section.conversation, aside.context")

    async def shown() -> list[bool]:
        return [await panes.nth(i).is_visible() for i in range(3)]

    for width, before, after in (
        (1440, [True, True, False], [True, True, True]),
        (1024, [True, True, False], [True, True, False]),
        (768, [True, True, False], [True, True, False]),
        (375, [True, False, False], [False, True, False]),
    ):
        await desk.set_viewport_size({"width": width, "height": 800})
        await desk.goto(f"{staff.service.url}/console")
        await row(desk, visitor).wait_for()
        assert await shown() == before
        await open_row(desk, visitor)
        assert await shown() == after
        await fits(desk)
    await desk.get_by_role("button", name="All conversations").click()
    await expect(desk).to_have_url(re.compile("/console$"))
    assert await shown() == [True, False, False]
    await expect(row(desk, visitor)).to_be_visible()


async def test_the_statement_leads_to_the_clause_without_javascript(
    server: Service, new_context: NewContext
) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        answer = (await client.post("/api/ask", json={"question": QUESTION})).json()
    citation = answer["citations"][0]
    context = await new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(citation["url"])
    await expect(page.locator("mark")).to_have_text(citation["quote"])
    await expect(page.locator(f"[id='{citation['anchor']}']")).to_be_in_viewport()
    assert await page.locator("h1").count() == 1
    # wherever the link leads, the mark is one step away
    await page.get_by_role("link", name="Aller à la phrase").click()
    await expect(page.locator("#cited")).to_be_in_viewport()


async def test_a_long_section_scrolls_to_the_sentence_itself(
    server: Service, new_context: NewContext
) -> None:
    context = await new_context(viewport={"width": 375, "height": 420})
    page = await context.new_page()
    await page.goto(f"{server.url}/statements/privacy?lang=fr")
    section = page.locator("section", has=page.locator("h2", has_text="Ce que couvre"))
    anchor = await section.get_attribute("id")
    await page.goto(
        f"{server.url}/statements/privacy?lang=fr&section={anchor}&start=1900&end=1950#{anchor}"
    )
    await expect(page.locator("#cited")).to_be_in_viewport()
