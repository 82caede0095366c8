"""When two ways to reach someone are the same one."""

from __future__ import annotations

import pytest

from yorisoi.apps.contacts.normal import normal_value


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("mail", "Hanako@Example.JP ", "hanako@example.jp"),
        ("mail", "ｈａｎａｋｏ@example.jp", "hanako@example.jp"),
        ("mail", "mailto:a@b.jp", "a@b.jp"),
        ("mobile", "090-1234-5678", "+819012345678"),
        ("mobile", "+81 90 1234 5678", "+819012345678"),
        ("mobile", "０９０（１２３４）５６７８", "+819012345678"),
        ("phone", "03-1234-5678", "+81312345678"),
        ("phone", "03-1234-5678 内線12", "+81312345678;12"),
        ("phone", "110", "110"),
        ("phone", "総務まで", "総務まで"),
        ("phone", "", ""),
        ("url", "https://www.Example.jp/", "example.jp"),
        ("url", "http://example.jp/a/?b=1", "example.jp/a?b=1"),
        ("url", "example.jp", "example.jp"),
        ("url", "ホームページ", "ホームページ"),
        ("url", "http://[", "http://["),
        ("address", "東京都 港区　１－２", "東京都港区1-2"),
        ("line", "@Midori", "@midori"),
    ],
)
def test_normal_value(kind: str, value: str, normal: str) -> None:
    assert normal_value(kind, value) == normal


@pytest.mark.parametrize(("one", "other"), [("090-1234-5678", "090-1234-5679"), ("03-1234-5678", "06-1234-5678")])
def test_different_numbers_stay_apart(one: str, other: str) -> None:
    assert normal_value("phone", one) != normal_value("phone", other)
