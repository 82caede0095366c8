"""Teaching the coach's encoder: the lower layers of a small pretrained model, taught further by the labelled drafts.

The first layers of multilingual-e5-small (MIT) with its word vectors as they are; one head a piece, taught by the
marked words, one head a draft, taught by the labels. Everything is seeded; two runs on one machine agree.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from _coach.encoder_drafts import Example, batches
from _coach.learning import LABELS
from _coach.packed import Packed
from yorisoi.core.coach.encoder import FAINT, SHARPNESS

LAYERS = 6
"""Of twelve: half the work at run time; the upper ones serve retrieval, which is not asked here."""
EPOCHS = 3
STEP, HEAD_STEP = 1e-4, 1e-3
"""Largest learning rates of the layers and of the heads."""
DECAY, CLIP, WARM, LAST = 0.01, 1.0, 0.1, 0.02
"""Weight decay; largest norm of a gradient; share of steps to warm up; last rate as a share of the largest."""
DROPPED = 0.1
"""Share of each layer's output that is left out while learning."""
MARKED, LONE = 0.5, 0.5
"""Weight of the marked words, and of sentences by themselves, beside the labels of drafts."""
HEAVY = 2.0
"""How much more a marked piece counts than one that is not: few are."""
SEED = 0

Tree = Any


def start(packed: Packed) -> Tree:
    """The pretrained layers and fresh heads."""
    chance = np.random.default_rng(SEED)
    width, labels = packed.words.shape[1], len(LABELS)
    layers = [{name: jnp.asarray(part) for name, part in layer.items()} for layer in packed.layers[:LAYERS]]
    return {
        "encoder": {
            "layers": layers,
            "positions": jnp.asarray(packed.positions + packed.kind),
            "norm": [jnp.asarray(part) for part in packed.norm],
        },
        "heads": {
            "piece": jnp.asarray(chance.normal(0, 0.02, (width, labels)), jnp.float32),
            "piece_bias": jnp.full(labels, -3.0),
            "draft": jnp.asarray(chance.normal(0, 0.02, (2 * width, labels + 1)), jnp.float32),
            "draft_bias": jnp.full(labels + 1, -2.0),
            "strongest": jnp.full(labels, 0.3),
        },
    }


def states(encoder: Tree, words: jax.Array, batch: Tree, packed: Packed, key: jax.Array | None) -> jax.Array:
    """Vectors of all pieces (drafts × pieces × width); ``key`` drops parts of them while learning."""
    rows, there = batch["rows"], batch["there"]
    heads = packed.heads
    count, length = rows.shape
    x = _normed(words[rows] + encoder["positions"][:length], *encoder["norm"], packed.epsilon)
    away = (1 - there)[:, None, None, :] * -1e9

    def parted(part: jax.Array) -> jax.Array:
        return part.reshape(count, length, heads, -1).transpose(0, 2, 1, 3)

    for layer in encoder["layers"]:
        q, k, v = (parted(x @ layer[f"{n}.w"] + layer[f"{n}.b"]) for n in "qkv")
        near = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1]) + away, -1)
        seen = (near @ v).transpose(0, 2, 1, 3).reshape(x.shape) @ layer["ao.w"] + layer["ao.b"]
        key, seen = _dropped(key, seen)
        x = _normed(x + seen, layer["aln.w"], layer["aln.b"], packed.epsilon)
        more = jax.nn.gelu(x @ layer["fi.w"] + layer["fi.b"], approximate=True) @ layer["fo.w"] + layer["fo.b"]
        key, more = _dropped(key, more)
        x = _normed(x + more, layer["oln.w"], layer["oln.b"], packed.epsilon)
    return x


def _normed(x: jax.Array, weight: jax.Array, bias: jax.Array, epsilon: float) -> jax.Array:
    middle = x.mean(-1, keepdims=True)
    spread = ((x - middle) ** 2).mean(-1, keepdims=True)
    return (x - middle) / jnp.sqrt(spread + epsilon) * weight + bias


def _dropped(key: jax.Array | None, x: jax.Array) -> tuple[jax.Array | None, jax.Array]:
    if key is None:
        return None, x
    key, here = jax.random.split(key)
    stays = jax.random.bernoulli(here, 1 - DROPPED, (x.shape[0], 1, x.shape[2]))
    return key, x * stays / (1 - DROPPED)


