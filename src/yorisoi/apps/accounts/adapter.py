"""Nobody signs themselves up: a house is opened from its own machine, by a one-time link."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedHouseAdapter(DefaultAccountAdapter):
    """Sign-up stays shut; signing in, passkeys and one-time codes stay allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
