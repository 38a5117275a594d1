"""The shipped encoder, read without torch, is the same encoder."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder
from index.light import GRAPH, LightEncoder, mapped_weights
from index.snapshot import Snapshot
from index.training.graph import graph_of
from tests.index.test_quick import QUESTIONS
from tests.shipped import MODEL, ROOT, copy_to_change


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The same model, as its library reads it."""
    folder = tmp_path_factory.mktemp("model") / "encoder"
    copy_to_change(folder)
    (folder / GRAPH).unlink()
    return Encoder.load(str(folder))


def test_same_fingerprint_and_same_vectors(
    encoder: Encoder, heavy: Encoder, snapshot: Snapshot
) -> None:
    assert type(encoder) is LightEncoder
    assert type(heavy) is Encoder
    # so indexes and calibrations made with the one are good for the other
    assert encoder.fingerprint == heavy.fingerprint
    assert encoder.dimension == heavy.dimension
    light, exact = encoder.encode_questions(QUESTIONS), heavy.encode_questions(QUESTIONS)
    assert (light * exact).sum(1).min() > 0.99999
    windows = [*snapshot.windows[:8], max(snapshot.windows, key=lambda one: len(one.text))]
    light, exact = encoder.encode_sentences(windows), heavy.encode_sentences(windows)
    assert light.shape == exact.shape
    assert (light * exact).sum(1).min() > 0.99999
    assert encoder.encode_questions([]).shape == (0, encoder.dimension)


def test_answers_need_no_torch() -> None:
    """Importing it takes seconds and half a gigabyte, before the first visitor is answered."""
    program = """
import sys
from bot.settings import Settings
from bot.serving import answerer_over_file
from bot.terminal import Steps
from rich.console import Console
from pathlib import Path
answerer = answerer_over_file(Path(sys.argv[1]), Settings(), Steps(Console(stderr=True)))
print(answerer.answer("Vendez-vous mes données ?").verdict.value)
print(sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""
    statement = ROOT / "data" / "statements" / "privacy.fr.txt"
    command = [sys.executable, "-c", program, str(statement)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[1] == "[]", said


def test_the_shipped_graph_is_the_one_that_is_made() -> None:
    made = graph_of(json.loads((MODEL / "config.json").read_text()))
    assert made.SerializeToString() == (MODEL / GRAPH).read_bytes()


def test_what_is_damaged_is_left_to_the_library_which_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    copy_to_change(folder)
    (folder / GRAPH).write_bytes(b"no graph")
    assert LightEncoder.of(folder) is None
    assert LightEncoder.of(tmp_path / "nothing") is None


def test_weights_are_read_where_they_lie() -> None:
    weights = mapped_weights(MODEL / "model.safetensors")
    [words] = [value for name, value in weights.items() if "word_embeddings" in name]
    assert isinstance(words.base, np.memmap) or isinstance(words, np.memmap)
    assert words.dtype == np.float16
