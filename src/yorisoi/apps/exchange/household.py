"""What an export says of the owner and not of one person: preferences, the seasons of whole professions, and gatherings.

Preferences come in only where the owner has not chosen any yet: what was chosen here is never overwritten.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from yorisoi.apps.accounts.forms import LONGEST_NAME, MOST_A_DAY, MOST_A_WEEK, MOST_NAMES
from yorisoi.apps.accounts.models import Owner, Preferences
from yorisoi.apps.accounts.selectors import preferences_of
from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts.models import SeasonOverride
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.exchange import gatherings
from yorisoi.apps.exchange.models import ImportBatch
from yorisoi.apps.exchange.record import Household

# Preferences that travel, named one by one: what is added to the table stays here until someone lets it out.
PREFERENCES = (
    "suggestions_per_day", "suggestions_per_week", "comfort", "product", "mode", "rules_off", "my_names", "keep_bodies",
    "offline_reading", "own_news",
)  # fmt: skip
_COLUMNS = {column.name: column for column in Preferences._meta.concrete_fields if column.name in PREFERENCES}
_MOST = {"suggestions_per_day": MOST_A_DAY, "suggestions_per_week": MOST_A_WEEK}
_MOST_RULES = 100  # rules of the writing desk that may rest; there are a few dozen


def planned(owner: Owner, said: Household | None) -> dict[str, Any]:
    """Return what would come in, as a plan keeps it: ``preferences`` and ``seasons``, each only when there is any."""
    if said is None:
        return {}
    wanted: dict[str, Any] = {}
    if _untouched(owner) and (values := _values(owner, said)):
        wanted["preferences"] = values
    known = {
        tuple(row)
        for row in SeasonOverride.objects.filter(owner=owner, contact__isnull=True).values_list(
            "first", "last", "level", "text", "profession"
        )
    }
    fresh = [asdict(one) for one in said.seasons]
    if fresh := [one for one in fresh if tuple(one.values()) not in known]:
        wanted["seasons"] = fresh
    return wanted


def sentences(batch: ImportBatch) -> list[str]:
    """Return what the plan says of it, one line each."""
    told = []
    if names := [str(_COLUMNS[name].verbose_name) for name in batch.material.get("preferences", ())]:
        told.append(f"設定も、書き出したときのものにします({'、'.join(names)})。")
    if of_trades := batch.material.get("seasons"):
        told.append(f"職業ごとの忙しい時期を、{len(of_trades)}件加えます。")
    return told + gatherings.sentences(batch)


def put(batch: ImportBatch, *, now: datetime) -> None:
    """Write what was planned, and keep in ``batch.before`` (unsaved) how to take it back."""
    owner = batch.owner
    values = batch.material.get("preferences")
    if values and _untouched(owner):  # chosen since the plan was made? then the owner's own choice stands
        before = preferences_of(owner)
        kept = {name: getattr(before, name) for name in values}
        save_preferences(owner=owner, now=now, **values)
        batch.before |= {"preferences": kept, "preferences_after": values}
    made = []
    for one in batch.material.get("seasons", ()):
        known = SeasonOverride.objects.filter(owner=owner, contact__isnull=True, profession=one["profession"])
        if known.count() < seasons.MOST_SEASONS and not known.filter(**one).exists():
            made.append(seasons.add_season(owner=owner, now=now, **one).pk)
    if made:
        batch.before |= {"seasons": made}
    gatherings.put(batch, now=now)


def take_back(batch: ImportBatch, *, keep: Collection[int], now: datetime) -> None:
    """Take back what ``put`` wrote, where it still stands as it was written and is not of the people in ``keep``."""
    owner = batch.owner
    after = batch.before.get("preferences_after")
    if after:
        stored = preferences_of(owner)
        if all(getattr(stored, name) == value for name, value in after.items()):
            save_preferences(owner=owner, now=now, **batch.before["preferences"])
    for season_id in batch.before.get("seasons", ()):
        if SeasonOverride.objects.filter(owner=owner, pk=season_id).exists():
            seasons.remove_season(owner=owner, season_id=season_id, now=now)
    gatherings.take_back(batch, keep=keep)


def _untouched(owner: Owner) -> bool:
    stored, usual = preferences_of(owner), Preferences(owner=owner)
    return all(getattr(stored, name) == getattr(usual, name) for name in _COLUMNS)


def _values(owner: Owner, said: Household) -> dict[str, Any]:
    """The preferences that differ from the usual ones and are such as the owner could have chosen."""
    usual = Preferences(owner=owner)
    values: dict[str, Any] = {}
    for name, column in _COLUMNS.items():
        if name not in said.preferences:
            continue
        value, standard = said.preferences[name], getattr(usual, name)
        if type(value) is not (str if isinstance(standard, str) else type(standard)):
            continue
        if isinstance(value, list):
            most = MOST_NAMES if name == "my_names" else _MOST_RULES
            value = [straight(one)[:LONGEST_NAME] for one in value if isinstance(one, str)][:most]
        elif isinstance(value, str):
            value = straight(value)
        elif isinstance(value, int) and not isinstance(value, bool) and not 0 <= value <= _MOST[name]:
            continue
        try:
            value = column.clean(value, None)
        except ValidationError:  # not one of the choices, or too long: this one preference stays as it is
            continue
        if value != standard:
            values[name] = value
    return values
