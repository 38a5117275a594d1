"""No regular expression of ours can be kept busy: 100 KB made to, and it is done at once.

Every compiled pattern that a module of bot/ or index/ holds is tried, wherever it lies in it, and every one
that stands in a call of `re` inside a function; each in the way in which it is used. The texts are made of
what the pattern itself looks for, repeated, and end in what fits nothing. Backtracking over 100 KB takes
minutes, going through it milliseconds: seconds of this process's own work stand between the two.
"""

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import bot
import index

LENGTH = 100_000
SECONDS = 2.0
ROOT = Path(__file__).resolve().parent.parent
CALLS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ANCHORED = {"match", "fullmatch"}
PLAIN = (
    "a", "A", "é", "1", " ", "\n", "-", ".", "@", "(", "'", "’", "<", "*", "#", "_", "|", ":", "/",
    "a ", "a\n", "a-", "a.", "1 ", "1.", "a@", "@a", "a@a.", "1-", "<a", "<!--", "| ", "a'",
    "\n\n", " \n", "A. ", "[[", "](", ", ", "and ",
)  # fmt: skip


def modules() -> Iterator[ModuleType]:
    for package in (bot, index):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            # those are run by alembic, and those train models
            if ".migrations." not in found.name and not found.name.startswith("index.training"):
                yield importlib.import_module(found.name)


def inside(value: Any, depth: int = 4) -> Iterator[re.Pattern[str]]:
    """Patterns in a value, whatever holds them."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        return
    if depth == 0 or isinstance(value, str | bytes | ModuleType):
        return
    if isinstance(value, dict):
        held: Any = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        held = value
    elif isinstance(value, type) or callable(value):
        held = vars(value).values() if isinstance(value, type) and value.__module__ else ()
    else:
        held = [getattr(value, name, None) for name in getattr(value, "__dataclass_fields__", ())]
    for one in held:
        yield from inside(one, depth - 1)


def in_calls(path: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in CALLS
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            flags = re.VERBOSE if "VERBOSE" in ast.unparse(node) else 0
            yield node.func.attr, re.compile(node.args[0].value, flags)


def patterns() -> dict[tuple[str, int], tuple[str, set[str]]]:
    """Every pattern with its flags: where it was found first, and the ways in which it is used."""
    found: dict[tuple[str, int], tuple[str, set[str]]] = {}
    for module in modules():
        source = Path(str(module.__file__)).read_text("utf-8")
        for name, value in vars(module).items():
            for one in inside(value):
                called = rf"\b{name}\.(\w+)\b"
                ways = set(re.findall(called, source)) if value is one else set()
                # what is used elsewhere too, or lies in something, may be used in any way
                anchored = ways and ways <= ANCHORED and name.startswith("_")
                place = f"{module.__name__}.{name}"
                had = found.setdefault((one.pattern, one.flags), (place, set()))
                had[1].update(ways if anchored else {"finditer"})
    for folder in ("bot", "index"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for way, one in in_calls(path):
                place = str(path.relative_to(ROOT))
                had = found.setdefault((one.pattern, one.flags), (place, set()))
                had[1].add(way if way in ANCHORED else "finditer")
    return {key: (place, ways or {"finditer"}) for key, (place, ways) in found.items()}


def texts(pattern: str) -> Iterator[str]:
    """What may keep it busy: pieces of its own, repeated, with an end that fits nothing."""
    own = sorted(set(re.findall(r"[^\W_]{2,12}", pattern)[:8]))
    for piece in (*PLAIN, *own, *(f"{one} " for one in own)):
        yield piece * (LENGTH // len(piece)) + "\x00"
    for first in own[:3]:  # begins like a match, and goes on for long
        for piece in (" ", "a", "1"):
            yield f"{first}{piece * LENGTH}\x00"


class TooLong(Exception):
    pass


def busy(found: re.Pattern[str], text: str, ways: Iterable[str] = ("finditer",)) -> bool:
    def give_up(*_: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        for way in ways:
            if way == "finditer":
                for one in found.finditer(text):
                    one.span()
            else:
                getattr(found, way)(text)
    except TooLong:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return False


def test_the_way_it_is_told() -> None:
    assert busy(re.compile(r"\s+$"), " " * LENGTH + "x"), (
        "this one is known to go through it all again"
    )
    assert not busy(re.compile(r"\s+"), " " * LENGTH + "x")


def test_none_can_be_kept_busy() -> None:
    found = patterns()
    assert len(found) > 100
    slow = {}
    for (pattern, flags), (where, ways) in found.items():
        for text in texts(pattern):
            if busy(re.compile(pattern, flags), text, ways):
                slow[where] = (pattern[:150], text[:20], text[-5:])
                break
    assert not slow, "\n".join(f"{where}: {how}" for where, how in slow.items())
