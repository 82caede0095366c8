"""What a line of words is: an organisation, a part of one, a title, or none of these."""

from __future__ import annotations

import pytest

from yorisoi.core.cards import words
from yorisoi.data import professions
from yorisoi.data.cards import card_tables

TABLES = card_tables()

TITLES = [
    "代表取締役", "代表取締役社長", "専務取締役", "取締役副社長", "常務執行役員", "部長", "営業部長", "課長代理", "上席課長代理", "係長",
    "主任", "主任相談員", "室長", "農場長", "工場長", "事務局長", "副理事長", "理事長・監督", "代表社員 司法書士", "所長 公認会計士・税理士",
    "所長公認会計士・税理士", "院長 医学博士", "院長医学博士", "税理士", "特定社会保険労務士", "行政書士・申請取次", "管理者・看護師",
    "保健師・公認心理師", "土地家屋調査士", "中小企業診断士/事業承継士", "中小企業診断士 / 事業承継士", "パートナー弁理士", "一級建築士",
    "店主", "女将", "若女将", "杜氏", "住職", "オーナーシェフ", "オーナーソムリエ", "シニアマネージャー", "アートディレクター",
    "ファイナンシャルプランナー", "フォトグラファー", "インストラクター", "イラストレーター", "コンサルタント", "CEO", "代表/CEO",
    "CFPファイナンシャルプランナー", "Managing Director", "President", "Attorney at Law", "General Manager", "写真家", "書道家",
    "管理栄養士", "元教諭", "名誉教授", "ママ", "准教授 博士(工学)", "教授・博士(文学)", "Sales Manager, MBA", "Attorney at Law, CPA",
]  # fmt: skip
NO_TITLES = [
    "", "佐藤 健一", "中村隆士", "田中博士", "株式会社みなと", "みなと税理士事務所", "営業部", "大阪支店", "第二営業部", "アクアリンク", "ヨガスタジオ",
    "古美術 翠月堂", "税理士法人みなと", "大阪市北区梅田1-2-3", "心をむすぶ", "06-1234-5678", "弁護士会館ビル10階", "Minato Inc.",
    "Kentaro Okada", "カスタマーサクセス室", "相続手続センター", "コミュニティセンター", "フラワーショップ", "森田中小企業診断士事務所",
    "Mariko Hasebe, Ph.D.", "John Smith, MBA", "Ken Sato, CPA, MBA", "(工学)", "佐藤博士(さとう ひろし)",
]  # fmt: skip


@pytest.mark.parametrize("text", TITLES)
def test_titles(text: str) -> None:
    assert words.is_title(text, TABLES)
    assert not words.is_department(text, TABLES)


@pytest.mark.parametrize("text", NO_TITLES)
def test_no_titles(text: str) -> None:
    assert not words.is_title(text, TABLES)


@pytest.mark.parametrize(
    "text",
    ["営業部", "第二営業部", "営業本部 第二営業部", "企画課", "カスタマーサクセス室", "鑑定評価部", "大阪支店", "大阪支店 建築部", "福岡支社", "東京営業所",
     "国民生活事業部 融資課", "技術部 設計グループ", "クリエイティブ部", "人事総務部", "訪問看護ステーション ひだまり", "編集部", "Sales Division"],
)  # fmt: skip
def test_departments(text: str) -> None:
    assert words.is_department(text, TABLES)


@pytest.mark.parametrize(
    "text",
    ["", "佐藤 健一", "服部", "渡部", "株式会社みなと", "部長", "営業部長", "代表取締役", "さくら", "大阪市", "安部"],
)
def test_no_departments(text: str) -> None:
    assert not words.is_department(text, TABLES)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("株式会社みなと", True), ("みなと(株)", True), ("みなと法律事務所", True), ("医療法人さくら会 山本皮膚科", True), ("Minato Inc.", True),
        ("Minato Co., Ltd.", True), ("土地家屋調査士 木村事務所", True), ("ヨガスタジオ 月のしずく", True), ("事務所", False),
        ("佐藤 健一", False), ("守屋 健", False), ("土屋 武", False), ("Kentaro Okada", False), ("税理士", False), ("", False), ("古美術 翠月堂", False),
    ],
)  # fmt: skip
def test_organisations(text: str, organisation: bool) -> None:
    assert words.is_organisation(text, TABLES) is organisation


@pytest.mark.parametrize(
    ("text", "hints"), [("古美術 翠月堂", True), ("鶴屋", False), ("丸一屋", True), ("佐藤 健一", False)]
)
def test_shops_hint_at_themselves(text: str, hints: bool) -> None:
    assert words.hints_at_organisation(text, TABLES) is hints


@pytest.mark.parametrize(
    ("text", "parts"),
    [("営業部課長", ("営業部", "課長")), ("営業部長", ("", "営業部長")), ("第一営業課主任", ("第一営業課", "主任")), ("課長", ("", "課長")),
     ("大阪支店副店長", ("大阪支店", "副店長")), ("事業開発部統括部長", ("事業開発部", "統括部長")), ("", ("", ""))],
)  # fmt: skip
def test_a_part_and_a_title_in_one_word(text: str, parts: tuple[str, str]) -> None:
    assert words.split_title(text, TABLES) == parts


@pytest.mark.parametrize(
    ("text", "register"),
    [
        ("登録番号 第19470123号", True), ("近畿税理士会 登録番号 123456", True), ("第一東京弁護士会所属", True), ("T1234567890123", True),
        ("愛知県社会保険労務士会 第2312345号", True), ("第二営業部", False), ("第3グリーンビル2F", False), ("税理士", False), ("佐藤 健一", False),
    ],
)  # fmt: skip
def test_registers(text: str, register: bool) -> None:
    assert words.is_registration(text) is register


@pytest.mark.parametrize(
    ("title", "profession"),
    [
        ("税理士", "zeirishi"), ("代表社員 司法書士", "shihoshoshi"), ("所長 公認会計士・税理士", "kaikeishi"), ("特定社会保険労務士", "sharoshi"),
        ("社労士", "sharoshi"), ("行政書士・申請取次", "gyoseishoshi"), ("部長 不動産鑑定士", "kanteishi"), ("一級建築士", "kenchikushi"),
        ("宅地建物取引士", "fudosan"), ("院長 医学博士", "iryo"), ("オーナーシェフ", "inshoku"), ("課長", ""), ("", ""), ("代表取締役", ""),
        ("パートナー弁理士", "benrishi"), ("中小企業診断士/事業承継士", "shindanshi"),
    ],
)  # fmt: skip
def test_the_profession_a_title_names(title: str, profession: str) -> None:
    assert words.qualification_of(title, TABLES) == profession


def test_every_profession_named_is_one_of_the_table() -> None:
    assert set(TABLES.qualifications.values()) <= set(professions())


@pytest.mark.parametrize(
    "text",
    ["24時間フィットネス みなと", "火曜日のパン屋", "日曜大工の店", "休日診療所", "昭和10時代堂", "大阪市北区梅田1-2-3", "06-1234-5678", "三時堂", "1:500 模型"],
)  # fmt: skip
def test_what_tells_no_hours(text: str) -> None:
    assert not words.tells_hours(text)
