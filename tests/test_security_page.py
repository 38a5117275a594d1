"""docs/security.md names tests that there are, and every requirement once."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
STATES = {"met", "partly", "not met", "owner"}


def functions(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_test_that_is_named_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`", PAGE)
    assert len(named) > 50
    for file, name in named:
        assert (ROOT / file).is_file(), file
        assert not name or name in functions(ROOT / file), f"{file}::{name}"


def test_every_threat_has_a_kind_and_a_measure() -> None:
    threats = re.findall(r"^\| ([STRIDE]) \| (.+?) \| (.+?) \| (.*?) ?\|$", PAGE, re.M)
    assert len(threats) > 40
    assert {kind for kind, *_ in threats} == set("STRIDE")
    unshown = [threat for _, threat, measure, shown in threats if not shown.strip()]
    assert unshown == ["The site's page changes the chat or reads it"], "which nothing keeps off"


def test_every_requirement_stands_there_once_with_a_state() -> None:
    rows = re.findall(r"^\| ((?:\d+\.\d+\.\d+(?:, )?)+) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.M)
    ids = [one for row in rows for one in row[0].split(", ")]
    assert len(ids) == len(set(ids)) > 150
    assert {state for _, _, state, _ in rows} == STATES
