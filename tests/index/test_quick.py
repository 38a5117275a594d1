"""One question read alone has the vector that it has among many."""

import json
from pathlib import Path

import numpy as np
import pytest

from index.encoder import FEW, Encoder
from index.light import GRAPH
from tests.shipped import MODEL, copy_to_change

QUESTIONS = [
    "Combien de temps gardez-vous mes données ?",
    "do you sell my data",
    "Wer bekommt meine Telefonnummer zu sehen?",
    "¿Puedo pedir que borren mis fotos? " * 60,
    "?",
    "",
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """A model that has no graph to be read lightly with: one from elsewhere."""
    folder = tmp_path_factory.mktemp("elsewhere") / "encoder"
    copy_to_change(folder)
    (folder / GRAPH).unlink()
    return Encoder.load(str(folder))


def test_alone_and_among_many(encoder: Encoder) -> None:
    assert len(QUESTIONS) > FEW
    together = encoder.encode_questions(QUESTIONS)
    alone = np.concatenate([encoder.encode_questions([question]) for question in QUESTIONS])
    assert alone.shape == together.shape == (len(QUESTIONS), encoder.dimension)
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-5)
    assert (alone * together).sum(1).min() > 0.999
    assert encoder.encode_questions([]).shape[0] == 0


def test_another_pooling_is_left_to_its_library(tmp_path: Path) -> None:
    """A model whose first piece is the vector must not get the mean of them."""
    folder = tmp_path / "first-piece"
    copy_to_change(folder)
    config = folder / "1_Pooling" / "config.json"
    settings = json.loads(config.read_text())
    settings = {k: v for k, v in settings.items() if not k.startswith("pooling_mode")}
    config.write_text(json.dumps({**settings, "pooling_mode": "cls"}))
    first = Encoder.load(str(folder))
    together = first.encode_questions(QUESTIONS)
    alone = first.encode_questions(QUESTIONS[:1])
    assert np.allclose(alone[0], together[0], atol=1e-4)
    assert float(alone[0] @ Encoder.load(str(MODEL)).encode_questions(QUESTIONS[:1])[0]) < 0.99
