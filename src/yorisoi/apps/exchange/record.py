"""What a file says, before anything is planned or written: people, conversations and the doubts about them.

Nothing here knows a database. A reader fills these records, a plan compares them with what is already known.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Literal
from zoneinfo import ZoneInfo

import phonenumbers

PointKind = Literal["mail", "phone", "mobile", "fax", "address", "url", "line", "other"]
FactKind = Literal["strength", "interest", "concern", "value", "background", "family", "avoid", "request", "note"]
Direction = Literal["mine", "theirs", "mutual"]
# The speaker of lines whose name cannot be told from their words.
UNKNOWN_SPEAKER = "送信者不明"
Question = Literal["who_is_me", "columns", "date_order"]

# Files without a zone come from a Japanese device; its clock is the only one they can mean.
TOKYO = ZoneInfo("Asia/Tokyo")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_PHONE_CACHE = 4096  # numbers remembered: one office's main number stands on many cards


def plain(text: str) -> str:
    """``text`` as it is compared: NFKC, no invisible signs, lower case, no spaces. Never shown, never stored."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).casefold()


@lru_cache(maxsize=_PHONE_CACHE)
def normal_phone(value: str) -> str:
    """A phone number as E.164 (region Japan when it names none), or its bare digits when it is no valid number."""
    text = unicodedata.normalize("NFKC", value)
    text = re.sub("[‐‑‒–—―−ーｰ]", "-", text)
    try:
        number = phonenumbers.parse(text, "JP")
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", text) or text.strip()
    if not phonenumbers.is_possible_number(number):
        return re.sub(r"\D", "", text) or text.strip()
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def stable_key(base: str, ordinal: int) -> str:
    """A key of 40 hexadecimal digits for the ``ordinal``-th thing described by ``base``."""
    return sha256(f"{base}|{ordinal}".encode("utf-8", "replace")).hexdigest()[:40]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One way to reach someone. ``value`` is as the file writes it, ``normal`` is for matching."""

    kind: PointKind
    label: str = ""
    value: str
    source: str = ""
    on: date | None = None

    @property
    def normal(self) -> str:
        """E.164 for phones, lower case for mail, no scheme and no closing slash for URLs, ``plain`` for the rest."""
        if self.kind in ("phone", "mobile", "fax"):
            return normal_phone(self.value)
        if self.kind == "mail":
            return unicodedata.normalize("NFKC", self.value).strip().lower()
        if self.kind == "url":
            return re.sub(r"^https?://", "", self.value.strip(), flags=re.IGNORECASE).rstrip("/").lower()
        return plain(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactNote:
    """One thing the file tells of a person, with the day and the source it comes from."""

    kind: FactKind
    text: str
    on: date | None = None
    source: str = ""
    state: Literal["open", "solved"] | None = None
    until: date | None = None
    wish: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a plain field of a card came from, and the day it was known."""

    field: str
    source: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A season of every year, ``MM-DD`` to ``MM-DD``, that the owner knows. ``profession``: of a trade, by its id."""

    first: str
    last: str
    level: int
    text: str = ""
    profession: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """One event. ``uid`` is its iCalendar UID, ``series`` the name of the meeting that comes round, moments are aware."""

    uid: str
    name: str
    starts_at: datetime
    ends_at: datetime | None = None
    all_day: bool = False
    series: str = ""
    place: str = ""
    host: str = ""
    url: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """One person (by card number) at one event (by UID). ``meeting``: the key of the timeline's line for it, if any."""

    event: str
    person: str
    presence: str
    said: str = ""
    meeting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """Someone caught in the moment who still waits for the debrief. ``client_id`` is a UUID, ``event`` a UID or empty."""

    client_id: str
    captured_at: datetime
    event: str = ""
    name: str = ""
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """What an export of this product says of the owner and not of one person: preferences, seasons of trades, gatherings.

    ``series`` are names, ``not_same`` pairs of card numbers that the owner called two people.
    """

    preferences: Mapping[str, object] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    series: tuple[str, ...] = ()
    events: tuple[Gathering, ...] = ()
    attendances: tuple[Attended, ...] = ()
    captures: tuple[Captured, ...] = ()
    not_same: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One interaction, seen from the owner. ``at`` is aware.

    ``key`` is the same whenever the same thing is read again, in this export or a later and longer one.
    ``form`` says more of a message: text, photo, sticker, missed_call … ``length`` counts characters of a text.
    """

    at: datetime
    direction: Direction
    channel: str
    kind: str = "message"
    form: str = "text"
    asks_reply: bool = False
    technique: str = ""
    length: int = 0
    text: str | None = None
    reaction: str = ""
    reaction_at: datetime | None = None
    thanks: bool = False
    recipients: int = 1
    no_answer_needed: bool = False
    source: str = ""
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One line of a conversation, before it is known which speaker is the owner.

    ``at`` is aware. ``text`` is None unless the owner asked to keep bodies. ``mentions`` are the speakers it names with ``@``.
    """

    at: datetime
    speaker: str
    form: str = "text"
    kind: str = "message"
    asks_reply: bool = False
    length: int = 0
    text: str | None = None
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as one file describes them. Empty text means: the file does not say.

    ``where`` is the place in the file for the reader ("12行目", "3枚目のカード"). ``birthday`` is ``YYYY-MM-DD`` or
    ``--MM-DD``. ``on`` is the day of the card or record, the measure of which one is newer. ``photo`` is the number of
    the card picture that the record was read from.
    """

    where: str
    uid: str = ""
    family: str = ""
    given: str = ""
    family_kana: str = ""
    given_kana: str = ""
    organisation: str = ""
    department: str = ""
    title: str = ""
    profession: str = ""
    points: tuple[Point, ...] = ()
    tags: tuple[str, ...] = ()
    met_on: date | None = None
    met_where: str = ""
    met_how: str = ""
    birthday: str = ""
    closeness: str | None = None
    never_suggest: bool = False
    comfort: str = ""
    closed_at: datetime | None = None
    closed_because: str = ""
    facts: tuple[FactNote, ...] = ()
    touches: tuple[Happening, ...] = ()
    on: date | None = None
    photo: str = ""
    source: str = ""
    origins: tuple[Origin, ...] = ()
    seasons: tuple[Season, ...] = ()
    learning_from: datetime | None = None
    warnings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How the file names this person, the organisation when there is no name."""
        return " ".join(part for part in (self.family, self.given) if part) or self.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One talk room. ``partner`` is the name in its heading (of a group: the room's name).

    ``speakers`` counts the lines of each name. ``me`` is the owner's name here when the options settle it,
    ``me_guess`` the likely one to offer when they do not.
    """

    where: str
    partner: str
    title: str = ""
    channel: str = "line"
    group: bool = False
    speakers: Mapping[str, int] = field(default_factory=dict)
    me: str = ""
    me_guess: str = ""
    spoken: tuple[Spoken, ...] = ()

    def happenings(
        self, me: Iterable[str] = (), *, partner: str | None = None, scope: str | None = None
    ) -> tuple[Happening, ...]:
        """What passed between the owner and one person.

        ``me``: the owner's names here, by default the one that is known. ``partner``: the speaker in question, needed
        for a group only. In a group only what names the other one with ``@`` passes between two people; the rest is said
        to the room and is left out. Calls that were taken are mutual; missed ones belong to who called.

        Keys are made of ``scope`` (by default the partner's name; give the contact's own id to survive a change of
        name), minute, direction, form and length, never of the words: the same message in a longer export made later
        keeps its key whether or not bodies are kept, and equal messages of one minute are numbered apart.
        """
        mine = {plain(name) for name in ((me,) if isinstance(me, str) else me) if name} or {plain(self.me)}
        spoke = {plain(name) for name in self.speakers}
        if not self.group and not mine & spoke and plain(self.partner) in spoke:
            mine = spoke - {plain(self.partner)}  # of two, who is not the partner is the owner, whatever the name
        partner = self.partner if partner is None else partner
        scope = plain(partner) if scope is None else scope
        ordinals: Counter[str] = Counter()
        made: list[Happening] = []
        for one in self.spoken:
            direction = self._direction(one, mine, plain(partner))
            if direction is None:
                continue
            base = f"{self.channel}|{scope}|{one.at:%Y%m%d%H%M}|{direction}|{one.form}|{one.length}"
            ordinals[base] += 1
            made.append(
                Happening(
                    at=one.at,
                    direction=direction,
                    channel=self.channel,
                    kind=one.kind,
                    form=one.form,
                    asks_reply=one.asks_reply,
                    length=one.length if one.form == "text" else 0,
                    text=one.text,
                    key=stable_key(base, ordinals[base]),
                )
            )
        return tuple(made)

    def _direction(self, one: Spoken, mine: set[str], partner: str) -> Direction | None:
        speaker = plain(one.speaker)
        if one.speaker == UNKNOWN_SPEAKER:
            return None
        if self.group:
            named = {plain(name) for name in one.mentions}
            if speaker in mine:
                return "mine" if partner in named else None
            return "theirs" if speaker == partner and named & mine else None
        if one.kind == "call":
            return "mutual"
        return "mine" if speaker in mine else "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something the reader could not take as it stands; ``text`` says in Japanese what it is and what to do."""

    line: int | None = None
    text: str
    fatal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What a column chooser shows: the header, the first rows, the guess, and every choice as (field, Japanese name)."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guessed: Mapping[int, str]
    choices: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one file says. A ``question`` means: it was read with a guess, and the owner should confirm it."""

    format: str
    label: str
    people: Sequence[Person] = ()
    conversations: Sequence[Conversation] = ()
    problems: tuple[Problem, ...] = ()
    question: Question | None = None
    columns: Columns | None = None
    household: Household | None = None
