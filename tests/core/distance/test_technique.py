"""The five ways to give: found, not listed; each fits on facts alone, and silence comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from yorisoi.core.distance import Closeness, Occasion, Technique, techniques
from yorisoi.core.distance import technique as technique_module

FOLDER = Path(technique_module.__file__).parent / "techniques"
BY_ID = {technique.id: technique for technique in techniques()}
RICH = {
    "interests": ("登山", "発酵食"),
    "concerns_open": ("事務所の引っ越し",),
    "strengths": ("補助金の申請",),
    "values": ("地元を元気にすること",),
    "has_public_event": True,
    "has_own_news": True,
    "closeness": Closeness.MIDDLE,
}


def fits(name: str, **facts: object) -> str | None:
    return BY_ID[name].fits(Occasion(**facts))


def test_there_are_five_and_each_is_its_file() -> None:
    assert sorted(BY_ID) == ["hand_over_choice", "invitation", "own_news", "shared_topic", "useful_info"]
    assert sorted(path.stem for path in FOLDER.glob("[!_]*.py")) == sorted(BY_ID)


def test_the_same_five_every_time() -> None:
    assert techniques() is techniques()


@pytest.mark.parametrize("technique", techniques(), ids=lambda technique: technique.id)
def test_each_says_what_it_is_in_japanese(technique: Technique) -> None:
    for text in (technique.label, technique.when, technique.needs, *technique.hints):
        assert text
        assert any("ぁ" <= letter <= "ん" or "一" <= letter <= "龠" for letter in text)
    assert len(technique.hints) == 3


@pytest.mark.parametrize("technique", techniques(), ids=lambda technique: technique.id)
def test_without_facts_none_fits(technique: Technique) -> None:
    assert technique.fits(Occasion()) is None


@pytest.mark.parametrize("technique", techniques(), ids=lambda technique: technique.id)
def test_nothing_fits_a_tie_to_be_let_go(technique: Technique) -> None:
    for unanswered in (3, 4, 10):
        assert technique.fits(Occasion(**RICH, unanswered=unanswered)) is None


def test_after_two_unanswered_only_the_choice_is_left() -> None:
    assert [one.id for one in techniques() if one.fits(Occasion(**RICH, unanswered=2))] == ["hand_over_choice"]


def test_after_one_unanswered_neither_an_invitation_nor_the_choice() -> None:
    fitting = [one.id for one in techniques() if one.fits(Occasion(**RICH, unanswered=1))]
    assert fitting == ["own_news", "shared_topic", "useful_info"]


def test_with_everything_known_and_nothing_open() -> None:
    fitting = [one.id for one in techniques() if one.fits(Occasion(**RICH))]
    assert fitting == ["invitation", "own_news", "shared_topic", "useful_info"]


def test_every_reason_is_a_sentence() -> None:
    for unanswered in (0, 2):
        for one in techniques():
            reason = one.fits(Occasion(**RICH, unanswered=unanswered))
            assert reason is None or reason.endswith("。")


def test_useful_information_starts_from_their_worry() -> None:
    assert "引っ越し" in str(fits("useful_info", concerns_open=("引っ越し",), interests=("登山",)))
    assert "登山" in str(fits("useful_info", interests=("登山",)))
    assert fits("useful_info", values=("家族",), strengths=("登記",)) is None


def test_a_shared_topic_needs_one() -> None:
    assert "登山" in str(fits("shared_topic", interests=("登山",), values=("家族",)))
    assert "家族" in str(fits("shared_topic", values=("家族",)))
    assert fits("shared_topic", concerns_open=("相続",)) is None


def test_an_invitation_needs_an_event_and_a_reason_about_them() -> None:
    assert fits("invitation", has_public_event=True) is None
    assert fits("invitation", interests=("登山",)) is None
    for facts in ({"interests": ("登山",)}, {"concerns_open": ("採用",)}, {"strengths": ("登記",)}):
        [[word]] = facts.values()
        assert word in str(fits("invitation", has_public_event=True, **facts))


def test_an_invitation_waits_while_an_answer_is_open() -> None:
    assert fits("invitation", has_public_event=True, interests=("登山",), unanswered=1) is None


@pytest.mark.parametrize(
    ("closeness", "welcome"),
    [
        (None, False),
        (Closeness.REMEMBER, False),
        (Closeness.OUTER, False),
        (Closeness.MIDDLE, True),
        (Closeness.CLOSE, True),
    ],
)
def test_my_own_news_is_for_those_who_know_me(closeness: Closeness | None, welcome: bool) -> None:
    assert (fits("own_news", has_own_news=True, closeness=closeness) is not None) is welcome


def test_no_news_is_no_gift() -> None:
    assert fits("own_news", closeness=Closeness.CLOSE) is None


def test_the_choice_is_handed_over_after_the_second_silence() -> None:
    assert [fits("hand_over_choice", unanswered=count) is not None for count in range(4)] == [False, False, True, False]
