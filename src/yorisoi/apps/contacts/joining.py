"""What one card is made of two: field by field, which wins. Nothing is read from or written to the database here.

The kept card's own word stands, its blanks are filled, and the owner may choose otherwise. A refusal always survives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils import timezone

from yorisoi import data
from yorisoi.apps.accounts.models import Comfort
from yorisoi.apps.contacts.models import Closeness, Contact
from yorisoi.core.names.organisation import organisation_key
from yorisoi.kit import japanese_date

Side = Literal["keep", "gone"]
NAMES = ("family", "given", "family_kana", "given_kana")
# What may be chosen, in the order in which a card is read.
FIELDS = (
    *NAMES, "organisation", "department", "title", "profession", "birthday", "met_on", "met_where", "met_how", "closeness",
    "comfort",
)  # fmt: skip
# A department belongs to its organisation and a place to its day: they are not filled in beside another one.
BELONGS_TO = {"department": "organisation", "title": "organisation", "met_where": "met_on", "met_how": "met_on"}
OWN_DECISIONS = frozenset({"closeness", "comfort"})
BLANK = "(空欄)"
ASKED_TO_STOP = "asked_to_stop"


@dataclass(frozen=True, slots=True)
class FieldJoin:
    """One field on which the cards differ: both as a reader knows them, and which stands when nothing is chosen."""

    name: str
    label: str
    keep: str
    gone: str
    wins: Side

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose: a blank that is filled needs no answer."""
        return BLANK not in (self.keep, self.gone) or self.wins == "keep"


def differences(keep: Contact, gone: Contact) -> list[FieldJoin]:
    """Return the fields on which the two cards differ and the one that goes says something, in the order of a card."""
    found = []
    for name in FIELDS:
        mine, theirs = getattr(keep, name), getattr(gone, name)
        if mine == theirs or not theirs:
            continue
        label = str(Contact._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        found.append(FieldJoin(name, label, shown(keep, name), shown(gone, name), winner(keep, gone, name)))
    return found


def winner(keep: Contact, gone: Contact, name: str) -> Side:
    """Return whose word stands when the owner chooses nothing."""
    if name == "comfort":  # more room, once wished, is not taken back by the way
        return "gone" if gone.comfort == Comfort.WIDER else "keep"
    if name == "closeness" or getattr(keep, name) or not getattr(gone, name):
        return "keep"
    whole = BELONGS_TO.get(name)
    if whole == "organisation":
        mine, theirs = organisation_key(keep.organisation), organisation_key(gone.organisation)
        return "gone" if not mine or mine == theirs else "keep"
    if whole == "met_on":
        return "gone" if keep.met_on is None or keep.met_on == gone.met_on else "keep"
    return "gone"


def shown(contact: Contact, name: str) -> str:
    """Return a field as a reader knows it."""
    value = getattr(contact, name)
    if not value:
        return BLANK
    if name == "profession":
        return data.professions().label(value)
    if name in OWN_DECISIONS:
        return str((Closeness if name == "closeness" else Comfort)(value).label)
    return f"{value.year}年{japanese_date.day(value)}" if isinstance(value, date) else str(value)


def joined(keep: Contact, gone: Contact, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns of the kept card that change.

    Raises:
        ValidationError: ``chosen`` names a field that cannot be chosen, or a side that is neither "keep" nor "gone".
    """
    if set(chosen) - set(FIELDS) or set(chosen.values()) - {"keep", "gone"}:
        raise ValidationError("お選びいただいた項目を、もう一度ご確認ください。")
    values: dict[str, Any] = {}
    origins = dict(keep.provenance)
    for name in FIELDS:
        if chosen.get(name, winner(keep, gone, name)) == "gone" and getattr(gone, name) != getattr(keep, name):
            values[name] = getattr(gone, name)
            if name not in OWN_DECISIONS:
                origins[name] = gone.provenance.get(name) or {
                    "source": gone.source,
                    "on": timezone.localdate(gone.created_at).isoformat(),
                }
    values |= {"provenance": origins} if origins != keep.provenance else {}
    values |= _stricter(keep, gone)
    if keep.once_key is None and gone.once_key is not None:
        values["once_key"] = gone.once_key  # the sheet that wrote the other card, sent again, still writes nobody new
    return values


def _stricter(keep: Contact, gone: Contact) -> dict[str, Any]:
    """A tie that was closed on either card is closed, as of the later word; and so with what was asked to be left out."""
    values: dict[str, Any] = {}
    if gone.closed_at is not None and (keep.closed_at is None or gone.closed_at > keep.closed_at):
        values["closed_at"] = gone.closed_at
    because = {keep.closed_because, gone.closed_because}
    reason = ASKED_TO_STOP if ASKED_TO_STOP in because else (keep.closed_because or gone.closed_because)
    if reason != keep.closed_because:
        values["closed_because"] = reason
    if gone.never_suggest and not keep.never_suggest:
        values["never_suggest"] = True
    if gone.learning_from is not None and (keep.learning_from is None or gone.learning_from > keep.learning_from):
        values["learning_from"] = gone.learning_from
    return values
