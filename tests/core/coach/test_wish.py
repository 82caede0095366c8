"""Their own words, read into wishes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.coach.wish import Wish, WishKind, nearest, wishes

TODAY = date(2026, 6, 16)


def kinds(text: str, today: date = TODAY) -> set[WishKind]:
    return {wish.kind for wish in wishes((text,), today)}


def only(text: str, today: date = TODAY) -> Wish:
    (wish,) = wishes((text,), today)
    return wish


@pytest.mark.parametrize(
    "text",
    [
        "もう連絡しないでください",
        "連絡は不要です",
        "今後の連絡はご遠慮ください",
        "もう結構です、連絡は要りません",
        "二度と来ないでくれ",
        "そっとしておいてほしい",
        "メールの配信を止めてください",
        "もう送ってこないで",
        "メッセージはもう送らないで",
        "もう電話も訪問もしないでください",
    ],
)
def test_no_contact(text: str) -> None:
    assert WishKind.NO_CONTACT in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "商品の話はもうしないでほしい",
        "営業のご連絡はご遠慮ください",
        "勧誘の連絡は不要です",
        "投資の勧誘なら今後連絡しないでほしい",
        "この話はもうええわ",
        "保険はもういいです、興味がないので",
        "ご提案は結構です",
        "広告の話はしないでくれ、困る",
        "見学の話はもう結構です",
        "撮影のことはもう決めたので連絡は結構です",
        "飲みの連絡はいらない",
    ],
)
def test_no_pitch_is_not_no_contact(text: str) -> None:
    assert WishKind.NO_PITCH in kinds(text)
    assert WishKind.NO_CONTACT not in kinds(text)


@pytest.mark.parametrize("text", ["決算が終わるまで案内の連絡はやめてほしい", "訪ねて来ないでください。話は手紙で"])
def test_an_end_or_another_way_is_no_closed_door(text: str) -> None:
    assert WishKind.NO_CONTACT not in kinds(text)


@pytest.mark.parametrize("text", ["今後の連絡は一切不要です", "研修の話も含めて、二度と連絡しないでください"])
def test_all_contact_is_more_than_one_matter(text: str) -> None:
    assert WishKind.NO_CONTACT in kinds(text)


@pytest.mark.parametrize("text", ["返信は不要です", "お返事はいりません", "返事は結構です"])
def test_needing_no_reply_refuses_nothing(text: str) -> None:
    assert kinds(text) <= {WishKind.REQUEST}


@pytest.mark.parametrize(
    ("text", "channels", "barred"),
    [
        ("連絡はメールだけにしてください", {"email"}, set()),
        ("LINEでお願いします", {"line"}, set()),
        ("LINEは見ないのでメールでください", {"email"}, {"line"}),
        ("電話は控えてください", set(), {"phone"}),
        ("手紙が助かります", {"letter"}, set()),
        ("話は手紙で", {"letter"}, set()),
        ("資料はメールで送って。LINEには送らないで", {"email"}, {"line"}),
        ("電話よりメールが助かります", {"email"}, set()),
    ],
)
def test_channels(text: str, channels: set[str], barred: set[str]) -> None:
    (wish,) = [w for w in wishes((text,), TODAY) if w.kind is WishKind.CHANNEL]
    assert wish.channels == channels
    assert wish.barred == barred


@pytest.mark.parametrize(
    ("text", "today", "opens"),
    [
        ("4月に入ってから連絡ください", date(2026, 3, 19), date(2026, 4, 1)),
        ("3月は無理なので4月に入ってから連絡ください", date(2026, 3, 19), date(2026, 4, 1)),
        ("8月以降にお願いします", TODAY, date(2026, 8, 1)),
        ("7月10日以降に連絡ください", TODAY, date(2026, 7, 10)),
        ("年明けに自分から連絡します", date(2026, 12, 10), date(2027, 1, 1)),
        ("GW明けにまた", date(2026, 4, 20), date(2026, 5, 7)),
        ("お盆明けにお願いします", date(2026, 8, 1), date(2026, 8, 17)),
        ("6月いっぱいは無理です", TODAY, date(2026, 7, 1)),
        ("秋以降なら", TODAY, date(2026, 9, 1)),
        ("年度が明けたらお願いします", date(2026, 3, 1), date(2026, 4, 1)),
    ],
)
def test_not_before(text: str, today: date, opens: date) -> None:
    (wish,) = [w for w in wishes((text,), today) if w.kind is WishKind.NOT_BEFORE]
    assert wish.opens == opens


@pytest.mark.parametrize(
    ("text", "today", "opens"),
    [
        ("GW明けの8日に一度連絡ください", date(2026, 5, 8), date(2026, 5, 8)),
        ("忘れそうなので7月31日に声をかけてください", date(2026, 7, 31), date(2026, 7, 31)),
        ("10日に一度電話ください", date(2026, 6, 9), date(2026, 6, 10)),
        ("6/20に連絡をお願いします", TODAY, date(2026, 6, 20)),
    ],
)
def test_a_named_day(text: str, today: date, opens: date) -> None:
    wish = only(text, today)
    assert wish.kind is WishKind.ON_DATE
    assert wish.opens == opens


@pytest.mark.parametrize(
    "text",
    [
        "また必要になったらこちらから連絡します",
        "自分から連絡します",
        "私から声をかけますね",
        "連絡するまで待ってください",
    ],
)
def test_they_write(text: str) -> None:
    assert WishKind.THEY_WRITE in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "薄肉加工のサンプル写真を送ってほしい",
        "規格書を送ってほしい",
        "動産保険のざっくりした金額を教えてほしい",
        "打合せの候補日を3つください",
        "会場のことで相談に乗ってほしい",
        "誘導灯の交換が要るか見てほしい",
        "届出を一覧でもらえると助かる",
    ],
)
def test_requests(text: str) -> None:
    assert kinds(text) == {WishKind.REQUEST}


def test_night_hours() -> None:
    assert WishKind.HOURS in kinds("連絡は夜の方が助かる")


def test_several_at_once() -> None:
    found = wishes(("連絡はメールだけにしてください", "8月以降にお願いします"), TODAY)
    assert {w.kind for w in found} >= {WishKind.CHANNEL, WishKind.NOT_BEFORE}


@pytest.mark.parametrize(
    ("month", "day", "today", "expected"),
    [
        (1, 1, date(2026, 12, 10), date(2027, 1, 1)),
        (12, 28, date(2026, 1, 3), date(2025, 12, 28)),
        (6, 16, TODAY, TODAY),
        (2, 30, TODAY, None),
        (13, 1, TODAY, None),
    ],
)
def test_nearest(month: int, day: int, today: date, expected: date | None) -> None:
    assert nearest(month, day, today) == expected


@given(st.lists(st.text(max_size=60), max_size=3), st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)))
def test_any_words_can_be_read(texts: list[str], today: date) -> None:
    for wish in wishes(tuple(texts), today):
        assert wish.text in texts
