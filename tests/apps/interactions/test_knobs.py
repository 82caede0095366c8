"""The comfort with one person and the pages of what was learned, through Django's client."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.interactions.test_learning import history
from yorisoi.apps.accounts.models import Comfort, Preferences
from yorisoi.apps.contacts.models import Fact
from yorisoi.apps.interactions import comfort, services
from yorisoi.apps.interactions.models import Interaction, OwnerLearning, PersonLearning, Refolding, Standing

CHOICES = [choice.value for choice in Comfort]


@pytest.fixture
def sato(owner: Any, make_contact: Callable[..., Any], now: datetime) -> Any:
    """A close tie; they wrote five days ago."""
    contact = make_contact(owner, family="佐藤", closeness="close")
    services.record(owner=owner, contact=contact, at=now - timedelta(days=5), direction="theirs", channel="email",
                    kind="message", now=now)  # fmt: skip
    return contact


def page(client: Client, contact: Any) -> str:
    return client.get(reverse("person", args=[contact.pk])).content.decode()


def opens(contact: Any) -> datetime | None:
    return Standing.objects.get(contact=contact).opens_at


def choices(owner: Any, contact: Any, now: datetime) -> list[comfort.Choice]:
    contact.refresh_from_db()
    rows = list(Interaction.objects.filter(contact=contact).order_by("at", "pk"))
    return comfort.choices(contact, rows, list(Fact.objects.filter(contact=contact)), now=now)


class TestComfort:
    @pytest.mark.parametrize("chosen", CHOICES)
    def test_what_is_shown_before_is_what_comes(
        self, signed_in: Client, owner: Any, sato: Any, now: datetime, chosen: str
    ) -> None:
        told = {choice.value: choice for choice in choices(owner, sato, now)}
        signed_in.post(reverse("person_comfort", args=[sato.pk]), {"comfort": chosen})
        assert opens(sato) == told[chosen].opens
        assert [choice.chosen for choice in choices(owner, sato, now)] == [value == chosen for value in CHOICES]

    def test_the_dates_stand_in_order(self, owner: Any, sato: Any, now: datetime) -> None:
        wider, usual, nearer = choices(owner, sato, now)
        assert wider.opens > usual.opens > nearer.opens
        assert wider.opens - usual.opens >= timedelta(days=15)  # the turn of the year may add its own days
        assert usual.opens - nearer.opens >= timedelta(days=8)

    def test_the_effect_is_told_in_days_before_it_is_chosen(self, signed_in: Client, sato: Any, now: datetime) -> None:
        shown = page(signed_in, sato)
        assert "次は12月14日(月)ごろです。" in shown
        assert "12月14日(月)ごろ → 12月3日(木)ごろになります。" in shown
        assert "もう少し間をあける" in shown
        assert "短くなりません" in shown

    def test_looking_changes_nothing(self, signed_in: Client, owner: Any, sato: Any, now: datetime) -> None:
        before = Standing.objects.filter(contact=sato).values().get()
        page(signed_in, sato)
        assert Standing.objects.filter(contact=sato).values().get() == before

    def test_a_wish_for_one_lies_on_top_of_the_wish_for_all(
        self, signed_in: Client, owner: Any, sato: Any, now: datetime
    ) -> None:
        usual = opens(sato)
        Preferences.objects.filter(owner=owner).update(comfort=Comfort.WIDER)
        signed_in.post(reverse("person_comfort", args=[sato.pk]), {"comfort": "nearer"})
        assert opens(sato) == usual

    @pytest.mark.parametrize("wrong", ["", "nearest", "wider "])
    def test_what_is_no_comfort_changes_nothing(self, signed_in: Client, sato: Any, wrong: str) -> None:
        before = opens(sato)
        response = signed_in.post(reverse("person_comfort", args=[sato.pk]), {"comfort": wrong}, follow=True)
        assert "三つの中から" in response.content.decode()
        sato.refresh_from_db()
        assert sato.comfort == "usual"
        assert opens(sato) == before

    def test_nobody_is_nearer_than_a_missing_answer(self, owner: Any, sato: Any, now: datetime) -> None:
        services.record(owner=owner, contact=sato, at=now - timedelta(days=1), direction="mine", channel="email",
                        kind="ask", asks_reply=True, now=now)  # fmt: skip
        wider, usual, nearer = choices(owner, sato, now)
        assert nearer.opens == usual.opens < wider.opens
        assert usual.opens >= now + timedelta(days=59)
        assert nearer.effect == usual.effect

    def test_a_closed_tie_has_no_knob(self, signed_in: Client, owner: Any, sato: Any, now: datetime) -> None:
        services.close(owner=owner, contact=sato, because="declined", now=now)
        assert reverse("person_comfort", args=[sato.pk]) not in page(signed_in, sato)
        signed_in.post(reverse("person_comfort", args=[sato.pk]), {"comfort": "nearer"})
        assert opens(sato) is None
        assert Standing.objects.get(contact=sato).lets_go

    def test_somebody_just_remembered(self, owner: Any, make_contact: Callable[..., Any], now: datetime) -> None:
        contact = make_contact(owner)
        services.refold(owner=owner, contact_ids=[contact.pk], now=now)
        assert {choice.effect for choice in choices(owner, contact, now)} == {
            "こちらから動く予定はないので、日付は変わりません。"
        }


class TestEffect:
    """The words, from the date as it is and the date as it would be (days from now; None for no plan)."""

    @pytest.mark.parametrize(
        ("current", "opens", "said"),
        [
            (None, None, "予定はない"),
            (26, 26, "次は12月14日(月)ごろです。"),
            (26, 40, "12月14日(月)ごろ → 12月28日(月)ごろになります。"),
            (26, 50, "12月14日(月)ごろ → 2027年1月7日(木)ごろになります。"),
            (26, -3, "12月14日(月)ごろ → いまから、ご連絡してよいころになります。"),
            (-3, 26, "12月14日(月)ごろまで、もう少し間をあけます。"),
            (-3, -9, "いまは、ご連絡してよいころです。"),
            (-3, -3, "いまは、ご連絡してよいころです。"),
        ],
    )
    def test_words(self, now: datetime, current: int | None, opens: int | None, said: str) -> None:
        def at(days: int | None) -> datetime | None:
            return None if days is None else now + timedelta(days=days)

        assert said in comfort.effect(at(current), at(opens), now=now)


class TestPreferences:
    def test_the_days_are_shown_before(self, signed_in: Client) -> None:
        shown = signed_in.get(reverse("preferences")).content.decode()
        for days in ("30日", "45日", "20日", "135日", "60日", "90日"):
            assert days in shown
        assert "短くなりません" in shown

    def test_choosing_moves_everybody(self, signed_in: Client, owner: Any, sato: Any) -> None:
        before = opens(sato)
        good = {"suggestions_per_day": "2", "suggestions_per_week": "8", "mode": "normal"}
        signed_in.post(reverse("preferences"), {**good, "comfort": "wider"})
        assert Preferences.objects.get(owner=owner).comfort == "wider"
        assert opens(sato) > before
        signed_in.post(reverse("preferences"), good)  # not chosen is not changed
        assert Preferences.objects.get(owner=owner).comfort == "wider"

    def test_what_is_no_comfort_is_asked_again(self, signed_in: Client, owner: Any) -> None:
        bad = {"suggestions_per_day": "2", "suggestions_per_week": "8", "mode": "normal", "comfort": "nearest"}
        assert signed_in.post(reverse("preferences"), bad).status_code == 422
        assert Preferences.objects.get(owner=owner).comfort == "usual"


class TestLearned:
    def test_of_a_stranger_the_page_says_so(self, signed_in: Client, sato: Any) -> None:
        shown = page(signed_in, sato)
        assert "まだよくわかりません" in shown
        assert reverse("person_forget", args=[sato.pk]) not in shown

    def test_a_person_who_takes_time_and_is_forgotten(
        self, signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        contact = make_contact(owner, family="鈴木")
        history(owner, contact, now, asks=6, answers=False)
        services.rebuild(owner=owner, now=now)
        assert "お返事までに間のある方" in page(signed_in, contact)
        url = reverse("person_forget", args=[contact.pk])
        shown = signed_in.post(url, follow=True).content.decode()
        assert "忘れました" in shown
        assert "まだよくわかりません" in shown
        assert "あらためて学んでいます" in shown
        assert Interaction.objects.filter(contact=contact).count() == 7
        shown = signed_in.post(url, {"again": "1"}, follow=True).content.decode()
        assert "お返事までに間のある方" in shown

    def test_the_page_for_all(
        self, signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        empty = signed_in.get(reverse("learned")).content.decode()
        assert "まだよくわかりません" in empty
        for number in range(5):
            history(owner, make_contact(owner, family=f"人{number}"), now, asks=6, answers=True)
        services.rebuild(owner=owner, now=now)
        shown = signed_in.get(reverse("learned")).content.decode()
        assert "5人への、結果のわかったお声がけ30件から" in shown
        assert "300件になったら" in shown
        assert "点数をつけることもありません" in shown

    def test_all_is_forgotten_and_taken_in_again(
        self, signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        history(owner, make_contact(owner), now, asks=6, answers=True)
        services.rebuild(owner=owner, now=now)
        url = reverse("learned_forget")
        shown = signed_in.post(url, follow=True).content.decode()
        assert "すべて忘れました" in shown
        assert OwnerLearning.objects.get(owner=owner).reset_at == now
        assert not PersonLearning.objects.exists()
        shown = signed_in.post(url, {"again": "1"}, follow=True).content.decode()
        assert "もう一度学びます" in shown
        assert OwnerLearning.objects.get(owner=owner).outcomes == 6

    def test_what_was_cut_off_can_be_continued(
        self, signed_in: Client, owner: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Refolding.objects.create(owner=owner, done=500, total=900, through=1, moved_at=now - timedelta(hours=1))
        shown = signed_in.get(reverse("learned")).content.decode()
        assert "900人のうち500人" in shown
        assert "つづける" in shown
        gone_on: list[Any] = []
        monkeypatch.setattr("yorisoi.apps.interactions.refolding._go_on_behind", lambda *who: gone_on.append(who))
        signed_in.post(reverse("learned_forget"), {"go_on": "1"})
        assert gone_on == [(owner, now)]
        assert OwnerLearning.objects.filter(reset_at__isnull=False).count() == 0
        Refolding.objects.update(moved_at=now)
        assert "つづける" not in signed_in.get(reverse("learned")).content.decode()

    def test_strangers_learn_for_themselves(
        self, signed_in: Client, stranger: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        history(stranger, make_contact(stranger), now, asks=6, answers=True)
        services.rebuild(owner=stranger, now=now)
        assert "まだよくわかりません" in signed_in.get(reverse("learned")).content.decode()
        signed_in.post(reverse("learned_forget"))
        assert OwnerLearning.objects.get(owner=stranger).outcomes == 6

    def test_the_page_costs_the_same_for_any_number_of_people(
        self, signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime,
        django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        for extra in range(2):
            for number in range(15):
                history(owner, make_contact(owner, family=f"人{extra}-{number}"), now, asks=3, answers=True)
            services.rebuild(owner=owner, now=now)
            with django_assert_max_num_queries(5):  # session, owner, and three of its own
                signed_in.get(reverse("learned"))
