"""Late interaction: question and sentence compared word piece with word piece."""

from pathlib import Path

import torch
import torch.nn.functional as F
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

DIMENSION = 96
FILE = "late.safetensors"


class LateInteraction(nn.Module):
    """For every piece of the question its best cosine among the sentence's, weighed by its importance."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.project = nn.Linear(width, DIMENSION, bias=False)
        self.importance = nn.Linear(width, 1)
        nn.init.orthogonal_(self.project.weight)
        nn.init.zeros_(self.importance.weight)
        nn.init.zeros_(self.importance.bias)

    @classmethod
    def load(cls, folder: Path, model: SentenceTransformer) -> "LateInteraction":
        """From a model's folder, or fresh where the folder has none."""
        from safetensors.torch import load_file

        width = model.get_embedding_dimension()
        assert width
        late = cls(width)
        if (folder / FILE).is_file():
            late.load_state_dict(load_file(folder / FILE))
        return late.to(model.device)

    def save(self, folder: Path) -> None:
        """Beside the model's weights."""
        from safetensors.torch import save_file

        save_file({k: v.detach().cpu() for k, v in self.state_dict().items()}, folder / FILE)

    def forward(
        self, questions: Tensor, question_mask: Tensor, sentences: Tensor, sentence_mask: Tensor
    ) -> Tensor:
        """float32[questions, sentences], −1 to 1.

        questions: float32[q, pieces, width]; sentences: float32[s, pieces, width]; masks: bool.
        """
        asked = F.normalize(self.project(questions[question_mask]), dim=-1)
        weight = F.softplus(self.importance(questions[question_mask])).squeeze(-1)
        there = F.normalize(self.project(sentences), dim=-1)
        likeness = torch.einsum("qd,spd->qsp", asked, there)
        best = likeness.masked_fill(~sentence_mask, -1.0).amax(-1)
        owner = question_mask.nonzero()[:, 0]
        sums = torch.zeros(len(questions), len(sentences), device=best.device)
        sums = sums.index_add(0, owner, best * weight.unsqueeze(-1))
        weights = torch.zeros(len(questions), device=best.device).index_add(0, owner, weight)
        return sums / weights.unsqueeze(-1)
