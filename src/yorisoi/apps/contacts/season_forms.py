"""Forms of the courtesy calendar: a season of every year, and which calendar to look at."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms

from yorisoi.apps.contacts.models import Busyness
from yorisoi.core.courtesy import Channel
from yorisoi.data import professions

LEAP_YEAR = 2000  # a year that has every day
BEFORE_A_DEADLINE = timedelta(days=21)  # three weeks: how long before its deadline an application fills the days
MONTH_DAY = re.compile(r"(?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})?日?)?")
SHAPE = "「12月」か「12/10」のように書いてください。"
WRITTEN_CHANNELS = (
    (Channel.EMAIL, "メール"),
    (Channel.LINE, "LINE"),
    (Channel.PHONE, "電話"),
    (Channel.LETTER, "手紙"),
)


class MonthDayField(forms.CharField):
    """A day of every year, or a whole month: the first or the last of it, as ``end`` says."""

    def __init__(self, *, end: bool, **kwargs: Any) -> None:
        self.end = end
        super().__init__(max_length=12, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> date | None:
        """Return the day in a leap year; None for nothing."""
        text = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not text:
            return None
        match = MONTH_DAY.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            month = int(match["month"])
            whole = date(LEAP_YEAR, month, monthrange(LEAP_YEAR, month)[1] if self.end else 1)
            return date(LEAP_YEAR, month, int(match["day"])) if match["day"] else whole
        except ValueError:  # calendar's own error for a month that does not exist is one, too
            raise forms.ValidationError(SHAPE) from None


class SeasonForm(forms.Form):
    """A season of every year. With only its last day it is a deadline: it begins three weeks before."""

    profession = forms.ChoiceField(
        label="職業",
        choices=lambda: [("", "えらんでください"), *(each for each in professions().choices() if each[0] != "general")],
        error_messages={
            "required": "どの職業のことか、お選びください。",
            "invalid_choice": "職業は一覧からお選びください。",
        },
    )
    first = MonthDayField(
        end=False,
        label="いつから",
        required=False,
        help_text="例:12月、12/10。空けておくと「いつまで」の3週間前からになります。",
    )
    last = MonthDayField(
        end=True,
        label="いつまで",
        required=False,
        help_text="例:12月、12/25。空けておくと、その月の終わりまでになります。",
    )
    level = forms.TypedChoiceField(
        label="どのくらい", choices=Busyness.choices, coerce=int, initial=Busyness.HOLD, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="ひとこと", required=False, max_length=200, help_text="伺ったままの言葉で。例:12月は決算で手いっぱい"
    )

    def __init__(self, *args: Any, trade: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not trade:
            del self.fields["profession"]

    def clean(self) -> dict[str, Any]:
        """Fill in the end that was left open, and write both as ``MM-DD``."""
        cleaned = super().clean() or self.cleaned_data
        first: date | None = cleaned.get("first")
        last: date | None = cleaned.get("last")
        if first is None:
            if last is None:
                if "first" not in self.errors and "last" not in self.errors:
                    self.add_error("first", f"いつごろのことか、どちらかだけでもお書きください。{SHAPE}")
                return cleaned
            first = last - BEFORE_A_DEADLINE
        last = last or date(LEAP_YEAR, first.month, monthrange(LEAP_YEAR, first.month)[1])
        cleaned["first"], cleaned["last"] = f"{first:%m-%d}", f"{last:%m-%d}"
        return cleaned


class CalendarForm(forms.Form):
    """Which calendar to look at; everything may be left out."""

    profession = forms.ChoiceField(
        label="職業", required=False, choices=lambda: [("", "職業を決めずに"), *professions().choices()]
    )
    tag = forms.CharField(label="分野のタグ", required=False, max_length=60, help_text="例:建設、入管、相続、12月決算")
    channel = forms.ChoiceField(label="手段", required=False, choices=WRITTEN_CHANNELS)
