"""Which column holds what: the header row is looked for, its names are compared with the alias table.

Numbered groups of Google (``Phone 2 - Value``) become fields like ``phone#2.value``; everything else is one of
``CHOICES``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from yorisoi.apps.exchange.formats import _csv_rows
from yorisoi.apps.exchange.formats._text import parse_date
from yorisoi.apps.exchange.source import Unreadable
from yorisoi.data import header_aliases

HEADER_WITHIN = 20  # rows: card apps put up to seven notes before the header
SURE_HITS = 2  # known column names that make a row a header
PREVIEW_ROWS = 5
MAX_COLUMNS = 500  # Google writes about a hundred; what stands further right is not looked at

# What a column may hold, for the column chooser.
CHOICES: tuple[tuple[str, str], ...] = (
    ("ignore", "使わない"),
    ("full_name", "氏名"),
    ("family_name", "姓"),
    ("given_name", "名"),
    ("full_kana", "氏名のよみ"),
    ("family_kana", "姓のよみ"),
    ("given_kana", "名のよみ"),
    ("company", "会社・事務所"),
    ("department", "部署"),
    ("title", "肩書き"),
    ("profession", "職業"),
    ("email", "メール"),
    ("phone_mobile", "携帯電話"),
    ("phone_office", "電話"),
    ("phone_direct", "直通電話"),
    ("phone_home", "自宅の電話"),
    ("fax", "FAX"),
    ("postal_code", "郵便番号"),
    ("address", "住所"),
    ("prefecture", "都道府県"),
    ("city", "市区町村"),
    ("street", "町域・番地"),
    ("building", "建物名"),
    ("url", "ウェブ"),
    ("met_on", "出会った日"),
    ("birthday", "誕生日"),
    ("tags", "タグ"),
    ("note", "覚え書き"),
)
_FIELDS = frozenset(field for field, _ in CHOICES) | {"email_2", "profile_url", "quality_flags"}
# Names the alias table leaves to the formats they belong to.
_MORE: dict[str, str] = {
    "homephone": "phone_home",
    "自宅電話": "phone_home",
    "businessphone2": "phone_office",
    "companymainphone": "phone_office",
    "homefax": "fax",
    "e-mail3address": "email",
    "personalwebpage": "url",
    "nickname": "nickname",
    "職業": "profession",
    "士業": "profession",
    "資格": "profession",
    "職種": "profession",
    "middlename": "middle_name",
    "additionalname": "middle_name",
    "退職者フラグ": "left_flag",
}
_PERSONAL = frozenset({"full_name", "family_name", "given_name", "company", "email"})
_GROUP = re.compile(
    r"(e-mail|phone|address|website|organization|im|relation|event|customfield)(\d+)-"
    r"(label|type|value|formatted|street|city|region|postalcode|country|pobox|extendedaddress|name|title|department)"
)
_TAIL = re.compile(r"(?:\(\d+\)|\[全て\])$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A recognised table: how it is cut, where its header stands, whose export it is, and what its columns hold.

    ``header_line`` is 0 when there is no header and every row is a person.
    """

    delimiter: str
    dialect: str
    header: tuple[str, ...]
    header_line: int
    fields: Mapping[int, str]


