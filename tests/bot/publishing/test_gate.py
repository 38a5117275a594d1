"""A draft is asked the golden questions, and what it breaks is not published unawares."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.answering.addresses import file_url
from bot.answering.engine import Answerer
from bot.conversations.events import Person
from bot.publishing.gate import BreaksQuestions, Gate, Progress
from bot.publishing.golden import Golden, GoldenQuestion
from bot.publishing.library import Library
from bot.publishing.publishing import Draft, Publishing
from bot.publishing.verdicts import AROUND, Finding, GateResult
from bot.store import Store, Version
from index.models import Models

CLAIRE = Person(1, "Claire")
COOKIES = "## Cookies\n\nWe set one cookie, and it lasts a day.\n\n"
ORDERS = "## Orders\n\nWe keep your orders for ten years.\n\n"
OFFICER = "## Questions\n\nWrite to our data protection officer at dpo@example.org.\n\n"
SELLING = "## Selling\n\nWe never sell your personal data.\n\n"
COOKIE_QUESTION = Golden("How long does the cookie last?", "en", "cookies")
ORDER_QUESTION = Golden(
    "How long do you keep my orders?", "en", "orders", "We keep your orders for ten years."
)
SILENT = Golden("Do you own a submarine?", "en")


@dataclass
class House:
    """What is needed to publish, with the gate."""

    store: Store
    gate: Gate
    publishing: Publishing
    made: list[int]

    async def draft(self, *parts: str) -> Version:
        text = "# Privacy\n\n" + "".join(parts)
        given = Draft("privacy", "en", "privacy.en.md", text.encode())
        return await self.publishing.draft(given, "Claire")

    async def found(self, version: Version) -> dict[str, Finding]:
        result = await self.gate.check(version)
        return {row.question.question: row.finding for row in result.rows}


@pytest.fixture
async def house(store: Store, models: Models) -> House:
    library = Library(store, models.encoder)
    made: list[int] = []

    def answers(snapshots: object) -> Answerer:
        made.append(1)
        return Answerer(lambda: snapshots, models, file_url("privacy.en.md"))  # type: ignore[arg-type,return-value]

    gate = Gate(store, library, answers)
    house = House(store, gate, Publishing(store, library, models, gate), made)
    live = await house.draft(COOKIES, ORDERS, OFFICER)
    await house.publishing.publish(live, CLAIRE)
    await store.add_golden("privacy", "en", [COOKIE_QUESTION, ORDER_QUESTION, SILENT], CLAIRE)
    return house


async def test_what_is_untouched_is_the_same(house: House) -> None:
    found = await house.found(await house.draft(COOKIES, ORDERS, OFFICER, SELLING))
    assert set(found.values()) == {Finding.SAME}


async def test_a_section_that_is_gone_and_a_promise_that_changed_break(house: House) -> None:
    found = await house.found(await house.draft(ORDERS.replace("ten", "thirty"), OFFICER))
    assert found == {
        COOKIE_QUESTION.question: Finding.SECTION_GONE,
        ORDER_QUESTION.question: Finding.BROKEN,
        SILENT.question: Finding.SAME,
    }
    assert list(found) == [COOKIE_QUESTION.question, ORDER_QUESTION.question, SILENT.question]


async def test_other_words_in_the_expected_section_are_told_and_break_nothing(house: House) -> None:
    changed = "## Cookies\n\nWe set a single cookie, and it lasts for one day only.\n\n"
    result = await house.gate.check(await house.draft(changed, ORDERS, OFFICER))
    assert (result.rows[0].finding, result.broken) == (Finding.CITATION_GONE, ())
    row = result.rows[0]
    assert row.live is not None
    assert row.live.first == "We set one cookie, and it lasts a day."
    assert row.draft.first == "We set a single cookie, and it lasts for one day only."


async def test_of_a_long_list_the_words_around_the_sentence_are_shown(house: House) -> None:
    items = "".join(f"- Item number {n} of what we keep and why we do.\n" for n in range(40))
    text = f"## Lists\n\nWe keep:\n\n{items}- A submarine, which is yellow.\n{items}\n"
    draft = await house.draft(COOKIES, ORDERS, OFFICER, text)
    asked = house.gate.compare(
        await house.gate._library.usable(draft),
        house.gate._library.snapshots,
        [GoldenQuestion("Is the submarine yellow?", "en")],
        Progress(),
    )
    [shown, *_] = asked.rows[0].draft.cited
    assert "yellow" in shown.quote
    assert (shown.before[:2], shown.after[-2:]) == ("… ", " …")
    assert 200 < len(shown.before) <= AROUND + 2
    assert 200 < len(shown.after) <= AROUND + 2


async def test_what_was_wrong_and_is_right_now_is_told(house: House) -> None:
    selling = Golden("Do you sell my data?", "en", "selling")
    await house.store.add_golden("privacy", "en", [selling], CLAIRE)
    found = await house.found(await house.draft(COOKIES, ORDERS, OFFICER, SELLING))
    assert found[selling.question] is Finding.FIXED


async def test_a_question_moves_along_with_its_section_and_back(house: House) -> None:
    renamed = COOKIES.replace("## Cookies", "## Small files in your browser")
    draft = await house.draft(OFFICER, renamed, ORDERS)
    result = await house.gate.check(draft)
    by_question = {row.question.question: row for row in result.rows}
    row = by_question[COOKIE_QUESTION.question]
    assert (row.finding, row.became) == (Finding.SAME, "Small files in your browser")
    assert by_question[ORDER_QUESTION.question].became == ""
    assert result.broken == ()
    before = await house.store.golden("privacy", "en")

    async def expected() -> dict[str, str | None]:
        return {one.question: one.anchor for one in await house.store.golden("privacy", "en")}

    await house.publishing.publish(draft, CLAIRE)
    assert await expected() == {
        COOKIE_QUESTION.question: "small-files-in-your-browser",
        ORDER_QUESTION.question: "orders",
        SILENT.question: None,
    }
    line = (await house.store.audit_lines())[0]
    assert line.detail is not None
    assert line.detail["golden_questions_moved"] == 1
    assert set((await house.found(draft)).values()) == {Finding.SAME}
    await house.publishing.roll_back("privacy", "en", CLAIRE)
    assert await house.store.golden("privacy", "en") == before


async def test_two_sections_that_swap_their_names_keep_their_questions(house: House) -> None:
    swapped = ORDERS.replace("## Orders", "## Cookies") + COOKIES.replace("## Cookies", "## Orders")
    draft = await house.draft(swapped, OFFICER)
    await house.publishing.publish(draft, CLAIRE, reason="Mixed up.", all_the_same=True)
    found = {one.question: one.anchor for one in await house.store.golden("privacy", "en")}
    assert found[COOKIE_QUESTION.question] == "orders"
    assert found[ORDER_QUESTION.question] == "cookies"


async def test_on_its_day_they_move_along_too(house: House) -> None:
    draft = await house.draft(COOKIES.replace("## Cookies", "## Browser files"), ORDERS, OFFICER)
    day = datetime.now(UTC) + timedelta(days=1)
    await house.publishing.schedule(draft, day, CLAIRE)
    assert len(await house.publishing.publish_due(day)) == 1
    [cookies, *_] = await house.store.golden("privacy", "en")
    assert cookies.anchor == "browser-files"


async def test_what_breaks_a_question_needs_a_reason_which_is_kept(house: House) -> None:
    live = (await house.store.live())[0]
    draft = await house.draft(ORDERS, OFFICER)
    for all_the_same, reason in ((False, ""), (False, "We want it."), (True, " ")):
        with pytest.raises(BreaksQuestions, match="breaks 1 golden question") as refused:
            await house.publishing.publish(draft, CLAIRE, reason=reason, all_the_same=all_the_same)
        assert refused.value.extra == {"broken": [COOKIE_QUESTION.question]}
    assert await house.store.live() == [live], "nothing was published"
    await house.publishing.publish(draft, CLAIRE, reason="No cookies any more.", all_the_same=True)
    assert [one.version for one in await house.store.live()] == [draft.version]
    history = await house.store.publications("privacy", "en")
    assert history[0].reason == "No cookies any more."
    line = (await house.store.audit_lines())[0]
    assert line.detail is not None
    assert line.detail["reason"] == "No cookies any more."
    assert line.detail["broken"] == [COOKIE_QUESTION.question]
    # the way back is never barred
    await house.publishing.roll_back("privacy", "en", CLAIRE)
    assert [one.version for one in await house.store.live()] == [live.version]


async def test_a_result_is_asked_for_once_until_a_question_or_the_live_text_changes(
    house: House,
) -> None:
    draft = await house.draft(COOKIES, ORDERS, OFFICER, SELLING)
    house.made.clear()
    first = await house.gate.look(draft)
    assert isinstance(first, Progress)
    assert first.of == 3
    result = await house.gate.check(draft)
    assert first.done == 3
    assert isinstance(await house.gate.look(draft), GateResult)
    assert await house.gate.check(draft) is result
    assert len(house.made) == 2, "each side is asked once"
    questions = await house.store.golden("privacy", "en")
    other = Golden("Do you own a rocket?", "en")
    await house.store.change_golden(questions[0].id, other, CLAIRE)
    assert await house.gate.check(draft) is not result


async def test_the_first_text_breaks_nothing(house: House) -> None:
    await house.store.add_golden("terms", "en", [Golden("Is there a fee?", "en", "fees")], CLAIRE)
    given = Draft("terms", "en", "terms.en.md", b"# Terms\n\n## Law\n\nFrench law applies.\n")
    version = await house.publishing.draft(given, "Claire")
    result = await house.gate.check(version)
    assert (result.live, [row.finding for row in result.rows]) == (None, [Finding.WRONG])
    await house.publishing.publish(version, CLAIRE)
