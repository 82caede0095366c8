"""Small readings: days, names, phones, places, and what is left alone."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from yorisoi.apps.exchange.formats import _text
from yorisoi.apps.exchange.formats._names import split_name
from yorisoi.apps.exchange.record import Point, normal_phone


@pytest.mark.parametrize("text", ["", "0:00", "1900/1/0", "1900/1/1", "2026/02/30", "昨日", "12", "9999-12-31", "2026"])
def test_what_is_no_day_stays_no_day(text: str) -> None:
    assert _text.parse_date(text) is None
    assert _text.parse_birthday(text) == ""


@pytest.mark.parametrize(
    "text",
    ["2026-03-01", "2026/3/1", "2026.03.01", "20260301", "2026年3月1日", "２０２６／３／１", "2026-03-01T09:00:00Z", "20260301T090000Z", "01 Mar 2026", "1 March 2026", "2026/03/01 9:00"],
)  # fmt: skip
def test_days_in_every_hand(text: str) -> None:
    assert _text.parse_date(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["--05-12", " --05-12", "--0512", "-05-12", "5月12日", "5/12"])
def test_a_birthday_may_keep_its_year_to_itself(text: str) -> None:
    assert _text.parse_birthday(text) == "--05-12"


def test_the_day_that_comes_every_four_years_is_a_birthday() -> None:
    assert _text.parse_birthday("--02-29") == "--02-29"
    assert _text.parse_birthday("--02-30") == ""


@pytest.mark.parametrize("name", ["田中", "小野寺", "株式会社見本", "さくら", "Cher", "大野寺子", "見本司法書士事務所"])
def test_a_name_without_a_sure_cut_is_left_whole(name: str) -> None:
    assert split_name(name) == (name, "")


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("見本 花子", ("見本", "花子")),
        ("見本　花子", ("見本", "花子")),
        ("Taro Shisaku", ("Shisaku", "Taro")),
        ("見本花子", ("見本", "花子")),
        ("五十嵐大介", ("五十嵐", "大介")),
        ("髙橋一郎", ("髙橋", "一郎")),
    ],
)
def test_family_and_given_names(full: str, parts: tuple[str, str]) -> None:
    assert split_name(full) == parts


@pytest.mark.parametrize("value", ["03-0000-1111", "0570-000-000", "050-0000-1111", "", "内線12"])
def test_other_numbers_are_no_mobile(value: str) -> None:
    assert _text.phone_kind(value) == "phone"


@pytest.mark.parametrize("value", ["090-0000-2222", "+81 90-0000-2222", "+81-80-0000-3333", "０８０００００３３３３"])
def test_mobiles_are_told_by_their_number(value: str) -> None:
    assert _text.phone_kind(value) == "mobile"
    assert _text.phone_kind(value, "fax") == "fax"


@pytest.mark.parametrize(
    "value", ["090-1234-5678", "+81-90-1234-5678", "０９０ー１２３４ー５６７８", "+81 (0)90 1234 5678"]
)
def test_one_number_however_it_is_written(value: str) -> None:
    assert normal_phone(value) == "+819012345678"


def test_what_is_no_number_is_compared_by_its_digits() -> None:
    assert normal_phone("内線 12") == "12"
    assert normal_phone("代表") == "代表"


@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("mail", " Hanako@Example.JP ", "hanako@example.jp"),
        ("url", "HTTPS://Example.jp/", "example.jp"),
        ("address", "東京都 千代田区１", "東京都千代田区1"),
    ],
)
def test_the_form_that_is_compared(kind: str, value: str, normal: str) -> None:
    assert Point(kind=kind, value=value).normal == normal  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_an_address_that_would_run_is_words_and_no_page(value: str) -> None:
    assert _text.distinct([Point(kind="url", value=value)])[0].kind == "other"


@pytest.mark.parametrize("value", ["https://example.jp", "example.jp", "example.jp:8080/a", "www.example.jp?a=b:c"])
def test_a_page_stays_a_page(value: str) -> None:
    assert _text.distinct([Point(kind="url", value=value)])[0].kind == "url"


def test_a_foreign_address_keeps_its_order() -> None:
    place = _text.japanese_address(
        postal="94105", region="CA", city="San Francisco", street="1 Main St", building="", country="USA"
    )
    assert place == "1 Main St, San Francisco, CA 94105, USA"


def test_reading_needs_no_database() -> None:
    code = "import sys, yorisoi.apps.exchange.format as f; f.formats(); sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
