"""The report as one HTML page that needs nothing else: no script, no file, no network."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.evaluating import charts, misses, words
from bot.evaluating.reports import Made
from bot.settings import ROOT
from index.evaluate import FIGURES, Comparison, Report
from index.judged import JudgedQuestion

TEMPLATES = Path(__file__).parent / "templates"
THEME = ROOT / "widget" / "theme.css"

HEADLINE = ("answer@1", "wrong", "refused", "unanswerable-answered", "auroc", "ece")
_VERDICTS = {
    "answered": "answered",
    "unsure": "not sure",
    "not_covered": "not in the statement",
    "small_talk": "small talk",
    "human": "asks for a person",
    "error": "no answer",
}
_GROUPS = {
    "language": "By language of the question",
    "statement language": "By language of the statement",
    "style": "By style of the question",
    "statement": "By statement",
}


def render(
    made: Made, report: Report, judged: Sequence[JudgedQuestion], comparison: Comparison | None
) -> bytes:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        written=words.written,
        interval=words.interval,
        difference=words.difference,
        headed=lambda label: label[:1].upper() + label[1:],
        verdict=lambda verdict: _VERDICTS.get(verdict, verdict),
    )
    context: dict[str, Any] = {
        "style": Markup(  # ours, not a visitor's
            THEME.read_text("utf-8") + (TEMPLATES / "report.css").read_text("utf-8")
        ),
        "made": made,
        "report": report,
        "comparison": comparison,
        "figures": FIGURES,
        "headline": [name for name in HEADLINE if report.overall.figures[name].count],
        "wordings": words.WORDINGS,
        "drawn_over": words.drawn_over(report.overall.over_statements),
        "groups": [
            (title, report.groups[group])
            for group, title in _GROUPS.items()
            if len(report.groups[group]) > 1
        ],
        "misses": misses.sort(judged),
        "charts": charts,
        "in_use": charts.at(report.curve, made.answer_from),
    }
    page = environment.get_template("report.html").render(context)
    return page.encode(errors="replace")  # half a surrogate pair can't be encoded
