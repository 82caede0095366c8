"""Who and where is taken out of a text: names become letters, addresses become words. Only for eyes outside the house."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from yorisoi.core.coach.draft import Draft
from yorisoi.core.coach.text import Text

SHORT_KANA = 2
"""Kana up to which a name is also the beginning of any word (けん, あい): such a name must stand by itself."""
_KANA_SHIFT = ord("ァ") - ord("ぁ")
_HIRAGANA = {code: chr(code - _KANA_SHIFT) for code in range(ord("ァ"), ord("ヶ") + 1)}
_HONORIFIC = re.compile(
    r" ?(?:さん|さま|様|先生|氏|殿|どの|君|くん|ちゃん|御中|社長|会長|専務|常務|部長|課長|係長|主任|所長|院長|店長|代表|先輩|後輩)"
)
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BETWEEN = "[ \t・]?[\ufe00-\ufe0f\U000e0100-\U000e01ef]?[ \t・]?"
"""What may stand between two signs of a name: a space, and the selector of a kanji's shape (葛󠄀城)."""
_DASH = "[-‐‑‒–—―−ー]"
_REACH = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "(メールアドレス)"),
    (
        re.compile(
            r"(?:https?://|www\.)[^\s、。「」()<>]+"
            r"|(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+){0,4}\.(?:jp|com|net|org|info|biz|io|me|dev|app|tokyo)(?![a-z0-9])(?:/[^\s、。「」()<>]*)?",
            re.ASCII | re.IGNORECASE,
        ),
        "(リンク)",
    ),
    (re.compile(rf"〒 ?\d{{3}}{_DASH}?\d{{4}}"), "(郵便番号)"),
    (
        re.compile(
            rf"(?<!\d)(?:\+ ?81[ -]?(?:\(0\))?|0|\(0)\d{{1,4}}(?:{_DASH}|[ ()]){{0,2}}\d{{1,4}}(?:{_DASH}|[ ()]){{0,2}}\d{{3,4}}(?!\d)"
        ),
        "(電話番号)",
    ),
)
"""Ways to reach somebody, sought in the NFKC text."""


@dataclass(frozen=True, slots=True)
class Mask:
    """One person, organisation or place to be kept in the house.

    ``words`` are all ways it is written; ``letter`` stands in their place, followed by the honorific as typed or, where
    there is none, by ``alone``.
    """

    words: tuple[str, ...]
    letter: str
    alone: str = ""


def masked(text: str, masks: Iterable[Mask], *, fold: Callable[[str], str] = str) -> str:
    """Return ``text`` with ways to reach people and the words of ``masks`` replaced.

    Names are found in any width, in either kana, in any variant that ``fold`` makes equal (it keeps the length), with a
    space inside, and with or without an honorific. What is very short must stand by itself: 林 is not in 小林.

    Raises:
        ValueError: ``fold`` changed the length of the text, so that places would be lost.
    """
    seen = Text(Draft(body=text))
    if not seen.norm:
        return text
    key = _key(seen.norm, fold)
    if len(key) != len(seen.norm):
        raise ValueError("the folding of names must keep the length of the text")
    places = sorted(_places(seen.norm, key, tuple(masks), fold))
    parts, at = [], 0
    for start, end, instead in places:
        span = seen.span(start, end)
        parts += [text[at : span.start], instead]
        at = span.end
    return "".join([*parts, text[at:]])


def _places(norm: str, key: str, masks: tuple[Mask, ...], fold: Callable[[str], str]) -> Iterator[tuple[int, int, str]]:
    taken = bytearray(len(norm))
    for pattern, instead in _REACH:
        for match in pattern.finditer(norm):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match.group())
                yield match.start(), match.end(), instead
    words = {
        (_key(_SELECTORS.sub("", "".join(Text(Draft(body=word)).norm.split())), fold), mask)
        for mask in masks
        for word in mask.words
    }
    for word, mask in sorted(words, key=lambda pair: (-len(pair[0]), pair[0], pair[1].letter)):
        if not word:
            continue
        for match in re.finditer(_BETWEEN.join(map(re.escape, word)), key):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            title = _HONORIFIC.match(norm, end)
            if not _stands_alone(norm, start, end, titled=title is not None):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield start, end, mask.letter if title else mask.letter + mask.alone


def _key(norm: str, fold: Callable[[str], str]) -> str:
    """The text as it is compared, sign for sign: one kana, small Latin letters, one shape of each kanji."""
    lowered = "".join(small if len(small := sign.lower()) == 1 else sign for sign in norm)
    return fold(lowered.translate(_HIRAGANA))


def _stands_alone(norm: str, start: int, end: int, *, titled: bool) -> bool:
    """Whether a word so short that it may be part of another is none here."""
    script = _script(norm[start])
    word = "".join(norm[start:end].split())
    if script == "latin":
        return _at(norm, start - 1) != script and _at(norm, end) != script
    short = len(word) == 1 if script == "kanji" else len(word) <= SHORT_KANA and script != "other"
    if not short or any(_script(sign) != script for sign in word):
        return True
    return _at(norm, start - 1) != script and (titled or _at(norm, end) != script)


def _at(norm: str, place: int) -> str:
    return _script(norm[place]) if 0 <= place < len(norm) else ""


def _script(sign: str) -> str:
    if "ぁ" <= sign <= "ゖ":
        return "hiragana"
    if "ァ" <= sign <= "ヺ" or sign == "ー":
        return "katakana"
    if "一" <= sign <= "鿿" or "㐀" <= sign <= "䶿" or sign == "々" or ord(sign) >= 0x20000:
        return "kanji"
    return "latin" if sign.isascii() and sign.isalpha() else "other"
