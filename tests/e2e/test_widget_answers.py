"""What the visitor reads: the clause itself, its section, a link; a person where it is silent."""

import json
import re
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import ROOT, Chat, NewContext, Service, Site, eventually

STATEMENT = (ROOT / "data" / "statements" / "privacy.fr.txt").read_text(encoding="utf-8")
NOTICE = (
    "Vous parlez à un assistant automatique. "
    "Il répond avec les phrases mêmes de la déclaration de confidentialité."
)


def citation(**changes: Any) -> dict[str, Any]:
    """A citation of the second of three sentences."""
    passage = "Un début. La phrase qui répond. La fin."
    return {
        "document": "privacy",
        "version": "3f9c02ab71de",
        "language": "fr",
        "anchor": "section",
        "heading_path": ["Titre du document", "Partie", "Section"],
        "quote": "La phrase qui répond.",
        "start": 10,
        "end": 31,
        "passage": passage,
        "passage_start": 0,
        "url": "http://127.0.0.1/statements/privacy?lang=fr#section",
        "score": 1.0,
    } | changes


def answer(**changes: Any) -> dict[str, Any]:
    """An answer with one citation."""
    return {
        "verdict": "answered",
        "confidence": 0.9,
        "language": "fr",
        "text": "Voici ce que dit la déclaration :",
        "citations": [citation()],
        "handoff_offered": False,
    } | changes


def message(seq: int, author: str, text: str, **more: Any) -> dict[str, Any]:
    """An event as the service sends it."""
    said = {"author": author, "author_name": None, "text": text, "client_id": None}
    said |= {"reply_to": None, "answer": None}
    return {"seq": seq, "type": "message", "at": "2026-01-01T00:00:00Z", "message": said | more}


async def shown(chat: Chat, site: Site, *events: dict[str, Any]) -> Locator:
    """The answers in the log, after the service has sent `events`."""
    cors = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/event-stream"}
    stream = "".join(
        f"id: {event['seq']}\nevent: {event['type']}\ndata: {json.dumps(event)}\n\n"
        for event in events
    )
    await chat.page.route("**/events", lambda route: route.fulfill(headers=cors, body=stream))
    await chat.page.goto(site.add_page())
    await chat.open()
    await chat.send("Une question")
    await expect(chat.answers.first).to_be_visible()
    return chat.answers


async def rendered(chat: Chat, site: Site, given: dict[str, Any]) -> Locator:
    """The answer in the log, after the service has given it."""
    return await shown(chat, site, message(1, "assistant", given["text"], answer=given))


async def test_a_question_gets_the_very_sentence_its_section_and_a_link_that_works(
    page: Page, chat: Chat, server: Service
) -> None:
    await page.goto(server.url)
    await chat.open()
    given = await chat.ask("Comment supprimer mon compte ?")

    quote = await given.locator("mark:not(.also)").first.inner_text()
    assert quote in STATEMENT
    path = await given.locator(".path").first.inner_text()
    assert path.endswith("› Suppression de compte")
    assert "Déclaration de confidentialité" not in path
    await expect(given.locator("blockquote").first).to_have_attribute("lang", "fr")

    async with page.expect_popup() as opening:
        await given.get_by_role("link", name="Lire dans la déclaration").first.click()
    statement = await opening.value
    await expect(statement.locator("mark").first).to_have_text(quote)
    assert await statement.evaluate("window.opener") is None
    await expect(statement.locator("mark").first).to_be_in_viewport()


