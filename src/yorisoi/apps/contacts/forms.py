"""What the owner types about people. Messages help and never scold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yorisoi.apps.contacts.models import Closeness, Contact, Fact, FactKind, Point, PointKind, Wish
from yorisoi.apps.contacts.plausible import DAY_TOO_FAR, FIRST_DAY, LAST_DAY, is_plausible, straight
from yorisoi.data import professions

MOST_TAGS = 30  # of one person; more sort nobody
TAG_LENGTH = 60
ONCE = re.compile(r"[0-9a-f]{32}")
LEAP_YEAR = 2000  # a year that has every day, for checking a birthday without one
TAG_ENDS = re.compile(r"[,、,\n]+")
BIRTHDAY = re.compile(r"(?:(?P<year>\d{4})[-/.年])?-{0,2}(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")
# Wishes that say nothing without their date.
NEEDS_DAY = (Wish.NOT_BEFORE, Wish.BUSY_UNTIL)
NOT_CHOSEN = "選んでいません"
DAY_INVALID = "日付は「2026-11-21」のように入れてください。"


def day_input() -> forms.DateInput:
    """The browser's own calendar, filled with the date in the form it understands."""
    bounds = {"min": FIRST_DAY.isoformat(), "max": LAST_DAY.isoformat()}
    return forms.DateInput(attrs={"type": "date", **bounds}, format="%Y-%m-%d")


class LineField(forms.CharField):
    """One line, without signs that turn the direction of writing."""

    def to_python(self, value: Any) -> str:
        """Return the text as it is meant to be read."""
        return super().to_python(straight(value) if isinstance(value, str) else value) or ""


class OnceForm(forms.Form):
    """A sheet that is written down once, however often it is sent. The key is made when the sheet is shown."""

    once = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_once(self) -> str:
        """Return the key as it was made; anything else is no key and stands in nobody's way."""
        text: str = self.cleaned_data["once"]
        return text if ONCE.fullmatch(text) else ""


class TagsField(forms.CharField):
    """Tags in one line, parted by commas of either kind."""

    def clean(self, value: Any) -> list[str]:
        """Return the names in the order they were typed, each once."""
        text = straight(super().clean(value))
        names = list(dict.fromkeys(name for name in (" ".join(part.split()) for part in TAG_ENDS.split(text)) if name))
        if any(len(name) > TAG_LENGTH for name in names):
            raise forms.ValidationError(f"タグは、ひとつ{TAG_LENGTH}字までにしてください。読点(、)で区切れます。")
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(f"タグは{MOST_TAGS}個までにしてください。")
        return names


