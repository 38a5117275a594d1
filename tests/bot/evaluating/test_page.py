"""The report as a page: everything is in it, and nothing in it does anything."""

import re

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from bot.evaluating import charts, page
from bot.evaluating.reports import Made
from index.evaluate import compare, evaluate
from index.judged import Cited, Expected, JudgedQuestion

HOSTILE = '</style></details><script>alert(1)</script><img src=x onerror="alert(2)">&amp;\'"'
MADE = Made("2026-01-01 00:00 UTC", f"q {HOSTILE}", f"a {HOSTILE}", 0.46, (f"n {HOSTILE}",))


def question(text: str, confidence: float, *, right: bool, language: str = "en") -> JudgedQuestion:
    return JudgedQuestion(
        statement=f"one {HOSTILE}",
        statement_language="fr",
        question=text,
        language=language,
        kind="answerable",
        style=f"formal {HOSTILE}",
        verdict="answered",
        confidence=confidence,
        cited=(Cited(f"Given {HOSTILE}", "The right one." if right else f"Other {HOSTILE}"),),
        expected=(Expected(f"Given {HOSTILE}", "The right one."),),
    )


JUDGED = [
    question(f"first {HOSTILE}", 0.9, right=False),
    question("second", 0.4, right=False, language="de"),
    question("third", 0.7, right=True),
    question("half \ud83d", 0.1, right=False),
]


def rendered() -> HTMLParser:
    report = evaluate(JUDGED)
    return HTMLParser(page.render(MADE, report, JUDGED, compare(JUDGED, JUDGED)).decode())


def test_hostile_text_is_text() -> None:
    tree = rendered()
    assert tree.css("script, img, iframe, link, object, form") == []
    assert len(tree.css("style")) == 1
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on")]
        assert (node.attributes.get("style")) is None
    headings = [node.text() for node in tree.css(".miss h4")]
    assert f"first {HOSTILE}" in headings
    assert any(HOSTILE in node.text() for node in tree.css(".clause p"))


def test_the_page_needs_nothing_else() -> None:
    html = page.render(MADE, evaluate(JUDGED), JUDGED, None).decode()
    tree = HTMLParser(html)
    css = tree.css_first("style").text()
    assert "url(" not in css
    assert "@import" not in css
    policy = tree.css_first('meta[http-equiv="Content-Security-Policy"]')
    assert (policy.attributes["content"] or "").startswith("default-src 'none'")
    for link in tree.css("a"):
        target = (link.attributes["href"] or "").removeprefix("#")
        assert tree.css_first(f"#{target}") is not None or target == "comparison"
    names = set(re.findall(r"var\((--[a-z0-9-]+)", css))
    assert names
    for name in names:
        assert f"{name}:" in css, "every colour is one of the theme"


def test_every_miss_is_there_with_what_was_expected_and_given() -> None:
    tree = rendered()
    found = tree.css("details .miss")
    assert len(found) == 3
    first = found[0]
    assert [node.text() for node in first.css("h5")] == ["Expected", "Given"]
    expected, given = (node.text() for node in first.css(".clause p"))
    assert (expected, given) == ("The right one.", f"Other {HOSTILE}")
    facts = first.css_first(".miss-facts")
    assert "answered" in facts.text()
    assert "0.90" in facts.text()
    assert first.css_first("h4").attributes["lang"] == "en"
    assert first.css_first(".clause").attributes["lang"] == "fr"
    count = tree.css_first("details summary .chip")
    assert count.text() == "3"


def cells(table: Node, row: int) -> list[str]:
    return [node.text().strip() for node in table.css("tbody tr")[row].css("th, td")]


def test_charts_have_a_table_with_the_same_numbers() -> None:
    tree = rendered()
    figures = tree.css("figure.chart")
    assert len(figures) == 3
    for figure in figures:
        image = figure.css_first("svg")
        assert image.attributes["role"] == "img"
        assert image.attributes["aria-label"]
        assert figure.css_first("table tbody tr") is not None
        region = figure.css_first(".scroll")
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["aria-label"]
    reliability = figures[0]
    assert len(reliability.css("circle")) == len(reliability.css("tbody tr")) == 4
    last = cells(reliability.css_first("table"), 3)
    assert last[:3] == ["0.9 – 1.0", "0.90", "0.0 %"]
    in_use = cells(figures[2].css_first("table"), 0)
    assert in_use[0].startswith("0.46")
    assert in_use[1:] == ["25.0 %", "25.0 %", "0.0 %"]


def test_no_two_regions_are_called_the_same() -> None:
    regions = rendered().css('section[aria-labelledby], section[aria-label], [role="region"]')
    names = [
        node.attributes.get("aria-labelledby") or node.attributes.get("aria-label")
        for node in regions
    ]
    assert len(names) > 5
    assert len(set(names)) == len(names)


def test_a_report_without_misses_or_groups_says_so() -> None:
    judged = [question("third", 0.7, right=True)]
    made = Made("now", "q", "a", None)
    tree = HTMLParser(page.render(made, evaluate(judged), judged, None).decode())
    assert tree.css("details, #groups, #comparison, .in-use") == []
    assert "every question was answered as expected" in tree.css_first("#misses").text()


def test_charts_stay_inside_their_frame() -> None:
    report = evaluate(JUDGED)
    for dot in charts.reliability(report.bins):
        assert charts.LEFT <= dot.x <= charts.WIDTH - charts.RIGHT
        assert charts.TOP <= dot.high <= dot.y <= dot.low <= charts.HEIGHT - charts.BOTTOM
    points = [
        tuple(map(float, point.split(","))) for point in charts.risk_line(report.curve).split()
    ]
    assert points == sorted(points, key=lambda point: point[0])
    assert (charts.across(0), charts.across(1)) == (44, 310)
    assert (charts.up(0), charts.up(1)) == (200, 10)
