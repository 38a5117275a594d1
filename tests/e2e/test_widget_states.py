"""Every state of the chat, in every look that a visitor's system may ask for: nobody is left out."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Agent, Chat, NewContext, Service, Site, eventually, here
from tests.e2e.test_widget_access import findings

# WCAG 2.2, 1.4.12, as a visitor's own style (a bookmarklet) puts it into every shadow root
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""

# at 400 % of a window of 1280 by 1024 there are 320 by 256 left, four device pixels to each
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark, on a small phone": {
        "color_scheme": "dark",
        "viewport": {"width": 320, "height": 640},
        "has_touch": True,
        "is_mobile": True,
    },
    "forced colours": {"forced_colors": "active"},
    "at 400 %": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "text spaced out": {},
}

# What is wrong with what is shown now: a target smaller than 24 pixels (2.5.8), text cut off (1.4.4,
# 1.4.10, 1.4.12), an order of focus that is not the order of reading (2.4.3), a control that forced
# colours leave without a frame or words.
WRONG = r"""
element => {
  const root = element.shadowRoot, panel = root.querySelector('.panel');
  const words = (node) => (node.ariaLabel ?? node.textContent).slice(0, 30);
  const said = (node) => `${node.localName}.${node.className} "${words(node)}"`;
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('.unseen');
  const found = [];
  const all = root.querySelectorAll('button, a, summary, textarea, input, select, [tabindex]');
  const controls = [...all].filter(seen);
  for (const node of controls) {
    const target = node.matches('[type=checkbox]') ? node.closest('label') : node;
    const { width, height } = target.getBoundingClientRect();
    if (Math.min(width, height) < 24) found.push(`${said(node)}: ${width} by ${height}`);
    if (node.tabIndex > 0) found.push(`${said(node)}: has a place of its own in the order`);
    const plain = !node.textContent.trim() && !node.matches('input, textarea, select');
    if (matchMedia('(forced-colors: active)').matches && plain
        && getComputedStyle(node).borderTopStyle === 'none' && !node.matches('.log'))
      found.push(`${said(node)}: no frame in forced colours`);
  }
  if (panel?.open) {
    const { left, right, top, bottom } = panel.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1)
      found.push(`the panel is cut off: ${[left, top, right, bottom]}`);
    for (const node of panel.querySelectorAll('*')) {
      if (!seen(node) || !node.clientWidth || node.matches('.thinking *')) continue;
      if (node.scrollWidth > node.clientWidth + 1) found.push(`${said(node)}: cut off at its side`);
      if (getComputedStyle(node).overflowY !== 'visible' && node.scrollHeight > node.clientHeight + 1
          && !node.matches('.log, textarea')) found.push(`${said(node)}: cut off below`);
    }
    const order = controls.filter((node) => panel.contains(node) && !node.closest('.menu, .below-fold'));
    order.forEach((node, at) => {
      const before = order[at - 1];
      if (!before || before.contains(node)) return;
      // what is scrolled out of the transcript is where the transcript is
      const both = before.closest('.log') === node.closest('.log');
      const place = (one) => (both ? one : one.closest('.log') ?? one).getBoundingClientRect();
      const [a, b] = [place(before), place(node)];
      const sameRow = b.top < a.bottom - 4 && a.top < b.bottom - 4;
      if (sameRow ? b.left < a.left - 1 : b.bottom <= a.top)
        found.push(`${said(node)}: comes after ${said(before)} and stands before it`);
    });
  }
  return found;
}
"""


async def states(chat: Chat, server: Service, agent: Agent) -> AsyncIterator[str]:
    """Leads a visitor through all that there is, and names what is shown."""
    page, panel = chat.page, chat.panel
    yield "closed"
    await here(server)
    await chat.open()
    await expect(panel.locator(".suggestions button").first).to_be_visible(timeout=30_000)
    yield "opened"
    answer = await chat.ask("Comment supprimer mon compte ?")
    for summary in await answer.locator("summary").all():
        await summary.click()
    await answer.get_by_role("button", name="Afficher le paragraphe entier").first.click()
    await answer.get_by_role("button", name="Non", exact=True).click()
    await expect(answer.get_by_label("Que manquait-il ?")).to_be_focused()
    yield "answered, unfolded, a word asked for"
    offer = await chat.ask("Combien de temps gardez-vous mes données ?")
    await chat.input.fill("x" * 2001)
    yield "a person offered, the text too long"
    await chat.send("Ma carte est 4111 1111 1111 1111")
    await expect(panel.locator(".secret")).to_be_visible()
    yield "a secret held back"
    await chat.input.fill("")
    await panel.get_by_role("button", name="Menu").click()
    await expect(panel.locator(".erase")).to_be_visible()
    yield "the menu"
    await chat.input.focus()  # which closes it
    await expect(panel.locator(".erase")).to_be_hidden()
    await offer.get_by_role("button", name="Parler à une personne").click()
    form = panel.locator(".card")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form.locator("#email")).to_be_focused()
    yield "nobody there, an address asked for and missing"
    await form.locator("#email").fill("moi@exemple.org")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form).to_contain_text("moi@exemple.org")
    yield "an address left"
    id = (await chat.saved())["id"]
    await agent.act(id, "claim")
    await agent.say(id, "Bonjour, je m’appelle Claire.")
    await expect(chat.log.locator(".agent")).to_be_visible()
    yield "a person"
    await page.route("**/messages", lambda route: route.fulfill(status=422, json={}), times=1)
    await chat.send("Merci")
    await expect(panel.locator(".failed")).to_be_visible()
    await page.context.set_offline(True)
    await expect(panel.locator(".trouble-bar")).to_be_visible()
    yield "offline, a message not sent"
    await page.context.set_offline(False)
    await panel.locator(".failed").get_by_role("button", name="Réessayer").click()
    await expect(panel.locator(".failed")).to_have_count(0)
    await agent.act(id, "close")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form.locator("#stars")).to_be_focused()
    yield "closed by the person, a rating asked for and missing"
    await form.get_by_role("radio", name="4 sur 5").check()
    yield "a rating chosen"


async def opened_page(page: Page, site: Site, look: str) -> Chat:
    """A page with a chat that looks so."""
    head = "<style>:root { color-scheme: light dark; background: Canvas; color: CanvasText }"
    await page.goto(
        site.add_page(attributes='theme="auto"', head=f"{head} a {{ color: LinkText }}</style>")
    )
    chat = Chat(page)
    if look == "text spaced out":
        await chat.element.evaluate(
            """(element, style) => {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync(style);
              const { adoptedStyleSheets: sheets } = element.shadowRoot;
              sheets.unshift(sheet);
            }""",
            SPACED,
        )
    return chat


# Controls that have the focus and do not show it (2.4.7, 2.4.11), reached as by the keyboard; the menu
# alone while it is open, because it closes when the focus leaves it.
UNSEEN_FOCUS = r"""
element => {
  const root = element.shadowRoot, before = root.activeElement;
  const within = root.querySelector('.menu:not([hidden])') ?? root;
  const found = [];
  for (const node of within.querySelectorAll('button, a, summary, textarea, input, select, .log')) {
    if (!node.checkVisibility() || node.disabled) continue;
    node.focus();
    const ring = node.matches('#input') ? node.closest('.box')
      : node.matches('[type=radio]') ? node.nextElementSibling : node;
    const { outlineStyle, boxShadow } = getComputedStyle(ring);
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const points = [[(left + right) / 2, (top + bottom) / 2], [left + 6, top + 6], [right - 6, bottom - 6]];
    if (!points.some((point) => node.contains(root.elementFromPoint(...point))))
      found.push(`${node.localName}.${node.className}: hidden behind something`);
    if (root.activeElement !== node) found.push(`${node.className} ${node.textContent}: no focus`);
    else if (outlineStyle === 'none' && boxShadow === 'none')
      found.push(`${node.localName}.${node.className} ${node.textContent}: does not show the focus`);
  }
  before?.focus();
  return found;
}
"""


async def leave_by_escape(chat: Chat) -> None:
    """Escape leads out of every state, back to the bubble, and Enter back in, to the input."""
    await chat.panel.evaluate(
        "panel => { if (!panel.contains(panel.getRootNode().activeElement))"
        " panel.querySelector('#input').focus() }"
    )
    await chat.page.keyboard.press("Escape")
    if await chat.panel.is_visible():  # the first was for the menu
        await expect(chat.panel.get_by_role("button", name="Menu")).to_be_focused()
        await chat.page.keyboard.press("Escape")
    await expect(chat.panel).to_be_hidden()
    await expect(chat.bubble).to_be_focused()
    await chat.page.keyboard.press("Enter")
    await expect(chat.input).to_be_focused()


@pytest.mark.parametrize("look", LOOKS)
async def test_every_state_can_be_used(
    new_context: NewContext, site: Site, server: Service, agent: Agent, look: str
) -> None:
    context = await new_context(**{"reduced_motion": "reduce", **LOOKS[look]})
    page = await context.new_page()
    chat = await opened_page(page, site, look)
    wrong: list[str] = []
    seen = 0
    async for state in states(chat, server, agent):
        seen += 1
        wrong += [f"{state}: {one}" for one in await chat.element.evaluate(WRONG)]
        wrong += [f"{state}: {one}" for one in await findings(page)]
        if look in ("light", "forced colours"):
            await page.keyboard.press("Shift")  # from here on it is the keyboard that is used
            wrong += [f"{state}: {one}" for one in await chat.element.evaluate(UNSEEN_FOCUS)]
        if look == "light" and state != "closed":
            await leave_by_escape(chat)
    assert wrong == []
    assert seen == 12


async def test_in_forced_colours_what_matters_is_told_apart(
    new_context: NewContext, site: Site
) -> None:
    context = await new_context(forced_colors="active", reduced_motion="reduce")
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page())
    await chat.open()
    answer = await chat.ask("Comment supprimer mon compte ?")
    # the highlighter is the visitor's own
    style = "(node, name) => getComputedStyle(node)[name]"
    mark = answer.locator("mark:not(.also)").first
    assert await mark.evaluate(style, "forcedColorAdjust") == "none"
    probe = """() => { const span = document.body.appendChild(document.createElement('span'));
      span.style = 'forced-color-adjust: none; background: Mark';
      return getComputedStyle(span).backgroundColor }"""
    assert await mark.evaluate(style, "backgroundColor") == await page.evaluate(probe)
    # which button was pressed shows without colour
    yes, no = (answer.get_by_role("button", name=name, exact=True) for name in ("Oui", "Non"))
    await yes.click()
    await expect(yes).to_have_attribute("aria-pressed", "true")
    sign = "node => getComputedStyle(node, '::before').content"
    assert "✓" in await yes.evaluate(sign)
    assert "✓" not in await no.evaluate(sign)


async def test_zoomed_to_400_percent_while_it_is_open_nothing_is_lost(
    new_context: NewContext, site: Site
) -> None:
    context = await new_context(viewport={"width": 1280, "height": 1024}, reduced_motion="reduce")
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page())
    await chat.open()
    await chat.input.fill("Et si je")
    session = await context.new_cdp_session(page)

    async def zoom(factor: int) -> None:
        # what the browser's own zoom does to a page: fewer CSS pixels, more device pixels to each
        size = {"width": 1280 // factor, "height": 1024 // factor}
        await session.send(
            "Emulation.setDeviceMetricsOverride",
            {**size, "deviceScaleFactor": factor, "mobile": False},
        )
        await page.wait_for_function("width => innerWidth === width", arg=size["width"])

    await zoom(4)
    await expect(chat.panel).to_have_css("width", "320px")
    await expect(chat.panel).to_have_css("height", "256px")
    await expect(chat.input).to_be_focused()
    await expect(chat.input).to_have_value("Et si je")
    await expect(chat.input).to_be_in_viewport(ratio=1)
    assert await chat.element.evaluate(WRONG) == []
    await zoom(1)
    await expect(chat.panel).to_have_css("width", "416px")
    await expect(chat.input).to_be_focused()


async def test_messages_are_read_out_whole_one_at_a_time_and_in_order(
    page: Page, chat: Chat, site: Site, agent: Agent
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.element.evaluate(
        """element => {
          window.heard = [];
          window.most = 0;
          const live = element.shadowRoot.querySelector('[aria-live=polite]');
          new MutationObserver(() => {
            most = Math.max(most, live.children.length);
            if (live.textContent) heard.push(live.textContent);
          }).observe(live, { childList: true });
        }"""
    )
    await chat.panel.get_by_role("button", name="Menu").click()
    await chat.panel.get_by_role("button", name="Parler à une personne").click()
    await expect(chat.notices.last).to_have_text("Une personne a été prévenue.")
    id = (await chat.saved())["id"]
    await agent.act(id, "claim")
    said = ["Bonjour.", "Je regarde.", "C’est fait : le compte sera supprimé demain."]
    for text in said:
        await agent.say(id, text)
    await expect(chat.log.locator(".agent")).to_have_count(3)

    async def all_heard() -> bool:
        heard: list[str] = await page.evaluate("heard")
        return heard[-1:] == [f"Claire écrit : {said[-1]}"]

    await eventually(all_heard, 20)
    heard: list[str] = await page.evaluate("heard")
    joined = heard.index("Claire a rejoint la conversation.")
    assert heard[joined + 1 :] == [f"Claire écrit : {text}" for text in said]
    assert await page.evaluate("most") == 1
