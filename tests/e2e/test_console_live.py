"""Live support in the console: two agents and two visitors at once, in a real browser."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.e2e.conftest import Chat, NewContext, Service, Site, eventually
from tests.e2e.desk import NewVisitor, Staff, Visitor, axe, fits, open_row, reply, row

QUESTION = "Comment supprimer mon compte ?"


def staff_url(desk: Page) -> str:
    """The service's address, without a trailing slash."""
    return "/".join(desk.url.split("/")[:3])


async def take_over(desk: Page) -> None:
    await desk.get_by_role("button", name="Take over", exact=True).click()
    await expect(desk.get_by_label("Reply to the visitor")).to_be_focused()


async def cite(desk: Page, search: str) -> str:
    """Search the statement, put the best sentence under the reply; gives it."""
    await desk.get_by_label("Search the statement").fill(search)
    first = desk.locator(".context .found-clause").first
    await expect(first).to_be_visible()
    quote = await first.locator("blockquote").inner_text()
    await first.get_by_role("button", name="Cite in the reply").click()
    await expect(desk.locator(".cited-clause")).to_have_count(1)
    return quote


async def test_two_agents_and_two_visitors_at_once(
    server: Service, staff: Staff, new_context: NewContext
) -> None:
    chats = []
    for text in ("Où sont mes données ?", "Qui est votre délégué ?"):
        page = await (await new_context()).new_page()
        await page.goto(server.url)
        chat = Chat(page)
        await chat.open()
        await chat.ask(text)
        await chat.send("Je voudrais parler à une personne")
        await expect(chat.notices.last).to_be_visible()
        chats.append(chat)
    one, two = chats
    ids = [(await chat.saved())["id"] for chat in chats]
    amelie = await staff.sign_in(
        await new_context(locale="en-GB"), "Amélie", f"/console/c/{ids[0]}"
    )
    boris = await staff.sign_in(await new_context(locale="en-GB"), "Boris", f"/console/c/{ids[1]}")
    await take_over(amelie)
    await take_over(boris)
    await reply(amelie, "Ici Amélie.")
    await reply(boris, "Ici Boris.")
    await expect(one.log).to_contain_text("Ici Amélie.")
    await expect(two.log).to_contain_text("Ici Boris.")
    await expect(one.log).not_to_contain_text("Ici Boris.")
    await expect(two.log).not_to_contain_text("Ici Amélie.")
    await one.send("Merci Amélie")
    await expect(amelie.get_by_role("log", name="Messages")).to_contain_text("Merci Amélie")

    # Boris looks at Amélie's: he may leave a note, which no visitor sees, and take over by name
    await boris.locator(f'a[data-id="{ids[0]}"]').click()
    await expect(boris.locator(".composer-lock")).to_contain_text("Amélie has this conversation")
    note = boris.get_by_label("Private note", exact=True)
    await note.fill("I know this one.")
    await note.press("Enter")
    await expect(amelie.locator(".by-note")).to_contain_text("Boris, private note")
    await boris.get_by_role("button", name="Take over from Amélie").click()
    asked = boris.get_by_role("dialog", name="Take over from Amélie?")
    await expect(asked).to_contain_text("They are told")
    await asked.get_by_role("button", name="Cancel").click()
    await expect(amelie.get_by_label("Reply to the visitor")).to_be_visible()
    await boris.get_by_role("button", name="Take over from Amélie").click()
    await asked.get_by_role("button", name="Take over from Amélie").click()
    await expect(boris.get_by_label("Reply to the visitor")).to_be_focused()
    await expect(amelie.locator(".toast")).to_contain_text("Boris took over")
    await expect(amelie.get_by_label("Reply to the visitor")).to_have_count(0)
    log = amelie.get_by_role("log", name="Messages")
    await expect(log).to_contain_text("Boris took over from Amélie")

    # and gives it back; the other is told
    await boris.get_by_label("More", exact=True).click()
    await boris.get_by_role("button", name="Give to a colleague").click()
    given = boris.get_by_role("dialog", name="Give to a colleague")
    await given.get_by_label("Amélie").check()
    await given.get_by_role("button", name="Give it").click()
    await expect(amelie.locator(".toast").last).to_contain_text("Boris gave you")
    await expect(amelie.get_by_label("Reply to the visitor")).to_be_visible()

    # what she cites, the visitor gets as the assistant's citations
    quote = await cite(amelie, "supprimer mon compte")
    await expect(amelie.get_by_label("Reply to the visitor")).to_have_value(
        "Voici ce que dit la déclaration :"
    )
    await amelie.keyboard.press("Enter")
    card = one.log.locator(".agent .clause")
    await expect(card.locator("mark")).to_have_text(quote)
    await expect(card.locator(".path")).to_contain_text("Suppression de compte")
    href = await card.get_by_role("link").get_attribute("href")
    assert href is not None
    assert "section=suppression-de-compte" in href
    await expect(log.locator(".by-agent.citing mark")).to_have_text(quote)
    await axe(one.page)
    texts = json.dumps(await one.conversation())
    assert "I know this one." not in texts
    for desk in (amelie, boris):
        await axe(desk)


