"""追いかけ: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "昨日の地図に誤りがありました。正しくは北口です。ご返信は不要です。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=1,
    ),
    example(
        "以前お話しされていた蔵の修復、新聞に載っていましたね。写真がとても良かったです。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=75,
    ),
    example(
        "今日、教わった通りに糠床混ぜたよ。匂いが変わってきた。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=30,
        stage="warm",
        exchanges=12,
        channel="line",
    ),
    example(
        "長らくお世話になりました。来月で退職し、郷里に帰ります。お会いできて幸せでした。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=90,
    ),
    example(
        "先日お送りした資料は、どうぞ処分なさってください。今後のご案内は控えます。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=20,
    ),
    example(
        "台風が近づいております。屋根の養生は済ませましたのでご安心ください。返信は不要です。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=12,
        stage="client",
        exchanges=20,
    ),
    example(
        "先日お送りした資料の3ページ目に補足です。",
        unanswered_in_a_row=0,
        last_outgoing_days_ago=3,
        last_incoming_days_ago=2,
    ),
    example(
        "ローズマリーの剪定は今の時期がいいと、植木屋さんに聞きました。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=65,
        known_facts=("ハーブを育てている",),
    ),
    example(
        "お誕生日おめでとう!返事はいらんよ〜",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=10,
        stage="warm",
        exchanges=15,
        channel="line",
    ),
    example(
        "山陰で、お好きだとおっしゃっていた砂丘の写真展を見ました。風紋が美しかったです。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=90,
        stage="acquainted",
    ),
    example(
        "工事の日に断水があります。14日の9時から10時です。ご返信は不要です。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=3,
        stage="client",
        exchanges=12,
    ),
    example(
        "虹出てる!!東の空!",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=5,
        stage="warm",
        exchanges=30,
        channel="line",
    ),
    example(
        "庭のトマト、初収穫!",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=7,
        stage="warm",
        exchanges=18,
        channel="line",
    ),
    example(
        "先ほどの資料、日付が去年のままでした。正しい版を添付します。お返事には及びません。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=2,
    ),
    example(
        "さっき虹の写真撮れた。また今度見せるわ",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=14,
        stage="warm",
        exchanges=20,
        channel="line",
    ),
    example(
        "益子の春の市で、手作りの窯を背負って来た人がいたそうです。思い出してしまいました。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=120,
        known_facts=("陶芸の窯を作っている",),
    ),
    example(
        "昨日の請求書の宛名に誤りがあり、差し替えます。前のものは破棄してください。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=1,
        stage="client",
        exchanges=10,
    ),
    example(
        "ご出産おめでとうございます。お返事はいりません。ゆっくり休んでくださいね。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=8,
        stage="acquainted",
        exchanges=3,
    ),
    example(
        "お好きだった喫茶店、月末で閉まるそうです。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=100,
        stage="acquainted",
    ),
    example(
        "明日の配送は雪のため一日遅れます。ご返信は不要です。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=2,
        stage="client",
        exchanges=15,
    ),
)


HEARD = (
    example(
        "おーい、生きてる?笑",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=3,
        channel="line",
    ),
    example(
        "恐れ入ります、月曜のメールの件、念のため再掲いたします。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=6,
        stage="considering",
    ),
    example(
        "無視しないで〜😭",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=5,
        channel="line",
    ),
    example(
        "お忙しくてご覧になれていないかと存じますので、同じものをもう一度お送りいたします。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=10,
    ),
    example(
        "二度ほどお電話いたしましたがお出になりませんでしたので、メールいたします。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=9,
        stage="considering",
    ),
    example(
        "前回の質問の答え、ずっと待ってます!",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=4,
        channel="messenger",
    ),
    example(
        "お返事をいただけていないようですが、お変わりありませんか。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=7,
    ),
    example(
        "ご連絡がとれず心配しております。至急お電話ください。",
        unanswered_in_a_row=3,
        last_outgoing_days_ago=12,
        channel="sms",
    ),
    example(
        "外壁塗装の補助金について、追加の資料ができましたのでお送りします。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=8,
        stage="considering",
        product_of_sender="外壁塗装",
    ),
    example(
        "既読つかないけど大丈夫?体調悪い?",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=2,
        channel="line",
    ),
    example(
        "ひと月前にお願いした件ですが、いまだお返事を頂戴しておりません。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=40,
    ),
    example(
        "催促するようで心苦しいのですが、ご確認いただけましたでしょうか。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=14,
    ),
    example(
        "昨日のやつ埋もれちゃってると思うのでもう1回貼っときますね!",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=5,
        channel="line",
    ),
    example(
        "ホームページ制作の新しい事例ができました。ぜひ一度お話しさせてください。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=20,
        product_of_sender="ホームページ制作",
    ),
    example(
        "先週末にお願いいたしました件、その後ご都合はつきましたでしょうか。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=6,
    ),
    example(
        "さみしいなぁ、返してよ〜",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=3,
        channel="line",
    ),
    example(
        "昨今のメール事情もありますので、念のため別のアドレスからもお送りしました。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=4,
        stage="considering",
    ),
    example(
        "通知切ってます?一応こっちにも送りますね",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=3,
        channel="messenger",
    ),
    example(
        "ご返答がない場合は、ご承諾いただいたものとして進めさせていただきます。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=11,
    ),
    example(
        "キッチンのリフォームの件、来週でしたら職人が空いております。いかがいたしましょうか。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=9,
        stage="considering",
        product_of_sender="リフォーム",
    ),
    example(
        "お忙しいところ恐縮ですが、先日のお願いの件、覚えていてくださるとうれしいです。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=5,
    ),
    example(
        "えっ、もしかしてブロックされてる?",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=4,
        channel="line",
    ),
    example(
        "ご多忙でメールを見る間もないかと存じますので、要点を三行にまとめ直しました。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=6,
        stage="considering",
    ),
    example(
        "これまで幾度かお便りいたしましたが、お目に触れておりますでしょうか。",
        unanswered_in_a_row=3,
        last_outgoing_days_ago=9,
    ),
    example(
        "あれ、届いてないかな?",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=2,
        channel="messenger",
    ),
    example(
        "先週ご挨拶のメールをお送りしました北野です。ぜひ一度お時間をいただければ幸いです。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=7,
        stage="met_once",
    ),
    example(
        "何回も送ってごめん!これだけ読んで!",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=6,
        channel="line",
    ),
    example(
        "前便は届いておりましたでしょうか。返信がいただけず少々案じております。",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=11,
        stage="considering",
    ),
    example(
        "三たびのご連絡をお許しください。ご検討の進み具合が気がかりです。",
        unanswered_in_a_row=2,
        last_outgoing_days_ago=7,
        stage="considering",
    ),
    example(
        "この間のメッセージ見てもらえましたかー?",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=4,
        channel="line",
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "chasing" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "chasing" in judge(case).labels


@pytest.mark.parametrize("days", [1, 7, 13, 14])
def test_the_same_matter_within_two_weeks(days: int, say: Callable[..., Report]) -> None:
    report = say(
        "お見積りの件、ぜひご説明させてください。",
        stage="considering",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=days,
        exchanges=3,
    )
    assert "chasing" in report.labels


@pytest.mark.parametrize("days", [15, 40, 90])
def test_later_a_single_unanswered_message_is_the_normal_case(days: int, say: Callable[..., Report]) -> None:
    report = say(
        "お見積りの件、ぜひご説明させてください。",
        stage="considering",
        unanswered_in_a_row=1,
        last_outgoing_days_ago=days,
        exchanges=3,
    )
    assert "chasing" not in report.labels


@pytest.mark.parametrize(
    "words", ["先日のメールはご覧いただけましたでしょうか。", "何度もすみません。", "お返事がまだのようです。"]
)
def test_nothing_is_chased_when_nothing_waits(words: str, say: Callable[..., Report]) -> None:
    assert "chasing" not in say(words, unanswered_in_a_row=0, last_outgoing_days_ago=3, exchanges=4).labels


def test_the_situation_itself_has_no_place_in_the_text(say: Callable[..., Report]) -> None:
    report = say("ぜひ一度お会いできませんか。", unanswered_in_a_row=2, last_outgoing_days_ago=30, exchanges=5)
    (finding,) = [f for f in report.findings if f.rule == "chasing"]
    assert finding.spans == ()
    assert "2通" in finding.why
    assert "5月17日(日)" in finding.why


def test_a_panic_sequence_gets_weightier(say: Callable[..., Report]) -> None:
    first = say("先日はありがとうございました。発酵の話、忘れません。", stage="met_once")
    second = say("先日のメール、届いていますでしょうか。", unanswered_in_a_row=1, last_outgoing_days_ago=2)
    third = say("何度もすみません。迷惑メールに入っていないか心配で。", unanswered_in_a_row=2, last_outgoing_days_ago=1)
    fourth = say("何か失礼がありましたでしょうか。", unanswered_in_a_row=3, last_outgoing_days_ago=1)
    assert first.labels == []
    assert second.labels == ["chasing"]
    assert third.labels[0] == fourth.labels[0] == "chasing"
    assert "bad_timing" in third.labels
    assert "bad_timing" in fourth.labels
