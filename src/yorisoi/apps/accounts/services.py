"""Writes about owners."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from yorisoi.apps.accounts import endpoint, selectors
from yorisoi.apps.accounts.models import Owner, Preferences, SecondOpinion, SignInLink
from yorisoi.apps.accounts.signals import comfort_changed

TOKEN_BYTES = 32  # 256 bits: not to be guessed
LINK_LIFETIME = timedelta(minutes=30)  # time enough to find the browser, too short to be found in a scroll-back


class LinkSpentError(Exception):
    """The one-time link is unknown, used, or past its time. One answer for all three: nothing is given away."""


@transaction.atomic
def ensure_owner(*, username: str = "owner") -> Owner:
    """Return the owner of this house, making one without a password on the first start."""
    owner = selectors.the_owner()
    if owner is None:
        owner = Owner(username=username)
        owner.set_unusable_password()
        owner.save()
        Preferences.objects.create(owner=owner)
    return owner


@transaction.atomic
def issue_sign_in_link(*, owner: Owner, now: datetime) -> str:
    """Make a one-time token and return it; only its hash is kept, and older unused links end."""
    SignInLink.objects.filter(owner=owner, used_at__isnull=True).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    SignInLink.objects.create(owner=owner, token_hash=_hash(token), expires_at=now + LINK_LIFETIME)
    return token


def spend_sign_in_link(*, token: str, now: datetime) -> Owner:
    """Use a one-time token up and return its owner. Two clicks at once: only one of them gets in.

    Raises:
        LinkSpentError: the token is unknown, used, or expired.
    """
    used = SignInLink.objects.filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=now).update(
        used_at=now
    )
    if used != 1:
        raise LinkSpentError
    return SignInLink.objects.select_related("owner").get(token_hash=_hash(token)).owner


@transaction.atomic
def save_preferences(*, owner: Owner, now: datetime | None = None, **changes: object) -> Preferences:
    """Change the named preferences and leave the rest.

    Args:
        owner: Whose.
        now: Needed when the comfort changes, because every distance moves with it.
        changes: By name.

    Raises:
        ValidationError: a value is not one the owner may choose.
        TypeError: the comfort changes and the time is not given.
    """
    preferences, _ = Preferences.objects.get_or_create(owner=owner)
    before = preferences.comfort
    for name, value in changes.items():
        setattr(preferences, name, value)
    preferences.full_clean(exclude=["owner"])
    preferences.save()
    if preferences.comfort != before:
        if now is None:
            raise TypeError("a change of comfort needs to know the time")
        comfort_changed.send(sender=Preferences, owner=owner, now=now)
    return preferences


@transaction.atomic
def save_second_opinion(*, owner: Owner, address: str, model: str, key: str = "") -> SecondOpinion:
    """Keep where drafts may be read outside.

    Args:
        owner: Whose.
        address: Base URL; the caller has checked it with ``endpoint.place``.
        model: The model's name there.
        key: Empty leaves the kept key as it is, but only for the same host: a key never follows to another address.
    """
    before = selectors.second_opinion_of(owner)
    if not key and before is not None and _door(before.address) == _door(address):
        key = before.key
    kept, _ = SecondOpinion.objects.update_or_create(
        owner=owner, defaults={"address": address, "model": model, "key": key}
    )
    return kept


def forget_second_opinion(*, owner: Owner) -> None:
    """Forget address, model and key: nothing is asked outside any more."""
    SecondOpinion.objects.filter(owner=owner).delete()


def _door(address: str) -> tuple[str, int, bool] | str:
    """Host, port and TLS; the text itself, which equals no door, when the address is one that is refused by now."""
    try:
        there = endpoint.place(address)
    except endpoint.RefusedAddressError:
        return address
    return there.host, there.port, there.secure


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
