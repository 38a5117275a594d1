"""What the training stages share: models as plain transformers, their optimizer, its schedule."""

import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from sentence_transformers import SentenceTransformer
from torch import Tensor

from index.windows import Window

MAX_TOKENS = 192
TOGETHER = 16  # texts read in one go
WARM_UP = 0.06  # share of the training during which the rate rises


def load_model(path: Path | str) -> SentenceTransformer:
    """A sentence-transformers model in float32, on the GPU where there is one."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return SentenceTransformer(str(path), device=device, model_kwargs={"dtype": torch.float32})


@dataclass(frozen=True, slots=True)
class Read:
    """Texts as a model read them.

    vectors: float32[n, pieces, d]; mask: bool[n, pieces]; offsets: int64[n, pieces, 2], where each piece
    stands in its text, (0, 0) for what the tokenizer added.
    """

    vectors: Tensor
    mask: Tensor
    offsets: Tensor


def read(model: SentenceTransformer, texts: Sequence[str], others: Sequence[str] = ()) -> Read:
    """The word pieces of the texts and their vectors; with `others`, of pairs (text, other).

    The offsets of a pair are those in the other text. Texts of about the same length are read together,
    so that little is computed for padding.
    """
    batch = model.tokenizer(
        list(texts),
        list(others) or None,
        truncation="only_second" if others else True,
        max_length=MAX_TOKENS,
        return_offsets_mapping=True,
        return_token_type_ids=True,
    )
    ids = batch["input_ids"]
    order = sorted(range(len(ids)), key=lambda number: len(ids[number]))
    transformer: Any = model[0].model
    vectors = []
    for start in range(0, len(order), TOGETHER):
        group = order[start : start + TOGETHER]
        longest = -(-len(ids[group[-1]]) // 8) * 8  # few different shapes: each new one is compiled
        columns = {
            name: torch.tensor([[*batch[name][n], *[0] * (longest - len(ids[n]))] for n in group])
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        with torch.autocast(model.device.type, dtype=torch.bfloat16):
            output = transformer(**{name: c.to(model.device) for name, c in columns.items()})
        vectors.append(output.last_hidden_state.float())
    longest = max(part.shape[1] for part in vectors)
    stacked = torch.cat([F.pad(part, (0, 0, 0, longest - part.shape[1])) for part in vectors])
    place = torch.tensor(order).argsort()
    lengths = torch.tensor([len(pieces) for pieces in ids])
    offsets = torch.zeros(len(ids), longest, 2, dtype=torch.long)
    for number, spans in enumerate(batch["offset_mapping"]):
        offsets[number, : len(spans)] = torch.tensor(spans)
    if others:
        types = torch.zeros(len(ids), longest, dtype=torch.long)
        for number, kinds in enumerate(batch["token_type_ids"]):
            types[number, : len(kinds)] = torch.tensor(kinds)
        offsets *= types.unsqueeze(-1)
    mask = torch.arange(longest) < lengths.unsqueeze(1)
    device = stacked.device
    return Read(stacked[place.to(device)], mask.to(device), offsets.to(device))


def sentences_of(windows: Sequence[Window], seen: Read) -> tuple[Tensor, Tensor]:
    """(float32[sentences, pieces, d], bool[sentences, pieces]) of the sentences in the windows' order.

    A sentence's pieces are its own and its heading's.
    """
    offsets = seen.offsets.cpu().numpy()
    masks = [window.pieces(offsets[number]) for number, window in enumerate(windows)]
    owners = [number for number, window in enumerate(windows) for _ in window.rows]
    mask = torch.from_numpy(np.concatenate(masks)).to(seen.vectors.device)
    longest = int(mask.sum(1).max())
    # the chosen pieces first, in their order, then what is masked away
    order = torch.argsort((~mask).int(), dim=1, stable=True)[:, :longest]
    owner = torch.tensor(owners, device=mask.device).unsqueeze(1)
    return seen.vectors[owner, order], mask.gather(1, order)


def pooled(vectors: Tensor, mask: Tensor) -> Tensor:
    """float32[n, d]: the mean of the word pieces, at unit length."""
    weights = mask.unsqueeze(-1).float()
    return F.normalize((vectors * weights).sum(1) / weights.sum(1), dim=-1)


def encode(model: SentenceTransformer, texts: Sequence[str]) -> Tensor:
    """float32[n, d], unit length, with gradients where they are on."""
    seen = read(model, texts)
    return pooled(seen.vectors, seen.mask)


def optimizer_for(
    model: torch.nn.Module, layers: float, embeddings: float, extra: Iterable[Tensor] = ()
) -> torch.optim.Optimizer:
    """AdamW with a rate of its own for the word embeddings, which are seen more rarely."""
    words = [p for name, p in model.named_parameters() if "word_embeddings" in name]
    others = [p for name, p in model.named_parameters() if "word_embeddings" not in name]
    groups = [
        {"params": [*others, *extra], "lr": layers, "rate": layers},
        {"params": words, "lr": embeddings, "rate": embeddings, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


class Schedule:
    """Rises to the full rate, then falls to nothing; ends when the time is up."""

    def __init__(self, optimizer: torch.optim.Optimizer, seconds: float) -> None:
        self._optimizer = optimizer
        self._seconds = seconds
        self._begun = time.monotonic()

    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() - self._begun >= self._seconds

    def step(self, done: float) -> None:
        """done: share of the work, 0 to 1; the share of the time counts where it is more."""
        done = min(1.0, max(done, (time.monotonic() - self._begun) / self._seconds))
        factor = done / WARM_UP if done < WARM_UP else (1 - done) / (1 - WARM_UP)
        for group in self._optimizer.param_groups:
            group["lr"] = group["rate"] * max(factor, 0.0)


def save_model(model: SentenceTransformer, base: Path, out: Path) -> None:
    """Writes the weights of `model` over a copy of the folder `base`."""
    from safetensors.torch import save_file

    shutil.copytree(base, out, dirs_exist_ok=True)
    transformer: Any = model[0].model
    weights = {
        name: value.detach().cpu().contiguous() for name, value in transformer.state_dict().items()
    }
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    print(f"written: {out}")
