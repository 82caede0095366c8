"""Everyday courtesies: a coach that cries wolf is switched off, so none of these is ever worth mending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from yorisoi.core.coach import Report

SITUATIONS: dict[str, dict[str, Any]] = {
    "met once": {"stage": "met_once", "first_met_days_ago": 2, "product_of_sender": "生命保険"},
    "acquainted": {
        "exchanges": 3,
        "last_outgoing_days_ago": 30,
        "last_incoming_days_ago": 29,
        "product_of_sender": "ホームページ制作",
        "known_facts": ("陶芸が趣味",),
    },
    "warm": {
        "stage": "warm",
        "channel": "line",
        "exchanges": 20,
        "last_outgoing_days_ago": 3,
        "last_incoming_days_ago": 2,
        "product_of_sender": "ネットワークビジネス",
    },
    "considering": {
        "stage": "considering",
        "exchanges": 4,
        "last_outgoing_days_ago": 8,
        "last_incoming_days_ago": 7,
        "product_of_sender": "外壁塗装",
        "known_facts": ("外壁の色を迷っている",),
    },
    "client": {
        "stage": "client",
        "exchanges": 20,
        "last_outgoing_days_ago": 8,
        "last_incoming_days_ago": 7,
        "product_of_sender": "税理士の顧問契約",
    },
    "waiting": {
        "stage": "considering",
        "exchanges": 4,
        "last_outgoing_days_ago": 30,
        "last_incoming_days_ago": 40,
        "unanswered_in_a_row": 1,
        "product_of_sender": "外壁塗装",
    },
    "declined": {
        "stage": "declined",
        "exchanges": 4,
        "last_outgoing_days_ago": 30,
        "last_incoming_days_ago": 30,
        "product_of_sender": "生命保険",
    },
}
PHRASES = (
    "お世話になっております。",
    "いつもありがとうございます。",
    "よろしくお願いいたします。",
    "今後ともよろしくお願い申し上げます。",
    "お時間のあるときにご覧ください。",
    "お手すきの際にご覧いただければ幸いです。",
    "ご自愛ください。",
    "お体に気をつけてお過ごしください。",
    "お気軽にお声がけください。",
    "何かありましたらいつでもご連絡ください。",
    "ご不明な点がございましたらお知らせください。",
    "添付のとおりお送りします。",
    "ご確認ください。",
    "ご参考までにお送りします。",
    "先日はお忙しい中お時間をいただきありがとうございました。",
    "お話を伺えて大変勉強になりました。",
    "またお会いできるのを楽しみにしております。",
    "近くまでいらした際はぜひお立ち寄りください。",
    "ご返信には及びません。",
    "返信不要です。",
    "楽しみにしています。",
    "おめでとうございます。心よりお祝い申し上げます。",
    "来週の例会でお目にかかれますね。",
    "雨が続きますが、いかがお過ごしでしょうか。",
    "資料を拝見しました。とても分かりやすかったです。",
    "ご連絡ありがとうございます。",
    "ご返信ありがとうございます。",
    "お返事遅くなりすみません。",
    "ご丁寧にありがとうございます。",
    "いつでも大丈夫です。",
    "無理なさらないでくださいね。",
    "ゆっくり休んでください。",
    "応援しています!",
    "頑張ってください!",
    "おすすめしてくださった本、面白かったです。",
    "ご紹介いただいたお店に行ってきました。",
    "写真を送りますね。",
    "写真を一枚添付しました。",
    "駅前の桜が満開でした。",
    "新しい喫茶店を見つけました。",
    "土曜に子どもの運動会がありました。",
    "このあいだの話、ずっと考えていました。",
    "お母様によろしくお伝えください。",
    "ご家族の皆様にもよろしくお伝えください。",
    "会えてよかったです。",
    "昨日の試合、すごかったですね!",
    "その本、図書館にありましたよ。",
    "無事に終わりました。ありがとうございました。",
    "承知しました。",
    "了解です!",
    "かしこまりました。当日はよろしくお願いします。",
    "気をつけてお越しください。",
    "道が凍っているので気をつけてくださいね。",
    "読み終えたら感想を送りますね。",
    "楽しい会になりますように。",
    "検診の結果、異常なしでした。",
    "祖母の味噌の作り方を聞いてきました。",
    "良い週末を!",
    "おやすみなさい。",
    "次にお会いするときに本をお返しします。",
    "お借りした本、今日ポストに入れておきました。",
    "商店街のお祭りは15日だそうです。",
    "先生のブログ、毎週読んでいます。",
    "あの映画、私も見ました。最後で泣きました。",
    "コツを教えていただいたおかげで、うまく焼けました。",
    "お待たせしました。",
    "お待ちしております。",
    "急ぎませんので、いつでもどうぞ。",
    "お大事になさってください。",
    "ご無理のない範囲でお願いします。",
    "ご検討ありがとうございました。",
    "また機会がありましたらお願いいたします。",
)


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("phrase", PHRASES)
def test_courtesies_pass(phrase: str, name: str, say: Callable[..., Report]) -> None:
    assert say(phrase, **SITUATIONS[name]).labels == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_all_of_them_together_only_grow_long(name: str, say: Callable[..., Report]) -> None:
    labels = say("\n".join(PHRASES), **SITUATIONS[name]).labels
    assert set(labels) <= {"long_winded"}


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("body", ["", " ", "\n\n", "🎉", "。。。", "!?", "ｱ", "\u202e\u200b"])
def test_next_to_nothing_is_nothing(body: str, name: str, say: Callable[..., Report]) -> None:
    assert say(body, **SITUATIONS[name]).labels == []