async def test_a_quote_that_is_not_verbatim_is_refused_in_place(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION, waiting=True)
    context = await new_context(locale="en-GB", viewport={"width": 1024, "height": 768})
    desk = await staff.sign_in(context, "Amélie", f"/console/c/{visitor.id}")
    await take_over(desk)
    await desk.get_by_role("button", name="Show details").click()  # a drawer here
    await cite(desk, "supprimer mon compte")
    await expect(desk.locator("#context")).to_be_hidden()  # out of the way of the reply

    async def falsify(route: Route) -> None:
        body = route.request.post_data_json
        body["citations"][0]["quote"] = "Nous vendons tout."
        await route.continue_(post_data=json.dumps(body))

    await context.route("**/messages", falsify)
    await desk.get_by_role("button", name="Send").click()
    failed = desk.locator(".message.failed")
    await expect(failed).to_contain_text("not, word for word, what the statement says")
    assert "Nous vendons" not in json.dumps(await visitor.events())
    await axe(desk)
    await context.unroute("**/messages")
    await failed.get_by_role("button", name="Try again").click()
    await expect(desk.locator(".log-unsent > *")).to_have_count(0)
    await expect(desk.locator(".by-agent.citing mark")).to_have_count(1)
    said = [event["message"] for event in await visitor.events() if event["type"] == "message"]
    [cited] = said[-1]["citations"]
    assert cited["quote"] == await desk.locator(".by-agent.citing mark").inner_text()


async def test_who_types_and_what_was_read(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(waiting=True)
    await visitor.say("Bonjour ?")
    path = f"/api/conversations/{visitor.id}"
    desk = await staff.sign_in(
        await new_context(locale="en-GB"), "Amélie", f"/console/c/{visitor.id}"
    )
    await take_over(desk)
    await visitor.client.post(f"{path}/typing", json={"typing": True})
    await expect(desk.locator(".typing")).to_have_text("The visitor is typing…")
    await visitor.say("Voilà.")
    await expect(desk.locator(".typing")).to_be_hidden()

    await desk.keyboard.type("Je")
    colleague = await staff.sign_in(
        await new_context(locale="en-GB"), "Boris", f"/console/c/{visitor.id}"
    )
    await desk.keyboard.type(" regarde")
    await expect(colleague.locator(".typing")).to_have_text("Amélie is typing…")
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".receipt")).to_have_text("Sent")
    last = (await visitor.events())[-1]["seq"]
    await visitor.client.post(f"{path}/read", json={"seq": last})
    await expect(desk.locator(".receipt")).to_have_text("Seen")


