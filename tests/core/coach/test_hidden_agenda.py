"""隠れた目的: wordings of many hands, and their harmless twins; silence first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yorisoi.core.coach import Report, Severity
from yorisoi.core.coach.rule import Example, example

QUIET = (
    example(
        "土曜フットサルの人数足りひん、来れる?終わったら銭湯行こ",
        product_of_sender="ネットワークビジネス",
        stage="warm",
        exchanges=30,
        channel="line",
    ),
    example(
        "弊社の保険の説明会を行います。営業のご案内ですので、ご興味がなければどうぞそのままで。",
        product_of_sender="生命保険",
        exchanges=6,
    ),
    example(
        "商店街の将棋大会、今年もあるそうです。見るだけでも楽しいですよ。",
        product_of_sender="税理士業務",
        exchanges=4,
    ),
    example(
        "面白い記事を見つけました。3分で読めます。",
        product_of_sender="研修講師",
        exchanges=3,
    ),
    example(
        "先輩が個展を開くので、散歩がてら行ってきます。よかったら。",
        product_of_sender="司法書士業務",
        stage="warm",
        exchanges=14,
    ),
    example(
        "ご契約内容の確認に伺います。所要は20分ほどです。",
        product_of_sender="保険",
        stage="client",
        exchanges=15,
    ),
    example(
        "お尋ねの勉強会、14日の夜にあります。弊社の主催で、商品のご案内もあります。",
        product_of_sender="投資信託",
        exchanges=5,
        their_requests=("投資の勉強会があったら教えて",),
    ),
    example(
        "カフェ会、今月は編み物の日です。毛糸だけ持ってきてね。",
        product_of_sender="ネットワークビジネス",
        stage="warm",
        exchanges=15,
        channel="line",
    ),
    example(
        "町内の防災訓練で豚汁が出るそうです。",
        product_of_sender="保険",
        exchanges=4,
    ),
    example(
        "大家さんの庭のびわ、もらい手を探しているそうです。",
        product_of_sender="不動産仲介",
        exchanges=4,
    ),
    example(
        "朝の読書会、今月は『方丈記』です。コーヒー代だけ各自で。",
        product_of_sender="保険",
        stage="warm",
        exchanges=18,
    ),
    example(
        "商工会の勉強会で、後継ぎの話が出ていました。議事録が公開されています。",
        product_of_sender="経営コンサルティング",
        exchanges=5,
    ),
    example(
        "うちの体験レッスンのご案内です。宣伝で恐縮ですが、腰の話を思い出しましたので。",
        product_of_sender="ヨガ教室",
        exchanges=4,
    ),
    example(
        "公民館で理科の実験教室があるそうです。参加費はいりません。",
        product_of_sender="学習塾",
        exchanges=5,
    ),
    example(
        "誕生日会、店予約しといたで。割り勘な!",
        product_of_sender="ネットワークビジネス",
        stage="warm",
        exchanges=25,
        channel="line",
    ),
)


HEARD = (
    example(
        "今週どっか空いてる?めっちゃ尊敬できる人に出会ってさ、〇〇ちゃんにも会わせたいんだよね!",
        channel="line",
        product_of_sender="ネットワークビジネス",
        exchanges=3,
    ),
    example(
        "異業種の仲間で集まる気軽な朝食会です。講師の方から資産形成のお話も少しだけあります。ぜひお越しください。",
        product_of_sender="投資用マンション",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "人生変わるきっかけになると思う!詳しいことは来てからのお楽しみ♪",
        product_of_sender="自己啓発セミナー",
        exchanges=3,
        channel="line",
    ),
    example(
        "子育て世帯への意識調査を行っております。お話を伺うだけですので、30分お時間をいただけませんか。",
        product_of_sender="学習教材",
        exchanges=1,
    ),
    example(
        "料理教室やるから来ない?食材費はこっちで持つよ。使うお鍋がすごいの!",
        product_of_sender="健康食品の代理店",
        channel="line",
        exchanges=4,
    ),
    example(
        "売り込みは一切いたしませんので、ライフプランの勉強だと思ってご参加ください。",
        product_of_sender="生命保険",
        stage="met_once",
        exchanges=1,
    ),
    example(
        "スマホ一つで自由に生きてる先輩がいるんだけど、一度話聞いてみない?",
        product_of_sender="外国為替の自動売買",
        channel="messenger",
        exchanges=4,
    ),
    example(
        "実の兄のように慕わせていただいております。つきましては一度お食事でもご一緒させてください。",
        product_of_sender="不動産",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "ちょっと相談したいことがあって!電話だと話しにくいから会えない?",
        product_of_sender="ネットワークビジネスの化粧品",
        channel="line",
        exchanges=3,
    ),
    example(
        "週末ホームパーティーするんだけど来ない?健康に詳しい人も呼んでるから楽しいよ!",
        product_of_sender="水素水サーバーの代理店",
        exchanges=3,
        channel="line",
    ),
    example(
        "若手経営者の座談会を企画しております。費用は頂戴しません。終了後、希望される方には個別にお話しいたします。",
        product_of_sender="経営コンサルティング",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "節税の裏ワザ、知りたくないですか?会ったときに教えます!",
        product_of_sender="不動産投資",
        exchanges=2,
        channel="messenger",
    ),
    example(
        "怪しくないから大丈夫!ただのカフェ会!みんないい人だよ〜",
        product_of_sender="ネットワークビジネス",
        exchanges=2,
        channel="line",
    ),
    example(
        "会社員のままで大丈夫?って思ったことない?一回、私の師匠の話を聞いてみてほしい",
        product_of_sender="情報商材",
        exchanges=3,
        channel="messenger",
    ),
    example(
        "ゴルフ好きの経営者仲間の集まり、来ませんか?成功してる人ばかりで刺激になりますよ!",
        product_of_sender="投資用マンション",
        exchanges=2,
        channel="line",
    ),
    example(
        "美容に興味あるって言ってたよね?今度お肌チェックの会するから来て!",
        product_of_sender="ネットワークビジネス",
        exchanges=4,
        channel="line",
    ),
    example(
        "お金の不安についてのアンケートにご協力いただけませんか。お会いしてお話を伺えればと思います。",
        product_of_sender="保険",
        stage="met_once",
        exchanges=0,
    ),
    example(
        "ただのランチだよ!あ、先輩のFPさんも来るかも。会ってみてほしいな",
        product_of_sender="投資信託",
        exchanges=3,
        channel="line",
    ),
    example(
        "健康についての意識調査にご協力ください。お話は10分ほど、カフェでいかがでしょうか。",
        product_of_sender="サプリメントの代理店",
        stage="met_once",
        exchanges=1,
    ),
)


@pytest.mark.parametrize("case", QUIET, ids=lambda case: case.draft.body[:18])
def test_stays_silent(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "hidden_agenda" not in judge(case).labels


@pytest.mark.parametrize("case", HEARD, ids=lambda case: case.draft.body[:18])
def test_speaks(case: Example, judge: Callable[[Example], Report]) -> None:
    assert "hidden_agenda" in judge(case).labels


INVITATION = "今度の土曜、ホームパーティーに来ませんか?"
HEAD = "株式会社はなの会員の佐藤です。"
PURPOSE = "契約のお誘いを目的としたご案内です。"
KIND = "商品は化粧品です。"


def test_an_invitation_in_network_business_tells_four_things(say: Callable[..., Report]) -> None:
    report = say(INVITATION, mode="mlm", stage="warm", exchanges=20, product_of_sender="化粧品")
    assert report.closes_box
    (finding,) = [f for f in report.findings if f.closes_box]
    assert finding.severity is Severity.STOP
    assert "33条の2" in finding.source
    for item in ("氏名", "統括者", "勧誘", "種類"):
        assert item in finding.what


def test_the_four_things_open_the_box(say: Callable[..., Report]) -> None:
    words = f"{HEAD}\n{PURPOSE}\n{KIND}\n{INVITATION}"
    assert not say(words, mode="mlm", stage="warm", exchanges=20, product_of_sender="化粧品").closes_box


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (f"{PURPOSE}\n{KIND}\n{INVITATION}", "氏名"),
        (f"{HEAD}\n{KIND}\n{INVITATION}", "勧誘"),
        (f"{HEAD}\n契約を目的としたご案内です。\n{INVITATION}", "種類"),
    ],
)
def test_each_missing_thing_is_named(words: str, missing: str, say: Callable[..., Report]) -> None:
    report = say(words, mode="mlm", stage="warm", exchanges=20, product_of_sender="洗剤")
    assert report.closes_box
    assert missing in report.findings[0].what


def test_plain_words_in_that_mode_stay_free(say: Callable[..., Report]) -> None:
    assert say("開店おめでとう。看板、すてきだね。", mode="mlm", stage="warm", exchanges=20).findings == ()


def test_the_mode_off_only_advises(say: Callable[..., Report]) -> None:
    assert not say(INVITATION, product_of_sender="ネットワークビジネス", exchanges=3).closes_box


def test_switching_the_rule_off_keeps_the_law(say: Callable[..., Report], lexicon: object) -> None:
    from yorisoi.core.coach import Lexicon, lint

    assert isinstance(lexicon, Lexicon)
    case = example(INVITATION, mode="mlm", stage="warm", exchanges=20)
    assert lint(case.draft, case.situation, lexicon, off=frozenset({"hidden_agenda"})).closes_box
