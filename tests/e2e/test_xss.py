"""Two hundred payloads as question, reply, name, address and statement: none runs anywhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import (
    Chat,
    NewContext,
    Service,
    Site,
    free_port,
    here,
    signed_in,
)
from tests.e2e.desk import Staff
from tests.e2e.test_widget_answers import answer, citation, message, shown
from tests.e2e.xss import PAYLOADS

CHUNK = 60

# markup that a payload would have made, in the page and in every open shadow root
MADE = """() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll('*')) {
      const handler = [...node.attributes].find(({ name }) => name.startsWith('on'));
      const address = node.getAttribute('href') ?? node.getAttribute('src') ?? '';
      const scheme = /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data:text)/i.test(address);
      const kind = ['iframe', 'object', 'embed', 'marquee', 'base', 'video', 'audio', 'math']
        .includes(node.localName);
      if (handler || scheme || kind || /window\\.bad/.test(node.src ?? '')
        || (node.localName === 'script' && node.type !== 'application/json'
          && /bad/.test(node.textContent)))
        found.push(node.outerHTML.slice(0, 200));
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  return found;
}"""


async def assert_harmless(page: Page, dialogs: list[str]) -> None:
    """Nothing ran, and nothing that could was made."""
    await page.wait_for_timeout(500)
    assert await page.evaluate("window.bad") is None
    assert dialogs == []
    assert await page.evaluate(MADE) == []


def listen(page: Page) -> list[str]:
    """Dialogs that open from now on."""
    dialogs: list[str] = []

    async def note(dialog: Any) -> None:
        dialogs.append(dialog.message)
        await dialog.dismiss()

    page.on("dialog", note)
    return dialogs


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), CHUNK))
async def test_in_the_chat_as_question_reply_name_quote_heading_and_address(
    page: Page, chat: Chat, site: Site, first: int
) -> None:
    payloads = PAYLOADS[first : first + CHUNK]
    dialogs = listen(page)
    events = []
    for number, payload in enumerate(payloads):
        cited = citation(
            quote=payload,
            passage=f"{payload}{payload}",
            start=0,
            end=len(payload),
            anchor=f"a{number}",
            heading_path=[payload, payload],
            url=payload,
            language="fr",
            in_force_since="2024-01-01",
        )
        for more in (
            {"author": "visitor", "text": payload},
            {
                "author": "assistant",
                "text": payload,
                "answer": answer(text=payload, citations=[cited]),
            },
            {"author": "agent", "text": payload, "author_name": payload, "citations": [cited]},
            {"author": "system", "text": payload},
        ):
            events.append(message(len(events) + 1, **more))
    given = await shown(chat, site, *events)
    await expect(given).to_have_count(len(payloads))
    await expect(chat.log.locator(".agent")).to_have_count(len(payloads))
    assert await given.get_by_role("link").count() == 0, "an address that is no web address"
    said = await given.locator(".says").all_text_contents()
    assert said == payloads
    await assert_harmless(page, dialogs)


@pytest.fixture(scope="module")
def infested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose statement is made of payloads: title, headings and text."""
    folder = tmp_path_factory.mktemp("infested")
    texts: Path = folder / "statements"
    texts.mkdir()
    lines = [
        "# Privacy <script>window.bad=1</script>",
        "",
        "## Selling <img src=x onerror=window.bad=1>",
        "",
    ]
    lines += ["We do not sell your personal data to anyone.", ""]
    for number, payload in enumerate(PAYLOADS):
        if number % 10 == 0:
            lines += [f"## Section `{payload}`", ""]
        lines += [f"We never sell your data, says `{payload}`, and nobody does.", ""]
    (texts / "privacy.en.md").write_text("\n".join(lines), encoding="utf-8")
    service = Service(folder, free_port(), settings={"CLAUSE_STATEMENTS": str(texts)})
    service.start()
    yield service
    service.stop()


async def test_in_the_statement_its_page_the_search_and_the_plain_form(
    new_context: NewContext, infested: Service
) -> None:
    context = await new_context(locale="en-GB")
    page = await context.new_page()
    dialogs = listen(page)
    await page.goto(f"{infested.url}/statements/privacy?lang=en")
    text = await page.locator("main").inner_text()
    assert sum(payload.split(" x")[-1] in text for payload in PAYLOADS) == len(PAYLOADS)
    await assert_harmless(page, dialogs)
    search = page.locator("clause-search")
    await search.get_by_role("searchbox").fill(PAYLOADS[0])
    await search.get_by_role("searchbox").press("Enter")
    await expect(search.locator(".says")).to_be_visible()
    await search.get_by_role("searchbox").fill("Do you sell my data?")
    await search.get_by_role("searchbox").press("Enter")
    await expect(search.locator(".clause, .choice").first).to_be_attached()
    await assert_harmless(page, dialogs)
    async with httpx.AsyncClient(base_url=infested.url) as client:
        for payload in PAYLOADS:
            response = await client.post("/ask", data={"question": payload, "lang": "en"})
            assert "<script>" not in response.text
    await page.goto(f"{infested.url}/ask?lang=en")
    await page.get_by_label("Your question").fill(
        '"><img src=x onerror=window.bad=1> Do you sell data?'
    )
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".answer")).to_be_visible()
    await assert_harmless(page, dialogs)


async def test_in_the_studio(new_context: NewContext, infested: Service) -> None:
    context = await new_context(locale="en-GB")
    infested_staff = Staff(
        infested, {"Admin": "admin@localhost"}, {"Admin": infested.admin_password}
    )
    if found := _admin_email(infested.log):
        infested_staff.emails["Admin"] = found
    page = await infested_staff.sign_in(context, "Admin", "/studio")
    dialogs = listen(page)
    await expect(page.locator("main")).to_contain_text("window.bad=1")
    await assert_harmless(page, dialogs)


def _admin_email(log: str) -> str:
    """The first account's address, as the service printed it."""
    words = log.replace("│", " ").split()
    return next((word for word in words if "@" in word and "." in word.split("@")[1]), "")


async def test_in_the_console_as_question_reply_and_name(
    new_context: NewContext, server: Service, site: Site
) -> None:
    name = '<img src=x onerror="window.bad=1">'
    async with signed_in(server, name) as agent:
        await here(server, agent)
        async with httpx.AsyncClient(base_url=server.url) as client:
            made = (await client.post("/api/conversations", json={"language": "en"})).json()
            path = f"/api/conversations/{made['id']}"
            client.headers["Authorization"] = f"Bearer {made['token']}"
            await client.post(f"{path}/handoff")
            await agent.act(made["id"], "claim")
            for number, payload in enumerate(PAYLOADS):
                body = {"client_id": f"n{number}", "text": payload, "page": "https://a.example/<b>"}
                response = await client.post(f"{path}/messages", json=body)
                assert response.status_code == 201
                await agent.say(made["id"], payload)
        context = await new_context()
        await context.add_cookies(
            [
                {
                    "name": "clause_session",
                    "value": agent.session,
                    "url": server.url,
                }
            ]
        )
        page = await context.new_page()
        dialogs = listen(page)
        # by its address: others may wait in the list, above it
        await page.goto(f"{server.url}/console/c/{made['id']}")
        last = PAYLOADS[-1].split(" x")[-1]
        await expect(page.get_by_role("log")).to_contain_text(last, timeout=30_000)
        await assert_harmless(page, dialogs)
