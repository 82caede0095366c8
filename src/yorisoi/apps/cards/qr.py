"""The QR code on a card, if there is one."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

_CODES = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode])
MAX_TEXT = 4000  # characters; a QR code holds fewer


def read_qr(jpeg: bytes) -> str:
    """Return the text of the first code on the picture, or the empty text. A card's own data go before a bare address."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        found = zxingcpp.read_barcodes(opened.convert("L"), formats=_CODES)
    texts = [code.text.strip()[:MAX_TEXT] for code in found if code.valid and code.text.strip()]
    texts.sort(key=lambda text: not text.upper().startswith(("BEGIN:VCARD", "MECARD:")))
    return texts[0] if texts else ""
