"""EUC-JP: read where only that makes sense, named where it cannot be read, and never taken for anything else."""

from __future__ import annotations

import io

import pytest

from yorisoi.apps.exchange.decoding import decode
from yorisoi.apps.exchange.source import Unreadable, load

TABLE = "氏名,会社名,メールアドレス\n山田 太郎,株式会社みどり,taro@example.jp\n"


def read(data: bytes) -> tuple[str, str]:
    decoded = decode(data)
    return decoded.encoding, "\n".join(decoded.lines())


@pytest.mark.parametrize("text", [TABLE, "えいご", "氏名\n", "カタカナ,ひらがな\n", TABLE * 3000])
def test_it_is_read(text: str) -> None:
    encoding, lines = read(text.encode("euc_jp"))
    assert (encoding, lines) == ("euc_jp", text.rstrip("\n"))


@pytest.mark.parametrize(
    "text",
    [TABLE, "ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ,ｶﾌﾞｼｷｶﾞｲｼｬ ﾐﾄﾞﾘ\n", "①㈱髙橋", "あ", "ｱ･ｲ､ｳ", "齋藤,ﾔﾏ\n"],
)
def test_cp932_stays_cp932(text: str) -> None:
    assert read(text.encode("cp932")) == ("cp932", text.rstrip("\n"))


def test_utf8_stays_utf8() -> None:
    assert read(TABLE.encode())[0] == "utf-8"


def test_makers_own_signs_in_it_are_named_with_what_to_do() -> None:
    data = TABLE.encode("euc_jp") + b"\xad\xea\xa4\xa2\n"  # the sign for "limited company" of one maker
    with pytest.raises(Unreadable, match=r"EUC-JP.*UTF-8で保存し直して") as told:
        load("a.csv", io.BytesIO(data))
    assert told.value.line == 3