def odds(heads: Tree, x: jax.Array, batch: Tree) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Log odds of each piece, of the strongest piece, and of the draft; as the run time reckons them."""
    inside = batch["draft"]
    piece = x @ heads["piece"] + heads["piece_bias"]
    top = jax.nn.logsumexp(jnp.where(inside[..., None] > 0, piece, -1e9) * SHARPNESS, 1) / SHARPNESS
    mean = (x * inside[..., None]).sum(1) / jnp.maximum(inside.sum(1, keepdims=True), 1)
    draft = jnp.concatenate([x[:, 0], mean], -1) @ heads["draft"] + heads["draft_bias"]
    return piece, top, draft.at[:, :-1].add(heads["strongest"] * jnp.maximum(top, FAINT))


def _entropy(z: jax.Array, gold: jax.Array) -> jax.Array:
    return jnp.maximum(z, 0) - z * gold + jnp.log1p(jnp.exp(-jnp.abs(z)))


def loss(tree: Tree, words: jax.Array, batch: Tree, packed: Packed, key: jax.Array) -> jax.Array:
    """Labels of drafts, marked words, and sentences by themselves."""
    piece, top, draft = odds(tree["heads"], states(tree["encoder"], words, batch, packed, key), batch)
    whole, marks, gold = batch["whole"], batch["marks"], batch["gold"]
    named = (_entropy(draft, gold).mean(-1) * whole).sum()
    weights = (_entropy(piece, marks) * (1 + HEAVY * marks)).mean(-1) * batch["draft"]
    marked = (weights.sum(1) / jnp.maximum(batch["draft"].sum(1), 1) * whole).sum()
    alone = (_entropy(top, gold[:, :-1]).mean(-1) * (1 - whole)).sum()
    return (named + MARKED * marked + LONE * alone) / len(whole)


def fit(
    packed: Packed, words: np.ndarray, examples: Sequence[Example], say: Callable[[str], None], epochs: int = EPOCHS
) -> Tree:
    """Teach, and return the layers and heads as arrays."""
    shuffle = np.random.default_rng(SEED)
    steps = epochs * len(batches(examples, np.random.default_rng(SEED)))
    tree, held = start(packed), jnp.asarray(words)

    def rate(top: float) -> Any:
        return optax.warmup_cosine_decay_schedule(0, top, max(1, int(steps * WARM)), steps, top * LAST)

    solver = optax.multi_transform(
        {
            "encoder": optax.chain(optax.clip_by_global_norm(CLIP), optax.adamw(rate(STEP), weight_decay=DECAY)),
            "heads": optax.adamw(rate(HEAD_STEP), weight_decay=DECAY),
        },
        {"encoder": "encoder", "heads": "heads"},
    )
    state = solver.init(tree)

    @jax.jit
    def step(tree: Tree, state: Tree, batch: Tree, key: jax.Array) -> tuple[Tree, Tree, jax.Array]:
        value, slope = jax.value_and_grad(loss)(tree, held, batch, packed, key)
        change, state = solver.update(slope, state, tree)
        return optax.apply_updates(tree, change), state, value

    key, began, seen = jax.random.PRNGKey(SEED), time.monotonic(), []
    for epoch in range(epochs):
        for batch in batches(examples, shuffle):
            key, here = jax.random.split(key)
            tree, state, value = step(tree, state, {n: part for n, part in batch.items() if n != "index"}, here)
            seen.append(float(value))
            if len(seen) % 50 == 0:
                minutes = (time.monotonic() - began) / 60
                say(f"{len(seen)}/{steps} steps, {minutes:.1f} min, loss {np.mean(seen[-50:]):.3f}")
        say(f"epoch {epoch + 1} of {epochs}")
    return jax.tree.map(np.asarray, tree)


def predict(tree: Tree, packed: Packed, words: np.ndarray, examples: Sequence[Example], count: int) -> np.ndarray:
    """Log odds (drafts × labels + any) of the drafts among ``examples``; 0 elsewhere."""
    held = jnp.asarray(words)

    @jax.jit
    def look(batch: Tree) -> jax.Array:
        return odds(tree["heads"], states(tree["encoder"], held, batch, packed, None), batch)[2]

    out = np.zeros((count, len(LABELS) + 1), dtype=np.float32)
    for batch in batches(examples, None):
        index = batch.pop("index")
        out[index[index >= 0]] = np.asarray(look(batch))[index >= 0]
    return out
