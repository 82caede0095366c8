"""Bytes become text in one order, and names with difficult signs come through whole."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.apps.exchange.decoding import decode, decode_value

HARD = "表示の能力と構想、ソ連。①㈱髙橋と﨑山"


def text_of(data: bytes) -> str:
    return "\n".join(decode(data).lines())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be", "utf-32"], ids=str
)
def test_every_encoding_of_cards_is_read(encoding: str) -> None:
    text = f"氏名,会社\n見本 花子,{HARD}\n"
    assert text_of(text.encode(encoding)) == text.rstrip("\n")


def test_utf8_goes_before_cp932() -> None:
    # These bytes are valid in both; only one of the readings is Japanese anyone wrote.
    data = "見本".encode()
    assert data.decode("cp932", "replace") != "見本"
    assert text_of(data) == "見本"
    assert decode(data).encoding == "utf-8"


def test_marks_written_twice_are_both_taken_off() -> None:
    assert text_of(codecs.BOM_UTF8 * 2 + "見本".encode()) == "見本"


def test_plain_ascii_raises_no_doubt() -> None:
    found = decode(b"BEGIN:VCARD\r\nEND:VCARD")
    assert (found.encoding, found.broken_line) == ("utf-8", None)


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_every_line_end_ends_a_line_and_nothing_else_does(ends: str) -> None:
    lines = ["一\u2028二", "三\x0b四\x0c五", "六\x85七"]
    assert list(decode(ends.join(lines).encode()).lines()) == lines


def test_mail_encoding_is_read_with_the_signs_python_refuses() -> None:
    pairs = bytes((0x2D, 0x21, 0x2D, 0x6A))  # NEC row 13: ① and ㈱
    data = b"FN:\x1b$B" + pairs + b"\x1b(B\nEND\x1b(I\x41\x1b(B"
    with pytest.raises(UnicodeDecodeError):
        data.decode("iso2022_jp")
    assert text_of(data) == "FN:①㈱\nENDﾁ"


def test_the_first_broken_line_is_named() -> None:
    data = "一行目\n二行目\n".encode() + b"\xe8\xa6\xff\xfe\n" + "四行目".encode()
    found = decode(data)
    assert found.broken_line == 3
    assert list(found.lines())[3] == "四行目"


def test_one_broken_byte_does_not_turn_utf8_into_cp932() -> None:
    data = "一行目\n二行目\n".encode() + b"\xe8\xa6\xff\xfe\n" + "四行目".encode()
    assert data.decode("cp932")  # Python's codec would let it pass, as nonsense
    assert decode(data).encoding == "utf-8"


def test_a_broken_sign_across_a_checking_block_is_found_on_its_line() -> None:
    data = ("あ" * 100 + "\n").encode() * 5000
    broken = data[: 1 << 20] + b"\xff" + data[1 << 20 :]
    line = decode(broken).broken_line
    assert line == broken[: 1 << 20].count(b"\n") + 1


def test_a_declared_charset_goes_first_but_a_lie_is_seen_through() -> None:
    assert decode_value("表".encode("cp932"), "SHIFT_JIS") == "表"
    assert decode_value("見本".encode("cp932"), "UTF-8") == "見本"
    assert decode_value("見本".encode(), "no-such-charset") == "見本"


@given(st.binary(max_size=400))
def test_any_bytes_become_lines_without_an_error(data: bytes) -> None:
    assert all("\n" not in line for line in decode(data).lines())


@given(st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=("Cs",)), max_size=60))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert "\n".join(decode(text.encode()).lines()) == text.lstrip("\ufeff") or "\x1b" in text
