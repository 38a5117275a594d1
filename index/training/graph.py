"""The layers of a BERT as an ONNX graph without weights: a few kilobytes beside the model's own file.

The weights are given to it when it is loaded (`index.light`), so that there is one copy of them on disk and
the vectors are those of the model itself. The operations are onnxruntime's own, several steps in one.
"""

import json
from pathlib import Path
from typing import Any

from onnx import ModelProto, NodeProto, TensorProto, helper

from index.light import GRAPH

CONTRIB = "com.microsoft"


def write_graph(model: Path, out: Path) -> None:
    """The graph for the sentence-transformers model in that folder."""
    out.write_bytes(graph_of(json.loads((model / "config.json").read_text())).SerializeToString())


def graph_of(config: dict[str, Any]) -> ModelProto:
    """float32[n, pieces, d] `words` and int32[n, pieces] `mask` → float32[n, pieces, d] `states`.

    words: the sum of word, position and type embeddings. The names of the weights are `index.light`'s.
    """
    width, wide = config["hidden_size"], config["intermediate_size"]
    heads, epsilon = config["num_attention_heads"], float(config["layer_norm_eps"])
    weights: dict[str, tuple[int, ...]] = {}
    nodes: list[NodeProto] = []

    def weight(name: str, *shape: int) -> str:
        weights[name] = shape
        return name

    def node(kind: str, inputs: list[str], out: str, domain: str = CONTRIB, **more: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [out], name=out, domain=domain, **more))
        return out

    def norm(name: str) -> list[str]:
        return [weight(f"{name}.weight", width), weight(f"{name}.bias", width)]

    x = node(
        "LayerNormalization", ["words", *norm("embeddings.LayerNorm")], "x", "", epsilon=epsilon
    )
    for number in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{number}"
        read = node(
            "Attention",
            [
                x,
                weight(f"{at}.qkv.weight", width, 3 * width),
                weight(f"{at}.qkv.bias", 3 * width),
                "mask",
            ],
            f"{at}.read",
            num_heads=heads,
        )
        name = f"{at}.attention.output"
        mixed = node(
            "MatMul", [read, weight(f"{name}.dense.weight", width, width)], f"{at}.mixed", ""
        )
        x = node(
            "SkipLayerNormalization",
            [mixed, x, *norm(f"{name}.LayerNorm"), weight(f"{name}.dense.bias", width)],
            f"{at}.seen",
            epsilon=epsilon,
        )
        name = f"{at}.intermediate.dense"
        grown = node("MatMul", [x, weight(f"{name}.weight", width, wide)], f"{at}.grown", "")
        bent = node("BiasGelu", [grown, weight(f"{name}.bias", wide)], f"{at}.bent")
        name = f"{at}.output"
        shrunk = node(
            "MatMul", [bent, weight(f"{name}.dense.weight", wide, width)], f"{at}.shrunk", ""
        )
        last = number == config["num_hidden_layers"] - 1
        x = node(
            "SkipLayerNormalization",
            [shrunk, x, *norm(f"{name}.LayerNorm"), weight(f"{name}.dense.bias", width)],
            "states" if last else f"{at}.out",
            epsilon=epsilon,
        )
    shape = ["n", "pieces", width]
    graph = helper.make_graph(
        nodes,
        "layers",
        [
            helper.make_tensor_value_info("words", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["n", "pieces"]),
        ],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
        initializer=[_given_later(name, size) for name, size in weights.items()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _given_later(name: str, shape: tuple[int, ...]) -> TensorProto:
    """A weight that the graph names and does not hold."""
    tensor = TensorProto(name=name, dims=shape, data_type=TensorProto.FLOAT)
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="given")
    return tensor


if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[2] / "data" / "models" / "encoder"
    write_graph(folder, folder / GRAPH)
