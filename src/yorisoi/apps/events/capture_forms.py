"""The sheet for one person met a moment ago. It forgives much: what cannot be read is left out, never refused."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from yorisoi.apps.contacts.forms import LineField
from yorisoi.apps.events import capturing
from yorisoi.apps.events.models import Event

NO_EVENT = "会を選ばない"


class WhenField(forms.CharField):
    """A moment by the phone's clock, as ISO 8601 with its offset; anything else is no moment."""

    def clean(self, value: Any) -> datetime | None:
        """Return an aware datetime or None."""
        try:
            when = parse_datetime(str(value or ""))
        except ValueError:
            return None
        return when if when is not None and when.tzinfo is not None else None


class ClientIdField(forms.CharField):
    """The id the phone made; without one this sending is a capture of its own."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> uuid.UUID:
        """Return the id as it came, or a fresh one."""
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class WordsForm(forms.Form):
    """The words of a capture and the gathering it belongs to."""

    event = forms.ChoiceField(label="会", required=False)
    name = LineField(
        label="お名前",
        required=False,
        max_length=capturing.NAME_LENGTH,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "enterkeyhint": "done", "placeholder": "姓だけでも"}
        ),
    )
    note = forms.CharField(
        label="ひとこと",
        required=False,
        max_length=capturing.NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "話したこと、気にかかっていたこと"}),
    )
    code = forms.CharField(
        label="QRコードの文字",
        required=False,
        max_length=capturing.CODE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="名刺のQRを読み取った文字があれば、ここに貼れます。写真に写っていれば、読み取りはおまかせください。",
    )

    def __init__(self, *args: Any, events: Sequence[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["event"]
        assert isinstance(choices, forms.ChoiceField)  # noqa: S101  (for the type checker)
        choices.choices = [("", NO_EVENT), *((str(event.pk), event.name) for event in events)]


class CaptureForm(WordsForm):
    """What the capture page sends, with or without a script."""

    client_id = ClientIdField(required=False)
    event_name = LineField(
        label="ほかの会の名前", required=False, max_length=capturing.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "例:税理士会の懇親会"}),
    )  # fmt: skip
    photo = forms.FileField(
        label="名刺の写真",
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    captured_at = WhenField(required=False, widget=forms.HiddenInput)
    amend = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ["event", "event_name", "photo", "name", "note", "code"]
