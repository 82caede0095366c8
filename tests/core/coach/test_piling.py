"""追い情報: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "市の無料検診、来月から予約が始まるそうです。",
        exchanges=3,
        product_of_sender="保険",
    ),
    example(
        "ご依頼の料金表と事例をお送りいたします。",
        stage="considering",
        exchanges=3,
        their_requests=("料金表と事例を送ってほしい",),
    ),
    example(
        "ご注文の品、本日発送いたしました。送料は無料です。",
        stage="client",
        exchanges=12,
    ),
    example(
        "近くに新しいパン屋ができたよ。食パン1本800円、ちょっと高いけど美味しい。",
        stage="warm",
        exchanges=14,
    ),
    example(
        "お尋ねのワークショップは3,500円です。材料費も込みです。",
        stage="met_once",
        exchanges=1,
        their_requests=("ワークショップの値段を教えて",),
    ),
    example(
        "補助金の公募が始まりました。締切は6月30日で、商工会の窓口で相談できます。",
        stage="acquainted",
        exchanges=4,
    ),
    example(
        "国税庁のサイトに、開業したての方向けの無料の手引きが出ていました。",
        stage="acquainted",
        exchanges=3,
        product_of_sender="税理士業務",
    ),
    example(
        "先日はプレゼントの本をありがとうございました。一気に読みました。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "風邪大丈夫?りんご置いとくね。",
        stage="warm",
        exchanges=9,
        channel="line",
        product_of_sender="健康食品",
    ),
    example(
        "次回の増刷は、部数を減らしたほうが在庫を抱えずに済むと思います。",
        stage="client",
        exchanges=9,
        product_of_sender="印刷",
    ),
    example(
        "図書館で洋書の読み聞かせをやるそうです。申し込みはいりません。",
        stage="acquainted",
        exchanges=3,
        product_of_sender="英会話教室",
    ),
    example(
        "いちばん安いプランは月3,000円です。機能は少ないですが、お一人なら十分です。",
        stage="considering",
        exchanges=4,
        their_requests=("予算内の安いプランを教えて",),
    ),
    example(
        "バザーの品、残ったら半額になるそうです。",
        stage="acquainted",
        exchanges=4,
    ),
    example(
        "ご注文の名刺、刷り上がりました。明日お届けします。",
        stage="client",
        exchanges=15,
        product_of_sender="印刷",
    ),
    example(
        "窯元の見学は無料だそうです。電車なら益子駅が近いです。",
        stage="met_once",
        exchanges=1,
        product_of_sender="陶器の販売",
    ),
    example(
        "駅前の花壇、今年は青い花ばかりで涼しげでした。",
        stage="acquainted",
        exchanges=5,
        product_of_sender="花の卸",
    ),
    example(
        "お尋ねの割引ですが、展示品でしたら30%引きになります。",
        stage="considering",
        exchanges=4,
        their_requests=("割引があれば教えて",),
        product_of_sender="家具",
    ),
)


HEARD = (
    example(
        "先日は楽しかったです!ところで今、ご紹介の方は初月無料なんですよ。",
        exchanges=3,
        product_of_sender="ウォーターサーバー",
    ),
    example(
        "前回のお見積りに、延長保証と設置台もお付けしたプランを作りました。こちらがお得です。",
        stage="considering",
        exchanges=4,
        known_facts=("本体だけでいいと言っていた",),
    ),
    example(
        "冬の新作ラインナップが揃いました。早期ご予約の方には20%割引を適用いたします。",
        stage="acquainted",
        exchanges=2,
    ),
    example(
        "昨日はありがとうございました。弊社のサービス資料と料金表をお送りいたします。",
        stage="met_once",
        exchanges=0,
        product_of_sender="人材紹介",
    ),
    example(
        "今度の新色めっちゃかわいいよ!今週だけまとめ買いで1本おまけ!",
        stage="warm",
        exchanges=10,
        channel="line",
        product_of_sender="化粧品",
    ),
    example(
        "配達は火曜になります。ちなみに同じシリーズの棚も今月は特別価格です。",
        stage="considering",
        exchanges=3,
        their_requests=("配達日を教えてください",),
    ),
    example(
        "期間限定ポイント5倍!この機会にぜひご来店ください。",
        stage="acquainted",
        exchanges=3,
        channel="sms",
    ),
    example(
        "お子様の誕生、おめでとうございます。学資保険もセットで入るとお得な割引がございます。",
        stage="client",
        exchanges=6,
        product_of_sender="自動車保険",
    ),
    example(
        "補助金が増額になり、実質負担が下がりました。改めてお見積りを作成しました。",
        stage="declined",
        exchanges=4,
        product_of_sender="太陽光発電",
    ),
    example(
        "さらに、他社にはない独自機能を三つご紹介いたします。導入企業様の声も添付いたしました。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "先日のゴルフは完敗でした。さて、弊店では秋冬生地の受注会を開催中で、二着目は半額となります。",
        stage="acquainted",
        exchanges=2,
        product_of_sender="オーダースーツ",
    ),
    example(
        "ご質問の件は添付をご覧ください。給与計算と請求書のオプションもお付けできますので、併せてお考えください。",
        stage="considering",
        exchanges=5,
        product_of_sender="会計ソフト",
    ),
    example(
        "風邪大丈夫?うちの酵素ドリンク飲んだら一発だよ!今なら送料無料✨",
        stage="warm",
        exchanges=9,
        channel="line",
        product_of_sender="健康食品",
    ),
    example(
        "ご入会金が今月のみ0円です。会員様の声もぜひご覧ください。",
        stage="met_once",
        exchanges=1,
        product_of_sender="結婚相談所",
    ),
    example(
        "お子さんの英検合格おめでとうございます!うちのスクール、兄弟割もあるのでぜひ♪",
        stage="met_once",
        exchanges=1,
        product_of_sender="英会話教室",
    ),
    example(
        "窓のお見積りに加え、浴室と床暖房も一式で組んでみました。",
        stage="considering",
        exchanges=4,
        known_facts=("窓だけ直したいと言っていた",),
        product_of_sender="リフォーム",
    ),
    example(
        "先日の登山お疲れ様でした。疲労回復ならうちのアミノ酸、20袋入りで4,980円です。",
        stage="acquainted",
        exchanges=3,
        product_of_sender="健康食品",
    ),
    example(
        "出産おめでとう!学資保険は早く入るほどお得だから、プラン作っといたよ!",
        stage="warm",
        exchanges=12,
        channel="line",
        product_of_sender="保険",
    ),
    example(
        "新作の美容液が出ました。先行予約の方にはミニボトルをプレゼントします。",
        stage="acquainted",
        exchanges=2,
        product_of_sender="化粧品",
    ),
    example(
        "加えて、給与計算のオプションもご用意しております。導入事例も添付いたしました。",
        stage="considering",
        exchanges=4,
        product_of_sender="会計ソフト",
    ),
    example(
        "弊社では、管理職研修や新人研修などの研修サービスを取り揃えております。パンフレットを添付いたしました。",
        stage="met_once",
        exchanges=0,
        product_of_sender="研修",
    ),
    example(
        "夏前キャンペーン始まりました!ペアだと半額です!",
        stage="acquainted",
        exchanges=4,
        channel="line",
        product_of_sender="エステ",
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "piling" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "piling" in judge(case).labels


def test_the_same_offer_is_fine_when_asked_for(say: Callable[..., Report]) -> None:
    words = "もち麦、業務用10kgで6,200円、今月いっぱいは送料無料です。"
    assert "piling" in say(words, exchanges=3, product_of_sender="雑穀の卸").labels
    asked = say(words, exchanges=3, product_of_sender="雑穀の卸", their_requests=("キャンペーンがあったら教えて",))
    assert asked.labels == []


def test_the_reason_names_what_was_asked(say: Callable[..., Report]) -> None:
    report = say(
        "配達は火曜です。ちなみに棚も今月は特別価格です。",
        stage="considering",
        their_requests=("配達日を教えてください",),
    )
    (finding,) = [f for f in report.findings if f.rule == "piling"]
    assert "配達日を教えてください" in finding.why


def test_letters_to_readers_who_asked_may_announce(say: Callable[..., Report]) -> None:
    assert say("秋のキャンペーンを始めました。", is_newsletter=True, consent_recorded=True).labels == []
