"""Names of places put right by the postal code, and left alone where they say something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.cards import Box, CardFields, Line, Place, fields_of
from yorisoi.core.cards.address import put_right
from yorisoi.data.cards import card_tables

NAHA = Place(prefecture="沖縄県", city="那覇市", town="久茂地")
OSAKA = Place(prefecture="大阪府", city="大阪市北区", town="梅田")
KOCHI = Place(prefecture="高知県", city="高知市", town="本町")
TOWN_IN_COUNTY = Place(prefecture="長野県", city="北佐久郡軽井沢町", town="長倉")
SIZE = 0.02


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("沖縄県那霸市久茂地2-2-2", NAHA, "沖縄県那覇市久茂地2-2-2"),
        ("神縄県那覇市久茂地2-2-2", NAHA, "沖縄県那覇市久茂地2-2-2"),
        ("那覇市久茂他2-2-2", NAHA, "那覇市久茂地2-2-2"),
        ("高知市本的5丁目1-45", KOCHI, "高知市本町5丁目1-45"),
        ("大坂市北区梅田1-2-3", OSAKA, "大阪市北区梅田1-2-3"),
        ("大阪府大阪市北区悔田1-2-3", OSAKA, "大阪府大阪市北区梅田1-2-3"),
    ],
)
def test_a_misread_place(text: str, place: Place, expected: str) -> None:
    assert put_right(text, place) == (expected, True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("大阪市北区梅田1-2-3", OSAKA), ("大阪府大阪市北区梅田1-2-3", OSAKA), ("札幌市中央区大通西10丁目", OSAKA), ("高知市帯屋町1-2-3", KOCHI),
        ("軽井沢町長倉1-2", TOWN_IN_COUNTY), ("長野県北佐久郡軽井沢町長倉1-2", TOWN_IN_COUNTY), ("", OSAKA), ("梅田", OSAKA), ("3-2-1 Umeda, Kita-ku, Osaka", OSAKA),
        ("高知市3丁目1-45", KOCHI), ("大阪市北区梅田1-2-3", None),
    ],
)  # fmt: skip
def test_what_says_something_else_stays(text: str, place: Place | None) -> None:
    assert put_right(text, place) == (text, False)


def read(*texts: str) -> CardFields:
    lines = [
        Line(
            text=text,
            score=1.0,
            box=Box(left=0.1, top=0.1 + at * 0.026, right=0.1 + len(text) * SIZE, bottom=0.12 + at * 0.026),
        )
        for at, text in enumerate(texts)
    ]
    return fields_of(lines, card_tables())


@pytest.mark.parametrize(
    ("texts", "code", "address"),
    [
        (("〒530-0001 大阪市北区梅田1-2-3", "梅田第一ビル 5F"), "530-0001", "大阪市北区梅田1-2-3 梅田第一ビル 5F"),
        (("〒530-0001", "大阪市北区梅田1-2-3"), "530-0001", "大阪市北区梅田1-2-3"),
        (("530-0001大阪市北区梅田1-2-3",), "530-0001", "大阪市北区梅田1-2-3"),
        (("平530-0001 大阪市北区梅田1-2-3",), "530-0001", "大阪市北区梅田1-2-3"),
        (("T530-0001", "大阪市北区梅田1-2-3"), "530-0001", "大阪市北区梅田1-2-3"),
        (("〒5300001 大阪市北区梅田1-2-3",), "530-0001", "大阪市北区梅田1-2-3"),
        (("住所: 〒530-0001 大阪市北区梅田1-2-3",), "530-0001", "大阪市北区梅田1-2-3"),
        (("〒530-0001 大阪市北区梅田1-2-3 TEL 06-1234-5678",), "530-0001", "大阪市北区梅田1-2-3"),
        (("京都市中京区河原町通三条上ル恵比須町427",), "", "京都市中京区河原町通三条上ル恵比須町427"),
        (("東京都渋谷区神宮前3-21-5 B1F",), "", "東京都渋谷区神宮前3-21-5 B1F"),
        (("札幌市中央区南五条西四丁目 第3グリーンビル2F",), "", "札幌市中央区南五条西四丁目 第3グリーンビル2F"),
        (("沖縄県石垣市新川2376番地",), "", "沖縄県石垣市新川2376番地"),
        (("長野県北佐久郡軽井沢町長倉1-2",), "", "長野県北佐久郡軽井沢町長倉1-2"),
        (("〒100-6012 東京都千代田区霞が関3-2-5", "霞が関ビルディング12階", "TEL 03-3581-9000"), "100-6012", "東京都千代田区霞が関3-2-5 霞が関ビルディング12階"),
    ],
)  # fmt: skip
def test_addresses(texts: tuple[str, ...], code: str, address: str) -> None:
    found = read(*texts)
    assert (found.zip, found.address) == (code, address)


@pytest.mark.parametrize(
    "line",
    [
        "LUNCH 11:30-14:00 / DINNER 18:00-23:00", "10:00〜19:00 (水曜休み)", "営業 10時〜19時", "診療時間 午前9-12", "受付時間 9-17",
        "水曜・祝日は休み", "休診日 木・日", "年中無休",
    ],
)  # fmt: skip
def test_hours_under_an_address_are_no_part_of_it(line: str) -> None:
    found = read("〒380-0821 長野市鶴賀上千歳町1137", line)
    assert found.address == "長野市鶴賀上千歳町1137"
    assert line in found.extra or line.replace("〜", "~") in found.extra


@pytest.mark.parametrize("building", ["四時館 2F", "第2休屋ビル", "タイム24ビル", "曙ハイツ"])
def test_a_building_that_sounds_like_hours_stays(building: str) -> None:
    assert read("〒380-0821 長野市鶴賀上千歳町1137", building).address == f"長野市鶴賀上千歳町1137 {building}"


@pytest.mark.parametrize(
    "text",
    [
        "株式会社大阪市場",
        "市川 一郎",
        "登録番号 第12345号",
        "営業部",
        "TEL 06-1234-5678",
        "03-1234-5678",
        "1-2-3",
        "中村区 隆",
        "https://x.example.jp",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert read(text).address == ""
    assert read(text).zip == ""


@given(
    st.text("沖縄県那覇市久茂地大阪府梅田北区0123- ", max_size=24),
    st.sampled_from([NAHA, OSAKA, KOCHI, TOWN_IN_COUNTY]),
)
def test_putting_right_keeps_the_length(text: str, place: Place) -> None:
    changed, said = put_right(text, place)
    assert len(changed) == len(text)
    assert (changed != text) == said
