"""The seeds of the coach: three bad patterns, the panic sequence, five good techniques, and twins that differ in one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from yorisoi.core.coach import Report

DECIDING: dict[str, Any] = {
    "stage": "considering",
    "exchanges": 3,
    "last_outgoing_days_ago": 20,
    "last_incoming_days_ago": 21,
    "product_of_sender": "外壁塗装",
}
SILENT: dict[str, Any] = {
    "exchanges": 3,
    "last_outgoing_days_ago": 150,
    "last_incoming_days_ago": 149,
    "known_facts": ("山歩きが好き", "娘さんが吹奏楽部"),
    "product_of_sender": "生命保険",
}
NEW: dict[str, Any] = {
    "stage": "met_once",
    "first_met_days_ago": 1,
    "known_facts": ("蕎麦打ちが趣味", "相続の相談が増えている"),
    "product_of_sender": "司法書士業務",
}


@pytest.mark.parametrize(
    "words",
    [
        "その後、ご検討状況はいかがでしょうか。",
        "お気持ちは固まりましたか。",
        "先日のお見積り、いかがでしたでしょうか。",
        "ご家族とはもうお話しになりましたか。",
        "そろそろお返事をいただけると助かります。",
    ],
)
def test_first_bad_pattern_asking_how_the_decision_stands(words: str, say: Callable[..., Report]) -> None:
    assert "pressing" in say(words, **DECIDING).labels


@pytest.mark.parametrize(
    "words",
    [
        "ご参考までに、さらにこんなプランもございます。今なら割引もございます。",
        "追加でカタログと導入事例をお送りします。",
        "実は新サービスも始まりました。外壁塗装とあわせて20%OFFです。",
        "期間限定のキャンペーンのご案内です。",
    ],
)
def test_second_bad_pattern_piling_on(words: str, say: Callable[..., Report]) -> None:
    assert "piling" in say(words, **DECIDING).labels


@pytest.mark.parametrize(
    "words",
    [
        "お元気ですか?",
        "ご無沙汰しております。お変わりありませんか。",
        "最近どうされていますか。ふと思い出しまして。",
        "寒くなりましたね。いかがお過ごしでしょうか。",
    ],
)
def test_third_bad_pattern_the_empty_hello(words: str, say: Callable[..., Report]) -> None:
    assert say(words, **SILENT).labels == ["hollow"]


@pytest.mark.parametrize(
    ("words", "waiting", "days"),
    [
        ("先日のメールは届いておりますでしょうか。", 1, 3),
        ("お忙しいところ何度も申し訳ございません。", 2, 3),
        ("お返事がないので心配しています。", 2, 4),
        ("もしかして何か失礼がありましたでしょうか。", 3, 2),
        ("メールにお返事がないのでこちらにご連絡しました。", 1, 5),
        ("これで最後にします。一言だけお返事ください。", 4, 1),
    ],
)
def test_the_panic_sequence(words: str, waiting: int, days: int, say: Callable[..., Report]) -> None:
    assert "chasing" in say(words, unanswered_in_a_row=waiting, last_outgoing_days_ago=days, exchanges=2).labels


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("useful_info", "前に話されていた山小屋の修繕、町の補助の案内を見つけました。ご参考まで。"),
        ("shared_topic", "好きだと言っていた尾根の写真展を見ました。雲海の一枚が忘れられません。"),
        ("event_invite", "駅前で古道具の市があるそうです。入場無料、雨なら中止だそうです。"),
        ("own_news", "私は春から蕎麦打ちを始めまして、昨日やっと切れずに茹でられました。"),
        ("hand_choice", "この件は急ぎません。必要なときに思い出していただければ十分です。"),
    ],
)
@pytest.mark.parametrize("facts", [SILENT, {"stage": "warm", "exchanges": 12}, {"exchanges": 4}])
def test_five_good_techniques_are_clean_and_named(
    kind: str, words: str, facts: dict[str, Any], say: Callable[..., Report]
) -> None:
    report = say(words, **facts)
    assert report.labels == []
    assert kind in {good.kind for good in report.good}


@pytest.mark.parametrize(
    "words",
    [
        "昨日はありがとうございました。蕎麦を打つ前に耳たぶを触る、というお話が忘れられません。",
        "昨夜はありがとうございました。相続のご相談で最初に家系図を描かれるとのこと、真似してみます。ご返信には及びません。",
    ],
)
def test_a_first_thanks_with_one_detail_is_clean(words: str, say: Callable[..., Report]) -> None:
    report = say(words, **NEW)
    assert report.labels == []
    assert {"thanks", "remembers"} <= {good.kind for good in report.good}


@pytest.mark.parametrize(
    ("words", "kind", "harmless", "harmful"),
    [
        (
            "お元気ですか。",
            "hollow",
            {"last_outgoing_days_ago": 5, "last_incoming_days_ago": 4},
            {"last_outgoing_days_ago": 95, "last_incoming_days_ago": 95},
        ),
        (
            "30分ほどお話しできませんか。",
            "premature_ask",
            {"stage": "warm", "exchanges": 21},
            {"stage": "met_once", "exchanges": 0},
        ),
        (
            "あの件、その後いかがでしょうか。",
            "pressing",
            {"stage": "considering", "their_requests": ("6月16日に声をかけてください",)},
            {"stage": "considering", "exchanges": 3, "last_incoming_days_ago": 9},
        ),
        (
            "今日が開店でしたよね。おめでとうございます。",
            "ignores_choice",
            {"stage": "declined"},
            {"stage": "declined", "their_requests": ("もう連絡してこないでください",)},
        ),
        (
            "今月いっぱいは半額です。",
            "piling",
            {"their_requests": ("キャンペーンがあったら教えて",)},
            {"exchanges": 3},
        ),
        (
            "金曜までにご回答をお願いします。",
            "reply_burden",
            {"stage": "client", "exchanges": 30},
            {"exchanges": 3},
        ),
        (
            "例の件、資料を直しました。ぜひご説明させてください。",
            "chasing",
            {"stage": "considering", "exchanges": 4, "last_outgoing_days_ago": 4, "last_incoming_days_ago": 3},
            {"stage": "considering", "exchanges": 4, "last_outgoing_days_ago": 4, "unanswered_in_a_row": 1},
        ),
        (
            "次の鍋パ、来ない?手ぶらでOK!",
            "hidden_agenda",
            {"stage": "warm", "exchanges": 20, "product_of_sender": ""},
            {"exchanges": 3, "product_of_sender": "ネットワークビジネス"},
        ),
    ],
)
def test_twins_that_differ_only_in_the_situation(
    words: str, kind: str, harmless: dict[str, Any], harmful: dict[str, Any], say: Callable[..., Report]
) -> None:
    assert kind not in say(words, **harmless).labels
    assert kind in say(words, **harmful).labels


def test_lawyers_hear_about_frightening_words(say: Callable[..., Report]) -> None:
    words = "知らないと損します。絶対に勝てます。"
    plain = {f.rule for f in say(words, exchanges=4).findings}
    lawyer = say(words, exchanges=4, mode="lawyer")
    assert {f.rule for f in lawyer.findings} - plain
