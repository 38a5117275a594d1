"""Reads with a BERT through onnxruntime: the shipped encoder, without the seconds that torch takes.

For a model whose folder has `layers.onnx` (made by `index.training.graph`): the layers without weights,
which come from the model's own file. The vectors are the model's, in float32.
"""

import hashlib
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder import (
    MOST_PIECES,
    READS_WINDOWS,
    Encoder,
    Vectors,
    prefixes_of,
    sentence_means,
)
from index.windows import Window

log = logging.getLogger(__name__)

Offsets = npt.NDArray[np.int64]

GRAPH = "layers.onnx"
WEIGHTS = "model.safetensors"
WORDS = "embeddings.word_embeddings.weight"
PLACES = "embeddings.position_embeddings.weight"
KINDS = "embeddings.token_type_embeddings.weight"
_TYPES = {"F16": np.float16, "F32": np.float32}
# the modules that a vector goes through; what else there may be is left to sentence-transformers
_MODULES = ["Transformer", "Pooling", "Normalize"]


class LightModel:
    """A loaded model. Safe to use from several threads.

    fingerprint: the same that `index.encoder` gives the same model, however it is read.
    """

    def __init__(self, folder: Path, settings: str) -> None:
        """settings: what else the vectors depend on, for the fingerprint."""
        import onnxruntime
        from tokenizers import Tokenizer

        weights = mapped_weights(folder / WEIGHTS)
        self._words = weights[WORDS]
        # a sentence is of the first kind, always
        self._places = weights[PLACES].astype(np.float32) + weights[KINDS][0].astype(np.float32)
        self.dimension = self._words.shape[1]
        told = _read(folder / "tokenizer_config.json")
        self.longest = int(min(told["model_max_length"], len(self._places)))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.longest)
        self._short = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._short.no_padding()
        self.fingerprint = self._fingerprint(folder, weights, settings)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # threads that go on spinning after a run are in the way of the second look's
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        given = {name: onnxruntime.OrtValue.ortvalue_from_numpy(w) for name, w in _laid(weights)}
        options.add_external_initializers(list(given), list(given.values()))
        self._session = onnxruntime.InferenceSession(
            (folder / GRAPH).read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    @staticmethod
    def can_read(folder: Path) -> bool:
        """Whether the folder's model is one whose pieces' mean is the vector, and has a graph."""
        if not (folder / GRAPH).is_file() or sys.byteorder != "little":
            return False
        modules = [entry["type"].rpartition(".")[2] for entry in _read(folder / "modules.json")]
        pooling = _read(folder / "1_Pooling" / "config.json")
        return bool(
            modules == _MODULES
            and pooling.get("pooling_mode") == "mean"
            and pooling.get("include_prompt", True)
        )

    def read(self, text: str) -> Vectors:
        """float32[d], unit length: the mean of a text's pieces."""
        ids = self._tokenizer.encode(text).ids
        vector = self._states([ids])[0].mean(0)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def pieces(self, texts: Sequence[str], most: int) -> list[tuple[Vectors, Offsets]]:
        """For each text its pieces' states, float32[pieces, d], and where each stands in it.

        most: what is longer is cut.
        """
        cut = [_shortened(self._short.encode(text), most) for text in texts]
        states = self._states([ids for ids, _ in cut])
        return [
            (found[: len(ids)], offsets) for found, (ids, offsets) in zip(states, cut, strict=True)
        ]

    def _states(self, ids: list[list[int]]) -> Vectors:
        """float32[n, longest of them, d]"""
        width = max(map(len, ids))
        pieces = np.zeros((len(ids), width), np.int64)
        mask = np.zeros((len(ids), width), np.int32)
        for number, row in enumerate(ids):
            pieces[number, : len(row)] = row
            mask[number, : len(row)] = 1
        # float32 first: sums in half precision lose what the model was made with
        words = self._words[pieces].astype(np.float32) + self._places[:width]
        (states,) = self._session.run(None, {"words": words, "mask": mask})
        return np.asarray(states, np.float32)

    def _fingerprint(
        self, folder: Path, weights: dict[str, npt.NDArray[Any]], settings: str
    ) -> str:
        """As `index.encoder.Encoder` makes it, of what sentence-transformers has loaded."""
        digest = hashlib.sha256(settings.encode())
        for name in sorted(weights):
            digest.update(f"0.model.{name}".encode())
            digest.update(np.ascontiguousarray(weights[name], np.float32).tobytes())
        normal = {
            "module_input_name": "sentence_embedding",
            "module_output_name": "sentence_embedding",
        }
        for config in (
            _read(folder / "sentence_bert_config.json"),
            _read(folder / "1_Pooling" / "config.json"),
            _read(folder / "2_Normalize" / "config.json") or normal,
        ):
            digest.update(json.dumps(config, sort_keys=True, default=str).encode())
        digest.update(f"{self.longest} {(folder / READS_WINDOWS).is_file()}".encode())
        vocabulary = self._tokenizer.get_vocab()
        for token, number in sorted(vocabulary.items(), key=lambda entry: entry[1]):
            digest.update(f"{number}\t{token}\n".encode())
        return digest.hexdigest()


class LightEncoder(Encoder):
    """An encoder that reads with a `LightModel`."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self.reads_windows = (folder / READS_WINDOWS).is_file()
        self._question_prefix, self._sentence_prefix = prefixes_of(self.name)
        self._light = LightModel(folder, f"{self._question_prefix}|{self._sentence_prefix}|")
        self.dimension = self._light.dimension
        self.fingerprint = self._light.fingerprint

    @classmethod
    def of(cls, folder: Path) -> "LightEncoder | None":
        """The folder's model; None where it is to be read by sentence-transformers."""
        try:
            return cls(folder) if LightModel.can_read(folder) else None
        except (
            Exception
        ) as error:  # damaged, or not what it seems: the other way says what is wrong
            log.warning("%s can't be read the light way: %s", folder, type(error).__name__)
            return None

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """float32[n, d], unit length, a row a question."""
        return self._encode([self._question_prefix + question for question in questions])

    def _encode_in_windows(self, windows: Sequence[Window]) -> list[Vectors]:
        read = self._light.pieces([window.text for window in windows], MOST_PIECES)
        return [
            sentence_means(window, states, offsets)
            for window, (states, offsets) in zip(windows, read, strict=True)
        ]

    def _encode(self, texts: list[str]) -> Vectors:
        # one by one: there is no padding to read, and onnxruntime uses all cores for one
        rows = [self._light.read(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)


def mapped_weights(path: Path) -> dict[str, npt.NDArray[Any]]:
    """A safetensors file's arrays by name, read from the disk when they are used.

    What several processes use of it is in memory once. Raises ValueError for another number format.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    data = np.memmap(path, np.uint8, "r", 8 + length)
    found: dict[str, npt.NDArray[Any]] = {}
    for name, entry in header.items():
        if name == "__metadata__" or name.startswith("pooler."):
            continue
        if entry["dtype"] not in _TYPES:
            raise ValueError(
                f"{path.name}: numbers of the kind {entry['dtype']} are not read here."
            )
        start, end = entry["data_offsets"]
        found[name] = data[start:end].view(_TYPES[entry["dtype"]]).reshape(entry["shape"])
    return found


def _laid(weights: dict[str, npt.NDArray[Any]]) -> list[tuple[str, Vectors]]:
    """As the graph wants them: float32, matrices the other way round, three of them in one."""
    laid: dict[str, Vectors] = {}
    parts = ("query", "key", "value")
    for name, weight in weights.items():
        if name in (WORDS, PLACES, KINDS) or ".attention.self." in name:
            continue
        turned = weight.T if weight.ndim == 2 else weight
        laid[name] = np.ascontiguousarray(turned, np.float32)
    for name in weights:
        if name.endswith(".attention.self.query.weight"):
            at = name.removesuffix(".attention.self.query.weight")
            read = f"{at}.attention.self."
            for kind, axis in (("weight", 1), ("bias", 0)):
                three = [weights[f"{read}{part}.{kind}"].T for part in parts]
                laid[f"{at}.qkv.{kind}"] = np.ascontiguousarray(
                    np.concatenate(three, axis=axis), np.float32
                )
    return list(laid.items())


def _shortened(encoding: Any, most: int) -> tuple[list[int], Offsets]:
    """Pieces and their places; of a long text the first ones, and the closing piece."""
    ids, offsets = encoding.ids, encoding.offsets
    if len(ids) > most:
        ids, offsets = [*ids[: most - 1], ids[-1]], [*offsets[: most - 1], offsets[-1]]
    return ids, np.array(offsets, np.int64)


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
