"""Small cards written down as lines: what is understood, and above all what is not made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.cards import Box, CardFields, Line, Place, fields_of
from yorisoi.core.cards.fields import BY_POSTAL_CODE, MOST_LINES, NOT_THAT_PLACE, UNCLEAR
from yorisoi.data.cards import card_tables

SMALL, MIDDLE, LARGE = 0.02, 0.028, 0.06  # thickness of print in widths of the picture


def card(*rows: str | tuple[str, float] | tuple[str, float, float]) -> list[Line]:
    """A level card, line under line: a text, or a text and its size, or these and the reader's confidence.

    Paragraphs stand apart where the size changes, as on printed cards; an empty text leaves a gap.
    """
    lines = []
    top = 0.1
    for row in rows:
        text, size, score = ((row, SMALL, 1.0) if isinstance(row, str) else (*row, 1.0))[:3]
        if text:
            width = sum(0.55 if sign.isascii() else 1.0 for sign in text) * size
            box = Box(left=0.1, top=top, right=min(0.1 + width, 1.0), bottom=top + size)
            lines.append(Line(text=text, score=score, box=box))
        top += size * (1.35 if text else 2)
    return lines


def upright(*columns: tuple[str, float]) -> list[Line]:
    """An upright card, column by column from the right."""
    lines = []
    right = 0.9
    for text, size in columns:
        box = Box(left=right - size, top=0.1, right=right, bottom=0.1 + len(text) * size)
        lines.append(Line(text=text, score=1.0, box=box))
        right -= size * 1.6
    return lines


def understood(lines: Sequence[Line], place: Place | None = None) -> CardFields:
    return fields_of(lines, card_tables(), postal=lambda code: place)


PLAIN = card(
    ("株式会社みなと商会", 0.035), "",
    ("営業部", MIDDLE), ("課長", MIDDLE), ("ふじた さちこ", SMALL), ("藤田 幸子", LARGE), "",
    "〒231-0023 神奈川県横浜市中区山下町22", "TEL 045-222-3456 FAX 045-222-3457", "携帯 090-1111-2222",
    "E-mail: fujita@minato.example.jp", "https://minato.example.jp",
)  # fmt: skip


def test_a_plain_card() -> None:
    found = understood(PLAIN)
    assert found == CardFields(
        name="藤田 幸子",
        family="藤田",
        given="幸子",
        kana="ふじた さちこ",
        family_kana="ふじた",
        given_kana="さちこ",
        company="株式会社みなと商会",
        department="営業部",
        title="課長",
        email="fujita@minato.example.jp",
        url="https://minato.example.jp",
        tel="045-222-3456",
        fax="045-222-3457",
        mobile="090-1111-2222",
        zip="231-0023",
        address="神奈川県横浜市中区山下町22",
    )


def test_nothing_comes_of_nothing() -> None:
    assert understood([]) == CardFields()
    assert understood(card("   ")) == CardFields()


@pytest.mark.parametrize(
    "slogan",
    ["こころをむすぶ", "くらしに笑顔を", "ひだまりのように", "デザイナー", "フォトグラファー", "インストラクター",
     "やさしいあかり", "アクアリンク", "スナックあけぼの", "まごころ", "おもてなし"],
)  # fmt: skip
def test_no_kana_are_made_of_other_words(slogan: str) -> None:
    """A slogan, a trade or a company beside the name is not its reading."""
    rows = card(("株式会社みなと商会", 0.035), "", (slogan, SMALL), ("清水 拓也", LARGE), "", "TEL 045-222-3456")
    assert understood(rows).kana == ""
    rows = card(("株式会社みなと商会", 0.035), "", ("清水 拓也", LARGE), (slogan, SMALL), "", "TEL 045-222-3456")
    assert understood(rows).kana == ""


@pytest.mark.parametrize(
    ("kana", "name", "expected"),
    [
        ("しみずたくや", "清水 拓也", "しみず たくや"),
        ("シミズ タクヤ", "清水拓也", "シミズ タクヤ"),
        ("やまさき しゅういちろう", "山崎修一郎", "やまさき しゅういちろう"),
        ("なかしまけん", "中島 健", "なかしま けん"),
        ("いおきべたかし", "五百旗頭 隆史", "いおきべ たかし"),
        ("わたなべさくら", "渡邊 さくら", "わたなべ さくら"),
        ("めかたえみ", "目方 えみ", "めかた えみ"),
        ("ふりがな: くまのまい", "熊野 麻衣", "くまのまい"),
    ],
)
def test_the_reading_of_a_name(kana: str, name: str, expected: str) -> None:
    found = understood(card(("株式会社みなと商会", 0.035), "", (kana, SMALL), (name, LARGE), "", "TEL 045-222-3456"))
    assert found.kana == expected


@pytest.mark.parametrize(
    "line",
    ["登録番号 第19470123号", "近畿税理士会 登録番号 123456", "第一東京弁護士会所属", "建設業許可 般-3 第12345号",
     "T1234567890123", "営業時間 10:00-19:00 定休日 水曜", "創業 1923年", "宅地建物取引業 免許(3)第98765号"],
)  # fmt: skip
def test_registers_and_hours_are_kept_as_notes(line: str) -> None:
    found = understood([*PLAIN, *card(*[""] * 16, line)])
    assert replace(found, extra=(), doubts=()) == understood(PLAIN)
    assert line in found.extra


@pytest.mark.parametrize(
    ("line", "company", "department", "title", "name"),
    [
        ("株式会社みなと商会 営業部 課長 藤田 幸子", "株式会社みなと商会", "営業部", "課長", "藤田 幸子"),
        ("代表取締役 藤田 幸子", "", "", "代表取締役", "藤田 幸子"),
        ("代表取締役藤田幸子", "", "", "代表取締役", "藤田 幸子"),
        ("藤田 幸子 税理士", "", "", "税理士", "藤田 幸子"),
        ("営業部課長", "", "営業部", "課長", ""),
        ("営業部長", "", "", "営業部長", ""),
        ("第二営業部 主任", "", "第二営業部", "主任", ""),
        ("土地家屋調査士 木村事務所", "土地家屋調査士 木村事務所", "", "", ""),
        ("株式会社みなと商会 渋谷支店", "株式会社みなと商会", "渋谷支店", "", ""),
    ],
)
def test_a_line_that_holds_several_things(line: str, company: str, department: str, title: str, name: str) -> None:
    rows = card((line, 0.05), "", "", "TEL 045-222-3456", "info@minato.example.jp")
    found = understood(rows)
    assert (found.company, found.department, found.title, found.name) == (company, department, title, name)


@pytest.mark.parametrize("name", ["中村隆士", "田中博士", "土屋 武", "守屋 健", "服部 長", "森 健太郎", "渡部 修"])
def test_names_that_end_like_titles_or_shops_are_names(name: str) -> None:
    rows = card(("株式会社みなと商会", 0.035), "", ("課長", MIDDLE), (name, LARGE), "", "TEL 045-222-3456")
    found = understood(rows)
    assert found.name.replace(" ", "") == name.replace(" ", "")
    assert found.title == "課長"
    assert found.company == "株式会社みなと商会"


@pytest.mark.parametrize(
    "company",
    ["みなと株式会社", "(株)みなと", "㈱みなと", "有限会社みなと工務店", "合同会社ねこのしっぽ", "NPO法人みなとの会", "税理士法人みなと",
     "みなと法律事務所", "医療法人社団みなと会", "みなと歯科クリニック", "港信用金庫", "みなと大学", "一般社団法人みなと協会",
     "みなと商工会議所", "Minato Consulting Inc.", "Minato Co., Ltd.", "みなと不動産", "カフェ・ド・ミナト", "ギャラリー港",
     "古美術 翠月堂", "まちの保健室いろは", "フォトスタジオ縁"],
)  # fmt: skip
def test_names_of_organisations(company: str) -> None:
    rows = card((company, 0.035), "", ("清水 拓也", LARGE), "", "TEL 045-222-3456", "info@minato.example.jp")
    found = understood(rows)
    assert found.company.replace("㈱", "(株)") == company.replace("㈱", "(株)")
    assert found.name == "清水 拓也"


def test_an_organisation_broken_in_two_lines() -> None:
    rows = card(
        ("特定非営利活動法人", 0.03), ("みなとの居場所", 0.03), "", ("清水 拓也", LARGE), "", "TEL 045-222-3456"
    )
    assert understood(rows).company == "特定非営利活動法人みなとの居場所"
    rows = card(("森田中小企業診断士", 0.03), ("事務所", 0.03), "", ("森田 聡", LARGE), "", "TEL 045-222-3456")
    assert understood(rows).company == "森田中小企業診断士事務所"


def test_an_english_name_beside_the_japanese_one_does_not_replace_it() -> None:
    rows = card(("株式会社みなと", 0.03), ("Minato Inc.", 0.025), "", ("清水 拓也", LARGE), ("Takuya SHIMIZU", SMALL))
    found = understood(rows)
    assert (found.company, found.name) == ("株式会社みなと", "清水 拓也")
    assert "Takuya SHIMIZU" in found.extra


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Michael Johnson", "Johnson", "Michael"),
        ("SUZUKI Ichiro", "SUZUKI", "Ichiro"),
        ("Suzuki, Ichiro", "Suzuki", "Ichiro"),
    ],
)
def test_a_card_in_english(name: str, family: str, given: str) -> None:
    rows = card(
        ("ABC Consulting Inc.", 0.03), "", ("Managing Director", MIDDLE), (name, LARGE), "", "Tel: +81-3-5555-7788"
    )
    found = understood(rows)
    assert (found.family, found.given, found.title) == (family, given, "Managing Director")
    assert found.tel == "+81-3-5555-7788"
    assert found.company == "ABC Consulting Inc."


def test_an_upright_card_with_numbers_in_kanji() -> None:
    found = understood(
        upright(
            ("田中会計事務所", 0.035), ("所長公認会計士・税理士", 0.025), ("田中正義", LARGE),
            ("六〇〇―八二一六", 0.02), ("京都市下京区烏丸通七条下ル", 0.02), ("東塩小路町七二一番地一", 0.02),
            ("電話〇七五―三四三―一二三四", 0.02),
        )
    )  # fmt: skip
    assert (found.name, found.company) == ("田中 正義", "田中会計事務所")
    assert (found.zip, found.tel) == ("600-8216", "075-343-1234")
    assert found.address == "京都市下京区烏丸通七条下ル 東塩小路町七二一番地一"
    assert found.qualification == "kaikeishi"
    assert {doubt.field for doubt in found.doubts} == {"zip", "tel"}


def test_a_lone_sign_at_the_foot_of_a_column_belongs_to_it() -> None:
    """A given name of one sign, set far below the family name, is read as a line of its own."""
    lines = upright(("穂積野神社", 0.035), ("宮司", MIDDLE), ("高千穂", LARGE))
    family = lines[-1].box
    top = family.bottom + LARGE * 1.5
    given_name = Box(left=family.left, top=top, right=family.right, bottom=top + LARGE)
    found = understood([*lines, Line(text="巌", score=1.0, box=given_name)])
    assert (found.name, found.title, found.company) == ("高千穂 巌", "宮司", "穂積野神社")


def test_a_lone_sign_elsewhere_belongs_to_no_column() -> None:
    lines = upright(("穂積野神社", 0.035), ("宮司", MIDDLE), ("高千穂巌", LARGE))
    seal = Box(left=0.1, top=0.7, right=0.1 + LARGE, bottom=0.7 + LARGE)
    assert understood([*lines, Line(text="印", score=1.0, box=seal)]).name == "高千穂 巌"


def test_a_long_mark_lost_at_the_foot_of_a_column() -> None:
    assert understood(upright(("大和相続手続センタ", 0.035), ("長谷川菜々子", LARGE))).company == "大和相続手続センター"


def test_what_was_read_for_sure_carries_no_doubt() -> None:
    assert understood(PLAIN).doubts == ()


def test_a_line_below_the_threshold_is_doubted_where_it_stands() -> None:
    rows = card(("株式会社みなと商会", 0.035), "", ("清水 拓也", LARGE, 0.979), "", ("TEL 045-222-3456", SMALL, 0.98))
    (doubt,) = understood(rows).doubts
    assert (doubt.field, doubt.why) == ("name", UNCLEAR)
    assert doubt.box == next(line.box for line in rows if line.text == "清水 拓也")


def test_a_sign_that_japanese_print_does_not_have_is_doubted() -> None:
    (doubt,) = understood(card(("株式会社みなと", 0.035), "", ("清水 㐂也", LARGE), "", "TEL 045-222-3456")).doubts
    assert doubt.field == "name"


KOCHI = Place(prefecture="高知県", city="高知市", town="本町")


def test_a_misread_place_is_put_right_by_its_postal_code_and_doubted() -> None:
    found = understood(card(("清水 拓也", LARGE), "", "〒780-0870 高知市本的5丁目1-45", "TEL 088-822-9191"), KOCHI)
    assert found.address == "高知市本町5丁目1-45"
    assert [(doubt.field, doubt.why) for doubt in found.doubts] == [("address", BY_POSTAL_CODE)]


def test_a_postal_code_of_somewhere_else_is_doubted_and_nothing_is_changed() -> None:
    found = understood(card(("清水 拓也", LARGE), "", "〒780-0870 札幌市中央区大通西10丁目", "TEL 011-206-7788"), KOCHI)
    assert found.address == "札幌市中央区大通西10丁目"
    assert [(doubt.field, doubt.why) for doubt in found.doubts] == [("zip", NOT_THAT_PLACE)]


def test_further_offices_and_numbers_are_kept() -> None:
    rows = card(
        ("清水 拓也", LARGE), "", "〒780-0870 高知市本町5丁目1-45", "TEL 088-822-9191 直通 088-822-9199", "",
        "〒060-0042 札幌市中央区大通西10丁目4-16", "フリーダイヤル 0120-123-456",
    )  # fmt: skip
    found = understood(rows)
    assert (found.zip, found.address, found.tel) == ("780-0870", "高知市本町5丁目1-45", "088-822-9191")
    assert "088-822-9199" in found.extra
    assert any("札幌市中央区大通西10丁目4-16" in each for each in found.extra)
    assert "フリーダイヤル 0120-123-456" in found.extra


def test_a_label_in_a_box_of_its_own_speaks_for_the_number_beside_it() -> None:
    lines = [
        Line(text="FAX", score=1.0, box=Box(left=0.1, top=0.5, right=0.15, bottom=0.52)),
        Line(text="045-222-3457", score=1.0, box=Box(left=0.22, top=0.5, right=0.4, bottom=0.52)),
    ]
    found = understood(lines)
    assert (found.fax, found.tel) == ("045-222-3457", "")


@pytest.mark.parametrize("title", ["代表", "講師・代表", "代表・講師", "代表・一級建築士", "代表・1級建築士"])
def test_the_head_of_a_small_house_is_no_label(title: str) -> None:
    found = understood(card(("しおのリフォーム", MIDDLE), "", title, ("汐野 健", LARGE), "", "TEL: 0285-24-8013"))
    assert (found.title, found.tel) == (title, "0285-24-8013")


@pytest.mark.parametrize("line", ["代表 0285-24-8013", "代表:0285-24-8013", "(代表) 0285-24-8013"])
def test_the_main_line_is_no_title(line: str) -> None:
    found = understood(card(("しおのリフォーム", MIDDLE), "", "店長", ("汐野 健", LARGE), "", line))
    assert (found.title, found.tel) == ("店長", "0285-24-8013")


def test_a_name_in_bare_katakana_printed_large() -> None:
    found = understood(
        card("通訳コーディネーター", ("グエンティラン", LARGE), "", ("株式会社みなと", MIDDLE), "TEL: 06-6345-2277")
    )
    assert (found.name, found.title, found.company) == ("グエンティラン", "通訳コーディネーター", "株式会社みなと")


def test_a_shop_in_katakana_printed_larger_than_its_keeper_is_no_person() -> None:
    found = understood(card(("モンパルナス", LARGE), "", "店主", ("藤田 幸子", MIDDLE), "", "TEL: 06-6345-2277"))
    assert (found.name, found.company) == ("藤田 幸子", "モンパルナス")


def test_small_katakana_is_no_person() -> None:
    found = understood(card(("株式会社みなと", MIDDLE), "", "コンサルテーション", "", "TEL: 06-6345-2277"))
    assert found.name == ""


def test_a_given_name_from_abroad_goes_first_and_stays_there() -> None:
    found = understood(
        card(("株式会社みなと", MIDDLE), "", "マネージャー", ("マイケル 田中", LARGE), "", "TEL: 06-6345-2277")
    )
    assert (found.name, found.family, found.given) == ("マイケル 田中", "田中", "マイケル")


def test_a_degree_behind_a_name_in_latin_letters_is_no_title() -> None:
    found = understood(
        card(
            ("国立大学法人みなと大学", MIDDLE), "", "准教授 博士(工学)", ("目方 真理子", LARGE), "Mariko Mekata, Ph.D.", "",
            "TEL: 0761-51-1111",
        )
    )  # fmt: skip
    assert found.title == "准教授 博士(工学)"


def test_a_rare_family_name_is_read_by_its_space() -> None:
    found = understood(
        card(
            ("株式会社みなと", MIDDLE), "", "管理建築士", "さいほうじほまれ", ("西方寺 誉", LARGE), "", "TEL: 0776-21-4880"
        )
    )  # fmt: skip
    assert (found.family, found.given, found.kana) == ("西方寺", "誉", "さいほうじほまれ")


@pytest.mark.parametrize("company", ["狩野表具店", "もろぼし訪問看護ステーション", "JAひばり市谷田部"])
def test_an_organisation_that_ends_like_a_part_of_one(company: str) -> None:
    found = understood(card((company, 0.036), "", "営農経済部", "課長", ("藤田 幸子", LARGE), "", "TEL: 0566-21-0909"))
    assert (found.company, found.department, found.title) == (company, "営農経済部", "課長")


@pytest.mark.parametrize("department", ["第二営業部", "大阪支店", "総務部 人事課"])
def test_a_part_printed_as_the_titles_are_is_no_organisation(department: str) -> None:
    found = understood(card("課長", ("藤田 幸子", LARGE), department, "", "TEL: 0566-21-0909"))
    assert (found.company, found.department) == ("", department)


def test_a_title_in_katakana_is_no_reading() -> None:
    found = understood(
        card(("株式会社みなと", MIDDLE), "", "テックリード", ("目方 航平", LARGE), "", "TEL: 0566-21-0909")
    )
    assert (found.title, found.kana) == ("テックリード", "")


def test_a_page_of_print_is_cut_off_and_does_no_harm() -> None:
    line = Line(text="佐藤 健一", score=1.0, box=Box(left=0.1, top=0.1, right=0.3, bottom=0.12))
    assert understood([line] * (MOST_LINES * 3)).name


ALPHABET = st.sampled_from("佐藤健一株式会社部長ーあアa1０-@.〒()/ :TELFAX―一〇県市区々・\n\t😀ｱ㈱﨑®")
SHARES = st.floats(min_value=0, max_value=1)


@st.composite
def any_line(draw: st.DrawFn) -> Line:
    left, right = sorted((draw(SHARES), draw(SHARES)))
    top, bottom = sorted((draw(SHARES), draw(SHARES)))
    return Line(
        text=draw(st.text(ALPHABET, max_size=24) | st.text(max_size=24)),
        score=draw(SHARES),
        box=Box(left=left, top=top, right=right, bottom=bottom),
    )


@given(st.lists(any_line(), max_size=12))
def test_whatever_is_read_nothing_breaks_and_nothing_is_invented(lines: list[Line]) -> None:
    found = understood(lines, KOCHI)
    assert all(getattr(found, doubt.field) for doubt in found.doubts)
    assert found.zip == "" or len(found.zip) == len("123-4567")
    if found.kana:
        assert found.name
    if found.family:
        assert found.name
    if not lines:
        assert found == CardFields()
