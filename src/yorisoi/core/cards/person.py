"""The name on a card and its reading: which line it is, where the family name ends, and which kana are truly its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from yorisoi.core.cards import words
from yorisoi.core.cards.labels import Label, Piece
from yorisoi.core.cards.layout import follows
from yorisoi.core.cards.tables import CardTables

KANJI = "一-龠々〆〇㐀-䶵\uf900-\ufaff\U00020000-\U0002fa1f"
_NAME = re.compile(rf"[{KANJI}ぁ-ゖァ-ヺーヶ・\s]+")
_HAS_KANJI = re.compile(rf"[{KANJI}]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・\s]+")
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_KATAKANA_THEN_KANJI = re.compile(rf"[ァ-ヺー]{{2,}}(?=[{KANJI}])")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z.'’-]*(?:[\s,]+[A-Z][A-Za-z.'’-]*){1,3}")
_NAME_THEN_KANA = re.compile(rf"^(?P<name>[{KANJI}][{KANJI}ぁ-ゖァ-ヺー\s]*?)\s*(?P<open>[(\[]?)\s*(?P<kana>[ぁ-ゖァ-ヺー][ぁ-ゖァ-ヺー\s]{{2,}})[)\]]?$")  # fmt: skip
_NAME_THEN_LATIN = re.compile(
    rf"^(?P<name>[{KANJI}ぁ-ゖァ-ヺー\s]{{2,}}?)\s*[(/]?\s*(?P<latin>[A-Z][A-Za-z.,\s-]{{3,}})\)?$"
)
_VOICED = dict(zip("がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽぁぃぅぇぉっゃゅょゎ", "かきくけこさしすせそたちつてとはひふへほはひふへほあいうえおつやゆよわ", strict=True))  # fmt: skip
_UNVOICED = str.maketrans(_VOICED)

LONGEST = 8  # signs of a name in kanji and kana
LONGEST_KATAKANA = 16  # signs of a name from abroad
_LEAST_WEIGHT = 2.6  # what the best line must weigh to be taken for the name
_SIZE_COUNTS, _MOST_SIZE = 2.0, 2.5  # a name is the largest print of most cards; beyond 2.5 times it says no more
_LARGE = 1.5  # times the usual thickness of print: what a name in bare katakana is printed in at the least
_KANA_GAP = 1.0  # thicknesses of the name between it and its reading
_KANA_SIZE = 0.85  # most of the name's thickness that its reading has
_MOST_KANA_A_KANJI = 5  # 承 and its like are longer and do not end family or given names
_LEAST_KANA, _MOST_KANA = 3, 16
_MANY_KANJI = 3  # a reading with no more signs than these is half of one (あまかす for 甘粕 隆二)
_KANA_A_KANJI, _KANA_MORE = 2.5, 2  # a whole name is read in no more signs than this for each kanji, and two
_COMMON_LENGTHS = {2: 0.0, 3: 1.0, 4: 1.0, 5: 1.0, 6: 0.5}


@dataclass(frozen=True, slots=True)
class Person:
    """The name as printed in ``piece``, apart where it can be told; ``kana`` and its piece likewise."""

    piece: Piece | None = None
    family: str = ""
    given: str = ""
    name: str = ""
    kana_piece: Piece | None = None
    family_kana: str = ""
    given_kana: str = ""
    kana: str = ""
    latin: str = ""


def hiragana(text: str) -> str:
    """Return a text with its katakana as hiragana."""
    return "".join(map(_hiragana_sign, text))


def _hiragana_sign(sign: str) -> str:
    return chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign


def unvoiced(text: str) -> str:
    """Return kana without the marks and sizes that small print loses: やまざき and やまさき are one."""
    return hiragana(text).translate(_UNVOICED)


def person_of(pieces: Sequence[Piece], tables: CardTables) -> Person:
    """Find the name and its reading, and claim their pieces."""
    open_ones = [piece for piece in pieces if not piece.taken and piece.label in (Label.NONE, Label.KANA)]
    sizes = sorted(piece.size for piece in pieces)
    middle = sizes[len(sizes) // 2] if sizes else 1.0
    weighed = [(weight(piece, open_ones, middle, tables), piece) for piece in open_ones if piece.label is Label.NONE]
    amount, best = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
    if best is None or amount < _LEAST_WEIGHT:
        best = _katakana_name(open_ones, middle, tables)
    if best is None:
        return _latin_person(open_ones, tables)
    best.taken = "name"
    name, kana_inside, latin = _parts(best.text, tables)
    kana, kana_piece = (kana_inside, best) if kana_inside else _kana_of(name, best, open_ones, tables)
    if kana_piece is not None and kana_piece is not best:
        kana_piece.taken = "kana"
    family, given = split_name(name, tables)
    family_kana, given_kana = split_kana(kana, family, given, tables)
    return Person(
        piece=best,
        family=family,
        given=given,
        name=_printed(name, family, given),
        kana_piece=kana_piece,
        family_kana=family_kana,
        given_kana=given_kana,
        kana=f"{family_kana} {given_kana}".strip() if family_kana else " ".join(kana.split()),
        latin=latin,
    )


def _printed(name: str, family: str, given: str) -> str:
    """Return a name as printed, with one space where its parts meet: マイケル 田辺 keeps its order."""
    if not family:
        return " ".join(name.split())
    in_order = (family, given) if name.startswith(family) else (given, family)
    return " ".join(in_order).strip()


def looks_like_name(text: str, tables: CardTables) -> bool:
    """Say whether a text can be a name and begins with a known family name."""
    compact = text.replace(" ", "")
    return 2 <= len(compact) <= LONGEST and bool(_NAME.fullmatch(text)) and bool(tables.surname_of(compact))


def weight(piece: Piece, others: Sequence[Piece], middle: float, tables: CardTables) -> float:
    """Say how much a line looks like the name of a person. ``middle``: the usual thickness of print on the card."""
    name, kana_inside, _ = _parts(piece.text, tables)
    compact = name.replace(" ", "")
    most = LONGEST_KATAKANA if _KANA.fullmatch(name) and re.search(r"[・ ]", name) else LONGEST
    if not _NAME.fullmatch(name) or not 2 <= len(compact) <= most:
        return 0.0
    if words.is_title(piece.text, tables) or words.is_organisation(name, tables):
        return 0.0
    if words.is_registration(name) or words.tells_hours(name):
        return 0.0
    amount = _SIZE_COUNTS * min(piece.size / middle, _MOST_SIZE) if middle else 0.0
    amount += _COMMON_LENGTHS.get(len(compact), -1.0 if most == LONGEST else 0.0)
    family = tables.surname_of(compact)
    if family:
        amount += 2.0 if len(family) > 1 else 1.0
    parts = re.split(r"[・ ]", name)
    if len(parts) == 2 and all(1 <= len(part) <= LONGEST for part in parts):
        amount += 1.0
    if not _HAS_KANJI.search(name):
        amount -= 1.0 if len(parts) > 1 else 2.5
    if words.is_department(name, tables):
        if words.ends_in_place_of_work(name, tables):
            return 0.0
        amount -= 1.5 if family else 4.0  # 服部 and 渡部 are families
    if words.hints_at_organisation(compact, tables):
        amount -= 1.0
    if kana_inside or _kana_of(name, piece, others, tables)[1] is not None:
        amount += 1.5
    return amount


def _parts(text: str, tables: CardTables) -> tuple[str, str, str]:
    """Split ``佐藤健一(さとう けんいち)`` and ``佐藤健一 Kenichi Sato`` into the name, its kana and its Latin letters."""
    latin = ""
    if match := _NAME_THEN_LATIN.match(text):
        text, latin = match["name"].strip(), match["latin"].strip()
    if match := _NAME_THEN_KANA.match(text):
        name = match["name"].strip()
        compact = name.replace(" ", "")
        if match["open"] or (tables.surname_of(compact) and fits(compact, match["kana"], tables)):
            return name, match["kana"].strip(), latin
    return text.strip(), "", latin


def _kana_of(name: str, piece: Piece, others: Sequence[Piece], tables: CardTables) -> tuple[str, Piece | None]:
    if not _HAS_KANJI.search(name):
        return "", None
    for other in others:
        if other is piece or other.taken:
            continue
        text = other.text.strip("()[] ")
        if not _KANA.fullmatch(text) or words.is_title(text, tables) or words.is_organisation(text, tables):
            continue
        if other.label is not Label.KANA and not _beside(piece, other):
            continue
        if fits(name, text, tables):
            return text, other
    return "", None


def _beside(name: Piece, kana: Piece) -> bool:
    if kana.size > name.size * _KANA_SIZE:
        return False
    near = follows(name.source, kana.source, gap=_KANA_GAP) or follows(kana.source, name.source, gap=_KANA_GAP)
    if near or name.source.upright != kana.source.upright:
        return near
    # On the same line, behind the name.
    area, own = kana.source.area, name.source.area
    return own.top < kana.source.y < own.bottom and 0 <= area.left - own.right < name.size * 2


def fits(name: str, kana: str, tables: CardTables) -> bool:
    """Say whether kana can be the reading of a name.

    What is kana in the name must be in the reading; each kanji takes one to five signs; a family name that is known must
    be read in one of its ways. A slogan beside a name hardly ever passes. A space in the name says where the family name
    ends (西方寺 誉 is no 西); spaces in the reading do not matter.
    """
    apart = name.split()
    name = "".join(apart)
    bare = re.sub(r"[\s・ー]", "", kana)
    if len({sign == _hiragana_sign(sign) for sign in bare}) > 1:
        return False  # a reading is in one kind of kana
    read = unvoiced(re.sub(r"[\s・]", "", kana))
    if not _LEAST_KANA <= len(read) <= _MOST_KANA:
        return False
    kanji = sum(bool(_HAS_KANJI.match(sign)) for sign in name)
    full = re.sub(r"[ゃゅょっャュョッ]", "", hiragana(re.sub(r"[\s・]", "", kana)))
    if len(full) > _KANA_A_KANJI * kanji + _KANA_MORE + (len(name) - kanji):
        return False
    pattern = "".join(
        f"[ぁ-ゖー]{{1,{_MOST_KANA_A_KANJI}}}" if _HAS_KANJI.match(sign) else re.escape(unvoiced(sign)) for sign in name
    )
    if re.fullmatch(pattern, read) is None:
        return False
    family = tables.surname_of(name)
    if not family or (len(apart) == 2 and apart[0] not in tables.surnames):
        # No known family name vouches for the reading. Here a long mark (テックリード) is some other word's.
        return ("ー" not in kana or "ー" in name) and (kanji < _MANY_KANJI or len(read) > len(name))
    if len(apart) == 2 == len(kana.split()) and _KANA.fullmatch(apart[1]) and len(apart[1]) > 1:
        return True  # the given name is the same in both: a known family name may be read in a way of its own
    if any(_begins(read, reading, len(name) - len(family)) for reading in tables.surnames[family]):
        return True
    return apart[:1] != [family] and _shorter(name, family, read, tables)


def _begins(read: str, family: str, rest: int) -> bool:
    """Say whether a reading begins with that of the family name and goes on for ``rest`` signs of the name at least."""
    return read.startswith(unvoiced(family)) and len(read) - len(family) >= rest


def _shorter(name: str, family: str, read: str, tables: CardTables) -> bool:
    """The longest known family name may not be the one: 森田 is 森 in 森 田助."""
    return any(
        _begins(read, reading, len(name) - length)
        for length in range(1, len(family))
        for reading in tables.surnames.get(family[:length], ())
    )


def split_name(name: str, tables: CardTables) -> tuple[str, str]:
    """Return family and given name: by the printed space, by a known family name, else by length.

    Both empty for a name from abroad in katakana, whose order nobody can tell.
    """
    parts = name.split()
    compact = "".join(parts)
    if "・" in compact:
        return "", ""
    if len(parts) == 1 and (mixed := _KATAKANA_THEN_KANJI.match(compact)) and compact[mixed.end() :] in tables.surnames:
        parts = [mixed[0], compact[mixed.end() :]]
    if len(parts) == 2:
        abroad = _KATAKANA.fullmatch(parts[0]) and _HAS_KANJI.search(parts[1]) and parts[1] in tables.surnames
        return (parts[1], parts[0]) if abroad else (parts[0], parts[1])
    if not _HAS_KANJI.search(compact) and len(parts) != 2:
        return "", ""
    family = tables.surname_of(compact)
    if family:
        return family, compact[len(family) :]
    if len(compact) <= 2:
        return "", ""  # 千代 may be a whole given name, a trade name, or 千 and 代
    # Two signs and the rest, but 野々村 and its like, and names of six.
    cut = 3 if compact[1] == "々" or len(compact) > 5 else 2
    change = next((at for at in range(1, len(compact)) if _KANA.match(compact[at]) and _HAS_KANJI.match(compact[0])), 0)
    if change and all(_KANA.match(sign) for sign in compact[change:]):
        cut = change
    return (compact[:cut], compact[cut:]) if compact[cut:] else ("", "")


def split_kana(kana: str, family: str, given: str, tables: CardTables) -> tuple[str, str]:
    """Return the reading apart: by its space, by a known reading of the family name, or by a given name in kana.

    Both empty when nothing of these is known.
    """
    parts = kana.replace("・", " ").split()
    if len(parts) == 2:
        return parts[0], parts[1]
    compact = "".join(parts)
    plain = unvoiced(compact)
    readings = sorted(tables.surnames.get(family, ()), key=len, reverse=True)
    for reading in readings:
        if plain.startswith(unvoiced(reading)) and len(compact) > len(reading):
            return compact[: len(reading)], compact[len(reading) :]
    tail = re.search(r"[ぁ-ゖァ-ヺー]+$", given)
    if tail and tail[0] == given and plain.endswith(unvoiced(given)) and len(compact) > len(given):
        return compact[: -len(given)], compact[-len(given) :]
    return "", ""


def _katakana_name(open_ones: Sequence[Piece], middle: float, tables: CardTables) -> Piece | None:
    """On a card with no better name, a line in katakana that is printed large may be one (グエンティラン).

    Only where something else is plainly the organisation: a shop's name in katakana is printed large as well.
    """
    if not any(words.is_organisation(piece.text, tables) for piece in open_ones):
        return None
    found = [
        piece
        for piece in open_ones
        if _KATAKANA.fullmatch(piece.text.replace(" ", ""))
        and _LEAST_KANA <= len(piece.text.replace(" ", "")) <= LONGEST_KATAKANA
        and piece.size >= middle * _LARGE
        and not words.is_title(piece.text, tables)
        and not words.is_organisation(piece.text, tables)
        and not words.is_department(piece.text, tables)
    ]
    return max(found, key=lambda piece: piece.size, default=None)


def _latin_person(open_ones: Sequence[Piece], tables: CardTables) -> Person:
    """A card without a Japanese name: the largest line of two to four Latin words that is nothing else."""
    found = [
        piece
        for piece in open_ones
        if _LATIN_NAME.fullmatch(piece.text)
        and not words.is_title(piece.text, tables)
        and not words.is_organisation(piece.text, tables)
        and not words.is_department(piece.text, tables)
    ]
    best = max(found, key=lambda piece: piece.size, default=None)
    if best is None:
        return Person()
    best.taken = "name"
    given, family = latin_apart(best.text)
    return Person(piece=best, family=family, given=given, name=" ".join(best.text.split()))


def latin_apart(text: str) -> tuple[str, str]:
    """Return given and family name of a name in Latin letters. Capitals throughout or a comma mark the family name."""
    parts = text.replace(",", " , ").split()
    if "," in parts:
        at = parts.index(",")
        return " ".join(parts[at + 1 :]), " ".join(parts[:at])
    capitals = [part for part in parts if len(part) > 1 and part.isupper() and not part.endswith(".")]
    if len(capitals) == 1:
        return " ".join(part for part in parts if part != capitals[0]), capitals[0]
    return " ".join(parts[:-1]), parts[-1]


def is_kana_line(text: str) -> bool:
    """Say whether a line is kana throughout."""
    return bool(_KANA.fullmatch(unicodedata.normalize("NFKC", text)))
