"""Taking everything out, and bringing it back to an empty house the same."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact, Tag
from yorisoi.apps.exchange import export
from yorisoi.apps.interactions.models import Interaction


def canonical(owner: Any) -> list[dict[str, Any]]:
    """Everything of everyone that an export promises, without ids and without where a field was first written."""
    people = []
    for person in Contact.objects.filter(owner=owner).order_by("uid"):
        columns = ("uid", "family", "given", "family_kana", "given_kana", "organisation", "department", "title",
                   "profession", "birthday", "met_on", "met_where", "met_how", "closeness", "closed_at",
                   "closed_because", "never_suggest", "comfort")  # fmt: skip
        facts = ("kind", "text", "on", "source", "solved", "wish", "until")
        touches = ("at", "direction", "channel", "kind", "asks_reply", "thanks", "technique", "text", "length",
                   "recipients", "reaction", "reaction_at", "no_answer_needed", "source")  # fmt: skip
        people.append(
            {
                **{name: getattr(person, name) for name in columns},
                "points": list(
                    person.points.order_by("position", "pk").values_list("kind", "label", "value", "normal")
                ),
                "tags": sorted(person.tags.values_list("name", flat=True)),
                "facts": sorted(map(str, person.facts.values_list(*facts))),
                "interactions": list(person.interactions.order_by("at", "pk").values_list(*touches)),
            }
        )
    return people


@pytest.fixture
def house(owner: Any, stranger: Any, make_contact: Any, now: datetime) -> Any:
    """Two people with everything, and a stranger's."""
    one = make_contact(
        owner, family="髙橋", given="花子", family_kana="たかはし", given_kana="はなこ", organisation="株式会社みどり",
        department="営業部", title="部長", profession="tax_accountant", birthday="--04-01", met_on=date(2025, 5, 1),
        met_where="横浜", met_how="交流会で", closeness="close", comfort="nearer",
    )  # fmt: skip
    contacts.add_point(owner=owner, contact=one, kind="mail", value="Hanako@Example.jp", label="仕事", now=now)
    contacts.add_point(owner=owner, contact=one, kind="mobile", value="090-1234-5678", now=now)
    contacts.add_point(owner=owner, contact=one, kind="address", value="〒220-0012 横浜市西区1-2-3", now=now)
    Tag.objects.create(owner=owner, contact=one, name="交流会")
    fact = {"owner": owner, "contact": one, "created_at": now}
    Fact.objects.create(kind="concern", text="人手が足りない", on=date(2026, 3, 1), source="電話", solved=True, **fact)
    Fact.objects.create(kind="request", text="3月に書いて", on=date(2026, 1, 5), wish="not_before",
                        until=date(2027, 3, 1), source="", **fact)  # fmt: skip
    Fact.objects.create(kind="interest", text='登山、"山の本"\n二行目', on=date(2026, 2, 1), source="会食", **fact)
    Fact.objects.create(kind="interest", text='登山、"山の本"\n二行目', on=date(2026, 2, 9), source="会食", **fact)
    row = {"owner": owner, "contact": one, "created_at": now}
    at = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    Interaction.objects.create(at=at, direction="mine", channel="email", kind="ask", asks_reply=True, text="お元気ですか",
                               length=6, reaction="thanked", reaction_at=at + timedelta(hours=2), technique="topic",
                               **row)  # fmt: skip
    for key in (None, "tap-1"):
        Interaction.objects.create(at=at, direction="theirs", channel="line", kind="message", length=12, once_key=key,
                                   source="LINEのトーク履歴", no_answer_needed=True, **row)  # fmt: skip
    Interaction.objects.create(
        at=at, direction="mine", channel="letter", kind="letter", recipients=40, thanks=True, **row
    )
    make_contact(owner, family="", given="", organisation="ひかり法律事務所", closed_at=at, closed_because="asked_to_stop",
                 never_suggest=True)  # fmt: skip
    make_contact(stranger, family="他人", given="の人")
    return one


