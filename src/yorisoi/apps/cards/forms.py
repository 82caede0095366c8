"""What the owner types off a card. Messages help and never scold."""

from __future__ import annotations

from django import forms

from yorisoi.apps.cards.labels import LABELS
from yorisoi.apps.contacts.forms import LineField
from yorisoi.core.cards.card import CardFields
from yorisoi.data import professions

_LONGEST = {"family": 80, "given": 80, "family_kana": 120, "given_kana": 120, "company": 200, "department": 200,
            "title": 120, "zip": 10}  # fmt: skip
_LONG = 400  # characters of any other line
_KEYBOARDS = {"email": "email", "url": "url", "tel": "tel", "mobile": "tel", "fax": "tel", "zip": "numeric"}


class CardForm(forms.Form):
    """The fields of one card, as read or as typed. A name or an organisation is enough."""

    def __init__(self, data: object = None, *, said: CardFields) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._said = said
        for name in FIELDS:
            self.fields[name] = LineField(
                label=LABELS[name], required=False, max_length=_LONGEST.get(name, _LONG), initial=getattr(said, name)
            )
            self.fields[name].widget.attrs["autocomplete"] = "off"
            if name in _KEYBOARDS:
                self.fields[name].widget.attrs["inputmode"] = _KEYBOARDS[name]
        self.fields["qualification"] = forms.ChoiceField(
            label=LABELS["qualification"], required=False, initial=said.qualification,
            choices=[("", "えらばない"), *((known.id, known.name) for known in professions().values())],
            error_messages={"invalid_choice": "職業は一覧からお選びください。"},
        )  # fmt: skip
        if not (said.family or said.given):
            self.fields["family"].initial = said.name
        if not (said.family_kana or said.given_kana):
            self.fields["family_kana"].initial = said.kana

    def clean(self) -> dict[str, object]:
        """Ask for a name only when there is nothing to know the person by."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("family", "given", "company")):
            raise forms.ValidationError("お名前か会社・事務所の、どちらかを入れてください。")
        return cleaned

    def typed(self) -> CardFields:
        """Return the card as the owner sees it."""
        values = {name: self.cleaned_data[name] for name in (*FIELDS, "qualification")}
        name = " ".join(part for part in (values["family"], values["given"]) if part)
        kana = " ".join(part for part in (values["family_kana"], values["given_kana"]) if part)
        return CardFields(**values, name=name, kana=kana, extra=self._said.extra)


FIELDS = ("family", "given", "family_kana", "given_kana", "company", "department", "title", "email", "tel", "mobile",
          "fax", "url", "zip", "address")  # fmt: skip
