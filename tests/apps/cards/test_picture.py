"""Pictures made safe: what is refused, and what is left of a file that is taken."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from yorisoi.apps.cards.picture import (
    KEPT_BYTES,
    LONG_SIDE,
    MAX_BYTES,
    MAX_PIXELS,
    NotAPictureError,
    open_picture,
)

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def drawn(kind: str = "JPEG", size: tuple[int, int] = (400, 240), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 200 if mode in ("L", "I;16") else None).save(out, kind, **more)
    return out.getvalue()


def claimed(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be of that size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_every_kind_of_picture_becomes_a_jpeg(kind: str) -> None:
    data = drawn(kind)
    picture = open_picture(data)
    with Image.open(io.BytesIO(picture.jpeg)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (400, 240))
    assert (picture.width, picture.height) == (400, 240)
    assert picture.sha256 == hashlib.sha256(data).hexdigest()


def test_a_heic_photograph_is_read_or_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = b"\0\0\0\x18ftypheic" + b"\0" * 40
    with pytest.raises(NotAPictureError):
        open_picture(broken)
    monkeypatch.setitem(__import__("sys").modules, "pi_heif", None)
    with pytest.raises(NotAPictureError, match=r"yorisoi\[ocr\]"):
        open_picture(broken, "IMG_0001.HEIC")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空"),
        (b"hello", "JPEG"),
        (b"\0" * 5000, "JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "写真ではない"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "写真ではない"),
        (b"<!DOCTYPE html><html></html>", "写真ではない"),
        (b"%PDF-1.7\n", "PDF"),
        (b"MZ\x90\0" + b"\0" * 100, "JPEG"),
        (b"PK\x03\x04" + b"\0" * 100, "JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 240\n", "JPEG"),
        (drawn()[:300], "切れて"),
        (drawn("PNG")[:90], "切れて"),
        (drawn("WEBP")[:30], ""),
        (drawn("BMP"), "JPEG"),
        (claimed(12000, 9000), "画素"),
        (claimed(100_000, 100_000), "画素"),
        (claimed(2_000_000_000, 2_000_000_000), ""),
        (claimed(0, 0), ""),
        (drawn(size=(20, 20)), "小さすぎ"),
        (drawn(size=(2000, 100)), "細長"),
    ],
    ids=range(20),
)
def test_what_is_no_picture_of_a_card(data: bytes, says: str) -> None:
    with pytest.raises(NotAPictureError) as refused:
        open_picture(data, "card.jpg")
    sentence = str(refused.value)
    assert says in sentence
    assert sentence.startswith("「card.jpg」は")
    assert sentence.endswith("ください。")
    assert "\n" not in sentence


def test_a_file_too_large_is_refused_by_its_length_alone() -> None:
    with pytest.raises(NotAPictureError, match="20MB"):
        open_picture(b"\xff\xd8\xff" + b"\0" * MAX_BYTES)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("drawn")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    with pytest.raises(NotAPictureError, match="画素"):
        open_picture(claimed(MAX_PIXELS // 1000 + 1, 1000 * 4))


def test_place_and_every_other_word_of_the_file_are_gone() -> None:
    exif = Image.Exif()
    exif[MAKER] = "SECRET-MAKER"
    exif.get_ifd(GPS)[2] = (35.0, 39.0, 31.0)
    data = drawn(exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE" * 10)
    assert data.count(b"SECRET") >= 3
    kept = open_picture(data).jpeg
    assert b"SECRET" not in kept
    assert b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert "icc_profile" not in picture.info
        assert "comment" not in picture.info


def test_words_behind_the_picture_are_gone() -> None:
    assert b"<script>" not in open_picture(drawn() + b"<script>alert(1)</script>").jpeg


@pytest.mark.parametrize(("turned", "size"), [(1, (400, 240)), (3, (400, 240)), (6, (240, 400)), (8, (240, 400))])
def test_the_picture_is_turned_as_the_camera_was_held(turned: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    picture = open_picture(drawn(exif=exif))
    assert (picture.width, picture.height) == size


def test_a_large_photograph_is_made_smaller_and_keeps_its_shape() -> None:
    picture = open_picture(drawn(size=(4000, 3000)))
    assert (picture.width, picture.height) == (LONG_SIDE, LONG_SIDE * 3 // 4)


def test_a_noisy_photograph_is_kept_small() -> None:
    out = io.BytesIO()
    Image.effect_noise((2000, 1500), 90).convert("RGB").save(out, "JPEG", quality=97)
    assert len(out.getvalue()) > KEPT_BYTES
    assert len(open_picture(out.getvalue()).jpeg) <= KEPT_BYTES


def test_what_shines_through_becomes_white() -> None:
    picture = open_picture(drawn("PNG", mode="RGBA"))
    with Image.open(io.BytesIO(picture.jpeg)) as kept:
        assert min(kept.getpixel((10, 10))) > 250


def test_a_scan_with_sixteen_bits_of_grey() -> None:
    out = io.BytesIO()
    Image.new("I;16", (400, 240), 40000).save(out, "PNG")
    with Image.open(io.BytesIO(open_picture(out.getvalue()).jpeg)) as kept:
        assert abs(kept.getpixel((10, 10))[0] - 40000 // 256) <= 3


def test_only_the_first_picture_of_a_moving_one_is_taken() -> None:
    frames = [Image.new("RGB", (400, 240), colour) for colour in ("white", "black")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(open_picture(out.getvalue()).jpeg)) as kept:
        assert kept.getpixel((10, 10))[0] > 250
