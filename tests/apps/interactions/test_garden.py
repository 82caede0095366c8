"""The whole garden: everyone by presence and pressure, nobody ranked, nobody shamed, whatever their number."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.interactions import garden, planting, services
from yorisoi.apps.interactions.course import FADING, HEAVY, LIGHT, WELL_REMEMBERED
from yorisoi.apps.interactions.curve import height_of
from yorisoi.apps.interactions.garden import Bed, State
from yorisoi.apps.interactions.models import Standing
from yorisoi.core.distance.presence import faded, presence
from yorisoi.core.distance.pressure import leaked
from yorisoi.core.distance.tuning import SHIPPED

People = Callable[..., Contact]


@pytest.fixture
def tie(owner: Any, make_contact: Callable[..., Any], now: datetime) -> People:
    """Somebody with a standing as it would be kept: ``tie("佐藤", strength=1.0, days=30)``."""

    def make(family: str = "佐藤", *, whose: Any = None, days: float | None = 30, **fields: Any) -> Contact:
        standing = {name: fields.pop(name) for name in list(fields) if name in {f.name for f in Standing._meta.fields}}
        contact: Contact = make_contact(whose or owner, family=family, **{"closeness": "middle", **fields})
        Standing.objects.create(
            contact=contact,
            owner=whose or owner,
            touched_at=None if days is None else now - timedelta(days=days),
            **{"strength": 1.0, "opens_at": now + timedelta(days=30), **standing},
        )
        return contact

    return make


def bed_of(owner: Any, now: datetime, label: str = "ときどき") -> Bed:
    (bed,) = [bed for bed in garden.look(owner, now=now).beds if bed.label == label]
    return bed


def page_of(client: Client) -> str:
    response = client.get(reverse("garden"))
    assert response.status_code == 200
    return response.content.decode()


# --- who is there -------------------------------------------------------------------------------------------------


def test_an_empty_garden_shows_the_way_in(signed_in: Client) -> None:
    html = page_of(signed_in)
    assert "まだ、どなたもいらっしゃいません" in html
    assert 'class="curve garden"' not in html


def test_people_without_a_past_are_a_number_and_no_dot(
    signed_in: Client, owner: Any, tie: People, now: datetime
) -> None:
    tie(days=None, strength=0.0)
    bed = bed_of(owner, now)
    assert (bed.count, bed.unseen, bed.dots) == (0, 1, ())
    assert "まだやり取りの記録がない方が1名" in page_of(signed_in)


def test_those_left_in_peace_are_not_drawn(signed_in: Client, owner: Any, tie: People, now: datetime) -> None:
    tie("閉心", closed_at=now, closed_because="declined")
    tie("任心", lets_go=True, opens_at=None)
    tie("見心")
    found = garden.look(owner, now=now)
    assert (found.drawn, found.let_go) == (1, 2)
    html = page_of(signed_in)
    assert "閉心" not in html
    assert "任心" not in html
    assert "見心" in html
    assert "そっとしておく方が2名" in html


def test_another_owners_people_are_not_here(signed_in: Client, stranger: Any, tie: People) -> None:
    tie("他人", whose=stranger)
    assert "他人" not in page_of(signed_in)


def test_groups_stand_from_near_to_far_and_people_by_their_reading(owner: Any, tie: People, now: datetime) -> None:
    for closeness in ("remember", "outer", "close", "middle"):
        tie("渡辺", family_kana="わたなべ", closeness=closeness, strength=9.0)
        tie("青木", family_kana="あおき", closeness=closeness, strength=0.1)
    beds = garden.look(owner, now=now).beds
    assert [bed.label for bed in beds] == ["親しく", "ときどき", "ゆるやかに", "覚えておくだけ"]
    for bed in beds:
        assert [person.name for person in bed.people] == ["青木", "渡辺"]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"opens": -1}, State.OPEN),
        ({"opens": 5}, State.WAIT),
        ({"opens": 5, "rests": True}, State.REST),
        ({"opens": -1, "rests": True}, State.OPEN),  # the rest is over; the row was folded before
        ({"opens": None, "rests": True}, State.REST),
        ({"opens": None}, State.REST),
    ],
)
def test_the_state_is_read_against_now(
    owner: Any, tie: People, now: datetime, fields: dict[str, Any], state: State
) -> None:
    opens = fields.pop("opens")
    tie(opens_at=None if opens is None else now + timedelta(days=opens), **fields)
    assert [dot.state for dot in bed_of(owner, now).dots] == [state]


# --- where they stand ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 3, 40, 400])
@pytest.mark.parametrize("strength", [0.0, 0.2, 1.0, 4.0])
@pytest.mark.parametrize("pressure", [0.0, 0.3, 1.6])
def test_columns_say_what_the_engine_says(
    owner: Any, tie: People, now: datetime, days: float, strength: float, pressure: float
) -> None:
    tie(days=days, strength=strength, pressure=pressure)
    (dot,) = bed_of(owner, now).dots
    here = presence(faded(strength, days, SHIPPED), SHIPPED)
    column = planting.column_of(planting.NAMED, height_of(here))
    assert dot.x == pytest.approx((column + 0.5) * planting.NAMED.wide)
    mind = 0 if here >= WELL_REMEMBERED else 1 if here >= FADING else 2
    weight = leaked(pressure, days, SHIPPED)
    load = 0 if weight < LIGHT else 1 if weight < HEAVY else 2
    assert f"{garden.MINDS[mind]}、{garden.LOADS[load]}" in dot.title


def test_more_presence_never_stands_further_left(owner: Any, tie: People, now: datetime) -> None:
    for number in range(8):
        tie(f"人{number}", strength=0.2 * 2**number, days=1)
    places = [dot.x for dot in sorted(bed_of(owner, now).dots, key=lambda dot: dot.name)]
    assert places == sorted(places)
    assert places[0] < places[-1]


def test_each_weight_of_pressure_has_its_lane_and_empty_ones_none(owner: Any, tie: People, now: datetime) -> None:
    tie("軽", pressure=0.0, days=0)
    tie("重", pressure=2.0, days=0)
    bed = bed_of(owner, now)
    assert [lane.name for lane in bed.lanes] == [garden.LOADS[0], garden.LOADS[2]]
    light, heavy = (next(dot for dot in bed.dots if dot.name == name) for name in ("軽", "重"))
    assert bed.lanes[0].top < light.y < bed.lanes[0].bottom <= bed.lanes[1].top < heavy.y < bed.lanes[1].bottom


@pytest.mark.parametrize("count", [2, 24, 25, 160])
def test_nobody_stands_upon_another(owner: Any, tie: People, now: datetime, count: int) -> None:
    for number in range(count):
        tie(f"人{number}", strength=1.0 + number % 3)
    bed = bed_of(owner, now)
    assert len({(dot.x, dot.y) for dot in bed.dots}) == count
    assert all(0 < dot.x < 340 and 0 < dot.y < bed.soil for dot in bed.dots)
    assert all(bool(dot.name) == (count <= planting.MOST_NAMED) for dot in bed.dots)


def test_a_full_lane_still_takes_everyone() -> None:
    places = [(key, 0.5) for key in range(planting.NAMED.across * planting.NAMED.rows + 20)]
    cells = planting.plant(planting.NAMED, places)
    assert len(set(cells.values())) == len(places)


def test_a_dot_keeps_its_own_column_while_there_is_room() -> None:
    cells = planting.plant(planting.SMALL, [(1, 0.5), (2, 0.5), (3, 0.9)])
    assert cells[1][0] == cells[2][0] == planting.column_of(planting.SMALL, 0.5)
    assert cells[1][1] != cells[2][1]
    assert cells[3] == (planting.column_of(planting.SMALL, 0.9), 0)


# --- many ---------------------------------------------------------------------------------------------------------


def many(owner: Any, now: datetime, count: int, closeness: str = "remember") -> None:
    """People written in one go."""
    people = Contact.objects.bulk_create(
        Contact(owner=owner, family=f"姓{number}", closeness=closeness, created_at=now, updated_at=now)
        for number in range(count)
    )
    Standing.objects.bulk_create(
        Standing(
            contact=person,
            owner=owner,
            strength=0.1 * (number % 50),
            pressure=(0.0, 0.0, 0.3, 2.0)[number % 4],
            touched_at=now - timedelta(days=number % 300, microseconds=number),
            opens_at=now + timedelta(days=number % 20 - 10),
            rests=number % 3 == 0,
        )
        for number, person in enumerate(people)
    )


def test_more_than_can_be_looked_at_become_discs(signed_in: Client, owner: Any, now: datetime) -> None:
    many(owner, now, garden.MOST_DOTS + 1)
    bed = bed_of(owner, now, "覚えておくだけ")
    assert bed.dots == ()
    assert bed.people == ()
    assert sum(int(found) for disc in bed.discs for found in re.findall(r"(\d+)名", disc.title)) == bed.count
    assert all(planting.LEAST_DISC <= disc.r <= planting.LARGEST_DISC for disc in bed.discs)
    assert all(disc.inner <= disc.r for disc in bed.discs)
    html = page_of(signed_in)
    assert "姓1<" not in html
    assert f"{reverse('people')}?closeness=remember" in html


def test_a_fuller_cell_is_a_larger_disc() -> None:
    sizes = [planting.disc(count, 1000) for count in (1, 10, 100, 1000)]
    assert sizes == sorted(sizes)
    assert sizes[0] == planting.LEAST_DISC
    assert sizes[-1] == planting.LARGEST_DISC


def test_two_queries_for_three_people_and_for_three_thousand(
    owner: Any, tie: People, now: datetime, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        tie()
    with django_assert_num_queries(2):
        garden.look(owner, now=now)
    many(owner, now, 3000)
    with django_assert_num_queries(1):  # nobody's name is asked for
        begun = time.perf_counter()
        found = garden.look(owner, now=now)
        took = time.perf_counter() - begun
    assert found.drawn == 3003
    assert took < 1.0  # a machine with other work; the bench measures a hundred thousand


# --- the page -----------------------------------------------------------------------------------------------------


def test_every_drawing_is_well_formed_and_hostile_names_stay_words(signed_in: Client, tie: People) -> None:
    bad = '"/><script>alert(1)</script>&{{ 7|add:7 }}'
    contact = tie(bad)
    html = page_of(signed_in)
    assert "<script>alert" not in html
    svgs = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]
    (bed,) = [svg for svg in svgs if svg.get("role") == "group"]
    (link,) = list(bed.iter("a"))
    assert link.get("href") == reverse("person", args=[contact.pk])
    assert str(link.get("aria-label")).startswith(f"{bad}:")
    assert "style=" not in html


def test_the_same_is_said_in_words_and_in_a_list(signed_in: Client, tie: People, now: datetime) -> None:
    contact = tie("佐藤", given="花子", opens_at=now - timedelta(days=1), days=1)
    tie("鈴木", strength=0.1, rests=True)
    html = page_of(signed_in)
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))
    assert "よく心に残っている方が1名、静かに間があいている方が1名。" in text
    assert "いまひらいている方が1名、お休み・予定なしの方が1名。" in text
    assert "佐藤花子ひらいているよく心に残っている、負担はほとんどない" in text
    assert f'<a class="person-row__name" href="{reverse("person", args=[contact.pk])}">佐藤 花子</a>' in html
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_no_figure_of_anyone_and_no_order_of_merit_is_shown(signed_in: Client, tie: People) -> None:
    for number in range(5):
        tie(f"人{'一二三四五'[number]}", strength=number, pressure=number)
    text = re.sub(r"<[^>]+>", "", page_of(signed_in))
    assert not re.search(r"\d+(\.\d+)?\s*[%%点位]", text)


def test_it_is_reached_from_today_and_from_the_people(signed_in: Client, tie: People) -> None:
    tie()
    for name in ("today", "people"):
        assert reverse("garden") in signed_in.get(reverse(name)).content.decode()


@pytest.mark.parametrize(
    ("family", "short"),
    [
        ("原", "原"),
        ("長谷川", "長谷川"),
        ("勅使河原", "勅使…"),
        ("Smith", "Smith"),
        ("Featherstone", "Feat…"),
        ("", "会社"),
    ],
)
def test_a_name_under_a_dot_is_as_long_as_fits(owner: Any, tie: People, now: datetime, family: str, short: str) -> None:
    tie(family, organisation="会社")
    assert [dot.name for dot in bed_of(owner, now).dots] == [short]


def test_what_the_service_folds_is_what_the_garden_reads(
    signed_in: Client, owner: Any, make_contact: Callable[..., Any], now: datetime
) -> None:
    contact = make_contact(owner, family="佐藤", closeness="close")
    services.record(
        owner=owner, contact=contact, at=now - timedelta(days=3), direction="mine", channel="email", kind="ask",
        asks_reply=True, now=now,
    )  # fmt: skip
    (dot,) = bed_of(owner, now, "親しく").dots
    assert dot.state == State.REST
    assert garden.LOADS[1] in dot.title
