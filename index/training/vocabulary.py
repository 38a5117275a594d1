"""Stage 1: gives an encoder a vocabulary for more languages.

python -m index.training.vocabulary --base MODEL --parallel FOLDER … --out MODEL

Word pieces of the new languages are learned from aligned text and added; pieces of the old vocabulary
that the text hardly uses make room. A new piece begins as the weighted mean of the English pieces that
stand in the same pairs more often than chance (pointwise mutual information), so that the encoder
understands something of the new language before any training.
"""

import argparse
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from tokenizers import Tokenizer, models, trainers

from index.training.parallel import Pair, load_pairs

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
# letters that Unicode does not take apart, and both apostrophes as one
REPLACED = {"’": "'", "œ": "oe", "æ": "ae", "ß": "ss"}
NEIGHBOURS = 6  # English pieces that a new piece begins as the mean of
LEAST_TOGETHER = 2.0

Matrix = npt.NDArray[np.float32]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--parallel", type=Path, nargs="+", required=True)
    parser.add_argument("--languages", nargs="+", default=["de", "es"])
    parser.add_argument("--kept", type=int, default=24_000, help="pieces kept of the old ones")
    parser.add_argument("--learned", type=int, default=7_000, help="pieces tried a new language")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    pairs = load_pairs(options.parallel, most_a_file=60_000, seed=1)
    extend(options.base, pairs, options.languages, options.kept, options.learned, options.out)


