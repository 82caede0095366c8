"""The sheet of one person's debrief: what it begins with, what may be written on it, and what it comes to.

A sheet is kept as the words that were typed (``Capture.answers``), however unfinished, so that it can be taken up again
anywhere; ``Filled`` is what it means once it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from yorisoi.apps.cards.models import State
from yorisoi.apps.contacts.checks import LONGEST_FACT
from yorisoi.apps.contacts.forms import LineField
from yorisoi.apps.contacts.models import Closeness, Contact, FactKind, PointKind
from yorisoi.apps.contacts.plausible import straight
from yorisoi.apps.contacts.services import NewPoint
from yorisoi.apps.events.models import Capture
from yorisoi.apps.events.prefill import read_on, unread_code
from yorisoi.data import professions

SHEET, READ, SKIPPED, DONE = "sheet", "read", "skipped", "done"
"""What ``Capture.answers`` holds: the words typed, whether the card had been read by then, put off, and what to undo."""

PERSON = ("family", "given", "family_kana", "given_kana", "organisation", "department", "title", "profession")
POINTS = {
    "mail": PointKind.MAIL, "mobile": PointKind.MOBILE, "phone": PointKind.PHONE, "fax": PointKind.FAX,
    "url": PointKind.URL, "address": PointKind.ADDRESS,
}  # fmt: skip
TOLD = {
    "strength": FactKind.STRENGTH, "value": FactKind.VALUE, "concern": FactKind.CONCERN, "avoid": FactKind.AVOID,
    "note": FactKind.NOTE,
}  # fmt: skip
KEEP, LET_GO, ANOTHER = "keep", "let_go", "another"
LONGEST_WORDS = LONGEST_FACT  # characters kept of one field while it is being written
MOST_TAKEN = 40  # fields of look-alikes that can be ticked: eight of each, for a handful of people
SPACES = re.compile(r"[\s\u3000]+")

TRIAGE = (
    (Closeness.REMEMBER.value, "覚えておくだけ", "こちらから動く予定は立てません。また会えたら、それがいちばんです。"),
    (Closeness.OUTER.value, "ゆるやかに", "半年から一年に一度ほど、わけのあるときだけ思い出します。"),
    (Closeness.MIDDLE.value, "ときどき", "季節に一度ほどを目安に、思い出します。"),
    (Closeness.CLOSE.value, "親しく", "ひと月に一度ほどを目安に、近くにいます。"),
    (LET_GO, "この方は登録しない", "控えと写真は、ふりかえりを閉じるときに消えます。それまでは戻せます。"),
)
STAY = (KEEP, "いまの間柄のまま", "すでにご縁のある方なら、何も変えません。")


class SheetForm(forms.Form):
    """Everything is optional but something to call them by; nothing here scolds for an empty field."""

    family = LineField(label="姓", required=False, max_length=80)
    given = LineField(label="名", required=False, max_length=80)
    family_kana = LineField(label="姓のよみ", required=False, max_length=120)
    given_kana = LineField(label="名のよみ", required=False, max_length=120)
    organisation = LineField(label="会社・事務所", required=False, max_length=200)
    department = LineField(label="部署", required=False, max_length=200)
    title = LineField(label="肩書き", required=False, max_length=120)
    profession = forms.ChoiceField(label="職業", required=False)
    mail = LineField(label="メール", required=False, max_length=254)
    mobile = LineField(label="携帯", required=False, max_length=60)
    phone = LineField(label="電話", required=False, max_length=60)
    fax = LineField(label="FAX", required=False, max_length=60)
    url = LineField(label="ウェブ", required=False, max_length=500)
    address = LineField(label="住所", required=False, max_length=500)
    strength = forms.CharField(label="何が得意な方でしたか", required=False, max_length=LONGEST_FACT)
    value = forms.CharField(label="何を大切にされていましたか", required=False, max_length=LONGEST_FACT)
    concern = forms.CharField(label="気にかかっていたことは", required=False, max_length=LONGEST_FACT)
    avoid = forms.CharField(label="触れないほうがよいこと", required=False, max_length=LONGEST_FACT)
    note = forms.CharField(label="そのほか、覚えておきたいこと", required=False, max_length=LONGEST_FACT)
    coming = forms.BooleanField(label="次の回にもいらっしゃると伺いました", required=False)
    same = forms.CharField(required=False)
    take = forms.MultipleChoiceField(required=False)
    offered = forms.CharField(required=False)  # whether the page offered to leave the closeness as it is
    closeness = forms.ChoiceField(
        choices=[(value, label) for value, label, _ in (STAY, *TRIAGE)],
        required=False,
        error_messages={"invalid_choice": "これからの間柄を、もう一度お選びください。"},
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(_query(data))
        chosen = str(data.get("profession") or "")
        known = [(trade.id, trade.name) for trade in professions().values()]
        trade = self.fields["profession"]
        take = self.fields["take"]
        assert isinstance(trade, forms.ChoiceField)  # noqa: S101  (for the type checker)
        assert isinstance(take, forms.ChoiceField)  # noqa: S101  (for the type checker)
        trade.choices = [("", "えらばない"), *known, *([(chosen, chosen)] if chosen not in professions() else [])]
        take.choices = [(name, name) for name in data.get("take", ())]
        for name in TOLD:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})
        for name in (*PERSON[:4],):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = ("family", "given", "organisation")
        if not any(cleaned.get(name) for name in named) and not any(name in self.errors for name in named):
            raise forms.ValidationError(
                "お呼びするお名前を、姓だけでもお書きください。会社の名前だけでもかまいません。"
            )
        return cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A whole sheet.

    Attributes:
        fields: Plain fields of a contact that have a value.
        points: Ways to reach the person.
        told: What they told, by kind; never empty words.
        coming: They said they would come to the next one.
        closeness: The wish for this tie; None leaves it as it is.
        same: The contact this person is already; None for somebody new.
        take: Fields of that contact that the new value replaces.
    """

    fields: Mapping[str, str]
    points: Sequence[NewPoint] = ()
    told: Mapping[FactKind, str]
    coming: bool = False
    closeness: Closeness | None = None
    same: int | None = None
    take: frozenset[str] = frozenset()


