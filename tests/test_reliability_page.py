"""docs/reliability.md names tests that there are, and every fault that is tested stands in it."""

import re
from pathlib import Path

from tests.test_security_page import functions

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")


def named() -> set[tuple[str, str]]:
    return set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE))


def test_every_test_that_is_named_is_there() -> None:
    assert len(named()) > 30
    for file, name in named():
        assert name in functions(ROOT / file), f"{file}::{name}"


def test_every_fault_has_what_happens_and_a_test() -> None:
    rows = re.findall(
        r"^\| (?!fault|---)(.+?) \| (.*?) ?\| (.*?) ?\| (.*?) ?\| (.*?) ?\|$", PAGE, re.M
    )
    assert len(rows) > 30
    for fault, *_, shown in rows:
        assert "::test_" in shown, fault


def test_every_file_of_faults_is_in_it() -> None:
    files = {f"tests/faults/{path.name}" for path in (ROOT / "tests/faults").glob("test_*.py")}
    assert files == {file for file, _ in named() if file.startswith("tests/faults/")}
