"""Template words for Japanese readers; loaded on every page."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from yorisoi.kit import japanese_date

register = template.Library()


@register.filter
def jday(value: date | datetime | None) -> str:
    """11月21日(土), in the owner's time zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return japanese_date.day(value)


@register.filter
def jtime(value: datetime | None) -> str:
    """11月21日(土) 10:30, in the owner's time zone."""
    return japanese_date.moment(timezone.localtime(value)) if value else ""
