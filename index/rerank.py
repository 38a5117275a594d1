"""The second look: a model that reads question and window together and scores each sentence.

It is small and quantised to 8 bits (ONNX), shares the word embeddings of the shipped encoder, and works
beside any encoder. Its scores are logits: their softmax with 0 for 'none of these' is how likely it takes
each sentence to answer.
"""

import hashlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import RerankerError
from index.whole import check_whole
from index.windows import Window

Scores = npt.NDArray[np.float32]

MODEL = "model.onnx"
HEAD = "head.safetensors"
SETTINGS = "reranker.json"
WORDS = "embeddings.word_embeddings.weight"
AT_ONCE = 2  # runs of the model
MOST_KNOWN = 4096  # windows whose pieces are kept
MOST_PIECES = 192  # of question and window together; of the question alone, half of it


class Reranker:
    """A loaded second look. Safe to use from several threads.

    fingerprint: sha256 over all that its scores depend on.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
        words_from = folder / settings["words_from"]
        model = (folder / MODEL).read_bytes()
        self._words = _words_of(words_from / "model.safetensors")
        self._head = {k: v.astype(np.float32) for k, v in load_file(folder / HEAD).items()}
        vocabulary = (words_from / "tokenizer.json").read_bytes()
        if settings["words"] != words_fingerprint(self._words, vocabulary):
            raise RerankerError(
                f"The second look in “{folder}” was trained with other word embeddings than those in "
                f"“{words_from}”. Restore both folders from the same release."
            )
        self._tokenizer = Tokenizer.from_str(vocabulary.decode())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._first, self._last = self._tokenizer.encode("").ids  # [CLS] and [SEP]
        self._known: dict[str, tuple[list[int], npt.NDArray[np.int64]]] = {}
        # one run uses all cores; many at once only hold memory
        self._at_once = threading.BoundedSemaphore(AT_ONCE)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # its threads would go on spinning after a run, in the way of the encoder's
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        digest = hashlib.sha256(model)
        for name in sorted(self._head):
            digest.update(self._head[name].tobytes())
        digest.update(settings["words"].encode())
        self.fingerprint = digest.hexdigest()

    @classmethod
    def load(cls, folder: Path) -> "Reranker":
        """From its folder, beside that of the encoder whose word embeddings it was trained with.

        Raises RerankerError with a sentence that says what to do.
        """
        check_whole(folder, RerankerError)
        try:
            return cls(folder)
        except RerankerError:
            raise
        except Exception as error:  # onnxruntime and safetensors raise their own kinds
            raise RerankerError(
                f"The second look in “{folder}” can't be loaded: "
                f"{str(error).strip().split(chr(10))[0][:160]}. Restore the folder, or set "
                "CLAUSE_RERANKER to nothing to answer without it."
            ) from error

    def score(self, question: str, windows: Sequence[Window]) -> list[Scores]:
        """A float32[sentences] for each window."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[: MOST_PIECES // 2]
        texts = [self._read(window) for window in windows]
        room = MOST_PIECES - len(asked) - 3
        before = len(asked) + 2
        ids = [[self._first, *asked, self._last, *text[:room], self._last] for text, _ in texts]
        width = max(map(len, ids))
        pieces = np.zeros((len(ids), width), np.int64)
        mask = np.zeros((len(ids), width), np.float32)
        for number, row in enumerate(ids):
            pieces[number, : len(row)] = row
            mask[number, : len(row)] = 1
        second = (np.arange(width) >= before).astype(np.int64) * mask.astype(np.int64)
        words = self._words[pieces].astype(np.float32)
        with self._at_once:
            (states,) = self._session.run(None, {"words": words, "second": second, "mask": mask})
        sentences = []
        for number, (window, (_, places)) in enumerate(zip(windows, texts, strict=True)):
            offsets = np.zeros((width, 2), np.int64)
            spans = places[:room]
            offsets[before : before + len(spans)] = spans
            chosen = window.pieces(offsets).astype(np.float32)
            means = chosen @ states[number] / chosen.sum(1, keepdims=True)
            whole = np.broadcast_to(states[number, 0], means.shape)
            sentences.append(np.concatenate([whole, means], axis=1))
        ends = np.cumsum([len(one) for one in sentences])
        return np.split(self._scored(np.concatenate(sentences)), ends[:-1])

    def _read(self, window: Window) -> tuple[list[int], npt.NDArray[np.int64]]:
        """The window's pieces and where each stands in it: worked out once, as questions come again."""
        known = self._known.get(window.text)
        if known is None:
            encoding = self._tokenizer.encode(window.text, add_special_tokens=False)
            offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = self._known[window.text] = (encoding.ids, offsets)
        return known

    def _scored(self, both: Scores) -> Scores:
        """float32[sentences]; both: float32[sentences, 2 d], of the window and of the sentence."""
        hidden = _gelu(both @ self._head["dense.weight"].T + self._head["dense.bias"])
        logits = hidden @ self._head["score.weight"].T + self._head["score.bias"]
        return np.asarray(logits[:, 0], np.float32)


def words_fingerprint(words: npt.NDArray[np.generic], vocabulary: bytes) -> str:
    """sha256 over the word embeddings and the vocabulary that a second look was trained with."""
    return hashlib.sha256(words.tobytes() + vocabulary).hexdigest()


def _words_of(path: Path) -> npt.NDArray[np.generic]:
    """The encoder's word embeddings: the very memory that the encoder reads, where it is read lightly."""
    from safetensors.numpy import load_file

    from index.light import mapped_weights

    try:
        return mapped_weights(path)[WORDS]
    except ValueError:
        return load_file(path)[WORDS]


def _gelu(x: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    from scipy.special import erf

    return np.asarray(x * 0.5 * (1 + erf(x / np.sqrt(2))), np.float32)
