"""Writing the timeline: once, for one person, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import folding, services
from yorisoi.apps.interactions.models import Interaction, Standing

EMAIL = {"direction": "mine", "channel": "email", "kind": "message"}


def standing(contact: Any) -> Standing:
    return Standing.objects.get(contact=contact)


def test_recording_folds_this_person_and_nobody_else(
    owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    sato, suzuki = make_contact(owner), make_contact(owner, family="鈴木")
    services.record(owner=owner, contact=sato, at=now, now=now, **EMAIL)
    assert standing(sato).unanswered == 1
    assert not Standing.objects.filter(contact=suzuki).exists()


def test_the_same_key_is_recorded_once(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato = make_contact(owner)
    rows = [services.record(owner=owner, contact=sato, at=now, now=now, once_key="tap:1", **EMAIL) for _ in range(3)]
    assert len({row.pk for row in rows}) == 1
    assert Interaction.objects.count() == 1


def test_two_owners_may_use_the_same_key(
    owner: Any, stranger: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    for who in (owner, stranger):
        services.record(owner=who, contact=make_contact(who), at=now, now=now, once_key="tap:1", **EMAIL)
    assert Interaction.objects.count() == 2


def test_another_owners_person_is_not_written_to(
    owner: Any, stranger: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    theirs = make_contact(stranger)
    with pytest.raises(Contact.DoesNotExist):
        services.record(owner=owner, contact=theirs, at=now, now=now, **EMAIL)
    assert Interaction.objects.count() == 0


@pytest.mark.parametrize("field", ["direction", "channel", "kind"])
def test_an_unknown_word_writes_nothing(
    owner: Any, make_contact: Callable[..., Any], now: datetime, field: str
) -> None:
    with pytest.raises(ValidationError):
        services.record(owner=owner, contact=make_contact(owner), at=now, now=now, **{**EMAIL, field: "telepathy"})
    assert Interaction.objects.count() == 0


def test_back_dating_gives_what_replay_gives(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato, fresh = make_contact(owner, closeness="middle"), make_contact(owner, closeness="middle")
    days = (200, 120, 60, 10)
    for back in (60, 10, 200, 120):
        row = services.record(owner=owner, contact=sato, at=now - timedelta(days=back), now=now, **EMAIL)
    for back in days:
        services.record(owner=owner, contact=fresh, at=now - timedelta(days=back), now=now, **EMAIL)
    fields = ("strength", "pressure", "unanswered", "opens_at", "closes_at", "lets_go")
    assert [getattr(standing(sato), f) for f in fields] == [getattr(standing(fresh), f) for f in fields]
    services.change(owner=owner, interaction_id=row.pk, now=now, at=now - timedelta(days=1))
    assert standing(sato).touched_at == now - timedelta(days=1)


def test_removing_a_row_takes_its_weight_away(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato = make_contact(owner)
    services.record(owner=owner, contact=sato, at=now - timedelta(days=90), now=now, **EMAIL)
    before = standing(sato).pressure
    row = services.record(owner=owner, contact=sato, at=now, now=now, **EMAIL)
    services.remove(owner=owner, interaction_id=row.pk, now=now)
    assert standing(sato).pressure == before


def test_a_reply_clears_the_pressure_at_once(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato = make_contact(owner)
    row = services.record(owner=owner, contact=sato, at=now - timedelta(days=3), now=now, **EMAIL)
    services.react(owner=owner, interaction_id=row.pk, reaction="replied", now=now)
    assert standing(sato).unanswered == 0
    assert standing(sato).pressure == 0


def test_asked_to_stop_closes_and_only_they_open_again(
    owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    sato = make_contact(owner)
    row = services.record(owner=owner, contact=sato, at=now - timedelta(days=3), now=now, **EMAIL)
    services.react(owner=owner, interaction_id=row.pk, reaction="asked_to_stop", now=now)
    sato.refresh_from_db()
    assert sato.closed_because == "asked_to_stop"
    assert standing(sato).lets_go
    later = now + timedelta(days=400)
    services.record(owner=owner, contact=sato, at=later, now=later, **EMAIL)
    sato.refresh_from_db()
    assert sato.is_closed
    services.record(owner=owner, contact=sato, at=later, now=later, direction="theirs", channel="email", kind="message")
    sato.refresh_from_db()
    assert not sato.is_closed
    assert not standing(sato).lets_go


def test_a_mistaken_tap_is_taken_back(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato = make_contact(owner)
    row = services.record(owner=owner, contact=sato, at=now, now=now, **EMAIL)
    services.react(owner=owner, interaction_id=row.pk, reaction="asked_to_stop", now=now)
    services.react(owner=owner, interaction_id=row.pk, reaction="", now=now)
    sato.refresh_from_db()
    assert not sato.is_closed


def test_an_old_message_of_theirs_opens_nothing(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato = make_contact(owner)
    services.close(owner=owner, contact=sato, because="declined", now=now)
    services.record(
        owner=owner,
        contact=sato,
        at=now - timedelta(days=30),
        now=now,
        direction="theirs",
        channel="line",
        kind="message",
    )
    sato.refresh_from_db()
    assert sato.is_closed


def test_a_settled_reply_is_no_longer_owed(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato = make_contact(owner)
    services.record(owner=owner, contact=sato, at=now, now=now, direction="theirs", channel="line", kind="message")
    assert standing(sato).reply_owed_at == now
    services.settle_reply(owner=owner, contact=sato, now=now)
    assert standing(sato).reply_owed_at is None


def test_rebuild_gives_the_same_standings(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    people = [make_contact(owner, family=f"人{i}", closeness="outer") for i in range(5)]
    for i, contact in enumerate(people):
        services.record(owner=owner, contact=contact, at=now - timedelta(days=i * 40), now=now, **EMAIL)
    before = list(Standing.objects.order_by("pk").values())
    Standing.objects.all().delete()
    seen: list[tuple[int, int]] = []
    assert folding.rebuild(owner=owner, now=now, progress=lambda done, total: seen.append((done, total))) == 5
    assert list(Standing.objects.order_by("pk").values()) == before
    assert seen[-1] == (5, 5)


def test_refolding_costs_the_same_number_of_queries_for_any_history(
    owner: Any, make_contact: Callable[..., Any], now: datetime, django_assert_num_queries: Any
) -> None:
    sato = make_contact(owner)
    for i in range(40):
        services.record(owner=owner, contact=sato, at=now - timedelta(days=i), now=now, **EMAIL)
    # What holds for all, savepoint and release, person, rows, facts, tags, seasons, delete, insert, what was
    # learned, whose week ran out.
    with django_assert_num_queries(12):
        services.refold(owner=owner, contact_ids=[sato.pk], now=now)


def test_a_text_without_end_is_declined(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    with pytest.raises(ValidationError):
        services.record(owner=owner, contact=make_contact(owner), at=now, now=now, text="あ" * 20_001, **EMAIL)
    assert Interaction.objects.count() == 0


def test_an_unknown_technique_writes_nothing(owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
    sato = make_contact(owner)
    with pytest.raises(ValidationError, match="技術「flattery」"):
        services.record(owner=owner, contact=sato, at=now, now=now, technique="flattery", **EMAIL)
    assert not Interaction.objects.exists()
    row = services.record(owner=owner, contact=sato, at=now, now=now, technique="own_news", **EMAIL)
    with pytest.raises(ValidationError):
        services.change(owner=owner, interaction_id=row.pk, now=now, technique="flattery")
    assert Interaction.objects.get().technique == "own_news"


def test_a_technique_from_elsewhere_does_not_stop_a_correction(
    owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    row = services.record(owner=owner, contact=make_contact(owner), at=now, now=now, **EMAIL)
    Interaction.objects.update(technique="brought")
    services.change(owner=owner, interaction_id=row.pk, now=now, technique="brought", text="直しました")
    assert Interaction.objects.values_list("text", "technique").get() == ("直しました", "brought")
