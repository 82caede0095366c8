"""A scaffold must itself pass the coach: every technique, at every stage, in every channel, whatever evidence there is."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from yorisoi import data
from yorisoi.core.coach import Draft, EvidenceModel, Situation, lint
from yorisoi.core.distance import About, Material, Technique, places, techniques, written

STAGES = {"met_once": 0, "acquainted": 3, "considering": 5, "warm": 12, "client": 14, "declined": 4}  # and exchanges
CHANNELS = ("email", "line", "sms", "letter")
FACTS = {
    About.INTEREST: "登山",
    About.CONCERN: "事務所の移転先が決まらない",
    About.STRENGTH: "補助金の申請",
    About.VALUE: "地元を元気にすること",
    About.BACKGROUND: "元は高校の先生",
}
TRUE_SENTENCES = {
    "useful_info": "市の図書館の棚に、それにちょうど合う薄い本がありました。",
    "shared_topic": "今朝、駅の掲示板で同じ言葉を見かけたものですから。",
    "invitation": "12月5日の14時から市民会館で、無料、市の主催です。",
    "own_news": "去年いただいた言葉が、ずっと手帳にはさんであります。",
    "hand_over_choice": "あの日うかがった言葉は、今も手帳にあります。",
}


JUDGES: dict[str, Callable[[], EvidenceModel | None]] = {
    "rules alone": lambda: None,
    "with letters": data.coach_model,
    "with the reader": data.coach_evidence,
}
EVERYTHING = list(itertools.product(FACTS, CHANNELS, (0, 1, 2), (20, 400)))
SOME = EVERYTHING[::5]  # the reader takes its time; every fact, channel, count and silence is still among them


def flagged(technique: Technique, stage: str, *, filled: bool, judge: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    model = JUDGES[judge]()
    for about, channel, unanswered, silent in SOME if judge == "with the reader" else EVERYTHING:
        if unanswered == 2 and not technique.after_silence:
            continue  # not offered then
        letter = channel in ("email", "letter")
        material = Material(
            fact=FACTS[about],
            about=about,
            heard="10月3日(土)に" if letter else "",
            name="佐藤様" if letter else "",
            own_news="先週、個展が無事に終わりました。",
            easy=stage == "warm" and not letter,
        )
        body = written(technique.compose(material), material)
        if filled:
            for place in places(body):
                body = body.replace(place, TRUE_SENTENCES[technique.id], 1)
        situation = Situation(
            channel=channel,
            sent_at=datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Asia/Tokyo")),
            stage=stage,
            first_met_days_ago=silent + 60,
            last_outgoing_days_ago=silent,
            last_incoming_days_ago=None if stage == "met_once" else silent + 1,
            unanswered_in_a_row=unanswered,
            exchanges=STAGES[stage],
            their_profession="税理士",
            known_facts=tuple(FACTS.values()),
            product_of_sender="生命保険",
        )
        labels = lint(Draft(body=body), situation, data.lexicon(), evidence=model).labels
        if labels:
            found.append((about, channel, unanswered, silent, labels))
    return found


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("technique", techniques(), ids=lambda technique: technique.id)
@pytest.mark.parametrize("filled", [False, True], ids=["as offered", "filled in"])
@pytest.mark.parametrize("judge", JUDGES)
def test_no_scaffold_is_flagged(technique: Technique, stage: str, filled: bool, judge: str) -> None:
    assert flagged(technique, stage, filled=filled, judge=judge) == []


def test_some_holds_each_part_of_everything() -> None:
    assert [set(part) for part in zip(*SOME, strict=True)] == [set(part) for part in zip(*EVERYTHING, strict=True)]
