"""What a text is found by: one normal form, and the short pieces of it that an index can look up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from yorisoi.core.names import fold, romaji

# Stands before a line that is a person's name, so that "begins with" is an ordinary "contains". No normal form holds it.
NAME_MARK = "^"
# Nobody types more than this to find a person; a page of pasted text is cut here, and the rest is not looked at.
MAX_WORDS = 8
MAX_WORD_SIGNS = 40

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SAME_SOUND = {ord("づ"): "ず", ord("ぢ"): "じ", ord("ゕ"): "か", ord("ゖ"): "け"}
_KANA_TABLE = {
    code: _SAME_SOUND.get(plain, chr(plain)) for code, plain in _KATAKANA_TO_HIRAGANA.items()
} | _SAME_SOUND  # fmt: skip
# A company is written in full, in brackets, or as one sign, and is the same company.
_COMPANY_FORMS = (("(株)", "株式会社"), ("(有)", "有限会社"), ("(同)", "合同会社"))
_ACCENTED_LATIN = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]+")
# Letters and digits of every script stay; signs, spaces and the selectors of kanji shapes go.
_SIGNS = re.compile(r"[\W_]+")
# A voicing mark belongs to the letter before it, even where a blank slipped between them.
_BEFORE_VOICING = re.compile(r"\s+(?=[\uff9e\uff9f\u3099\u309a])")
_REPEATED = re.compile(r"(\w)(々+)")
_LATIN = re.compile(r"[a-z]+")
_KANA = re.compile(r"[ぁ-ゖー]+")
# The vowel that a long mark stands for: after an o it is written う, after an e it is written い.
_LONG_VOWEL = {
    kana: vowel
    for vowel, row in {
        "あ": "あかがさざただなはばぱまやらわゃぁ",
        "い": "いきぎしじちにひびぴみりけげせぜてでねへべぺめれえぇ",
        "う": "うくぐすずつぬふぶぷむゆるゅぅゔおこごそぞとどのほぼぽもよろょぉ",
    }.items()
    for kana in row
}
# How it is written in the names that spell the vowel itself: 大野 is おおの, whatever オーノ suggests.
_SAME_VOWEL = (
    _LONG_VOWEL
    | dict.fromkeys("おこごそぞとどのほぼぽもよろょぉ", "お")
    | dict.fromkeys("えけげせぜてでねへべぺめれぇ", "え")
)
_LONG_MARK = re.compile(r"([ぁ-ゖ])ー")


def normalise(text: str) -> str:
    """Return the normal form of ``text``: width, case, kana, variants of kanji and signs no longer tell two texts apart.

    Idempotent. The empty text when nothing but signs stood there.
    """
    together = _BEFORE_VOICING.sub("", text)
    plain = _ACCENTED_LATIN.sub(_without_accents, unicodedata.normalize("NFKC", together).casefold())
    for short, full in _COMPANY_FORMS:
        plain = plain.replace(short, full)
    plain = fold.fold(_SIGNS.sub("", plain)).translate(_KANA_TABLE)
    return _REPEATED.sub(lambda match: match[1] * (1 + len(match[2])), plain)


def _without_accents(match: re.Match[str]) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", match[0]) if not unicodedata.combining(sign))


def reading(kana: str) -> str:
    """Return the normal form of a reading, its long marks written out: サトー becomes さとう."""
    return _lengthened(normalise(kana), _LONG_VOWEL)


def _lengthened(normal: str, vowels: Mapping[str, str]) -> str:
    return _LONG_MARK.sub(lambda match: match[1] + vowels.get(match[1], ""), normal)


def is_kana(normal: str) -> bool:
    """Say whether a normal form is hiragana throughout (and so is its own reading)."""
    return _KANA.fullmatch(normal) is not None


def name_lines(written: str, kana: str) -> list[str]:
    """Return the marked lines one name is found by: as written, as read, and the reading in Latin letters.

    ``kana`` may be empty, and the written form may itself be kana or Latin.
    """
    as_written = normalise(written)
    as_read = reading(kana) if kana else (reading(written) if is_kana(as_written) else "")
    as_latin = romaji.collapse(as_written) if _LATIN.fullmatch(as_written) else romaji.from_kana(as_read)
    lines = dict.fromkeys(line for line in (as_written, as_read, as_latin) if line)
    return [NAME_MARK + line for line in lines]


def words(query: str) -> list[tuple[str, ...]]:
    """Return what to look for: every word must be found, each in any one of its forms.

    サトー is looked for as さとう too, tsuchi in its collapsed spelling too. Empty when the query
    holds nothing but signs.
    """
    found = []
    for word in query[: MAX_WORDS * MAX_WORD_SIGNS * 2].split()[:MAX_WORDS]:
        normal = normalise(word)[:MAX_WORD_SIGNS]
        if not normal:
            continue
        forms = [normal]
        if _LATIN.fullmatch(normal):
            forms.append(romaji.collapse(word, unfinished=True)[:MAX_WORD_SIGNS])
        elif is_kana(normal):
            forms += [_lengthened(normal, _LONG_VOWEL), _lengthened(normal, _SAME_VOWEL)]
        found.append(_fewest(forms))
    return found


def _fewest(forms: list[str]) -> tuple[str, ...]:
    """Leave out a form that holds another: who is found by it is found by the other, in one look instead of two."""
    different = list(dict.fromkeys(form for form in forms if form))
    return tuple(form for form in different if not any(other != form and other in form for other in different))


def grams(text: str) -> set[str]:
    """Return every single sign and every pair of neighbours in each line of ``text``.

    Pairs, because a Japanese family name is often two signs long and three-sign indexes cannot see it; single signs,
    because some are one (林).
    """
    found: set[str] = set()
    for line in text.split("\n"):
        found.update(line)
        found.update(line[index : index + 2] for index in range(len(line) - 1))
    return found


def grams_to_look_up(form: str) -> list[str]:
    """Return the pieces that every text containing ``form`` has among its ``grams``: its pairs, or its only sign."""
    if len(form) < 2:
        return [form]
    return list(dict.fromkeys(form[index : index + 2] for index in range(len(form) - 1)))
