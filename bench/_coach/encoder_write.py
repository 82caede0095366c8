"""The taught encoder as it ships, in one file: layers in 8 bits as ONNX, word vectors in 4 bits, heads and pieces."""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from _coach.packed import Packed
from yorisoi.core.coach.encoder import ROOM
from yorisoi.data.encoder import BLOCK, MIDDLE

OPSET, FORMAT = 20, 9
"""Versions of the operators (the first with Gelu) and of the file that onnxruntime 1.20 reads."""


class _Graph:
    """Nodes and constants of a graph as they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.held: list[Any] = []
        self._number = itertools.count()

    def constant(self, array: np.ndarray) -> str:
        name = f"c{next(self._number)}"
        self.held.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, *inputs: str, outputs: int = 1, **options: Any) -> Any:
        names = [f"n{next(self._number)}" for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **options))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        product = self.add("MatMul", x, self.constant(weight.astype(np.float32)))
        return str(self.add("Add", product, self.constant(bias.astype(np.float32))))

    def normed(self, x: str, weight: np.ndarray, bias: np.ndarray, epsilon: float) -> str:
        parts = (self.constant(np.asarray(part, dtype=np.float32)) for part in (weight, bias))
        return str(self.add("LayerNormalization", x, *parts, axis=-1, epsilon=epsilon))


def layers(tree: Any, packed: Packed) -> bytes:
    """The layers as an ONNX model, matrices in 8 bits. Seven of them are used: processors without a dot product of bytes overflow at eight."""
    graph = _Graph()
    width = packed.words.shape[1]
    size = width // packed.heads
    apart = graph.constant(np.array([-1, packed.heads, size], dtype=np.int64))
    whole = graph.constant(np.array([-1, width], dtype=np.int64))
    scale = graph.constant(np.array(1 / np.sqrt(size), dtype=np.float32))
    encoder = tree["encoder"]
    x = graph.normed("words", *encoder["norm"], packed.epsilon)
    for layer in encoder["layers"]:
        weight = np.concatenate([layer[f"{name}.w"] for name in "qkv"], axis=1)
        bias = np.concatenate([layer[f"{name}.b"] for name in "qkv"])
        parts = graph.add("Split", graph.linear(x, weight, bias), outputs=3, axis=1, num_outputs=3)
        q, k, v = (
            graph.add("Transpose", graph.add("Reshape", part, apart), perm=perm)
            for part, perm in zip(parts, ([1, 0, 2], [1, 2, 0], [1, 0, 2]), strict=True)
        )
        near = graph.add("Softmax", graph.add("Mul", graph.add("MatMul", q, k), scale), axis=-1)
        seen = graph.add("Reshape", graph.add("Transpose", graph.add("MatMul", near, v), perm=[1, 0, 2]), whole)
        seen = graph.linear(seen, layer["ao.w"], layer["ao.b"])
        x = graph.normed(graph.add("Add", x, seen), layer["aln.w"], layer["aln.b"], packed.epsilon)
        more = graph.add("Gelu", graph.linear(x, layer["fi.w"], layer["fi.b"]), approximate="tanh")
        more = graph.linear(more, layer["fo.w"], layer["fo.b"])
        x = graph.normed(graph.add("Add", x, more), layer["oln.w"], layer["oln.b"], packed.epsilon)
    graph.nodes.append(helper.make_node("Identity", [x], ["states"]))
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pieces", width]) for name in ("words", "states")]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "reader", ends[:1], ends[1:], graph.held),
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    model.ir_version = FORMAT
    onnx.checker.check_model(model)
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        onnx.save(model, full)
        quantize_dynamic(
            full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        return small.read_bytes()


def arrays(tree: Any, packed: Packed, rows: list[int], about: Any, path: Path) -> None:
    """Write layers, pieces, word vectors, positions and heads."""
    nibbles, scales = four_bits(packed.words[rows])
    heads = {name: np.asarray(part, dtype=np.float32) for name, part in tree["heads"].items()}
    np.savez_compressed(
        path,
        layers=np.frombuffer(layers(tree, packed), dtype=np.uint8),
        about=_bytes(json.dumps(about, ensure_ascii=False, sort_keys=True)),
        pieces=_bytes("\0".join(packed.pieces[row] for row in rows)),
        chances=packed.chances[rows].astype(np.float32),
        nibbles=nibbles,
        scales=scales,
        positions=np.asarray(tree["encoder"]["positions"], dtype=np.float32)[:ROOM].astype(np.float16),
        **heads,
    )


def four_bits(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vectors that came out of four bits, put back without loss: nibbles (a byte holds two) and a scale a block."""
    blocks = words.reshape(len(words), -1, BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[:, :, None], axis=2)
    scales = (largest / -MIDDLE).astype(np.float16)
    whole = np.where(scales == 0, 1, scales).astype(np.float32)
    levels = np.clip(np.rint(blocks / whole) + MIDDLE, 0, 15).astype(np.uint8)
    half = BLOCK // 2
    return (levels[:, :, :half] | (levels[:, :, half:] << 4)).reshape(len(words), -1), scales[:, :, 0]


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)
