"""The owner's preferences."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from yorisoi.apps.accounts.models import Preferences
from yorisoi.core.coach import rules

GOOD = {
    "suggestions_per_day": "3",
    "suggestions_per_week": "9",
    "own_news": "畳の部屋ができました",
    "product": "",
    "mode": "mlm",
    "rules_off": [],
    "my_names": " みのり\n\nMinori  Sato\nみのり\n",
}


def test_they_are_saved(signed_in: Any, owner: Any) -> None:
    rule = rules()[0].id
    response = signed_in.post(reverse("preferences"), {**GOOD, "rules_off": [rule], "keep_bodies": "on"}, follow=True)
    assert "設定を保存しました" in response.content.decode()
    kept = Preferences.objects.get(owner=owner)
    assert (kept.suggestions_per_day, kept.suggestions_per_week, kept.mode, kept.keep_bodies) == (3, 9, "mlm", True)
    assert kept.rules_off == [rule]
    assert kept.my_names == ["みのり", "Minori Sato"]
    page = signed_in.get(reverse("preferences")).content.decode()
    assert "みのり\nMinori Sato" in page


def test_they_are_made_when_there_are_none(signed_in: Any, owner: Any) -> None:
    Preferences.objects.all().delete()
    assert signed_in.get(reverse("preferences")).status_code == 200
    assert not Preferences.objects.exists()
    signed_in.post(reverse("preferences"), GOOD)
    assert Preferences.objects.get(owner=owner).suggestions_per_day == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"suggestions_per_day": "-1"},
        {"suggestions_per_day": "99"},
        {"suggestions_per_week": "たくさん"},
        {"mode": "spam"},
        {"rules_off": ["no_such_rule"]},
        {"my_names": "あ" * 81},
        {"own_news": "あ" * 301},
    ],
)
def test_what_does_not_fit_is_asked_again(signed_in: Any, owner: Any, wrong: dict[str, Any]) -> None:
    response = signed_in.post(reverse("preferences"), {**GOOD, **wrong})
    assert response.status_code == 422
    assert "field__error" in response.content.decode()
    assert Preferences.objects.get(owner=owner).suggestions_per_day == 2


def test_fields_that_are_not_offered_do_not_change(signed_in: Any, owner: Any, stranger: Any) -> None:
    signed_in.post(reverse("preferences"), {**GOOD, "owner": stranger.pk, "owner_id": stranger.pk})
    assert Preferences.objects.get(owner=stranger).suggestions_per_day == 2


def test_a_retired_rule_does_not_stand_in_the_way(signed_in: Any, owner: Any) -> None:
    Preferences.objects.filter(owner=owner).update(rules_off=["retired"])
    assert signed_in.get(reverse("preferences")).status_code == 200
    signed_in.post(reverse("preferences"), GOOD)
    assert Preferences.objects.get(owner=owner).rules_off == []


def test_the_way_in_is_told(signed_in: Any, owner: Any) -> None:
    assert "パスワードを変える" in signed_in.get(reverse("preferences")).content.decode()
    owner.set_unusable_password()
    owner.save()
    signed_in.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    page = signed_in.get(reverse("preferences")).content.decode()
    assert "パスワードを決める" in page
    assert "この端末からだけ" in page
