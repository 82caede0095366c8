"""The courtesy calendar (心づかいの暦): may I write to this person now on this channel, and if not, when.

Pure: the table of facts and the moment come in as arguments. Days are those of Japan (UTC+9).
"""

from __future__ import annotations

from .days import JST, is_day_off, next_business_day
from .greeting import Greeting, greeting_for
from .judge import day_notes, earliest, may_write
from .table import Table
from .verdict import Channel, Hold, HoldKind, Note, Override, Verdict

__all__ = [
    "JST",
    "Channel",
    "Greeting",
    "Hold",
    "HoldKind",
    "Note",
    "Override",
    "Table",
    "Verdict",
    "day_notes",
    "earliest",
    "greeting_for",
    "is_day_off",
    "may_write",
    "next_business_day",
]
