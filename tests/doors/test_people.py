"""`yorisoi show` and `yorisoi record`: one person, looked at and written about."""

from __future__ import annotations

import json
import typing
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import Result

from yorisoi.doors.operations import record_interaction

RECORDED = ("--kind", "message", "--direction", "mine", "--channel", "email")


@pytest.fixture
def sato(owner: Any, now: datetime) -> Any:
    from yorisoi.apps.contacts import services
    from yorisoi.apps.contacts.models import Fact, FactKind

    contact = services.create(
        owner=owner, family="佐藤", given="花子", family_kana="さとう", organisation="青葉事務所", now=now
    )
    Fact.objects.create(
        owner=owner, contact=contact, kind=FactKind.CONCERN, text="後継ぎのこと", on=now.date(), source="名刺交換",
        created_at=now,
    )  # fmt: skip
    return contact


def test_a_person_is_shown_with_sources_and_advice(yorisoi: Callable[..., Result], sato: Any) -> None:
    answer = json.loads(yorisoi("show", "佐藤 花子", "--json").output)
    assert answer["id"] == sato.pk
    assert answer["uid"] == str(sato.uid)
    assert answer["facts"][0]["text"] == "後継ぎのこと"
    assert answer["facts"][0]["source"] == "名刺交換"
    assert answer["distance"]["advice"] in ("reach", "wait", "rest", "let_go")
    assert answer["timeline"] == []
    told = yorisoi("show", sato.pk).output
    assert told.startswith("佐藤 花子(さとう)\n  青葉事務所")
    assert "気にかかっていること: 後継ぎのこと(11月18日(水)、名刺交換)" in told


def test_nobody_and_several_are_told_apart(refused: Callable[..., str], sato: Any, owner: Any) -> None:
    from yorisoi.apps.contacts import services

    services.create(owner=owner, family="佐藤", given="太郎", organisation="みどり商店", now=sato.created_at)
    told = refused("show", "佐藤")
    assert "2人" in told
    assert f"{sato.pk} 佐藤 花子(青葉事務所)" in told
    assert "見つかりませんでした" in refused("show", "鈴木")
    assert "お名前か番号" in refused("show", " ")


def test_another_owners_person_is_nobody(
    refused: Callable[..., str], owner: Any, stranger: Any, make_contact: Any
) -> None:
    theirs = make_contact(stranger, family="近藤")
    assert "見つかりませんでした" in refused("show", theirs.pk)
    assert "見つかりませんでした" in refused("show", theirs.uid)
    assert "見つかりませんでした" in refused("record", "近藤", *RECORDED)


def test_an_interaction_is_recorded_and_shown(yorisoi: Callable[..., Result], sato: Any, now: datetime) -> None:
    answer = json.loads(
        yorisoi("record", sato.pk, *RECORDED, "--at", "2026-11-10T09:30", "--text", "ご案内です", "--json").output
    )
    assert answer["at"] == "2026-11-10T09:30:00+09:00"
    line = json.loads(yorisoi("show", sato.pk, "--json").output)["timeline"][0]
    assert line["id"] == answer["id"]
    assert line["text"] == "ご案内です"
    assert line["at"] == "2026-11-10T09:30:00+09:00"
    assert "書きとめました" in yorisoi("record", sato.pk, *RECORDED).output
    latest = json.loads(yorisoi("show", sato.pk, "--rows", "1", "--json").output)["timeline"]
    assert [datetime.fromisoformat(each["at"]) for each in latest] == [now]


def test_nothing_is_recorded_about_someone_who_was_only_found(
    yorisoi: Callable[..., Result], refused: Callable[..., str], sato: Any
) -> None:
    from yorisoi.apps.contacts import services
    from yorisoi.apps.interactions.models import Interaction

    services.reindex(owner=sato.owner)
    for word in ("後継ぎ", "青葉事務所"):
        assert json.loads(yorisoi("show", word, "--json").output)["id"] == sato.pk
        assert "お名前か番号で" in refused("record", word, *RECORDED)
    assert not Interaction.objects.exists()
    for name in (sato.pk, sato.uid, "佐藤 花子", "佐藤", "花子", "さとう", "佐"):
        assert json.loads(yorisoi("record", name, *RECORDED, "--json").output)["contact"] == sato.pk


def test_of_several_none_is_recorded_about(refused: Callable[..., str], sato: Any) -> None:
    from yorisoi.apps.contacts import services
    from yorisoi.apps.interactions.models import Interaction

    taro = services.create(owner=sato.owner, family="佐藤", given="太郎", now=sato.created_at)
    told = refused("record", "佐藤", *RECORDED)
    assert f"{sato.pk} 佐藤 花子(青葉事務所)、{taro.pk} 佐藤 太郎" in told
    assert not Interaction.objects.exists()


def test_another_year_is_written_out(yorisoi: Callable[..., Result], sato: Any) -> None:
    assert "花子さん 2024年1月1日(月) 0:00" in yorisoi("record", sato.pk, *RECORDED, "--at", "2024-01-01").output
    assert "花子さん 1月1日(木) 0:00" in yorisoi("record", sato.pk, *RECORDED, "--at", "2026-01-01").output


def test_the_same_word_records_once(yorisoi: Callable[..., Result], sato: Any) -> None:
    first, second = (
        json.loads(yorisoi("record", sato.pk, *RECORDED, "--once", "mail-17", "--json").output) for _ in range(2)
    )
    assert first["id"] == second["id"]
    assert len(json.loads(yorisoi("show", sato.pk, "--json").output)["timeline"]) == 1


def test_asked_to_stop_closes_the_tie(yorisoi: Callable[..., Result], sato: Any) -> None:
    answer = json.loads(yorisoi("record", sato.pk, *RECORDED, "--reaction", "asked_to_stop", "--json").output)
    assert answer["advice"] == "let_go"
    shown = json.loads(yorisoi("show", sato.pk, "--json").output)
    assert shown["closed_because"] == "asked_to_stop"


def test_what_the_timeline_cannot_hold_is_refused(refused: Callable[..., str], sato: Any) -> None:
    refused("record", sato.pk, *RECORDED, "--text", "あ" * 20_001)
    refused("record", sato.pk, *RECORDED, "--technique", "x" * 31)
    assert "own_news" in refused("record", sato.pk, *RECORDED, "--technique", "zzz")


def test_rebuild_folds_everyone_again(yorisoi: Callable[..., Result], sato: Any, now: datetime) -> None:
    from yorisoi.apps.interactions.models import Standing

    yorisoi("record", sato.pk, *RECORDED, "--at", (now - timedelta(days=2)).isoformat())
    before = Standing.objects.values().get()
    Standing.objects.all().delete()
    assert json.loads(yorisoi("rebuild", "--json").output) == {"people": 1}
    assert Standing.objects.values().get() == before
    assert "1人の間合い" in yorisoi("rebuild").output


def test_the_choices_are_those_of_the_timeline(db: None) -> None:
    """The words are written out at the door so that it opens quickly; they must be the timeline's own."""
    from yorisoi.apps.interactions import models

    assert set(typing.get_args(record_interaction.Kind)) == set(models.Kind.values)
    assert set(typing.get_args(record_interaction.Direction)) == set(models.Direction.values)
    assert set(typing.get_args(record_interaction.Channel)) == set(models.Channel.values)
    assert set(typing.get_args(record_interaction.Reaction)) == set(models.Reaction.values) - {""}
