"""Stage 5: packs trained models as they are shipped.

python -m index.training.pack --encoder MODEL --reranker MODEL --out data/models

The encoder keeps its form as a sentence-transformers model, in half precision. The second look becomes an
ONNX model whose matrices are 8-bit integers, without word embeddings: it uses the encoder's.
"""

import argparse
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from index.encoder import READS_WINDOWS
from index.light import GRAPH
from index.rerank import HEAD, MODEL, MOST_PIECES, SETTINGS, WORDS, words_fingerprint
from index.training.graph import write_graph
from index.whole import write_sums

LAYERS = "encoder.layer"


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--reranker", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    pack_encoder(options.encoder, options.out / "encoder")
    if options.reranker:
        pack_reranker(options.reranker, options.out / "encoder", options.out / "reranker")
    for path in sorted(options.out.rglob("*")):
        if path.is_file() and path.stat().st_size > 100_000:
            print(f"{path.stat().st_size / 1e6:6.1f} MB {path}")


def pack_encoder(model: Path, out: Path) -> None:
    """The weights in half precision; the word embeddings too."""
    out.mkdir(parents=True, exist_ok=True)
    for path in model.rglob("*"):
        if path.suffix == ".json" and path.is_file():
            target = out / path.relative_to(model)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    weights = load_file(model / "model.safetensors")
    halves = {
        name: value.half().contiguous()
        for name, value in weights.items()
        if not name.startswith("pooler.")
    }
    save_file(halves, out / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((out / "config.json").read_text("utf-8")) | {"dtype": "float16"}
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
    write_graph(out, out / GRAPH)
    (out / READS_WINDOWS).write_text('{"trained_by": "index.training.finetune"}\n', "utf-8")
    write_sums(out)


def pack_reranker(model: Path, encoder: Path, out: Path) -> None:
    """An ONNX model of the layers, quantised, and the head."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    out.mkdir(parents=True, exist_ok=True)
    layers = Layers(
        load_file(model / "model.safetensors"), json.loads((model / "config.json").read_text())
    )
    layers.eval()
    with tempfile.TemporaryDirectory() as folder:
        whole, prepared = Path(folder) / "whole.onnx", Path(folder) / "prepared.onnx"
        example = (
            torch.zeros(2, 8, layers.width),
            torch.zeros(2, 8, dtype=torch.long),
            torch.ones(2, 8),
        )
        axes = {name: {0: "windows", 1: "pieces"} for name in ("words", "second", "mask", "states")}
        with warnings.catch_warnings():
            # plain operations need no more than the older exporter, which needs one package less
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                layers,
                example,
                str(whole),
                input_names=["words", "second", "mask"],
                output_names=["states"],
                dynamic_axes=axes,
                opset_version=17,
                dynamo=False,
            )
        quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(out / MODEL),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
        )
    head = {name: value.half() for name, value in load_file(model / HEAD).items()}
    save_file(head, out / HEAD)
    words = load_file(encoder / "model.safetensors")[WORDS].numpy()
    fingerprint = words_fingerprint(words, (encoder / "tokenizer.json").read_bytes())
    settings = {"format": 1, "words_from": "../encoder", "words": fingerprint}
    (out / SETTINGS).write_text(json.dumps(settings, indent=2) + "\n", "utf-8")
    write_sums(out)


class Layers(nn.Module):
    """A BERT without word embeddings, in plain operations that every ONNX version knows."""

    def __init__(self, weights: dict[str, Tensor], config: dict[str, int]) -> None:
        super().__init__()
        self.width, self.heads = config["hidden_size"], config["num_attention_heads"]
        self.count = config["num_hidden_layers"]
        self.epsilon = float(config["layer_norm_eps"])
        for name, value in weights.items():
            if "word_embeddings" in name or name.startswith("pooler."):
                continue
            if "position_embeddings" in name:
                value = value[:MOST_PIECES]
            self.register_buffer(name.replace(".", "_"), value.float())

    def forward(self, words: Tensor, second: Tensor, mask: Tensor) -> Tensor:
        """float32[n, pieces, d]; words: float32[n, pieces, d], second: int64, mask: float32."""
        x = words + self._of("embeddings.position_embeddings.weight")[: words.shape[1]]
        x = x + self._of("embeddings.token_type_embeddings.weight")[second]
        x = self._normed(x, "embeddings.LayerNorm")
        hidden = (1.0 - mask)[:, None, None, :] * -1e4
        for number in range(self.count):
            x = self._layer(x, hidden, f"{LAYERS}.{number}")
        return x

    def _layer(self, x: Tensor, hidden: Tensor, name: str) -> Tensor:
        n, pieces, width = x.shape
        query, key, value = (
            self._linear(x, f"{name}.attention.self.{part}")
            .view(n, pieces, self.heads, width // self.heads)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        likeness = query @ key.transpose(2, 3) / (width // self.heads) ** 0.5
        mixed = torch.softmax(likeness + hidden, -1) @ value
        mixed = mixed.transpose(1, 2).reshape(n, pieces, width)
        x = self._normed(
            x + self._linear(mixed, f"{name}.attention.output.dense"),
            f"{name}.attention.output.LayerNorm",
        )
        wide = nn.functional.gelu(self._linear(x, f"{name}.intermediate.dense"))
        return self._normed(
            x + self._linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _of(self, name: str) -> Tensor:
        return self.get_buffer(name.replace(".", "_"))

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return x @ self._of(f"{name}.weight").T + self._of(f"{name}.bias")

    def _normed(self, x: Tensor, name: str) -> Tensor:
        weight, bias = self._of(f"{name}.weight"), self._of(f"{name}.bias")
        return nn.functional.layer_norm(x, (self.width,), weight, bias, self.epsilon)


if __name__ == "__main__":
    main()
