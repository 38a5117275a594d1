"""Stage 2: teaches an encoder new languages by a teacher that knows English.

python -m index.training.distil --base MODEL --teacher MODEL --parallel FOLDER … --out MODEL

The vectors of both sides of an aligned pair, half of the time with noise, are drawn to the teacher's
vector of the English side (after Reimers & Gurevych 2020): 1 − cosine, plus a little contrast between
the pairs of a batch.
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.nn.functional as F
from sentence_transformers import SentenceTransformer
from torch import Tensor

from index.training.loop import Schedule, encode, load_model, optimizer_for, save_model
from index.training.noise import noised
from index.training.parallel import Pair, load_pairs

BATCH = 96
CONTRAST = 0.2
SCALE = 20.0
NOISY = 0.3
ENGLISH = 0.25  # share of a batch whose English side is trained as well: the student knows English


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--parallel", type=Path, nargs="+", required=True)
    parser.add_argument("--most-a-file", type=int, default=30_000)
    parser.add_argument("--most-a-language", type=int, default=60_000)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    pairs = load_pairs(options.parallel, options.most_a_file, options.seed, options.most_a_language)
    distil(options.base, options.teacher, pairs, options.minutes, options.seed, options.out)


def distil(
    base: Path, teacher: Path, pairs: Sequence[Pair], minutes: float, seed: int, out: Path
) -> None:
    """Trains for so many minutes, or once over all pairs, and writes the model."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    student, tutor = load_model(base), load_model(teacher)
    tutor.eval()
    student.eval()  # no dropout: the target is exact, and it costs a fifth of the time
    batches = _batches(pairs, rng)
    optimizer = optimizer_for(student, layers=5e-5, embeddings=5e-4)
    schedule = Schedule(optimizer, minutes * 60)
    shown = time.monotonic()
    seen, total = 0, 0.0
    for number, batch in enumerate(batches):
        if schedule.over():
            break
        schedule.step(number / len(batches))
        with torch.no_grad():
            target = encode(tutor, [pair.english for pair in batch])
        loss = _loss(student, batch, target, rng)
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        optimizer.step()
        optimizer.zero_grad()
        seen, total = seen + 1, total + loss.item()
        if time.monotonic() - shown > 20:
            print(f"{number + 1}/{len(batches)} loss {total / seen:.4f}", flush=True)
            shown, seen, total = time.monotonic(), 0, 0.0
    save_model(student, base, out)


def _batches(pairs: Sequence[Pair], rng: random.Random) -> list[list[Pair]]:
    """Pairs of about the same length together, which wastes little on padding."""
    order = sorted(pairs, key=lambda pair: len(pair.english) + len(pair.other))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    rng.shuffle(batches)
    return batches


def _loss(
    student: SentenceTransformer, batch: Sequence[Pair], target: Tensor, rng: random.Random
) -> Tensor:
    some = range(0, len(batch), round(1 / ENGLISH))
    other = [_maybe_noised(pair.other, pair.language, rng) for pair in batch]
    english = [_maybe_noised(batch[row].english, "en", rng) for row in some]
    vectors = encode(student, other + english)
    near = (1 - (vectors * torch.cat([target, target[list(some)]])).sum(1)).mean()
    labels = torch.arange(len(batch), device=target.device)
    contrast = F.cross_entropy(vectors[: len(batch)] @ target.T * SCALE, labels)
    return near + CONTRAST * contrast


def _maybe_noised(text: str, language: str, rng: random.Random) -> str:
    return noised(text, language, rng) if rng.random() < NOISY else text


if __name__ == "__main__":
    main()
