"""Twins: the same words, once harmless and once not; only the relationship differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from yorisoi.core.coach import Report

TWINS: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    (
        "hollow",
        "お変わりありませんか。",
        {
            "last_outgoing_days_ago": 20,
            "last_incoming_days_ago": 20,
        },
        {
            "last_outgoing_days_ago": 120,
            "last_incoming_days_ago": 120,
        },
    ),
    (
        "hollow",
        "最近どうですか?",
        {
            "stage": "warm",
            "exchanges": 20,
            "last_outgoing_days_ago": 2,
            "last_incoming_days_ago": 2,
        },
        {
            "stage": "warm",
            "exchanges": 20,
            "last_outgoing_days_ago": 200,
            "last_incoming_days_ago": 200,
        },
    ),
    (
        "hollow",
        "ご無沙汰しております。お元気でしょうか。",
        {
            "last_outgoing_days_ago": 59,
            "last_incoming_days_ago": 80,
        },
        {
            "last_outgoing_days_ago": 60,
            "last_incoming_days_ago": 80,
        },
    ),
    (
        "hollow",
        "久しぶり!元気?",
        {
            "last_outgoing_days_ago": 300,
            "last_incoming_days_ago": 3,
        },
        {
            "last_outgoing_days_ago": 300,
            "last_incoming_days_ago": 290,
        },
    ),
    (
        "chasing",
        "先日お送りした資料の件です。",
        {
            "unanswered_in_a_row": 0,
            "last_outgoing_days_ago": 5,
        },
        {
            "unanswered_in_a_row": 1,
            "last_outgoing_days_ago": 5,
        },
    ),
    (
        "chasing",
        "改めてご連絡いたしました。",
        {
            "unanswered_in_a_row": 0,
            "last_outgoing_days_ago": 30,
            "last_incoming_days_ago": 29,
        },
        {
            "unanswered_in_a_row": 1,
            "last_outgoing_days_ago": 30,
        },
    ),
    (
        "chasing",
        "お見積りの件、一度お会いできませんか。",
        {
            "stage": "considering",
            "exchanges": 3,
            "unanswered_in_a_row": 1,
            "last_outgoing_days_ago": 45,
        },
        {
            "stage": "considering",
            "exchanges": 3,
            "unanswered_in_a_row": 1,
            "last_outgoing_days_ago": 10,
        },
    ),
    (
        "chasing",
        "新しいホームページの件、ぜひお話しさせてください。",
        {
            "product_of_sender": "ホームページ制作",
            "exchanges": 4,
            "unanswered_in_a_row": 1,
            "last_outgoing_days_ago": 60,
        },
        {
            "product_of_sender": "ホームページ制作",
            "exchanges": 4,
            "unanswered_in_a_row": 2,
            "last_outgoing_days_ago": 60,
        },
    ),
    (
        "pressing",
        "お見積りの件、いかがでしょうか。",
        {
            "stage": "considering",
            "exchanges": 4,
            "their_requests": ("16日に声をかけてください",),
        },
        {
            "stage": "considering",
            "exchanges": 4,
        },
    ),
    (
        "pressing",
        "決まりました?",
        {
            "stage": "warm",
            "exchanges": 20,
        },
        {
            "stage": "considering",
            "exchanges": 4,
        },
    ),
    (
        "pressing",
        "残り二席だそうです。お早めに。",
        {
            "stage": "warm",
            "exchanges": 20,
        },
        {
            "stage": "considering",
            "exchanges": 4,
        },
    ),
    (
        "pressing",
        "その後、進展はありましたか。",
        {
            "stage": "client",
            "exchanges": 20,
        },
        {
            "stage": "considering",
            "exchanges": 4,
        },
    ),
    (
        "piling",
        "新発売の味噌、送料無料でお届けできます。",
        {
            "exchanges": 3,
            "product_of_sender": "味噌の卸",
            "their_requests": ("新しい味噌のキャンペーンがあったら教えて",),
        },
        {
            "exchanges": 3,
            "product_of_sender": "味噌の卸",
        },
    ),
    (
        "piling",
        "会社案内とカタログを同封いたします。",
        {
            "their_requests": ("カタログを送ってほしい",),
        },
        {
            "stage": "met_once",
        },
    ),
    (
        "piling",
        "料金表を添付いたします。",
        {
            "their_requests": ("料金表をください",),
            "stage": "met_once",
        },
        {
            "stage": "met_once",
        },
    ),
    (
        "piling",
        "今月は半額です。",
        {
            "is_newsletter": True,
        },
        {
            "exchanges": 2,
        },
    ),
    (
        "premature_ask",
        "一度お打ち合わせをお願いできませんか。",
        {
            "stage": "warm",
            "exchanges": 15,
        },
        {
            "stage": "met_once",
        },
    ),
    (
        "premature_ask",
        "来週30分ほどお時間をいただけませんか。",
        {
            "exchanges": 1,
            "their_requests": ("一度説明に来てください",),
        },
        {
            "exchanges": 1,
        },
    ),
    (
        "premature_ask",
        "お客様をご紹介いただけませんか。",
        {
            "stage": "warm",
            "exchanges": 30,
        },
        {
            "exchanges": 1,
        },
    ),
    (
        "premature_ask",
        "体験レッスンに来てみませんか。ぜひ一度お試しください。",
        {
            "exchanges": 9,
        },
        {
            "exchanges": 2,
        },
    ),
    (
        "premature_ask",
        "近くまで参りますので、伺ってもよろしいでしょうか。",
        {
            "stage": "client",
            "exchanges": 12,
            "first_met_days_ago": 600,
        },
        {
            "stage": "met_once",
        },
    ),
    (
        "reply_burden",
        "今週中にご返信をお願いいたします。",
        {
            "stage": "client",
            "exchanges": 12,
        },
        {
            "exchanges": 3,
        },
    ),
    (
        "reply_burden",
        "候補日をいくつかお知らせください。",
        {
            "their_requests": ("打ち合わせの候補日を相談したいので連絡ください",),
        },
        {
            "exchanges": 2,
        },
    ),
    (
        "reply_burden",
        "明日までに人数を教えてください。お返事をお待ちしています。",
        {
            "known_facts": ("29日の観劇に一緒に行く約束",),
        },
        {
            "exchanges": 3,
        },
    ),
    (
        "reply_burden",
        "これは好き?それとも苦手?どっちがいい?",
        {
            "stage": "warm",
            "channel": "line",
            "exchanges": 20,
            "last_incoming_days_ago": 0,
        },
        {
            "exchanges": 2,
        },
    ),
    (
        "hidden_agenda",
        "会わせたい人がいるんだ。今度ご飯行こう!",
        {
            "stage": "warm",
            "exchanges": 20,
            "product_of_sender": "",
        },
        {
            "exchanges": 3,
            "product_of_sender": "ネットワークビジネス",
        },
    ),
    (
        "hidden_agenda",
        "将来のお金の勉強会に来ませんか?",
        {
            "exchanges": 5,
            "product_of_sender": "投資信託",
            "their_requests": ("お金の勉強会があれば教えて",),
        },
        {
            "exchanges": 5,
            "product_of_sender": "投資信託",
        },
    ),
    (
        "hidden_agenda",
        "アンケートにご協力ください。30分お話を伺えませんか。",
        {
            "stage": "client",
            "exchanges": 9,
            "product_of_sender": "学習教材",
        },
        {
            "exchanges": 3,
            "product_of_sender": "学習教材",
        },
    ),
    (
        "impersonal",
        "昨日は貴重なお時間をありがとうございました。",
        {
            "stage": "met_once",
        },
        {
            "stage": "met_once",
            "known_facts": ("蜂を飼っている",),
        },
    ),
    (
        "impersonal",
        "いつもお世話になっている皆様へ 夏のご挨拶です。",
        {
            "is_newsletter": True,
        },
        {
            "known_facts": ("蜂を飼っている",),
            "exchanges": 1,
        },
    ),
    (
        "ignores_choice",
        "先日の写真をお送りします。",
        {
            "channel": "email",
            "their_requests": ("連絡はメールだけにしてください",),
        },
        {
            "channel": "line",
            "their_requests": ("連絡はメールだけにしてください",),
        },
    ),
    (
        "ignores_choice",
        "お見積りの件でご連絡しました。",
        {
            "stage": "considering",
            "their_requests": ("6月以降に連絡ください",),
        },
        {
            "stage": "considering",
            "their_requests": ("7月以降に連絡ください",),
        },
    ),
    (
        "ignores_choice",
        "保険の見直しのご提案をさせてください。",
        {
            "stage": "warm",
            "exchanges": 12,
            "product_of_sender": "生命保険",
        },
        {
            "stage": "declined",
            "exchanges": 12,
            "product_of_sender": "生命保険",
        },
    ),
    (
        "ignores_choice",
        "お誕生日おめでとうございます。",
        {
            "their_requests": ("商品の案内は不要です",),
        },
        {
            "their_requests": ("もう連絡は要りません",),
        },
    ),
    (
        "ignores_choice",
        "今月の便りをお届けします。",
        {
            "is_newsletter": True,
            "consent_recorded": True,
        },
        {
            "is_newsletter": True,
            "consent_recorded": False,
        },
    ),
    (
        "bad_timing",
        "見積りのご説明に伺わせてください。",
        {
            "stage": "considering",
            "exchanges": 4,
        },
        {
            "stage": "considering",
            "exchanges": 4,
            "known_facts": ("6月は決算で手一杯",),
        },
    ),
    (
        "bad_timing",
        "お見積りの件、追加でご連絡です。",
        {
            "stage": "considering",
            "exchanges": 4,
            "unanswered_in_a_row": 1,
            "last_outgoing_days_ago": 1,
        },
        {
            "stage": "considering",
            "exchanges": 4,
            "unanswered_in_a_row": 2,
            "last_outgoing_days_ago": 1,
        },
    ),
    (
        "bad_timing",
        "プランのご提案をさせてください。",
        {
            "exchanges": 4,
            "known_facts": ("12月は忘年会で忙しい",),
        },
        {
            "exchanges": 4,
            "known_facts": ("6/14から6/20まで旅行",),
        },
    ),
    (
        "bad_timing",
        "保険のお話、一度させてください。",
        {
            "exchanges": 4,
            "product_of_sender": "保険",
            "known_facts": ("7/10に出産",),
        },
        {
            "exchanges": 4,
            "product_of_sender": "保険",
            "known_facts": ("6/1に出産",),
        },
    ),
)


@pytest.mark.parametrize(("rule", "words", "harmless", "harmful"), TWINS, ids=lambda value: str(value)[:16])
def test_only_the_relationship_decides(
    rule: str,
    words: str,
    harmless: dict[str, Any],
    harmful: dict[str, Any],
    say: Callable[..., Report],
) -> None:
    assert rule not in say(words, **harmless).labels
    assert rule in say(words, **harmful).labels
