"""A piece of a card's picture: the spot that a doubt speaks of."""

from __future__ import annotations

import io

from PIL import Image

from yorisoi.core.cards.card import Box

# Shares of the spot's own height kept around it, so that a sign at the edge can be read.
MARGIN = 0.5
QUALITY = 85  # of 95: print stays sharp, a spot weighs a few kilobytes


def crop(jpeg: bytes, box: Box) -> bytes:
    """Return the spot ``box`` of a kept picture, with a little around it, as a JPEG."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        width, height = picture.size
        around = max(4, int((box.bottom - box.top) * height * MARGIN))
        left, top = int(box.left * width) - around, int(box.top * height) - around
        right, bottom = int(box.right * width) + around, int(box.bottom * height) + around
        spot = (_within(left, width - 1), _within(top, height - 1), _within(right, width), _within(bottom, height))
        piece = picture.convert("RGB").crop((spot[0], spot[1], max(spot[0] + 1, spot[2]), max(spot[1] + 1, spot[3])))
    out = io.BytesIO()
    piece.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _within(value: int, most: int) -> int:
    return max(0, min(value, most))