def _say_unchosen(form: forms.BaseForm, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
    field.choices = [("", NOT_CHOSEN), *choices]


class PersonForm(forms.ModelForm):
    """The plain fields of a person, and their tags. A family name alone is fine."""

    tags = TagsField(
        label="タグ",
        required=False,
        max_length=2000,
        help_text="読点(、)で区切ると、いくつでも付けられます。例:交流会、地元",
    )

    class Meta:
        model = Contact
        fields = [
            "family", "given", "family_kana", "given_kana", "organisation", "department", "title", "profession",
            "met_on", "met_where", "met_how", "birthday", "closeness", "never_suggest",
        ]  # fmt: skip
        field_classes = dict.fromkeys(
            (
                "family",
                "given",
                "family_kana",
                "given_kana",
                "organisation",
                "department",
                "title",
                "met_where",
                "met_how",
            ),
            LineField,
        )
        help_texts = {
            "birthday": "年が分からなければ「4-1」のように月日だけでかまいません。",
            "closeness": "おすすめの頻度が変わります。あとからいつでも変えられます。",
            "never_suggest": "住所録には残したまま、今日のおすすめには出しません。",
        }
        widgets = {"met_on": day_input(), "closeness": forms.RadioSelect(attrs={"class": "segments"})}
        error_messages = {"met_on": {"invalid": DAY_INVALID}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(profession.id, profession.name) for profession in professions().values()]
        current = self.instance.profession
        if current and current not in professions():
            known.append((current, current))  # an import may have brought a word of its own; saving must not lose it
        self.fields["profession"] = forms.ChoiceField(
            label="職業",
            required=False,
            choices=[("", "えらばない"), *known],
            error_messages={"invalid_choice": "職業は一覧からお選びください。"},
        )
        for name in ("family", "given", "family_kana", "given_kana"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if self.instance.pk:
            self.fields["tags"].initial = "、".join(self.instance.tags.values_list("name", flat=True))

    def clean_birthday(self) -> str:
        """Return the birthday as YYYY-MM-DD, or --MM-DD when the year is not known."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["birthday"]).strip()
        if not text:
            return ""
        match = BIRTHDAY.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            day = date(int(match["year"] or LEAP_YEAR), int(match["month"]), int(match["day"]))
        except ValueError:
            raise forms.ValidationError("誕生日は「1985-4-1」か「4-1」のように入れてください。") from None
        if not is_plausible(day):
            raise forms.ValidationError(DAY_TOO_FAR)
        return day.isoformat() if match["year"] else f"--{day:%m-%d}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = ("family", "given", "organisation")
        if not any(cleaned.get(name) for name in named) and not any(name in self.errors for name in named):
            raise forms.ValidationError(
                "お名前か会社・事務所の、どちらかひとつがあれば登録できます。姓だけでもかまいません。"
            )
        return cleaned


class NewPersonForm(OnceForm, PersonForm):
    """The first card: the same fields, with a mail address, a phone number and one thing to remember."""

    mail = forms.EmailField(
        label="メール",
        required=False,
        max_length=254,
        error_messages={"invalid": "メールアドレスの形を、もう一度だけご確認ください。"},
    )
    phone = forms.CharField(
        label="電話",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label="覚えておきたいこと",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="お話しになった言葉のままで。あとから分けて書きたせます。",
    )


class PointForm(forms.ModelForm):
    """One way to reach someone."""

    class Meta:
        model = Point
        fields = ["kind", "value", "label", "source", "on"]
        field_classes = dict.fromkeys(("value", "label", "source"), LineField)
        help_texts = {"label": "例:会社、自宅", "source": "例:名刺、本人から"}
        widgets = {"value": forms.TextInput(attrs={"autocomplete": "off"}), "on": day_input()}
        error_messages = {"on": {"invalid": DAY_INVALID}, "value": {"required": "内容をお書きください。"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_unchosen(self, "kind", PointKind.choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        value = cleaned.get("value", "")
        if cleaned.get("kind") == PointKind.MAIL and value and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
            self.add_error("value", "メールアドレスの形を、もう一度だけご確認ください。")
        return cleaned


class FactForm(forms.ModelForm):
    """One thing known of a person, with where it came from and when."""

    class Meta:
        model = Fact
        fields = ["kind", "text", "on", "source", "wish", "until", "solved"]
        field_classes = {"source": LineField}
        labels = {"on": "いつ伺いましたか", "source": "どこで伺いましたか"}
        help_texts = {
            "text": "お話しになった言葉のままだと、あとで役に立ちます。",
            "source": "例:11月の交流会、メール",
            "wish": "「連絡はいらない」を選ぶと、その方からご連絡があるまで、そっとしておきます。",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "on": day_input(),
            "until": day_input(),
        }
        error_messages = {
            "text": {"required": "ひとことでかまいませんので、内容をお書きください。"},
            "on": {"invalid": DAY_INVALID, "required": "いつのことか、だいたいの日付をお書きください。"},
            "until": {"invalid": DAY_INVALID},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_unchosen(self, "kind", FactKind.choices)

    def clean(self) -> dict[str, Any]:
        """A wish belongs to a request and "solved" to a concern; on anything else they are let go of, not refused."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind != FactKind.REQUEST:
            cleaned["wish"], cleaned["until"] = "", None
        if kind != FactKind.CONCERN:
            cleaned["solved"] = False
        until, on = cleaned.get("until"), cleaned.get("on")
        if cleaned.get("wish") in NEEDS_DAY and until is None and "until" not in self.errors:
            self.add_error("until", "いつまで(いつから)か、日付もお書きください。だいたいでかまいません。")
        if until and on and until < on:
            self.add_error("until", "伺った日より前の日付になっているようです。")
        return cleaned


class NewFactForm(OnceForm, FactForm):
    """The same, for something new."""


class RemoveFactForm(forms.Form):
    """The question asked before a fact is taken away that had closed the tie."""

    mistaken = forms.BooleanField(label="間違えて書きとめました。そっとしておくことも取り消します", required=False)


class ClosenessForm(forms.Form):
    """How near, in one tap."""

    closeness = forms.ChoiceField(choices=Closeness.choices)


class TagsForm(forms.Form):
    """The tags alone."""

    tags = TagsField(required=False, max_length=2000)
