"""Stage 3: fine-tunes the encoder on statements with questions.

python -m index.training.finetune --base MODEL --questions FOLDER … --without FILE --out MODEL

A step is some questions about one statement against every sentence of it, each read in its window: the
softmax over the statement's sentences is drawn to those that answer (Karpukhin et al. 2020, with the
statement as its own batch of hard negatives). One more place, 'none of these', is for questions that the
statement does not answer. Beside the sentence vectors the same pass trains late interaction (Khattab &
Zaharia 2020): the word pieces of question and sentence are compared each with each.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor

from index.training.examples import Example, Material, held_out, load_all
from index.training.late import LateInteraction
from index.training.loop import (
    Schedule,
    load_model,
    optimizer_for,
    pooled,
    read,
    save_model,
    sentences_of,
)
from index.training.noise import noised
from index.windows import Window

QUESTIONS = 48  # of one statement in a step
SCALE = 20.0
NOISY = 0.35
NOISY_STYLES = ("typos", "informal-sms", "no-accents")
BACKWARD = 0.3  # weight of 'which question belongs to this sentence'
UNANSWERED = 0.3  # weight of a question that nothing answers: it has no sentence to learn
MOST_WINDOWS = 60  # of a statement in a step; longer ones are sampled around the answers


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--without", type=Path, help="file of statements not to be trained on")
    parser.add_argument("--epochs", type=float, default=4.0)
    parser.add_argument("--minutes", type=float, default=60.0, help="ends by then in any case")
    parser.add_argument("--layers-rate", type=float, default=6e-5)
    parser.add_argument("--words-rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    without = held_out(options.without) if options.without else []
    materials = load_all(options.questions, without)
    print(f"{len(materials)} statements, {sum(len(m.examples) for m in materials):,} questions")
    finetune(
        options.base,
        materials,
        options.epochs,
        options.minutes,
        (options.layers_rate, options.words_rate),
        options.seed,
        options.out,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """Some questions of one statement."""

    material: Material
    examples: tuple[Example, ...]


def finetune(
    base: Path,
    materials: Sequence[Material],
    epochs: float,
    minutes: float,
    rates: tuple[float, float],
    seed: int,
    out: Path,
) -> None:
    """Trains for so many epochs or minutes, whichever ends first, and writes the model."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    model = load_model(base)
    late = LateInteraction.load(base, model)
    none = torch.nn.Parameter(torch.tensor([0.45]))
    model.train()
    optimizer = optimizer_for(model, *rates, extra=[*late.parameters(), none])
    schedule = Schedule(optimizer, minutes * 60)
    total = round(epochs * len(_steps(materials, rng)))
    shown, seen, sums = time.monotonic(), 0, [0.0, 0.0]
    for number, step in enumerate(_endless(materials, rng)):
        if number >= total or schedule.over():
            break
        schedule.step(number / total)
        losses = _losses(model, late, none, step, rng)
        torch.stack(losses).sum().backward()  # type: ignore[no-untyped-call, unused-ignore]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        seen, sums = seen + 1, [s + loss.item() for s, loss in zip(sums, losses, strict=True)]
        if time.monotonic() - shown > 30:
            means = " ".join(f"{s / seen:.3f}" for s in sums)
            print(f"{number + 1}/{total} losses {means} none {none.item():.3f}", flush=True)
            shown, seen, sums = time.monotonic(), 0, [0.0, 0.0]
    save_model(model, base, out)
    late.save(out)


def _endless(materials: Sequence[Material], rng: random.Random) -> Iterator[Step]:
    while True:
        yield from _steps(materials, rng)


def _steps(materials: Sequence[Material], rng: random.Random) -> list[Step]:
    """An epoch: every question once."""
    steps: list[Step] = []
    for material in materials:
        examples = list(material.examples)
        rng.shuffle(examples)
        count = max(1, round(len(examples) / QUESTIONS))
        steps.extend(Step(material, tuple(examples[part::count])) for part in range(count))
    rng.shuffle(steps)
    return steps


def _losses(
    model: SentenceTransformer,
    late: LateInteraction,
    none: Tensor,
    step: Step,
    rng: random.Random,
) -> list[Tensor]:
    """[of the sentence vectors, of late interaction]."""
    windows, rows = _windows(step, rng)
    asked = read(model, [_as_typed(example, rng) for example in step.examples])
    pieces, mask = sentences_of(windows, read(model, [window.text for window in windows]))
    sentences = pooled(pieces, mask)
    right = torch.zeros(len(step.examples), len(rows), dtype=torch.bool)
    place = {row: column for column, row in enumerate(rows)}
    for number, example in enumerate(step.examples):
        for row in example.rows:
            right[number, place[row]] = True
    right = right.to(sentences.device)
    cosines = pooled(asked.vectors, asked.mask) @ sentences.T
    likeness = late(asked.vectors, asked.mask, pieces, mask)
    return [_loss(scores, right, none) for scores in (cosines, likeness)]


def _windows(step: Step, rng: random.Random) -> tuple[list[Window], list[int]]:
    """The step's windows, and which rows they hold in order."""
    windows = list(step.material.windows)
    if len(windows) > MOST_WINDOWS:
        needed = {row for example in step.examples for row in example.rows}
        keep = [w for w in windows if needed & set(w.rows)]
        others = [w for w in windows if not needed & set(w.rows)]
        windows = keep + rng.sample(others, max(0, min(len(others), MOST_WINDOWS - len(keep))))
    return windows, [row for window in windows for row in window.rows]


def _as_typed(example: Example, rng: random.Random) -> str:
    rate = NOISY / 2 if example.style in NOISY_STYLES else NOISY
    return noised(example.text, example.language, rng) if rng.random() < rate else example.text


def _loss(scores: Tensor, right: Tensor, none: Tensor) -> Tensor:
    """scores: float32[questions, sentences], −1 to 1; right: bool of the same shape."""
    answered = right.any(1)
    logits = SCALE * torch.cat([scores, none.expand(len(scores), 1)], 1)
    wanted = torch.cat([right, ~answered.unsqueeze(1)], 1)
    each = -(
        torch.logsumexp(logits.masked_fill(~wanted, -torch.inf), 1) - torch.logsumexp(logits, 1)
    )
    weights = torch.where(answered, 1.0, UNANSWERED)
    loss = (each * weights).sum() / weights.sum()
    asked = right[answered].any(0)
    if asked.any():
        columns = SCALE * scores[answered][:, asked].T
        mine = right[answered][:, asked].T
        backward = torch.logsumexp(columns, 1) - torch.logsumexp(
            columns.masked_fill(~mine, -torch.inf), 1
        )
        loss = loss + BACKWARD * backward.mean()
    return loss


if __name__ == "__main__":
    main()
