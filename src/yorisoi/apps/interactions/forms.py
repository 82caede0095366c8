"""What the owner types about the timeline and at the writing desk."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django import forms

from yorisoi.apps.interactions.models import Channel, Direction, Interaction, Kind, Reaction
from yorisoi.apps.interactions.selectors import DESK_CHANNELS
from yorisoi.core.coach import rules
from yorisoi.core.distance import techniques

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200  # a timeline of living people, with room at both ends
LONGEST_DRAFT = 20_000  # characters; far beyond any letter, and a bound for hostile input


class Tap(NamedTuple):
    """One button of "書きとめる". Without a channel, the one last used with the person."""

    label: str
    direction: str
    kind: str
    channel: str = ""


QUICK = {
    "met": Tap("会った", Direction.MUTUAL, Kind.MEETING, Channel.IN_PERSON),
    "talked": Tap("話した", Direction.MUTUAL, Kind.CALL, Channel.PHONE),
    "wrote": Tap("連絡した", Direction.MINE, Kind.MESSAGE),
    "gave": Tap("情報などを贈った", Direction.MINE, Kind.GIFT),
    "heard": Tap("連絡をもらった", Direction.THEIRS, Kind.MESSAGE),
}


class InteractionForm(forms.ModelForm):
    """One row of the timeline, with its time."""

    class Meta:
        model = Interaction
        fields = ["at", "direction", "channel", "kind", "asks_reply", "thanks", "text"]
        labels = {"text": "書きとめておくこと"}
        help_texts = {"text": "書かなくてもかまいません。この機械の外へは出ません。"}
        widgets = {
            "at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {"at": {"invalid": "日時は「2026-11-21 10:30」のように入れてください。"}}

    def clean_at(self) -> datetime:
        """A moment people live in: beyond it, calendars end and sums of days overflow."""
        at: datetime = self.cleaned_data["at"]
        if not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
            raise forms.ValidationError(f"日時は{EARLIEST_YEAR}年から{LATEST_YEAR}年までの間で入れてください。")
        return at


class ReactionForm(forms.Form):
    """What came back, in one tap."""

    reaction = forms.ChoiceField(choices=Reaction.choices, required=False)


class QuickForm(forms.Form):
    """One of the five taps. The key makes a double tap one row."""

    what = forms.ChoiceField(choices=[(key, tap.label) for key, tap in QUICK.items()])
    once = forms.RegexField(r"^[0-9a-f]{32}$", required=True)


class DeskForm(forms.Form):
    """The sheet on the writing desk."""

    channel = forms.ChoiceField(
        label="手段", choices=[(c.value, c.label) for c in DESK_CHANNELS], initial=Channel.EMAIL.value
    )
    subject = forms.CharField(label="件名", max_length=200, required=False)
    body = forms.CharField(
        label="本文",
        required=False,
        max_length=LONGEST_DRAFT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "writing"}),
        error_messages={"max_length": "本文が長すぎて読みきれません。二万字までにしてください。"},
    )
    technique = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    # Rules whose findings the writer has set aside for this draft; the part of the page with the findings carries them.
    dismissed = forms.CharField(required=False, max_length=300)
    asks_reply = forms.BooleanField(label="お返事をお願いする内容です", required=False)
    once = forms.RegexField(r"^[0-9a-f]{32}$", required=True, widget=forms.HiddenInput)

    def clean_technique(self) -> str:
        """A technique the engine knows; another word says nothing and is let go."""
        known = {technique.id for technique in techniques()}
        given = self.cleaned_data["technique"]
        return given if given in known else ""

    def clean_dismissed(self) -> frozenset[str]:
        """Rules set aside, the one just tapped among them; words that name no rule are let go."""
        tapped = [self.data.get("dismiss", ""), *self.cleaned_data["dismissed"].split(",")]
        return frozenset(tapped) & {rule.id for rule in rules()}
