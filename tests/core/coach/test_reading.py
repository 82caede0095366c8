"""What a reading knows about a draft and about a relationship."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Lexicon
from yorisoi.core.coach.reading import Hit, Reading
from yorisoi.core.coach.rule import example
from yorisoi.core.coach.saying import ago, day, quoted, silence, unanswered
from yorisoi.core.coach.tokens import tokens


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("製麺機を探していた", {"製麺機"}),
        ("秋にスタッフを2名採用予定", {"採用"}),
        ("キャリアアップ助成金に関心", {"キャリアアップ", "助成金"}),
        ("腰を痛めている", {"腰"}),
        ("阪神ファン", {"阪神", "ファン"}),
        ("iPad Proを使う", {"iPad", "Pro"}),
        ("", set()),
    ],
)
def test_telling_words(fact: str, words: set[str]) -> None:
    assert words <= set(tokens(fact))


@pytest.mark.parametrize("fact", ["先生", "自分の仕事", "今年", "会社の経営", "連絡の時期"])
def test_common_words_tell_nothing(fact: str) -> None:
    assert tokens(fact) == ()


def test_a_trade_is_told_by_its_own_words() -> None:
    assert "保険" in tokens("生命保険", trade=True)
    assert "販売" not in tokens("化粧品の販売", trade=True)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("お元気ですか?", 1),
        ("よろしいでしょうか。", 1),
        ("そうなんですか。面白いですね。", 1),
        ("ありがとうございます。", 0),
        ("どうかお元気で。", 0),
        ("来る?来ない?", 2),
        ("合っていますか", 1),
        ("そうかもしれません。", 0),
        ("よかったかな。", 1),
    ],
)
def test_questions_are_counted(body: str, count: int, read: Callable[..., Reading]) -> None:
    assert len(read(body).questions) == count


def test_a_question_in_the_subject_is_not_counted(read: Callable[..., Reading]) -> None:
    assert read("承知しました。", subject="ご都合はいかがですか?").questions == ()


def test_facts_used_have_places(read: Callable[..., Reading]) -> None:
    reading = read("製麺機、見かけましたよ。", known_facts=("製麺機を探していた", "塩ラーメンを研究中"))
    ((fact, start, end),) = reading.facts_used
    assert fact == "製麺機を探していた"
    assert reading.text.norm[start:end] == "製麺機"


def test_naming_oneself_is_not_talk_of_trade(read: Callable[..., Reading]) -> None:
    assert read("税理士の長内です。", product_of_sender="税理士業務").product_hits == ()
    assert read("税理士をお探しですか。", product_of_sender="税理士業務").product_hits


@pytest.mark.parametrize(
    ("body", "least"),
    [
        ("お元気ですか。", 0),
        ("先日の『任せる順番』という本の二章です。", 2),
        ("https://example.jp/a をどうぞ。", 1),
        ("昨夜、落語を聴きました。", 2),
        ("門真の展示で小型の機械を見かけました。", 2),
    ],
)
def test_substance(body: str, least: int, read: Callable[..., Reading]) -> None:
    assert read(body).substance >= least


@pytest.mark.parametrize("body", ["お元気ですか。", "こっちは相変わらずバタバタしてます〜", "またお会いしましょう。"])
def test_greetings_have_none(body: str, read: Callable[..., Reading]) -> None:
    assert read(body).substance <= 1


@pytest.mark.parametrize(
    ("facts", "agreed"),
    [
        (("5/20に一緒に見に行く約束",), True),
        (("9/25の例会に参加予定",), True),
        (("研究会の会員同士",), True),
        (("展示によく行く",), False),
        ((), False),
    ],
)
def test_settled_matters(facts: tuple[str, ...], agreed: bool, read: Callable[..., Reading]) -> None:
    assert read("", known_facts=facts).agreed is agreed


def test_clients_have_a_settled_matter(read: Callable[..., Reading]) -> None:
    assert read("", stage="client").agreed


@pytest.mark.parametrize(
    ("days", "waiting", "live"),
    [(0, 0, True), (1, 0, True), (2, 0, False), (0, 1, False), (None, 0, False)],
)
def test_a_live_talk(days: int | None, waiting: int, live: bool, read: Callable[..., Reading]) -> None:
    assert read("", last_incoming_days_ago=days, unanswered_in_a_row=waiting).live is live


def test_unknown_cues_are_simply_absent(read: Callable[..., Reading]) -> None:
    assert read("本文").hits("no_such_cue") == ()


@pytest.mark.parametrize(
    ("body", "eases"),
    [
        ("この話はここで終わりにしますね。", True),
        ("返信不要です。", True),
        ("返信不要です。一度お会いできませんか。", False),
        ("今なら半額です。返信不要です。", False),
        ("よろしくお願いします。", False),
    ],
)
def test_drafts_that_take_weight_off(body: str, eases: bool, read: Callable[..., Reading]) -> None:
    assert read(body).eases is eases


def test_dates_are_spoken_as_people_write_them() -> None:
    situation = example("", last_outgoing_days_ago=7, last_incoming_days_ago=10, unanswered_in_a_row=1).situation
    assert day(situation.sent_at.date()) == "6月16日(火)"
    assert ago(situation, 7) == "6月9日(火)"
    assert ago(situation, 365) == "2025年6月16日(月)"
    assert ago(situation, 10**7) == "10000000日前"
    assert "6月9日(火)" in unanswered(situation)
    assert "7日" in silence(situation)


def test_nothing_yet_is_said_as_such() -> None:
    assert silence(example("").situation) == "まだやり取りがありません。"


def test_quotes_are_short() -> None:
    assert quoted("短い") == "「短い」"
    assert len(quoted("長" * 80)) <= 26
    assert quoted("行を\n跨ぐ") == "「行を 跨ぐ」"


@pytest.mark.parametrize(
    ("body", "words", "shown"),
    [
        ("お元気でいらっしゃいますか。", "お元気でい", "お元気でいらっしゃいますか"),
        ("先週お送りしたもの、届きましたか。", "先週お送り", "先週お送りしたもの"),
        ("またご連絡します", "またご連絡", "またご連絡します"),
        ("至急!\nお願いします。", "至急", "至急"),
    ],
)
def test_a_place_is_shown_to_the_end_of_its_clause(body: str, words: str, shown: str, lexicon: Lexicon) -> None:
    case = example(body)
    reading = Reading(case.draft, case.situation, lexicon)
    hit = Hit(body.index(words), body.index(words) + len(words), words, body)
    assert [span.text for span in reading.spans((hit,))] == [shown]


def test_places_that_meet_in_one_clause_are_one(lexicon: Lexicon) -> None:
    body = "十五分だけお電話でお話しできませんか。"
    case = example(body)
    hits = (Hit(0, 3, "十五分", body), Hit(6, 8, "電話", body))
    spans = Reading(case.draft, case.situation, lexicon).spans(hits)
    assert [span.text for span in spans] == ["十五分だけお電話でお話しできませんか"]
