"""From a talk room to a person with a history, once it is known which speaker is the owner."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from yorisoi.apps.exchange.record import UNKNOWN_SPEAKER, Conversation, Happening, Person, Point, plain

KEY_PREFIX = "talk:"  # such a key counts within one person only; ``once_key`` makes it unique among all
# Keys made of this house's own row numbers: elsewhere the same number is someone else.
LOCAL_KEYS = ("event:", "today:")
ELSEWHERE = "met:"  # before the key under which such a line of the timeline travels
_KEY_LENGTH = 40  # hex digits of a SHA-256: 160 bits are far beyond chance
_COLUMN = 80  # characters the key's column holds


def owner_in(talk: Conversation, my_names: Iterable[str]) -> str:
    """Return the owner's name in this room: what the reader settled, or a speaker with one of ``my_names``."""
    if talk.me:
        return talk.me
    mine = {plain(name) for name in my_names}
    return next((speaker for speaker in talk.speakers if plain(speaker) in mine), "")


def people_of(talk: Conversation, me: Iterable[str]) -> list[Person]:
    """Return the people of one room with what passed between each and the owner, called ``me``.

    In a room of many only the people who were named, or who named the owner, passed anything between them.
    """
    names = tuple(me)
    if not talk.group:
        partner = talk.partner or next((name for name in talk.speakers if name not in names), "")
        return [_person(talk, partner, talk.happenings(names, scope=""))] if partner else []
    room = talk.title or talk.partner
    mine = {plain(name) for name in names}
    people = []
    for name in talk.speakers:
        if plain(name) in mine or name == UNKNOWN_SPEAKER:
            continue
        if touches := talk.happenings(names, partner=name, scope=room):
            people.append(_person(talk, name, touches))
    return people


def _person(talk: Conversation, name: str, touches: Iterable[Happening]) -> Person:
    family, given = _split(name)
    return Person(
        where=talk.where,
        family=family,
        given=given,
        points=(Point(kind="line", value=name),) if talk.channel == "line" else (),
        touches=tuple(replace(touch, key=KEY_PREFIX + touch.key) for touch in touches),
    )


def _split(name: str) -> tuple[str, str]:
    """A name written with a space tells family and given apart; any other is not guessed at."""
    parts = re.split(r"\s+", name.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (name.strip(), "")


def once_key(contact_uid: object, key: str) -> str:
    """Return the key that is unique among all the owner's interactions.

    A talk line's key counts within one person, whose own id goes in: display names change from export to export. A key
    made of another house's row numbers is treated alike, so that it never stands for a row of this house.
    """
    if key.startswith((KEY_PREFIX, *LOCAL_KEYS)):
        return "said:" + hashlib.sha256(f"{contact_uid}|{key}".encode()).hexdigest()[:_KEY_LENGTH]
    if len(key) > _COLUMN:
        return "long:" + hashlib.sha256(key.encode()).hexdigest()
    return key


def portable_key(key: str, created_at: datetime) -> str:
    """Return the key under which a stored line travels: as it is, or free of this house's row numbers."""
    if not key.startswith(LOCAL_KEYS):
        return key
    moment = created_at.astimezone(UTC).isoformat()
    return ELSEWHERE + hashlib.sha256(f"{key}|{moment}".encode()).hexdigest()[:_KEY_LENGTH]
