"""A picture as it comes in, made safe: one flat JPEG, upright, of bounded size, with nothing of the file left in it.

What a picture says of itself is looked at before its pixels are: a file of a few kilobytes may claim a hundred million
of them. Nothing in a file is ever carried out; drawings made of instructions (SVG, PDF) are refused.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import (
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

MAX_BYTES = 20 * 1024 * 1024
"""Bytes of a file. The largest photographs of today's phones stay below it."""
MAX_PIXELS = 64_000_000
"""Pixels of a file, before they are drawn: 50-megapixel phones pass, 200 MB of memory are not exceeded."""
MAX_ASPECT = 8
"""Long side over short side. No card is a ribbon; such a picture would leave nothing to read after shrinking."""
MIN_SIDE = 64
"""Pixels of the short side below which no letter of a card can be told."""
LONG_SIDE = 2000
"""Pixels of the long side of the kept copy: twice what the reader looks at, and about 400 kB."""
KEPT_BYTES = 1_500_000
"""Bytes of the kept copy; a noisy picture is drawn again in lower quality until it fits."""
QUALITIES = (92, 85, 75, 60)
"""JPEG qualities tried one after the other; the reading does not suffer down to about 55."""
# The readers of these kinds and no others: the fewer look at a hostile file, the better. JPEG includes the pairs of
# pictures (MPO) that some telephones make.
_READERS = (
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    WebPImagePlugin.WebPImageFile,
    TiffImagePlugin.TiffImageFile,
    GifImagePlugin.GifImageFile,
)
FORMATS = tuple(reader.format for reader in _READERS)
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_TEXT_HEAD = 1024  # bytes looked at for the beginnings of SVG and HTML


class NotAPictureError(ValueError):
    """The file cannot be taken as a picture. ``str()`` is one kind Japanese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made safe. ``width`` and ``height``: pixels of ``jpeg``; ``sha256``: of the file as it came, in hex."""

    jpeg: bytes
    width: int
    height: int
    sha256: str


def open_picture(data: bytes, name: str = "") -> Picture:
    """Draw the picture anew. ``name``: what the file is called, only to name it in the sentence of refusal.

    JPEG, PNG, WebP, TIFF, GIF (its first frame), and HEIC where ``pi-heif`` is installed. The picture is turned as its
    EXIF says and then loses EXIF, place, profile and comments.

    Raises:
        NotAPictureError: it is empty, too large, broken, or no picture.
    """
    subject = f"「{name}」は" if name else "このファイルは"
    _refuse_early(data, subject)
    _prepare_heic(data, subject)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)  # a damaged EXIF block is thrown away anyway
            drawn = _draw(data, subject)
    except NotAPictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise NotAPictureError(_too_many_pixels(subject)) from error
    except UnidentifiedImageError as error:
        raise NotAPictureError(f"{subject}写真として読めませんでした。JPEGかPNGの写真を選んでください。") from error
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError) as error:
        # What Pillow's decoders raise on files that break off or contradict themselves.
        raise NotAPictureError(
            f"{subject}途中で切れているか、壊れているようです。もう一度撮るか、送り直してください。"
        ) from error
    return Picture(_as_jpeg(drawn), drawn.width, drawn.height, hashlib.sha256(data).hexdigest())


def _refuse_early(data: bytes, subject: str) -> None:
    if not data:
        raise NotAPictureError(f"{subject}空のようです。写真を選び直してください。")
    if len(data) > MAX_BYTES:
        raise NotAPictureError(f"{subject}大きすぎるようです。{MAX_BYTES // (1024 * 1024)}MBまでの写真にしてください。")
    head = data[:_TEXT_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        raise NotAPictureError(f"{subject}PDFです。名刺を写真に撮るか、画像(JPEG・PNG)にしてからお試しください。")
    if b"<svg" in head or head.startswith((b"<?xml", b"<!doctype", b"<html")):
        raise NotAPictureError(f"{subject}写真ではないようです。JPEGかPNGの写真を選んでください。")


def _prepare_heic(data: bytes, subject: str) -> None:
    if data[4:8] != b"ftyp" or data[8:12] not in HEIC_BRANDS:
        return
    try:
        import pi_heif
    except ImportError as error:
        raise NotAPictureError(
            f'{subject}HEICの写真です。`pip install "yorisoi[ocr]"` を入れるか、JPEGに変えてお試しください。'
        ) from error
    pi_heif.register_heif_opener()


def _draw(data: bytes, subject: str) -> Image.Image:
    formats = (*FORMATS, "HEIF") if data[4:8] == b"ftyp" else FORMATS
    with Image.open(io.BytesIO(data), formats=formats) as opened:
        _refuse_sizes(opened.width, opened.height, subject)
        opened.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is drawn no larger than needed
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            upright = upright.convert("RGBA")
            plain = Image.new("RGB", upright.size, "white")
            plain.paste(upright, mask=upright.getchannel("A"))
        else:
            plain = _eight_bits(upright).convert("RGB")
    plain.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    # A new picture of the bare pixels: nothing of the file can cling to it.
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    return bare


def _refuse_sizes(width: int, height: int, subject: str) -> None:
    if width * height > MAX_PIXELS:
        raise NotAPictureError(_too_many_pixels(subject))
    short, long = sorted((width, height))
    if short < MIN_SIDE:
        raise NotAPictureError(f"{subject}小さすぎて文字が読めません。もう少し大きく撮ってください。")
    if long > short * MAX_ASPECT:
        raise NotAPictureError(f"{subject}細長すぎるようです。名刺だけが写るように撮ってください。")


def _too_many_pixels(subject: str) -> str:
    return f"{subject}画素が多すぎます。{MAX_PIXELS // 10_000:,}万画素までの写真にしてください。"


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scans may hold 16 bits of grey, which a plain conversion would cut off instead of scaling."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _as_jpeg(image: Image.Image) -> bytes:
    kept = b""
    for quality in QUALITIES:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=quality, optimize=True)
        kept = stream.getvalue()
        if len(kept) <= KEPT_BYTES:
            break
    return kept
