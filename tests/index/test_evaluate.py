"""Figures against cases that were worked out by hand."""

import itertools
import random

import numpy as np
import pytest

from index import resampling
from index.evaluate import FIGURES, Report, compare, cost_curve, evaluate
from index.judged import Cited, Expected, JudgedQuestion

GOLD = Expected("Cookies", "We set one cookie, and it lasts a day.")
RIGHT = Cited("Cookies", "We set one cookie, and it lasts a day.")
ELSEWHERE = Cited("Summary", "We set one cookie, and it lasts a day.")
NEAR = Cited("Cookies", "You may refuse it in your browser.")
WRONG = Cited("Sharing", "We never sell your personal data to anyone.")


def question(
    verdict: str = "answered",
    *cited: Cited,
    confidence: float = 0.5,
    kind: str = "answerable",
    expected: tuple[Expected, ...] = (GOLD,),
    text: str = "How long?",
    statement: str = "one",
    language: str = "en",
    style: str = "formal",
) -> JudgedQuestion:
    return JudgedQuestion(
        statement=statement,
        statement_language="en",
        question=text,
        language=language,
        kind=kind,
        style=style,
        verdict=verdict,
        confidence=confidence,
        cited=cited,
        expected=expected if kind == "answerable" else (),
    )


# six answerable questions and four without an answer, and what they add up to
TEN = [
    question("answered", RIGHT, confidence=0.9),
    question("answered", ELSEWHERE, confidence=0.8),
    question("answered", WRONG, RIGHT, confidence=0.7),
    question("unsure", NEAR, WRONG, RIGHT, confidence=0.3),
    question("not_covered", RIGHT, confidence=0.1),
    question("small_talk", confidence=0.0),
    question("answered", WRONG, confidence=0.6, kind="unanswerable"),
    question("not_covered", WRONG, confidence=0.2, kind="unanswerable"),
    question("unsure", WRONG, confidence=0.4, kind="unanswerable"),
    question("not_covered", WRONG, confidence=0.0, kind="offtopic"),
]


def values(report: Report) -> dict[str, float | None]:
    return {name: figure.value for name, figure in report.overall.figures.items()}


def test_figures_of_ten_questions() -> None:
    measured = values(evaluate(TEN))
    assert tuple(measured) == FIGURES
    assert measured == {
        "answer@1": pytest.approx(1 / 6),  # the first
        "first@1": pytest.approx(3 / 6),  # the first, the second, the fifth
        "recall@3": pytest.approx(5 / 6),  # all but the last
        "section@1": pytest.approx(3 / 6),  # the first, the fourth, the fifth
        "both-parts": None,
        "refused": pytest.approx(3 / 6),
        "wrong": pytest.approx(1 / 6),
        "wrong-of-answered": pytest.approx(2 / 4),
        "refusal-precision": pytest.approx(3 / 6),
        "refusal-recall": pytest.approx(3 / 4),
        "unanswerable-answered": pytest.approx(1 / 3),
        "offtopic-answered": 0,
        # right: .9 .8 .1; wrong: .7 .3 0 .6 .2 .4 0. .9 and .8 win 7 each, .1 wins 2
        "auroc": pytest.approx(16 / 21),
        # each alone in its bin, but 0.0 twice: .1 .2 .7 .3 .9 + 0 + 0 + .6 .2 .4
        "ece": pytest.approx((0.1 + 0.2 + 0.7 + 0.3 + 0.9 + 0.6 + 0.2 + 0.4) / 10),
        "smalltalk": None,
        "human": None,
        "not-verbatim": 0,
    }


def test_ties_of_confidence_count_half() -> None:
    tied = [question("answered", RIGHT), question("answered", WRONG)]
    assert values(evaluate(tied))["auroc"] == 0.5


def test_bins_of_equal_confidence() -> None:
    judged = [question("answered", RIGHT, confidence=0.75)] * 3
    judged += [question("answered", WRONG, confidence=0.79)]
    judged += [question("answered", RIGHT, confidence=1.0)]
    first, last = evaluate(judged).bins
    assert (first.lower, first.upper, first.right.count, first.right.value) == (0.7, 0.8, 4, 0.75)
    assert first.confidence == pytest.approx(0.76)
    assert (last.lower, last.upper, last.right.value) == (0.9, 1.0, 1.0)


