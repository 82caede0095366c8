"""A drawer of three hundred old cards brings no storm: the mornings after it stay as calm as the ones before."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.cards.conftest import said

CARDS = 300
TRADES = ("", "sharoshi", "zeirishi", "bengoshi")
MORNINGS = 14


def name_of(number: int) -> tuple[str, str]:
    family = "佐鈴高田伊渡山中小加吉井木林清斎"[number % 16] + "藤田山本木"[number // 16 % 5]
    return family, f"{'一二三四五六七八九十'[number % 10]}{'郎子美夫'[number // 10 % 4]}{number}"


def exchanged(number: int, today: date) -> str:
    """A drawer's own mix: a third without a date, the rest over six years, a few of this week."""
    if number % 3 == 0:
        return ""
    return f"{today - timedelta(days=number % 7 if number % 25 == 1 else 7 * number):%Y/%m/%d}"


def app_csv(today: date) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("11月18日09時00分 JST にEightで生成された名刺リストです。",))
    rows.writerow(
        (
            "会社名", "部署名", "役職", "氏名", "e-mail", "郵便番号", "住所", "TEL会社", "TEL部門", "TEL直通", "Fax",
            "携帯電話", "URL", "名刺交換日", "Eightでつながっている人", "再データ化中の名刺", "'?'を含んだデータ",
        )
    )  # fmt: skip
    for number in range(CARDS):
        name = " ".join(name_of(number))
        rows.writerow(
            (
                f"第{number}工房", "営業部", "部長", name, f"p{number}@example.jp", "", "", "", "", "", "", "", "",
                exchanged(number, today), "", "", "",
            )
        )  # fmt: skip
    return out.getvalue()


@pytest.fixture
def photographs(owner: Any, now: datetime) -> Callable[[], Any]:
    """Three hundred cards that have been read, each with words worth keeping; their import."""
    from yorisoi.apps.cards.models import Card
    from yorisoi.apps.cards.reading import dump
    from yorisoi.apps.exchange import photos
    from yorisoi.apps.exchange.models import ImportBatch, State

    def receive() -> Any:
        stack = uuid.uuid4()
        batch = ImportBatch.objects.create(
            owner=owner, file_name="drawer.zip", format="card_photo", label="名刺の写真", state=State.READING, stack=stack,
            created_at=now,
        )  # fmt: skip
        Card.objects.bulk_create(
            Card(
                owner=owner, stack=stack, sha256=f"{number:064}", width=9, height=5, state="read", created_at=now,
                reading=dump(
                    said(
                        name=" ".join(name_of(number)), family=name_of(number)[0], given=name_of(number)[1],
                        company=f"第{number}工房", email=f"p{number}@example.jp", qualification=TRADES[number % 4],
                        extra=("創業支援と補助金の申請をお手伝いします",),
                    )
                ),
            )
            for number in range(CARDS)
        )  # fmt: skip
        return photos.plan_if_read(owner=owner, batch_id=batch.pk, now=now)

    return receive


@pytest.fixture(params=["photographs", "csv"])
def drawer(request: pytest.FixtureRequest, bring: Any, accept: Any, photographs: Any, now: datetime) -> Any:
    """The drawer brought in, as photographs or as a card app's list."""
    batch = photographs() if request.param == "photographs" else bring(app_csv(now.date()), name="eight.csv")
    assert accept(batch).created == CARDS
    return batch


def mornings(now: datetime, count: int = MORNINGS) -> list[datetime]:
    return [now.replace(hour=9) + timedelta(days=day) for day in range(1, count + 1)]


@pytest.fixture
def talked_about(owner: Any, drawer: Any, now: datetime) -> None:
    """Something is known of a third of them, so that there would be enough to say."""
    from yorisoi.apps.contacts.models import Fact
    from yorisoi.apps.exchange import sorting
    from yorisoi.apps.interactions import services as interactions

    ids = list(sorting.people(drawer).values_list("pk", flat=True))[1::3]
    long_ago = now.date() - timedelta(days=400)
    Fact.objects.bulk_create(
        Fact(owner=owner, contact_id=pk, kind="interest", text="山歩き", on=long_ago, created_at=now) for pk in ids
    )
    interactions.refold(owner=owner, contact_ids=ids, now=now)


@pytest.mark.usefixtures("talked_about")
def test_just_remembered_nobody_is_suggested(owner: Any, drawer: Any, now: datetime) -> None:
    """The default. Only somebody met these very days may be thanked, and never the whole drawer at once."""
    from yorisoi.apps.today.selectors import list_today

    for morning in mornings(now):
        today = list_today(owner, morning)
        assert list(today.suggestions) == []
        assert len(today.thanks) <= 5


def test_who_was_met_long_ago_or_without_a_day_is_not_thanked(owner: Any, drawer: Any, now: datetime) -> None:
    from yorisoi.apps.today.selectors import list_today

    for morning in mornings(now, 3):
        today = list_today(owner, morning)
        for thanks in today.thanks:
            assert thanks.contact.met_on is not None
            assert (morning.date() - thanks.contact.met_on).days <= 7
        assert len(today.thanks) + today.thanks_more <= CARDS // 25


