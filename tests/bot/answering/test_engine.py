"""Answers from the real statement with the shipped model: verdicts, words, verbatim citations."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.addresses import page_url
from bot.answering.answer import Answer, Verdict
from bot.answering.engine import SPOKEN, Answerer
from bot.answering.question import MAX_CHARACTERS
from bot.answering.suggested import answered, in_language, questions
from bot.answering.words import Words
from bot.errors import Unavailable, Unprocessable
from index.models import Models
from index.snapshot import Snapshot
from tests.shipped import ROOT

BASE = "https://chat.example"


@pytest.fixture(scope="module")
def answerer(snapshot: Snapshot, models: Models) -> Answerer:
    return Answerer(lambda: (snapshot,), models, page_url(BASE))


def always(snapshot: Snapshot, models: Models, confidence: float) -> Answerer:
    """An answerer whose calibration gives everything about this confidence."""
    logit = {0.0: -30.0, 0.5: 0.0, 1.0: 30.0}[confidence]
    calibration = replace(
        snapshot.calibration, trees=(), bias=logit, answer_from=0.8, unsure_from=0.2
    )
    changed = replace(snapshot, calibration=calibration)
    return Answerer(lambda: (changed,), models, page_url(BASE))


def assert_verbatim(answer: Answer, snapshot: Snapshot) -> None:
    sections = {section.anchor: section for section in snapshot.sections}
    source = " ".join((ROOT / "data/statements/privacy.fr.txt").read_text("utf-8").split())
    for citation in answer.citations:
        section = sections[citation.anchor]
        assert citation.quote == section.text[citation.start : citation.end] != ""
        assert citation.heading_path == list(section.heading_path)
        assert citation.version == snapshot.version
        assert " ".join(citation.quote.split()) in source
        inner = citation.start - citation.passage_start
        assert citation.passage[inner : inner + len(citation.quote)] == citation.quote
        assert citation.url.startswith(f"{BASE}/statements/privacy?")
        assert citation.url.endswith(f"#{citation.anchor}")


def test_a_french_question_gets_the_sentence_and_its_section(
    answerer: Answerer, snapshot: Snapshot
) -> None:
    answer = answerer.answer("Comment supprimer mon compte ?")
    assert answer.verdict is Verdict.ANSWERED
    assert answer.language == "fr"
    assert answer.citations[0].heading_path[-1] == "Suppression de compte"
    # which of the section's two sentences comes first is the model's to say; how to do it is there
    assert any(one.quote.startswith("Pour ce faire, connectez-vous") for one in answer.citations)
    assert answer.text == Words.load().say("answered", "fr")
    assert not answer.handoff_offered
    assert_verbatim(answer, snapshot)


def test_an_english_question_gets_english_words_and_the_french_sentence(
    snapshot: Snapshot, models: Models
) -> None:
    answer = always(snapshot, models, 1.0).answer("How can I delete my account?")
    assert answer.language == "en"
    assert "French" in answer.text
    assert answer.citations[0].language == "fr"
    assert answer.citations[0].heading_path[-1] == "Suppression de compte"


def test_confidence_makes_the_verdict(snapshot: Snapshot, models: Models) -> None:
    question = "Combien de temps gardez-vous les cookies ?"
    answered = always(snapshot, models, 1.0).answer(question)
    unsure = always(snapshot, models, 0.5).answer(question)
    silent = always(snapshot, models, 0.0).answer(question)
    assert (answered.verdict, unsure.verdict, silent.verdict) == (
        Verdict.ANSWERED,
        Verdict.UNSURE,
        Verdict.NOT_COVERED,
    )
    assert [len(a.citations) for a in (answered, unsure, silent)] == [3, 3, 0]
    assert [a.handoff_offered for a in (answered, unsure, silent)] == [False, True, True]
    assert answered.confidence > unsure.confidence > silent.confidence


def test_the_owner_moves_the_threshold(snapshot: Snapshot, models: Models) -> None:
    """The snapshot's own says unsure; the owner's is above every other."""
    question = "Combien de temps gardez-vous les cookies ?"

    def verdict(answer_from: float | None) -> Verdict:
        chosen = replace(models, answer_from=answer_from)
        return always(snapshot, chosen, 0.5).answer(question).verdict

    assert [verdict(bar) for bar in (None, 0.45, 0.55, 0.0)] == [
        Verdict.UNSURE,
        Verdict.ANSWERED,
        Verdict.UNSURE,
        Verdict.ANSWERED,
    ]


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Bonjour !", Verdict.SMALL_TALK),
        ("merci beaucoup", Verdict.SMALL_TALK),
        ("?!", Verdict.SMALL_TALK),
        ("je veux parler à quelqu'un", Verdict.HUMAN),
        ("Can I talk to a human please?", Verdict.HUMAN),
    ],
)
def test_what_is_no_question_is_not_searched(
    answerer: Answerer, question: str, verdict: Verdict
) -> None:
    answer = answerer.answer(question)
    assert answer.verdict is verdict
    assert answer.citations == []
    assert answer.handoff_offered is (verdict is Verdict.HUMAN)


def test_a_snapshot_in_the_visitors_language_is_preferred(
    snapshot: Snapshot, models: Models
) -> None:
    sure = replace(snapshot.calibration, trees=(), bias=30.0)
    snapshot = replace(snapshot, calibration=sure)
    english = replace(snapshot, language="en")
    answerer = Answerer(lambda: (snapshot, english), models, page_url(BASE))
    in_english = answerer.answer("How can I delete my account with Help Desk Migration?", "en")
    assert {citation.language for citation in in_english.citations} == {"en"}
    in_french = answerer.answer("Comment supprimer mon compte ?", "fr")
    assert {citation.language for citation in in_french.citations} == {"fr"}


def test_an_answer_in_the_making_is_not_touched_by_a_swap(
    snapshot: Snapshot, models: Models
) -> None:
    """The tuple that was live at the beginning is asked for once, and used to the end."""
    asked = 0

    def snapshots() -> tuple[Snapshot, ...]:
        nonlocal asked
        asked += 1
        return (snapshot,)

    Answerer(snapshots, models, page_url(BASE)).answer("Comment supprimer mon compte ?")
    assert asked == 1


@pytest.mark.parametrize("question", ["", "   ", "\x00\x07", "\n"])
def test_empty_is_refused(answerer: Answerer, question: str) -> None:
    with pytest.raises(Unprocessable, match="empty"):
        answerer.answer(question)


def test_the_limit_is_exact(answerer: Answerer) -> None:
    answerer.answer("é" * MAX_CHARACTERS)
    with pytest.raises(Unprocessable, match=r"up to 2,000 characters.*2,001"):
        answerer.answer("é" * (MAX_CHARACTERS + 1))


def test_an_unknown_language_is_refused_by_name(answerer: Answerer) -> None:
    with pytest.raises(Unprocessable, match=r"“xx” is not known.*fr, en, es, de"):
        answerer.answer("cookies ?", "xx")
    assert answerer.answer("cookies ?", "fr-CA").language == "fr"


def test_nothing_published(models: Models) -> None:
    with pytest.raises(Unavailable, match="No statement is published"):
        Answerer(lambda: (), models, page_url(BASE)).answer("cookies ?")


def test_html_and_control_characters_are_only_text(answerer: Answerer) -> None:
    plain = answerer.answer("Comment supprimer mon compte ?")
    odd = answerer.answer("\x00\x07Comment supprimer mon compte ?\ud83d")
    assert odd == plain
    assert answerer.answer("<b>Comment</b> supprimer mon compte ?").citations


def test_200_questions_and_no_quote_that_is_not_verbatim(
    snapshot: Snapshot, models: Models
) -> None:
    """Every question cites three sentences here, however unsure the answer is."""
    answerer = always(snapshot, models, 0.5)
    questions = []
    for path in sorted((ROOT / "data" / "questions").glob("*.jsonl")):
        lines = path.read_text("utf-8").splitlines()
        questions += [e["question"] for e in map(json.loads, lines) if e["kind"] == "answerable"][
            :6
        ]
    citations = 0
    for question in questions[:200]:
        answer = answerer.answer(question)
        assert_verbatim(answer, snapshot)
        citations += len(answer.citations)
    assert citations >= 590


SOLD = {
    "it": "Vendete i miei dati?",
    "nl": "Verkoopt u mijn gegevens?",
    "pt": "Vendem os meus dados?",
    "pl": "czy moje dane są sprzedawane",
    "uk": "Чи продаєте ви мої дані?",
    "ar": "هل تبيعون بياناتي؟",
}


@pytest.mark.parametrize(("language", "question"), SOLD.items())
def test_a_suggested_question_is_answered_in_every_language(
    answerer: Answerer, snapshot: Snapshot, language: str, question: str
) -> None:
    answer = answerer.answer(question, language)
    assert (answer.verdict, answer.language) == (Verdict.ANSWERED, language)
    assert "ne vendent" in answer.citations[0].quote
    assert answer.text == Words.load().say(
        "answered_other_language",
        language,
        statement_language=Words.load().language_name("fr", language),
    )
    assert_verbatim(answer, snapshot)


@pytest.mark.parametrize(("language", "question"), [("uk", "Де ваш кіт?"), ("ar", "أين القطة؟")])
def test_what_the_models_cannot_read_is_said_and_a_person_offered(
    answerer: Answerer, language: str, question: str
) -> None:
    answer = answerer.answer(question, language)
    assert answer.verdict is Verdict.NOT_COVERED
    assert answer.citations == []
    assert answer.handoff_offered
    names = ", ".join(Words.load().language_name(one, language) for one in ("fr", "en", "es", "de"))
    assert names in answer.text


def test_who_reads_arabic_may_ask_in_french(answerer: Answerer) -> None:
    answer = answerer.answer("Comment supprimer mon compte ?", "ar")
    assert (answer.verdict, answer.language) == (Verdict.ANSWERED, "ar")
    assert answer.citations[0].heading_path[-1] == "Suppression de compte"


@pytest.mark.parametrize("language", SPOKEN)
def test_what_is_suggested_is_answered_for_sure_each_from_another_section(
    answerer: Answerer, language: str
) -> None:
    suggested = answered(language, answerer.answer)
    assert len(suggested) >= 3
    assert len({one.anchors[0] for one in suggested}) == len(suggested)
    for one in suggested:
        assert answerer.answer(one.question, language).citations[0].anchor == one.anchors[0]


def test_the_same_questions_are_there_in_every_language() -> None:
    for language in SPOKEN:
        assert questions(language).keys() == questions("en").keys(), language
    assert questions("xx") == {}
    assert in_language("  do you SELL my data ", "en", "fr") == "Vendez-vous mes données ?"
    assert in_language("Do you sell my shoes?", "en", "fr") is None


def test_a_citation_tells_since_when_the_statement_applies(answerer: Answerer) -> None:
    citation = answerer.answer("Comment supprimer mon compte ?").citations[0]
    assert citation.in_force_since == date(2024, 1, 1)
