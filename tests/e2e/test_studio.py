"""An owner and a visitor in two browsers: a statement is changed, published, and taken back."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from bot.accounts.accounts import Role
from tests.e2e.conftest import Chat, NewContext, Service, Staff, free_port
from tests.e2e.desk import AXE, AXE_TAGS

TEXT = """# Confidentialité de l'Atelier du Vélo

En vigueur depuis le 1er mars 2025.

## Vos factures

Nous conservons vos factures pendant dix ans.

## Notre lettre

Vous recevez notre lettre d'information si vous l'avez demandée. Un lien au bas de chaque lettre y met fin.

## Vos photos

Nous ne publions jamais de photos de vos vélos sans votre accord.
"""
REVISED = TEXT.replace("dix ans", "6 ans").replace("2025", "2026")
QUESTION = "Combien de temps conservez-vous mes factures ?"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own, with one statement in its folder."""
    folder = tmp_path_factory.mktemp("studio")
    statements = folder / "statements"
    statements.mkdir()
    (statements / "privacy.fr.md").write_text(TEXT)
    service = Service(folder, free_port(), settings={"CLAUSE_STATEMENTS": str(statements)})
    service.start()
    yield service
    service.stop()


async def clean(page: Page) -> None:
    """Nothing for axe to find, light and dark, and nothing to scroll sideways on a phone."""
    for width, scheme in ((1280, "light"), (320, "light"), (320, "dark")):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        await page.evaluate(AXE)
        found = await page.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
        assert found["violations"] == [], f"{page.url}, {width} px, {scheme}"
        wide = await page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not wide, f"{page.url} scrolls sideways at {width} px"
        below = await page.evaluate(
            "document.documentElement.scrollHeight - innerHeight"
            " - Math.max(0, document.querySelector('main').getBoundingClientRect().bottom - innerHeight)"
        )
        assert below < 40, f"{page.url} goes on for {below} px below what it shows, at {width} px"
    await page.set_viewport_size({"width": 1280, "height": 860})
    await page.emulate_media(color_scheme="light")


async def test_a_revision_goes_live_and_comes_back(
    house: Service, new_context: NewContext, tmp_path: Path
) -> None:
    visitor = await (await new_context()).new_page()
    await visitor.goto(house.url)
    chat = Chat(visitor)
    await chat.open()
    await expect(await chat.ask(QUESTION)).to_contain_text("pendant dix ans")

    staff = Staff(
        house, {"Administrator": "admin@localhost"}, {"Administrator": house.admin_password}
    )
    owner = await staff.sign_in(await new_context(locale="en-GB"), "Administrator", "/studio")
    await clean(owner)
    await owner.get_by_role("link", name="Confidentialité de l'Atelier du Vélo").click()
    await clean(owner)
    await owner.get_by_role("link", name="Upload a new version").click()
    await clean(owner)
    file = tmp_path / "Confidentialité, version de mars.md"
    file.write_text(REVISED)
    await owner.get_by_label("File").set_input_files(file)
    await owner.get_by_label("Note for colleagues").fill("Relu par Maître Colin")
    await expect(owner.get_by_label("Name of the new document")).to_be_hidden()
    await owner.get_by_role("button", name="Upload and read").click()
    await expect(owner.get_by_role("status")).to_contain_text("The text was read", timeout=60_000)
    await expect(owner.get_by_text("Relu par Maître Colin")).to_be_visible()
    await clean(owner)
    await owner.get_by_role("link", name="Changes").click()
    first = owner.locator(".telling li")
    await expect(first).to_have_count(2)
    await expect(first.last.locator("del")).to_contain_text("dix")
    await expect(first.last.locator("ins")).to_contain_text("6")
    await expect(owner.locator(".match")).to_have_count(2)
    await clean(owner)
    # a draft is nobody's answer yet
    await expect(await chat.ask(QUESTION)).to_contain_text("pendant dix ans")

    await owner.get_by_role("link", name="Publish", exact=True).click()
    await clean(owner)
    await owner.get_by_role("button", name="Publish").click()
    await expect(owner.get_by_role("status")).to_contain_text("It is live")
    await clean(owner)
    await expect(await chat.ask(QUESTION)).to_contain_text("pendant 6 ans")

    await owner.get_by_label("Why").fill("Le tarif manque.")
    await owner.get_by_role("button", name="live again").click()
    await expect(owner.get_by_role("status")).to_contain_text("The text from before is live again")
    await expect(owner.locator(".history li").first).to_contain_text("Le tarif manque.")
    await expect(await chat.ask(QUESTION)).to_contain_text("pendant dix ans")
    # and so it stays after a start, whatever the folder holds
    (house.folder / "statements" / "privacy.fr.md").write_text(REVISED)
    house.stop()
    house.start()
    assert "waits as a draft" in house.log
    await expect(await chat.ask(QUESTION)).to_contain_text("pendant dix ans", timeout=30_000)