def normal_header(name: str) -> str:
    """A column name as the alias table writes it."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", _csv_rows.restored(name.strip("\ufeff")))).casefold()
    while found := _TAIL.search(text):
        text = text[: found.start()]
    return text


def found_sheet(lines: Sequence[str]) -> Sheet | None:
    """The table that the first lines show, None when they show none."""
    best: tuple[int, Sheet] | None = None
    for delimiter in _csv_rows.DELIMITERS:
        for line, row in _first_rows(lines, delimiter):
            fields = mapped(row)
            hits = len(set(fields.values()) - {"ignore"})
            if hits < SURE_HITS or not _PERSONAL & _plain_fields(fields) or (best and best[0] >= hits):
                continue
            dialect = _dialect({normal_header(cell) for cell in row})
            sheet = Sheet(
                delimiter=delimiter,
                dialect=dialect,
                header=tuple(row),
                header_line=line,
                fields=_for_dialect(fields, row, dialect),
            )
            best = (hits, sheet)
    return best[1] if best else None


def unknown_sheet(lines: Sequence[str]) -> Sheet | None:
    """A table without a name we know: cut by the sign that cuts its first rows alike; None when nothing cuts them."""
    for delimiter in _csv_rows.DELIMITERS:
        table = list(_first_rows(lines, delimiter))
        widths = {len(row) for _, row in table}
        if table and len(widths) == 1 and widths.pop() > 1:
            line, first = table[0]
            data = any("@" in cell or parse_date(cell) or re.fullmatch(r"[\d()+-]{9,}", cell) for cell in first)
            header = tuple(f"{number + 1}列目" for number in range(len(first))) if data else tuple(first)
            return Sheet(
                delimiter=delimiter,
                dialect="",
                header=header,
                header_line=0 if data else line,
                fields={} if data else mapped(first),
            )
    return None


def mapped(row: Sequence[str]) -> dict[int, str]:
    """Field by column number, for the columns whose names are known."""
    table = _aliases()
    fields: dict[int, str] = {}
    for number, cell in enumerate(row):
        name = normal_header(cell)
        if group := _GROUP.fullmatch(name):
            fields[number] = f"{group[1]}#{group[2]}.{group[3]}"
        elif name in table:
            fields[number] = table[name]
    return fields


def chosen(said: Mapping[int, str]) -> dict[int, str]:
    """What the owner chose, without the columns that are to be left out.

    Raises:
        Unreadable: a choice that is none.
    """
    kept = {number: field for number, field in said.items() if field not in ("", "ignore")}
    if not set(kept.values()) <= _FIELDS:
        raise Unreadable("列の選び方に読めないものがありました。もう一度選び直してください。")
    return kept


def guess_for_chooser(fields: Mapping[int, str]) -> dict[int, str]:
    """``fields`` in the words of ``CHOICES``."""
    known = {field for field, _ in CHOICES}
    plain = {"email_2": "email", "profile_url": "url", "quality_flags": "ignore"}
    return {number: plain.get(field, field) for number, field in fields.items() if plain.get(field, field) in known}


def _first_rows(lines: Sequence[str], delimiter: str) -> list[tuple[int, list[str]]]:
    table: list[tuple[int, list[str]]] = []
    try:
        for line, row in _csv_rows.rows(lines, delimiter):
            table.append((line, row[:MAX_COLUMNS]))
            if len(table) == HEADER_WITHIN:
                break
    except Unreadable:
        return table  # the last of the first lines may be cut inside a quote; what came before stands
    return table


@cache
def _aliases() -> dict[str, str]:
    table = {normal_header(name): field for field, names in header_aliases().items() for name in names}
    return {**table, **_MORE}


def _plain_fields(fields: Mapping[int, str]) -> set[str]:
    return {"email" if field.startswith("e-mail#") else field for field in fields.values()}


def _dialect(names: set[str]) -> str:
    if "寄り添いid" in names:
        return "yorisoi"
    if "eightでつながっている人" in names:
        return "eight"
    if names & {"名刺id", "名刺所有者"} or any(name.startswith("名刺所有者") for name in names):
        return "sansan"
    if "connectedon" in names:
        return "linkedin"
    if "yominame" in names or {"givenname", "familyname", "groupmembership"} <= names:
        return "google"
    if names & {"organizationname", "fileas"} and names & {"firstname", "phoneticfirstname"}:
        return "google"
    if {"e-mailaddress", "firstname"} <= names or {"電子メールアドレス", "姓", "名"} <= names:
        return "outlook"
    return ""


def _for_dialect(fields: dict[int, str], row: Sequence[str], dialect: str) -> dict[int, str]:
    names = [normal_header(cell) for cell in row]
    if dialect == "linkedin":
        fields = {number: "profile_url" if names[number] == "url" else field for number, field in fields.items()}
    if "jobtitle" in names:  # then "Title" is Mr. or Dr.
        fields = {number: field for number, field in fields.items() if names[number] != "title"}
    if dialect == "google" and "givenname" in names:  # the old header says the whole name and its parts
        fields = {number: field for number, field in fields.items() if field not in ("full_name", "full_kana")}
    return fields
