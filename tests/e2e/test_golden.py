"""An owner with golden questions: a draft that breaks one is held up until a reason is given."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import NewContext, Service, Staff, free_port
from tests.e2e.test_studio import REVISED, TEXT, clean

GOLDEN = (
    {"question": "Combien de temps gardez-vous mes factures ?", "anchor": "vos-factures"},
    {
        "question": "Publiez-vous des photos de mon vélo ?",
        "anchor": "vos-photos",
        "tags": ["promesse"],
    },
    {"question": "Êtes-vous certifiés ISO 27001 ?", "tags": ["silence"]},
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own, with one statement and its golden questions beside it."""
    folder = tmp_path_factory.mktemp("golden")
    for name in ("statements", "golden"):
        (folder / name).mkdir()
    (folder / "statements" / "privacy.fr.md").write_text(TEXT)
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in GOLDEN)
    (folder / "golden" / "privacy.fr.jsonl").write_text(lines)
    statements = str(folder / "statements")
    service = Service(folder, free_port(), settings={"CLAUSE_STATEMENTS": statements})
    service.start()
    yield service
    service.stop()


async def upload(owner: Page, house: Service, file: Path) -> str:
    await owner.goto(house.url + "/studio/upload?slug=privacy&language=fr")
    await owner.get_by_label("File").set_input_files(file)
    await owner.get_by_role("button", name="Upload").click()
    await owner.wait_for_url("**/studio/privacy/fr/*/**", timeout=60_000)
    return owner.url.rpartition("/")[0]


async def test_a_broken_promise_is_seen_before_it_is_published(
    house: Service, new_context: NewContext, tmp_path: Path
) -> None:
    staff = Staff(
        house, {"Administrator": "admin@localhost"}, {"Administrator": house.admin_password}
    )
    owner = await staff.sign_in(await new_context(locale="en-GB"), "Administrator", "/studio")
    await owner.goto(house.url + "/studio/golden")
    await expect(owner.get_by_role("heading", name="3 questions")).to_be_visible()
    await clean(owner)
    await owner.get_by_role("link", name="Add a question").click()
    await clean(owner)
    await owner.get_by_label("Question", exact=True).fill("Comment arrêter la lettre ?")
    await owner.get_by_label("What should answer it").select_option("notre-lettre")
    await owner.get_by_label("Tags").press("Enter")
    await expect(owner.get_by_role("status")).to_contain_text("kept")

    file = tmp_path / "privacy.fr.md"
    file.write_text(REVISED.partition("## Vos photos")[0])
    version = await upload(owner, house, file)
    await owner.get_by_role("link", name="Questions").click()
    await expect(owner.get_by_text("1 golden question breaks")).to_be_visible(timeout=60_000)
    row = owner.locator(".gate-row").first
    await expect(row).to_contain_text("Section gone")
    await expect(row.locator("mark").first).to_have_text(
        "Nous ne publions jamais de photos de vos vélos sans votre accord."
    )
    await clean(owner)
    closed = owner.locator(".gate-row:not([open])").first
    await closed.locator("summary").focus()
    await owner.keyboard.press("Enter")
    await expect(owner.locator(".gate-row[open]")).to_have_count(2)

    await owner.get_by_role("link", name="Try it").click()
    await clean(owner)
    await owner.get_by_label("Your question").fill("Combien de temps conservez-vous mes factures ?")
    await owner.keyboard.press("Enter")
    sides = owner.locator(".asked")
    await expect(sides.nth(0).locator("mark").first).to_contain_text("dix ans")
    await expect(sides.nth(1).locator("mark").first).to_contain_text("6 ans")
    await clean(owner)
    await owner.get_by_role("link", name="Make this a golden question").click()
    await expect(owner.get_by_label("What should answer it")).to_have_value("vos-factures")

    await owner.goto(version + "/publish")
    await owner.get_by_role("button", name="Publish").click()
    await expect(owner.get_by_role("alert")).to_contain_text("breaks 1 golden question")
    await expect(owner.locator(".bad-lines")).to_contain_text("photos de mon vélo")
    await clean(owner)
    await owner.get_by_label("Publish all the same").check()
    await owner.get_by_label("Why").fill("Nous ne faisons plus de photos.")
    await owner.get_by_role("button", name="Publish").click()
    await expect(owner.get_by_role("status")).to_contain_text("It is live")
    await expect(owner.locator(".history li").first).to_contain_text(
        "Nous ne faisons plus de photos."
    )
