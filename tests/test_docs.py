"""What the documents name is there, and what is there is documented."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from bot.settings import as_markdown

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(
        r'(?:src|href)="([^"]+)"', text
    ):
        if not target.startswith(("http://", "https://", "#", "mailto:")):
            assert (path.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_make_targets_exist(path: Path) -> None:
    named = re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text("utf-8"), re.M)
    assert set(named) <= TARGETS


def test_every_setting_is_documented() -> None:
    assert as_markdown() in (ROOT / "docs" / "settings.md").read_text("utf-8")


def test_the_lock_pins_everything_and_names_no_host() -> None:
    lines = (ROOT / "requirements.lock").read_text().split("\n")
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9._-]+==[^\s/]+(?: ; .+)?", line, re.I) for line in pins)
    pinned = {line.split("==")[0].lower() for line in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.match(r"[A-Za-z0-9._-]+", name)[0].lower() for name in wanted}  # type: ignore[index]
    assert names - pinned == set()
    package_lock = (ROOT / "package-lock.json").read_text()
    assert "://" not in package_lock.replace("https://opencollective.com", "")


def dockerfile() -> list[list[str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split(None, 1) for line in lines]


def test_the_image_copies_what_exists_and_runs_what_is_installed() -> None:
    steps = dockerfile()
    copied: set[str] = set()
    for instruction, rest in steps:
        if instruction == "COPY" and not rest.startswith("--from"):
            *sources, _ = shlex.split(rest)
            copied |= set(sources)
    for source in copied:
        assert (ROOT / source).exists(), source
    # everything that the service reads at run time is in it
    for needed in ("bot", "index", "widget", "data/models", "data/statements", "requirements.lock"):
        assert needed in copied
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert copied.isdisjoint(ignored)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    commands = [rest for instruction, rest in steps if instruction == "CMD"]
    assert commands == ['["clause", "serve"]']
    assert "clause" in project["scripts"]


def test_the_image_is_not_run_by_root_and_says_how_it_is() -> None:
    steps = dockerfile()
    users = [rest for instruction, rest in steps if instruction == "USER"]
    assert users[-1] != "root"
    assert any(instruction == "HEALTHCHECK" and "/healthz" in rest for instruction, rest in steps)


def test_the_image_sets_only_settings_that_exist() -> None:
    named = set(re.findall(r"CLAUSE_[A-Z_]+", (ROOT / "Dockerfile").read_text()))
    assert named
    for name in named:
        assert f"`{name}`" in as_markdown()
