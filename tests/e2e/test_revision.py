"""One revision the whole way, by one owner in one browser: uploaded, corrected, compared, asked its golden
questions, published with a reason, answered from, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Chat, NewContext, Service, Staff, free_port
from tests.files import docx

BEFORE = [
    ("Title", "Confidentialité de la Brocante"),
    ("", "En vigueur depuis le 1er mars 2025."),
    ("Heading1", "Vos factures"),
    ("", "Nous conservons vos factures pendant dix ans."),
    ("Heading1", "Paiement"),
    ("", "Votre banque seule voit le numéro de votre carte."),
    ("Heading1", "Vos photos"),
    ("", "Nous ne publions jamais de photos de vos meubles sans votre accord."),
]
# the retention changes, a section is renamed, one is gone; a sentence is cut in two, a menu word came along
AFTER = [
    ("Title", "Confidentialité de la Brocante"),
    ("", "En vigueur depuis le 1er mars 2026."),
    ("Heading1", "Vos factures"),
    ("", "Nous conservons vos factures pendant six ans, dans un coffre qui"),
    ("", "se trouve à Lyon."),
    ("Heading1", "Règlement de vos achats"),
    ("", "Votre banque seule voit le numéro de votre carte."),
    ("", "Retour en haut"),
]
SALES = "Conditions de vente\n\nRetours\n\nVous pouvez rendre un meuble dans les quatorze jours.\n"
WHOLE = "Nous conservons vos factures pendant six ans, dans un coffre qui se trouve à Lyon."
KEPT = "Combien de temps conservez-vous mes factures ?"
PAID = "Qui voit le numéro de ma carte bancaire ?"
PHOTOS = "Publiez-vous des photos de mes meubles ?"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own, with another text only."""
    folder = tmp_path_factory.mktemp("revision")
    (folder / "statements").mkdir()
    (folder / "statements" / "sales.fr.txt").write_text(SALES)
    service = Service(
        folder, free_port(), settings={"CLAUSE_STATEMENTS": str(folder / "statements")}
    )
    service.start()
    yield service
    service.stop()


async def upload(owner: Page, house: Service, file: Path) -> None:
    await owner.goto(house.url + "/studio/upload")
    await owner.get_by_label("File", exact=True).set_input_files(file)
    await owner.get_by_role("button", name="Upload and read").click()
    await expect(owner.get_by_role("heading", name="As it is read")).to_be_visible(timeout=60_000)


async def publish(owner: Page) -> None:
    await owner.get_by_role("link", name="Publish", exact=True).click()
    await owner.get_by_role("button", name="Publish").click()


async def add_golden(owner: Page, house: Service, question: str, anchor: str) -> None:
    await owner.goto(house.url + "/studio/privacy/fr/golden/new")
    await owner.get_by_label("Question", exact=True).fill(question)
    await owner.get_by_label("What should answer it").select_option(anchor)
    await owner.get_by_role("button", name="Save", exact=True).click()
    await expect(owner.get_by_role("status")).to_contain_text("kept")


async def test_a_revision_the_whole_way(
    house: Service, new_context: NewContext, tmp_path: Path
) -> None:
    staff = Staff(
        house, {"Administrator": "admin@localhost"}, {"Administrator": house.admin_password}
    )
    owner = await staff.sign_in(await new_context(locale="en-GB"), "Administrator", "/studio")
    file = tmp_path / "privacy.fr.docx"
    file.write_bytes(docx(BEFORE))
    await upload(owner, house, file)
    await publish(owner)
    await expect(owner.get_by_role("status")).to_contain_text("It is live")
    for question, anchor in ((KEPT, "vos-factures"), (PAID, "paiement"), (PHOTOS, "vos-photos")):
        await add_golden(owner, house, question, anchor)

    visitor = await (await new_context()).new_page()
    await visitor.goto(house.url)
    chat = Chat(visitor)
    await chat.open()
    await expect(await chat.ask(KEPT)).to_contain_text("pendant dix ans")

    file.write_bytes(docx(AFTER))
    await upload(owner, house, file)
    cut = owner.locator(".piece", has_text="This sentence is cut")
    await cut.get_by_role("button", name="Join with the next piece").click()
    await expect(owner.locator(".piece-text", has_text=WHOLE)).to_be_visible()
    menu = owner.locator(".piece", has_text="Retour en haut")
    await menu.get_by_role("button", name="Leave it out").click()
    await expect(owner.locator("#doubts")).to_contain_text("Nothing is left")
    # whoever would publish now is told that the corrections would not be in it
    await owner.get_by_role("link", name="Publish", exact=True).click()
    await expect(owner.get_by_text("Corrections that are in no draft yet")).to_be_visible()
    await owner.get_by_role("link", name="Make a draft of them first").click()
    await owner.get_by_role("button", name="Make a draft of it").click()
    await expect(owner.get_by_text("The draft with your corrections is here")).to_be_visible(
        timeout=60_000
    )

    await owner.get_by_role("link", name="Changes").click()
    main = owner.locator("main")
    await expect(main.locator(".telling")).to_contain_text("six")
    await expect(main).to_contain_text("Règlement de vos achats")
    await expect(main).to_contain_text("sans votre accord")
    await expect(main).not_to_contain_text("Retour en haut")

    await owner.get_by_role("link", name="Questions").click()
    await expect(owner.get_by_text("1 golden question breaks")).to_be_visible(timeout=60_000)
    await expect(owner.locator(".gate-row").first).to_contain_text(PHOTOS)
    # what was renamed keeps its question
    renamed = owner.locator(".gate-row", has_text=PAID)
    await expect(renamed).not_to_contain_text("Section gone")

    await publish(owner)
    await expect(owner.get_by_role("alert")).to_contain_text("breaks 1 golden question")
    await owner.get_by_label("Publish all the same").check()
    await owner.get_by_label("Why").fill("Nous ne faisons plus de photos.")
    await owner.get_by_role("button", name="Publish").click()
    await expect(owner.get_by_role("status")).to_contain_text("It is live")
    await expect(await chat.ask(KEPT)).to_contain_text(WHOLE)
    await expect(await chat.ask(PAID)).to_contain_text("Règlement de vos achats")

    # what going back changes is shown from what is live to what was: the photos come back
    await owner.get_by_role("link", name="See what going back changes").click()
    await expect(owner.locator("main ins").first).to_be_visible()
    await expect(owner.locator("main")).to_contain_text("1 new")
    await expect(owner.locator("main del", has_text="six")).not_to_have_count(0)
    await owner.go_back()
    await owner.get_by_label("Why").fill("Les photos reviennent.")
    await owner.get_by_role("button", name="live again").click()
    await expect(owner.get_by_role("status")).to_contain_text("The text from before is live again")
    again = await chat.ask(KEPT)
    await expect(again).to_contain_text("pendant dix ans")
    await expect(await chat.ask(PHOTOS)).to_contain_text("sans votre accord")

    # and the report tells one from the other
    await owner.goto(house.url + "/studio/report")
    rows = owner.locator(".versions tbody tr", has_text="Confidentialité")
    await expect(rows).to_have_count(3)
    asked = [await rows.nth(number).locator("td").nth(1).inner_text() for number in range(3)]
    assert asked == ["2", "2", "1"]