async def test_the_form_needs_no_script_and_no_mouse(
    house: Service, new_context: NewContext, tmp_path: Path
) -> None:
    staff = Staff(
        house,
        {"Olga": "olga@example.org"},
        {"Olga": house.add_agent("olga@example.org", "Olga", Role.OWNER)},
    )
    context = await new_context(java_script_enabled=False, locale="en-GB")
    owner = await context.new_page()
    await owner.goto(house.url + "/studio/upload")
    await owner.get_by_label("E-mail").fill("olga@example.org")
    await owner.get_by_label("Password").fill(staff.passwords["Olga"])
    await owner.keyboard.press("Enter")
    for label in ("New password", "New password, once more"):
        await owner.get_by_label(label, exact=True).fill("quatre mots bien choisis")
    await owner.keyboard.press("Enter")
    await owner.wait_for_url("**/studio")
    await owner.goto(house.url + "/studio/upload")
    file = tmp_path / "cookies.fr.md"
    file.write_text("# Cookies\n\n## Durée\n\nNotre cookie reste un jour sur votre appareil.\n")
    await owner.get_by_label("File").set_input_files(file)
    await owner.get_by_label("Document", exact=True).select_option("new")
    await owner.get_by_label("Name of the new document").fill("cookies")
    await owner.get_by_label("Name of the new document").press("Enter")
    await owner.wait_for_url("**/studio/cookies/fr/*/text?notice=uploaded", timeout=60_000)
    await owner.get_by_role("link", name="Publish", exact=True).click()
    await owner.get_by_label("Why").press("Enter")
    await owner.wait_for_url("**/studio/cookies/fr?notice=published")


async def test_what_was_missing_is_seen_to_and_an_old_text_is_reviewed(
    house: Service, new_context: NewContext
) -> None:
    missing = "Combien coûte un vélo électrique neuf ?"
    async with httpx.AsyncClient(base_url=house.url) as client:
        made = (await client.post("/api/conversations", json={"language": "fr"})).json()
        at = f"/api/conversations/{made['id']}"
        headers = {"Authorization": f"Bearer {made['token']}"}
        message = {"client_id": "1", "text": missing}
        await client.post(f"{at}/messages", json=message, headers=headers)
        async with asyncio.timeout(30):
            while (await client.get(at, headers=headers)).json()["last_seq"] < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        vote = {"seq": 2, "helpful": False, "comment": "Rien trouvé, eva@example.org"}
        assert (await client.post(f"{at}/votes", json=vote, headers=headers)).status_code == 200
    with sqlite3.connect(house.folder / "clause.db") as database:
        database.execute(
            "UPDATE versions SET published_at = '2024-01-01 00:00:00.000000' "
            "WHERE state = 'published' AND language = 'fr'"
        )
    password = house.add_agent("rene@example.org", "René", Role.ADMIN)
    staff = Staff(house, {"René": "rene@example.org"}, {"René": password})
    owner = await staff.sign_in(await new_context(locale="en-GB"), "René", "/studio")

    card = owner.locator(".text-card", has_text="Confidentialité de l'Atelier du Vélo")
    await expect(card).to_contain_text("This statement was last reviewed")
    await clean(owner)
    await card.get_by_role("button", name="Reviewed today, nothing to change").press("Enter")
    await expect(owner.get_by_role("status")).to_contain_text("reviewed today by René")
    await expect(card).to_contain_text("Last reviewed today by René")
    await clean(owner)

    await owner.get_by_role("link", name="What visitors ask").click()
    group = owner.locator(".missing > li", has_text=missing)
    await expect(group.locator("summary")).to_contain_text("1 not helpful")
    if await group.locator("details[open]").count() == 0:
        await group.locator("summary").press("Enter")
    await expect(group).to_contain_text("Rien trouvé, [e-mail]")
    await clean(owner)
    curated = group.get_by_role("link", name="Write curated answer")
    await expect(curated).to_have_attribute(
        "href", re.compile(r"/fr/curated/new\?question=Combien")
    )
    await group.get_by_label("Section that answers it").select_option(label="Vos photos")
    await group.get_by_role("button", name="This section answers it").press("Enter")
    await expect(owner.get_by_role("status")).to_contain_text("Kept as a golden question")
    await expect(group.locator("summary")).to_contain_text("Golden question")
    await expect(owner.get_by_role("button", name="This section answers it")).to_have_count(0)
