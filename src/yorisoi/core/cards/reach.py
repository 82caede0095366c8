"""Mail addresses, home pages and telephone numbers on a card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import phonenumbers

from yorisoi.core.cards import numerals
from yorisoi.core.cards.labels import Label, Piece
from yorisoi.core.cards.layout import follows

_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_MAIL_BEGUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@?[A-Za-z0-9.-]*")
_TAIL = re.compile(r"[@A-Za-z0-9.-][A-Za-z0-9._/-]*")
_URL = re.compile(r"(?:https?://|www\.)[^\s「」()()<>、。]+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:jp|com|net|org|info|biz|tokyo|osaka|kyoto|nagoya|yokohama|okinawa|co|io|me|dev|app|shop"
    r"|store|site|online|work|works|design|studio|law|tax|clinic|space|page|life|inc|llc|ltd|asia|tv|cc|ai|blog|cafe)(?:/[^\s]*)?",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"(?<![a-z0-9-])(?:instagram|facebook|twitter|x|line|lin|youtube|youtu|tiktok|note|ameblo|linkedin|threads)\.[a-z.]+(?:/|$)",
    re.IGNORECASE,
)
_BROKEN_SCHEME = re.compile(r"^(https?)\s*[:;.]?\s*/\s*/?\s*(?=[A-Za-z0-9])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w-])\+?[(]?\d[\d\s().・‐–—―ー−~・/-]{7,}\d(?![\w-]|\s?[年月日時])")
_NUMBER_SIGNS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "‐": "-", "–": "-", "—": "-", "―": "-", "ー": "-", "−": "-", "・": "-", "~": "-", "一": "-"})  # fmt: skip
_MOBILE = re.compile(r"0[6789]0\d{8}")
_FREE = re.compile(r"(?:0120\d{6}|0800\d{7}|0570\d{6})")
_JAPAN = re.compile(r"^\+?81(?=[\d-])")
_EXTENSION = re.compile(r"[((]?\s*(?:内線|ext\.?)\s*[:.]?\s*\d+\s*[))]?", re.IGNORECASE)
_NATIONAL_DIGITS = (10, 11)  # with the leading zero: lines on land, and mobile telephones
_ABROAD_DIGITS = range(8, 16)  # with the country's own; the standard allows no more
_WRAP_GAP = 0.9  # thicknesses of print between the two halves of an address broken in two lines
_LETTERS_FOR_DIGITS = 2  # as many letters O, l, I in a labelled number are taken for digits


@dataclass(slots=True)
class Reach:
    """Ways to reach somebody as printed, in order. ``spare``: further numbers and addresses."""

    email: tuple[str, Piece] | None = None
    url: tuple[str, Piece] | None = None
    tel: tuple[str, Piece] | None = None
    fax: tuple[str, Piece] | None = None
    mobile: tuple[str, Piece] | None = None
    free: tuple[str, Piece] | None = None
    spare: list[str] = field(default_factory=list)


def reach_of(pieces: Sequence[Piece]) -> Reach:
    """Find the ways to reach somebody, and claim their pieces.

    A number of a mobile telephone is one by its digits, whatever it is called, unless it is a fax. The first of each kind
    counts. A number that is free of charge stands for the telephone only where there is no other.
    """
    reach = Reach()
    _find_mail(pieces, reach)
    _find_url(pieces, reach)
    for piece in pieces:
        if not piece.taken:
            _find_numbers(piece, reach)
    if reach.tel is None:
        reach.tel, reach.free = reach.free, None
    if reach.free is not None:
        reach.spare.append(f"フリーダイヤル {reach.free[0]}")
    return reach


def _find_mail(pieces: Sequence[Piece], reach: Reach) -> None:
    for index, piece in enumerate(pieces):
        if piece.taken:
            continue
        text = piece.text.replace(" ", "") if piece.label is Label.MAIL or "@" in piece.text else ""
        if not text or piece.label is Label.NOTE:
            continue
        text = text.replace(",", ".").replace("。", ".")
        match = _MAIL.search(text)
        if match is None or match[0].endswith(("-", ".")) or _is_cut(text, match):
            tail = _tail_of(piece, pieces[index + 1 :])
            longer = _MAIL.search(text + tail.text.replace(" ", "")) if tail else None
            if tail is not None and longer is not None and (match is None or len(longer[0]) > len(match[0])):
                tail.taken = "email"
                match = longer
        if match is None:
            continue
        piece.taken = "email"
        if reach.email is None:
            reach.email = (match[0], piece)
        elif match[0] != reach.email[0]:
            reach.spare.append(match[0])


def _is_cut(text: str, match: re.Match[str]) -> bool:
    return text[match.end() :] in ("-", ".", "_")


def _tail_of(piece: Piece, later: Sequence[Piece]) -> Piece | None:
    """Return the line under an address that may hold its other half."""
    for other in later:
        if other.taken or other.label is not Label.NONE or not follows(piece.source, other.source, gap=_WRAP_GAP):
            continue
        if _TAIL.fullmatch(other.text.replace(" ", "")):
            return other
    return None


def _find_url(pieces: Sequence[Piece], reach: Reach) -> None:
    for index, piece in enumerate(pieces):
        if piece.taken or piece.label is Label.NOTE or "@" in piece.text:
            continue
        plain = _BROKEN_SCHEME.sub(lambda match: f"{match[1].lower()}://", piece.text.strip())
        text = plain.replace(" ", "") if piece.label is Label.URL or plain.isascii() else plain
        match = _URL.search(text)
        if match is None:
            match = _DOMAIN.search(text) if piece.label is Label.URL else _DOMAIN.fullmatch(text)
        if match is None:
            continue
        url, tail = match[0].rstrip(".,"), None
        if (match.end() == len(text) and text.endswith(("-", "/", ".", "_"))) or not _DOMAIN.search(url):
            tail = _tail_of(piece, pieces[index + 1 :])
        if tail is not None:
            tail.taken = "url"
            url = text[match.start() :] + tail.text.replace(" ", "")
        piece.taken = "url"
        if reach.url is None and not _SOCIAL.search(url):
            reach.url = (url, piece)
        else:
            reach.spare.append(url)


def _find_numbers(piece: Piece, reach: Reach) -> None:
    if numerals.is_kanji_number(piece.text) and piece.label in (Label.NONE, Label.TEL, Label.FAX, Label.MOBILE):
        written = numerals.phone(piece.text)
        if written:
            _keep(written, piece, reach)
        return
    if piece.label in (Label.MAIL, Label.URL, Label.NOTE, Label.KANA):
        return
    text = _EXTENSION.sub(" ", piece.text)
    if piece.label not in (Label.NONE, Label.ADDRESS):
        text = _digits_for_letters(text)
    for match in _NUMBER.finditer(text):
        written = national(match[0], labelled=piece.label not in (Label.NONE, Label.ADDRESS))
        if written:
            _keep(written, piece, reach)


def _digits_for_letters(text: str) -> str:
    letters = sum(sign in "OolI|" for sign in text)
    digits = sum(sign.isdigit() for sign in text)
    return text.translate(_NUMBER_SIGNS) if 0 < letters <= _LETTERS_FOR_DIGITS < digits else text


def national(text: str, *, labelled: bool) -> str:
    """Return a printed number with hyphens, its parts as printed, or the empty text when it can be none.

    ``labelled``: it stands behind TEL or the like; without a label a number needs its dashes to be taken for one.
    """
    even = text.translate(_NUMBER_SIGNS).strip()
    abroad = even.lstrip("(").startswith("+") or bool(re.match(r"81[- ]\d", even))
    even = re.sub(r"\(0\)", "", even) if abroad else even
    parts = [part for part in re.split(r"[^\d]+", even) if part]
    digits = "".join(parts)
    if abroad and not digits.startswith("81"):
        return "+" + "-".join(parts) if labelled and len(digits) in _ABROAD_DIGITS else ""
    local = "0" + digits[2:] if abroad else digits
    if len(local) not in _NATIONAL_DIGITS or not local.startswith("0"):
        return ""
    if len(parts) == 1 and not labelled:
        return ""
    try:
        number = phonenumbers.parse(local, "JP")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or (not labelled and not phonenumbers.is_valid_number(number)):
        return ""
    if len(parts) >= (4 if abroad else 3):
        return ("+" if abroad else "") + "-".join(parts)
    written = phonenumbers.PhoneNumberFormat.INTERNATIONAL if abroad else phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(number, written).replace(" ", "-")


def _keep(written: str, piece: Piece, reach: Reach) -> None:
    kind = kind_of(written, piece.label)
    piece.taken = "tel"
    for name in ("tel", "fax") if piece.label is Label.TEL_FAX else (kind,):
        known: tuple[str, Piece] | None = getattr(reach, name)
        if known is None:
            setattr(reach, name, (written, piece))
        elif known[0] != written:
            reach.spare.append(written)


def kind_of(written: str, label: Label) -> str:
    """Say which number it is: ``fax`` by its label, ``mobile`` and ``free`` by its digits, else ``tel``."""
    digits = re.sub(r"\D", "", _JAPAN.sub("0", written))
    if label is Label.FAX:
        return "fax"
    if _FREE.fullmatch(digits) or label is Label.FREE:
        return "free"
    if _MOBILE.fullmatch(digits):
        return "mobile"
    return "mobile" if label is Label.MOBILE else "tel"
