"""A question asked again is answered from memory, and never from a text that is not live any more."""

from dataclasses import dataclass, field

import pytest

from bot.answering.answer import Answer, Verdict
from bot.answering.remembered import Remembered
from bot.errors import Unprocessable


@dataclass
class House:
    """What is live, and an answerer that counts and says from which text it answers."""

    texts: tuple[object, ...] = ("old",)
    words: tuple[object, ...] = ()
    asked: list[str] = field(default_factory=list)
    meanwhile: tuple[object, ...] | None = None

    def answer(self, question: str, language: str | None = None) -> Answer:
        self.asked.append(question)
        if not question:
            raise Unprocessable("empty")
        made_from = self.texts
        if self.meanwhile is not None:
            self.texts, self.meanwhile = self.meanwhile, None
        return Answer(
            verdict=Verdict.ANSWERED,
            confidence=1,
            language=language or "en",
            text=f"{made_from[0]} {question}",
            citations=[],
            handoff_offered=False,
        )

    def remembering(self, most: int = 10) -> Remembered:
        return Remembered(self, lambda: (self.texts, self.words), most)


def test_the_same_question_is_worked_out_once() -> None:
    house = House()
    answers = house.remembering()
    first = answers.answer("cookies?", "fr")
    assert answers.answer("cookies?", "fr") is first
    assert answers.answer("cookies?", "de").language == "de", "another page, another answer"
    assert answers.answer("Cookies?", "fr") is not first
    assert len(house.asked) == 3


@pytest.mark.parametrize("change", ["texts", "words"])
def test_what_changes_is_asked_anew(change: str) -> None:
    house = House()
    answers = house.remembering()
    answers.answer("cookies?")
    setattr(house, change, ("new",))
    assert answers.answer("cookies?").text == f"{house.texts[0]} cookies?"
    assert len(house.asked) == 2
    # an equal text that is another one, such as the same version indexed anew, counts as new
    setattr(house, change, ("".join(["n", "ew"]),))
    answers.answer("cookies?")
    assert len(house.asked) == 3


def test_what_is_published_while_an_answer_is_made_is_not_mistaken() -> None:
    house = House(meanwhile=("new",))
    answers = house.remembering()
    assert answers.answer("cookies?").text == "old cookies?"
    assert answers.answer("cookies?").text == "new cookies?"
    assert answers.answer("cookies?").text == "new cookies?"
    assert len(house.asked) == 2


def test_the_oldest_go_and_refusals_are_not_kept() -> None:
    house = House()
    answers = house.remembering(most=2)
    for question in "aba":
        answers.answer(question)
    answers.answer("c")  # b goes: a was asked since
    answers.answer("a")
    assert house.asked == ["a", "b", "c"]
    for _ in range(2):
        with pytest.raises(Unprocessable):
            answers.answer("")
    assert len(house.asked) == 5
    none = house.remembering(most=0)
    none.answer("a")
    none.answer("a")
    assert len(house.asked) == 7
