"""Reads about owners."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from yorisoi.apps.accounts.models import Owner, Preferences


def preferences_of(owner: Owner) -> Preferences:
    """Return the owner's preferences; the defaults, unsaved, when none were ever set."""
    return Preferences.objects.filter(owner=owner).first() or Preferences(owner=owner)


def the_owner() -> Owner | None:
    """Return the first owner of this house, or None before the first start."""
    return Owner.objects.order_by("pk").first()


def has_way_in(owner: Owner) -> bool:
    """Say whether the owner could sign in from another machine: a password, or a passkey."""
    if owner.has_usable_password():
        return True
    return bool(Authenticator.objects.filter(user=owner, type=Authenticator.Type.WEBAUTHN).exists())
