"""催促: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report, Severity
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "先日はお時間をありがとうございました。お子さんの作品、玄関に飾ってあるのが素敵でした。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "ご検討は急ぎません。ご不要でしたらそのままで大丈夫です。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "風邪、その後どう?ポカリ届けよか?",
        stage="warm",
        exchanges=20,
        channel="line",
    ),
    example(
        "先週の修理、その後不具合はございませんか。",
        stage="client",
        exchanges=30,
    ),
    example(
        "お約束の16日になりましたのでご連絡しました。お考えはいかがでしょうか。",
        stage="considering",
        exchanges=3,
        their_requests=("16日に声をかけてください",),
    ),
    example(
        "お尋ねの納期ですが、二週間ほどです。ほかの会社さんのほうが早いこともあります。",
        stage="considering",
        exchanges=5,
        their_requests=("納期を調べて教えてほしい",),
    ),
    example(
        "チケット残り2枚らしい!ナイターのやつ。行けたら行こ",
        stage="warm",
        exchanges=15,
        channel="line",
    ),
    example(
        "お探しだった絵本、図書館に在庫があるそうです。",
        stage="acquainted",
        exchanges=3,
    ),
    example(
        "決めるのはいつでも構いませんし、ほかにお決めになっても全然大丈夫です。",
        stage="considering",
        exchanges=2,
    ),
    example(
        "昨日はありがとうございました。猫の保護活動のお話、家族にも話しました。",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "お母様のご入院、心配しております。こちらのことはどうぞお忘れください。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "展示は今週末までだそうです。お散歩のついでにでも。",
        stage="acquainted",
        exchanges=3,
    ),
    example(
        "お子さんの発表会、いかがでしたか。きらきら星、聴きたかったです。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "見学の日は傘をお忘れなく。駅から少し歩きます。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "次の山どこ行く?決めてくれたら車出すわ",
        stage="warm",
        exchanges=20,
        channel="line",
    ),
    example(
        "この件は一度忘れていただいて大丈夫です。ご家族の看病を第一になさってください。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "ご出張から戻られた頃でしょうか。金沢の雪は深かったでしょうね。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "カタログは古紙に出していただいて大丈夫です。置き場所に困りますよね。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "ご質問ありがとうございます。色見本は三種類あります。どれも日が経つと少し落ち着きます。",
        stage="considering",
        exchanges=5,
        last_incoming_days_ago=0,
        last_outgoing_days_ago=1,
        channel="line",
    ),
    example(
        "お嬢さんのご結婚、もうすぐですね。式は神前でしょうか。",
        stage="considering",
        exchanges=4,
        known_facts=("来春に娘さんが結婚",),
    ),
    example(
        "お預かりしていた図面をお返しします。ほかの会社さんに見せていただいて構いません。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "ご契約の更新日は8月末です。変更がなければ何もなさらなくて大丈夫です。",
        stage="client",
        exchanges=25,
    ),
    example(
        "旅行どっちにするか決めた?こっちは温泉に一票",
        stage="warm",
        exchanges=18,
        channel="line",
    ),
    example(
        "先日の本、もし読みかけでしたらどうぞそのまま持っていてください。",
        stage="acquainted",
        exchanges=5,
    ),
    example(
        "雨漏りの応急の仕方だけ書いておきます。ビニールを掛けて重しを置けば、ひと月は持ちます。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "お引っ越し、お疲れの出ませんように。鍵の引き渡しは管理会社さんが立ち会うそうです。",
        stage="considering",
        exchanges=4,
        known_facts=("週末に引っ越し",),
    ),
    example(
        "塗り替えは他社さんで進められるとのこと、良い色になりますように。",
        stage="declined",
        exchanges=6,
        product_of_sender="外壁塗装",
    ),
    example(
        "同窓会の二次会、何時までいた?",
        stage="warm",
        exchanges=22,
        channel="line",
        product_of_sender="生命保険",
    ),
)


HEARD = (
    example(
        "あの後どんな感じです?ご夫婦で話されました?",
        stage="considering",
        channel="line",
        exchanges=4,
    ),
    example(
        "前回ご覧いただいた間取り、奥様は何とおっしゃっていましたか。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "来月から料金が改定になりますので、今月のうちにお申し込みいただくのがよろしいかと存じます。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "もう心は決まりました?笑",
        stage="considering",
        channel="line",
        exchanges=5,
    ),
    example(
        "同じ物件をご覧になったご夫婦が、明日お申し込みにいらっしゃるそうです。",
        stage="considering",
        exchanges=2,
    ),
    example(
        "ご契約の件、今週あたりはいかがでしょうか。印鑑だけご用意いただければすぐに済みます。",
        stage="considering",
        channel="sms",
        exchanges=2,
    ),
    example(
        "前向きに考えてくださっていると受け取ってよろしいでしょうか。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "例のプラン、その後どうなったか気になっています。",
        stage="considering",
        channel="messenger",
        exchanges=3,
    ),
    example(
        "上司から状況を報告するよう言われておりまして、おおよその感触だけでもお聞かせいただけないでしょうか。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "ご家族会議の結果はいかがでしたでしょうか。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "モデルルームの枠、金曜まで押さえてあります!どうされますか?",
        stage="considering",
        channel="line",
        exchanges=3,
    ),
    example(
        "お手元の提案書は、もうお目通しいただけた頃でしょうか。",
        stage="considering",
        exchanges=2,
    ),
    example(
        "迷っている理由を一つだけ教えていただけますか。きっと解決できます。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "いつぐらいに決めはる感じですか?こっちも段取りあるんで",
        stage="considering",
        channel="line",
        exchanges=4,
    ),
    example(
        "例の保険、入る方向で進めちゃっていいですか?",
        stage="acquainted",
        channel="line",
        exchanges=4,
        product_of_sender="生命保険",
    ),
    example(
        "残り一台となってしまいました。ほかの方にお譲りする前に、念のためお声がけいたしました。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "このままですと冬の電気代がまた上がってしまいます。始めるなら今ではないでしょうか。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "お返事を急かすつもりはないのですが、今のところどちらに傾いていらっしゃいますか。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "ぶっちゃけ、うちと他社さん何対何くらいですか?笑",
        stage="considering",
        exchanges=5,
        channel="line",
    ),
    example(
        "弊社の決算の関係で、月内にお決めいただけますと条件面でご相談に乗れます。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "先日お持ちした設計図は、床の間にでも置いていただけておりますでしょうか。",
        stage="considering",
        exchanges=3,
        channel="letter",
    ),
    example(
        "ほんとに今しかないタイミングなんです!!考えてる間に終わっちゃいますよ💦",
        stage="considering",
        exchanges=4,
        channel="line",
    ),
    example(
        "内見された部屋、別のお客様が申込書を書かれています。ご希望でしたら今日中にお電話ください。",
        stage="considering",
        exchanges=2,
        channel="sms",
    ),
    example(
        "お心づもりだけでも伺えましたら、こちらも安心して準備を進められます。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "やめておくならやめておくで構いませんので、はっきりおっしゃってください。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "先週の試乗、奥様も気に入っていらっしゃいましたよね。もう決まりということでよろしいですか。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "ちなみに今何%くらいの気持ちですか?笑",
        stage="considering",
        exchanges=4,
        channel="line",
    ),
    example(
        "来週の取締役会に報告いたしますので、現状のご感触をご教示いただけますと幸いです。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "お申し込みが集中しており、来週にはご案内できなくなる見込みです。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "パパさんの許可、下りました?",
        stage="considering",
        exchanges=4,
        channel="line",
    ),
    example(
        "お預かりしている鍵の都合で、明日までにご意思を確認させてください。",
        stage="considering",
        exchanges=2,
        channel="sms",
    ),
    example(
        "お見積りの有効期限が今月末までとなっております。期限後は金額が変わる場合がございます。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "そろそろ工事の予約が埋まってきました!先に押さえときます?",
        stage="considering",
        exchanges=3,
        channel="line",
    ),
    example(
        "ご不明点がなければ、このまま契約書のご用意に移らせていただいてよろしいでしょうか。",
        stage="considering",
        exchanges=3,
    ),
    example(
        "他社様との比較はいかがでしたでしょうか。弊社に足りない点がございましたらお聞かせください。",
        stage="considering",
        exchanges=4,
    ),
    example(
        "旦那さん何て言うてました?うちのこと笑",
        stage="considering",
        exchanges=4,
        channel="line",
    ),
    example(
        "ご契約日は10日と12日、どちらで進めましょうか。",
        stage="considering",
        exchanges=3,
        channel="sms",
    ),
    example(
        "社内の稟議はどの段階まで進んでおられますか。",
        stage="considering",
        exchanges=5,
    ),
    example(
        "今なら決算セールに間に合いますよ!今日決めちゃいましょう!",
        stage="considering",
        exchanges=3,
        channel="line",
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "pressing" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "pressing" in judge(case).labels


def test_the_same_words_are_fine_on_the_day_they_named(say: Callable[..., Report]) -> None:
    words = "複合機の件、その後いかがでしょうか。"
    pushed = say(words, stage="considering", last_outgoing_days_ago=9, exchanges=3)
    asked = say(words, stage="considering", last_outgoing_days_ago=30, their_requests=("6月16日に声をかけてください",))
    assert pushed.labels == ["pressing"]
    assert asked.labels == []


def test_the_reason_cites_a_date(say: Callable[..., Report]) -> None:
    report = say(
        "ご検討状況はいかがでしょうか。", stage="considering", last_outgoing_days_ago=9, last_incoming_days_ago=12
    )
    (finding,) = [f for f in report.findings if f.rule == "pressing"]
    assert "6月7日(日)" in finding.why
    assert finding.severity is Severity.MEND
    assert "「" in finding.gentler


def test_a_lever_without_an_open_decision_is_only_a_notice(say: Callable[..., Report]) -> None:
    report = say("残りわずかだそうです。", exchanges=3)
    assert report.labels == []
    assert [f.severity for f in report.findings if f.rule == "pressing"] == [Severity.NOTICE]
