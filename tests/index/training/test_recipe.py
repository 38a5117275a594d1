"""The recipe runs from its first stage to its last, on a tiny model."""

import importlib
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoder import READS_WINDOWS, Encoder
from index.models import Models
from index.passages import make_passages
from index.readers import read_statement
from index.rerank import Reranker
from index.training.examples import load_material
from index.windows import make_windows
from tests.index.training.tiny import STATEMENTS, write_model, write_questions

PAIRS = [
    ("Do you sell my data?", "Verkaufen Sie meine Daten?"),
    ("We keep your data for ten years.", "Wir bewahren Ihre Daten zehn Jahre auf."),
    ("You can delete your account.", "Sie können Ihr Konto löschen."),
] * 12  # fmt: skip


def stage(name: str, *arguments: object) -> None:
    """Runs a stage with these arguments, as its command line would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [name, *map(str, arguments)])
        importlib.import_module(f"index.training.{name}").main()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what every stage made."""
    home = tmp_path_factory.mktemp("recipe")
    base = write_model(home)
    questions = write_questions(home / "questions")
    parallel = home / "parallel"
    parallel.mkdir()
    lines = [f"{english}\t{german}" for english, german in PAIRS]
    (parallel / "few.en-de.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    new = ("--kept", 20_000, "--learned", 80, "--languages", "de")
    stage("vocabulary", "--base", base, "--parallel", parallel, *new, "--out", home / "wide")
    stage(
        "distil", "--base", home / "wide", "--teacher", base, "--parallel", parallel,
        "--minutes", 1, "--out", home / "distilled",
    )  # fmt: skip
    short = ("--questions", questions, "--epochs", 2, "--minutes", 2)
    stage("finetune", "--base", home / "distilled", *short, "--out", home / "encoder")
    stage("rerank", "--encoder", home / "encoder", *short, "--out", home / "reranker")
    stage(
        "pack", "--encoder", home / "encoder", "--reranker", home / "reranker",
        "--out", home / "models",
    )  # fmt: skip
    stage(
        "calibrate", "--encoder", home / "models" / "encoder",
        "--reranker", home / "models" / "reranker", "--questions", questions,
        "--judged", home / "judged.jsonl", "--out", home / "models" / "calibration.json",
    )  # fmt: skip
    return home


def test_what_was_packed_answers(made: Path) -> None:
    folder = made / "models"
    models = Models.load(str(folder / "encoder"), folder / "reranker", folder / "calibration.json")
    assert models.fit_together
    assert models.encoder.reads_windows
    judged = [json.loads(line) for line in (made / "judged.jsonl").read_text().splitlines()]
    assert len(judged) == sum(len(questions) for _, questions in STATEMENTS.values())


def test_new_pieces_make_words_whole(made: Path) -> None:
    before = Encoder.load(str(made / "model"))
    after = Encoder.load(str(made / "distilled"))
    word = "Verkaufen"
    pieces = [len(encoder._model.tokenizer.tokenize(word)) for encoder in (before, after)]
    assert pieces[1] <= pieces[0]
    assert len(after._model.tokenizer) < len(before._model.tokenizer)  # 20,000 were kept


def test_the_packed_second_look_scores_as_the_trained_one(made: Path) -> None:
    """The same within what 8 bits cost: the layers are ours in plain operations, the weights its."""
    import torch

    from index.training.loop import load_model
    from index.training.rerank import HEAD, Head, score

    material = load_material(made / "questions")[0]
    model = load_model(made / "reranker")
    model.eval()
    from safetensors.torch import load_file

    head = Head(24)
    head.load_state_dict(load_file(made / "reranker" / HEAD))
    question = material.examples[0].text
    with torch.no_grad():
        trained = score(model, head, [question] * len(material.windows), material.windows)
    packed = Reranker.load(made / "models" / "reranker").score(question, material.windows)
    np.testing.assert_allclose(np.concatenate(packed), trained.numpy(), atol=0.05)


def test_the_packed_encoder_gives_the_trained_vectors(made: Path) -> None:
    text, _ = STATEMENTS["01-shop.en"]
    outline = read_statement(text.encode(), "a.txt")
    windows = make_windows(outline.sections, make_passages(outline.sections))
    packed = Encoder.load(str(made / "models" / "encoder"))
    (made / "encoder" / READS_WINDOWS).write_text("{}")
    trained = Encoder.load(str(made / "encoder"))
    np.testing.assert_allclose(
        packed.encode_sentences(windows), trained.encode_sentences(windows), atol=2e-3
    )


def test_statements_that_are_held_out_are_not_trained_on(made: Path) -> None:
    names = [material.name for material in load_material(made / "questions", ["01-"])]
    assert names == ["02-club.en"]


def test_no_aligned_text_says_what_to_put_there(tmp_path: Path) -> None:
    from index.training.parallel import load_pairs

    with pytest.raises(FileNotFoundError, match=r"notices\.en-de\.tsv"):
        load_pairs([tmp_path], 10, 1)
