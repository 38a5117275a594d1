"""An owner answers in words of their own; a visitor and an agent see whose words they are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Chat, NewContext, Service, Staff, free_port
from tests.e2e.desk import AXE, AXE_TAGS
from tests.e2e.test_studio import QUESTION, TEXT, clean

WORDS = "Oui, dix ans : c'est la loi."
LABEL = "Dans les mots de l’entreprise"  # a colon follows


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own, with one statement in its folder."""
    folder = tmp_path_factory.mktemp("curated")
    statements = folder / "statements"
    statements.mkdir()
    (statements / "privacy.fr.md").write_text(TEXT)
    service = Service(folder, free_port(), settings={"CLAUSE_STATEMENTS": str(statements)})
    service.start()
    yield service
    service.stop()


async def picture(page: Page, name: str) -> None:
    """For whoever wants to look: in the folder that CLAUSE_PICTURES names."""
    folder = os.environ.get("CLAUSE_PICTURES")
    if folder:
        await page.screenshot(path=Path(folder) / f"{name}.png")


async def test_the_owners_words_reach_the_visitor_until_the_section_changes(
    house: Service, new_context: NewContext, tmp_path: Path
) -> None:
    staff = Staff(
        house, {"Administrator": "admin@localhost"}, {"Administrator": house.admin_password}
    )
    owner = await staff.sign_in(await new_context(locale="en-GB"), "Administrator", "/studio")
    home = house.url + "/studio/privacy/fr"
    await owner.goto(home)
    await owner.get_by_role("link", name="Curated answers").click()
    await clean(owner)
    await owner.get_by_role("link", name="Write an answer").click()
    await clean(owner)
    await owner.get_by_label("Answer, in your words").fill(WORDS)
    await owner.get_by_label("Example questions").fill(
        "Combien de temps gardez-vous mes factures ?"
    )
    await owner.get_by_label("Vos factures").press("Space")
    await picture(owner, "form")
    await owner.get_by_role("button", name="Save and show it").press("Enter")
    await expect(owner.get_by_role("status")).to_contain_text("shown from now on")
    await clean(owner)

    visitor = await (await new_context()).new_page()
    await visitor.goto(house.url)
    chat = Chat(visitor)
    await chat.open()
    answer = await chat.ask(QUESTION)
    await expect(answer.locator(".own small")).to_contain_text(LABEL)
    await expect(answer.locator(".own")).to_contain_text(WORDS)
    await expect(answer).to_contain_text("pendant dix ans")
    above = (
        "one => one.querySelector('.own').compareDocumentPosition(one.querySelector('mark')) & 4"
    )
    assert await answer.evaluate(above)
    for scheme in ("light", "dark"):
        await visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        await visitor.evaluate(AXE)
        found = await visitor.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
        assert found["violations"] == []
        await picture(visitor, f"widget-{scheme}")

    await owner.goto(house.url + "/console")
    await (
        owner.get_by_role("button", name="All")
        .or_(owner.get_by_role("tab", name="All"))
        .or_(owner.get_by_role("link", name="All"))
        .first.click()
    )
    await owner.get_by_text(QUESTION).first.click()
    await expect(owner.locator(".owners-words small")).to_contain_text(LABEL)
    await expect(owner.locator(".owners-words")).to_contain_text(WORDS)
    assert await owner.locator(".owners-words").evaluate(
        "one => one.nextElementSibling.matches('.message-text')"
    )
    await owner.evaluate(AXE)
    found = await owner.evaluate("tags => axe.run(document, {runOnly: tags})", AXE_TAGS)
    assert found["violations"] == []
    await picture(owner, "console")

    file = tmp_path / "privacy.fr.md"
    file.write_text(TEXT.replace("dix ans", "6 ans"))
    await owner.goto(house.url + "/studio/upload?slug=privacy&language=fr")
    await owner.get_by_label("File").set_input_files(file)
    await owner.get_by_role("button", name="Upload").click()
    await owner.wait_for_url("**/studio/privacy/fr/*/**", timeout=60_000)
    await owner.goto(owner.url.rpartition("/")[0] + "/publish")
    await owner.get_by_role("button", name="Publish").click()
    await expect(owner.get_by_role("status")).to_contain_text("It is live")
    answer = await chat.ask(QUESTION)
    await expect(answer).to_contain_text("pendant 6 ans")
    await expect(answer.locator(".own")).to_have_count(0)
    await owner.goto(home + "/curated")
    await expect(owner.get_by_text("Not shown: to be confirmed")).to_be_visible()
    await clean(owner)
    await picture(owner, "stale")
    await owner.set_viewport_size({"width": 320, "height": 800})
    await owner.emulate_media(color_scheme="dark")
    await picture(owner, "stale-320-dark")
