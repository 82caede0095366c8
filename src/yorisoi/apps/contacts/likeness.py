"""Whether two cards may be one person's, judged from what stands on them. No database here.

It asks what the importer asks of a file, and answers alike: one's own mail address or mobile number under no contradicting
name is sure, and so is one full name at one organisation. A shared office number, a variant of a kanji or a family name
alone is at most a question. Father and son at one firm with one telephone are two people, and nothing is asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from yorisoi.apps.contacts.models import Contact, PointKind
from yorisoi.apps.contacts.normal import normal_value
from yorisoi.core.names import search_key
from yorisoi.core.names.organisation import organisation_key

# A mobile number of Japan is one person's own, whatever the card calls it; the telephone of an office begins otherwise.
MOBILE_PREFIXES = ("+8190", "+8180", "+8170", "+8160")
# Boxes that a whole office reads.
_OFFICE_BOXES = frozenset(
    {"info", "office", "contact", "mail", "support", "soumu", "eigyo", "admin", "jimu", "toiawase", "inquiry", "hello"}
)
Value = tuple[str, str]  # "mail", "mobile" or "phone", and the form that is compared


class Names(Enum):
    """How two names stand to each other."""

    SAME = "same"
    VARIANT = "variant"  # 髙橋 and 高橋
    READ_ALIKE = "read alike"  # one in kana or Latin letters, or other kanji with one reading
    READ_APART = "read apart"  # written alike, but 幸子 is さちこ on one card and ゆきこ on the other
    PART = "part"  # a missing part contradicts nothing
    NAMELESS = "nameless"  # one side has no name at all
    OTHER_FAMILY = "other family"  # only the family name differs, as after a wedding
    RELATIVES = "relatives"  # only the given name differs
    DIFFERENT = "different"


@dataclass(frozen=True)
class Sheet:
    """What a person can be recognised by."""

    family: str = ""
    given: str = ""
    kana: str = ""
    organisation: str = ""
    values: frozenset[Value] = frozenset()

    @cached_property
    def office(self) -> str:
        return organisation_key(self.organisation)

    @cached_property
    def written(self) -> str:
        return search_key.normalise(self.family + self.given)

    @cached_property
    def read(self) -> str:
        """The reading that stands on the card, never a guessed one."""
        kana = search_key.reading(self.kana)
        return kana or (search_key.reading(self.written) if search_key.is_kana(self.written) else "")

    @cached_property
    def lines(self) -> frozenset[str]:
        """As written, as read, in Latin letters (either order of the two names)."""
        found = search_key.name_lines(self.family + self.given, self.kana)
        found += search_key.name_lines(self.given + self.family, "") if self.written.isascii() else []
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why two may be one. ``weight`` orders the unsure: the heavier the likelier."""

    reason: str
    sure: bool
    weight: int


def sheet_of(contact: Contact, points: Iterable[tuple[str, str]]) -> Sheet:
    """Return the sheet of a stored person; ``points`` are (kind, normal value) pairs of theirs."""
    return Sheet(
        contact.family, contact.given, contact.family_kana + contact.given_kana, contact.organisation,
        frozenset(value for kind, normal in points if (value := value_of(kind, normal))),
    )  # fmt: skip


def value_of(kind: str, normal: str) -> Value | None:
    """Return what a stored way to reach someone tells about who they are; None for a fax, an address or a page."""
    if not normal:
        return None
    if kind == PointKind.MAIL:
        return ("mail", normal) if "@" in normal else None
    if kind in (PointKind.PHONE, PointKind.MOBILE):
        return ("mobile" if normal.startswith(MOBILE_PREFIXES) else "phone", normal)
    return None


def values_of(points: Iterable[tuple[str, str]]) -> frozenset[Value]:
    """Return the same of (kind, value) pairs as they stand on a card."""
    return frozenset(value for kind, text in points if (value := value_of(kind, normal_value(kind, text))))


def names_of(one: Sheet, other: Sheet) -> Names:
    """Return how two names stand to each other."""
    if not one.written or not other.written:
        return Names.NAMELESS
    if one.written == other.written:
        if one.read and other.read and not (one.read.startswith(other.read) or other.read.startswith(one.read)):
            return Names.READ_APART
        return Names.SAME if _plain(one) == _plain(other) else Names.VARIANT
    if one.lines & other.lines:
        return Names.READ_ALIKE
    return _parts(one, other)


def _parts(one: Sheet, other: Sheet) -> Names:
    family, given = (
        (search_key.normalise(getattr(one, name)), search_key.normalise(getattr(other, name)))
        for name in ("family", "given")
    )
    if family[0] == family[1] != "":
        return Names.RELATIVES if all(given) else Names.PART
    if given[0] == given[1] != "":
        return Names.OTHER_FAMILY if all(family) else Names.PART
    return Names.DIFFERENT