def words_of(post: QueryDict) -> dict[str, Any]:
    """What was typed, cut to a bound and otherwise untouched, ready to be kept."""
    kept: dict[str, Any] = {}
    for name in SheetForm.base_fields:
        if name == "take":
            kept[name] = [straight(text[:80].replace("\x00", "")) for text in post.getlist(name)[:MOST_TAKEN]]
        else:
            kept[name] = straight(post.get(name, "")[:LONGEST_WORDS].replace("\x00", ""))
    return kept


def words_for(capture: Capture) -> dict[str, Any]:
    """What the sheet shows: what was typed before, on what was read. A reading that came later fills what is empty."""
    typed = dict(capture.answers.get(SHEET, {}))
    begun = first_words(capture)
    if not typed:
        return begun
    if capture.answers.get(READ, False) or not is_read(capture):
        return begun | typed
    return begun | {name: text for name, text in typed.items() if text or not begun.get(name)}


def first_words(capture: Capture) -> dict[str, Any]:
    """What a sheet begins with: the card as it was read, the name as it was typed, the words that were noted."""
    fields, points = read_on(capture)
    words: dict[str, Any] = {name: text for name, text in fields.items() if name in PERSON and text}
    by_kind = {kind: name for name, kind in POINTS.items()}
    for point in points:
        if (name := by_kind.get(PointKind(point.kind))) is not None:
            words.setdefault(name, point.value)
    if capture.name.strip():
        words |= _named(capture.name, words)
    if noted := "\n".join(text for text in (capture.note.strip(), unread_code(capture)) if text):
        words["note"] = noted[:LONGEST_WORDS]
    return words


def is_read(capture: Capture) -> bool:
    """Whether there is no reading of the card to wait for (any more)."""
    return capture.card is None or capture.card.state in (State.READ, State.FAILED)


def filled(form: SheetForm, *, alike: bool) -> Filled:
    """Return what a valid form means. ``alike``: whether there was somebody to be taken for the same."""
    said = form.cleaned_data
    same = int(said["same"]) if alike and said["same"].isascii() and said["same"].isdigit() else None
    closeness = Closeness(said["closeness"]) if said["closeness"] in Closeness.values else None
    if same is not None and closeness is Closeness.REMEMBER and not said["offered"]:
        closeness = None  # it was chosen beforehand for somebody new, and turns nobody known away
    return Filled(
        fields={name: said[name] for name in PERSON if said[name]},
        points=tuple(NewPoint(kind, said[name]) for name, kind in POINTS.items() if said[name]),
        told={kind: said[name].strip() for name, kind in TOLD.items() if said[name].strip()},
        coming=said["coming"],
        closeness=closeness if same is not None or closeness is not None else Closeness.REMEMBER,
        same=same,
        take=frozenset(name.partition(":")[2] for name in said["take"] if name.partition(":")[0] == said["same"]),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the card says something else than the book."""

    name: str
    label: str
    there: str
    new: str


def differences(contact: Contact, fields: Mapping[str, str]) -> list[Difference]:
    """What would change if the card were right: fields that both have, and have differently."""
    found = []
    for name in PERSON:
        there, new = getattr(contact, name), fields.get(name, "")
        if there and new and _plain(there) != _plain(new):
            label = str(SheetForm.base_fields[name].label)
            shown = (professions().label(there), professions().label(new)) if name == "profession" else (there, new)
            found.append(Difference(name, label, *shown))
    return found


def missing(contact: Contact, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that the book does not have yet."""
    return {name: text for name, text in fields.items() if name in PERSON and text and not getattr(contact, name)}


def _plain(text: str) -> str:
    return SPACES.sub("", text)


def _named(name: str, read: Mapping[str, Any]) -> dict[str, str]:
    """A typed name in its parts; without a space it is a family name, unless the card tells where the family name ends."""
    parts = SPACES.split(name.strip(), maxsplit=1)
    if len(parts) == 2:
        return {"family": parts[0][:80], "given": parts[1][:80]}
    whole = f"{read.get('family', '')}{read.get('given', '')}"
    if read.get("family") and parts[0] in (whole, read["family"]):
        return {}
    return {"family": parts[0][:80], "given": ""}


def _query(data: Mapping[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, [str(text) for text in value] if isinstance(value, list) else [str(value)])
    return query
