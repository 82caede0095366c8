"""Reads about owners."""

from __future__ import annotations

import hashlib

from allauth.mfa.models import Authenticator

from yorisoi.apps.accounts.models import Owner, Preferences, SecondOpinion

MARK_LENGTH = 16  # hexadecimal digits, 64 bits: two owners of one phone never share a mark


def preferences_of(owner: Owner) -> Preferences:
    """Return the owner's preferences; the defaults, unsaved, when none were ever set."""
    return Preferences.objects.filter(owner=owner).first() or Preferences(owner=owner)


def second_opinion_of(owner: Owner) -> SecondOpinion | None:
    """Return where the owner lets drafts be read outside; None, as long as nothing was set, means nowhere."""
    return SecondOpinion.objects.filter(owner=owner).first()


def the_owner() -> Owner | None:
    """Return the first owner of this house, or None before the first start."""
    return Owner.objects.order_by("pk").first()


def has_way_in(owner: Owner) -> bool:
    """Say whether the owner could sign in from another machine: a password, or a passkey."""
    if owner.has_usable_password():
        return True
    return bool(Authenticator.objects.filter(user=owner, type=Authenticator.Type.WEBAUTHN).exists())


def mark_of(owner: Owner) -> str:
    """Return a mark that stands for this owner on a phone and says nothing about them.

    It stays the same through restarts, a new signing key and a restored backup, so that what waits on the phone finds
    its owner again.
    """
    told = f"{owner.pk}:{owner.date_joined.isoformat()}"
    return hashlib.sha256(told.encode()).hexdigest()[:MARK_LENGTH]