def _plain(sheet: Sheet) -> str:
    return unicodedata.normalize("NFKC", sheet.family + sheet.given).replace(" ", "").casefold()


def judge(one: Sheet, other: Sheet, *, crowded: frozenset[Value] = frozenset()) -> Verdict | None:
    """Say whether ``one`` and ``other`` may be one person, and why; None where nothing speaks for it.

    ``crowded`` are values that three or more people carry: of whom they tell nothing.
    """
    names = names_of(one, other)
    shared = (one.values & other.values) - crowded
    found = [verdict for value in sorted(shared) if (verdict := _by_value(value, names))]
    if by_name := _by_name(one, other, names):
        found.append(by_name)
    return max(found, key=lambda verdict: (verdict.sure, verdict.weight), default=None)


def _by_value(value: Value, names: Names) -> Verdict | None:
    kind, normal = value
    whole = names in (Names.SAME, Names.VARIANT, Names.READ_ALIKE)
    if kind == "mail":
        own = normal.partition("@")[0] not in _OFFICE_BOXES
        if whole or (own and names in (Names.PART, Names.NAMELESS, Names.READ_APART)):
            return Verdict("同じメールアドレスです", sure=True, weight=100)
        if names in (Names.PART, Names.READ_APART):
            return Verdict("同じメールアドレスです", sure=False, weight=70)
        if names is Names.OTHER_FAMILY:
            return Verdict("メールアドレスとお名前が同じで、姓だけが違います", sure=False, weight=80)
        different = own and names is Names.DIFFERENT
        return Verdict("メールアドレスは同じですが、お名前が違います", sure=False, weight=50) if different else None
    if kind == "mobile":
        if whole or names in (Names.PART, Names.NAMELESS, Names.READ_APART):
            return Verdict("同じ携帯番号です", sure=True, weight=90)
        married = names is Names.OTHER_FAMILY
        return Verdict("携帯番号とお名前が同じで、姓だけが違います", sure=False, weight=80) if married else None
    if whole:
        return Verdict("お名前と電話番号が同じです", sure=names is Names.SAME, weight=85)
    if names is Names.READ_APART:
        return Verdict("お名前の字と電話番号が同じです", sure=False, weight=60)
    return Verdict("姓と電話番号が同じです", sure=False, weight=60) if names is Names.PART else None


def _by_name(one: Sheet, other: Sheet, names: Names) -> Verdict | None:
    beside = bool(one.office) and one.office == other.office
    apart = bool(one.office) and bool(other.office) and not beside
    # Written alike, both are full names when one of them is: 髙橋 一郎 stands in one piece on the other.
    full = bool((one.family and one.given) or (other.family and other.given))
    if names is Names.SAME:
        if beside:
            return Verdict("お名前と会社・事務所が同じです", sure=full, weight=95)
        if apart:
            return Verdict("同じお名前の方です(会社・事務所は別)", sure=False, weight=20)
        return Verdict("同じお名前の方です", sure=False, weight=40)
    if names is Names.READ_APART:
        text = "お名前の字と会社・事務所は同じで、よみが違います"
        return Verdict(text, sure=False, weight=50) if beside else None
    if names is Names.VARIANT:
        return None if apart else Verdict(_variant(one, other), sure=False, weight=75 if beside else 45)
    if names is Names.READ_ALIKE and not apart:
        if beside:
            return Verdict("お名前のよみと会社・事務所が同じです", sure=False, weight=65)
        unlike = search_key.is_kana(one.written) != search_key.is_kana(other.written) or one.written.isascii() != (
            other.written.isascii()
        )
        return Verdict("お名前のよみが同じです", sure=False, weight=30) if unlike else None
    if names is Names.PART and not apart and search_key.normalise(one.family) == search_key.normalise(other.family):
        where = "姓と会社・事務所が同じです" if beside else "同じ姓の方です"
        return Verdict(where, sure=False, weight=55 if beside else 10)
    return None


def _variant(one: Sheet, other: Sheet) -> str:
    """「お名前の字ちがいのようです(髙橋/高橋)」, naming only the part that differs."""
    parts = [
        (mine, theirs)
        for mine, theirs in ((one.family, other.family), (one.given, other.given))
        if mine and theirs and mine != theirs
    ]
    mine, theirs = parts[0] if parts else (one.family + one.given, other.family + other.given)
    return f"お名前の字ちがいのようです({mine}/{theirs})"
