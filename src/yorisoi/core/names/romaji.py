"""One spelling for the many ways a Japanese name is typed in Latin letters: satou, satoh, Satō and sato are one.

The one spelling is a collapsed Kunrei: tsuchiya and tuchiya become ``tutiya``, ohno and oono become ``ono``. It is made for
finding and reads oddly to a person; it is never shown.
"""

from __future__ import annotations

import re
import unicodedata

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも", "r": "らりるれろ",
}  # fmt: skip
_SINGLE = {kana: head + vowel for head, row in _ROWS.items() for kana, vowel in zip(row, _VOWELS, strict=True)} | {
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ゐ": "i", "ゑ": "e", "ん": "n", "ゔ": "vu",
    "だ": "da", "ぢ": "zi", "づ": "zu", "で": "de", "ど": "do",
    "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa", "ー": "",
}  # fmt: skip
_SMALL_Y = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL_VOWEL = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
# What a kana gives up its vowel to when a small vowel follows: ふぁ fa, じぇ zye, てぃ ti, うぃ wi.
_BEFORE_SMALL_VOWEL = {"ふ": "f", "し": "sy", "じ": "zy", "ち": "ty", "う": "w", "く": "kw", "つ": "ts"}

# Hepburn to Kunrei, longest first: "tch" before "ch", "sha" before "sh".
_TO_KUNREI = (
    ("cch", "tch"),
    ("shi", "si"), ("sh", "sy"), ("chi", "ti"), ("ch", "ty"), ("tsu", "tu"), ("fu", "hu"),
    ("ji", "zi"), ("jy", "zy"), ("ja", "zya"), ("ju", "zyu"), ("jo", "zyo"), ("je", "zye"),
    ("dzu", "zu"), ("du", "zu"), ("di", "zi"), ("wo", "o"),
)  # fmt: skip
_LONG_O = re.compile(r"o[ou]+")
_LONG = re.compile(r"([aiue])\1+")
_N_BEFORE_LIP = re.compile(r"m(?=[bpm])")
_SILENT_H = re.compile(r"(?<=[ou])h(?![aiueoy])")
_MANY_N = re.compile(r"n+")
_NOT_LETTER = re.compile(r"[^a-z]")
# The beginning of a syllable that is still being typed, and what it will be: "tsuc" is on its way to "tuti".
_UNFINISHED = (("ts", "t"), ("sy", "s"), ("ty", "t"), ("dz", "z"), ("c", "t"), ("j", "z"), ("f", "h"))


def from_kana(kana: str) -> str:
    """Return the collapsed spelling of a reading in hiragana. Signs that are not hiragana are left out."""
    parts: list[str] = []
    doubled = False
    for index, sign in enumerate(kana):
        if sign == "っ":
            doubled = True
            continue
        following = kana[index + 1] if index + 1 < len(kana) else ""
        before = kana[index - 1] if index else ""
        sound = _sound(sign, before=before, following=following)
        if doubled and sound and sound[0] not in _VOWELS:
            sound = sound[0] + sound
        doubled = False
        parts.append(sound)
    return collapse("".join(parts))


def _sound(sign: str, *, before: str, following: str) -> str:
    own = _SINGLE.get(sign, "")
    if following in _SMALL_Y and following and len(own) > 1 and own[-1] in "iu":
        return own[:-1] + "y"
    if (
        following in _SMALL_VOWEL
        and following
        and len(own) > 0
        and (sign in _BEFORE_SMALL_VOWEL or own[0] not in _VOWELS)
    ):
        return _BEFORE_SMALL_VOWEL.get(sign, own[:-1])
    if sign in _SMALL_Y and before in _SINGLE:
        return _SMALL_Y[sign] if len(_SINGLE[before]) > 1 and _SINGLE[before][-1] in "iu" else own
    return own


def collapse(latin: str, *, unfinished: bool = False) -> str:
    """Return the one spelling of a word in Latin letters; what is not a letter is left out.

    ``unfinished`` also turns a last syllable that is only half typed into what every longer spelling begins with,
    so that a list which follows the typing does not blink empty between "tsu" and "tsuchi".
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", latin.lower()) if not unicodedata.combining(sign))
    text = _NOT_LETTER.sub("", plain)
    for spelling, kunrei in _TO_KUNREI:
        text = text.replace(spelling, kunrei)
    text = _N_BEFORE_LIP.sub("n", text)
    text = _SILENT_H.sub("", text)
    text = _LONG_O.sub("o", text)
    text = _LONG.sub(r"\1", text)
    text = _MANY_N.sub("n", text)
    if unfinished:
        for ending, becomes in _UNFINISHED:
            if text.endswith(ending):
                return text[: -len(ending)] + becomes
    return text
