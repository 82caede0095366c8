"""What a line of words is: an organisation, a part of one, what somebody is called in their work, or none of these."""

from __future__ import annotations

import re

from yorisoi.core.cards.tables import CardTables

_BREAKS = re.compile(r"\s*[・/／,、&＆|｜]\s*|\s+|\s*[()()]\s*|兼(?=\S)")
_KATAKANA = re.compile(r"[ァ-ヺー・ ]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.&'’,/ ()-]*")
_DEPARTMENT_THEN_TITLE = re.compile(r"^(?P<part>.{2,}?(?:部|課|室|係|局|店|所|グループ|チーム|センター))(?P<title>(?:副|統括)?(?:部長|課長|室長|係長|局長|店長|所長|次長|主任|主査|主事|主幹|参事|リーダー|マネージャー|マネジャー|担当\S*|代理))$")  # fmt: skip
_ORDER = re.compile(r"第[一二三四五六七八九十\d]+")
_NUMBERED = re.compile(
    r"(?:登録|許可|免許|届出|認定|会員|資格)\S{0,6}(?:番号)?\s*(?:第?\s*[A-Z]?\d|[::])|第\s*[\d-]{3,}\s*号|T\d{13}|所属$|\S会\s*(?:所属|会員|登録)"
)
_HOURS = re.compile(
    r"(?<!\d)[012]?\d(?::[0-5]\d(?!\d)|時(?![代間]))|(?:営業|診療|受付|開館|開店)時間|定休|休[業診館]日|年中無休|[月火水木金土日]曜日?(?:[・、,\s()は]|休|$)"
)
_HONORIFIC_SINGLES = ("士", "師", "長", "役")
_PLACES_OF_WORK = ("ステーション", "事業部", "営業所", "事業所", "支店 ", "支社 ", "本部 ", "ショールーム")
_LONGEST_TITLE_WORD = 18
_FRONT = (
    "特定",
    "一級",
    "二級",
    "1級",
    "2級",
    "認定",
    "主任",
    "上級",
    "上席",
    "主席",
    "筆頭",
    "首席",
    "専属",
    "専任",
    "総",
    "副",
    "元",
    "代表",
    "所属",
    "公認",
    "登録",
)
_DEGREES = re.compile(r"\S{0,3}(?:学|学術|術|文化|情報|政策|看護|歯学|農|工|法|理|文)\S?(?:博士|修士|学士)(?:\(\S+\))?")
_FIELD_OF_DEGREE = re.compile(r"(?<=[博修学]士)\([^()]{1,10}\)")
_LATIN_LETTERS_AFTER_NAME = re.compile(
    r"[a-z.'’-]+(?: [a-z.'’-]+){1,2}(?:,\s*(?:ph\.?d|mba|cpa|md|m\.d|cfp|afp|pmp|llm|ll\.m|esq)\.?)+"
)
_ALSO_GIVEN_NAMES = ("博士", "修士", "大将", "代理", "主水", "主税", "統括", *_HONORIFIC_SINGLES)
_LONGEST_GIVEN = 3  # signs


def is_registration(text: str) -> bool:
    """Say whether a line tells of a number in a register, a permit or a membership."""
    return bool(_NUMBERED.search(text))


def tells_hours(text: str) -> bool:
    """Say whether a line tells when a house is open or closed."""
    return bool(_HOURS.search(text))


def is_organisation(text: str, tables: CardTables) -> bool:
    """Say whether a line names an organisation by its legal form or by how it ends."""
    if any(form in text for form in tables.forms):
        return True
    words = text.split()
    if text.isascii():
        return any(word.casefold().strip(".,") in tables.latin_forms for word in words)
    # A single sign (堂, 屋 …) ends many family names too; alone it only hints.
    return any(len(word) > len(end) > 1 and word.endswith(end) for word in words for end in tables.organisations)


def hints_at_organisation(text: str, tables: CardTables) -> bool:
    """Say whether a line may name a shop or a house by its last sign (翠月堂, 鶴屋)."""
    return any(len(end) == 1 and len(text) > 2 and text.endswith(end) for end in tables.organisations)


