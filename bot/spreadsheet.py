"""Cells of files that a spreadsheet opens: what begins like a formula would be run."""

# the wide forms are taken for the narrow ones in some languages; an apostrophe is what escapes the others
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")


def escaped(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unescaped(cell: str) -> str:
    """The cell before it was escaped."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
