"""What the owner types about gatherings. Messages help and never scold."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from yorisoi.apps.contacts.forms import DAY_INVALID, LineField, OnceForm, day_input
from yorisoi.apps.events.models import Event, Presence

TIME_INVALID = "時刻は「19:00」のように入れてください。"
MIDNIGHT = time(0)
ONE_DAY = timedelta(days=1)


def time_input() -> forms.TimeInput:
    """The browser's own clock, filled with the time in the form it understands."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class EventForm(OnceForm):
    """One gathering. A name and a day are enough."""

    name = LineField(
        label="会の名前", max_length=200, error_messages={"required": "会の名前をお書きください。あとから直せます。"}
    )
    day = forms.DateField(
        label="日にち",
        widget=day_input(),
        error_messages={"invalid": DAY_INVALID, "required": "いつの会か、日にちをお選びください。"},
    )
    begins = forms.TimeField(
        label="始まり",
        required=False,
        widget=time_input(),
        error_messages={"invalid": TIME_INVALID},
    )
    ends = forms.TimeField(
        label="終わり", required=False, widget=time_input(), error_messages={"invalid": TIME_INVALID}
    )
    place = LineField(label="場所", required=False, max_length=300)
    series = LineField(
        label="定例の会",
        required=False,
        max_length=200,
        help_text="毎月の会など。同じ名前にしておくと、次に来られそうな方がわかります。",
        widget=forms.TextInput(attrs={"list": "series-names", "autocomplete": "off"}),
    )
    host = LineField(label="主催", required=False, max_length=200)
    url = forms.URLField(
        label="案内のページ",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "案内のページは「https://…」のように入れてください。"},
    )
    last_day = forms.DateField(
        label="終わりの日",
        required=False,
        widget=day_input(),
        help_text="二日以上つづく会のときだけ。",
        error_messages={"invalid": DAY_INVALID},
    )
    note = forms.CharField(label="覚え書き", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, Any]:
        """Make ``starts_at``, ``ends_at`` and ``all_day`` of the day and the times."""
        cleaned = super().clean() or self.cleaned_data
        day, begins, ends = cleaned.get("day"), cleaned.get("begins"), cleaned.get("ends")
        last = cleaned.get("last_day")
        if day is None or self.errors:
            return cleaned
        if last is not None and last < day:
            self.add_error("last_day", "始まりの日より前になっているようです。")
        elif begins is None and ends is not None:
            self.add_error("begins", "始まりの時刻もお書きください。")
        elif begins is not None and ends is None and last not in (None, day):
            self.add_error("ends", "終わりの時刻もお書きください。")
        else:
            cleaned |= _span(day, begins, ends, last)
        return cleaned

    def written(self) -> dict[str, Any]:
        """What the services take."""
        told = ("name", "place", "host", "url", "note", "series", "starts_at", "ends_at", "all_day")
        return {name: self.cleaned_data[name] for name in told}


def _span(day: date, begins: time | None, ends: time | None, last: date | None) -> dict[str, Any]:
    if begins is None:
        after = last + ONE_DAY if last is not None and last != day else None
        end = _moment(after, MIDNIGHT) if after else None
        return {"starts_at": _moment(day, MIDNIGHT), "ends_at": end, "all_day": True}
    end = None
    if ends is not None:
        # An end before the start is after midnight: the evening runs on.
        end = _moment(last or (day if ends > begins else day + ONE_DAY), ends)
    return {"starts_at": _moment(day, begins), "ends_at": end, "all_day": False}


def initial_of(event: Event) -> dict[str, Any]:
    """The fields of a stored gathering as the form shows them."""
    first = timezone.localtime(event.starts_at)
    end = timezone.localtime(event.ends_at) if event.ends_at else None
    last = (end - ONE_DAY if event.all_day else end) if end else None
    evening = first.date() if last is None or last - first < ONE_DAY else last.date()
    return {
        **{name: getattr(event, name) for name in ("name", "place", "host", "url", "note")},
        "series": event.series.name if event.series else "",
        "day": first.date(),
        "begins": None if event.all_day else first.time(),
        "ends": end.time() if end and not event.all_day else None,
        "last_day": evening if evening != first.date() else None,
    }


def next_time(event: Event) -> dict[str, Any]:
    """What the next gathering of a series begins with: everything but the day and the note."""
    return {name: value for name, value in initial_of(event).items() if name not in ("day", "last_day", "note", "url")}


class AttendForm(forms.Form):
    """One tap: who, and what is known of their being there."""

    contact = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    presence = forms.ChoiceField(choices=Presence.choices)


class SaidForm(forms.Form):
    """The same with the words they said about coming."""

    presence = forms.ChoiceField(
        label="参加", choices=Presence.choices, widget=forms.RadioSelect(attrs={"class": "segments"})
    )
    said = LineField(
        label="ことば", required=False, max_length=300, help_text="例:来月も行きます、12月は仕事納めで難しい"
    )


class RemoveEventForm(forms.Form):
    """The question asked before a gathering is taken away."""

    with_meetings = forms.BooleanField(
        label="まちがえて作った会です。お会いした記録も、いっしょに消します", required=False
    )


class CalendarFileForm(forms.Form):
    """One calendar file. What is inside is the reader's to judge, an empty file included."""

    file = forms.FileField(
        label="カレンダーのファイル(.ics)",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text="Googleカレンダー、Outlook、iPhoneのカレンダーなどから書き出したファイルです。1MBまで。",
        error_messages={"required": "ファイルをお選びください。", "missing": "ファイルをお選びください。"},
    )


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
