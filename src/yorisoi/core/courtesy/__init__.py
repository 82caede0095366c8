"""The courtesy calendar (心づかいの暦): may I write to this person now on this channel, and if not, when.

Pure: the table of facts and the moment come in as arguments. Days are those of Japan (UTC+9).
"""

from __future__ import annotations

from .days import JST, in_japan, is_day_off, next_business_day
from .greeting import Greeting, greeting_for
from .judge import day_notes, earliest, may_write
from .stretches import Stretch, Weather, greetings_between, lasting, periods, stretches
from .table import Table
from .told import Hold, HoldKind, Override, OwnSeason, YearlyOverride
from .trade import Trade
from .verdict import Channel, Note, Verdict

__all__ = [
    "JST",
    "Channel",
    "Greeting",
    "Hold",
    "HoldKind",
    "Note",
    "Override",
    "OwnSeason",
    "Stretch",
    "Table",
    "Trade",
    "Verdict",
    "Weather",
    "YearlyOverride",
    "day_notes",
    "earliest",
    "greeting_for",
    "greetings_between",
    "in_japan",
    "is_day_off",
    "lasting",
    "may_write",
    "next_business_day",
    "periods",
    "stretches",
]
