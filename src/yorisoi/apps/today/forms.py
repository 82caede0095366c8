"""The few things a tap on 今日 may carry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

# Rests of a round length, offered as one tap each. Days, not calendar months: nobody counts.
PRESETS = {"week": ("1週間", 7), "month": ("1か月", 30), "quarter": ("3か月", 90)}


class DoneForm(forms.Form):
    """What was done: one of the ways to give, or a thank-you for the first meeting, or just a word."""

    technique = forms.CharField(required=False, max_length=30)
    thanks = forms.BooleanField(required=False)


class RestForm(forms.Form):
    """Until when: a preset, or a day of one's own."""

    preset = forms.ChoiceField(choices=[(key, label) for key, (label, _) in PRESETS.items()], required=False)
    until = forms.DateField(required=False, error_messages={"invalid": "日付は「2026-12-01」のように入れてください。"})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """A preset wins over the day beside it."""
        cleaned = super().clean() or {}
        if cleaned.get("preset"):
            cleaned["until"] = self.today + timedelta(days=PRESETS[cleaned["preset"]][1])
        elif not cleaned.get("until") and not self.errors:
            raise forms.ValidationError("いつまでお休みにするか、お選びください。")
        return cleaned
