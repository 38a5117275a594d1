"""A model's folder that was copied only in part: the start says which file, and answers nothing wrongly."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import load_models
from bot.settings import Settings
from index.errors import IndexingError
from index.whole import SUMS, write_sums
from tests.faults.scale import everything
from tests.shipped import MODELS

DAMAGES = ("half", "missing", "empty", "zeros")
"""`zeros`: as long as it should be, its second half not yet written. Many programs copy like that."""
SHORT = {
    ("encoder/model.safetensors", "half"),
    ("encoder/model.safetensors", "zeros"),
    ("encoder/reads_windows.json", "missing"),
    ("encoder/layers.onnx", "missing"),
    ("encoder/SHA256SUMS", "half"),
    ("reranker/model.onnx", "zeros"),
    ("reranker/head.safetensors", "half"),
    ("calibration.json", "half"),
    ("calibration.json", "missing"),
}


def cases() -> Iterator[tuple[str, str]]:
    """Every file that answers depend on, damaged in every way; in short those that matter most."""
    names = [
        str(path.relative_to(MODELS))
        for path in sorted(MODELS.rglob("*"))
        if path.is_file() and path.suffix != ".md" and path.name != "calibration.first_look.json"
    ]
    for name in names:
        for damage in DAMAGES:
            # an empty list, or none, is what a folder of one's own has
            lists_nothing = name.endswith(SUMS) and damage in ("missing", "empty")
            if not lists_nothing and (everything() or (name, damage) in SHORT):
                yield name, damage


@pytest.mark.parametrize(("name", "damage"), list(cases()))
def test_the_start_says_which_file_is_not_whole(name: str, damage: str, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    # links: copying 60 MB for each would be most of the work
    shutil.copytree(MODELS, folder, copy_function=os.symlink)
    path = folder / name
    content = path.read_bytes()
    path.unlink()  # only ours
    half = len(content) // 2
    if damage != "missing":
        cut = {"half": content[:half], "empty": b""}
        path.write_bytes(cut.get(damage, content[:half] + b"\0" * (len(content) - half)))
    settings = Settings(
        encoder=str(folder / "encoder"),
        reranker=folder / "reranker",
        calibration=str(folder / "calibration.json"),
    )
    with pytest.raises(IndexingError) as raised:
        load_models(settings)
    sentence = str(raised.value)
    assert path.name in sentence, "which file"
    assert str(path.parent if "/" in name else path) in sentence, "where it is"
    assert "Copy" in sentence or "Restore" in sentence, "what to do"


def test_a_folder_that_was_changed_on_purpose_is_listed_anew(tmp_path: Path) -> None:
    folder = tmp_path / "reranker"
    shutil.copytree(MODELS / "reranker", folder)
    before = (folder / SUMS).read_text()
    write_sums(folder)
    assert (folder / SUMS).read_text() == before, "the shipped list is of the shipped files"
