"""What may be typed or brought in about people: days within a bound, and one-line texts without signs that turn them."""

from __future__ import annotations

import re
from datetime import date

# Nobody met was known before 1900, and no wait is planned beyond 2200: an earlier or later day is a slip of the hand.
# The bound also keeps every sum of a day and a waiting time within what a date can hold (the year 9999).
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)
DAY_TOO_FAR = f"日付は{FIRST_DAY.year}年から{LAST_DAY.year}年までのあいだで入れてください。"

# Embeddings, overrides and isolates of direction: no Japanese name needs one, and one in a list turns its neighbours.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def is_plausible(day: date) -> bool:
    """Whether ``day`` lies within the bound."""
    return FIRST_DAY <= day <= LAST_DAY


def straight(text: str) -> str:
    """``text`` without the signs that turn the direction of writing."""
    return _TURNING.sub("", text)
