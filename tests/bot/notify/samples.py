"""An answer with a citation, to be quoted in e-mails and tickets."""

from bot.answering.answer import Answer, Citation, Verdict
from bot.conversations.events import Person

PASSAGE = "We keep them.\nWe erase your data after 30 days."
CITATION = Citation(
    document="privacy",
    version="3f9c02ab71de",
    language="en",
    anchor="retention",
    heading_path=["Privacy", "Retention <periods>"],
    quote="We erase your data after 30 days.",
    start=114,
    end=147,
    passage=PASSAGE,
    passage_start=100,
    url="https://site.example/privacy?a=1&b=2#retention",
    score=1.0,
)
ANSWER = Answer(
    verdict=Verdict.ANSWERED,
    confidence=0.9,
    language="en",
    text="This is what the statement says:",
    citations=[CITATION],
    handoff_offered=False,
)
ADMIN = Person(1, "Ada")