def test_a_question_of_two_parts() -> None:
    parts = (
        Expected("Cookies", RIGHT.quote, 1),
        Expected("Cookies", NEAR.quote, 1),
        Expected("Sharing", WRONG.quote, 2),
    )
    judged = [
        question("answered", WRONG, NEAR, expected=parts),  # both
        question("answered", RIGHT, NEAR, expected=parts),  # the first part twice
        question("answered", Cited("Other", "Nothing of it."), WRONG, RIGHT, expected=parts),
        question("answered", RIGHT),  # has no parts
    ]
    report = evaluate(judged)
    assert values(report)["first@1"] == pytest.approx(3 / 4)
    assert values(report)["both-parts"] == pytest.approx(2 / 3)
    assert report.overall.figures["both-parts"].count == 3


def test_only_three_citations_count() -> None:
    fourth = question("answered", WRONG, WRONG, WRONG, RIGHT)
    assert values(evaluate([fourth]))["recall@3"] == 0


def test_answered_without_a_sentence_is_no_answer() -> None:
    measured = values(evaluate([question("answered")]))
    assert measured["refused"] == 1
    assert measured["wrong"] == 0


def test_small_talk_and_wishes_are_recognised_or_not_and_touch_nothing_else() -> None:
    judged = [
        question("small_talk", kind="smalltalk"),
        question("answered", RIGHT),
        question("answered", WRONG, confidence=1.0, kind="smalltalk"),
        question("human", kind="human"),
        question("answered", RIGHT),
    ]
    measured = values(evaluate(judged))
    assert measured["smalltalk"] == 0.5
    assert measured["human"] == 1
    assert measured["wrong-of-answered"] == 0
    assert measured["ece"] == pytest.approx(0.5)


def test_quotes_that_are_not_in_the_statement_are_counted() -> None:
    invented = Cited("Cookies", "We set no cookie.", verbatim=False)
    judged = [question("answered", RIGHT, invented, invented), question("answered", RIGHT)]
    assert evaluate(judged).overall.figures["not-verbatim"].value == 2


def test_groups_hold_their_own() -> None:
    judged = [
        question("answered", RIGHT, language="fr", style="typos"),
        question("answered", WRONG, language="de"),
        question("answered", RIGHT, language="de"),
    ]
    groups = evaluate(judged).groups
    by_language = {part.name: part.figures["answer@1"].value for part in groups["language"]}
    assert by_language == {"de": 0.5, "fr": 1.0}
    assert [(part.name, part.questions) for part in groups["style"]] == [
        ("formal", 2),
        ("typos", 1),
    ]
    assert [part.name for part in groups["statement"]] == ["one"]
    assert [part.name for part in groups["statement language"]] == ["en"]


def test_nothing_to_judge_is_refused() -> None:
    with pytest.raises(ValueError, match="no question"):
        evaluate([])


def many(statements: int, each: int, right: float, seed: int = 1) -> list[JudgedQuestion]:
    """Statements of which some are easy and some hard, on average `right`."""
    chance = random.Random(seed)
    judged = []
    for number in range(statements):
        ease = min(1.0, max(0.0, right + (0.3 if number % 2 else -0.3)))
        for place in range(each):
            cited = RIGHT if chance.random() < ease else WRONG
            judged.append(
                question(
                    "answered",
                    cited,
                    confidence=chance.random(),
                    statement=str(number),
                    text=f"{number} {place}",
                )
            )
    return judged


def test_intervals_hold_the_figure_and_are_the_same_again() -> None:
    judged = many(12, 30, 0.6)
    report = evaluate(judged)
    for name, figure in report.overall.figures.items():
        if figure.low is not None and figure.value is not None and figure.high is not None:
            assert figure.low <= figure.value <= figure.high, name
    assert evaluate(judged) == report
    figure = report.overall.figures["answer@1"]
    assert figure.low is not None
    assert figure.high is not None
    assert 0 < figure.low < figure.high < 1


def test_whole_statements_are_drawn_where_there_are_enough() -> None:
    judged = many(12, 30, 0.6)
    over_statements = evaluate(judged).overall
    assert over_statements.over_statements
    as_one = [question(q.verdict, *q.cited, confidence=q.confidence) for q in judged]
    over_questions = evaluate(as_one).overall
    assert not over_questions.over_statements

    def width(figure: str, part: object) -> float:
        found = part.figures[figure]  # type: ignore[attr-defined]
        return float(found.high - found.low)

    # statements differ, so that drawing them is less sure than drawing questions: by the binomial
    # law these would give 2 * 1.96 * sqrt(.6 * .4 / 360) = 0.10
    assert width("answer@1", over_questions) == pytest.approx(0.10, abs=0.02)
    assert width("answer@1", over_statements) > 0.25