def test_everything_comes_back_the_same_in_an_empty_house(
    owner: Any, house: Any, bring: Any, accept: Any, now: datetime, tmp_path: Path
) -> None:
    before = canonical(owner)
    summary = export.write_all(owner, tmp_path, now)
    assert (summary.contacts, summary.facts, summary.interactions) == (2, 4, 4)
    Contact.objects.filter(owner=owner).delete()
    batch = bring((tmp_path / "yorisoi.json").read_text(), name="yorisoi.json")
    assert accept(batch).created == 2
    assert canonical(owner) == before


def test_an_export_brought_back_to_its_own_house_changes_nothing(
    owner: Any, house: Any, bring: Any, accept: Any, now: datetime, tmp_path: Path
) -> None:
    export.write_all(owner, tmp_path, now)
    before = canonical(owner)
    batch = bring((tmp_path / "yorisoi.json").read_text(), name="yorisoi.json")
    assert batch.counts["skip"] == 2
    accept(batch)
    assert canonical(owner) == before


def test_what_came_back_counts_as_written_by_hand(
    owner: Any, house: Any, bring: Any, accept: Any, now: datetime, tmp_path: Path
) -> None:
    from tests.apps.exchange.conftest import card

    export.write_all(owner, tmp_path, now)
    Contact.objects.filter(owner=owner).delete()
    accept(bring((tmp_path / "yorisoi.json").read_text(), name="yorisoi.json"))
    accept(bring(card("髙橋", "花子", EMAIL="hanako@example.jp", TITLE="課長", REV="2027-01-01")))
    assert owner.contacts.get(family="髙橋").title == "部長"


@pytest.mark.parametrize("name", ["people.vcf", "people.csv"])
def test_the_tables_for_others_hold_names_and_ways_to_reach(
    owner: Any, house: Any, bring: Any, accept: Any, now: datetime, tmp_path: Path, name: str
) -> None:
    def names_and_points() -> Any:
        return [
            (p.family, p.given, p.family_kana, p.organisation, sorted(p.points.values_list("kind", "normal")))
            for p in Contact.objects.filter(owner=owner).order_by("family")
        ]

    before = names_and_points()
    export.write_all(owner, tmp_path, now)
    Contact.objects.filter(owner=owner).delete()
    accept(bring((tmp_path / name).read_bytes().decode("utf-8-sig"), name=name))
    assert names_and_points() == before


def test_files_are_the_owners_alone_and_never_half_written(
    owner: Any, house: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    export.write_all(owner, target, now)
    assert sorted(path.name for path in target.iterdir()) == ["people.csv", "people.vcf", "yorisoi.json"]
    assert {path.stat().st_mode & 0o777 for path in target.iterdir()} == {0o600}
    whole = (target / "yorisoi.json").read_bytes()

    def breaks(owner: Any, *, history: bool) -> Any:
        raise OSError("disk full")

    monkeypatch.setattr(export, "people", breaks)
    with pytest.raises(OSError, match="disk full"):
        export.write_all(owner, target, now)
    assert len(list(target.iterdir())) == 3
    assert (target / "yorisoi.json").read_bytes() == whole


def test_nobody_elses_people_and_our_own_preferences_are_in_it(owner: Any, house: Any, now: datetime) -> None:
    with export.as_zip(owner, now=now) as stream, zipfile.ZipFile(stream) as archive:
        assert sorted(archive.namelist()) == ["people.csv", "people.vcf", "yorisoi.json"]
        whole = json.loads(archive.read("yorisoi.json"))
        assert "他人" not in archive.read("people.csv").decode("utf-8-sig")
    assert whole["preferences"]["suggestions_per_day"] == 2
    assert [contact["family"] for contact in whole["contacts"]] == ["髙橋", ""]


def test_an_empty_house_exports_too(owner: Any, now: datetime, tmp_path: Path) -> None:
    assert export.write_all(owner, tmp_path, now).contacts == 0
    assert json.loads((tmp_path / "yorisoi.json").read_bytes())["contacts"] == []


def test_the_download_is_a_zip(signed_in: Any, house: Any) -> None:
    assert "2名" in signed_in.get(reverse("export")).content.decode()
    answer = signed_in.get(reverse("export_zip"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="yorisoi-2026-11-18.zip"'
    data = b"".join(answer.streaming_content)
    answer.close()
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
