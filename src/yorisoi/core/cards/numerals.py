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
_MOST_UNSURE = 6  # signs that may be either a one or a dash; more would be no number anybody prints
_POSTAL_DIGITS, _POSTAL_DASH_AT = 7, 3
_ONE_AS_DASH, _DASH_AS_ONE, _DASH_OUT_OF_PLACE, _IMPOSSIBLE_EXCHANGE = 1, 1, 2, 3  # what each reading of a sign costs


def is_kanji_number(text: str) -> bool:
    """Say whether a text is a number in kanji and nothing else."""
    return len(text) >= _POSTAL_DIGITS and bool(_KANJI_NUMBER.fullmatch(text)) and not text.isascii()


def postal_code(text: str) -> str:
    """Return the seven digits of a postal code in kanji, or the empty text. The dash may be lost or read as 一."""
    for signs, dashes in _readings(text):
        if len(signs) == _POSTAL_DIGITS and all(at == _POSTAL_DASH_AT for at in dashes):
            return signs
    return ""


def phone(text: str) -> str:
    """Return a telephone number in kanji in its national form with hyphens, or the empty text.

    Upright print runs its dashes into the ones (一) beside them. Of all ways to read them, the one is taken that puts
    its dashes where the numbering plan has them and whose exchange does not begin with 0 or 1, as none does.
    """
    best: tuple[int, str] | None = None
    for signs, dashes in _readings(text):
        if len(signs) not in (10, 11) or not signs.startswith("0"):
            continue
        written = _national(signs)
        if not written:
            continue
        breaks = {len(part.replace("-", "")) for part in _heads(written)}
        cost = sum(_DASH_OUT_OF_PLACE for at in dashes if at not in breaks)
        cost += _taken_as_dash(text, dashes, signs)
        cost += _IMPOSSIBLE_EXCHANGE if written.split("-")[1][:1] in "01" else 0
        if best is None or cost < best[0]:
            best = (cost, written)
    return best[1] if best else ""


def _heads(written: str) -> Iterator[str]:
    parts = written.split("-")
    return ("-".join(parts[:count]) for count in range(1, len(parts)))


def _taken_as_dash(text: str, dashes: tuple[int, ...], signs: str) -> int:
    """Count how far a reading leaves what is printed: ones that became dashes, and dashes that became ones."""
    ones = sum(sign in "一1" for sign in text)
    kept = signs.count("1")
    return abs(ones - kept) * max(_ONE_AS_DASH, _DASH_AS_ONE)


def _readings(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give every way to read a number: its digits, and after how many digits its dashes stand. The plainest first."""
    signs = [sign for sign in text.lstrip(_POSTAL_MARKS) if not sign.isspace() and sign not in "()"]
    unsure = [at for at, sign in enumerate(signs) if sign in _DASHES or sign == "一"]
    if len(unsure) > 2 * _MOST_UNSURE:
        return
    as_printed = tuple(signs[at] == "一" for at in unsure)
    choices = sorted(
        itertools.product((True, False), repeat=len(unsure)),
        key=lambda choice: sum(one != printed for one, printed in zip(choice, as_printed, strict=True)),
    )
    for choice in choices:
        is_one = dict(zip(unsure, choice, strict=True))
        digits: list[str] = []
        dashes: list[int] = []
        for at, sign in enumerate(signs):
            if is_one.get(at, True):
                digits.append("1" if at in is_one else sign.translate(DIGITS))
            else:
                dashes.append(len(digits))
        yield "".join(digits), tuple(dashes)


def _national(digits: str) -> str:
    try:
        number = phonenumbers.parse(digits, "JP")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return written if written.count("-") >= 2 else ""
