"""Stage 4: trains the second look, a model that reads question and window together.

python -m index.training.rerank --encoder MODEL --questions FOLDER … --without FILE --out FOLDER

It begins as the fine-tuned encoder, keeps that encoder's word embeddings (which are not stored twice),
and gives each sentence of a window a score. A step is some questions, each with the windows that answer
it and others that the encoder takes for likely; the softmax goes over all their sentences and 'none of
these', which has the score 0 and is right for a question that the statement does not answer.
"""

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from index.keywords import KeywordIndex
from index.training.examples import Example, Material, held_out, load_all
from index.training.late import LateInteraction
from index.training.loop import Schedule, load_model, pooled, read, save_model, sentences_of
from index.training.noise import noised
from index.windows import Window

QUESTIONS = 16  # in a step
WINDOWS = 4  # for each of them
LIKELY = 8  # windows that the others are drawn from
NOISY = 0.3
UNANSWERED = 1.0
# of the questions with an answer so many are asked beside windows that do not hold it: then 'none of these'
# is right, and what is merely alike learns to stay below it
WITHOUT_ANSWER = 0.3
HEAD = "head.safetensors"


class Head(nn.Module):
    """A score for each sentence, of its word pieces and of what the model made of the whole."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dense = nn.Linear(2 * width, width)
        self.score = nn.Linear(width, 1)

    def forward(self, whole: Tensor, pieces: Tensor, mask: Tensor) -> Tensor:
        """float32[sentences]; whole: float32[sentences, d], their windows' first piece."""
        weights = mask.unsqueeze(-1).float()
        sentence = (pieces * weights).sum(1) / weights.sum(1)
        both = torch.cat([whole, sentence], dim=-1)
        scores: Tensor = self.score(nn.functional.gelu(self.dense(both))).squeeze(-1)
        return scores


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the windows that the encoder takes for likely, best first."""

    material: Material
    example: Example
    windows: tuple[int, ...]


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument(
        "--base", type=Path, help="begin with these layers instead of the encoder's"
    )
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--without", type=Path, help="file of statements not to be trained on")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--minutes", type=float, default=60.0, help="ends by then in any case")
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    without = held_out(options.without) if options.without else []
    materials = load_all(options.questions, without)
    train(options.encoder, materials, options)


def train(encoder: Path, materials: Sequence[Material], options: argparse.Namespace) -> None:
    """Trains for so many epochs or minutes, whichever ends first, and writes layers and head."""
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    candidates = likely_windows(encoder, materials)
    base = options.base or encoder
    model = load_model(base)
    model.train()
    head = Head(model.get_embedding_dimension() or 0).to(model.device)
    if (base / HEAD).is_file():
        from safetensors.torch import load_file

        head.load_state_dict(load_file(base / HEAD))
    for name, parameter in model.named_parameters():
        parameter.requires_grad = "word_embeddings" not in name
    trained = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": trained, "lr": 0.0, "rate": options.rate},
        {"params": list(head.parameters()), "lr": 0.0, "rate": options.rate * 5},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    schedule = Schedule(optimizer, options.minutes * 60)
    total = round(options.epochs * len(candidates) / QUESTIONS)
    shown, seen, summed = time.monotonic(), 0, 0.0
    order: list[Candidate] = []
    for number in range(total):
        if schedule.over():
            break
        schedule.step(number / total)
        if len(order) < QUESTIONS:
            order = rng.sample(candidates, len(candidates))
        step, order = order[:QUESTIONS], order[QUESTIONS:]
        loss = _loss(model, head, step, rng)
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        seen, summed = seen + 1, summed + loss.item()
        if time.monotonic() - shown > 30:
            print(f"{number + 1}/{total} loss {summed / seen:.4f}", flush=True)
            shown, seen, summed = time.monotonic(), 0, 0.0
    save(model, head, base, options.out)


def save(model: SentenceTransformer, head: Head, base: Path, out: Path) -> None:
    """The whole model and its head, for going on from; `index.training.pack` makes the shipped files."""
    from safetensors.torch import save_file

    save_model(model, base, out)
    save_file({k: v.detach().cpu() for k, v in head.state_dict().items()}, out / HEAD)


@torch.no_grad()
def likely_windows(encoder: Path, materials: Sequence[Material]) -> list[Candidate]:
    """Every question's windows, by the best sentence in each, for meaning, late interaction and words."""
    model = load_model(encoder)
    model.eval()
    late = LateInteraction.load(encoder, model)
    candidates = []
    for material in materials:
        seen = read(model, [window.text for window in material.windows])
        pieces, mask = sentences_of(material.windows, seen)
        vectors = pooled(pieces, mask)
        texts = [w.text[: w.heading] + w.text[a:b] for w in material.windows for a, b in w.spans]
        keywords = KeywordIndex(texts, material.language)
        owner = torch.tensor([n for n, w in enumerate(material.windows) for _ in w.rows])
        for start in range(0, len(material.examples), 48):
            examples = material.examples[start : start + 48]
            asked = read(model, [example.text for example in examples])
            scores = _standard(pooled(asked.vectors, asked.mask) @ vectors.T)
            scores += _standard(late(asked.vectors, asked.mask, pieces, mask))
            words = torch.stack(
                [torch.from_numpy(keywords.ngram_scores(example.text)) for example in examples]
            )
            scores += 0.6 * _standard(words)
            best = torch.full((len(examples), len(material.windows)), -torch.inf)
            best = best.scatter_reduce(1, owner.expand(len(examples), -1), scores, "amax")
            for example, row in zip(examples, best, strict=True):
                order = tuple(row.argsort(descending=True)[:LIKELY].tolist())
                candidates.append(Candidate(material, example, order))
    return candidates


