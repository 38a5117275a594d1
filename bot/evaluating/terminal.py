"""The report on a terminal: one table of figures, and short ones by language and style."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.evaluating import words
from bot.evaluating.reports import Made
from index.evaluate import FIGURES, Comparison, Report, Slice

_BY = ("answer@1", "wrong", "refused", "unanswerable-answered")
_SHORT = {
    "answer@1": "right",
    "wrong": "wrong",
    "refused": "refused",
    "unanswerable-answered": "price",
}
_WIDE = 76  # columns from which on there is room for more than the values


def show(console: Console, made: Made, report: Report) -> None:
    """Prints the figures; what is narrow leaves out the intervals' columns, never a figure."""
    wide = console.width >= _WIDE
    console.print(Text(f"{made.questions}, answered by {made.answered_by}", style="bold"))
    console.print(Text(f"{report.overall.questions:,} questions", style="dim"))
    for note in made.notes:
        console.print(Text(note, style="yellow"))
    table = _table("", *(["figure"] if wide else []), "value", *(["95 %", "of"] if wide else []))
    for name in FIGURES:
        figure = report.overall.figures[name]
        if figure.count == 0:
            continue
        row = [
            words.WORDINGS[name].label,
            *([name] if wide else []),
            words.written(figure.value, name),
        ]
        if wide:
            row += [words.interval(figure, name), f"{figure.count:,}"]
        table.add_row(*row)
    console.print(Padding(table, (1, 0)))
    for group in ("language", "statement language", "style"):
        slices = report.groups[group]
        if len(slices) > 1:
            _show_group(console, f"by {group}", slices, wide)
    console.print(
        Text(
            f"{words.drawn_over(report.overall.over_statements)} "
            "price: of the questions on which the statement is silent, those answered.",
            style="dim",
        )
    )


def _show_group(console: Console, title: str, slices: Sequence[Slice], wide: bool) -> None:
    names = [name for name in _BY if wide or name != "refused"]
    table = _table(title, *(_SHORT[name] for name in names), *(["questions"] if wide else []))
    for part in slices:
        cells = [words.written(part.figures[name].value, name) for name in names]
        table.add_row(Text(part.name), *cells, *([f"{part.questions:,}"] if wide else []))
    console.print(Padding(table, (0, 0, 1, 0)))


def show_comparison(console: Console, comparison: Comparison, other: str) -> None:
    """Prints what changed on the questions that both reports have."""
    wide = console.width >= _WIDE
    console.print(Text(f"Against {other}", style="bold"))
    left_out = comparison.only_before + comparison.only_now
    console.print(
        Text(
            f"{comparison.paired:,} questions in both"
            + (f" ({left_out:,} in one only, left out)" if left_out else "")
            + f": {comparison.won:,} now answered right that were not, {comparison.lost:,} no longer.",
            style="dim",
        )
    )
    table = _table("", *(["before", "now"] if wide else []), "change", "95 %")
    for name, change in comparison.differences.items():
        if change.difference is None:
            continue
        sure = change.low is not None and change.high is not None and change.low * change.high > 0
        better = (change.difference > 0) == (words.WORDINGS[name].better == "higher")
        style = ("green" if better else "red") if sure else ""
        row: list[Text | str] = [words.WORDINGS[name].label]
        if wide:
            row += [words.written(change.before, name), words.written(change.now, name)]
        row.append(Text(words.difference(change.difference, name), style=style))
        low, high = words.difference(change.low, name), words.difference(change.high, name)
        table.add_row(*row, f"{low} … {high}")
    console.print(Padding(table, (1, 0)))


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="left" if column == "figure" else "right", overflow="fold")
    return table