def test_all_or_none_is_not_taken_for_certain() -> None:
    figures = evaluate([question("answered", RIGHT)] * 20).overall.figures
    assert figures["answer@1"].high == 1
    assert figures["answer@1"].low == pytest.approx(0.8316, abs=1e-4)  # Clopper-Pearson, 20 of 20
    assert figures["wrong"].low == 0
    assert figures["wrong"].high == pytest.approx(0.1684, abs=1e-4)


def test_the_interval_of_the_calibration_error_is_centred() -> None:
    """Resampling alone raises it: of sure and right answers a plain interval would lie above."""
    chance = random.Random(3)
    judged = []
    for _ in range(150):
        confidence = chance.random()
        cited = RIGHT if chance.random() < confidence else WRONG
        judged.append(question("answered", cited, confidence=confidence))
    figure = evaluate(judged).overall.figures["ece"]
    assert figure.low is not None
    assert figure.value is not None
    assert figure.high is not None
    assert 0 < figure.high - figure.value < 1.5 * (figure.value - figure.low)


def test_weighted_auroc_is_that_of_repeated_questions() -> None:
    confidence = np.array([0.1, 0.4, 0.4, 0.8, 0.3])
    right = np.array([False, True, False, True, True])
    draws = resampling.draw(np.array(["a"] * 5), seed=5)
    found = resampling.auroc(draws, confidence, right)
    for row in (0, 1, 150, 1000):
        times = draws.weights[row].astype(int)
        positive = np.repeat(confidence[right], times[right])
        negative = np.repeat(confidence[~right], times[~right])
        if not len(positive) or not len(negative):
            assert np.isnan(found[row])
            continue
        pairs = [(p > n) + (p == n) / 2 for p in positive for n in negative]
        assert found[row] == pytest.approx(np.mean(pairs))


def test_the_cost_curve_falls_and_begins_with_everything() -> None:
    curve = cost_curve(TEN)
    assert (curve[0].confidence, curve[-1].confidence, len(curve)) == (0, 1, 101)
    # small talk cites nothing: no threshold would make it an answer
    assert (curve[0].right, curve[0].wrong) == (pytest.approx(3 / 6), pytest.approx(2 / 6))
    assert (curve[0].price, curve[0].coverage) == (1, pytest.approx(9 / 10))
    assert curve[0].risk == pytest.approx(6 / 9)
    half = curve[50]
    assert (half.right, half.wrong, half.price) == (
        pytest.approx(2 / 6),
        pytest.approx(1 / 6),
        pytest.approx(1 / 4),
    )
    assert (half.coverage, half.risk) == (pytest.approx(0.4), pytest.approx(0.5))
    assert (curve[-1].coverage, curve[-1].risk) == (0, None)
    for before, after in itertools.pairwise(curve):
        for name in ("right", "wrong", "price", "coverage"):
            assert getattr(after, name) <= getattr(before, name)


def test_a_paired_difference_knows_what_two_intervals_do_not() -> None:
    now = many(12, 30, 0.6)
    before = [
        question("answered", WRONG, confidence=q.confidence, statement=q.statement, text=q.question)
        if place % 12 == 0
        else q
        for place, q in enumerate(now)
    ]
    found = compare(before, now)
    change = found.differences["answer@1"]
    assert (found.paired, found.only_before, found.only_now, found.lost) == (360, 0, 0, 0)
    assert change.difference == pytest.approx(found.won / 360)
    assert change.low is not None
    assert change.high is not None
    assert 0 < change.low < change.high < 0.1
    same = compare(now, now)
    assert (same.won, same.lost) == (0, 0)
    assert same.differences["auroc"].low == same.differences["auroc"].high == 0


def test_only_common_questions_are_compared_by_what_is_expected_now() -> None:
    before = [
        question("answered", NEAR, text="a"),
        question("answered", RIGHT, text="b"),
        question("answered", RIGHT, text="gone"),
    ]
    newer = Expected("Cookies", NEAR.quote)
    now = [
        question("answered", NEAR, text="a", expected=(newer,)),
        question("answered", WRONG, text="b"),
        question("answered", RIGHT, text="new"),
    ]
    found = compare(before, now)
    assert (found.paired, found.only_before, found.only_now) == (2, 1, 1)
    assert (found.won, found.lost) == (0, 1)
    assert found.differences["first@1"].before == 1
    assert found.differences["first@1"].now == 0.5
    with pytest.raises(ValueError, match="in common"):
        compare(before[2:], now)
