"""The configurator: the chat as it is set, and the lines to paste; by keyboard, and without a script."""

import json
import os
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, FrameLocator, Page, expect

from bot.web.tones import tone_of
from tests.e2e.conftest import NewContext, Service, Site, Staff, eventually
from tests.e2e.desk import axe, fits

HERE = "/studio/widget"
COLOURS = ("#ffcc00", "#ff0000", "#00ff00", "#0000ff", "#a3262a", "#0f5c63", "#ff69b4", "#808080")


async def picture(page: Page, name: str) -> None:
    """For whoever wants to look: in the folder that CLAUSE_PICTURES names."""
    if folder := os.environ.get("CLAUSE_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def painted(frame: FrameLocator) -> Any:
    """The colour of the bubble as it comes to the screen, and the page's scheme."""
    return await frame.locator("clause-chat .bubble").evaluate(
        """bubble => {
            const paint = document.createElement('canvas').getContext('2d');
            paint.fillStyle = getComputedStyle(bubble).backgroundColor;
            paint.fillRect(0, 0, 1, 1);
            return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }"""
    )


def near(one: list[int], other: str) -> bool:
    wanted = [int(other[at : at + 2], 16) for at in (1, 3, 5)]
    return all(abs(a - b) <= 2 for a, b in zip(one, wanted, strict=True))


async def test_what_is_chosen_is_seen_at_once_and_stands_in_the_lines(
    server: Service, staff: Staff, site: Site, new_context: NewContext
) -> None:
    context = await new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = await staff.sign_in(context, "Administrator", "/studio")
    said: list[ConsoleMessage] = []
    page.on("console", lambda one: said.append(one))
    await page.get_by_role("link", name="The chat").click()
    frame = page.frame_locator("#preview")
    chat = frame.locator("clause-chat")
    panel = chat.get_by_role("dialog")
    lines = page.get_by_role("textbox", name="Paste this before </body>")
    await expect(panel).to_be_visible()  # open, and the focus is where it was
    assert await page.evaluate("document.activeElement === document.body")

    # by keyboard alone
    await page.get_by_label("Brand colour").focus()
    await page.keyboard.type("#ffcc00")
    await expect(page.locator("#verdict")).to_contain_text("could not be read, at 1.5 to 1")
    await eventually(lambda: _holds(page, "--clause-accent: #ffcc00"))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.id") == "position"
    await page.keyboard.type("Left")
    await expect(chat).to_have_attribute("position", "left")
    await page.get_by_label("Language").select_option("de")
    await expect(panel).to_have_attribute("lang", "de")
    await page.get_by_label("Title").fill('Ihre "Daten"')
    await expect(panel).to_contain_text('Ihre "Daten"')
    await page.get_by_label("Questions to begin with").fill("Verkaufen Sie meine Daten?")
    await expect(panel.get_by_role("button", name="Verkaufen Sie meine Daten?")).to_be_visible()
    assert await page.evaluate("document.activeElement.id") == "suggestions"
    await page.get_by_label("Keep nothing in the tab").check()
    await eventually(lambda: _holds(page, " memory "))

    await page.get_by_label("z-index").fill("-1")
    await expect(page.locator("#z-problem")).to_contain_text("Write a whole number")
    await expect(page.get_by_label("z-index")).to_have_attribute("aria-invalid", "true")
    await picture(page, "wrong")
    await axe(page)
    await page.get_by_label("z-index").fill("7")
    await expect(page.locator("#z-problem")).to_be_empty()
    await eventually(lambda: _holds(page, "--clause-z: 7"))
    assert await chat.evaluate("one => getComputedStyle(one).zIndex") == "7"

    # the very same page is there again under its address, and what it says is what a site gets
    await page.reload()
    await expect(panel).to_contain_text('Ihre "Daten"')
    pasted = await lines.input_value()
    assert not [one.text for one in said if one.type == "error"]
    visitor = await (await new_context()).new_page()
    await visitor.goto(
        site.add("/", f"<!doctype html><html lang='en'><title>A site</title><body>{pasted}</body>")
    )
    on_site = visitor.locator("clause-chat")
    await on_site.locator(".bubble").click()
    await expect(on_site.get_by_role("dialog")).to_contain_text('Ihre "Daten"')
    assert await on_site.evaluate("one => getComputedStyle(one).zIndex") == "7"
    assert await visitor.evaluate("sessionStorage.length") == 0


async def _holds(page: Page, text: str) -> bool:
    return text in await page.locator("#lines").input_value()


async def test_the_tone_that_is_named_is_the_one_that_is_painted(
    server: Service, staff: Staff, new_context: NewContext
) -> None:
    page = await staff.sign_in(await new_context(locale="en-GB"), "Administrator", HERE)
    frame = page.frame_locator("#preview")
    for dark in (False, True):
        await page.emulate_media(color_scheme="dark" if dark else "light")
        for colour in COLOURS:
            await frame.locator("clause-chat").evaluate(
                "(chat, colour) => chat.style.setProperty('--clause-accent', colour)", colour
            )
            tone = tone_of(colour, dark=dark)
            assert near(await painted(frame), tone.shown), tone


async def test_it_copies_and_fits_everywhere(
    server: Service, staff: Staff, new_context: NewContext
) -> None:
    context = await new_context(locale="fr-FR", permissions=["clipboard-read", "clipboard-write"])
    page = await staff.sign_in(context, "Administrator", f"{HERE}?colour=%23a3262a&lang=fr")
    await page.get_by_role("button", name="Copier").click()
    await expect(page.get_by_role("button", name="Copié")).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == await page.locator("#lines").input_value()
    for width, scheme in ((1440, "light"), (1440, "dark"), (320, "light"), (320, "dark")):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        await page.set_viewport_size({"width": width, "height": 800})
        await axe(page)
        await fits(page)
        await picture(page, f"configurator-{width}-{scheme}")


async def test_without_a_script_it_is_a_form(
    server: Service, staff: Staff, new_context: NewContext
) -> None:
    signed_in = await new_context(locale="en-GB")
    await staff.sign_in(signed_in, "Administrator", HERE)
    state = await signed_in.storage_state()
    plain = await new_context(locale="en-GB", java_script_enabled=False, storage_state=state)
    page = await plain.new_page()
    await page.goto(server.url + HERE)
    await page.get_by_label("Brand colour").fill("#ffcc00")
    await page.get_by_label("Side of the window").select_option("left")
    await page.get_by_label("Title").fill("Our data")
    await page.get_by_role("button", name="Show").press("Enter")
    lines = await page.locator("#lines").input_value()
    assert 'position="left" words=\'' + json.dumps({"title": "Our data"}) + "'" in lines
    assert "--clause-accent: #ffcc00" in lines
    await expect(page.locator("#verdict")).to_contain_text("is shown instead")
    await expect(page.locator("noscript .note")).to_be_visible()
