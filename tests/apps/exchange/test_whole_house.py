"""A house that uses every field, taken out and brought back to an empty one; and what of it can be taken back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from tests.apps.exchange.conftest import card
from yorisoi.apps.accounts.models import Preferences
from yorisoi.apps.accounts.services import save_preferences
from yorisoi.apps.contacts import seasons
from yorisoi.apps.contacts import services as contacts
from yorisoi.apps.contacts.models import Contact, Fact, Point, SeasonOverride, Tag
from yorisoi.apps.exchange import export, services
from yorisoi.apps.exchange.errors import AllEditedError
from yorisoi.apps.interactions.models import Interaction, Standing
from yorisoi.apps.today import services as today

# Ids, owners, caches of other columns, and the house's own clock and marks: all that a dump leaves out.
_HOUSES_OWN = {"id", "owner_id", "contact_id", "created_at", "updated_at", "once_key", "normal"}


def dump(owner: Any) -> dict[str, Any]:
    """Every column of everything about people and of the owner's wishes, in an order of its own."""

    def rows(model: Any, **of: Any) -> list[str]:
        names = [f.attname for f in model._meta.concrete_fields if f.attname not in _HOUSES_OWN]
        return sorted(json.dumps(row, default=str, sort_keys=True) for row in model.objects.filter(**of).values(*names))

    people = {
        str(one.uid): {
            m.__name__: rows(m, owner=owner, contact=one) for m in (Point, Tag, Fact, Interaction, SeasonOverride)
        }
        for one in Contact.objects.filter(owner=owner)
    }
    return {
        "people": people,
        "cards": rows(Contact, owner=owner),
        "trades": rows(SeasonOverride, owner=owner, contact=None),
        "preferences": model_to_dict(Preferences.objects.get(owner=owner)),
    }


@pytest.fixture
def full_house(owner: Any, make_contact: Any, now: datetime) -> Any:
    at = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    save_preferences(
        owner=owner, now=now, suggestions_per_day=3, suggestions_per_week=5, comfort="wider", product="保険",
        mode="mlm", rules_off=["hollow"], my_names=["私", "みのり"], keep_bodies=True, own_news="引っ越しました",
    )  # fmt: skip
    one = contacts.create(
        owner=owner, now=now, source="名刺交換", family="髙橋", given="花子", family_kana="たかはし", given_kana="はなこ",
        organisation="みどり", department="営業部", title="部長", profession="zeirishi", birthday="--04-01",
        met_on=date(1900, 1, 1), met_where="横浜", met_how="交流会", closeness="close", tags=["交流会"],
        points=[contacts.NewPoint("mail", "h@example.jp", "仕事", date(2026, 1, 2))],
    )  # fmt: skip
    contacts.update(owner=owner, contact=one, now=now, source="本人から", title="所長")
    Contact.objects.filter(pk=one.pk).update(comfort="nearer", learning_from=at)
    contacts.add_point(
        owner=owner, contact=one, kind="phone", value="03-1234-5678", source="葉書", now=now, on=date(2025, 3, 3)
    )
    contacts.add_fact(owner=owner, contact=one, kind="request", wish="busy_until", text="忙しい", on=date(2026, 1, 1),
                      until=date(2200, 12, 31), source="電話", now=now)  # fmt: skip
    contacts.add_fact(owner=owner, contact=one, kind="concern", text="人手", on=date(2026, 1, 1), now=now)
    seasons.add_season(owner=owner, contact=one, first="12-01", last="01-15", level=3, text="決算", now=now)
    seasons.add_season(owner=owner, profession="zeirishi", first="02-16", last="03-15", level=2, text="申告", now=now)
    row = {"owner": owner, "contact": one, "created_at": now, "at": at, "direction": "theirs", "channel": "line"}
    Interaction.objects.create(text="[ファイル]", length=0, **row)
    Interaction.objects.create(text="", length=12, recipients=3, reaction="thanked", reaction_at=at, thanks=True,
                               asks_reply=True, technique="topic", no_answer_needed=True, source="LINE", **row)  # fmt: skip
    closed = make_contact(owner, family="森", closed_at=at, closed_because="declined", never_suggest=True)
    resting = contacts.create(owner=owner, now=now, family="林")
    today.rest(owner=owner, contact=resting, until=date(2027, 6, 1), now=now)
    return closed


@pytest.fixture
def emptied(owner: Any, full_house: Any, now: datetime, tmp_path: Path) -> tuple[dict[str, Any], str]:
    """What the house held, and its export; then nothing is left."""
    before = dump(owner)
    export.write_all(owner, tmp_path, now)
    Contact.objects.filter(owner=owner).delete()
    SeasonOverride.objects.filter(owner=owner).delete()
    Preferences.objects.filter(owner=owner).delete()
    Preferences.objects.create(owner=owner)
    return before, (tmp_path / "yorisoi.json").read_text()


def test_every_field_comes_back(owner: Any, emptied: Any, bring: Any, accept: Any) -> None:
    before, text = emptied
    accept(bring(text, name="yorisoi.json"))
    assert dump(owner) == before


def test_who_rests_goes_on_resting(owner: Any, emptied: Any, bring: Any, accept: Any) -> None:
    accept(bring(emptied[1], name="yorisoi.json"))
    assert Standing.objects.get(contact__family="林").rests


