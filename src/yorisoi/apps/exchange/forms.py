"""What the owner hands in for an import. Messages help and never scold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yorisoi.apps.exchange.format import Options
from yorisoi.apps.exchange.formats import card_photo
from yorisoi.apps.exchange.photos import FIRST_BYTES, MOST_PHOTOS
from yorisoi.apps.exchange.source import is_photo

MOST_FILES = 20  # at one time; more are a folder, and a folder is brought in piece by piece
_PHOTO_TYPES = ",".join(f".{ending}" for ending in card_photo.extensions)
CHOICE_PREFIX = "choice-"  # of the radio buttons of doubtful rows; the row's id follows
CLOSENESS_PREFIX = "closeness-"  # of the radio buttons of new people; the person's id follows


class ManyFiles(forms.ClearableFileInput):
    """The browser's file chooser, for several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or more."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the chosen files. What is inside is the reader's to judge, empty files included."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            raise forms.ValidationError("ファイルを一つ以上選んでください。")
        photographs = sum(_is_photo(file) for file in files)
        if len(files) - photographs > MOST_FILES:
            raise forms.ValidationError(f"一度に選べるのは{MOST_FILES}個までです。分けてお試しください。")
        if photographs > MOST_PHOTOS:
            raise forms.ValidationError(f"写真は、一度に{MOST_PHOTOS}枚までです。分けてお試しください。")
        return files


def _is_photo(file: UploadedFile) -> bool:
    start = file.read(FIRST_BYTES)
    file.seek(0)
    return is_photo(start)


class UploadForm(forms.Form):
    """Files, and whether the words themselves are kept."""

    file = FilesField(
        label="ファイル",
        widget=ManyFiles(attrs={"accept": f".vcf,.vcard,.csv,.tsv,.txt,.json,.zip,image/*,{_PHOTO_TYPES}"}),
        help_text=(
            "名刺の写真(まとめたzipも)、vCard(.vcf)、連絡先のCSV、LINEのトーク履歴(.txt)、寄り添いの書き出し(.json)。"
            f"いくつでも一緒に選べます(写真は一度に{MOST_PHOTOS}枚まで)。"
        ),
    )
    keep_bodies = forms.BooleanField(
        label="トークの本文も残す",
        required=False,
        help_text="外しておくと、いつ・どちらから・どのくらいの長さかだけを残します。",
    )


class NameForm(forms.Form):
    """Which speaker the owner is."""

    me = forms.ChoiceField(label="ご自分のお名前", widget=forms.RadioSelect)

    def __init__(self, *args: Any, speakers: list[dict[str, Any]], guess: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one["name"], f"{one['name']}({one['lines']:,}件)") for one in speakers]
        field = self.fields["me"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = choices
        field.initial = guess
        field.error_messages["required"] = "どなたがご自分か、選んでください。"

    def answer(self, options: Options) -> Options:
        """Return ``options`` with the name said."""
        return replace(options, me=tuple(dict.fromkeys((*options.me, self.cleaned_data["me"]))))


class DateOrderForm(forms.Form):
    """How a file writes its days."""

    date_order = forms.ChoiceField(
        label="日付の書き方",
        widget=forms.RadioSelect,
        choices=[("mdy", "月が先(11/3 は 11月3日)"), ("dmy", "日が先(11/3 は 3月11日)")],
        error_messages={"required": "どちらか選んでください。"},
    )

    def answer(self, options: Options) -> Options:
        """Return ``options`` with the order said."""
        return replace(options, date_order=self.cleaned_data["date_order"])


class ColumnsForm(forms.Form):
    """Which column is what: one chooser for each column of the file."""

    def __init__(self, *args: Any, material: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._numbers = range(len(material["headers"]))
        known = [tuple(choice) for choice in material["choices"]]
        choices = known if any(value == "" for value, _ in known) else [("", "取り込まない"), *known]
        for number, header in enumerate(material["headers"]):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=header or f"{number + 1}列目",
                choices=choices,
                required=False,
                initial=material["guessed"].get(str(number), ""),
            )
        self.samples = [
            [row[number] for row in material["rows"] if number < len(row) and row[number]] for number in self._numbers
        ]

    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Return each chooser with the first values of its column."""
        return [(self[f"column-{number}"], self.samples[number]) for number in self._numbers]

    def clean(self) -> dict[str, Any]:
        """Refuse only a table of which nothing would be left."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"column-{number}") for number in self._numbers):
            raise forms.ValidationError("お名前の列など、取り込む列を一つ以上選んでください。")
        return cleaned

    def answer(self, options: Options) -> Options:
        """Return ``options`` with the columns said."""
        return replace(options, columns={number: self.cleaned_data[f"column-{number}"] for number in self._numbers})


Question = NameForm | DateOrderForm | ColumnsForm


def question_form(question: str, material: Mapping[str, Any], data: Any = None) -> Question:
    """Return the form of an open question."""
    if question == "who_is_me":
        return NameForm(data, speakers=material.get("speakers", []), guess=material.get("guess", ""))
    if question == "date_order":
        return DateOrderForm(data)
    return ColumnsForm(data, material=material)


def choices_in(data: Mapping[str, str]) -> dict[int, str]:
    """Return the answers to doubtful rows that a posted page holds, by row id."""
    return numbered(data, CHOICE_PREFIX)


def numbered(data: Mapping[str, str], prefix: str) -> dict[int, str]:
    """Return what a posted page holds under ``prefix`` and a row's id, by that id."""
    found = {}
    for name, value in data.items():
        tail = name.removeprefix(prefix)
        if tail != name and tail.isdecimal() and len(tail) < 19:  # a row id fits in eight bytes
            found[int(tail)] = value
    return found
