"""Labels of a card: TEL, FAX, 携帯, E-mail, 〒 … A line falls into pieces at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from yorisoi.core.cards.card import Box
from yorisoi.core.cards.layout import Print


class Label(Enum):
    """What a piece of print is said to be."""

    NONE = "none"
    TEL = "tel"
    FAX = "fax"
    TEL_FAX = "tel_fax"
    MOBILE = "mobile"
    FREE = "free"
    """A number that costs the caller nothing (フリーダイヤル)."""
    MAIL = "mail"
    URL = "url"
    ADDRESS = "address"
    KANA = "kana"
    NOTE = "note"
    """Something worth keeping that no field is for: LINE, registration numbers, hours."""


# What may follow a label: its own end, or the number itself. A letter would make it the beginning of some word.
_NUMBER_AHEAD = (
    r"(?=[\s:.)\]】>〉》]*[(+\d〇零一二三四五六七八九○]|[\s:.)\]】>〉》(]*$|[\s:]*[(\[【]|[\s:]+[A-Za-z]{0,2}[\d(]"
    r"|\s?・\s?[(+]{0,2}(?:\d{2}|〇[一二三四五六七八九]))"  # 代表・1級建築士 and 代表・一級建築士 are callings
)
_WORD_AHEAD = r"(?=[\s:.)\]】>〉》]|$)"
_PATTERNS: tuple[tuple[Label, str], ...] = (
    (Label.TEL_FAX, rf"(?:TEL|電話)\s*[/&・+,]\s*(?:FAX|ファックス|ファクス){_NUMBER_AHEAD}"),
    (Label.FAX, rf"(?:FAX\.?\s?(?:番号|NO\.?)?|Facsimile|ファックス|ファクス|ファクシミリ){_NUMBER_AHEAD}"),
    (Label.FAX, r"F(?=[\s:.]{0,3}[(+]?\d{2,})"),
    (
        Label.MOBILE,
        rf"(?:携帯電話|携帯番号|携帯|ケータイ|Mobile\s?phone|Mobile|Cell\s?phone|Cell(?:ular)?|Mob){_NUMBER_AHEAD}",
    ),
    (Label.MOBILE, r"[MC](?=[\s:.]{0,3}[(+]?\d{2,})"),
    (Label.FREE, rf"(?:フリーダイヤル|フリーコール|フリーアクセス|Toll[- ]?free){_NUMBER_AHEAD}"),
    (
        Label.TEL,
        rf"(?:TEL(?:EPHONE)?\.?\s?(?:番号|NO\.?)?|Phone|Ph|Direct|電話番号|お電話|電話|直通電話|直通|代表電話|代表番号|代表|☎|📞){_NUMBER_AHEAD}",
    ),
    (Label.TEL, r"[TP](?=[:.\s]{1,3}[(+]?\d{2,}|\d{2,4}[-(]\d{2,4}[-)]\d{4})"),
    (Label.MAIL, rf"(?:E[-‐–]?\s?mail(?:\s?address)?|Mail|メールアドレス|Eメール|メール|✉){_WORD_AHEAD}"),
    (Label.MAIL, r"E[-‐–]?mail(?=[a-z0-9._-]+@)"),
    (Label.MAIL, r"[EM](?=[\s:.]{1,3}[\w.+-]+@)"),
    (Label.URL, rf"(?:URL|Web\s?site|Website|Homepage|ホームページ|ウェブサイト|Web|HP){_WORD_AHEAD}"),
    (Label.URL, r"(?:URL|HP|Web|[UWH])(?=[\s:.]{0,3}(?:https?:|www\.))"),
    (Label.ADDRESS, rf"(?:住所|所在地|Address|Add){_WORD_AHEAD}"),
    (Label.ADDRESS, r"〒"),
    (Label.KANA, rf"(?:ふりがな|フリガナ|よみがな|ヨミガナ){_WORD_AHEAD}"),
    (
        Label.NOTE,
        r"(?:LINE\s?ID|LINE|Instagram|インスタグラム|Facebook|Twitter|X|YouTube|Skype|Chatwork)(?=\s?[:@]|\s+@)",
    ),
)
_BEFORE = r"(?<![A-Za-z@._-])(?<![A-Za-z@:._/-]/)"  # a stroke may part two numbers, or be one of an address on the web
_BEFORE_ONE_LETTER = r"(?<![A-Za-z0-9@._/-])"


def _before(pattern: str) -> str:
    """A label in full may follow a number at once (…5511FAX: …); a single letter would be the end of something."""
    return _BEFORE_ONE_LETTER if pattern.startswith(("[", "F(")) else _BEFORE


_LABELS = re.compile(
    "|".join(
        rf"(?P<k{number}>[\[【(<〈《]?\s*{_before(pattern)}{pattern}\s*[\])】>〉》]?\s*[:.・]?\s*)"
        for number, (_, pattern) in enumerate(_PATTERNS)
    ),
    re.IGNORECASE,
)
# A single letter counts only as a capital: "e info" may be print of anything.
_SMALL_LETTER = re.compile(r"[a-z]")
_BARS = " |｜/／,、"
_END_BARS = " |｜,、"  # an address on the web may end in a stroke


@dataclass(slots=True, kw_only=True, eq=False)
class Piece:
    """A line, or the part of it that stands behind a label. ``taken``: the field that has claimed it."""

    text: str
    label: Label
    source: Print
    taken: str = ""

    @property
    def score(self) -> float:
        """The reader's confidence in the line."""
        return self.source.score

    @property
    def box(self) -> Box:
        """Where the line stands on the picture."""
        return self.source.box

    @property
    def size(self) -> float:
        """Thickness of its print."""
        return self.source.size


def pieces_of(source: Print) -> list[Piece]:
    """Split a line at its labels. A label with nothing behind it yields a piece with an empty text."""
    found: list[Piece] = []
    at, label = 0, Label.NONE
    for match in _LABELS.finditer(source.text):
        if _is_no_label(match):
            continue
        before = source.text[at : match.start()].lstrip(_BARS).rstrip(_END_BARS)
        if before or label is not Label.NONE:
            found.append(Piece(text=before, label=label, source=source))
        at, label = match.end(), _label(match)
    found.append(Piece(text=source.text[at:].lstrip(_BARS).rstrip(_END_BARS), label=label, source=source))
    return [piece for index, piece in enumerate(found) if piece.text or index == len(found) - 1]


def _label(match: re.Match[str]) -> Label:
    return _PATTERNS[int(str(match.lastgroup)[1:])][0]


def _is_no_label(match: re.Match[str]) -> bool:
    core = match[0].strip(" :.[]【】()<>〈〉《》")
    if core == "代表" and match.end() == len(match.string) and match.start() > 0:
        return True  # 講師・代表: a calling; before a number it is the main line
    return len(core) == 1 and bool(_SMALL_LETTER.fullmatch(core))