def _standard(scores: Tensor) -> Tensor:
    return (scores - scores.mean(1, keepdim=True)) / (scores.std(1, keepdim=True) + 1e-6)


def _chosen(candidate: Candidate, rng: random.Random) -> list[Window]:
    """The windows that answer, and likely ones that do not: the more likely, the more often."""
    windows = candidate.material.windows
    right = [n for n, w in enumerate(windows) if set(w.rows) & set(candidate.example.rows)][:2]
    others = [number for number in candidate.windows if number not in right]
    picked = [] if rng.random() < WITHOUT_ANSWER else list(right)
    while others and len(picked) < WINDOWS:
        place = min(int(rng.expovariate(0.5)), len(others) - 1)
        picked.append(others.pop(place))
    return [windows[number] for number in picked]


def _loss(
    model: SentenceTransformer, head: Head, step: Sequence[Candidate], rng: random.Random
) -> Tensor:
    questions: list[str] = []
    windows: list[Window] = []
    right: list[bool] = []
    asked: list[int] = []
    for number, candidate in enumerate(step):
        example = candidate.example
        text = noised(example.text, example.language, rng) if rng.random() < NOISY else example.text
        for window in _chosen(candidate, rng):
            questions.append(text)
            windows.append(window)
            right.extend(row in example.rows for row in window.rows)
            asked.extend([number] * len(window.rows))
    scores = score(model, head, questions, windows)
    owner = torch.tensor(asked, device=scores.device)
    wanted = torch.tensor(right, device=scores.device)
    losses, weights = [], []
    for number, candidate in enumerate(step):
        mine = scores[owner == number]
        hit = wanted[owner == number]
        everything = torch.cat([mine, mine.new_zeros(1)])
        good = mine[hit] if hit.any() else mine.new_zeros(1)
        losses.append(torch.logsumexp(everything, 0) - torch.logsumexp(good, 0))
        weights.append(1.0 if hit.any() else UNANSWERED)
    weight = torch.tensor(weights, device=scores.device)
    return (torch.stack(losses) * weight).sum() / weight.sum()


def score(
    model: SentenceTransformer, head: Head, questions: Sequence[str], windows: Sequence[Window]
) -> Tensor:
    """float32[sentences of all windows]: how well each answers the question beside its window."""
    seen = read(model, questions, [window.text for window in windows])
    pieces, mask = sentences_of(windows, seen)
    owner = torch.tensor([n for n, w in enumerate(windows) for _ in w.rows])
    scores: Tensor = head(seen.vectors[owner, 0], pieces, mask)
    return scores


if __name__ == "__main__":
    main()