def extend(
    base: Path,
    pairs: Sequence[Pair],
    languages: Sequence[str],
    kept: int,
    learned: int,
    out: Path,
) -> None:
    """Writes to `out` the model of `base` with another vocabulary."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(base), device="cpu").float()
    settings = json.loads((base / "tokenizer.json").read_text("utf-8"))
    old_vocabulary: dict[str, int] = settings["model"]["vocab"]
    old_vocabulary |= {token["content"]: token["id"] for token in settings["added_tokens"]}
    settings["normalizer"] = _normalizer()
    old = Tokenizer.from_str(json.dumps(settings))

    used = _pieces_by_use(old, pairs, old_vocabulary)[:kept]
    added: list[str] = []
    for language in languages:
        texts = [pair.other for pair in pairs if pair.language == language]
        known = set(used) | set(added)
        added.extend(piece for piece in _learn(old, texts, learned) if piece not in known)
    pieces = [*SPECIAL, *used, *added]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    new = Tokenizer.from_str(json.dumps(_with_vocabulary(settings, vocabulary)))

    words = next(layer for name, layer in model.named_modules() if name.endswith("word_embeddings"))
    before = words.weight.detach().numpy()
    rows = np.zeros((len(pieces), before.shape[1]), np.float32)
    for number, piece in enumerate(pieces[: len(SPECIAL) + len(used)]):
        rows[number] = before[old_vocabulary[piece]]
    first_new = len(SPECIAL) + len(used)
    rows[first_new:] = _starting_rows(new, pairs, languages, rows[:first_new], len(added))
    _write(model, base, out, rows, _with_vocabulary(settings, vocabulary))
    print(f"{len(used):,} pieces kept of {len(old_vocabulary):,}, {len(added):,} added: {out}")


def _normalizer() -> dict[str, object]:
    replaced = [
        {"type": "Replace", "pattern": {"String": letter}, "content": plain}
        for letter, plain in REPLACED.items()
    ]
    steps = [{"type": "NFD"}, {"type": "Lowercase"}, {"type": "StripAccents"}, *replaced]
    return {"type": "Sequence", "normalizers": steps}


def _pieces_by_use(
    tokenizer: Tokenizer, pairs: Sequence[Pair], vocabulary: dict[str, int]
) -> list[str]:
    """The old pieces, most used first; single characters before all, so that no word is unknown."""
    counts: Counter[str] = Counter()
    for encoding in tokenizer.encode_batch([pair.english for pair in pairs]):
        counts.update(encoding.tokens)
    for encoding in tokenizer.encode_batch([pair.other for pair in pairs]):
        counts.update(encoding.tokens)
    pieces = [piece for piece in vocabulary if piece not in SPECIAL]
    return sorted(pieces, key=lambda p: (len(p.removeprefix("##")) > 1, -counts[p]))


def _learn(old: Tokenizer, texts: list[str], size: int) -> list[str]:
    learner = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    learner.normalizer, learner.pre_tokenizer = old.normalizer, old.pre_tokenizer
    trainer = trainers.WordPieceTrainer(vocab_size=size, min_frequency=5, show_progress=False)
    learner.train_from_iterator(texts, trainer)
    return sorted(learner.get_vocab(), key=learner.get_vocab().__getitem__)


def _with_vocabulary(settings: dict[str, object], vocabulary: dict[str, int]) -> dict[str, object]:
    changed = json.loads(json.dumps(settings))
    changed["model"]["vocab"] = vocabulary
    for token in changed["added_tokens"]:
        token["id"] = vocabulary[token["content"]]
    changed["added_tokens"].sort(key=lambda token: token["id"])
    for token in changed["post_processor"]["special_tokens"].values():
        token["ids"] = [vocabulary[token["tokens"][0]]]
    return dict(changed)


def _starting_rows(
    tokenizer: Tokenizer, pairs: Sequence[Pair], languages: Sequence[str], known: Matrix, count: int
) -> Matrix:
    """float32[count, d]: for each new piece the mean of the English pieces that go with it."""
    chosen = [pair for pair in pairs if pair.language in languages]
    size = len(known) + count
    english = _presence(tokenizer, [pair.english for pair in chosen], size)
    other = _presence(tokenizer, [pair.other for pair in chosen], size)
    together = (other.T @ english).tocsr()
    alone = np.asarray(english.sum(axis=0)).ravel() / len(chosen)
    rows = np.zeros((count, known.shape[1]), np.float32)
    middle = known.mean(axis=0)
    for number in range(count):
        row = together.getrow(len(known) + number)
        columns, counts = row.indices, row.data.astype(np.float64)
        usable = (columns < len(known)) & (columns >= len(SPECIAL)) & (counts >= LEAST_TOGETHER)
        columns, counts = columns[usable], counts[usable]
        if not len(columns):
            rows[number] = middle
            continue
        share = counts / other[:, len(known) + number].sum()
        weight = share * np.log(np.maximum(share / np.maximum(alone[columns], 1e-9), 1e-9))
        best = np.argsort(-weight)[:NEIGHBOURS]
        weights = np.maximum(weight[best], 1e-6)
        rows[number] = (known[columns[best]] * (weights / weights.sum())[:, None]).sum(axis=0)
    return rows


def _presence(tokenizer: Tokenizer, texts: list[str], size: int) -> sparse.csc_matrix:
    """bool as float[n, size]: which pieces each text holds."""
    rows: list[int] = []
    columns: list[int] = []
    for number, encoding in enumerate(tokenizer.encode_batch(texts)):
        ids = set(encoding.ids)
        rows.extend([number] * len(ids))
        columns.extend(ids)
    values = np.ones(len(rows), np.float32)
    return sparse.csc_matrix((values, (rows, columns)), shape=(len(texts), size))


def _write(
    model: object, base: Path, out: Path, rows: Matrix, tokenizer: dict[str, object]
) -> None:
    """The model's folder with its new rows and tokenizer; all else as it was."""
    import torch
    from safetensors.torch import load_file, save_file

    shutil.copytree(base, out, dirs_exist_ok=True)
    weights = load_file(out / "model.safetensors")
    name = next(key for key in weights if key.endswith("word_embeddings.weight"))
    weights[name] = torch.from_numpy(rows)
    save_file({key: value.float() for key, value in weights.items()}, out / "model.safetensors")
    config = json.loads((out / "config.json").read_text("utf-8"))
    config |= {"vocab_size": len(rows), "pad_token_id": 0, "dtype": "float32"}
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