def test_the_plan_says_so_in_a_line_each(owner: Any, emptied: Any, bring: Any, signed_in: Any) -> None:
    batch = bring(emptied[1], name="yorisoi.json")
    page = signed_in.get(reverse("import_plan", args=[batch.pk])).content.decode()
    assert "設定も、書き出したときのものにします(" in page
    assert "扱っているもの" in page
    assert "職業ごとの忙しい時期を、1件加えます。" in page
    assert Preferences.objects.get(owner=owner).product == ""


def test_undo_takes_all_of_it_back(owner: Any, emptied: Any, bring: Any, accept: Any, now: Any) -> None:
    before = dump(owner)
    batch = bring(emptied[1], name="yorisoi.json")
    accept(batch)
    services.undo(owner=owner, batch=batch, now=now)
    assert dump(owner) == before


def test_what_was_chosen_here_is_not_overwritten(owner: Any, emptied: Any, bring: Any, accept: Any) -> None:
    save_preferences(owner=owner, product="花")
    batch = bring(emptied[1], name="yorisoi.json")
    assert "preferences" not in batch.material
    accept(batch)
    assert Preferences.objects.get(owner=owner).product == "花"
    assert Preferences.objects.get(owner=owner).mode == "normal"


def test_what_is_chosen_after_the_plan_stands(owner: Any, emptied: Any, bring: Any, accept: Any) -> None:
    batch = bring(emptied[1], name="yorisoi.json")
    save_preferences(owner=owner, product="花")
    accept(batch)
    assert Preferences.objects.get(owner=owner).mode == "normal"


def test_preferences_nobody_could_choose_stay_out(owner: Any, bring: Any, accept: Any) -> None:
    said = {"suggestions_per_day": 9000, "mode": "x", "keep_bodies": "yes", "product": "あ" * 900, "owner": 3,
            "my_names": [1, "私\u202e"], "comfort": None, "strange": 1}  # fmt: skip
    whole = {"format": "yorisoi", "version": 1, "preferences": said, "seasons": [3, {"first": "02-30"}],
             "contacts": [{"family": "林"}]}  # fmt: skip
    batch = bring(json.dumps(whole), name="yorisoi.json")
    assert batch.material == {"preferences": {"my_names": ["私"]}}
    accept(batch)


def test_an_absurd_day_is_dropped_and_the_person_stays(owner: Any, bring: Any, accept: Any) -> None:
    person = {
        "family": "林", "met_on": "9999-12-31",
        "facts": [{"kind": "request", "text": "忙しい", "wish": "busy_until", "on": "2026-01-01", "until": "9999-12-31"}],
    }  # fmt: skip
    batch = bring(json.dumps({"format": "yorisoi", "version": 1, "contacts": [person]}), name="yorisoi.json")
    assert any("9999-12-31" in one for one in batch.rows.get().warnings)
    accept(batch)
    one = Contact.objects.get(owner=owner)
    assert (one.met_on, one.facts.get().until) == (None, None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vcf", card("林", "次郎", BDAY="9999-12-31")),
        ("a.csv", "姓,名,メールアドレス,誕生日\n林,次郎,j@example.jp,9999-12-31\n"),
    ],
)
def test_other_formats_say_so_too(owner: Any, bring: Any, name: str, text: str) -> None:
    row = bring(text, name=name).rows.get()
    assert any("9999" in one for one in row.warnings)
    assert (row.name, row.record["person"].get("birthday")) == ("林 次郎", None)


def test_a_profession_is_shown_by_its_name(owner: Any, make_contact: Any, bring: Any, signed_in: Any) -> None:
    one = make_contact(owner, family="林", given="次郎", profession="bengoshi")
    contacts.add_point(owner=owner, contact=one, kind="mail", value="j@example.jp", now=one.created_at)
    whole = {"format": "yorisoi", "version": 1, "contacts": [
        {"family": "林", "given": "次郎", "profession": "zeirishi", "points": [{"kind": "mail", "value": "j@example.jp"}]}
    ]}  # fmt: skip
    batch = bring(json.dumps(whole), name="yorisoi.json")
    page = signed_in.get(reverse("import_plan", args=[batch.pk])).content.decode()
    assert "税理士" in page
    assert "zeirishi" not in page


def test_an_undo_that_restores_nobody_says_so_and_stays_open(
    owner: Any, bring: Any, accept: Any, signed_in: Any, now: Any
) -> None:
    batch = bring(card("林", "次郎"))
    accept(batch)
    one = Contact.objects.get(owner=owner)
    contacts.update(owner=owner, contact=one, now=now, title="所長")
    with pytest.raises(AllEditedError):
        services.undo(owner=owner, batch=batch, now=now, keep_edited=True)
    answer = signed_in.post(reverse("import_undo", args=[batch.pk]), {"keep_edited": "yes"}, follow=True)
    page = answer.content.decode()
    assert "何も戻さずにおきます" in page
    assert "取り込む前に戻しました" not in page
    batch.refresh_from_db()
    assert batch.state == "applied"


def test_an_undo_in_part_says_who_stays(owner: Any, bring: Any, accept: Any, signed_in: Any, now: Any) -> None:
    batch = bring(card("林", "次郎") + card("森", "三郎"))
    accept(batch)
    contacts.update(owner=owner, contact=Contact.objects.get(owner=owner, family="林"), now=now, title="所長")
    answer = signed_in.post(reverse("import_undo", args=[batch.pk]), {"keep_edited": "yes"}, follow=True)
    assert "取り込む前に戻しました(1名)。手を加えられた1名は、そのままです。" in answer.content.decode()
