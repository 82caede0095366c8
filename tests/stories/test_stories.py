"""The stories: a timeline, what was known on each day, and the advice it must give, day by day.

A story is a TOML file:

- ``title``: which row of the courtesies it tells; ``closeness`` (or ``"unsorted"``), ``met_on``, ``closed_at``,
  ``closed_because`` as in ``Relation``; ``days_off`` holds further days off besides weekends.
- ``profession`` and ``tags`` let the courtesy calendar speak, too, and ``[[season]]`` (``first``, ``last``, ``level``,
  ``text``) a season of their own; without any of the three no calendar is asked. Its reasons are ``courtesy.…``, and
  the days are read at half past ten, because nobody should write at noon.
- ``[[touch]]``: ``at``, ``kind``, optionally ``recipients`` and ``thanks``. ``[[wish]]`` and ``[[hold]]`` likewise.
- ``[[expect]]``: for every day ``from`` … ``to`` (or the one day ``on``) at noon in Tokyo: ``advice``; and, where
  given, ``because`` (a reason with that code is among the reasons), ``not_because`` (none is), ``until`` and
  ``opens`` (days, or ``"never"``), ``closes`` (day or ``"never"``), ``reply_owed``, ``thanks``, ``closed`` (true or
  false) and ``unanswered``.

Nothing is known before it happens: on each day only the touches, wishes, holds and refusals up to then count.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from yorisoi import data
from yorisoi.core import courtesy
from yorisoi.core.distance import Closeness, Distance, Hold, Reason, Relation, Touch, TouchKind, Wish, fold, weekend

STORIES = sorted(Path(__file__).parent.glob("*.toml"))
TOKYO = ZoneInfo("Asia/Tokyo")
AT_LEAST = 30  # every row of the table of courtesies that speaks of one tie, and what people told of

TOP = {
    "title", "closeness", "met_on", "closed_at", "closed_because", "days_off", "profession", "tags", "season", "touch",
    "wish", "hold", "expect",
}  # fmt: skip
EXPECT = {
    "on", "from", "to", "advice", "because", "not_because", "until", "opens", "closes", "reply_owed", "thanks",
    "unanswered", "closed",
}  # fmt: skip


def load(path: Path) -> dict[str, Any]:
    story = tomllib.loads(path.read_text(encoding="utf-8"))
    assert not set(story) - TOP, f"unknown words: {set(story) - TOP}"
    for wanted in story["expect"]:
        assert not set(wanted) - EXPECT, f"unknown words: {set(wanted) - EXPECT}"
    return story


def known_on(story: dict[str, Any], now: datetime) -> Relation:
    """What was known at ``now``."""
    today = now.date()
    closed_at = story.get("closed_at")
    closed = closed_at is not None and closed_at <= now
    word = story["closeness"]
    return Relation(
        closeness=None if word == "unsorted" else Closeness(word),
        met_on=story.get("met_on"),
        closed_at=closed_at if closed else None,
        closed_because=story.get("closed_because", "") if closed else "",
        wishes=tuple(
            Wish(kind=row["kind"], until=row.get("until"), said_on=row["said_on"], text=row.get("text", ""))
            for row in story.get("wish", [])
            if row["said_on"] <= today
        ),
        holds=tuple(
            Hold(kind=row["kind"], since=row["since"], until=row.get("until"), because=row.get("because", ""))
            for row in story.get("hold", [])
            if row["since"] <= today
        ),
    )


def calendar_of(story: dict[str, Any], *, promised: bool) -> Any:
    """The courtesy calendar of the story's person, in the engine's words; None when the story asks none."""
    if not {"profession", "tags", "season"} & set(story):
        return None
    own = tuple(
        courtesy.YearlyOverride.parse(row["first"], row["last"], row["level"], row["text"])
        for row in story.get("season", [])
    )

    def earliest(at: datetime) -> tuple[datetime, Reason | None]:
        verdict = courtesy.earliest(
            at,
            channel=courtesy.Channel.EMAIL,
            profession=story.get("profession"),
            table=data.courtesy_table(),
            tags=tuple(story.get("tags", ())),
            overrides=own,
            promised=promised,
        )
        if verdict.next_ok <= at or not verdict.notes:
            return verdict.next_ok, None
        note = verdict.notes[0]
        return verdict.next_ok, Reason(code=f"courtesy.{note.code}", text=note.text, on=note.from_)

    return earliest


def distance_on(story: dict[str, Any], day: date) -> Distance:
    calendar = calendar_of(story, promised=False)
    now = datetime.combine(day, time(12) if calendar is None else time(10, 30), TOKYO)
    off = set(story.get("days_off", []))
    touches = [
        Touch(
            at=row["at"],
            kind=TouchKind(row["kind"]),
            recipients=row.get("recipients", 1),
            thanks=row.get("thanks", False),
        )
        for row in story["touch"]
    ]
    return fold(
        touches,
        now,
        relation=known_on(story, now),
        earliest=calendar,
        earliest_named=calendar_of(story, promised=True),
        is_day_off=lambda day: weekend(day) or day in off,
    )


def days_of(wanted: dict[str, Any]) -> Iterator[date]:
    first = wanted.get("on", wanted.get("from"))
    last = wanted.get("on", wanted.get("to"))
    assert first <= last
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def as_day(moment: datetime | None) -> date | str:
    return "never" if moment is None else moment.astimezone(TOKYO).date()


def check(wanted: dict[str, Any], found: Distance) -> list[str]:
    """What differs, in words."""
    codes = {reason.code for reason in found.reasons}
    facts = {
        "advice": found.advice.value,
        "until": as_day(found.until),
        "opens": as_day(found.opens),
        "closes": as_day(found.closes),
        "reply_owed": found.reply_owed is not None,
        "thanks": found.thanks is not None,
        "unanswered": found.unanswered,
        "closed": found.closed,
    }
    wrong = [
        f"{name}: {facts[name]}, not {wanted[name]}" for name in facts if name in wanted and facts[name] != wanted[name]
    ]
    if "because" in wanted and wanted["because"] not in codes:
        wrong.append(f"because {sorted(codes)}, not {wanted['because']}")
    if wanted.get("not_because") in codes:
        wrong.append(f"because {wanted['not_because']} after all")
    return wrong


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_story(path: Path) -> None:
    story = load(path)
    wrong = [
        f"{day}: {difference}"
        for wanted in story["expect"]
        for day in days_of(wanted)
        for difference in check(wanted, distance_on(story, day))
    ]
    assert not wrong, "\n".join([story["title"], *wrong])


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_day_of_a_story_has_a_reason_in_words(path: Path) -> None:
    story = load(path)
    for wanted in story["expect"]:
        for day in days_of(wanted):
            found = distance_on(story, day)
            assert found.reasons
            assert all(reason.text.endswith(("。", ")")) and "{" not in reason.text for reason in found.reasons)


def test_there_is_a_story_for_every_row() -> None:
    assert len(STORIES) >= AT_LEAST


def test_a_misspelt_expectation_is_not_passed_over() -> None:
    story = load(STORIES[0])
    wanted = dict(story["expect"][0], advice="nonsense")
    assert check(wanted, distance_on(story, next(days_of(wanted))))
