"""Who in the book (or earlier in the same file) a record may be. Sure, doubtful, or nobody; always with the reason.

Sure: the same card number, the same mail without a contradicting name, the same telephone with the same name, the same
name at the same organisation. Doubtful: the same mail under another name, a variant of the name, the name alone.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import jaconv

from yorisoi.apps.contacts.services import normal_value
from yorisoi.apps.exchange.record import Person, plain
from yorisoi.core.names.fold import fold
from yorisoi.core.names.organisation import organisation_key as organisation_key

# Our own space of name-based ids: a card whose number is no UUID gets the same UUID every time it is read.
CARD_NUMBERS = uuid.UUID("6f0c7a52-5a0e-5c0b-9d1a-3f6f1f8f0a11")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー\s・]+")
PHONES = ("phone", "mobile")
MOST_CANDIDATES = 8  # names shown for one doubtful row; more would be no help in choosing


@dataclass(frozen=True, slots=True)
class Ref:
    """A person: a contact's id, or the position of an earlier row of the same plan."""

    kind: Literal["contact", "row"]
    number: int


# Who carries a key, in order of finding; a dict because a shared key may be carried by thousands.
Table = dict[str, dict[Ref, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a person can be recognised by."""

    ref: Ref
    family: str = ""
    given: str = ""
    kana: str = ""
    organisation: str = ""
    mails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    uid: str = ""
    lines: frozenset[str] = frozenset()  # names in talk rooms

    @property
    def name(self) -> str:
        """The name as shown in a choice."""
        name = " ".join(part for part in (self.family, self.given) if part) or self.organisation or "お名前未登録"
        return f"{name}({self.organisation})" if self.organisation and self.organisation != name else name


@dataclass(frozen=True, slots=True)
class Match:
    """``sure`` with one ref, or doubtful with the candidates, best first; and why."""

    sure: bool
    refs: tuple[Ref, ...]
    reason: str


@lru_cache(maxsize=32_768)  # reading a telephone number is dear, and each is looked at several times
def normal_of(kind: str, value: str) -> str:
    """Return the form of a mail, telephone or other point that is compared, as the tables hold it."""
    return normal_value(kind, value)[:500]


def card_uuid(uid: str) -> uuid.UUID | None:
    """Return a card's number as a UUID: itself when it is one, else one made of it; None when the card has none."""
    text = uid.strip()
    if not text:
        return None
    try:
        return uuid.UUID(text.removeprefix("urn:uuid:"))
    except ValueError:
        return uuid.uuid5(CARD_NUMBERS, text)


def name_key(family: str, given: str) -> str:
    """Return a name as it is compared exactly."""
    return plain(family + given)


def kana_key(text: str) -> str:
    """Return a reading as it is compared."""
    return plain(jaconv.kata2hira(unicodedata.normalize("NFKC", text)))


def entry_of(person: Person, ref: Ref) -> Entry:
    """Return what a record can be recognised by."""
    number = card_uuid(person.uid)
    return Entry(
        ref=ref,
        family=person.family,
        given=person.given,
        kana=person.family_kana + person.given_kana,
        organisation=person.organisation,
        mails=_points(person, ("mail",)),
        phones=_points(person, PHONES),
        uid=str(number) if number else "",
        lines=_points(person, ("line",)),
    )


def _points(person: Person, kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normal_of(point.kind, point.value) for point in person.points if point.kind in kinds)


@dataclass(slots=True)
class Index:
    """Everyone a record could be, by what they are recognised by."""

    entries: dict[Ref, Entry] = field(default_factory=dict)
    by_uid: Table = field(default_factory=lambda: defaultdict(dict))
    by_mail: Table = field(default_factory=lambda: defaultdict(dict))
    by_phone: Table = field(default_factory=lambda: defaultdict(dict))
    by_line: Table = field(default_factory=lambda: defaultdict(dict))
    by_fold: Table = field(default_factory=lambda: defaultdict(dict))
    by_kana: Table = field(default_factory=lambda: defaultdict(dict))
    known: dict[str, Ref] = field(default_factory=dict)  # what earlier imports called someone, see ``known_keys``

    def add(self, entry: Entry) -> None:
        """Let ``entry`` be found; a later entry of the same person takes the place of the earlier."""
        self.entries[entry.ref] = entry
        self.alias(entry)

    def alias(self, entry: Entry) -> None:
        """Let the person of ``entry.ref`` be found by what ``entry`` holds too, still under their own name."""
        tables = (
            (self.by_uid, [entry.uid]), (self.by_mail, entry.mails), (self.by_phone, entry.phones),
            (self.by_line, entry.lines), (self.by_fold, [fold(name_key(entry.family, entry.given))]),
            (self.by_kana, [kana_key(entry.kana)]),
        )  # fmt: skip
        for table, keys in tables:
            for key in keys:
                if key:
                    table[key][entry.ref] = None

    def find(self, entry: Entry) -> Match | None:
        """Return who ``entry`` may be, or None."""
        return self._by_number(entry) or self._by_mail(entry) or self._by_phone(entry) or self._by_name(entry)

    def find_talker(self, name: str) -> Match | None:
        """Return whom a talk room's name means: names are chosen freely there, so only a full name alone is sure."""
        refs = list(self.by_line.get(normal_of("line", name), ()))
        if len(refs) == 1:
            return Match(True, tuple(refs), "トークでのお名前が、登録されているLINEの名前と同じです")
        if refs:
            return _doubtful(refs, "同じLINEの名前の方が何人かいます。どなたでしょうか")
        key = talk_name(name)
        refs = list(self.by_fold.get(fold(key), ()))
        full = [ref for ref in refs if self.entries[ref].family and self.entries[ref].given]
        exact = [ref for ref in full if name_key(self.entries[ref].family, self.entries[ref].given) == key]
        if len(refs) == 1 and exact:
            return Match(True, tuple(exact), "トークのお相手と、お名前が同じです")
        if refs:
            return _doubtful(refs, "トークのお相手と、お名前が似ています。同じ方でしょうか")
        return self._part_of_name(key)

    def _part_of_name(self, key: str) -> Match | None:
        if not key:
            return None
        folded, kana = fold(key), kana_key(key)
        refs = list(self.by_kana.get(kana, ()))
        for ref, entry in self.entries.items():
            parts = {fold(plain(entry.family)), fold(plain(entry.given))} - {""}
            if ref not in refs and folded in parts:
                refs.append(ref)
        return _doubtful(refs, "お名前の一部が同じ方がいます。同じ方でしょうか") if refs else None

    def _by_number(self, entry: Entry) -> Match | None:
        refs = list(self.by_uid.get(entry.uid, ())) if entry.uid else []
        return Match(True, (refs[0],), "前に取り込んだカードと同じ番号です") if refs else None

    def _by_mail(self, entry: Entry) -> Match | None:
        refs = self._any(self.by_mail, entry.mails)
        agreeing = [ref for ref in refs if _names_agree(entry, self.entries[ref])]
        if len(agreeing) == 1:
            return Match(True, tuple(agreeing), "メールアドレスが同じです")
        if agreeing:
            return _doubtful(agreeing, "同じメールアドレスの方が何人かいます。どなたでしょうか")
        if refs:
            return _doubtful(refs, "メールアドレスは同じですが、お名前が違います。同じ方でしょうか")
        return None

    def _by_phone(self, entry: Entry) -> Match | None:
        mine = fold(name_key(entry.family, entry.given))
        if not mine:
            return None
        same = {ref: self.entries[ref] for ref in self._any(self.by_phone, entry.phones)}
        full = [ref for ref, other in same.items() if fold(name_key(other.family, other.given)) == mine]
        if len(full) == 1:
            return Match(True, tuple(full), "お名前と電話番号が同じです")
        if full:
            return _doubtful(full, "お名前と電話番号が同じ方が何人かいます。どなたでしょうか")
        # An office has one number for many: the family name alone is not enough to be sure.
        part = [ref for ref, other in same.items() if entry.family and other.family and _names_agree(entry, other)]
        return _doubtful(part, "姓と電話番号が同じ方がいます。同じ方でしょうか") if part else None

    def _by_name(self, entry: Entry) -> Match | None:
        key = name_key(entry.family, entry.given)
        if not key:
            return None
        refs = list(self.by_fold.get(fold(key), ()))
        exact = [ref for ref in refs if name_key(self.entries[ref].family, self.entries[ref].given) == key]
        office = organisation_key(entry.organisation)
        at_office = [ref for ref in exact if office and organisation_key(self.entries[ref].organisation) == office]
        if len(at_office) == 1 and entry.given:
            return Match(True, tuple(at_office), "お名前と会社・事務所が同じです")
        if at_office:
            return _doubtful(at_office, "お名前と会社・事務所が同じです。同じ方でしょうか")
        if exact:
            return _doubtful(exact, "同じお名前の方がいます。同じ方でしょうか")
        if refs:
            return _doubtful(refs, "お名前の字の形だけが違う方がいます。同じ方でしょうか")
        return self._by_reading(entry, key)

    def _by_reading(self, entry: Entry, key: str) -> Match | None:
        if not _KANA.fullmatch(entry.family + entry.given):
            return None
        refs = list(self.by_kana.get(kana_key(key), ()))
        return _doubtful(refs, "お名前のよみが同じ方がいます。同じ方でしょうか") if refs else None

    def _any(self, table: Table, keys: Iterable[str]) -> list[Ref]:
        return list(dict.fromkeys(ref for key in sorted(keys) for ref in table.get(key, ())))


def wanted_names(people: Iterable[Person]) -> tuple[set[str], set[str]]:
    """Return the folded names and the readings that ``people`` could be found by."""
    folds: set[str] = set()
    readings: set[str] = set()
    for person in people:
        key = name_key(person.family, person.given)
        folds.add(fold(key))
        readings.add(kana_key(key))
    return folds - {""}, readings - {""}


def talk_name(name: str) -> str:
    """Return a talk room's name without the title of address and the decorations people put around it."""
    bare = "".join(sign for sign in name if unicodedata.category(sign)[0] in "LMNZ" or sign in "・ー")
    return re.sub(r"(さん|さま|様|先生|くん|君|ちゃん)$", "", plain(bare))


def _names_agree(one: Entry, other: Entry) -> bool:
    """Say whether two names can be one person's: a missing part contradicts nothing."""
    mine, theirs = fold(name_key(one.family, one.given)), fold(name_key(other.family, other.given))
    if not mine or not theirs or mine == theirs:
        return True
    for first, second in ((one.family, other.family), (one.given, other.given)):
        if first and second and fold(plain(first)) != fold(plain(second)):
            return _same_reading(one, other)
    return True


def _same_reading(one: Entry, other: Entry) -> bool:
    """One card in kanji and one in kana or Roman letters: the reading decides, when a card has it."""
    readings = [{kana_key(e.kana), kana_key(e.family + e.given)} - {""} for e in (one, other)]
    return bool(readings[0] & readings[1])


def _doubtful(refs: list[Ref], reason: str) -> Match:
    return Match(False, tuple(refs[:MOST_CANDIDATES]), reason)
