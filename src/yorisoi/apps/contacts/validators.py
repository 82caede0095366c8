"""Validators of the tables of people."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from yorisoi.apps.contacts.plausible import DAY_TOO_FAR, is_plausible


def plausible_day(day: date) -> None:
    """A validator of days.

    Raises:
        ValidationError: ``day`` is out of the bound.
    """
    if not is_plausible(day):
        raise ValidationError(DAY_TOO_FAR, code="far_day")
