"""The report as JSON and back, the limits, and the misses by kind."""

import json
from pathlib import Path

import pytest

from bot.errors import Unprocessable
from bot.evaluating import misses
from bot.evaluating.reports import Made, judged_from_json, missed, read_limits, to_json
from bot.evaluating.words import WORDINGS
from index.evaluate import FIGURES, evaluate
from index.judged import Cited, Expected, JudgedQuestion

MADE = Made("2026-01-01 00:00 UTC", "questions", "a test", 0.5)


def judged(
    verdict: str, *cited: Cited, kind: str = "answerable", expected: tuple[Expected, ...] = ()
) -> JudgedQuestion:
    return JudgedQuestion(
        "one.en", "en", f"{verdict} {kind} {cited} {expected}", "en", kind, "formal", verdict, 0.5,
        cited, expected or ((Expected("A", "The right one."),) if kind == "answerable" else ()),
    )  # fmt: skip


RIGHT, WRONG = Cited("A", "The right one."), Cited("B", "Something else.")
PARTS = (Expected("A", "The right one.", 1), Expected("C", "The other part.", 2))
MISSES = {
    "not-verbatim": judged("answered", Cited("A", "The right one.", verbatim=False)),
    "wrong": judged("answered", WRONG, RIGHT),
    "unanswerable-answered": judged("answered", WRONG, kind="unanswerable"),
    "offtopic-answered": judged("answered", WRONG, kind="offtopic"),
    "other-section": judged("answered", Cited("B", "The right one.")),
    "part-missing": judged("answered", RIGHT, WRONG, expected=PARTS),
    "misread": judged("human"),
    "held-back": judged("not_covered", RIGHT),
    "second": judged("unsure", WRONG, RIGHT),
    "not-found": judged("unsure", WRONG),
    "not-recognised": judged("unsure", WRONG, kind="human"),
}
FINE = [
    judged("answered", RIGHT),
    judged("answered", RIGHT, Cited("C", "The other part."), expected=PARTS),
    judged("unsure", WRONG, kind="unanswerable"),
    judged("small_talk", kind="smalltalk"),
    judged("human", kind="human"),
]


def test_every_miss_is_filed_under_what_it_is_and_nothing_else_is() -> None:
    filed = misses.sort([*MISSES.values(), *FINE])
    assert {kind.name: found for kind, found in filed} == {
        name: [question] for name, question in MISSES.items()
    }
    assert [kind.name for kind in misses.KINDS] == list(MISSES)
    assert misses.sort(FINE) == []


def test_a_report_can_be_read_again(tmp_path: Path) -> None:
    questions = [*MISSES.values(), *FINE, judged("error", kind="offtopic", expected=())]
    path = tmp_path / "report.json"
    path.write_bytes(to_json(MADE, evaluate(questions), questions, None))
    assert judged_from_json(path) == questions
    entry = json.loads(path.read_bytes())
    assert set(entry["overall"]["figures"]) == set(FIGURES) == set(WORDINGS)
    assert len(entry["curve"]) == 101


def test_half_a_surrogate_pair_survives(tmp_path: Path) -> None:
    question = judged("answered", Cited("A", "half \ud83d"))
    path = tmp_path / "report.json"
    path.write_bytes(to_json(MADE, evaluate([question]), [question], None))
    assert judged_from_json(path) == [question]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"\xff", b'{"format": "clause-evaluation-1"}',
        b'{"format": "clause-evaluation-1", "judged": [{}]}',
        b'{"format": "clause-evaluation-2", "judged": []}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(Unprocessable, match="is not a report"):
        judged_from_json(path)
    with pytest.raises(Unprocessable, match="can't be read"):
        judged_from_json(tmp_path / "none.json")


def test_a_report_with_wrong_values_is_refused(tmp_path: Path) -> None:
    questions = [judged("answered", RIGHT)]
    path = tmp_path / "report.json"
    good = to_json(MADE, evaluate(questions), questions, None).decode()
    for old, new in (('"confidence": 0.5,\n   "cited"', '"confidence": "x",\n   "cited"'),
                     ('"quote": "The right one."', '"quote": 5')):  # fmt: skip
        assert old in good
        path.write_text(good.replace(old, new))
        with pytest.raises(Unprocessable, match="is not a report"):
            judged_from_json(path)


def test_limits_are_kept_or_missed() -> None:
    report = evaluate([judged("answered", RIGHT), judged("answered", WRONG)])
    kept = read_limits(["answer@1=0.5", " wrong = 0.5"], ["wrong=0.5", "not-verbatim=0"])
    assert missed(report, kept) == []
    under, over = missed(report, read_limits(["answer@1=0.51"], ["wrong=.49"]))
    assert under == "answer@1 is 0.500, under the limit of 0.51."
    assert over == "wrong is 0.500, over the limit of 0.49."


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("accuracy=0.7", "“accuracy”"), ("answer@1", "needs a number"), ("=1", "“”"),
        ("answer@1=much", "“much”"), ("answer@1=nan", "needs a number"),
    ],
)  # fmt: skip
def test_limits_that_mean_nothing_are_refused(limit: str, words: str) -> None:
    with pytest.raises(Unprocessable, match=words):
        read_limits([limit], [])
    with pytest.raises(Unprocessable, match="--fail-over"):
        read_limits([], [limit])


def test_a_limit_that_nothing_measures_is_refused() -> None:
    with pytest.raises(Unprocessable, match="no question to measure human on"):
        missed(evaluate(FINE[:1]), read_limits(["human=1"], []))
