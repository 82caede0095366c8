"""The coach's reader as it ships: pieces, heads, and the encoder's layers as an ONNX model, in one file of arrays.

It needs ``onnxruntime`` (extra ``reader``); without it the coach judges by letters alone.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from yorisoi.core.coach.encoder import Floats, Heads, Reader
from yorisoi.core.coach.pieces import Pieces

COACH_READER = "coach_reader.npz"
"""File of the reader; ``coach_reader.README.md`` beside it tells where it comes from."""
BLOCK = 32
"""Weights of a word vector that share one scale."""
MIDDLE = 8
"""Nibble that stands for nought."""
BEGIN, END, STRANGE = 0, 1, 2
"""Rows of the signs that begin and end a text, and of what no piece holds."""
THREADS = min(2, os.cpu_count() or 1)
"""Cores one draft is read on: a second one shortens the wait, more would keep other requests waiting."""


def available() -> bool:
    """Whether this installation can run the reader."""
    return importlib.util.find_spec("onnxruntime") is not None


class OnnxEncoder:
    """The layers in an onnxruntime session; word vectors are kept in four bits and unpacked as they are read."""

    def __init__(self, layers: bytes, nibbles: np.ndarray, scales: np.ndarray, positions: Floats) -> None:
        """Make the session. ``nibbles`` (pieces × width / 2) and ``scales`` (pieces × width / 32) are the word vectors."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = THREADS
        options.log_severity_level = 3  # errors only
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # nothing runs between two drafts
        self._session: Any = onnxruntime.InferenceSession(layers, options, providers=["CPUExecutionProvider"])
        self._nibbles, self._scales, self._positions = nibbles, scales, positions

    def states(self, rows: tuple[int, ...]) -> Floats:
        """Vectors (pieces × width) of pieces read together."""
        words = unpacked(self._nibbles[list(rows)], self._scales[list(rows)])
        found = self._session.run(None, {"words": words + self._positions[: len(rows)]})
        return np.asarray(found[0], dtype=np.float32)


def unpacked(nibbles: np.ndarray, scales: np.ndarray) -> Floats:
    """Four-bit vectors as floats: of each block of 32, the low halves of 16 bytes, then the high ones."""
    count = len(nibbles)
    halves = nibbles.reshape(count, -1, BLOCK // 2)
    whole = np.concatenate([halves & 15, halves >> 4], axis=2).astype(np.float32) - MIDDLE
    return np.asarray((whole * scales[:, :, None].astype(np.float32)).reshape(count, -1), dtype=np.float32)


@lru_cache(maxsize=1)
def coach_reader() -> Reader:
    """The reader, ready to read.

    Raises:
        ModuleNotFoundError: onnxruntime is not installed; ask :func:`available` first.
    """
    with _file() as held:
        names = held["pieces"].tobytes().decode("utf-8").split("\0")
        heads = Heads(
            piece=held["piece"], piece_bias=held["piece_bias"],
            draft=held["draft"], draft_bias=held["draft_bias"], strongest=held["strongest"],
        )  # fmt: skip
        encoder = OnnxEncoder(
            held["layers"].tobytes(), held["nibbles"], held["scales"], held["positions"].astype(np.float32)
        )
        pieces = Pieces(names, held["chances"].tolist(), begin=BEGIN, end=END, strange=STRANGE)
    return Reader(pieces, encoder, heads)


def writers_read() -> frozenset[str]:
    """The writers of ``corpus/`` the reader was taught by: on them it is no measure."""
    with _file() as held:
        return frozenset(json.loads(held["about"].tobytes())["read"])


@contextmanager
def _file() -> Iterator[Any]:
    with files("yorisoi.data").joinpath(COACH_READER).open("rb") as file, np.load(file, allow_pickle=False) as held:
        yield held
