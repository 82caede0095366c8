"""Family and given name, and readings that are truly a name's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.cards.person import fits, hiragana, latin_apart, looks_like_name, split_kana, split_name, unvoiced
from yorisoi.data.cards import card_tables

TABLES = card_tables()


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("佐藤 健一", "佐藤", "健一"), ("佐藤健一", "佐藤", "健一"), ("林 司", "林", "司"), ("林健太郎", "林", "健太郎"), ("森田聡", "森田", "聡"),
        ("長谷川菜々子", "長谷川", "菜々子"), ("東雲龍之介", "東雲", "龍之介"), ("渡邊さくら", "渡邊", "さくら"), ("山﨑修一郎", "山﨑", "修一郎"),
        ("髙橋邦彦", "髙橋", "邦彦"), ("五十嵐結衣", "五十嵐", "結衣"), ("一ノ瀬結衣", "一ノ瀬", "結衣"), ("佐々木剛", "佐々木", "剛"),
        ("野々村修", "野々村", "修"), ("奈々川 修", "奈々川", "修"), ("目方えみ", "目方", "えみ"), ("佐 藤 健 一", "佐藤", "健一"), ("四方 田 実", "四方田", "実"),
        ("妙寺誠一郎", "妙寺", "誠一郎"), ("スミス・ジョン", "", ""), ("千代", "", ""), ("さくら", "", ""), ("さとう はるか", "さとう", "はるか"),
        ("マイケル 田中", "田中", "マイケル"), ("ソフィー中島", "中島", "ソフィー"), ("ハナ 妙見", "ハナ", "妙見"), ("カンナ月", "カン", "ナ月"),
        ("グエン ティ ラン", "", ""),
    ],
)  # fmt: skip
def test_where_a_family_name_ends(name: str, family: str, given: str) -> None:
    assert split_name(name, TABLES) == (family, given)


@pytest.mark.parametrize(
    ("kana", "family", "given", "parts"),
    [
        ("さとう けんいち", "佐藤", "健一", ("さとう", "けんいち")), ("さとうけんいち", "佐藤", "健一", ("さとう", "けんいち")),
        ("コバヤシダイスケ", "小林", "大輔", ("コバヤシ", "ダイスケ")), ("やまさきしゅういちろう", "山崎", "修一郎", ("やまさき", "しゅういちろう")),
        ("やまざきしゅういちろう", "山崎", "修一郎", ("やまざき", "しゅういちろう")), ("めかたえみ", "目方", "えみ", ("めかた", "えみ")),
        ("めかたみのる", "目方", "実", ("", "")), ("", "佐藤", "健一", ("", "")), ("さとう", "佐藤", "健一", ("", "")),
    ],
)  # fmt: skip
def test_where_its_reading_ends(kana: str, family: str, given: str, parts: tuple[str, str]) -> None:
    assert split_kana(kana, family, given, TABLES) == parts


@pytest.mark.parametrize(
    ("name", "kana"),
    [
        ("佐藤健一", "さとうけんいち"), ("佐藤健一", "サトウ ケンイチ"), ("山崎修一郎", "やまさきしゅういちろう"), ("渡邊さくら", "わたなべさくら"),
        ("橋本翠", "はしもとみどり"), ("東海林信", "しょうじしん"), ("小鳥遊光", "たかなしひかる"), ("五百旗頭隆史", "いおきべたかし"),
        ("橘薫", "たちばなかおる"), ("林司", "はやしつかさ"), ("河野太一", "こうのたいち"), ("河野太一", "かわのたいち"), ("服部京", "はっとりけい"),
        ("西方寺 誉", "さいほうじほまれ"), ("西方寺 誉", "さいほうじ ほまれ"), ("森田 助", "もりた たすく"), ("佐 藤 健 一", "さとう けんいち"),
        ("佐藤 さつき", "すどう さつき"), ("東海林さつき", "とうかいりんさつき"), ("李 小龍", "リー シャオロン"),
        ("甘粕 隆二", "あまかす りゅうじ"), ("森田助", "もりたすけ"), ("高橋 一", "たかはし はじめ"), ("江 さくら", "えさくら"),
    ],
)  # fmt: skip
def test_readings_that_fit(name: str, kana: str) -> None:
    assert fits(name, kana, TABLES)


@pytest.mark.parametrize(
    ("name", "kana"),
    [
        ("佐藤健一", "すずきけんいち"), ("佐藤健一", "こころをむすぶ"), ("佐藤健一", "さとう"), ("清水拓也", "フォトグラファー"), ("渡邊さくら", "わたなべはるか"),
        ("千代", "スナックあけぼの"), ("目方実", "めカタみのる"), ("目方実", "め"), ("目方実", "やさしいくらしのおてつだい"), ("田中正義", "やさしいくらし"),
        ("西方寺誉", "さいほうじほまれ"), ("佐藤 健一", "すずきけんいち"), ("西 誉", "さいほうじほまれ"),
        ("目方航平", "テックリード"), ("佐藤 さつき", "すずき はるか"), ("佐藤 健一", "すずき けんいち"),
        ("甘粕 隆二", "あまかす"), ("高橋 一", "たかはし"), ("鈴木 一", "すずき"), ("田中 一", "たなか"),
    ],
)  # fmt: skip
def test_kana_that_do_not_fit(name: str, kana: str) -> None:
    assert not fits(name, kana, TABLES)


@pytest.mark.parametrize(
    ("text", "name"),
    [("佐藤 健一", True), ("佐藤健一", True), ("髙橋 邦彦", True), ("佐藤", False), ("健一", False), ("佐藤税理士事務所本店", False),
     ("Sato Kenichi", False), ("", False), ("目方 実", False), ("林 司", True)],
)  # fmt: skip
def test_what_surely_looks_like_a_name(text: str, name: bool) -> None:
    assert looks_like_name(text, TABLES) is name


@pytest.mark.parametrize(
    ("text", "parts"),
    [("Kenichi Sato", ("Kenichi", "Sato")), ("SATO Kenichi", ("Kenichi", "SATO")), ("Kenichi SATO", ("Kenichi", "SATO")),
     ("Sato, Kenichi", ("Kenichi", "Sato")), ("John F. Smith", ("John F.", "Smith")), ("JOHN SMITH", ("JOHN", "SMITH"))],
)  # fmt: skip
def test_latin_names(text: str, parts: tuple[str, str]) -> None:
    assert latin_apart(text) == parts


def test_kana_made_plain() -> None:
    assert hiragana("コバヤシ ダイスケー") == "こばやし だいすけー"
    assert unvoiced("やまざき") == unvoiced("ヤマサキ") == "やまさき"
    assert unvoiced("しゅっぱつ") == "しゆつはつ"


def test_every_family_name_has_a_reading_in_hiragana() -> None:
    for name, readings in TABLES.surnames.items():
        assert readings, name
        assert all(reading == hiragana(reading) and reading.isalpha() for reading in readings), name
        assert len(set(readings)) == len(readings), name


@given(st.text("佐藤林森田中健一さくらアー々 ・", max_size=12))
def test_a_name_apart_is_the_same_name(name: str) -> None:
    family, given_name = split_name(name, TABLES)
    assert {family + given_name, given_name + family} & {"", "".join(name.split())}
    assert bool(family) == bool(given_name)
