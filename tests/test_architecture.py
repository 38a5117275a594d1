"""The house keeps its rooms apart: who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# (folder, what nothing in it may import)
NEVER = [
    ("index", ("bot", "fastapi", "sqlalchemy", "starlette")),
    (
        "bot/answering",
        ("sqlalchemy", "fastapi", "httpx", "bot.store", "bot.web", "bot.conversations"),
    ),
    ("bot/evaluating", ("sqlalchemy", "fastapi", "bot.store", "bot.web", "bot.conversations")),
    ("bot/conversations", ("fastapi", "index", "bot.web", "sqlalchemy")),
    ("bot/accounts", ("fastapi", "index", "bot.web", "sqlalchemy")),
    ("bot/publishing", ("fastapi", "bot.web", "sqlalchemy", "bot.answering")),
    ("bot/notify", ("fastapi", "index", "bot.web", "sqlalchemy")),
    ("bot/privacy", ("fastapi", "index", "bot.web", "sqlalchemy")),
    ("bot/store", ("fastapi", "bot.web", "index")),
    ("bot/web", ("sqlalchemy",)),
]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize(("folder", "forbidden"), NEVER, ids=[folder for folder, _ in NEVER])
def test_rooms_are_apart(folder: str, forbidden: tuple[str, ...]) -> None:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    broken = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imports(path)
        if name.startswith(tuple(f"{f}." for f in forbidden)) or name in forbidden
    ]
    assert broken == []


def test_only_app_wires() -> None:
    """Routers are put together in one place."""
    wiring = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if "FastAPI(" in path.read_text("utf-8")
    ]
    assert wiring == ["bot/app.py"]
