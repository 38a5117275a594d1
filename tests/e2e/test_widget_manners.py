"""What the widget asks for and keeps: nothing before it is opened, and little after."""

from playwright.async_api import Page, expect

from tests.e2e.conftest import Chat, NewContext, Service, Site, eventually

EVERYTHING_STORED = """async () => ({
  cookies: document.cookie,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((database) => database.name),
  caches: self.caches ? await caches.keys() : [],
})"""
NOTHING: dict[str, object] = {
    "cookies": "",
    "local": [],
    "session": [],
    "databases": [],
    "caches": [],
}


def listen(page: Page) -> list[str]:
    """The addresses that the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


async def test_before_it_is_opened_it_asks_for_its_script_alone_and_stores_nothing(
    page: Page, chat: Chat, server: Service, site: Site
) -> None:
    asked = listen(page)
    await page.goto(site.add_page())
    await expect(chat.bubble).to_be_visible()
    await page.mouse.move(640, 400)
    await page.wait_for_timeout(1000)

    from_service = [url for url in asked if not url.startswith(site.url)]
    assert from_service == [f"{server.url}/widget/clause-chat.js"]
    assert await page.evaluate(EVERYTHING_STORED) == NOTHING
    assert await page.context.cookies() == []


async def test_opened_it_asks_the_service_alone_and_starts_no_conversation(
    page: Page, chat: Chat, server: Service, site: Site
) -> None:
    await page.goto(site.add_page())
    asked = listen(page)
    await chat.open()
    await page.wait_for_timeout(500)

    assert asked == [
        f"{server.url}/widget/chat.js?lang=fr",
        f"{server.url}/api/suggestions?language=fr",
    ]


async def test_a_conversation_is_kept_in_this_tab_alone(
    page: Page, chat: Chat, server: Service, site: Site
) -> None:
    asked = listen(page)
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Comment supprimer mon compte ?")

    stored = await page.evaluate(EVERYTHING_STORED)
    assert stored == NOTHING | {"session": [f"clause:{server.url}/"]}
    assert await page.context.cookies() == []
    assert all(url.startswith((server.url, site.url)) for url in asked), "a third party was asked"


async def test_where_storage_is_forbidden_it_works_from_memory(
    new_context: NewContext, server: Service, site: Site
) -> None:
    context = await new_context()
    await context.add_init_script(
        """Object.defineProperty(window, 'sessionStorage', {
             get() { throw new DOMException('no', 'SecurityError'); } });"""
    )
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Comment supprimer mon compte ?")
    await chat.ask("Bonjour")


async def test_a_page_change_keeps_the_conversation_and_what_is_being_typed(
    page: Page, chat: Chat, site: Site
) -> None:
    site.add_page("/autre")
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Comment supprimer mon compte ?")
    marked = await chat.log.locator("mark").first.inner_text()
    await chat.input.fill("Et si je")

    await page.get_by_role("link", name="Autre page").click()
    await page.wait_for_url("**/autre")

    await expect(chat.panel).to_be_visible()
    await expect(chat.questions).to_have_text([r"Vous :Comment supprimer mon compte ?"])
    await expect(chat.log.locator("mark").first).to_have_text(marked)
    await expect(chat.input).to_have_value("Et si je")
    # the panel came back by itself: the page keeps the focus, and old messages are not read out
    assert await page.evaluate("document.activeElement.localName") == "body"
    await page.wait_for_timeout(1500)
    assert await chat.element.locator("[aria-live=polite]").text_content() == ""
    # and the conversation goes on where it was
    await chat.ask("Bonjour")
    assert await chat.sent() == ["Comment supprimer mon compte ?", "Bonjour"]
    await chat.input.press("Escape")
    await expect(chat.bubble).to_be_focused()


async def test_closed_by_the_visitor_it_stays_closed_on_the_next_page(
    page: Page, chat: Chat, site: Site
) -> None:
    site.add_page("/autre")
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    await chat.bubble.click()
    await expect(chat.panel).to_be_hidden()
    asked = listen(page)
    await page.get_by_role("link", name="Autre page").click()
    await page.wait_for_url("**/autre")
    await page.wait_for_timeout(500)
    await expect(chat.panel).to_be_hidden()
    assert not any("/api/" in url for url in asked), "nothing is awaited: nothing need be asked"


async def test_a_closed_chat_that_waits_for_nothing_keeps_no_connection(
    page: Page, chat: Chat, site: Site
) -> None:
    ended: list[str] = []
    page.on("requestfailed", lambda request: ended.append(request.url))
    page.on("requestfinished", lambda request: ended.append(request.url))
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    await chat.bubble.click()
    await eventually(lambda: any(url.endswith("/events") for url in ended))


async def test_the_panel_may_be_opened_and_asked_by_the_site(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await page.evaluate(
        """() => {
          window.told = [];
          for (const name of ['open', 'close', 'answer', 'handoff']) {
            document.addEventListener(`clause:${name}`, (event) =>
              window.told.push([name, event.composed, event.detail]));
          }
          return customElements.whenDefined('clause-chat');
        }"""
    )
    await page.evaluate("document.querySelector('clause-chat').ask('Bonjour')")
    await expect(chat.answers).to_have_count(1)
    await page.evaluate("document.querySelector('clause-chat').ask('Je veux parler à un humain')")
    await eventually(lambda: page.evaluate("told.some(([name]) => name === 'handoff')"))
    await page.evaluate("document.querySelector('clause-chat').close()")
    await expect(chat.panel).to_be_hidden()

    told = await page.evaluate("told")
    assert [name for name, _, _ in told] == ["open", "answer", "answer", "handoff", "close"]
    assert all(composed for _, composed, _ in told)
    assert told[1][2]["answer"]["verdict"] == "small_talk"
    assert told[3][2] == {
        "state": "waiting",
        "action": "ask_person",
        "agent": None,
        "owner": None,
        "previous": None,
    }


async def test_the_host_page_does_not_shift(page: Page, chat: Chat, site: Site) -> None:
    await page.goto(site.add_page())
    before = await page.locator("main").bounding_box()
    await chat.open()
    assert await page.locator("main").bounding_box() == before
    shifts = await page.evaluate(
        """() => new Promise((resolve) => {
             new PerformanceObserver((list) => resolve(list.getEntries().length))
               .observe({ type: 'layout-shift', buffered: true });
             setTimeout(() => resolve(0), 300);
           })"""
    )
    assert shifts == 0