async def test_what_the_visitor_deletes_leaves_the_agents_screen(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(waiting=True)
    await visitor.say("Je m’appelle Aurélie.")
    desk = await staff.sign_in(
        await new_context(locale="en-GB"), "Amélie", f"/console/c/{visitor.id}"
    )
    await expect(desk.get_by_role("log")).to_contain_text("Aurélie")
    gone = await visitor.client.delete(f"/api/conversations/{visitor.id}")
    assert gone.status_code == 204
    await expect(desk.get_by_role("alert")).to_be_visible()
    await expect(desk.locator("body")).not_to_contain_text("Aurélie")


async def test_a_long_conversation_its_unread_divider_and_a_search_in_it(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(waiting=True)
    for number in range(150):
        await visitor.say("Le mot est Trouvé" if number == 20 else f"Message {number + 1}")
    context = await new_context(locale="en-GB")
    desk = await staff.sign_in(context, "Amélie", f"/console/c/{visitor.id}")
    messages = desk.locator(".log .message")
    log = desk.get_by_role("log", name="Messages")
    await expect(log.get_by_text("Message 150", exact=True)).to_be_in_viewport()
    before = await messages.count()
    assert before <= 60
    top = desk.locator(".log .message").first
    text = await top.locator(".message-text").inner_text()
    kept = log.get_by_text(text, exact=True)
    await desk.evaluate("document.querySelector('.scroller').scrollTop = 120")
    at = (await kept.bounding_box() or {})["y"]
    await eventually(lambda: _more(messages, before))
    assert abs((await kept.bounding_box() or {})["y"] - at) <= 1.5, "it jumped"
    for _ in range(4):
        await desk.evaluate("document.querySelector('.scroller').scrollTop = 0")
        await desk.wait_for_timeout(300)
    await expect(messages).to_have_count(150)
    numbers = await messages.evaluate_all("all => all.map(one => Number(one.dataset.seq))")
    assert numbers == sorted(set(numbers))

    # away for two messages: a line says where the new ones begin
    await eventually(lambda: _all_read(desk, visitor))
    await desk.goto(f"{staff.service.url}/console")
    await visitor.say("Nouveau un")
    await visitor.say("Nouveau deux")
    await expect(row(desk, visitor).locator(".row-unread")).to_contain_text("2")
    await open_row(desk, visitor)
    following = desk.locator(".divider + .message")
    await expect(following).to_contain_text("Nouveau un")

    # found by a word, whatever its accents, marked in the list and shown in its place
    await desk.keyboard.press("Escape")
    await desk.evaluate("document.activeElement.blur()")
    await desk.keyboard.press("/")
    await desk.keyboard.type("mot trouve")
    await expect(row(desk, visitor).locator("mark")).to_have_text(["mot", "Trouvé"])
    await axe(desk)
    await row(desk, visitor).click()
    await expect(log.get_by_text("Le mot est Trouvé", exact=True)).to_be_in_viewport()


async def _more(messages: Any, before: int) -> bool:
    return bool(await messages.count() > before)


async def _all_read(desk: Page, visitor: Visitor) -> bool:
    path = f"/api/console/conversations/{visitor.id}?latest=1"
    whole = await (await desk.request.get(staff_url(desk) + path)).json()
    return bool(whole["my_read"] == whole["last_seq"])


async def test_canned_replies_are_made_picked_and_filled_in_by_keyboard(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    context = await new_context(locale="en-GB")
    desk = await staff.sign_in(context, "Amélie", "/console/replies")
    for shortcut, text in (
        ("hello", "Bonjour, ici {agent_name}."),
        ("due", "D'ici au {rights_due_on}."),
    ):
        await desk.get_by_role("button", name="New reply").click()
        await desk.get_by_label("Shortcut").fill(shortcut)
        await desk.get_by_label("Text").fill(text)
        await axe(desk)
        await desk.get_by_role("button", name="Save").click()
        await expect(desk.locator("#done")).to_contain_text(f"/{shortcut}")
    await desk.get_by_role("button", name="New reply").click()
    await desk.get_by_label("Shortcut").fill("hello")
    await desk.get_by_label("Text").fill("{nobody}")
    await desk.get_by_role("button", name="Save").click()
    await expect(desk.get_by_role("dialog").get_by_role("alert")).to_contain_text("no variable")
    await desk.keyboard.press("Escape")
    await axe(desk)

    visitor = await new_visitor(waiting=True)
    await visitor.say("Bonjour")
    await desk.goto(f"{staff.service.url}/console/c/{visitor.id}")
    await take_over(desk)
    box = desk.get_by_label("Reply to the visitor")
    await desk.keyboard.type("a/b ")  # within a word it is a letter
    await desk.keyboard.press("/")
    field = desk.get_by_role("combobox", name="Search canned replies")
    await expect(field).to_be_focused()
    await expect(desk.get_by_role("option")).to_have_count(2)
    await axe(desk)
    await desk.keyboard.press("ArrowDown")
    chosen = await field.get_attribute("aria-activedescendant")
    await expect(desk.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    await desk.keyboard.press("Escape")
    await expect(box).to_have_value("a/b /")
    await box.fill("")
    await desk.keyboard.press("/")
    await desk.keyboard.type("hel")
    await expect(desk.get_by_role("option")).to_have_count(1)
    await desk.keyboard.press("Enter")
    await expect(box).to_have_value("Bonjour, ici Amélie.")
    await expect(box).to_be_focused()
    # what has no value here stands as written, chosen, to be filled in
    await box.fill("")
    await desk.keyboard.press("/")
    await desk.keyboard.type("due")
    await expect(desk.get_by_role("option")).to_have_count(1)
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".composer [role=alert]")).to_contain_text("{rights_due_on}")
    await desk.keyboard.type("lundi")
    await expect(box).to_have_value("D'ici au lundi.")


async def test_a_rights_request_from_the_list_to_its_outcome(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor("Please delete all my personal data.", language="en")
    desk = await staff.sign_in(await new_context(locale="en-GB"), "Amélie")
    await expect(row(desk, visitor)).to_contain_text("Erasure")
    await desk.get_by_role("button", name="Rights").click()
    await expect(row(desk, visitor)).to_contain_text(re.compile(r"due in (2[789]|3[01]) days"))
    await axe(desk)
    await row(desk, visitor).click()
    await expect(desk.get_by_role("log", name="Messages")).to_contain_text(
        "Rights request: Erasure"
    )
    await desk.get_by_role("button", name="Close with an outcome…").click()
    asked = desk.get_by_role("dialog", name="Close this rights request")
    await asked.get_by_role("radio", name="Refused").check()
    await asked.get_by_role("button", name="Close the request").click()
    await expect(asked.get_by_role("alert")).to_contain_text("reason")
    await axe(desk)
    await asked.get_by_role("radio", name="Done").check()
    await asked.get_by_role("button", name="Close the request").click()
    await expect(desk.locator(".context-rights")).to_contain_text("Closed by Amélie")
    await expect(row(desk, visitor)).to_have_count(0)
    await desk.get_by_role("button", name="Show closed requests").click()
    await expect(row(desk, visitor)).to_contain_text("Done")


async def test_where_the_assistant_was_wrong_the_right_section_is_kept(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    visitor = await new_visitor(QUESTION)
    admin = await staff.sign_in(
        await new_context(locale="en-GB"), "Administrator", f"/console/c/{visitor.id}"
    )
    await admin.get_by_role("button", name="Wrong here?").click()
    asked = admin.get_by_role("dialog", name="The assistant was wrong here")
    await expect(asked.locator(".found-clauses .choice").first).to_be_visible()
    await axe(admin)
    section = asked.locator(".found-clauses .choice", has_text="Suppression de compte").first
    await section.click()
    await asked.get_by_role("button", name="Keep it").click()
    await expect(admin.get_by_role("log", name="Messages")).to_contain_text("Marked as wrong")
    kept = (await (await admin.request.get(f"{staff_url(admin)}/api/console/candidates")).json())[
        "candidates"
    ]
    mine = next(one for one in kept if one["conversation_id"] == visitor.id)
    assert (mine["question"], mine["anchor"]) == (QUESTION, "suppression-de-compte")


async def test_what_waits_is_told_by_title_window_and_sound_if_they_are_wanted(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor
) -> None:
    context = await new_context(locale="en-GB")
    # what the browser would show and play is written down; everything else is its own
    await context.add_init_script("""
      window.told = []; window.tones = 0;
      const Real = window.Notification;
      window.Notification = class extends Real {
        constructor(title, options) { super(title, options); window.told.push(title); }
      };
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (at) { window.tones++; start.call(this, at); };
      document.hasFocus = () => false;
    """)
    await context.grant_permissions(["notifications"], origin=staff.service.url)
    desk = await staff.sign_in(context, "Amélie")
    await expect(desk.locator("#connection")).to_have_text("Live")
    await new_visitor(QUESTION, waiting=True)
    await expect(desk.locator("#announcer")).to_contain_text("waiting")
    assert await desk.evaluate("[told.length, tones]") == [0, 0]  # nobody asked for it
    await desk.get_by_role("button", name="Notifications").click()
    await desk.get_by_label("Desktop notification").check()
    await desk.get_by_label("Sound").check()
    await axe(desk)
    await desk.keyboard.press("Escape")
    before = await desk.evaluate("tones")
    visitor = await new_visitor(QUESTION, waiting=True)
    await eventually(lambda: desk.evaluate("told.length"))
    assert f"Visitor {visitor.id[:4].upper()} is waiting" in await desk.evaluate("told")
    assert await desk.evaluate("tones") > before
    await expect(desk).to_have_title(re.compile(r"^\(\d+\) Console"))


@pytest.mark.parametrize("width", [1280, 320])
async def test_an_agents_own_figures(staff: Staff, new_context: NewContext, width: int) -> None:
    context = await new_context(locale="en-GB", viewport={"width": width, "height": 720})
    desk = await staff.sign_in(context, "Amélie")
    await desk.locator(".bar summary").click()
    await desk.get_by_role("link", name="My figures").click()
    table = desk.get_by_role("table", name="Figures of the last 7, 30 and 90 days")
    await expect(table.get_by_role("rowheader")).to_have_text(
        ["Last 7 days", "Last 30 days", "Last 90 days"]
    )
    found = await (await desk.request.get(f"{staff_url(desk)}/api/console/figures?days=30")).json()
    cells = await table.get_by_role("row").nth(2).get_by_role("cell").all_inner_texts()
    assert [int(cells[0]), int(cells[3])] == [found["replies"], found["closed"]]
    await axe(desk)
    await fits(desk)


@pytest.mark.parametrize(("width", "scheme"), [(1024, "light"), (320, "dark")])
async def test_axe_finds_nothing_in_what_live_support_adds(
    staff: Staff, new_context: NewContext, new_visitor: NewVisitor, width: int, scheme: str
) -> None:
    visitor = await new_visitor("Please delete all my personal data.", language="en", waiting=True)
    context = await new_context(
        locale="en-GB", color_scheme=scheme, viewport={"width": width, "height": 720}
    )
    desk = await staff.sign_in(context, "Amélie", f"/console/c/{visitor.id}")
    note = desk.get_by_label("Private note", exact=True)
    await note.fill("A note.")
    await note.press("Enter")
    await expect(desk.locator(".by-note")).to_be_visible()
    await axe(desk)
    await fits(desk)
    await take_over(desk)
    await desk.get_by_role("button", name="Show details").click()
    await desk.get_by_label("Search the statement").fill("compte")
    await expect(desk.locator(".found-clause").first).to_be_visible()
    await axe(desk)
    await desk.locator(".found-clause button").first.click()
    await axe(desk)
    await desk.get_by_label("More", exact=True).click()
    await axe(desk)
    await desk.get_by_role("button", name="Give to a colleague").click()
    await expect(desk.get_by_role("dialog", name="Give to a colleague")).to_be_visible()
    await axe(desk)
    await fits(desk)
    await desk.keyboard.press("Escape")
    await desk.get_by_role("button", name="Private note").click()
    await axe(desk)
    await desk.get_by_role("button", name="Hand back to the assistant").click()
    await expect(desk.get_by_role("log", name="Messages")).to_contain_text("handed back")
    await axe(desk)


async def test_the_page_and_what_was_before_where_the_site_allows_it(
    staff: Staff, new_context: NewContext, site: Site
) -> None:
    page = await (await new_context()).new_page()
    await page.goto(site.add_page("/panier", attributes="share-page") + "?secret=1")
    chat = Chat(page)
    await chat.open()
    await chat.ask(QUESTION)
    first = (await chat.saved())["id"]
    desk = await staff.sign_in(await new_context(locale="en-GB"), "Amélie", f"/console/c/{first}")
    link = desk.locator(".facts").get_by_role("link")
    await expect(link).to_have_attribute("href", f"{site.url}/panier")
    # the token is no longer taken: a new conversation begins, and the old one is its past
    await page.route("**/messages", lambda route: route.fulfill(status=401, json={}), times=1)
    await chat.send("Et combien de temps ?")
    await eventually(lambda: _other(chat, first))
    second = (await chat.saved())["id"]
    await desk.goto(f"{staff.service.url}/console/c/{second}")
    past = desk.get_by_role("region", name="Earlier conversations").get_by_role("link")
    await expect(past).to_have_text(QUESTION)
    await axe(desk)
    await past.click()
    await expect(desk).to_have_url(re.compile(f"{first}$"))


async def _other(chat: Chat, id: str) -> bool:
    return bool((await chat.saved()).get("id") not in ("", id, None))
