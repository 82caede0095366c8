"""Misreadings put right, and everybody's own way of writing a name left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.cards.glyphs import is_strange, repaired
from yorisoi.data.cards import card_tables


def right(text: str, *, upright: bool = False) -> str:
    return repaired(text, card_tables(), upright=upright)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("佐藤稅理士事務所", "佐藤税理士事務所"),
        ("携带: 090-1234-5678", "携帯: 090-1234-5678"),
        ("携帶: 090-1234-5678", "携帯: 090-1234-5678"),
        ("登录番号", "登録番号"),
        ("爱知県", "愛知県"),
        ("沖縄県那霸市", "沖縄県那覇市"),
        ("土地家屋調查士", "土地家屋調査士"),
        ("国民生活事業部融资课", "国民生活事業部融資課"),
        ("名古屋市中区锦", "名古屋市中区錦"),
        ("神奈川県徽倉市", "神奈川県鎌倉市"),
        ("管理者·看護師", "管理者・看護師"),
        ("理事長 · 監督", "理事長・監督"),
        ("ヤマネコ•デザイン", "ヤマネコ・デザイン"),
        ("税理土", "税理士"),
        ("ＴＥＬ：０６－１２３４", "TEL:06-1234"),
        ("ｱｸｱﾘﾝｸ", "アクアリンク"),
        ("相続センタ一", "相続センター"),
        ("マネ一ジャー", "マネージャー"),
        ("シニアマネ—ジャ—", "シニアマネージャー"),
        ("アク卜デザイン", "アクトデザイン"),
        ("カ夕ログ", "カタログ"),
        ("  佐藤   健一 ", "佐藤 健一"),
        ("CFP®ファイナンシャル", "CFPファイナンシャル"),
        ("㈱みなと", "(株)みなと"),
        ("代表取締役CE0", "代表取締役CEO"),
        ("CT0", "CTO"),
        ("移住コンシエルジュ", "移住コンシェルジュ"),
        ("フアイナンシャルプランナー", "ファイナンシャルプランナー"),
    ],
)
def test_a_misreading_is_put_right(read: str, meant: str) -> None:
    assert right(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "髙橋 恵", "山﨑 修", "渡邊 さくら", "渡邉 浩", "齋藤 亮", "齊藤 徳", "廣瀬 眞", "德永 惠", "櫻井 國男", "澤田 瀧子",
        "神﨑 一", "一ノ瀬 結衣", "三口 力", "八千代 二郎", "ビル一階", "東京都千代田区一番町", "二丁目三番地", "北一条西二丁目",
        "工藤 千夏", "夕張市", "才木 卜", "センター", "梅田1-2-3", "五十嵐 八重", "スカイビル 二号館",
        "CE01", "ACE0", "C0", "5F C20", "ハイデイ", "デイサービス", "フアン",
    ],
)  # fmt: skip
def test_what_is_right_stays(text: str) -> None:
    assert right(text) == text


@pytest.mark.parametrize("variant", "﨑髙邉邊齋齊斉德惠廣澤眞瀧櫻國嶋桒峯冨舘槇曻")
def test_a_way_of_writing_a_name_is_never_made_plain(variant: str) -> None:
    assert right(f"{variant}田") == f"{variant}田"
    assert not is_strange(variant)


def test_a_long_mark_is_given_back_only_to_upright_lines() -> None:
    assert right("大和相続手続センタ", upright=True) == "大和相続手続センター"
    assert right("大和相続手続センタ") == "大和相続手続センタ"
    assert right("サポートセンター", upright=True) == "サポートセンター"
    assert right("カルタ", upright=True) == "カルタ"


@pytest.mark.parametrize(
    ("text", "strange"), [("税理士", False), ("稅理士", True), ("𠮷田", True), ("佐藤 健一", False), ("", False)]
)
def test_signs_that_japanese_print_hardly_holds(text: str, strange: bool) -> None:
    assert is_strange(text) is strange


def test_the_table_changes_only_signs_japanese_print_does_not_have() -> None:
    for foreign, own in card_tables().signs.items():
        assert is_strange(foreign), foreign
        assert not is_strange(own), own


@given(st.text(max_size=40))
def test_putting_right_twice_changes_nothing_more(text: str) -> None:
    once = right(text)
    assert right(once) == once
