"""Numbers written in kanji, as upright cards have them: 〇七五―三四三―一二三四."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import phonenumbers

DIGITS = str.maketrans("〇一二三四五六七八九零○OoЗ", "012345678900003")
_DASHES = "—―‐–−ー-|｜丨・"
_POSTAL_MARKS = "〒テデ干平〠〶 "  # the mark of the post, and what it is read as
_KANJI_NUMBER = re.compile(rf"[{_POSTAL_MARKS}]{{0,2}}[〇○零一二三四五六七八九0-9O{re.escape(_DASHES)}()\s]+")
_MOST_UNSURE = 10  # signs that may be either a one or a dash; more would be no number anybody prints
_POSTAL_DIGITS, _POSTAL_DASH_AT = 7, 3
_ELEVEN_DIGITS = re.compile(r"0[5-9]0|0800")  # mobile telephones and their like; all others have ten
_ONE_AS_DASH, _DASH_AS_ONE, _DASH_OUT_OF_PLACE, _IMPOSSIBLE_EXCHANGE = 1, 1, 2, 3  # what each reading of a sign costs


def is_kanji_number(text: str) -> bool:
    """Say whether a text is a number in kanji and nothing else."""
    return len(text) >= _POSTAL_DIGITS and bool(_KANJI_NUMBER.fullmatch(text)) and not text.isascii()


def postal_code(text: str) -> str:
    """Return the seven digits of a postal code in kanji, or the empty text. The dash may be lost or read as 一."""
    for signs, dashes, _ in _readings(text):
        if len(signs) == _POSTAL_DIGITS and all(at == _POSTAL_DASH_AT for at in dashes):
            return signs
    return ""


def phone(text: str) -> str:
    """Return a telephone number in kanji in its national form with hyphens, or the empty text.

    Upright print runs its dashes into the ones (一) beside them. Of all ways to read them, the one is taken that puts
    its dashes where the numbering plan has them and whose exchange does not begin with 0 or 1, as none does.
    """
    best: tuple[int, str] | None = None
    for signs, dashes, unlike in _readings(text):
        on_land = _ELEVEN_DIGITS.match(signs) is None
        if not signs.startswith("0") or len(signs) != (10 if on_land else 11):
            continue
        written = _national(signs)
        if not written:
            continue
        breaks = {len(part.replace("-", "")) for part in _heads(written)}
        cost = unlike + sum(_DASH_OUT_OF_PLACE for at in dashes if at not in breaks)
        cost += _IMPOSSIBLE_EXCHANGE if on_land and written.split("-")[1][:1] in "01" else 0
        if best is None or cost < best[0]:
            best = (cost, written)
    return best[1] if best else ""


def _heads(written: str) -> Iterator[str]:
    parts = written.split("-")
    return ("-".join(parts[:count]) for count in range(1, len(parts)))


def _readings(text: str) -> Iterator[tuple[str, tuple[int, ...], int]]:
    """Give every way to read a number: its digits, after how many digits its dashes stand, and how far it is from print.

    The plainest goes first.
    """
    signs = [sign for sign in text.lstrip(_POSTAL_MARKS) if not sign.isspace() and sign not in "()"]
    unsure = [at for at, sign in enumerate(signs) if sign in _DASHES or sign == "一"]
    if len(unsure) > _MOST_UNSURE:
        return
    as_printed = tuple(signs[at] == "一" for at in unsure)
    ways = []
    for choice in itertools.product((True, False), repeat=len(unsure)):
        unlike = sum(
            _ONE_AS_DASH if printed else _DASH_AS_ONE
            for one, printed in zip(choice, as_printed, strict=True)
            if one != printed
        )
        ways.append((unlike, choice))
    for unlike, choice in sorted(ways, key=lambda way: way[0]):
        is_one = dict(zip(unsure, choice, strict=True))
        digits: list[str] = []
        dashes: list[int] = []
        for at, sign in enumerate(signs):
            if is_one.get(at, True):
                digits.append("1" if at in is_one else sign.translate(DIGITS))
            else:
                dashes.append(len(digits))
        yield "".join(digits), tuple(dashes), unlike


def _national(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "JP")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return written if written.count("-") >= 2 else ""
