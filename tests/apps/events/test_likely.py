"""Who is likely to come: counting and plain words, silent when in doubt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

MONTH = timedelta(days=28)


@pytest.fixture
def series(owner: Any, now: datetime) -> list[Any]:
    """Six gatherings that were held, the latest first, each with its host there; and the next one, at the end."""
    from yorisoi.apps.contacts.models import Contact
    from yorisoi.apps.events import services

    host = Contact.objects.create(owner=owner, family="世話役", created_at=now, updated_at=now)
    made = [
        services.create_event(
            owner=owner, now=now, name=f"例会{n}", starts_at=now + timedelta(days=9) - n * MONTH, series="例会"
        )
        for n in range(7)
    ]
    for event in made[1:]:
        services.attend(owner=owner, event=event, contact=host, now=now)
    return [*made[1:], made[0]]


def attend(owner: Any, event: Any, contact: Any, now: datetime, **words: Any) -> Any:
    from yorisoi.apps.events import services

    return services.attend(owner=owner, event=event, contact=contact, now=now, **words)


def told(owner: Any, event: Any, now: datetime) -> dict[str, tuple[str, str]]:
    from yorisoi.apps.events.likely import likely

    return {
        each.contact.family: (each.word, each.reason)
        for each in likely(owner, event, now=now)
        if each.contact.family != "世話役"
    }


@pytest.mark.django_db
class TestSilence:
    """Nobody is named without a plain reason."""

    def test_once_long_ago(self, owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime) -> None:
        attend(owner, series[4], make_contact(owner), now)
        assert told(owner, series[-1], now) == {}

    def test_often_but_not_any_more(
        self, owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime
    ) -> None:
        contact = make_contact(owner)
        for event in series[3:6]:
            attend(owner, event, contact, now)
        assert told(owner, series[-1], now) == {}

    def test_another_series(self, owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime) -> None:
        from yorisoi.apps.events import services

        other = services.create_event(owner=owner, now=now, name="別の会", starts_at=now - MONTH, series="別の会")
        attend(owner, other, make_contact(owner), now)
        assert told(owner, series[-1], now) == {}

    def test_without_a_series_only_who_is_expected(
        self, owner: Any, make_contact: Callable[..., Any], now: datetime
    ) -> None:
        from yorisoi.apps.events import services

        past, event = (
            services.create_event(owner=owner, now=now, name="セミナー", starts_at=now + timedelta(days=days))
            for days in (-30, 5)
        )
        attend(owner, past, make_contact(owner, family="田辺"), now)
        assert told(owner, event, now) == {}
        attend(owner, event, make_contact(owner, family="本多"), now, presence="expected")
        assert list(told(owner, event, now)) == ["本多"]

    def test_who_stays_away_or_is_there_already(
        self, owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime
    ) -> None:
        away, gone, there = (make_contact(owner, family=name) for name in ("休", "難", "来"))
        for contact in (away, gone, there):
            attend(owner, series[0], contact, now)
        attend(owner, series[-1], away, now, presence="away")
        attend(owner, series[0], gone, now, said="来月は難しそうです")
        later = series[-1].starts_at + timedelta(hours=1)
        attend(owner, series[-1], there, later)
        assert told(owner, series[-1], later) == {}

    def test_another_owners_people(
        self, owner: Any, stranger: Any, make_contact: Callable[..., Any], series: Any, now: datetime
    ) -> None:
        attend(owner, series[0], make_contact(owner), now)
        assert told(stranger, series[-1], now) == {}


@pytest.mark.django_db
def test_each_reason_in_words_with_its_day(
    owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime
) -> None:
    often, always, once, said, expected = (make_contact(owner, family=name) for name in ("多", "毎", "前", "言", "定"))
    for event in (series[0], series[2], series[3]):
        attend(owner, event, often, now)
    for event in series[:2]:
        attend(owner, event, always, now)
    attend(owner, series[0], once, now)
    attend(owner, series[0], said, now, said="来月も行きます!")
    attend(owner, series[-1], expected, now, presence="expected")
    assert told(owner, series[-1], now) == {
        "言": ("来るとおっしゃっていた方", "10月30日(金)に「来月も行きます!」とおっしゃっていました。"),
        "定": ("来るとおっしゃっていた方", "11月18日(水)に、いらっしゃる予定と書きとめました。"),
        "毎": ("よくいらっしゃる方", "この2回、つづけていらしています。最後は10月30日(金)でした。"),
        "多": ("よくいらっしゃる方", "4回のうち3回、いらしています。最後は10月30日(金)でした。"),
        "前": ("前回もいらした方", "前回、10月30日(金)の会にいらしていました。"),
    }


@pytest.mark.django_db
def test_a_gathering_nobody_of_ours_went_to_counts_for_nothing(
    owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime
) -> None:
    from yorisoi.apps.events import services

    contact = make_contact(owner)
    for event in series[:2]:
        attend(owner, event, contact, now)
    services.create_event(owner=owner, now=now, name="行けなかった会", starts_at=now - timedelta(days=3), series="例会")
    assert told(owner, series[-1], now)["佐藤"][0] == "よくいらっしゃる方"


@pytest.mark.django_db
def test_who_wishes_to_be_left_in_peace_is_named(
    owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime
) -> None:
    from yorisoi.apps.events.likely import likely

    contact = make_contact(owner, closed_at=now - MONTH, closed_because="asked_to_stop")
    attend(owner, series[0], contact, now)
    assert [each.contact.is_closed for each in likely(owner, series[-1], now=now) if each.contact == contact] == [True]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(
    owner: Any, make_contact: Callable[..., Any], series: Any, now: datetime, django_assert_num_queries: Any
) -> None:
    from yorisoi.apps.events.likely import likely

    for count in (3, 30):
        for number in range(count):
            contact = make_contact(owner, family=f"佐藤{count}{number}")
            attend(owner, series[0], contact, now)
            attend(owner, series[1], contact, now)
        with django_assert_num_queries(4):
            likely(owner, series[-1], now=now)


# Words, the month in which they were said, the month asked about, whether it is the next of the series → what they mean.
SPOKEN = [
    ("来月も行きます", 10, 11, True, True),
    ("来月も行きます", 10, 12, False, None),
    ("また来月", 10, 11, True, True),
    ("次回も参加します", 10, 11, True, True),
    ("次回も参加します", 10, 12, False, None),
    ("12月は行きます", 10, 12, False, True),
    ("12月は行きます", 10, 11, True, None),
    ("1月は行きます", 12, 1, True, True),
    ("再来月は伺います", 11, 1, False, True),
    ("来月は難しいけど、1月は行きます", 11, 12, True, False),
    ("来月は難しいけど、1月は行きます", 11, 1, False, True),
    ("来月は行けません", 10, 11, True, False),
    ("しばらくお休みします", 10, 11, True, False),
    ("行けたら行きます", 10, 11, True, None),
    ("来月は未定です", 10, 11, True, None),
    ("来月も行くかもしれません", 10, 11, True, None),
    ("お嬢さんが来月結婚されるそうです", 10, 11, True, None),
    ("建設業の相談が得意", 10, 11, True, None),
    ("楽しかったです", 10, 11, True, None),
    ("", 10, 11, True, None),
]


@pytest.mark.parametrize(("said", "said_in", "month", "is_next", "means"), SPOKEN)
def test_what_words_mean(said: str, said_in: int, month: int, is_next: bool, means: bool | None) -> None:
    from yorisoi.apps.events.words import means_to_come

    assert means_to_come(said, said_in=said_in, month=month, is_next=is_next) is means
