"""Mail addresses, home pages and numbers, printed in the many ways of cards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yorisoi.core.cards import Box, CardFields, Line, fields_of
from yorisoi.core.cards.labels import Label
from yorisoi.core.cards.reach import kind_of, national
from yorisoi.data.cards import card_tables

SIZE = 0.02


def read(*texts: str) -> CardFields:
    lines = [
        Line(
            text=text,
            score=1.0,
            box=Box(
                left=0.1,
                top=0.1 + at * SIZE * 1.3,
                right=0.1 + len(text) * SIZE * 0.5,
                bottom=0.1 + at * SIZE * 1.3 + SIZE,
            ),
        )
        for at, text in enumerate(texts)
    ]
    return fields_of(lines, card_tables())


@pytest.mark.parametrize(
    ("text", "tel", "fax", "mobile"),
    [
        ("TEL: 06-1234-5678 FAX: 06-1234-5679", "06-1234-5678", "06-1234-5679", ""),
        ("TEL06-1234-5678", "06-1234-5678", "", ""),
        ("TEL 045(222)3456", "045-222-3456", "", ""),
        ("Tel.045.222.3456 / Fax.045.222.3457", "045-222-3456", "045-222-3457", ""),
        ("T 045-222-3456 F 045-222-3457", "045-222-3456", "045-222-3457", ""),
        ("T.06-6614-2000 F.06-6614-2001", "06-6614-2000", "06-6614-2001", ""),
        ("TEL/FAX 052-201-8899", "052-201-8899", "052-201-8899", ""),
        ("TEL & FAX: 052-201-8899", "052-201-8899", "052-201-8899", ""),
        ("電話 0742-22-8877", "0742-22-8877", "", ""),
        ("電話番号:0742-22-8877 ファックス:0742-22-8878", "0742-22-8877", "0742-22-8878", ""),
        ("【TEL】0742-22-8877【FAX】0742-22-8878", "0742-22-8877", "0742-22-8878", ""),
        ("携帯 090-1234-5678", "", "", "090-1234-5678"),
        ("携帯電話:090-1234-5678", "", "", "090-1234-5678"),
        ("Mobile: 080-1234-5678", "", "", "080-1234-5678"),
        ("M 070-1234-5678", "", "", "070-1234-5678"),
        ("TEL 090-1234-5678", "", "", "090-1234-5678"),
        ("090-1234-5678", "", "", "090-1234-5678"),
        ("045-222-3456", "045-222-3456", "", ""),
        ("TEL(代表)06-6203-1122 直通 06-6203-1199", "06-6203-1122", "", ""),
        ("TEL 093-551-3605(内線 214) FAX 093-551-3615", "093-551-3605", "093-551-3615", ""),
        ("フリーダイヤル 0120-123-456", "0120-123-456", "", ""),
        ("TEL 050-1234-5678", "050-1234-5678", "", ""),
        ("Tel: +81-3-5555-7788", "+81-3-5555-7788", "", ""),
        ("TEL +81(0)3-5555-7788", "+81-3-5555-7788", "", ""),
        ("Mobile +81 90 1234 5678", "", "", "+81-90-1234-5678"),
        ("TEL O6-1234-5678", "06-1234-5678", "", ""),
        ("TEL 06ー1234ー5678", "06-1234-5678", "", ""),
        ("TEL 0612345678", "06-1234-5678", "", ""),
        ("TEL: 018-832-5511FAX: 018-832-5512", "018-832-5511", "018-832-5512", ""),
        ("FAX 090-1234-5678", "", "090-1234-5678", ""),
        ("TEL・06-1234-5678 FAX・06-1234-5679", "06-1234-5678", "06-1234-5679", ""),
        ("TEL·06-1234-5678/FAX·06-1234-5679", "06-1234-5678", "06-1234-5679", ""),
        ("電話・〇六一二三四五六七八", "06-1234-5678", "", ""),
        ("携帯・090-1234-5678", "", "", "090-1234-5678"),
        ("電話・FAX 06-1234-5678", "06-1234-5678", "06-1234-5678", ""),
    ],
)
def test_numbers(text: str, tel: str, fax: str, mobile: str) -> None:
    found = read(text)
    assert (found.tel, found.fax, found.mobile) == (tel, fax, mobile)


@pytest.mark.parametrize(
    "text",
    ["第19470123号", "登録番号 123456", "T1234567890123", "2026-11-22", "0612345678", "10:00-19:00", "梅田1-2-3", "7890",
     "〒530-0001", "530-0001", "代表取締役", "03-12", "123-4567-8901", "12-3456-7890"],
)  # fmt: skip
def test_what_is_no_number_of_a_telephone(text: str) -> None:
    found = read(text)
    assert (found.tel, found.fax, found.mobile) == ("", "", "")


@pytest.mark.parametrize(
    ("texts", "email"),
    [
        (("E-mail: k.sato@sato-zeirishi.example.jp",), "k.sato@sato-zeirishi.example.jp"),
        (("E-mail k.sato@sato.example.jp",), "k.sato@sato.example.jp"),
        (("Mail: k_sato+card@sato.example.co.jp",), "k_sato+card@sato.example.co.jp"),
        (("k.sato @ sato.example.jp",), "k.sato@sato.example.jp"),
        (("E: info@minato.example.jp",), "info@minato.example.jp"),
        (("メール info@minato.example.jp",), "info@minato.example.jp"),
        (("E-mailinfo@minato.example.jp",), "info@minato.example.jp"),
        (("info@minato.example.jp",), "info@minato.example.jp"),
        (("INFO@minato.example.jp",), "INFO@minato.example.jp"),
        (("E-mail: miyazawa@greenfarm-", "shinshu.example.co.jp"), "miyazawa@greenfarm-shinshu.example.co.jp"),
        (("E-mail: yuki.sakamoto@", "iroha.example.jp"), "yuki.sakamoto@iroha.example.jp"),
        (("E-mail: yuki.sakamoto", "@iroha.example.jp"), "yuki.sakamoto@iroha.example.jp"),
        (("E-mail: yuki@iroha,example.jp",), "yuki@iroha.example.jp"),
    ],
)
def test_mail(texts: tuple[str, ...], email: str) -> None:
    found = read(*texts)
    assert found.email == email
    assert found.url == ""


@pytest.mark.parametrize(
    "text", ["@minato_official", "LINE ID: @minato", "Instagram: @atelier.sora", "E-mail:", "a@b", "メール相談受付中"]
)
def test_what_is_no_mail_address(text: str) -> None:
    assert read(text).email == ""


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://minato.example.jp", "https://minato.example.jp"),
        ("http://minato.example.jp/", "http://minato.example.jp/"),
        ("URL: www.minato.example.jp", "www.minato.example.jp"),
        ("URL: minato.example.com", "minato.example.com"),
        ("HP:https://minato.example.jp/about", "https://minato.example.jp/about"),
        ("Web https://minato.example.jp", "https://minato.example.jp"),
        ("W https://minato.example.jp", "https://minato.example.jp"),
        ("ホームページ minato.example.jp", "minato.example.jp"),
        ("minato.example.com", "minato.example.com"),
        ("https:/ /minato.example.jp", "https://minato.example.jp"),
        ("https//minato.example.jp", "https://minato.example.jp"),
        ("https://minato-tax.example.jp", "https://minato-tax.example.jp"),
        ("https://online.example.jp", "https://online.example.jp"),
        ("www.footnote.example.com", "www.footnote.example.com"),
    ],
)
def test_home_pages(text: str, url: str) -> None:
    assert read(text).url == url


@pytest.mark.parametrize(
    "text", ["Co., Ltd.", "B.A.", "3.5", "No.1", "v2.0", "佐藤.健一", "instagram.com/minato", "株式会社ドット.コム東京"]
)
def test_what_is_no_home_page(text: str) -> None:
    assert read(text).url == ""


def test_a_page_on_a_social_network_is_kept_as_a_note() -> None:
    found = read("https://www.instagram.com/minato", "https://minato.example.jp")
    assert found.url in ("https://minato.example.jp", "")
    assert any("instagram" in each for each in found.extra)


def test_a_second_address_is_kept() -> None:
    found = read("E-mail: a@minato.example.jp", "E-mail: b@minato.example.jp")
    assert found.email == "a@minato.example.jp"
    assert found.extra == ("b@minato.example.jp",)


@pytest.mark.parametrize(
    ("written", "label", "kind"),
    [
        ("090-1234-5678", Label.TEL, "mobile"),
        ("090-1234-5678", Label.FAX, "fax"),
        ("+81-80-1234-5678", Label.NONE, "mobile"),
        ("06-1234-5678", Label.MOBILE, "mobile"),
        ("0120-123-456", Label.TEL, "free"),
        ("0800-123-4567", Label.NONE, "free"),
        ("050-1234-5678", Label.NONE, "tel"),
        ("06-1234-5678", Label.NONE, "tel"),
    ],
)
def test_kinds_of_numbers(written: str, label: Label, kind: str) -> None:
    assert kind_of(written, label) == kind


@given(st.text("0123456789-()+. OlI一ー", max_size=30), st.booleans())
def test_a_number_is_whole_or_none(text: str, labelled: bool) -> None:
    written = national(text, labelled=labelled)
    assert written == "" or sum(sign.isdigit() for sign in written) >= 2
    if written and not written.startswith("+"):
        assert sum(sign.isdigit() for sign in written) in (10, 11)
