"""What a person's card and a fact must be before they are stored; the database itself does not look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from yorisoi.apps.contacts.models import Contact, Fact, FactKind
from yorisoi.apps.contacts.plausible import straight

LONGEST_FACT = 2000  # characters, as the form allows


def check_person(contact: Contact) -> None:
    """Raise ValidationError when there is neither name nor organisation, or a value is too long, unknown or too far."""
    if not (contact.family or contact.given or contact.organisation):
        raise ValidationError("お名前か会社・事務所のどちらかをお書きください。")
    contact.full_clean(exclude=["owner"])


def check_fact(fact: Fact) -> None:
    """Raise ValidationError when a wish or "solved" is on the wrong kind, or a value is too long, unknown or too far."""
    if fact.wish and fact.kind != FactKind.REQUEST:
        raise ValidationError({"wish": "ご希望の種類は「ご希望」のときだけお選びください。"})
    if fact.solved and fact.kind != FactKind.CONCERN:
        raise ValidationError({"solved": "解決済みにできるのは「気にかかっていること」だけです。"})
    if len(fact.text) > LONGEST_FACT:
        raise ValidationError({"text": f"{LONGEST_FACT:,}字までにしてください。分けて書きとめることもできます。"})
    fact.full_clean(exclude=["owner", "contact"])


def straightened(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``fields`` with every text without signs that turn the direction of writing."""
    return {name: straight(value) if isinstance(value, str) else value for name, value in fields.items()}


def only_known(fields: Iterable[str], known: frozenset[str]) -> None:
    """Raise TypeError when a field is not the owner's to write."""
    if strange := set(fields) - known:
        raise TypeError(f"these fields are not written here: {', '.join(sorted(strange))}")
