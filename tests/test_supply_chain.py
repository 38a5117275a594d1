"""What Clause is made of is pinned, whole, and can be listed and audited."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"


def plain(name: str) -> str:
    """A package's name as all of its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    """Name and version, as what audits a lock reads them: nothing but names and exact versions."""
    found = {}
    for line in LOCK.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+_-]+)", line)
        assert match, f"this line pins nothing: {line}"
        assert "+" not in match[2], f"a build of one platform alone: {line}"
        found[plain(match[1])] = match[2]
    return found


def needed(names: list[str]) -> Iterator[str]:
    """Everything that these packages need on this machine, themselves too."""
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(one), "") for one in names]
    while waiting:
        wanted, _ = waiting.pop()
        for extra in ("", *wanted.extras):
            if (key := (plain(wanted.name), extra)) in seen:
                continue
            seen.add(key)
            yield key[0]
            for more in metadata.requires(wanted.name) or ():
                inner = Requirement(more)
                if inner.marker is None or inner.marker.evaluate({"extra": extra}):
                    waiting.append((inner, extra))


def test_all_that_is_needed_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked_for = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = locked()
    missing = sorted(set(needed(asked_for)) - set(pinned))
    assert not missing, f"requirements.lock does not name them: {missing}"


def test_the_list_of_parts_names_each_with_its_version(tmp_path: Path) -> None:
    """With the command that `make sbom` runs."""
    recipe = re.search(r"^sbom:.*?\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert recipe
    words = recipe[1].partition("python ")[2].partition("&&")[0].replace("\\\n", " ").split()
    out = tmp_path / "clause.cdx.json"
    words[words.index("dist/clause.cdx.json")] = str(out)
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
    listed = json.loads(out.read_text("utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == "clause"
    parts = {plain(one["name"]): one["version"] for one in listed["components"]}
    assert parts == locked()
    assert all(one["purl"].startswith("pkg:pypi/") for one in listed["components"])