async def test_the_first_line_says_that_it_is_a_machine_in_the_live_region_too(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    live = chat.element.locator("[aria-live=polite]")
    await expect(live).to_have_text(NOTICE)
    assert await chat.log.locator("li").first.inner_text() == NOTICE


async def test_a_screen_reader_hears_one_full_sentence_a_message_and_the_live_region_came_first(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    live = chat.element.locator("[aria-live=polite]")
    await live.evaluate(
        """(region) => {
          window.said = [];
          new MutationObserver((changes) => {
            for (const { addedNodes } of changes)
              for (const node of addedNodes) window.said.push(node.textContent);
          }).observe(region, { childList: true });
        }"""
    )
    given = await chat.ask("Comment supprimer mon compte ?")
    quote = await given.locator("mark:not(.also)").first.inner_text()
    await eventually(lambda: page.evaluate("said.length === 2"))
    await page.wait_for_timeout(1500)
    said = await page.evaluate("said")
    assert said[0] == NOTICE
    assert said[1].startswith("L’assistant automatique répond : ")
    assert f"« {quote} »" in said[1]
    assert len(said) == 2, "buttons and captions are not read out"


async def test_an_english_visitor_reads_english_words_and_a_french_quote_marked_as_such(
    new_context: NewContext, server: Service, site: Site
) -> None:
    context = await new_context(locale="en-GB")
    page = await context.new_page()
    chat = Chat(page)
    await page.goto(site.add_page(attributes='lang="en"'))
    await chat.open()
    given = await chat.ask("How can I delete my account?")

    await expect(chat.log.locator("li").first).to_contain_text("You are talking to an automatic")
    await expect(chat.panel).to_have_attribute("lang", "en")
    await expect(given.locator(".says")).to_have_attribute("lang", "en")
    quotes = given.locator("blockquote")
    await expect(quotes.first).to_have_attribute("lang", "fr")
    assert await given.locator("mark").first.inner_text() in STATEMENT
    note = given.get_by_text("Quoted in French, the language of the statement.")
    assert await note.count() == await quotes.count()


async def test_the_language_is_the_elements_else_the_pages_else_the_browsers(
    new_context: NewContext, site: Site
) -> None:
    context = await new_context(locale="es-ES")
    page = await context.new_page()
    bubble = Chat(page).bubble
    script = '<script type="module" src="WIDGET/clause-chat.js"></script>'
    for path, html, wanted in (
        ("/1", f'<html lang="fr">{script}<clause-chat lang="de"></clause-chat>', "Fragen"),
        ("/2", f'<html lang="fr-CA">{script}<clause-chat></clause-chat>', "Des questions"),
        ("/3", f"<html>{script}<clause-chat></clause-chat>", "¿Preguntas"),
        ("/4", f'<html lang="ja">{script}<clause-chat></clause-chat>', "¿Preguntas"),
    ):
        await page.goto(site.add(path, f"<!doctype html>{html}"))
        await expect(bubble).to_have_accessible_name(re.compile(re.escape(wanted)))


async def test_the_language_may_change_while_the_chat_is_open(
    page: Page, chat: Chat, site: Site
) -> None:
    await page.goto(site.add_page())
    await chat.open()
    await chat.ask("Bonjour")
    await chat.element.evaluate("element => { element.lang = 'de'; }")
    await expect(chat.panel.get_by_role("heading")).to_have_text("Ihre Daten, Ihre Fragen")
    await expect(chat.log.locator("li").first).to_contain_text("automatischen Assistenten")
    await expect(chat.answers).to_have_count(1)


async def test_a_long_passage_is_folded_around_its_sentence(
    page: Page, chat: Chat, site: Site
) -> None:
    before, quote, after = "Avant cela. " * 40, "Voilà la phrase 🙂.", " Après cela." * 40
    given = await rendered(
        chat,
        site,
        answer(
            citations=[
                citation(
                    quote=quote,
                    passage=before + quote + after,
                    passage_start=100,
                    start=100 + len(before),
                    end=100 + len(before) + len(quote),
                )
            ]
        ),
    )
    text = given.locator("blockquote")
    folded = await text.inner_text()
    assert quote in folded
    assert len(folded) < 400
    assert folded.startswith("[…]")
    assert folded.endswith("[…]")
    unfold = given.get_by_role("button", name="Afficher le paragraphe entier")
    await expect(unfold).to_have_attribute("aria-expanded", "false")
    await unfold.click()
    assert await text.text_content() == before + quote + after
    await expect(given.locator("mark")).to_have_text(quote)
    await given.get_by_role("button", name="Réduire").click()
    assert await text.inner_text() == folded


async def test_offsets_count_characters_not_utf_16_units(
    page: Page, chat: Chat, site: Site
) -> None:
    passage = "😀😀 Un. Deux 😀. Trois."
    given = await rendered(
        chat, site, answer(citations=[citation(quote="Deux 😀.", passage=passage, start=7, end=14)])
    )
    await expect(given.locator("mark")).to_have_text("Deux 😀.")
    assert await given.locator("blockquote").text_content() == passage


async def test_a_passage_that_does_not_hold_the_quote_is_not_shown(
    page: Page, chat: Chat, site: Site
) -> None:
    given = await rendered(chat, site, answer(citations=[citation(start=0, end=21)]))
    assert await given.locator("blockquote").text_content() == "La phrase qui répond."


async def test_two_sentences_of_one_passage_are_marked_in_one_card_others_wait_folded(
    page: Page, chat: Chat, site: Site
) -> None:
    given = await rendered(
        chat,
        site,
        answer(
            citations=[
                citation(),
                citation(quote="Un début.", start=0, end=9),
                citation(anchor="autre", heading_path=["Titre du document", "Autre"]),
            ]
        ),
    )
    cards = given.locator(".clause")
    await expect(cards).to_have_count(2)
    await expect(cards.first.locator("mark")).to_have_text(["Un début.", "La phrase qui répond."])
    await expect(cards.nth(1)).to_be_hidden()
    await given.get_by_text("Un autre passage").click()
    await expect(cards.nth(1)).to_be_visible()
    await expect(cards.nth(1).locator(".path")).to_have_text("Autre")


async def test_an_answer_that_comes_after_another_question_names_its_own(
    page: Page, chat: Chat, site: Site
) -> None:
    given = await shown(
        chat,
        site,
        message(1, "visitor", "La première ?"),
        message(2, "visitor", "La seconde ?"),
        message(3, "assistant", "Voici.", reply_to=1, answer=answer()),
        message(4, "assistant", "Et voici.", reply_to=2, answer=answer()),
    )
    await expect(given).to_have_count(2)
    await expect(given.first.locator(".asked")).to_have_text("La première ?")
    await expect(given.last.locator(".asked")).to_have_count(0)


async def test_unsure_it_lets_the_visitor_choose_among_the_nearest_sections(
    page: Page, chat: Chat, site: Site
) -> None:
    others = [citation(anchor=name, heading_path=["Titre", name]) for name in ("Une", "Deux")]
    given = await rendered(
        chat,
        site,
        answer(
            verdict="unsure",
            text="Je n'en suis pas certain.",
            citations=[*others, citation(anchor="Une", heading_path=["Titre", "Une"], start=0)],
            handoff_offered=True,
        ),
    )
    choices = given.locator("summary")
    await expect(choices).to_have_text(["Une", "Deux"])
    await expect(given.locator("mark").first).to_be_hidden()
    await choices.nth(1).click()
    await expect(given.locator("details").nth(1).locator("mark")).to_be_visible()
    await expect(given.get_by_role("button", name="Parler à une personne")).to_be_visible()


PAYLOADS = [
    "<img src=x onerror=window.bad=1>",
    "<script>window.bad=1</script>",
    '"><svg onload=window.bad=1>',
    "javascript:window.bad=1",
    "<iframe srcdoc='<script>parent.bad=1</script>'>",
    "{{constructor.constructor('window.bad=1')()}}",
    "<style>*{display:none}</style>",
    "&lt;img src=x onerror=window.bad=1&gt;",
]


async def test_markup_in_questions_answers_names_and_addresses_stays_text(
    page: Page, chat: Chat, site: Site
) -> None:
    payload = "".join(PAYLOADS)
    given = await rendered(
        chat,
        site,
        answer(
            text=payload,
            citations=[
                citation(
                    quote=payload,
                    passage=f"{payload}{payload}",
                    start=0,
                    end=len(payload),
                    heading_path=[payload, payload],
                    url="javascript:window.bad=1",
                )
            ],
        ),
    )
    await chat.send(payload)
    await expect(chat.questions.last).to_contain_text(payload)
    assert await given.locator("mark").first.text_content() == payload
    assert await given.get_by_role("link").count() == 0, "an address that is no web address"
    await page.wait_for_timeout(300)
    assert await page.evaluate("window.bad") is None
    unwanted = chat.element.locator("img, script, iframe, .panel style")
    assert await unwanted.count() == 0