@pytest.mark.usefixtures("talked_about")
@pytest.mark.parametrize("closeness", ["outer", "close"])
@pytest.mark.parametrize("diligent", [True, False], ids=["all followed", "none followed"])
def test_however_near_all_are_set_the_budget_holds(
    owner: Any, drawer: Any, now: datetime, closeness: str, diligent: bool
) -> None:
    from yorisoi.apps.accounts.selectors import preferences_of
    from yorisoi.apps.exchange import sorting
    from yorisoi.apps.today import services as today_services
    from yorisoi.apps.today.selectors import list_today

    everybody = dict.fromkeys(sorting.people(drawer).values_list("pk", flat=True), closeness)
    assert sorting.set_closeness(owner=owner, batch=drawer, choices=everybody, now=now) == CARDS
    budget = preferences_of(owner)
    followed: list[int] = []
    for morning in mornings(now):
        today = list_today(owner, morning)
        assert len(today.suggestions) <= budget.suggestions_per_day
        assert len(today.thanks) <= 5
        followed.append(len(today.suggestions))
        if diligent:
            assert sum(followed[-7:]) <= budget.suggestions_per_week
        for each in today.suggestions if diligent else ():
            technique = each.technique.id if each.technique else ""
            today_services.done(owner=owner, contact=each.contact, now=morning, technique=technique)
    # Of whom no day of meeting is known, nobody is suggested at all; of the others there is something to hold.
    assert (sum(followed) > 0) is (drawer.format == "contact_csv")


def test_sorting_can_still_be_taken_back_with_the_import(
    owner: Any, drawer: Any, signed_in: Any, now: datetime
) -> None:
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.exchange import services, sorting

    one = sorting.people(drawer)[0]
    page = reverse("import_sort", args=[drawer.pk])
    assert signed_in.get(page).status_code == 200
    assert signed_in.post(page, {f"closeness-{one.pk}": "close"}).status_code == 302
    assert signed_in.post(page, {f"closeness-{one.pk}": "outer"}, headers={"HX-Request": "true"}).status_code == 200
    one.refresh_from_db()
    assert (one.closeness, sorting.chosen(drawer)) == ("outer", 1)
    assert signed_in.post(page, {"done": "yes"})["Location"] == reverse("people")
    drawer.refresh_from_db()
    assert drawer.sorted_at == now
    assert not sorting.is_wanted(drawer)
    assert services.undo(owner=owner, batch=drawer, now=now) == CARDS
    assert Contact.objects.count() == 0


def test_one_tap_leaves_everybody_as_remembered(owner: Any, drawer: Any, signed_in: Any) -> None:
    from yorisoi.apps.contacts.models import Contact

    result = reverse("import_result", args=[drawer.pk])
    assert "みなさん「覚えておくだけ」にする" in signed_in.get(result).content.decode()
    signed_in.post(reverse("import_sort", args=[drawer.pk]), {"done": "yes"})
    assert set(Contact.objects.values_list("closeness", flat=True)) == {"remember"}
    assert "みなさん「覚えておくだけ」にする" not in signed_in.get(result).content.decode()


def test_sorting_touches_nobody_else(
    owner: Any, stranger: Any, bring: Any, accept: Any, make_contact: Any, signed_in: Any, now: datetime
) -> None:
    from tests.apps.exchange.conftest import card
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.exchange import sorting

    mine, theirs = make_contact(owner, family="森"), make_contact(stranger, family="林")
    batch = bring(card("池", "一"))
    assert not sorting.is_wanted(batch)
    assert signed_in.post(reverse("import_sort", args=[batch.pk]), {"done": "yes"}).status_code == 302
    accept(batch)
    new = sorting.people(batch).get()
    choices = dict.fromkeys((mine.pk, theirs.pk, new.pk, 10**15), "close") | {new.pk: "nearest"}
    assert sorting.set_closeness(owner=owner, batch=batch, choices=choices, now=now) == 0
    assert set(Contact.objects.values_list("closeness", flat=True)) == {"remember"}


def test_an_edit_before_sorting_is_still_an_edit(owner: Any, bring: Any, accept: Any, now: datetime) -> None:
    from tests.apps.exchange.conftest import card
    from yorisoi.apps.contacts import services as contacts
    from yorisoi.apps.exchange import services, sorting

    batch = bring(card("池", "一"))
    accept(batch)
    contacts.update(owner=owner, contact=sorting.people(batch).get(), now=now, title="代表")
    sorting.set_closeness(owner=owner, batch=batch, choices={sorting.people(batch).get().pk: "close"}, now=now)
    with pytest.raises(services.EditedSinceError):
        services.undo(owner=owner, batch=batch, now=now)


def test_a_house_that_comes_back_is_not_sorted_again(owner: Any) -> None:
    from yorisoi.apps.exchange import sorting
    from yorisoi.apps.exchange.models import ImportBatch

    def batch(kind: str, created: int) -> ImportBatch:
        return ImportBatch(owner=owner, state="applied", format=kind, counts={"done": {"created": created}})

    assert sorting.is_wanted(batch("vcard", 1))
    assert not sorting.is_wanted(batch("yorisoi_json", 300))
    assert not sorting.is_wanted(batch("line", 0))
