"""The words of cards as shipped: they load, agree with one another, and name what they claim."""

from __future__ import annotations

import pytest

from yorisoi.data.cards import card_tables

JAPANESE_PREFECTURES = 47


def test_they_are_read_once() -> None:
    assert card_tables() is card_tables()


def test_every_prefecture_is_there() -> None:
    prefectures = card_tables().prefectures
    assert len(set(prefectures)) == len(prefectures) == JAPANESE_PREFECTURES
    assert all(name[-1] in "都道府県" for name in prefectures)


@pytest.mark.parametrize("kind", ["forms", "organisations", "departments", "titles", "katakana_titles", "buildings"])
def test_no_word_stands_twice(kind: str) -> None:
    words = getattr(card_tables(), kind)
    assert words
    assert [word for word in words if words.count(word) > 1] == []


def test_longer_legal_forms_go_before_the_shorter_they_hold() -> None:
    forms = card_tables().forms
    assert forms.index("一般社団法人") < forms.index("社団法人")


def test_a_family_name_may_have_several_readings() -> None:
    names = card_tables().surnames
    assert {"こうの", "かわの"} <= set(names["河野"])
    assert names["佐藤"] == ("さとう",)
    assert card_tables().surname_of("長谷川菜々子") == "長谷川"
    assert card_tables().surname_of("佐藤") == ""
    assert card_tables().surname_of("") == ""
