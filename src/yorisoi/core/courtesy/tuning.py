"""Every number of the courtesy calendar that is not a row of the data file, with its unit and reason."""

from __future__ import annotations

MOURNING_DAYS = 49
"""Days from a death to 忌明け by Buddhist custom; business contact rests until then."""

DISASTER_REST_DAYS = 10
"""Days without business contact after a disaster in their region; only a word of sympathy."""

LONGEST_HOLD_DAYS = 3650
"""Days. A hold typed with a slip of the year must still end somewhere: ten years."""

HORIZON_DAYS = 800
"""Days looked ahead for an opening: two years and a little. Only a calendar closed all year round gets there."""

LONG_RUN_DAYS = 3
"""Days off in a row that make a holiday run worth keeping clear on both sides (a three-day weekend)."""

DAY_CACHE_SIZE = 8192
"""Remembered (profession, channel, day) answers a table: about three trades over a year on seven channels."""

CLOSING_DAYS = 7
"""Days before a company's books are closed from which its accountants are busy: the last week of the month."""

FILING_MONTHS = 2
"""Months after the closing in which a corporate tax return is due (法人税法 74条)."""

ORDINARY_YEAR = 2027
"""Any year without a leap day: the lengths of its months."""

TRADE_CACHE_SIZE = 4096
"""Remembered answers to "whose calendar is this" (profession and tags): a few thousand distinct sets of tags."""

DATE_CACHE_SIZE = 4096
"""Remembered answers about a single date (is it worked, which business day is it): eleven years, a few hundred kilobytes."""

YEAR_CACHE_SIZE = 256
"""Remembered moving periods: two rows of the calendar over more than a century."""
