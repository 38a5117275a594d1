"""Sentence vectors by any sentence-transformers model, from a folder or by name.

The shipped model, and any other that was packed with a graph, is read by `index.light` instead: the same
vectors, without the seconds and the memory that torch takes.
"""

import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.errors import EncoderError, EncoderNotFound
from index.whole import check_whole
from index.windows import Window

if TYPE_CHECKING:  # torch takes seconds to import: only who encodes waits for it
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

HUB_SECONDS = 10.0
BATCH = 16  # windows encoded at once; also the step of the progress report
FEW = 4  # questions; more are sooner read together
MOST_PIECES = 192  # of a window; what is longer is cut
# a file of this name in a model's folder says that it was trained to read sentences in their windows
READS_WINDOWS = "reads_windows.json"


def prefixes_of(name: str) -> tuple[str, str]:
    """(question prefix, sentence prefix) that the model family was trained with; e5 needs them."""
    return ("query: ", "passage: ") if "e5" in Path(name).name.lower().split("-") else ("", "")


class Encoder:
    """A loaded model. Vectors have unit length, so that their dot product is their cosine.

    fingerprint: sha256 over weights, vocabulary and prefixes; two encoders with the same fingerprint
    give the same vectors. Safe to use from several threads.
    """

    def __init__(self, model: "SentenceTransformer", name: str) -> None:
        self._model = model
        self._lock = threading.Lock()  # the tokenizer is not thread-safe
        self.name = name
        self.reads_windows = (Path(name) / READS_WINDOWS).is_file()
        self._question_prefix, self._sentence_prefix = prefixes_of(name)
        dimension = model.get_embedding_dimension()
        if not dimension:
            raise EncoderError(
                f"The model “{name}” does not say how long its vectors are; use another."
            )
        self.dimension = int(dimension)
        self.fingerprint = self._fingerprint()
        from index.quick import QuestionReader

        self._quick = QuestionReader(model) if QuestionReader.can_read(model) else None

    @classmethod
    def load(cls, name: str) -> "Encoder":
        """Loads a model from a folder, or by its hub name (from the local cache or the network).

        Raises EncoderError with a sentence that says what to do.
        """
        from index.light import LightEncoder

        path = Path(name)
        check_whole(path, EncoderError)
        light = LightEncoder.of(path)
        if light is not None:
            return light
        local = path.exists() or path.is_absolute() or name.startswith(".") or name.count("/") > 1
        if local and not (path / "modules.json").is_file():
            raise EncoderNotFound(
                f"No sentence-transformers model in “{name}”: the file modules.json is not there. "
                "Give the folder of a model, or a model's name such as intfloat/multilingual-e5-small."
            )
        try:
            return cls(_load(name, at_hand=True), name)
        except _LOAD_ERRORS as error:
            if local:
                raise EncoderNotFound(
                    f"The model “{name}” can't be loaded: its files are damaged or of another kind of "
                    f"model. Copy the model there again. ({_first_line(error)})"
                ) from error
        _check_hub(name)
        try:
            return cls(_load(name, at_hand=False), name)
        except _LOAD_ERRORS as error:
            raise EncoderNotFound(
                f"The model “{name}” can't be loaded. ({_first_line(error)})"
            ) from error

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """float32[n, d], unit length, a row a question."""
        texts = [self._question_prefix + question for question in questions]
        if self._quick and 0 < len(texts) <= FEW:
            with self._lock:
                return np.stack([self._quick.read(text) for text in texts])
        return self._encode(texts)

    def encode_sentences(
        self, windows: Sequence[Window], on_progress: Callable[[int, int], None] | None = None
    ) -> Vectors:
        """float32[n, d], unit length, a row a sentence of the windows, in their order.

        A model that was not trained to read windows gets each sentence alone, under its headings.
        on_progress gets (sentences done, of how many).
        """
        of = sum(len(window.rows) for window in windows)
        rows: list[Vectors] = []
        for start in range(0, len(windows), BATCH):
            batch = windows[start : start + BATCH]
            if self.reads_windows:
                rows.extend(self._encode_in_windows(batch))
            else:
                texts = [text for window in batch for text in window.alone()]
                rows.append(self._encode([self._sentence_prefix + text for text in texts]))
            if on_progress:
                on_progress(sum(map(len, rows)), of)
        return np.concatenate(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def _encode_in_windows(self, windows: Sequence[Window]) -> list[Vectors]:
        """A float32[sentences, d] a window."""
        import torch

        with self._lock, torch.inference_mode():
            batch = self._model.tokenizer(
                [window.text for window in windows],
                padding=True,
                truncation=True,
                max_length=MOST_PIECES,
                return_offsets_mapping=True,
                return_tensors="pt",
            )
            offsets = batch.pop("offset_mapping").numpy()
            transformer: Any = self._model[0].model
            output = transformer(
                input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]
            )
            pieces = output.last_hidden_state.numpy()
        return [
            sentence_means(window, pieces[number], offsets[number])
            for number, window in enumerate(windows)
        ]

    def _encode(self, texts: list[str]) -> Vectors:
        with self._lock:
            vectors = self._model.encode(
                texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(f"{self._question_prefix}|{self._sentence_prefix}|".encode())
        for name, tensor in sorted(self._model.state_dict().items()):
            if ".pooler." in name:  # nothing uses it; where it was left out it is made by chance
                continue
            digest.update(name.encode())
            digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
        # how token vectors become one: the same weights give other vectors under another pooling
        for module in self._model:
            settings: object = getattr(module, "get_config_dict", dict)()
            digest.update(json.dumps(settings, sort_keys=True, default=str).encode())
        digest.update(f"{self._model.max_seq_length} {self.reads_windows}".encode())
        vocabulary = self._model.tokenizer.get_vocab()
        for token, number in sorted(vocabulary.items(), key=lambda entry: entry[1]):
            digest.update(f"{number}\t{token}\n".encode())
        return digest.hexdigest()


def sentence_means(window: Window, states: Vectors, offsets: npt.NDArray[np.int64]) -> Vectors:
    """float32[sentences, d], unit length: the mean of each sentence's pieces and its headings'."""
    mask = window.pieces(offsets).astype(np.float32)
    means = mask @ states / mask.sum(1, keepdims=True)
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


# what the libraries below raise for a model that is missing, half copied or of another kind
_LOAD_ERRORS = (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, ImportError)


def _load(name: str, *, at_hand: bool) -> "SentenceTransformer":
    """at_hand: look on this machine only, without asking the network."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # threads that wait must not spin: the second look needs the processor meanwhile
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    for library in ("sentence_transformers", "huggingface_hub", "httpx"):
        logging.getLogger(library).setLevel(logging.ERROR)
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(
            name, device="cpu", local_files_only=at_hand, model_kwargs={"dtype": torch.float32}
        )
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _check_hub(name: str) -> None:
    """Asks the hub for the model once, since the libraries below ask for minutes where there is no network.

    Raises EncoderNotFound.
    """
    import httpx
    from huggingface_hub import constants

    advice = (
        "Copy the model's folder here and give its path as CLAUSE_ENCODER, or unset CLAUSE_ENCODER "
        "for the shipped model."
    )
    try:
        response = httpx.get(
            f"{constants.ENDPOINT}/api/models/{name}", timeout=HUB_SECONDS, follow_redirects=True
        )
    except httpx.HTTPError as error:
        raise EncoderNotFound(
            f"The model “{name}” is not on this machine and the model hub can't be reached. {advice}"
        ) from error
    if response.status_code != 200:
        raise EncoderNotFound(
            f"The model hub has no model “{name}” for us (status {response.status_code}). {advice}"
        )


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:200] or type(error).__name__
