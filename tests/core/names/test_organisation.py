"""One organisation in its many spellings, and a name in all the shapes of its kanji."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.names.fold import MOST_SPELLINGS, fold, spellings
from yorisoi.core.names.organisation import organisation_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社青葉商事", "青葉商事"),
        ("(株)青葉商事", "青葉商事株式会社"),
        ("㈱青葉商事", "青葉商事"),
        ("(有)髙橋製作所", "有限会社 高橋製作所"),
        ("一般社団法人みどり", "みどり"),
        ("Aoba Co., Ltd.", "AOBA"),
        ("Aoba Inc.", "aoba"),
        ("渡邊税理士事務所", "渡辺税理士事務所"),
        ("アオバ", "アオバ"),
    ],
)
def test_one_organisation(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("青葉商事", "青葉物流"), ("青葉法律事務所", "青葉税理士法人"), ("NKK", "N"), ("Incline", "line")],
)
def test_two_organisations(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)


def test_nothing_is_no_organisation() -> None:
    assert organisation_key("") == organisation_key(" ") == organisation_key("株式会社") == ""


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("高橋", {"髙橋", "高槗"}),
        ("髙橋", {"高橋"}),
        ("渡辺", {"渡邊", "渡邉"}),
        ("斉藤", {"斎藤", "齋藤", "齊藤"}),
        ("𠮷田", {"吉田"}),
        ("山崎", {"山﨑"}),
    ],
)
def test_a_name_in_all_its_shapes(name: str, others: set[str]) -> None:
    assert others <= set(spellings(name))
    assert spellings(name)[0] == name


@given(st.text(max_size=12) | st.text(alphabet="高髙橋辺邊邉斉齋崎﨑", max_size=12))
def test_every_shape_means_the_same_and_they_are_bounded(name: str) -> None:
    shapes = spellings(name)
    assert shapes[0] == name
    assert {fold(shape) for shape in shapes} == {fold(name)}
    assert len(shapes) == len(set(shapes)) <= MOST_SPELLINGS