def has_form(text: str, tables: CardTables) -> bool:
    """Say whether a line holds a legal form (株式会社 …)."""
    return any(form in text for form in tables.forms)


def is_department(text: str, tables: CardTables) -> bool:
    """Say whether every word of a line names a part of an organisation, or its last word does."""
    words = text.split()
    if not words or has_form(text, tables) or is_title(text, tables) or words[-1] in tables.surnames:
        return False
    last = words[-1].casefold()
    if text.isascii():
        return any(word.casefold().strip(".,") in tables.departments for word in words)
    if _ORDER.match(last) and len(words) == 1:
        return last.endswith(tables.departments)
    return any(len(last) > len(end) and last.endswith(end) for end in tables.departments if not end.isascii()) or (
        any(text.find(part) > 0 for part in _PLACES_OF_WORK)
    )


def ends_in_place_of_work(text: str, tables: CardTables) -> bool:
    """Say whether a line ends in a part of an organisation that no family name ends in (支店, 営業所)."""
    return any(len(end) > 1 and text.endswith(end) for end in tables.departments)


def is_title(text: str, tables: CardTables) -> bool:
    """Say whether a line says what somebody is called in their work: every word of it must."""
    if not text or has_form(text, tables):
        return False
    if text.isascii():
        return _is_latin_title(text, tables)
    words = [word for word in _BREAKS.split(_FIELD_OF_DEGREE.sub("", text)) if word]
    return bool(words) and all(_is_title_word(word, tables) for word in words)


def _is_title_word(word: str, tables: CardTables) -> bool:
    if word in tables.titles:
        return True
    if word.isascii():
        return word.casefold().strip(".") in tables.latin_titles or bool(re.fullmatch(r"\d級|[A-Z]{2,4}", word))
    if _DEGREES.fullmatch(word):
        return True
    if len(word) > _LONGEST_TITLE_WORD or word.endswith(tuple(tables.organisations)):
        return _KATAKANA.fullmatch(word) is not None and word.endswith(tables.katakana_titles)
    if word.endswith(tables.katakana_titles):
        return True
    for front in _FRONT:
        if word.startswith(front) and word[len(front) :] in tables.titles:
            return True
    ends = [end for end in tables.titles if word.endswith(end)]
    longest = max(ends, key=len, default="")
    family = tables.surname_of(word)
    if len(family) > 1 and len(word) - len(family) <= _LONGEST_GIVEN and longest in _ALSO_GIVEN_NAMES:
        return False  # 中村隆士 and 田中博士 are people
    if longest in _HONORIFIC_SINGLES:
        return len(word) > 2 and _KATAKANA.fullmatch(word[:-1]) is None
    return bool(longest)


def _is_latin_title(text: str, tables: CardTables) -> bool:
    plain = text.casefold().strip()
    if plain in tables.latin_titles:
        return True
    if _LATIN_LETTERS_AFTER_NAME.fullmatch(plain) and not _is_latin_title(plain.partition(",")[0], tables):
        return False  # Mariko Ninomae, Ph.D. is a person
    words = [word.strip(".,()") for word in re.split(r"[\s/&,]+", plain) if word.strip(".,()&")]
    if not words or len(words) > 6:
        return False
    return words[-1] in tables.latin_titles or plain.partition(" of ")[0] in tables.latin_titles


def split_title(text: str, tables: CardTables) -> tuple[str, str]:
    """Split ``営業部課長`` into the part and the title; the part is empty where the word is one (営業部長)."""
    match = _DEPARTMENT_THEN_TITLE.match(text)
    return (match["part"], match["title"]) if match else ("", text)


def qualification_of(title: str, tables: CardTables) -> str:
    """Return the id of the profession that a title names: the earliest named, the longest where two begin together."""
    found = [(title.find(word), -len(word), row) for word, row in tables.qualifications.items() if word in title]
    return min(found)[2] if found else ""
